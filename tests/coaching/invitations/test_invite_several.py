"""Inviting several at once from a pasted list."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Invitation
from tests.coaching.pages import html_of, stored, url
from tests.reading import words_of

Invite = Callable[..., Invitation]


@pytest.fixture(autouse=True)
def _nobody_has_pressed_before() -> None:
    cache.clear()


def invited() -> list[tuple[str, str]]:
    return sorted(Invitation.objects.values_list("email", "name"))


def box(html: str) -> str:
    return html.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0].strip()


def test_a_good_list_is_sent_to_each_alone(
    desk_browser: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    people = "Nia Neri <nia@example.com>\r\nJo@example.com, Jo\r\n\r\nkim@example.com"
    with django_capture_on_commit_callbacks(execute=True):
        page = desk_browser.post(url("invite_several"), {"people": people}, follow=True)
    assert page.redirect_chain == [(url("invitations"), 302)]
    assert "3 invitations are on their way." in words_of(page)
    assert invited() == [("jo@example.com", "Jo"), ("kim@example.com", ""), ("nia@example.com", "Nia Neri")]
    assert sorted(message.to for message in mail.outbox) == [
        ["jo@example.com"],
        ["kim@example.com"],
        ["nia@example.com"],
    ]
    assert {tuple(message.reply_to) for message in mail.outbox} == {("trainer@example.com",)}


def test_good_lines_are_sent_and_each_bad_one_is_named_and_stays_in_the_box(
    desk_browser: Browser, maya: Client, invite: Invite, now: datetime
) -> None:
    invite("lee@example.com", days_ago=1)
    joining.accept(invite("ann@example.com", days_ago=2).token, at=now)
    lines = (
        ("nia@example.com", ""),
        ("nia", "There is no e-mail address in it."),
        ("nia@example", "This does not look like an e-mail address."),
        ("MAYA@example.com", "This person is your client already."),
        ("trainer@example.com", "This is the trainer's own address."),
        ("Lee <lee@example.com>", "They were invited already, on March 3."),
        ("ann@example.com", "They began to join on March 4."),
        ("NIA@example.com", "Line 1 has the same address."),
        ("a@example.com b@example.com", "There are several addresses in it."),
        ("jo@example.com, Jo, knee pain", "There is more in it than a name and an address."),
        (f"{'N' * 81} <kim@example.com>", "Please use at most 80 letters."),
        (f"{'k' * 300}@example.com", "This is too long for an e-mail address."),
        ("k" * 401, "This is longer than 400 letters."),
    )
    page = desk_browser.post(url("invite_several"), {"people": "\r\n".join(line for line, _ in lines)})
    words, html = words_of(page), html_of(page)
    assert page.status_code == 200
    assert "1 invitation is on its way." in words
    assert "12 lines could not be invited" in words
    missing = [
        why
        for number, (_, why) in enumerate(lines, start=1)
        if why not in html or (why and f"Line {number}:" not in words)
    ]
    assert missing == []
    kept = [line.replace("<", "&lt;").replace(">", "&gt;") for line, why in lines if why]
    assert box(page.content.decode()).splitlines() == kept
    assert [email for email, _ in invited()] == ["ann@example.com", "lee@example.com", "nia@example.com"]


def test_a_list_in_which_nobody_can_be_invited_sends_nothing(desk_browser: Browser) -> None:
    page = desk_browser.post(url("invite_several"), {"people": "Nia"})
    assert "1 line could not be invited" in words_of(page)
    assert ("on its way" in words_of(page), invited()) == (False, [])


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ("", "Please paste one e-mail address at least."),
        (" \r\n\u200b\r\n", "Please paste one e-mail address at least."),
        ("nia@example.com\0", "This holds a character that can't be written down. Please type it again."),
        (
            "\r\n".join(f"guest{number}@example.com" for number in range(101)),
            "Please paste at most 100 people at once; these are 101. Nothing was sent.",
        ),
        (
            "\r\n".join(f"guest{number}@example.com" for number in range(10_000)),
            "Please paste at most 100 people at once; these are 10,000. Nothing was sent.",
        ),
    ],
    ids=["nothing", "blanks", "NUL", "101 lines", "10,000 lines"],
)
def test_a_list_that_is_refused_stores_nothing_and_stays(people: str, sentence: str, desk_browser: Browser) -> None:
    before = stored()
    page = desk_browser.post(url("invite_several"), {"people": people})
    assert (page.status_code, sentence in html_of(page), stored()) == (200, True, before)
    assert ("guest99@example.com" in html_of(page)) == ("guest99@" in people)


def test_a_hundred_people_are_invited_at_once(desk_browser: Browser) -> None:
    people = "\n".join(f"guest{number}@example.com" for number in range(100))
    page = desk_browser.post(url("invite_several"), {"people": people}, follow=True)
    assert ("100 invitations are on their way." in words_of(page), Invitation.objects.count()) == (True, 100)


def test_pressing_twice_invites_once_and_answers_alike(
    desk_browser: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pages = [desk_browser.post(url("invite_several"), {"people": "nia@example.com\nJo"}) for _ in range(2)]
    for page in pages:
        assert "1 invitation is on its way. Invitations Invite several at once" in words_of(page)
        assert "Line 2: Jo There is no e-mail address in it." in words_of(page)
    assert (len(mail.outbox), invited()) == (1, [("nia@example.com", "")])
