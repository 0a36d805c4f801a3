"""Weekly hours that overlap or touch, joined to as few rows as possible. PURE.

The week is a ring of minutes, Monday midnight first: hours on Sunday night may overlap those on Monday morning.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from hinge_coach.booking.availability.slots import WeeklyInterval

MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class Join:
    """Rows that overlapped or touched, in the order of the week, and what became of them.

    `whole` is one row, or a few where one row of at most a day can't hold it all.
    """

    parts: tuple[WeeklyInterval, ...]
    whole: tuple[WeeklyInterval, ...]


@dataclass(frozen=True, slots=True)
class JoinedHours:
    """The hours to store, in the order of the week, and which of them were joined from several rows."""

    hours: tuple[WeeklyInterval, ...]
    joins: tuple[Join, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Stretch:
    """From `start` up to but without `end`, in minutes, and the row that it was."""

    start: int
    end: int
    row: WeeklyInterval


def join_hours(rows: Iterable[WeeklyInterval]) -> JoinedHours:
    """The same minutes of the week in rows that neither overlap nor, where a day holds them, touch.

    A row may last a day at most, as its end is a time of day. Rows that only touch stay as they are where one row
    can't hold them; of rows that overlap the later one then begins where the earlier ends.
    """
    ring = sorted((_stretch(row) for row in rows), key=lambda each: (each.start, each.end))
    line = _from_a_gap(ring)
    groups = [ring] if line is None else _groups(line)
    hours: list[WeeklyInterval] = []
    joins: list[Join] = []
    for group in groups:
        parts = tuple(each.row for each in group)
        whole = _all_week(parts) if line is None else tuple(_joined(group))
        hours += whole
        if whole != parts:
            joins.append(Join(parts, whole))
    return JoinedHours(tuple(sorted(hours, key=week_order)), tuple(joins))


def week_order(row: WeeklyInterval) -> tuple[int, time, int]:
    """Sort key: Monday morning first, of rows that begin alike the shortest first."""
    return row.weekday, row.start, minutes_of(row)


def minutes_of(row: WeeklyInterval) -> int:
    """How long the row is. An end at or before the start is on the next day."""
    return (_minute(row.end) - _minute(row.start) - 1) % MINUTES_A_DAY + 1


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _stretch(row: WeeklyInterval) -> _Stretch:
    start = row.weekday * MINUTES_A_DAY + _minute(row.start)
    return _Stretch(start, start + minutes_of(row), row)


def _from_a_gap(ring: list[_Stretch]) -> list[_Stretch] | None:
    """The same stretches as a line that begins after a gap, so that none runs over its end; None without a gap."""
    laps = [*(_later(each, -MINUTES_A_WEEK) for each in ring), *ring]
    for place, first in enumerate(ring):
        before = laps[: len(ring) + place]
        if all(each.end < first.start for each in before):
            return [*ring[place:], *(_later(each, MINUTES_A_WEEK) for each in ring[:place])]
    return None if ring else []


def _all_week(parts: tuple[WeeklyInterval, ...]) -> tuple[WeeklyInterval, ...]:
    """Rows that cover the whole week: as they are where none overlap, else one for each day."""
    if sum(minutes_of(row) for row in parts) == MINUTES_A_WEEK:
        return parts
    return tuple(WeeklyInterval(weekday, time(), time()) for weekday in range(7))


def _later(stretch: _Stretch, minutes: int) -> _Stretch:
    return _Stretch(stretch.start + minutes, stretch.end + minutes, stretch.row)


def _groups(line: list[_Stretch]) -> list[list[_Stretch]]:
    """Stretches that overlap or touch, directly or through others, together."""
    groups: list[list[_Stretch]] = []
    end = -1
    for each in line:
        if groups and each.start <= end:
            groups[-1].append(each)
        else:
            groups.append([each])
        end = max(end, each.end)
    return groups


def _joined(group: list[_Stretch]) -> Iterable[WeeklyInterval]:
    start, end = group[0].start, group[0].end
    for each in group[1:]:
        if max(end, each.end) - start <= MINUTES_A_DAY:
            end = max(end, each.end)
        else:
            yield _row(start, end)
            start, end = end, each.end
    yield _row(start, end)


def _row(start: int, end: int) -> WeeklyInterval:
    weekday, minute = divmod(start % MINUTES_A_WEEK, MINUTES_A_DAY)
    return WeeklyInterval(weekday, _time(minute), _time(end % MINUTES_A_DAY))


def _time(minute: int) -> time:
    return time(*divmod(minute, 60))
