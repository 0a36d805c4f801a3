"""A trainer in Berlin who takes calls on weekday mornings, and a visitor in New York. It is a Monday in March 2026."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache

from hinge_coach.accounts.models import Trainer, User
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallRules, Hours

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def now() -> Iterator[datetime]:
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """How often somebody booked is counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def trainer(db: None, now: datetime) -> Trainer:
    user = User.objects.create_user("dana@example.com", name="Dana", zone="Europe/Berlin")
    trainer = Trainer.objects.create(user=user, phone="+49 30 901820", bio="Twenty years of teaching people to bend.")
    CallRules.objects.create(trainer=trainer)
    Hours.objects.bulk_create(
        [Hours(trainer=trainer, weekday=weekday, starts=time(9), ends=time(12)) for weekday in range(5)]
    )
    return trainer


@pytest.fixture
def booking_request() -> BookingRequest:
    """Tuesday 10:00 in Berlin, 4:00 in New York."""
    return BookingRequest(
        id=UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01"),
        name="Maya",
        email="maya@example.com",
        phone="+12025550143",
        about="Tight after long drives.",
        zone=ZoneInfo("America/New_York"),
        starts_at=datetime(2026, 3, 3, 9, tzinfo=UTC),
    )


@pytest.fixture
def call(trainer: Trainer, booking_request: BookingRequest, now: datetime) -> Call:
    """Maya's call on Wednesday 10:00 in Berlin: far enough away to move or cancel it."""
    mail.outbox.clear()
    return reserve(replace(booking_request, starts_at=datetime(2026, 3, 4, 9, tzinfo=UTC)), trainer, now=now)
