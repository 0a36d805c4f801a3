"""Reminders a day and an hour before a call.

What is due follows from the calls and the reminders in the database now, so the command may run late, twice, or never
for a while.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from hinge_coach.booking.calls.mail import remind
from hinge_coach.booking.models import Call, Reminder

REMIND_BEFORE = {Reminder.Kind.DAY: timedelta(hours=24), Reminder.Kind.HOUR: timedelta(hours=1)}

# A reminder that is late is sent until this long before the call. Two hours before, after a night without a server, the
# reminder of the hour is enough.
LATEST_REMINDER = {Reminder.Kind.DAY: timedelta(hours=2), Reminder.Kind.HOUR: timedelta()}


def due(now: datetime) -> Iterator[tuple[Call, Reminder.Kind]]:
    """The reminders to send now. Whoever booked or moved the call after that time has a mail about it already."""
    for kind in Reminder.Kind:
        reminded = Reminder.objects.filter(call=OuterRef("pk"), kind=kind, starts_at=OuterRef("starts_at"))
        soon = Call.objects.filter(status=Call.Status.BOOKED, confirm_by=None).filter(
            ~Exists(reminded), starts_at__gt=now + LATEST_REMINDER[kind], starts_at__lte=now + REMIND_BEFORE[kind]
        )
        yield from ((call, kind) for call in soon if call.changed_at < call.starts_at - REMIND_BEFORE[kind])


def send_due(now: datetime) -> int:
    """Sends the reminders that are due and returns how many. Two runs at the same time send none twice."""
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
