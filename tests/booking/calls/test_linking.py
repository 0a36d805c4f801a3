"""Booked already, and no mail: a way out that tells nobody whether there is a call."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.booking.models import Call
from tests.booking.calls.conftest import OTHER_ID, FillIn, text

FOCUSED = re.compile(r'role="(\w+)" tabindex="-1" autofocus')
ASKED_FOR = "If a call is booked with this e-mail address or number, its link is on its way"


@pytest.fixture
def other_form(fill_in: FillIn) -> dict[str, object]:
    """Maya books another time and has forgotten the first."""
    return fill_in(id=str(OTHER_ID), start="2026-03-05T09:00Z")


def test_whoever_has_a_call_already_gets_its_link_by_mail(
    client: Browser,
    call: Call,
    other_form: dict[str, object],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    refused = client.post("/call/", other_form)
    assert "A call is booked already with this e-mail address or phone number." in text(refused)
    assert "Mail me its link again" in text(refused)
    assert FOCUSED.findall(refused.content.decode()) == ["alert"]
    assert "Was that address wrong? Call Dana at +49 30 901820" in text(refused)
    with django_capture_on_commit_callbacks(execute=True):
        # The number is that of the call; the mail goes to the address of the call all the same.
        answer = client.post("/call/", {**other_form, "email": "eve@example.com", "mail_link": "1"})
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        ["maya@example.com"],
        "Your free call with Dana on Wednesday, March 4, 4:00 am",
    )
    assert (call.token in str(message.body), message.attachments) == (True, [])
    assert ASKED_FOR in text(answer)
    assert FOCUSED.findall(answer.content.decode()) == ["status"]
    assert (call.token in answer.content.decode(), "maya@example.com" in answer.content.decode()) == (False, False)
    assert "Tight after long drives." in text(answer)  # what was typed is kept
    assert Call.objects.count() == 1


def test_the_answer_is_the_same_without_a_call(client: Browser, call: Call, other_form: dict[str, object]) -> None:
    known = {**other_form, "mail_link": "1"}
    unknown = {**known, "email": "nobody@example.com", "phone": "+1 202 555 0177"}
    answers = [client.post("/call/", form) for form in (known, unknown)]
    assert [answer.status_code for answer in answers] == [200, 200]
    first, second = (text(answer) for answer in answers)
    assert ASKED_FOR in first
    assert first == second


def test_no_call_gets_more_than_a_few_of_these_mails_and_nobody_is_told(
    client: Browser,
    call: Call,
    other_form: dict[str, object],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            client.post("/call/", {**other_form, "mail_link": "1"}, REMOTE_ADDR=f"203.0.113.{number}")
            for number in range(5)
        ]
    assert (len(mail.outbox), {ASKED_FOR in text(answer) for answer in answers}) == (3, {True})


def test_one_connection_asks_a_handful_of_times_a_day(
    client: Browser, trainer: object, other_form: dict[str, object]
) -> None:
    answers = [client.post("/call/", {**other_form, "mail_link": "1"}).status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_a_call_that_waits_is_asked_to_be_confirmed_again(
    client: Browser,
    asking: object,
    fill_in: FillIn,
    other_form: dict[str, object],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.post("/call/", fill_in())
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/call/", {**other_form, "mail_link": "1"})
    assert [message.subject for message in mail.outbox] == [
        "Please confirm: your free call with Dana on Tuesday, March 3, 4:00 am"
    ]
    assert Call.objects.get().confirm_by == datetime(2026, 3, 2, 9, tzinfo=UTC)
