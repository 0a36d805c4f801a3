"""What lies behind the dots of a chart: the usual as it stood on each reported day, and the flares. PURE."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from hinge_coach.tightness.trend import GAP_DAYS
from hinge_coach.tightness.usual import FIRST_DAYS, ReportedDays
from lessons.rules.flares import eased_days
from lessons.rules.thresholds import Thresholds

FLARES_FROM = timedelta(days=28)  # how far before a chart the first day of a flare is looked for

FLARE_STEP = 28  # reported days that are looked at together


class UsualOn(NamedTuple):
    """The usual with which the numbers of a reported day were compared."""

    on: date
    usual: float


class FlareSpan(NamedTuple):
    """The first and the last local day of a flare."""

    begins_on: date
    ends_on: date


def usual_levels(reported: ReportedDays, start: date, end: date, *, every: int = 1) -> tuple[UsualOn, ...]:
    """The usual on each reported day from `start` to `end`, both included; of `every` so many days only on the last.

    Days on which it wasn't known yet are left out.
    """
    shown = [day.local_on for day in reported.days if start <= day.local_on <= end]
    last_of_bins = {(on - start).days // every: on for on in shown}.values()
    usuals = ((on, reported.until(on).usual) for on in last_of_bins)
    return tuple(UsualOn(on, usual) for on, usual in usuals if usual is not None)


def flare_spans(reported: ReportedDays, thresholds: Thresholds, start: date, end: date) -> tuple[FlareSpan, ...]:
    """The flares that reach into `start` to `end`, oldest first.

    Eased days in a row are one flare, unless more than a week without a number lies between them.
    """
    eased = _eased_on(reported.until(end), thresholds, start - FLARES_FROM)
    spans: list[FlareSpan] = []
    is_running = False
    for on in (day.local_on for day in reported.days if day.local_on >= start - FLARES_FROM):
        if on not in eased:
            is_running = False
        elif is_running and (on - spans[-1].ends_on).days <= GAP_DAYS:
            spans[-1] = spans[-1]._replace(ends_on=on)
        else:
            spans.append(FlareSpan(on, on))
            is_running = True
    return tuple(span for span in spans if span.ends_on >= start)


def _eased_on(reported: ReportedDays, thresholds: Thresholds, since: date) -> set[date]:
    """The local days from `since` on at whose end everything was eased.

    Years are looked at in steps, each with the days before it that bear on its usual, because `eased_days` takes as
    long for each day as there are days before it.
    """
    days, before = reported.days, thresholds.usual_days + 2 * thresholds.week_days
    first = next((number for number, day in enumerate(days) if day.local_on >= since), len(days))
    eased: set[date] = set()
    for number in range(first, len(days), FLARE_STEP):
        near = days[max(FIRST_DAYS, number - before) : number + FLARE_STEP]
        step = replace(reported, days=(*days[:FIRST_DAYS], *near))
        eased.update(day.local_on for day in eased_days(step, thresholds, days[number].local_on))
    return eased
