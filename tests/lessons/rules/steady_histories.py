"""Histories of clients who are steady at 3, for the tests of when numbers are asked. Plain functions."""

from dataclasses import replace
from datetime import timedelta

from hinge_coach.tightness.trend import Moment
from lessons.rules.prompt_schedule import Frequency, schedule_for
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import History
from tests.lessons.rules.histories import DEFAULT, Entries, at, facts_of, number, practice, reported

EVENING = at(20, 18)

TODAY = EVENING.date()

YESTERDAY = TODAY - timedelta(days=1)

USUAL_3 = tuple(number(day, 3) for day in (-12, -11, -10))


def calm_day(day: int, score: int = 3) -> tuple[Entries, ...]:
    """A practice in full at this score, with as calm a morning after it."""
    return (*practice(day, score, score, hour=17), number(day + 1, score, Moment.MORNING, hour=7))


def calm(*days: int, score: int = 3) -> History:
    """Lived at this score before, and practiced calmly on these days."""
    before = tuple(report._replace(score=score) for report in USUAL_3)
    return reported(before, *(entry for day in days for entry in calm_day(day, score)))


def changed(history: History, day: int, *, after: int) -> History:
    """As it was, with the practice of that day at another score."""
    on = at(day).date()
    return replace(
        history,
        practices=tuple(replace(value, after=after) if value.local_on == on else value for value in history.practices),
    )


SIX = (5, 8, 11, 14, 16, 19)  # two weeks to the day

TWELVE = (-9, -7, -5, -3, 0, 2, *SIX)  # four weeks to the day


def frequency_of(history: History, thresholds: Thresholds = DEFAULT) -> tuple[Frequency, bool]:
    schedule = schedule_for(facts_of(history, thresholds, now=EVENING))
    return schedule.frequency, schedule.is_news
