"""Slots under the dates of the person who looks: as days, and as the squares of a month. PURE."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from hinge_coach.booking.availability.slots import Slot


@dataclass(frozen=True, slots=True)
class SlotDay:
    """The slots that fall on one local date."""

    on: date
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One square of a month, and how many slots it holds."""

    on: date
    free: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month as rows of seven squares, Monday first; None where the square belongs to another month.

    `earlier` and `later` are the first free dates of the nearest months before and after that hold any.
    """

    first: date
    weeks: tuple[tuple[MonthDay | None, ...], ...]
    earlier: date | None = None
    later: date | None = None


def by_day(slots: Iterable[Slot], zone: ZoneInfo) -> tuple[SlotDay, ...]:
    """The same slots in order, grouped by their dates in `zone`."""

    def local_date(slot: Slot) -> date:
        return slot.starts_at.astimezone(zone).date()

    return tuple(SlotDay(on, tuple(group)) for on, group in groupby(sorted(slots), key=local_date))


def month_of(days: Sequence[SlotDay], on: date) -> Month:
    """The month that holds `on`, filled from `days`, which are in order."""

    def month(day: date) -> date:
        return day.replace(day=1)

    first, free = month(on), {day.on: len(day.slots) for day in days}
    weeks = tuple(
        tuple(MonthDay(square, free.get(square, 0)) if month(square) == first else None for square in week)
        for week in Calendar().monthdatescalendar(on.year, on.month)
    )
    before = [day for day in free if month(day) < first]
    after = [day for day in free if month(day) > first]
    earlier = next((day for day in before if month(day) == month(before[-1])), None)
    return Month(first, weeks, earlier, after[0] if after else None)
