"""What a person reads on a page or in a mail, for tests to compare."""

import html
import re
from typing import Protocol

from django.core.mail import EmailMessage


class HasContent(Protocol):
    """A page as the test browser gets it."""

    content: bytes


def page_text(response: HasContent) -> str:
    """The words of a page without its markup and its data, on one line."""
    text = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip()


def words_of(response: HasContent) -> str:
    """The words of a page as they are read: without the spaces that markup leaves before a comma or a period."""
    words = re.sub(r" (?=[,.:;”])|(?<=“) ", "", page_text(response))
    return html.unescape(words)


def code_in(message: EmailMessage) -> str:
    """The sign-in code of a mail."""
    return str(re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", str(message.body), flags=re.MULTILINE)[0])


def invitation_path(message: EmailMessage) -> str:
    """The path of the link in an invitation."""
    return str(re.findall(r"http://127\.0\.0\.1:8000(/invitation/[\w-]+/)", str(message.body))[0])


def token_in(message: EmailMessage) -> str:
    """The token of the link in an invitation."""
    return invitation_path(message).split("/")[2]
