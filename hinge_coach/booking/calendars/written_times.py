"""Times as a calendar file writes them: dates, wall times with or without a zone, and lengths.

PURE.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?", re.ASCII | re.IGNORECASE)

# Weeks and days after the T are against RFC 5545, 3.3.6, and leave no doubt all the same.
DURATION = re.compile(
    r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)W)?(?:(\d+)D)?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?",
    re.ASCII | re.IGNORECASE,
)


LARGEST_NUMBER = 10_000_000
"""Of days, hours, minutes and seconds of a length, added up."""


class UnreadableTimeError(ValueError):
    """A time or a length that can't be read."""


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A wall time. Its zone is None where the file names none; a whole day is its midnight."""

    wall: datetime
    zone: tzinfo | None = None
    is_date: bool = False

    def instant(self, zone: tzinfo) -> datetime:
        """The instant, UTC; `zone` counts where the file names none."""
        return instant_of(self.wall, self.zone or zone)

    def wall_in(self, zone: tzinfo) -> datetime:
        """What a clock in `zone` shows then; the wall time itself where the file names no zone."""
        if self.zone is None:
            return self.wall
        try:
            return self.instant(zone).astimezone(zone).replace(tzinfo=None)
        except OverflowError as problem:
            raise UnreadableTimeError(self.wall) from problem


@dataclass(frozen=True, slots=True)
class Length:
    """Days of the calendar and then an exact time: a day off of 23 hours is one day (RFC 5545, 3.3.6)."""

    days: int = 0
    exact: timedelta = timedelta()

    @property
    def on_the_wall(self) -> timedelta:
        return timedelta(self.days) + self.exact

    def end(self, wall: datetime, zone: tzinfo) -> datetime:
        """The instant, UTC, at which something ends that starts at this wall time."""
        try:
            return instant_of(wall + timedelta(self.days), zone) + self.exact
        except (OverflowError, UnreadableTimeError):  # after the year 9999
            return datetime.max.replace(tzinfo=UTC)


def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """The instant, UTC. Raises `UnreadableTimeError` before the year 1 and after the year 9999.

    A time that the clocks skip counts as before the change, one that comes twice as the first (RFC 5545, 3.3.5).
    """
    try:
        return wall.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError as problem:
        raise UnreadableTimeError(wall) from problem


def read_time(text: str, zone: tzinfo | None) -> WrittenTime:
    """`20261201` is a date, `20261201T090000` is in `zone`, `20261201T090000Z` is UTC. Midnight may be 24:00."""
    parts = TIME.fullmatch(text.strip())
    try:
        if parts is None:
            raise UnreadableTimeError(text)
        year, month, day = (int(part) for part in parts.group(1, 2, 3))
        if parts[4] is None:
            return WrittenTime(datetime.combine(date(year, month, day), time()), is_date=True)
        hour, minute, second = (int(part or 0) for part in parts.group(4, 5, 6))
        is_end_of_day = (hour, minute, second) == (24, 0, 0)
        wall = datetime.combine(date(year, month, day), time(0 if is_end_of_day else hour, minute, min(second, 59)))
        return WrittenTime(wall + timedelta(is_end_of_day), UTC if parts[7] else zone)
    except (ValueError, OverflowError) as problem:
        raise UnreadableTimeError(text) from problem


def read_length(text: str) -> Length:
    """`PT45M`, `P1D`, `P2W`: days and weeks are days of the calendar, hours are exact."""
    parts = DURATION.fullmatch(text.strip())
    if parts is None or not any(parts.groups()[1:]):
        raise UnreadableTimeError(text)
    weeks, days, late_weeks, late_days, hours, minutes, seconds = (int(part or 0) for part in parts.groups()[1:])
    sign = -1 if parts[1] == "-" else 1
    nominal = 7 * (weeks + late_weeks) + days + late_days
    if nominal + hours + minutes + seconds > LARGEST_NUMBER:
        raise UnreadableTimeError(text)
    return Length(sign * nominal, sign * timedelta(hours=hours, minutes=minutes, seconds=seconds))
