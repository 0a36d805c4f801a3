"""Calls of another kind: with a title and a length of their own."""

from datetime import UTC, datetime

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calendars.feed import Method, calendar_file, feed_file
from hinge_coach.booking.calls.asking import ask_to_move
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
        "the call (Review)",
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


def test_mails_and_calendars_name_a_review_by_its_title(
    trainer: Trainer,
    booking_request: BookingRequest,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    request = of_other_visitor(booking_request, title="Review", minutes=20)
    with django_capture_on_commit_callbacks(execute=True):
        review = reserve(request, trainer, now=now, by=CallEvent.By.TRAINER)
        ask_to_move(review, now=now)
    by_subject = {message.subject: str(message.body) for message in mail.outbox if message.to == ["lee@example.com"]}
    assert list(by_subject) == [
        "Booked: Review with Dana on Tuesday, March 3, 4:00 am",
        "Please choose another time for Review with Dana",
    ]
    booked, asked = by_subject.values()
    assert "The call takes about 20 minutes." in booked
    assert "Dana has booked a call (Review) with you:" in booked
    assert "free call" not in booked + asked
    (for_dana,) = (message for message in mail.outbox if message.to == [trainer.user.email])
    assert isinstance(for_dana, EmailMultiAlternatives)
    assert "You have booked a call (Review) with Lee:" in str(for_dana.body)
    (page, _), *_ = for_dana.alternatives
    assert f"<title>{for_dana.subject}</title>" in str(page)
    for_visitor = calendar_file(review, Method.PUBLISH).decode()
    for_trainer = feed_file([review]).decode()
    assert "SUMMARY:Review with Dana\\, 20 minutes" in for_visitor
    assert "SUMMARY:Review with Lee\\, 20 minutes" in for_trainer
