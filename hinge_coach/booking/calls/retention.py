"""Who called is personal, and what they told is about their body: neither is kept for ever."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hinge_coach.accounts.models import User
from hinge_coach.booking.models import Call, CallQuerySet

NAME, ADDRESS = "Somebody", "forgotten@example.invalid"

BLANK = {
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
}
"""What is left of a call: when it was and how it went, so that histories and counts stay true."""


def blank_past_calls(now: datetime) -> int:
    """Blanks calls that are over for longer than the days the settings say; how many."""
    before = now - timedelta(days=settings.FORGET_CALLS_AFTER_DAYS)
    return _forget(Call.objects.filter(ends_at__lt=before), now)


def erase_caller(email: str, now: datetime) -> int:
    """Blanks every call of one person, on request; how many. A call to come must be cancelled first, and stays."""
    over = Call.objects.filter(email__iexact=email).exclude(pk__in=Call.objects.open(now).values("pk"))
    return _forget(over, now)


def erase_person(user: User) -> None:
    """Somebody erases their account: what they told before their calls goes with it."""
    erase_caller(user.email, timezone.now())


def _forget(calls: CallQuerySet, now: datetime) -> int:
    with transaction.atomic():
        found = list(calls.filter(forgotten_at=None))
        for call in found:
            for name, value in BLANK.items():
                setattr(call, name, value)
            call.make_token()  # the old link opens nothing any more
            call.forgotten_at = now
            call.save(update_fields=[*BLANK, "nonce", "token_hash", "forgotten_at"])
    return len(found)
