"""Which times can be booked. One function both offers and accepts them, so the two can't disagree.

PURE: frozen values in, frozen values out, the clock is an argument. Every instant is an aware UTC datetime.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hinge_coach.accounts.zones.wall_time import first_instant
from hinge_coach.booking.availability.wall_clock import WallInterval

CELL = timedelta(minutes=15)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SlotRules:
    """How the trainer takes calls. Minutes, days and counts are whole numbers, 0 or more."""

    length_minutes: int = 30
    buffer_before: int = 0
    buffer_after: int = 15
    grid_minutes: int = 30
    notice_minutes: int = 12 * 60
    horizon_days: int = 21
    calls_a_day: int = 4


@dataclass(frozen=True, slots=True)
class WeeklyInterval:
    """Weekly hours in wall time. Monday is 0. An end at or before the start runs past midnight."""

    weekday: int
    start: time
    end: time


class DateRuleKind(StrEnum):
    OFF = "off"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class DatedHours:
    """One date that differs from the week; the whole date where it has no times. Extra hours win over hours off."""

    on: date
    kind: DateRuleKind
    start: time | None = None
    end: time | None = None


class BusyInterval(NamedTuple):
    """A stretch of time, UTC, from `start` up to but without `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time that can be booked, UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Availability:
    """All that decides what is free.

    `taken` holds the cells of live calls, buffers included. `call_starts` holds when those calls start, for the daily
    limit. `busy` holds anything else that the trainer does; the buffers of a new call keep clear of it too.
    """

    zone: ZoneInfo
    rules: SlotRules
    hours: tuple[WeeklyInterval, ...]
    date_rules: tuple[DatedHours, ...] = ()
    taken: frozenset[datetime] = frozenset()
    call_starts: tuple[datetime, ...] = ()
    busy: tuple[BusyInterval, ...] = ()


class RefusalReason(StrEnum):
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a time can't be booked, as a code and as a sentence for the visitor."""

    code: RefusalReason
    sentence: str


GONE = Refusal(RefusalReason.TAKEN, "That time has just gone.")


def offered(availability: Availability, now: datetime, *, around: datetime | None = None) -> tuple[Slot, ...]:
    """Every slot that can be booked at `now`, in order.

    With `around` only the days near that instant are computed, which is quicker: the result holds at least the slots
    of its date, and no slot that isn't offered.
    """
    rules, zone = availability.rules, availability.zone
    length = timedelta(minutes=rules.length_minutes)
    before, after = timedelta(minutes=rules.buffer_before), timedelta(minutes=rules.buffer_after)
    today = now.astimezone(zone).date()
    last_day = today + timedelta(days=rules.horizon_days)
    earliest = now + timedelta(minutes=rules.notice_minutes)
    calls_on = Counter(start.astimezone(zone).date() for start in availability.call_starts)
    # One day more at both ends: hours that run past midnight belong to the day on which they begin.
    first, last = today - timedelta(days=1), last_day + timedelta(days=1)
    if around is not None:
        on = around.astimezone(zone).date()
        if not first <= on <= last:
            return ()
        first, last = max(first, on - timedelta(days=2)), min(last, on + timedelta(days=2))
    weekly = [WallInterval.on(day, hours.start, hours.end) for day, hours in _week(availability.hours, first, last)]
    extra = _dated(availability, DateRuleKind.EXTRA, first, last)
    off = _dated(availability, DateRuleKind.OFF, first, last)
    open_spans = merge_intervals([*_subtract(_instants(weekly, zone), _instants(off, zone)), *_instants(extra, zone)])
    opens = [span.start for span in open_spans]
    slots: set[Slot] = set()
    for start in {start for wall in (*weekly, *extra) for start in wall.starts(rules.grid_minutes, zone)}:
        on, end = start.astimezone(zone).date(), start + length
        if (
            start >= earliest
            and on <= last_day
            and calls_on[on] < rules.calls_a_day
            and (place := bisect_right(opens, start)) > 0
            and end <= open_spans[place - 1].end
            and availability.taken.isdisjoint(cells(start, end, before, after))
            and not any(span.start < end + after and start - before < span.end for span in availability.busy)
        ):
            slots.add(Slot(start, end))
    return tuple(sorted(slots))


def is_offered(availability: Availability, starts_at: datetime, now: datetime) -> bool:
    return any(slot.starts_at == starts_at for slot in offered(availability, now, around=starts_at))


def why_not(availability: Availability, starts_at: datetime, now: datetime) -> Refusal | None:
    """Why a start can't be booked at `now`, or None where it can."""
    if is_offered(availability, starts_at, now):
        return None
    rules, zone = availability.rules, availability.zone
    if starts_at < now + timedelta(minutes=rules.notice_minutes):
        return Refusal(RefusalReason.TOO_SOON, "That time is too soon to book here.")
    last_day = now.astimezone(zone).date() + timedelta(days=rules.horizon_days)
    if starts_at.astimezone(zone).date() > last_day:
        return Refusal(RefusalReason.TOO_FAR, "That time is too far ahead to book yet.")
    without_calls = Availability(zone, rules, availability.hours, availability.date_rules)
    if is_offered(without_calls, starts_at, now):
        return GONE
    return Refusal(RefusalReason.CLOSED, "That time is not one of the free times.")


def nearest(slots: Iterable[Slot], instant: datetime, count: int = 3) -> tuple[Slot, ...]:
    """The `count` slots that start closest to an instant, in order of time."""
    by_distance = sorted(slots, key=lambda slot: (abs(slot.starts_at - instant), slot.starts_at))
    return tuple(sorted(by_distance[:count]))


def cells(
    start: datetime, end: datetime, before: timedelta = timedelta(), after: timedelta = timedelta()
) -> tuple[datetime, ...]:
    """The starts of all 15-minute cells, UTC, that a call occupies with its buffers.

    >>> nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> [f"{cell:%H:%M}" for cell in cells(nine, nine + timedelta(minutes=30), after=CELL)]
    ['09:00', '09:15', '09:30']
    """
    first = start.astimezone(UTC) - before
    first -= (first - EPOCH) % CELL
    count = -((first - (end + after)) // CELL)
    return tuple(first + CELL * step for step in range(count))


def merge_intervals(intervals: Iterable[BusyInterval]) -> list[BusyInterval]:
    """The same time in order, as few intervals as possible: those that overlap or touch are one, empty ones none."""
    merged: list[BusyInterval] = []
    for interval in sorted(interval for interval in intervals if interval.start < interval.end):
        if merged and interval.start <= merged[-1].end:
            merged[-1] = BusyInterval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return merged


def _week(hours: Collection[WeeklyInterval], first: date, last: date) -> Iterator[tuple[date, WeeklyInterval]]:
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        yield from ((day, interval) for interval in hours if interval.weekday == day.weekday())


def _dated(availability: Availability, kind: DateRuleKind, first: date, last: date) -> list[WallInterval]:
    return [
        WallInterval.on(rule.on, rule.start, rule.end)
        for rule in availability.date_rules
        if rule.kind is kind and first <= rule.on <= last
    ]


def _instants(walls: Iterable[WallInterval], zone: ZoneInfo) -> list[BusyInterval]:
    return [BusyInterval(first_instant(wall.opens, zone), first_instant(wall.closes, zone)) for wall in walls]


def _subtract(intervals: list[BusyInterval], cuts: Iterable[BusyInterval]) -> list[BusyInterval]:
    """What is left of the intervals outside all cuts."""
    for cut in cuts:
        intervals = [
            rest
            for interval in intervals
            for rest in (
                BusyInterval(interval.start, min(interval.end, cut.start)),
                BusyInterval(max(interval.start, cut.end), interval.end),
            )
            if rest.start < rest.end
        ]
    return intervals
