"""A desk on one Wednesday in March: the clock stands still, and practice is recorded as it is on the site."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent, CallRules, Hours
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Practice
from lessons.practice import recording
from tests.conftest import SignIn

Book = Callable[[datetime], Call]
Feel = Callable[..., CheckIn]
Practise = Callable[..., Practice]


@pytest.fixture(autouse=True)
def _the_clock_stands_still(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def desk_browser(trainer: Trainer, curriculum: None, sign_in: SignIn) -> Browser:
    return sign_in(trainer)


@pytest.fixture
def call_hours(trainer: Trainer) -> Trainer:
    """Takes calls on weekdays from nine to noon, New York time."""
    CallRules.objects.create(trainer=trainer)
    Hours.objects.bulk_create(
        [Hours(trainer=trainer, weekday=weekday, starts=time(9), ends=time(12)) for weekday in range(5)]
    )
    return trainer


@pytest.fixture
def book(call_hours: Trainer, now: datetime) -> Book:
    """Helen's call at this time, booked just now, or the day before where the time has passed."""

    def call(starts_at: datetime) -> Call:
        request = BookingRequest(
            id=uuid.uuid4(),
            name="Helen",
            email="helen@example.org",
            phone="+12025550143",
            about="Tight after long drives.",
            zone=ZoneInfo("Europe/London"),
            starts_at=starts_at,
        )
        booked_at = now if starts_at > now else starts_at - timedelta(days=1)
        return reserve(request, call_hours, now=booked_at, by=CallEvent.By.TRAINER)

    return call


@pytest.fixture
def call_today(book: Book, now: datetime) -> Call:
    """At eleven in New York: in an hour."""
    return book(now + timedelta(hours=1))


@pytest.fixture
def call_over(book: Book, now: datetime) -> Call:
    return book(now - timedelta(days=1))


@pytest.fixture
def ninas_call(call_hours: Trainer, now: datetime) -> Call:
    """Tomorrow at ten in New York; she answered all there is to answer."""
    request = BookingRequest(
        id=uuid.uuid4(),
        name="Nina",
        email="nina@example.com",
        phone="+12025550143",
        about="Tight after driving.",
        zone=ZoneInfo("America/Chicago"),
        starts_at=datetime(2026, 3, 5, 15, tzinfo=UTC),
        tightness=6,
        tight_when="Mornings",
        tried="A foam roller.",
        answers=["saddle"],
        taster="hips",
        keeps_answers=True,
    )
    return reserve(request, call_hours, now=now)


@pytest.fixture
def feel(now: datetime) -> Feel:
    """One check-in, so many days before now."""

    def check_in(client: Client, score: int, *, days_ago: float = 0, **values: Any) -> CheckIn:
        at = now - timedelta(days=days_ago)
        return CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, **values)

    return check_in


@pytest.fixture
def practise(now: datetime, curriculum: None) -> Practise:
    """One practice, so many days before now; calm and clean unless said otherwise."""

    def practice(client: Client, slug: str = "tall-kneel-hinge", *, days_ago: float = 0, **values: Any) -> Practice:
        calm = {"before": 2, "after": 2, "guess": "clean", "passed": True, "effort": 3}
        lesson = Lesson.objects.get(slug=slug)
        at = now - timedelta(days=days_ago)
        return recording.record(id=uuid.uuid4(), client=client, lesson=lesson, at=at, **{**calm, **values})

    return practice
