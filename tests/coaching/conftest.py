"""A desk on one Wednesday in March: the clock stands still, and practice is recorded as it is on the site."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.models import CallRules, Hours
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Practice
from lessons.practice import recording

Feel = Callable[..., CheckIn]
Practise = Callable[..., Practice]


@pytest.fixture(autouse=True)
def _the_clock_stands_still(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def desk_browser(trainer: Trainer, curriculum: None, sign_in: Any) -> Browser:
    browser: Browser = sign_in(trainer)
    return browser


@pytest.fixture
def call_hours(trainer: Trainer) -> Trainer:
    """Takes calls on weekdays from nine to noon, New York time."""
    CallRules.objects.create(trainer=trainer)
    Hours.objects.bulk_create(
        [Hours(trainer=trainer, weekday=weekday, starts=time(9), ends=time(12)) for weekday in range(5)]
    )
    return trainer


@pytest.fixture
def feel(now: datetime) -> Feel:
    """One check-in, so many days before now."""

    def feels(client: Client, score: int, *, days_ago: float = 0, **more: Any) -> CheckIn:
        at = now - timedelta(days=days_ago)
        return CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, **more)

    return feels


@pytest.fixture
def practise(now: datetime, curriculum: None) -> Practise:
    """One practice, so many days before now; calm and clean unless said otherwise."""

    def practises(client: Client, slug: str = "tall-kneel-hinge", *, days_ago: float = 0, **more: Any) -> Practice:
        calm = {"before": 2, "after": 2, "guess": "clean", "passed": True, "effort": 3}
        lesson = Lesson.objects.get(slug=slug)
        at = now - timedelta(days=days_ago)
        return recording.record(id=uuid.uuid4(), client=client, lesson=lesson, at=at, **{**calm, **more})

    return practises
