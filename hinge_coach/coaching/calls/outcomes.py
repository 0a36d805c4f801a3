"""Recording how a call went."""

from datetime import datetime

from django.db import transaction

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Trainer, User
from hinge_coach.booking.calls import changing
from hinge_coach.booking.models import Call


def record_outcome(call: Call, outcome: Call.Status, *, trainer: Trainer, now: datetime) -> str:
    """Notes how a call went, and invites who wants to become a client. The sentence says what happened.

    Raises `NotChangeableError` where the call is not over yet, or was cancelled.
    """
    with transaction.atomic():
        changing.note_outcome(call, outcome, now=now)
        if outcome == Call.Status.MISSED:
            return f"Noted. {call.name} gets a mail with the next free times."
        members = User.objects.filter(email__iexact=call.email).exclude(client=None, trainer=None)
        if outcome != Call.Status.JOINED or members.exists():
            return "Noted."
        joining.invite(trainer=trainer, email=call.email, name=call.name, at=now)
    return f"Noted. The invitation to {call.email} is on its way."
