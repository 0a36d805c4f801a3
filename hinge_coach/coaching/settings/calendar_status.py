"""The calendars that make the trainer busy: when they were read last, and what is wrong with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.local_time import LocalTime, place_name
from hinge_coach.booking.models import BusyCalendar
from hinge_coach.fixed_reads import FixedRead

TRIED_WITHIN = timedelta(hours=3)  # each is tried every hour


@dataclass(frozen=True, kw_only=True)
class CalendarStatus:
    """`is_stale` where the calendar can't be read or was not read for a day; `last_read` is None where it never was.

    `is_outdated` where it was not read for a day, so that people may book while the trainer is busy. `is_tried` where
    the hourly command has tried lately; if it hasn't, the server doesn't run it.
    """

    calendar: BusyCalendar
    is_stale: bool
    is_outdated: bool
    is_tried: bool
    last_read: LocalTime | None
    place: str  # the trainer's zone, such as `New York time`

    @property
    def more_left_out(self) -> int:
        """How many entries could not be read and are not named."""
        return max(self.calendar.left_out - len(self.calendar.left_out_words), 0)


def calendar_statuses(trainer: Trainer, *, now: datetime) -> tuple[CalendarStatus, ...]:
    """One query."""
    zone = trainer.user.tz
    return tuple(
        CalendarStatus(
            calendar=calendar,
            is_stale=calendar.is_stale(now),
            is_outdated=calendar.is_outdated(now),
            is_tried=calendar.tried_at is not None and now - calendar.tried_at < TRIED_WITHIN,
            last_read=LocalTime(calendar.read_at, zone) if calendar.read_at else None,
            place=place_name(zone),
        )
        for calendar in _CALENDARS(trainer.pk)
    )


_CALENDARS = FixedRead(lambda trainer: BusyCalendar.objects.filter(trainer=trainer), int)


def outdated_calendars(trainer: Trainer, *, now: datetime) -> tuple[CalendarStatus, ...]:
    """Those that were never read, or not for a day; one query."""
    return tuple(status for status in calendar_statuses(trainer, now=now) if status.is_outdated)
