"""Calls as the desk lists them: on both clocks, with what helps before ringing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hinge_coach import outbox
from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.accounts.screening import Level
from hinge_coach.booking import reserving
from hinge_coach.booking.brief import brief_of, safety_level
from hinge_coach.booking.models import BusyCalendar, Call
from hinge_coach.booking.phones import in_words
from hinge_coach.booking.when import When
from lessons.models import MorningMail

PAST_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Booked:
    """``theirs`` is set where the caller's clock shows another time; ``client`` where the caller is one."""

    call: Call
    mine: When
    theirs: When | None
    phone: str
    client: int | None
    brief: tuple[tuple[str, str], ...] = ()
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Calls:
    upcoming: tuple[Booked, ...]
    unanswered: tuple[Booked, ...]
    past: tuple[Booked, ...]


def calls_of(trainer: Trainer, *, now: datetime) -> Calls:
    calls = Call.objects.filter(trainer=trainer)
    upcoming, unanswered = list(calls.upcoming(now)), list(calls.unanswered(now))
    past = list(calls.settled()[:PAST_SHOWN])
    clients = _clients(call.email for call in (*upcoming, *unanswered, *past))

    def booked(found: Iterable[Call]) -> tuple[Booked, ...]:
        return tuple(booking(call, trainer, client=clients.get(call.email.lower())) for call in found)

    return Calls(upcoming=booked(upcoming), unanswered=booked(unanswered), past=booked(past))


def calls_on_this_day(trainer: Trainer, *, now: datetime) -> tuple[Booked, ...]:
    """What is left of the trainer's own today."""
    today = trainer.user.today(now)
    upcoming = Call.objects.filter(trainer=trainer).upcoming(now)
    return tuple(booking(call, trainer) for call in upcoming[:20] if trainer.user.today(call.starts_at) == today)


def booking(call: Call, trainer: Trainer, *, client: int | None = None) -> Booked:
    mine, theirs = When(call.starts_at, trainer.user.tz), When(call.starts_at, call.tz)
    return Booked(
        call=call,
        mine=mine,
        theirs=None if mine.same_clock(call.tz) else theirs,
        phone=in_words(call.phone),
        client=client,
        brief=brief_of(call),
        is_urgent=safety_level(call) in (Level.EMERGENCY, Level.TODAY),
    )


def settle(call: Call, outcome: Call.Status, *, trainer: Trainer, now: datetime) -> str:
    """Notes how a call went. Who became a client gets an invitation. Says what happened; raises TooLate."""
    with transaction.atomic():
        reserving.note_outcome(call, outcome, now=now)
        if outcome == Call.Status.MISSED:
            return f"Noted. {call.name} gets a mail with the next free times."
        known = User.objects.filter(email__iexact=call.email).exclude(client=None, trainer=None)
        if outcome != Call.Status.JOINED or known.exists():
            return "Noted."
        joining.invite(trainer=trainer, email=call.email, name=call.name, at=now)
    return f"Noted. The invitation to {call.email} is on its way."


@dataclass(frozen=True, kw_only=True)
class LostMail:
    """A mail that nobody tries to send any more: what it was, and the mail server's last word."""

    id: UUID
    about: str
    why: str
    at: When


def lost_mails(trainer: Trainer) -> tuple[LostMail, ...]:
    return tuple(
        LostMail(id=each.pk, about=_about(each), why=_last_line(each.traceback), at=When(at, trainer.user.tz))
        for each in outbox.dead()[:PAST_SHOWN]
        if (at := each.finished_at)
    )


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A calendar of the trainer's elsewhere. ``is_stale`` where it needs a look; ``read`` is None before the first."""

    calendar: BusyCalendar
    is_stale: bool
    read: When | None


def calendars_of(trainer: Trainer, *, now: datetime) -> tuple[Elsewhere, ...]:
    zone, found = trainer.user.tz, BusyCalendar.objects.filter(trainer=trainer)
    return tuple(
        Elsewhere(calendar=each, is_stale=each.is_stale(now), read=When(each.read_at, zone) if each.read_at else None)
        for each in found
    )


SUBJECTS = {
    "tell_visitor": "to {name}, about their call",
    "tell_reminder": "to {name}, a reminder of their call",
    "tell_missed": "to {name}, about another time",
    "tell_trainer": "to you, about the call with {name}",
}


def _about(mail: outbox.Kept) -> str:
    name, args = mail.task_path.rpartition(".")[2], mail.args_kwargs["args"]
    if name in SUBJECTS:
        call = Call.objects.filter(pk=args[0]).first()
        return SUBJECTS[name].format(name=f"{call.name} ({call.email})" if call else "somebody")
    if name == "send_late":
        return f"to {args[2]}, about signing in"
    if name == "tell_morning":
        morning = MorningMail.objects.filter(pk=args[0]).select_related("client__user").first()
        return f"to {morning.client.user.email}, the morning question" if morning else "to somebody"
    invitation = Invitation.objects.filter(pk=args[0]).first() if name == "send_invitation" else None
    return f"to {invitation.email}, the invitation" if invitation else "to somebody"


def _last_line(traceback: str) -> str:
    lines = traceback.strip().splitlines()
    return lines[-1][:300] if lines else ""


def _clients(emails: Iterable[str]) -> dict[str, int]:
    wanted = {email.lower() for email in emails}
    return dict(Client.objects.filter(user__email__in=wanted).values_list("user__email", "pk"))
