"""Times in words. No time is shown without its day and its zone."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hinge_coach.accounts.zones.fields import city
from hinge_coach.accounts.zones.table import todays_name
from hinge_coach.booking.availability.wall_clock import clock_change
from hinge_coach.wording import day_words


@dataclass(frozen=True)
class LocalTime:
    """An instant on the clock of a zone.

    >>> from datetime import UTC
    >>> print(LocalTime(datetime(2026, 12, 1, 4, 0, tzinfo=UTC), ZoneInfo("Asia/Kathmandu")))
    Tuesday, December 1, 2026, 9:45 am, Kathmandu time (UTC+5:45)

    With `has_24h_clock` two in the afternoon is 14:00 and not 2:00 pm.
    """

    at: datetime
    zone: ZoneInfo
    has_24h_clock: bool = False

    def __str__(self) -> str:
        return f"{self.date_with_year}, {self.clock}, {self.zone_words}"

    @property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)

    @property
    def clock(self) -> str:
        return f"{self.local:%H:%M}" if self.has_24h_clock else clock(self.local)

    @property
    def day(self) -> str:
        return day_words(self.local.date())

    @property
    def date_with_year(self) -> str:
        return f"{self.day}, {self.local.year}"

    @property
    def place(self) -> str:
        return place_name(self.zone)

    @property
    def zone_words(self) -> str:
        """The city and its offset from UTC at this instant, such as `New York time (UTC−4)`."""
        return self.place if self.zone.key == "UTC" else f"{self.place} ({offset(self.local)})"

    def same_clock(self, zone: ZoneInfo) -> bool:
        """Whether a clock in `zone` shows the same at this instant."""
        return self.local.utcoffset() == self.at.astimezone(zone).utcoffset()


def place_name(zone: ZoneInfo) -> str:
    """Such as `New York time`, by the name in use today."""
    return "UTC" if zone.key == "UTC" else f"{city(todays_name(zone.key))} time"


def clock(local: datetime) -> str:
    """Such as `9:30 am`. Noon and midnight are named, because few people are sure which of them is 12:00 pm."""
    words = f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return words + {"12:00 am": " (midnight)", "12:00 pm": " (noon)"}.get(words, "")


def offset(local: datetime) -> str:
    """Such as `UTC+5:45`."""
    minutes = int((local.utcoffset() or local - local).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def clocks_sentence(zone: ZoneInfo, now: datetime, then: datetime) -> str:
    """One sentence where the clocks in `zone` change between `now` and `then`, else empty."""
    change = clock_change(zone, now, then)
    if change is None:
        return ""
    hours, rest = divmod(abs(change.minutes), 60)
    step = " ".join(
        words
        for words in (f"{hours} hour{'s' if hours > 1 else ''}" if hours else "", f"{rest} minutes" if rest else "")
        if words
    )
    direction = "forward" if change.minutes > 0 else "back"
    place = city(todays_name(zone.key))
    return f"In {place} the clocks go {direction} {step} on {day_words(change.on)}. The times here already count that."
