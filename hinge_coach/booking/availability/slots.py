"""Which times can be booked. One function both offers them and accepts them, so the two can't disagree.

PURE: frozen values in, frozen values out, the clock is an argument. Every instant is an aware UTC datetime.
Hours are wall time in the trainer's zone and are turned into instants for each date on its own: nothing here adds
24 hours or keeps an offset, for on two days a year that is an hour off.
"""

from bisect import bisect_right
from calendar import Calendar
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

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
    """One date that differs from the week. Without times it is the whole date. Extra hours win over hours off."""

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
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SlotDay:
    """The slots that fall on one date of the person who looks."""

    on: date
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One square of a month, and how many slots it holds."""

    on: date
    free: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month as rows of seven squares, Monday first; None where the square is another month's.

    `earlier` and `later` are the first free dates of the nearest months before and after that hold any.
    """

    first: date
    weeks: tuple[tuple[MonthDay | None, ...], ...]
    earlier: date | None = None
    later: date | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """All that decides what is free.

    `taken` holds the cells of live calls, buffers included. `call_starts` holds when those calls start, for the daily
    cap. `busy` holds anything else that the trainer does; the buffers of a new call keep clear of it too.
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
    code: RefusalReason
    sentence: str


GONE = Refusal(RefusalReason.TAKEN, "That time has just gone.")


@dataclass(frozen=True, slots=True)
class ClockChange:
    """`minutes` is how far the clocks go: above zero forward, below zero back. `on` is the local date."""

    on: date
    minutes: int


def offered(diary: Availability, now: datetime, *, around: datetime | None = None) -> tuple[Slot, ...]:
    """Every slot that can be booked at `now`, in order; with `around` at least those of that instant's date, soon."""
    rules, zone = diary.rules, diary.zone
    length = timedelta(minutes=rules.length_minutes)
    before, after = timedelta(minutes=rules.buffer_before), timedelta(minutes=rules.buffer_after)
    today = now.astimezone(zone).date()
    last_day = today + timedelta(days=rules.horizon_days)
    earliest = now + timedelta(minutes=rules.notice_minutes)
    calls_on = Counter(start.astimezone(zone).date() for start in diary.call_starts)
    # One day more at both ends: hours that run past midnight belong to the day on which they begin.
    first, last = today - timedelta(days=1), last_day + timedelta(days=1)
    if around is not None:
        on = around.astimezone(zone).date()
        if not first <= on <= last:
            return ()
        first, last = max(first, on - timedelta(days=2)), min(last, on + timedelta(days=2))
    weekly = [WallInterval.on(day, hours.start, hours.end) for day, hours in _week(diary.hours, first, last)]
    extra = [WallInterval.on(rule.on, rule.start, rule.end) for rule in _dated(diary, DateRuleKind.EXTRA, first, last)]
    off = [WallInterval.on(rule.on, rule.start, rule.end) for rule in _dated(diary, DateRuleKind.OFF, first, last)]
    open_spans = _joined([*_without(_spans(weekly, zone), _spans(off, zone)), *_spans(extra, zone)])
    opens = [span.start for span in open_spans]
    found: set[Slot] = set()
    for start in {start for wall in (*weekly, *extra) for start in _starts(wall, rules.grid_minutes, zone)}:
        on, end = start.astimezone(zone).date(), start + length
        if (
            start >= earliest
            and on <= last_day
            and calls_on[on] < rules.calls_a_day
            and (place := bisect_right(opens, start)) > 0
            and end <= open_spans[place - 1].end
            and diary.taken.isdisjoint(cells(start, end, before, after))
            and not any(span.start < end + after and start - before < span.end for span in diary.busy)
        ):
            found.add(Slot(start, end))
    return tuple(sorted(found))


def is_offered(diary: Availability, starts_at: datetime, now: datetime) -> bool:
    return any(slot.starts_at == starts_at for slot in offered(diary, now, around=starts_at))


def why_not(diary: Availability, starts_at: datetime, now: datetime) -> Refusal | None:
    """Why a start can't be booked, or None where it can."""
    if is_offered(diary, starts_at, now):
        return None
    if starts_at < now + timedelta(minutes=diary.rules.notice_minutes):
        return Refusal(RefusalReason.TOO_SOON, "That time is too soon to book here.")
    last_day = now.astimezone(diary.zone).date() + timedelta(days=diary.rules.horizon_days)
    if starts_at.astimezone(diary.zone).date() > last_day:
        return Refusal(RefusalReason.TOO_FAR, "That time is too far ahead to book yet.")
    empty = Availability(diary.zone, diary.rules, diary.hours, diary.date_rules)
    if is_offered(empty, starts_at, now):
        return GONE
    return Refusal(RefusalReason.CLOSED, "That time is not one of the free times.")


def nearest(slots: Iterable[Slot], wanted: datetime, count: int = 3) -> tuple[Slot, ...]:
    """The `count` slots that start closest to `wanted`, in order of time."""
    by_distance = sorted(slots, key=lambda slot: (abs(slot.starts_at - wanted), slot.starts_at))
    return tuple(sorted(by_distance[:count]))


def cells(
    start: datetime, end: datetime, before: timedelta = timedelta(), after: timedelta = timedelta()
) -> tuple[datetime, ...]:
    """Starts of all 15-minute pieces of UTC time that a call touches, its buffers included.

    >>> nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> [f"{cell:%H:%M}" for cell in cells(nine, nine + timedelta(minutes=30), after=CELL)]
    ['09:00', '09:15', '09:30']
    """
    first = start.astimezone(UTC) - before
    first -= (first - EPOCH) % CELL
    count = -((first - (end + after)) // CELL)
    return tuple(first + CELL * step for step in range(count))


def by_day(slots: Iterable[Slot], zone: ZoneInfo) -> tuple[SlotDay, ...]:
    """The same slots, sorted under the dates of whoever looks from `zone`."""

    def local_date(slot: Slot) -> date:
        return slot.starts_at.astimezone(zone).date()

    return tuple(SlotDay(on, tuple(group)) for on, group in groupby(sorted(slots), key=local_date))


def month_of(days: Sequence[SlotDay], on: date) -> Month:
    """The month that holds `on`, filled from `days`, which are in order."""

    def month(day: date) -> date:
        return day.replace(day=1)

    first, free = month(on), {day.on: len(day.slots) for day in days}
    weeks = tuple(
        tuple(MonthDay(each, free.get(each, 0)) if month(each) == first else None for each in week)
        for week in Calendar().monthdatescalendar(on.year, on.month)
    )
    before = [day for day in free if month(day) < first]
    after = [day for day in free if month(day) > first]
    earlier = next((day for day in before if month(day) == month(before[-1])), None)
    return Month(first, weeks, earlier, after[0] if after else None)


def clock_change(zone: ZoneInfo, now: datetime, then: datetime) -> ClockChange | None:
    """How the clocks in `zone` change between `now` and `then`, or None where they read alike."""
    offset_now, offset_then = now.astimezone(zone).utcoffset(), then.astimezone(zone).utcoffset()
    if offset_now is None or offset_then is None or offset_now == offset_then or then <= now:
        return None
    at = _offset_change(zone, now, then)
    return ClockChange(at.astimezone(zone).date(), int((offset_then - offset_now) / timedelta(minutes=1)))


class WallInterval(NamedTuple):
    """A stretch on the clock on the trainer's wall, without zone."""

    opens: datetime
    closes: datetime

    @classmethod
    def on(cls, day: date, start: time | None, end: time | None) -> Self:
        opens, closes = datetime.combine(day, start or time()), datetime.combine(day, end or time())
        return cls(opens, closes if closes > opens else closes + timedelta(days=1))


def _week(hours: Collection[WeeklyInterval], first: date, last: date) -> Iterator[tuple[date, WeeklyInterval]]:
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        yield from ((day, interval) for interval in hours if interval.weekday == day.weekday())


def _dated(diary: Availability, kind: DateRuleKind, first: date, last: date) -> Iterator[DatedHours]:
    return (rule for rule in diary.date_rules if rule.kind is kind and first <= rule.on <= last)


def _spans(walls: Iterable[WallInterval], zone: ZoneInfo) -> list[BusyInterval]:
    return [BusyInterval(_edge(wall.opens, zone), _edge(wall.closes, zone)) for wall in walls]


def _without(spans: list[BusyInterval], gone: Iterable[BusyInterval]) -> list[BusyInterval]:
    for cut in gone:
        spans = [
            rest
            for span in spans
            for rest in (
                BusyInterval(span.start, min(span.end, cut.start)),
                BusyInterval(max(span.start, cut.end), span.end),
            )
            if rest.start < rest.end
        ]
    return spans


def _joined(spans: Iterable[BusyInterval]) -> list[BusyInterval]:
    joined: list[BusyInterval] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if joined and span.start <= joined[-1].end:
            joined[-1] = BusyInterval(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _starts(wall: WallInterval, grid_minutes: int, zone: ZoneInfo) -> Iterator[datetime]:
    """Steps of wall time as instants. A time that spring skips is left out; autumn's doubled hour comes once."""
    shown = wall.opens
    while shown < wall.closes:
        instant = shown.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == shown:
            yield instant
        shown += timedelta(minutes=grid_minutes)


def _edge(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which a clock on the wall first reaches `wall`: where spring skips it, the moment of the skip."""
    late = wall.replace(tzinfo=zone).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _offset_change(zone, early, late)


def _offset_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first whole second with the offset of `after`. Python doesn't tell when clocks change, so halve the gap."""
    target = after.astimezone(zone).utcoffset()
    low, high = before.astimezone(UTC).replace(microsecond=0), after.astimezone(UTC)
    while (gap := (high - low) // timedelta(seconds=1)) > 1:
        middle = low + timedelta(seconds=gap // 2)
        if middle.astimezone(zone).utcoffset() == target:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)
