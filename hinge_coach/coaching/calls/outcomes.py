"""Recording how a call went, and correcting it."""

from datetime import datetime

from django.db import transaction

from hinge_coach.accounts import joining
from hinge_coach.accounts.invitation_states import SENT_JUST_NOW
from hinge_coach.accounts.models import Invitation, Trainer, User
from hinge_coach.booking.calls import changing
from hinge_coach.booking.calls.claiming import lock_call
from hinge_coach.booking.models import Call
from hinge_coach.wording import spoken

NO_OUTCOME = "none"


def record_outcome(call: Call, outcome: Call.Status, *, trainer: Trainer, now: datetime) -> str:
    """Notes how a call went, and invites who wants to become a client; an outcome noted before is corrected.

    The sentences say what happened, also to what was sent for the earlier outcome. Raises `NotChangeableError` where
    the call has not begun yet, or was cancelled.
    """
    with transaction.atomic():
        before = lock_call(call)
        was_offered = changing.was_another_offered(before)
        call = changing.note_outcome(before, outcome, now=now)
        if before.status == outcome:
            return "Noted."
        sent = _what_was_sent(before, call, trainer, now)
        if outcome == Call.Status.MISSED:
            return _joined("Noted.", _missed_words(call, now, was_offered=was_offered), sent)
        if outcome != Call.Status.JOINED or call.forgotten_at or _is_member(call.email):
            return _joined("Noted.", sent)
        invitation = joining.invite(trainer=trainer, email=call.email, name=call.name, at=now)
    return _joined("Noted.", _invited_words(invitation, trainer, now), sent)


def _invited_words(invitation: Invitation, trainer: Trainer, now: datetime) -> str:
    """What became of inviting somebody, who may have been invited often enough before."""
    if now < invitation.invited_at + SENT_JUST_NOW:
        return f"The invitation to {invitation.email} is on its way."
    return _stays_open(invitation, trainer)


def _stays_open(invitation: Invitation, trainer: Trainer) -> str:
    until = invitation.facts().works_until.astimezone(trainer.user.tz).date()
    return f"The invitation to {invitation.email} stays open until {spoken(until)}."


def take_outcome_back(call: Call, *, trainer: Trainer, now: datetime) -> str:
    """Takes an outcome back. The sentences say what happens to what was sent for it. Raises `NotChangeableError`."""
    with transaction.atomic():
        before = lock_call(call)
        call = changing.clear_outcome(before, now=now)
        return _joined("Taken back: this call has no outcome yet.", _what_was_sent(before, call, trainer, now))


def _missed_words(call: Call, now: datetime, *, was_offered: bool) -> str:
    if call.forgotten_at:
        return ""
    if was_offered:
        return f"{call.name} got the mail with the next free times before, and gets no second one."
    if Call.objects.open(now).from_contact(call.email, call.phone, call.extension).exists():
        return f"{call.name} has another call already, so no mail with free times goes out."
    return f"{call.name} gets a mail with the next free times."


def _what_was_sent(before: Call, call: Call, trainer: Trainer, now: datetime) -> str:
    """What becomes of the mail for the earlier outcome; empty where none was sent."""
    if before.is_missed:
        if not changing.was_another_offered(call):
            return "The mail with the next free times is stopped: it had not gone out."
        return "The mail with the next free times has gone out; its link offers none of them anymore."
    if before.status == Call.Status.JOINED:
        invitation = Invitation.objects.filter(email=call.email.lower(), accepted_at=None).first()
        if invitation is not None and invitation.is_open(now):
            return _stays_open(invitation, trainer)
        if _is_member(call.email):
            return f"{call.name} has an account already, which stays."
    return ""


def _is_member(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exclude(client=None, trainer=None).exists()


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
