"""Deletes what its time in the table is over for. Each act is one transaction and says how many rows it took."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from hinge_coach.accounts.models import Invitation, User
from hinge_coach.booking.calls.retention import blank_past_calls
from hinge_coach.retention.table import Until

JOINING_DAYS = 30
INVITED_DAYS = 60
MAIL_DAYS = 14
LOOK_DAYS = 365


@dataclass(frozen=True)
class Deletion:
    """What goes, in the plural as the command prints it, and how: returns how many rows."""

    words: str
    run: Callable[[datetime], int]


def retention_days() -> dict[str, int]:
    """The days that the sentences of `Until` name."""
    return {
        "calls": settings.FORGET_CALLS_AFTER_DAYS,
        "joining": JOINING_DAYS,
        "invited": INVITED_DAYS,
        "mails": MAIL_DAYS,
        "looks": LOOK_DAYS,
    }


def ended_sign_ins(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


@transaction.atomic
def never_joined(now: datetime) -> int:
    """People who proved their address and never answered the first questions."""
    before = now - timedelta(days=JOINING_DAYS)
    people = User.objects.filter(client=None, trainer=None, is_staff=False, joined_at__lt=before)
    # Whoever came back meanwhile is on their way.
    people = people.exclude(last_login__gte=before)
    count = people.count()
    people.delete()
    EmailConfirmation.objects.filter(created__lt=before).delete()
    return count


def old_invitations(now: datetime) -> int:
    return Invitation.objects.filter(invited_at__lt=now - timedelta(days=INVITED_DAYS)).delete()[0]


def finished_mails(now: datetime) -> int:
    return DBTaskResult.objects.filter(finished_at__lt=now - timedelta(days=MAIL_DAYS)).delete()[0]


def old_changes_by_hand(now: datetime) -> int:
    return LogEntry.objects.filter(action_time__lt=now - timedelta(days=LOOK_DAYS)).delete()[0]


DUE = {
    Until.CALL: Deletion("calls blanked", blank_past_calls),
    Until.JOINED: Deletion("addresses that never joined", never_joined),
    Until.INVITED: Deletion("old invitations", old_invitations),
    Until.SIGNED_OUT: Deletion("sign-ins that have ended", ended_sign_ins),
    Until.SENT: Deletion("mails that were sent or given up", finished_mails),
    Until.ENDED: Deletion("old changes by hand", old_changes_by_hand),
}
"""For each time in the table that ends by itself. The others end when somebody erases, which takes effect at once."""
