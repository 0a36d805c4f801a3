"""Calls that have to be confirmed by mail."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.changing import cancel, note_outcome
from hinge_coach.booking.calls.claiming import expire_unconfirmed
from hinge_coach.booking.calls.errors import NotChangeableError, WhyNot
from hinge_coach.booking.calls.reserving import BookingRequest, confirm, reserve
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call, CallEvent
from tests.booking.calls.conftest import OTHER_ID, FillIn, link, text


def test_a_call_that_has_to_be_confirmed_is_reached_only_by_mail(
    client: Browser,
    fill_in: FillIn,
    asking: Trainer,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/call/", fill_in())
    call = Call.objects.get()
    assert "One more step: check your mail" in text(response)
    assert call.token not in response.content.decode()
    (asked,) = mail.outbox
    assert asked.subject == "Please confirm: your free call with Dana on Tuesday, March 3, 4:00 am"
    assert (f"/call/{call.token}/" in str(asked.body), asked.attachments) == (True, [])
    assert (call.confirm_by, call.cells.count()) == (now + timedelta(hours=1), 3)

    until = f"before {LocalTime(now + timedelta(hours=1), call.tz).clock}, New York time"
    assert until in " ".join(str(asked.body).split())
    shown = text(client.get(f"/call/{call.token}/"))
    assert (until in shown, "Yes, this is my call" in shown) == (True, True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/call/{call.token}/confirm/")
        client.post(f"/call/{call.token}/confirm/")
    assert [message.subject.split(":")[0] for message in mail.outbox[1:]] == ["Booked", "New call"]
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 3
    assert "Your call is booked" in text(client.get(f"/call/{call.token}/"))


def test_after_an_hour_the_time_is_free_again(client: Browser, fill_in: FillIn, asking: Trainer, now: datetime) -> None:
    client.post("/call/", fill_in())
    call = Call.objects.get()
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        with pytest.raises(NotChangeableError):
            confirm(call, now=now + timedelta(hours=1))
        changes = {"id": str(OTHER_ID), "email": "lee@example.com", "phone": "(202) 555-0144"}
        client.post("/call/", fill_in(**changes))
    assert list(Call.objects.order_by("booked_at").values_list("email", "status")) == [
        ("maya@example.com", "cancelled"),
        ("lee@example.com", "booked"),
    ]
    assert mail.outbox == []  # nobody is told of what was never theirs


@pytest.mark.parametrize("is_swept_up", [False, True], ids=["nobody took the time", "it was given away"])
def test_the_link_of_a_call_that_nobody_confirmed_in_time_says_so(
    client: Browser, fill_in: FillIn, asking: Trainer, now: datetime, is_swept_up: bool
) -> None:
    client.post("/call/", fill_in())
    call = Call.objects.get()
    assert "Please confirm your call" in text(client.get(link(call)))
    late = now + timedelta(hours=1)
    if is_swept_up:
        assert expire_unconfirmed(late) == 1
    with time_machine.travel(late, tick=False):
        for answer in (client.get(link(call)), client.post(link(call, "confirm/"), follow=True)):
            shown = text(answer)
            assert "This call was not confirmed" in shown
            assert "Nobody confirmed this call in time, so it is not booked." in shown
            assert "Book another call" in shown
            assert [words for words in ("Press the button", "Yes, this is my call", "Booked") if words in shown] == []


def test_whoever_did_not_confirm_may_try_again(
    client: Browser, fill_in: FillIn, asking: Trainer, now: datetime
) -> None:
    client.post("/call/", fill_in())
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        client.post("/call/", fill_in(id=str(OTHER_ID)))
    assert sorted(Call.objects.values_list("status", flat=True)) == ["booked", "cancelled"]


def test_the_trainers_own_booking_needs_no_confirming(asking: Trainer, booking_request: object, now: datetime) -> None:
    booked = reserve(booking_request, asking, now=now, by=CallEvent.By.TRAINER)  # type: ignore[arg-type]
    assert booked.confirm_by is None


def test_why_a_call_can_not_be_confirmed_anymore(
    asking: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    def why_not(call: Call, at: datetime) -> WhyNot:
        with pytest.raises(NotChangeableError) as refused:
            confirm(call, now=at)
        return refused.value.why

    call, late = reserve(booking_request, asking, now=now), now + timedelta(hours=1)
    assert why_not(call, late) is WhyNot.UNCONFIRMED
    expire_unconfirmed(late)
    assert why_not(call, late) is WhyNot.UNCONFIRMED
    call = reserve(replace(booking_request, id=OTHER_ID), asking, now=late)
    assert confirm(call, now=late + timedelta(minutes=59)).confirm_by is None
    assert confirm(call, now=late + timedelta(days=1)) == call  # twice is once, however late
    note_outcome(call, Call.Status.TALKED, now=call.ends_at)
    assert why_not(call, call.ends_at) is WhyNot.OVER
    Call.objects.filter(pk=call.pk).update(status=Call.Status.BOOKED)
    cancel(call, now=late)
    assert why_not(call, late) is WhyNot.CANCELED
