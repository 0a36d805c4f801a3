"""Calls as the desk lists them: on both clocks, with what helps before ringing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.models import Call
from hinge_coach.booking.phones import in_words
from hinge_coach.booking.when import When

PAST_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Booked:
    """``theirs`` is set where the caller's clock shows another time; ``client`` where the caller is one."""

    call: Call
    mine: When
    theirs: When | None
    phone: str
    client: int | None


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
    )


def _clients(emails: Iterable[str]) -> dict[str, int]:
    wanted = {email.lower() for email in emails}
    return dict(Client.objects.filter(user__email__in=wanted).values_list("user__email", "pk"))
