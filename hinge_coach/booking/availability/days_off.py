"""Which booked calls lie in time that is taken off. PURE."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from hinge_coach.accounts.zones.wall_time import first_instant
from hinge_coach.booking.availability.slots import BusyInterval, DateRuleKind, merge_intervals
from hinge_coach.booking.availability.wall_clock import WallInterval


@dataclass(frozen=True, slots=True)
class DatedRange:
    """Dates that differ from the week, from `on` up to and including `last`, with the same times on each of them.

    Whole days where it has no times. `last` is None for a single date.
    """

    on: date
    last: date | None
    kind: DateRuleKind
    start: time | None = None
    end: time | None = None


def is_off(call: BusyInterval, off: DatedRange, others: Iterable[DatedRange], zone: ZoneInfo) -> bool:
    """Whether a part of the call lies in the hours off. Extra hours among the `others` win over hours off."""
    if off.kind is not DateRuleKind.OFF:
        return False
    extra = [span for other in others if other.kind is DateRuleKind.EXTRA for span in _near(call, other, zone)]
    open_spans = merge_intervals(extra)
    for span in _near(call, off, zone):
        start, end = max(span.start, call.start), min(span.end, call.end)
        if start < end and not any(each.start <= start and end <= each.end for each in open_spans):
            return True
    return False


def _near(call: BusyInterval, dated: DatedRange, zone: ZoneInfo) -> Iterator[BusyInterval]:
    """Its intervals that begin on the dates of the call, or on the day before: those may run past midnight."""
    day = call.start.astimezone(zone).date() - timedelta(days=1)
    while day <= call.end.astimezone(zone).date():
        if dated.on <= day <= (dated.last or dated.on):
            wall = WallInterval.on(day, dated.start, dated.end)
            yield BusyInterval(first_instant(wall.opens, zone), first_instant(wall.closes, zone))
        day += timedelta(days=1)
