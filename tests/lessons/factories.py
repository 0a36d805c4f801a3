"""What clients do, at the time they do it. Plain functions."""

import uuid
from datetime import datetime
from typing import Any

import time_machine

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Practice
from lessons.practice import judging, recording
from lessons.practice.position import positions_of


def practice_once(client: Client, at: datetime, slug: str = "pelvic-clock", **changed: Any) -> Practice:
    """An easy, clean practice but for what is `changed`."""
    calm: dict[str, Any] = {"id": uuid.uuid4(), "before": 3, "after": 2, "guess": "clean", "passed": True, "effort": 4}
    with time_machine.travel(at, tick=False):
        return recording.record(client=client, lesson=Lesson.objects.get(slug=slug), at=at, **{**calm, **changed})


def report_fine(client: Client, at: datetime, slug: str = "find-the-middle", **changed: Any) -> Practice:
    """A practice answered with "fine today"."""
    return practice_once(client, at, slug, before=None, after=None, **changed)


def report_morning(client: Client, at: datetime, score: int = 2) -> CheckIn:
    """A next morning, after which the rules are asked again."""
    with time_machine.travel(at, tick=False):
        check_in = CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, moment=Moment.MORNING)
        judging.rejudge_after_morning(client, now=at)
    return check_in


def position_on_first_track(client: Client) -> tuple[str, bool]:
    """The lesson that comes next, and whether it is its easier version."""
    position = positions_of(client)[0]
    return position.next.slug, position.easier
