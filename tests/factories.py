"""What people report and do, as plain functions that go through the site's own doors.

Each takes the client first and the instant second, and gives the row it made. Instants are UTC; what the database
stamps by itself gets the same instant, as if the clock had stood there.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from hinge_coach.safety.closing import close_practice
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import QUESTIONS, Group, Level
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Practice
from lessons.practice import deciding, recording
from lessons.practice.position import positions_of


def practice_once(client: Client, at: datetime, slug: str = "pelvic-clock", **changed: Any) -> Practice:
    """An easy, clean practice but for what is `changed`; the rules have judged it."""
    calm: dict[str, Any] = {"id": uuid.uuid4(), "before": 3, "after": 2, "guess": "clean", "passed": True, "effort": 4}
    with time_machine.travel(at, tick=False):
        return recording.record(client=client, lesson=Lesson.objects.get(slug=slug), at=at, **{**calm, **changed})


def report_fine(client: Client, at: datetime, slug: str = "find-the-middle", **changed: Any) -> Practice:
    """A practice answered with "fine today"."""
    return practice_once(client, at, slug, before=None, after=None, **changed)


def report(client: Client, at: datetime, score: int, moment: str = Moment.ANY, situation: str = "") -> CheckIn:
    """One number at an instant; the rules are not asked."""
    with time_machine.travel(at, tick=False):
        return CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, moment=moment, situation=situation)


def report_morning(client: Client, at: datetime, score: int = 2) -> CheckIn:
    """A next morning, after which the rules decide again."""
    return report_and_decide(client, at, score, Moment.MORNING)


def report_and_decide(client: Client, at: datetime, score: int, moment: str = Moment.ANY) -> CheckIn:
    """One number at an instant, after which the rules decide again, as from Today."""
    check_in = report(client, at, score, moment)
    with time_machine.travel(at, tick=False):
        deciding.decide_again(client, now=at)
    return check_in


def safety_answers(*codes: str) -> dict[str, list[str]]:
    """What the form of the safety questions sends with these ticked, and "None of these" in all other groups."""
    ticked = {group: [q.code for q in QUESTIONS if q.group == group and q.code in codes] for group in Group}
    assert sum(map(len, ticked.values())) == len(codes)
    return {group.value: ticks or ["none"] for group, ticks in ticked.items()}


PERSON = {"name": "Nina", "zone": "America/Chicago", "consent": "on"}


def begin_welcome(browser: Browser, **changed: str) -> None:
    """The first screen of the welcome: name, zone and consent."""
    assert browser.post("/welcome/", {**PERSON, **changed}).headers["Location"] == "/welcome/safety/"


def answer_safety(browser: Browser, *codes: str, fits: Sequence[str] = ("none",)) -> Any:
    """The second screen with these ticked, after the first. They make a client."""
    begin_welcome(browser)
    return browser.post("/welcome/safety/", {**safety_answers(*codes), "fits": fits})


def close_by_answer(client: Client, at: datetime, level: Level = Level.TODAY) -> Closure:
    """Practice closed by a safety answer of this level."""
    return close_practice(client=client, cause=Closure.Cause.ANSWERS, level=level, sentence="See a doctor.", at=at)


def position_on_first_track(client: Client) -> tuple[str, bool]:
    """The lesson that comes next, and whether it is its easier version."""
    position = positions_of(client)[0]
    return position.next.slug, position.easier
