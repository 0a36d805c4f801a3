"""Somebody who has been steady for two weeks, as the site saw it."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Practice
from lessons.practice import judging, recording

MakeSteady = Callable[[Client], None]


def fine(client: Client, at: datetime, slug: str = "find-the-middle") -> Practice:
    """A practice answered with "fine today"."""
    lesson, calm = Lesson.objects.get(slug=slug), {"guess": "clean", "passed": True, "effort": 4}
    return recording.record(
        id=uuid.uuid4(),
        client=client,
        lesson=lesson,
        before=None,
        after=None,
        at=at,
        **calm,  # type: ignore[arg-type]
    )


@pytest.fixture
def make_steady(now: datetime, curriculum: None) -> MakeSteady:
    """Six days of the pelvic clock, at 3 throughout, each with its next morning: the last was yesterday."""

    def makes(client: Client) -> None:
        for days_ago in (15, 12, 9, 6, 3, 1):
            at = now - timedelta(days=days_ago)
            with time_machine.travel(at, tick=False):
                recording.record(
                    id=uuid.uuid4(),
                    client=client,
                    lesson=Lesson.objects.get(slug="pelvic-clock"),
                    before=3,
                    after=3,
                    guess="clean",
                    passed=True,
                    effort=4,
                    at=at,
                )
            morning = at + timedelta(hours=20)
            with time_machine.travel(morning, tick=False):
                CheckIn.record(id=uuid.uuid4(), client=client, at=morning, score=3, moment=Moment.MORNING)
                judging.rejudge_after_morning(client, now=morning)

    return makes
