"""The calendars that make the trainer busy, with when they were read last."""

from dataclasses import dataclass
from datetime import datetime

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import BusyCalendar


@dataclass(frozen=True, kw_only=True)
class CalendarStatus:
    """`is_stale` where the calendar can't be read or was not read for a day; `last_read` is None where it never was."""

    calendar: BusyCalendar
    is_stale: bool
    last_read: LocalTime | None


def calendar_statuses(trainer: Trainer, *, now: datetime) -> tuple[CalendarStatus, ...]:
    zone = trainer.user.tz
    return tuple(
        CalendarStatus(
            calendar=calendar,
            is_stale=calendar.is_stale(now),
            last_read=LocalTime(calendar.read_at, zone) if calendar.read_at else None,
        )
        for calendar in BusyCalendar.objects.filter(trainer=trainer)
    )
