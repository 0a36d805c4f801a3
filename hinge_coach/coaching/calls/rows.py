"""Calls as the desk lists them: on both clocks, with what helps before ringing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.calls.intake import intake_summary, safety_level
from hinge_coach.booking.calls.phones import format_phone
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call
from hinge_coach.safety.screening import Level

PAST_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """``theirs`` is set where the caller's clock shows another time; ``client`` where the caller is one."""

    call: Call
    mine: LocalTime
    theirs: LocalTime | None
    phone: str
    client: int | None
    brief: tuple[tuple[str, str], ...] = ()
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class CallLists:
    upcoming: tuple[CallRow, ...]
    unanswered: tuple[CallRow, ...]
    past: tuple[CallRow, ...]


def calls_of(trainer: Trainer, *, now: datetime) -> CallLists:
    calls = Call.objects.filter(trainer=trainer)
    upcoming, unanswered = list(calls.upcoming(now)), list(calls.unanswered(now))
    past = list(calls.settled()[:PAST_SHOWN])
    clients = _clients(call.email for call in (*upcoming, *unanswered, *past))

    def booked(found: Iterable[Call]) -> tuple[CallRow, ...]:
        return tuple(call_row(call, trainer, client=clients.get(call.email.lower())) for call in found)

    return CallLists(upcoming=booked(upcoming), unanswered=booked(unanswered), past=booked(past))


def calls_on_this_day(trainer: Trainer, *, now: datetime) -> tuple[CallRow, ...]:
    """What is left of the trainer's own today."""
    today = trainer.user.today(now)
    upcoming = Call.objects.filter(trainer=trainer).upcoming(now)
    return tuple(call_row(call, trainer) for call in upcoming[:20] if trainer.user.today(call.starts_at) == today)


def call_row(call: Call, trainer: Trainer, *, client: int | None = None) -> CallRow:
    mine, theirs = LocalTime(call.starts_at, trainer.user.tz), LocalTime(call.starts_at, call.tz)
    return CallRow(
        call=call,
        mine=mine,
        theirs=None if mine.same_clock(call.tz) else theirs,
        phone=format_phone(call.phone),
        client=client,
        brief=intake_summary(call),
        is_urgent=safety_level(call) in (Level.EMERGENCY, Level.TODAY),
    )


def _clients(emails: Iterable[str]) -> dict[str, int]:
    wanted = {email.lower() for email in emails}
    return dict(Client.objects.filter(user__email__in=wanted).values_list("user__email", "pk"))
