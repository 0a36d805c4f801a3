"""Calls of another kind: with a title and a length of their own."""

from datetime import UTC, datetime

from django.test import Client as Browser

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.changing import move
from hinge_coach.booking.calls.reserving import BookingRequest, rebook, reserve
from hinge_coach.booking.models import Call, CallEvent
from tests.booking.calls.conftest import link, of_other_visitor, text


def test_a_free_call_and_a_call_of_another_kind_are_named_by_what_they_are(
    trainer: Trainer, booking_request: BookingRequest, call: Call, now: datetime
) -> None:
    request = of_other_visitor(booking_request, title="Review", minutes=20)
    review = reserve(request, trainer, now=now, by=CallEvent.By.TRAINER)
    assert (call.what, call.what_for_trainer, call.name_with("Dana")) == (
        "your free call",
        "the free call",
        "Free call with Dana",
    )
    assert (review.what, review.what_for_trainer, review.name_with("Dana")) == (
        "Review",
        "Review",
        "Review with Dana, 20 minutes",
    )
    assert "Review with Dana, 20 minutes" in text(Browser().get(link(review)))


def test_a_call_keeps_its_own_length_when_it_moves(
    trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    request = of_other_visitor(booking_request, title="Review", minutes=50)
    review = reserve(request, trainer, now=now, by=CallEvent.By.TRAINER)
    moved = move(review, datetime(2026, 3, 5, 10, tzinfo=UTC), now=now)
    assert (moved.minutes, moved.title) == (50, "Review")
    assert f"{moved.ends_at:%d %H:%M}" == "05 10:50"


def test_another_call_after_a_missed_one_is_of_the_same_kind(
    trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    request = of_other_visitor(booking_request, title="Review", minutes=50)
    missed = reserve(request, trainer, now=now, by=CallEvent.By.TRAINER)
    Call.objects.filter(pk=missed.pk).update(status=Call.Status.MISSED)
    another = rebook(missed, datetime(2026, 3, 5, 10, tzinfo=UTC), now=now)
    assert (another.minutes, another.title) == (50, "Review")
