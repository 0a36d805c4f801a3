"""Wall time turned into instants, with the days on which the clocks change. PURE.

Hours are wall time in the trainer's zone and are turned into instants for each date on its own. Nothing here adds
24 hours or keeps an offset from UTC: on two days a year that is an hour off.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from hinge_coach.accounts.zones.wall_time import offset_change


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A change of the clocks on a local date, by `minutes`: above zero forward, below zero back."""

    on: date
    minutes: int


class WallInterval(NamedTuple):
    """From `opens` up to but without `closes`, both without a zone, as a clock on the trainer's wall shows them."""

    opens: datetime
    closes: datetime

    @classmethod
    def on(cls, day: date, start: time | None, end: time | None) -> Self:
        """The interval that begins on `day`. An end at or before the start is on the next day; None is midnight."""
        opens, closes = datetime.combine(day, start or time()), datetime.combine(day, end or time())
        return cls(opens, closes if closes > opens else closes + timedelta(days=1))

    def starts(self, step_minutes: int, zone: ZoneInfo) -> Iterator[datetime]:
        """The UTC instants of every `step_minutes` of wall time in this interval.

        A wall time that is skipped in spring is left out; of one that comes twice in autumn only the first counts.
        """
        wall = self.opens
        while wall < self.closes:
            instant = wall.replace(tzinfo=zone).astimezone(UTC)
            if instant.astimezone(zone).replace(tzinfo=None) == wall:
                yield instant
            wall += timedelta(minutes=step_minutes)


def clock_change(zone: ZoneInfo, now: datetime, then: datetime) -> ClockChange | None:
    """How the clocks in `zone` change between `now` and `then`, or None where the offset is the same at both."""
    offset_now, offset_then = now.astimezone(zone).utcoffset(), then.astimezone(zone).utcoffset()
    if offset_now is None or offset_then is None or offset_now == offset_then or then <= now:
        return None
    at = offset_change(zone, now, then)
    return ClockChange(at.astimezone(zone).date(), int((offset_then - offset_now) / timedelta(minutes=1)))
