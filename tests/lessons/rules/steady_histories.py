"""Histories of clients who are steady, for the tests of when numbers are asked. Plain functions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hinge_coach.tightness.trend import Moment
from lessons.rules.prompt_schedule import Frequency, schedule_for
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import History, PracticeValue, Report

TODAY = date(2026, 5, 20)
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime(2026, 5, 20, 18, tzinfo=UTC)
DEFAULT = Thresholds()


def at(day: int, hour: float) -> datetime:
    """`day` counts in May 2026, backwards through April where it is below one."""
    return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def report(day: int, score: int, moment: str = Moment.ANY, *, hour: float = 12) -> Report:
    when = at(day, hour)
    return Report(id=f"{moment} {day} {hour:g}", at=when, local_on=when.date(), score=score, moment=moment)


def practice(
    day: int, *, before: int | None = 3, after: int | None = 3, hour: float = 17, **more: bool
) -> PracticeValue:
    when = at(day, hour)
    return PracticeValue(
        id=f"practice {day} {hour:g}",
        at=when,
        local_on=when.date(),
        before=before,
        after=after,
        passed=True,
        effort=5,
        **more,
    )


def fine(day: int, *, hour: float = 17) -> PracticeValue:
    return practice(day, before=None, after=None, hour=hour)


def calm(*days: int, score: int = 3) -> History:
    """Practised in full on these days, at the start's own score, with as calm a morning after each."""
    return History(
        practices=tuple(practice(day, before=score, after=score) for day in days),
        reports=tuple(report(day + 1, score, Moment.MORNING, hour=7) for day in days),
    )


def with_(history: History, *more: PracticeValue | Report) -> History:
    return replace(
        history,
        practices=(*history.practices, *(each for each in more if isinstance(each, PracticeValue))),
        reports=(*history.reports, *(each for each in more if isinstance(each, Report))),
    )


def changed(history: History, day: int, *, after: int) -> History:
    """As it was, with the practice of that day at another score."""
    on = at(day, 12).date()
    return replace(
        history,
        practices=tuple(replace(p, after=after) if p.local_on == on else p for p in history.practices),
    )


SIX = (5, 8, 11, 14, 16, 19)  # two weeks to the day


TWELVE = (-9, -7, -5, -3, 0, 2, *SIX)  # four weeks to the day


def frequency_of(history: History, thresholds: Thresholds = DEFAULT) -> tuple[Frequency, bool]:
    schedule = schedule_for(history, thresholds, NOW)
    return schedule.frequency, schedule.is_news
