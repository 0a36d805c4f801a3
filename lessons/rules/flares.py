"""When a client's tightness flared, over a longer time: for the chart, and for how often numbers are asked. PURE."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hinge_coach.tightness.trend import Moment
from hinge_coach.tightness.usual import ReportedDay, ReportedDays
from lessons.rules.facts import Facts, flare_days
from lessons.rules.thresholds import Thresholds


@dataclass(frozen=True, kw_only=True)
class Flare:
    """A local day on which tightness flared, with the highest score of it."""

    on: date
    score: float


def eased_days(reported: ReportedDays, thresholds: Thresholds, since: date) -> Iterator[ReportedDay]:
    """The reported days from `since` on at whose end everything was eased, oldest first."""
    for number, day in enumerate(reported.days, start=1):
        if day.local_on < since:
            continue
        until = replace(reported, days=reported.days[:number])
        if reported.anew_on is not None and reported.anew_on >= day.local_on:  # that day was compared without it
            until = replace(until, anew_on=None)
        if flare_days(until, thresholds):
            yield day


def flares(facts: Facts, since: date) -> tuple[Flare, ...]:
    """Days on which everything was eased, or a single number stood far above the usual; oldest first, one a day."""
    highest: dict[date, float] = {
        day.local_on: day.score for day in eased_days(facts.reported, facts.thresholds, since)
    }
    usuals: dict[date, float | None] = {}
    for report in facts.reports:
        on = report.local_on
        if on < since or report.moment == Moment.RECALLED:
            continue
        if on not in usuals:
            usuals[on] = facts.reported.until(on - timedelta(days=1)).usual_now
        usual = usuals[on]
        if usual is not None and report.score >= usual + facts.thresholds.jump:
            highest[on] = max(report.score, highest.get(on, 0))
    return tuple(Flare(on=on, score=highest[on]) for on in sorted(highest))
