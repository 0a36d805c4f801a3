"""Addresses of the trainer's pages, what stands on them, and what people type who mean no good."""

from html import unescape
from uuid import UUID

import time_machine
from django.test import Client as Browser
from django.urls import reverse

from hinge_coach.accounts.models import Invitation
from hinge_coach.booking.models import Call, CallRules, DateRule, Hours
from hinge_coach.coaching.models import Note
from lessons.models import Message, Move
from tests.reading import HasContent, page_text

TEN_KB = "a" * 10_000
BAD_WORDS = ["", " \n", "\u200b\u200f", TEN_KB, "a\x00b"]
NUL_SENTENCE = "This holds a character that can't be written down. Please type it again."
SOME_ID = UUID("5b8e5a43-5f0f-4a5e-9a43-0d8d4d0a7e01")


def url(name: str, *args: object) -> str:
    return reverse(f"coaching:{name}", args=args)


def html_of(response: HasContent) -> str:
    """A page with its markup, on one line."""
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def words_of(response: HasContent) -> str:
    """A page as a person reads it, on one line."""
    return " ".join(unescape(page_text(response)).split())


def post_outcome(browser: Browser, call: Call, outcome: str) -> str:
    """Says, at the end of the call, how it went; what the page says then."""
    with time_machine.travel(call.ends_at, tick=False):
        return words_of(browser.post(url("outcome", call.pk), {"outcome": outcome}, follow=True))


def stored() -> tuple[int, ...]:
    """How many rows there are of what the trainer's pages write."""
    return tuple(model.objects.count() for model in (Note, Message, Move, Invitation, Hours, DateRule, CallRules))
