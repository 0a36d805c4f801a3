"""Another time after a missed call."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.booking.calls.changing import note_outcome
from hinge_coach.booking.calls.mail import send_missed_mail
from hinge_coach.booking.models import Call
from tests.booking.calls.conftest import (
    link,
    text,
)


@pytest.mark.parametrize("minutes", [5, 30], ids=["before its time is up", "after it"])
def test_a_missed_call_leads_to_another_time(client: Browser, call: Call, minutes: int) -> None:
    noted_at = call.starts_at + timedelta(minutes=minutes)
    with time_machine.travel(noted_at, tick=False):
        note_outcome(call, Call.Status.MISSED, now=noted_at)
        shown = text(client.get(link(call)))
    assert "Something came up?" not in shown
    assert "We missed each other" in shown
    assert "Missed by Dana" not in shown
    assert "Another time? These are the next free ones Thursday, March 5, 3:00 am" in shown


@pytest.fixture
def missed(call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Call:
    mail.outbox.clear()
    later = time_machine.travel(call.ends_at, tick=False)
    with later, django_capture_on_commit_callbacks(execute=True):
        return note_outcome(call, Call.Status.MISSED, now=call.ends_at)


def test_a_missed_call_brings_one_link_with_the_three_next_times(missed: Call) -> None:
    (message,) = mail.outbox
    words = " ".join(str(message.body).split())
    assert message.subject == "Another time for your free call with Dana?"
    times = ["Thursday, March 5, 2026, 3:00 am", "Thursday, March 5, 2026, 3:30 am", "Thursday, March 5, 2026, 4:00 am"]
    assert [time in words for time in times] == [True] * 3
    assert re.findall(r"https?://\S+", words) == [f"http://127.0.0.1:8000/call/{missed.token}/"]


def test_one_press_books_one_of_them(client: Browser, missed: Call) -> None:
    with time_machine.travel(missed.ends_at, tick=False):
        (first, *_) = re.findall(r'name="start" value="([^"]+)"', client.get(f"/call/{missed.token}/").content.decode())
        answers = [client.post(f"/call/{missed.token}/again/", {"start": first}) for _ in range(2)]
    new = Call.objects.exclude(pk=missed.pk).get()
    assert (f"{new.starts_at:%Y-%m-%dT%H:%MZ}", new.name, new.phone, new.about) == (
        first,
        missed.name,
        missed.phone,
        missed.about,
    )
    assert {answer.headers["Location"] for answer in answers} == {new.get_absolute_url()}


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("", "Please choose one of the times."),
        ("nonsense", "Please choose one of the times."),
        ("2026-03-08T09:00Z", "That time isn't free. Please choose another one."),
    ],
)
def test_another_time_that_is_not_free_books_nothing_and_says_so(
    client: Browser, missed: Call, start: str, sentence: str
) -> None:
    with time_machine.travel(missed.ends_at, tick=False):
        shown = text(client.post(f"/call/{missed.token}/again/", {"start": start}, follow=True))
    assert (sentence in shown, Call.objects.count()) == (True, 1)


def test_only_a_missed_call_is_booked_again(client: Browser, call: Call) -> None:
    client.post(f"/call/{call.token}/again/", {"start": "2026-03-05T09:00Z"})
    assert Call.objects.count() == 1


def test_only_a_missed_call_brings_a_mail(
    call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    mail.outbox.clear()
    with time_machine.travel(call.ends_at, tick=False), django_capture_on_commit_callbacks(execute=True):
        note_outcome(call, Call.Status.TALKED, now=call.ends_at)
    assert (mail.outbox, [event.kind for event in call.events.all()]) == ([], ["booked", "talked"])


def test_no_mail_about_it_once_they_talked_or_have_a_new_call(missed: Call, now: datetime) -> None:
    mail.outbox.clear()
    note_outcome(missed, Call.Status.TALKED, now=missed.ends_at)
    send_missed_mail.call(str(missed.pk))
    assert mail.outbox == []
