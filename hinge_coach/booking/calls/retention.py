"""How long personal data of calls is stored: who called, and what they wrote about their body, not for ever."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hinge_coach.accounts.models import User
from hinge_coach.booking.calls.claiming import lock_all_calls
from hinge_coach.booking.models import Call, CallQuerySet

NAME, ADDRESS = "Somebody", "forgotten@example.invalid"

BLANK_VALUES = {
    "name": NAME,
    "email": ADDRESS,
    "phone": "",
    "about": "",
    "cancel_reason": "",
    "tightness": None,
    "tight_when": "",
    "tried": "",
    "answers": None,
    "taster": "",
    "keeps_answers": False,
    "extension": "",
    "title": "",
    "source": "",
}
"""What personal fields are set to. When the call was and how it went stays, so that histories and counts stay true."""


def blank_past_calls(now: datetime) -> int:
    """Blanks calls that ended more than `FORGET_CALLS_AFTER_DAYS` days ago and returns how many."""
    before = now - timedelta(days=settings.FORGET_CALLS_AFTER_DAYS)
    return _blank(Call.objects.filter(ends_at__lt=before), now)


def erase_caller(email: str, now: datetime) -> int:
    """Blanks the past and cancelled calls of one address, on request, and returns how many.

    An open call stays: it must be cancelled first.
    """
    over = Call.objects.filter(email__iexact=email).exclude(pk__in=Call.objects.open(now).values("pk"))
    return _blank(over, now)


def erase_person(user: User) -> None:
    """Blanks the calls of somebody who erases their account."""
    erase_caller(user.email, timezone.now())


def _blank(calls: CallQuerySet, now: datetime) -> int:
    with transaction.atomic():
        lock_all_calls()  # or a note that is being saved would stay with a call that is forgotten meanwhile
        rows = list(calls.filter(forgotten_at=None))
        for call in rows:
            for name, value in BLANK_VALUES.items():
                setattr(call, name, value)
            call.make_token()  # so that the mailed link no longer opens it
            call.forgotten_at = now
            call.notes.all().delete()
            call.save(update_fields=[*BLANK_VALUES, "nonce", "token_hash", "forgotten_at"])
    return len(rows)
