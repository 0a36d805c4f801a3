"""Calls of another kind: with a title and a length of their own."""

from dataclasses import replace
from datetime import datetime

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent


def test_a_free_call_and_a_call_of_another_kind_are_named_by_what_they_are(
    trainer: Trainer, booking_request: BookingRequest, call: Call, now: datetime
) -> None:
    request = replace(booking_request, title="Review", minutes=20)
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
