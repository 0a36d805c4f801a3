"""Reminders a day and an hour before a call. What is due follows from how things stand now, and from nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from hinge_coach.booking.calls.mail import remind
from hinge_coach.booking.models import Call, Reminder

Kind = Reminder.Kind

REMIND_BEFORE = {Kind.DAY: timedelta(hours=24), Kind.HOUR: timedelta(hours=1)}

# Later than this, as after a night without a server, the reminder an hour before is enough.
LATEST_REMINDER = {Kind.DAY: timedelta(hours=2), Kind.HOUR: timedelta()}


def due(now: datetime) -> Iterator[tuple[Call, Reminder.Kind]]:
    """Calls to remind of now. Whoever booked or moved since has a mail about it already."""
    for kind in Kind:
        known = Reminder.objects.filter(call=OuterRef("pk"), kind=kind, starts_at=OuterRef("starts_at"))
        soon = Call.objects.filter(status=Call.Status.BOOKED, confirm_by=None).filter(
            ~Exists(known), starts_at__gt=now + LATEST_REMINDER[kind], starts_at__lte=now + REMIND_BEFORE[kind]
        )
        yield from ((call, kind) for call in soon if call.changed_at < call.starts_at - REMIND_BEFORE[kind])


def send_due(now: datetime) -> int:
    """Sends what is due, each once; how many. Two of these at the same time send no reminder twice."""
    sent = 0
    for call, kind in list(due(now)):
        try:
            with transaction.atomic():
                reminder = Reminder.objects.create(call=call, kind=kind, starts_at=call.starts_at, at=now)
                remind(reminder)
        except IntegrityError:
            continue
        sent += 1
    return sent
