"""Busy calendars with when they were read last."""

from dataclasses import dataclass
from datetime import datetime

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import BusyCalendar


@dataclass(frozen=True, kw_only=True)
class CalendarStatus:
    """A calendar of the trainer's elsewhere. ``is_stale`` where it needs a look; ``read`` is None before the first."""

    calendar: BusyCalendar
    is_stale: bool
    read: LocalTime | None


def calendar_statuses(trainer: Trainer, *, now: datetime) -> tuple[CalendarStatus, ...]:
    zone, found = trainer.user.tz, BusyCalendar.objects.filter(trainer=trainer)
    return tuple(
        CalendarStatus(
            calendar=each, is_stale=each.is_stale(now), read=LocalTime(each.read_at, zone) if each.read_at else None
        )
        for each in found
    )
