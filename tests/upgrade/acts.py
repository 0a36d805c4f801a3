"""Run by the tests as a process of its own, `python -m tests.upgrade.acts`: named acts, one after another.

They come by standard input as `[name, kind, arguments]`: a management command, a visit, a stranger's knock, or a
visit to every link of the mails sent so far. The answers go to standard output by name.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from io import StringIO
from pathlib import Path
from typing import Any

BETWEEN_MAILS = re.compile(rb"^-{79}\n", re.MULTILINE)  # as Django's file backend writes them


def mails_in(folder: Path) -> list[EmailMessage]:
    parts = [part for path in sorted(folder.iterdir()) for part in BETWEEN_MAILS.split(path.read_bytes())]
    return [message_from_bytes(part, policy=modern) for part in parts if part.strip()]


def links_in(mail: EmailMessage, site_url: str) -> set[str]:
    """Paths of this site that the mail names, in its text, its HTML and its headers."""
    texts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    everything = "\n".join([*texts, *(str(value) for value in mail.values())])
    return set(re.findall(re.escape(site_url) + r"([^\s<>\"]+)", everything))


def visit(
    path: str,
    *,
    who: str = "",
    method: str = "get",
    data: dict[str, Any] | None = None,
    cookie: str = "",
    strict: bool = False,
    keep: bool = False,
) -> dict[str, Any]:
    """One request with what it leads to; unless told to `keep` it, nothing of it stays. `strict` asks for CSRF."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django.test import Client

    browser = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False, enforce_csrf_checks=strict)
    with transaction.atomic():
        if who:
            browser.force_login(get_user_model()._default_manager.get(email=who))
        if cookie:
            browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
        response = getattr(browser, method)(path, data or {}, follow=True)
        transaction.set_rollback(not keep)
    content = response.content.decode(errors="replace")
    return {
        "status": response.status_code,
        "path": response.request["PATH_INFO"],
        "kind": response.headers.get("Content-Type", "").partition(";")[0],
        "first": response.redirect_chain[0][1] if response.redirect_chain else response.status_code,
        "words": " ".join(re.sub(r"<[^>]+>", " ", content).split()) if "text/html" in str(response.headers) else "",
        "links": re.findall(r'href="([^"]+)"', content),
    }


def knock(paths: Sequence[str]) -> dict[str, str]:
    """Where somebody who isn't signed in is sent from each path, without what is asked for there."""
    from django.test import Client

    browser = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    answers = {path: browser.get(path) for path in paths}
    return {
        path: answer.headers.get("Location", str(answer.status_code)).partition("?")[0]
        for path, answer in answers.items()
    }


def follow_links() -> dict[str, dict[str, Any]]:
    from django.conf import settings

    mails = mails_in(Path(settings.EMAIL_FILE_PATH))
    paths = sorted({path for mail in mails for path in links_in(mail, settings.SITE_URL)})
    return {path: visit(path) for path in paths}


def command(words: Sequence[str]) -> str:
    from django.core.management import call_command

    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hinge_coach.settings")
    import django

    django.setup()
    kinds: Mapping[str, Callable[..., Any]] = {
        "command": command,
        "visit": visit,
        "knock": knock,
        "links": follow_links,
    }
    answers = {name: kinds[kind](**arguments) for name, kind, arguments in json.load(sys.stdin)}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
