"""Every row of both tables is reached by what people can do on the site's own pages, through its own forms."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Talk, VerdictRecord
from lessons.practice.history import load_state
from lessons.rules.values import RuleCode, TalkCode
from tests.conftest import SignIn
from tests.factories import safety_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]

DAY = timedelta(days=1)

CLOCK, KNEEL, SEAT = "pelvic-clock", "tall-kneel-hinge", "high-seat-touch"


@dataclass
class Maya:
    """Maya at the pages, on days counted from the first. Each day she signs in again."""

    client: Client
    sign_in: SignIn
    first: datetime

    def post(self, day: float, path: str, **fields: object) -> None:
        at = self.first + timedelta(days=day)
        with time_machine.travel(at, tick=False):
            browser: Browser = self.sign_in(self.client)
            answer = browser.post(path, {name: str(value) for name, value in fields.items()})
        assert answer.status_code == 302, answer.content.decode()

    def number(self, day: float, score: int) -> None:
        self.post(day, "/today/check-in/", id=uuid.uuid4(), score=score)

    def numbers(self, first_day: int, *scores: int) -> None:
        for offset, score in enumerate(scores):
            self.number(first_day + offset, score)

    def practice(self, day: float, lesson: str = CLOCK, before: int = 3, after: int = 3, **changed: object) -> None:
        fields: dict[str, object] = {"guess": "clean", "passed": "yes", "effort": 4, "easier": "", "cue": "", **changed}
        if scale := Lesson.objects.get(slug=lesson).answer_scale:
            fields["answer"] = scale.most if fields["passed"] == "yes" else 0
        self.post(day, f"/lessons/{lesson}/practice/", id=uuid.uuid4(), before=before, after=after, **fields)

    def verdicts(self, day: float) -> set[str]:
        """The codes of what the rules say on all tracks at the end of a day, and of what they stored so far."""
        at = self.first + timedelta(days=day)
        with time_machine.travel(at, tick=False):
            state = load_state(self.client, now=at)
            now = {state.verdict_on(position).reason.code.value for position in state.positions}
        stored = VerdictRecord.objects.filter(practice__client=self.client)
        return now | {reason["code"] for verdict in stored for reason in verdict.reasons}

    def talks(self) -> set[str]:
        return set(self.client.talks.values_list("code", flat=True))


@pytest.fixture
def at_the_pages(maya: Client, sign_in: SignIn, now: datetime) -> Maya:
    return Maya(maya, sign_in, now)


def of(codes: Iterable[RuleCode | TalkCode]) -> set[str]:
    return {code.value for code in codes}


def learn_and_move_on(maya: Maya) -> set[str]:
    """Also: a day that was not good, one with an answer to come, and a lesson practiced again."""
    maya.practice(0, KNEEL)
    maya.numbers(1, 3, 3, 3)
    maya.practice(4)
    maya.practice(7)
    waiting = maya.verdicts(7)
    maya.number(8, 3)
    maya.practice(9, "find-the-middle", passed="no", guess="not-yet")
    maya.practice(10)
    return waiting | maya.verdicts(10)


def step_back_and_return(maya: Maya) -> set[str]:
    maya.numbers(0, 3, 3, 3)
    for day in range(3, 7):
        maya.practice(day, KNEEL, passed="no", guess="not-yet")
    maya.practice(7, KNEEL, easier="yes")
    maya.practice(8, KNEEL, easier="yes")
    maya.practice(9, SEAT, after=6)
    maya.practice(10, SEAT, after=6)
    return maya.verdicts(10)


def flare_and_stop(maya: Maya) -> set[str]:
    maya.numbers(0, 3, 3, 3, 3)
    maya.practice(4)
    maya.numbers(5, 6, 6)
    maya.practice(6.1, easier="yes", before=6, after=6)
    eased = maya.verdicts(6.2)
    maya.number(7, 9)
    resting = maya.verdicts(7)
    maya.numbers(8, 9, 9)
    return eased | resting | maya.verdicts(9)


def feel_worse_after_each_practice(maya: Maya) -> set[str]:
    for number in range(7):
        maya.number(3 * number, 2)
        maya.practice(3 * number + 1, before=2, after=2)
        maya.number(3 * number + 2, 4)
    return maya.verdicts(20)


def plan_a_pause(maya: Maya) -> set[str]:
    maya.post(0, "/me/pause/", begins_on="2026-03-04", ends_on="2026-03-10")
    return maya.verdicts(1)


def answer(maya: Maya, code: str) -> set[str]:
    maya.post(0, "/safety/questions/", **{group: ticks[0] for group, ticks in safety_answers(code).items()})
    return maya.verdicts(0)


LIVES = {
    "learning and moving on": (
        learn_and_move_on,
        (
            RuleCode.NOTHING_YET,
            RuleCode.LEARNING_USUAL,
            RuleCode.NOT_GOOD,
            RuleCode.ONE_MORE,
            RuleCode.ANSWER_MISSING,
            RuleCode.TWO_GOOD,
            RuleCode.ALREADY_PASSED,
        ),
    ),
    "a step back and the way out of it": (
        step_back_and_return,
        (
            RuleCode.MISSED_RUNNING,
            RuleCode.EASIER_LAST,
            RuleCode.EASIER_WENT_WELL,
            RuleCode.ROSE_RUNNING,
        ),
    ),
    "a flare up to a stop": (flare_and_stop, (RuleCode.FLARE, RuleCode.VERY_HIGH_NOW, RuleCode.VERY_TIGHT)),
    "days after practice": (feel_worse_after_each_practice, (RuleCode.NEXT_DAYS_UP,)),
    "a pause": (plan_a_pause, (RuleCode.PAUSED,)),
    "an emergency": (lambda maya: answer(maya, "saddle"), (RuleCode.SAFETY_EMERGENCY,)),
    "a doctor today": (lambda maya: answer(maya, "feverish"), (RuleCode.SAFETY_URGENT,)),
    "a doctor first": (lambda maya: answer(maya, "weight"), (RuleCode.SAFETY_REFER,)),
}


@pytest.mark.parametrize("name", LIVES)
def test_a_life_at_the_pages_reaches_its_rows(at_the_pages: Maya, name: str) -> None:
    live, codes = LIVES[name]
    assert of(codes) - live(at_the_pages) == set()


def test_the_lives_reach_every_row_of_the_table() -> None:
    assert {code for _, codes in LIVES.values() for code in codes} == set(RuleCode)


def two_bad_weeks(maya: Maya) -> None:
    maya.numbers(0, *[3] * 14, *[7] * 14)


def no_change_in_six_weeks(maya: Maya) -> None:
    maya.numbers(0, 5, 5, 5)
    for week in range(1, 8):
        maya.practice(7 * week, before=5, after=5, passed="no", guess="not-yet")


def two_steps_back(maya: Maya) -> None:
    maya.numbers(0, 3, 3, 3)
    for day in range(3, 7):
        maya.practice(day, after=6, easier="yes" if day > 4 else "")


TALKS = {
    "two bad weeks": (two_bad_weeks, (TalkCode.WEEK_UP, TalkCode.WORSE_TWO_WEEKS, TalkCode.ABOVE_START)),
    "days after practice": (feel_worse_after_each_practice, (TalkCode.NEXT_DAYS_UP,)),
    "no change in six weeks": (no_change_in_six_weeks, (TalkCode.NO_CHANGE,)),
    "two steps back": (two_steps_back, (TalkCode.TWICE_BACK,)),
}


@pytest.mark.parametrize("name", TALKS)
def test_a_life_at_the_pages_opens_its_talks(at_the_pages: Maya, name: str) -> None:
    live, codes = TALKS[name]
    live(at_the_pages)
    assert of(codes) - at_the_pages.talks() == set()
    assert Talk.objects.filter(talked_at=None).count() == len(at_the_pages.talks())


def test_the_lives_open_every_talk() -> None:
    assert {code for _, codes in TALKS.values() for code in codes} == set(TalkCode)
