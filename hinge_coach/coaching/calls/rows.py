"""Calls as the desk lists them: on both clocks, with what helps before ringing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.calls.intake import intake_summary, safety_level
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call, CallNote
from hinge_coach.coaching.calls.notes import CallNoteForm
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.safety.screening import Level

PAST_SHOWN = 40

NOTES_LISTED = 2


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A call on the trainer's clock, and on the caller's where that shows another time.

    `client_id` is set where the caller is a client. `intake` are questions and answers from before the call, `notes`
    what the trainer wrote, newest first. `asked` is when they were asked to choose another time, on the trainer's
    clock; None where they weren't.
    """

    call: Call
    trainer_time: LocalTime
    caller_time: LocalTime | None
    phone: str
    client_id: int | None
    intake: tuple[tuple[str, str], ...] = ()
    is_urgent: bool = False
    notes: tuple[CallNote, ...] = ()
    asked: LocalTime | None = None

    @property
    def latest_notes(self) -> tuple[CallNote, ...]:
        """Those that the list of calls shows."""
        return self.notes[:NOTES_LISTED]

    @property
    def note_form(self) -> CallNoteForm:
        """For one more note."""
        return CallNoteForm.empty(call=self.call)


@dataclass(frozen=True, kw_only=True)
class CallLists:
    upcoming: tuple[CallRow, ...]
    unanswered: tuple[CallRow, ...]
    past: tuple[CallRow, ...]


def call_lists(trainer: Trainer, *, now: datetime) -> CallLists:
    """Calls to come, calls that are over without an outcome, and the latest past ones, with their notes.

    Five queries.
    """
    calls = Call.objects.filter(trainer=trainer)
    upcoming, unanswered = list(calls.upcoming(now)), list(calls.unanswered(now))
    past = list(calls.settled()[:PAST_SHOWN])
    listed = [*upcoming, *unanswered, *past]
    clients = _client_ids(call.email for call in listed)
    prefetch_related_objects(listed, "notes")

    def rows(calls: Iterable[Call]) -> tuple[CallRow, ...]:
        return tuple(
            call_row(call, trainer, client_id=clients.get(call.email.lower()), notes=tuple(call.notes.all()))
            for call in calls
        )

    return CallLists(upcoming=rows(upcoming), unanswered=rows(unanswered), past=rows(past))


def calls_on_this_day(trainer: Trainer, *, now: datetime) -> tuple[CallRow, ...]:
    """What is left of the trainer's own today."""
    today = trainer.user.today(now)
    upcoming = _UPCOMING(trainer.pk, now)
    return tuple(call_row(call, trainer) for call in upcoming if trainer.user.today(call.starts_at) == today)


_UPCOMING = FixedRead(lambda trainer, now: Call.objects.filter(trainer=trainer).upcoming(now)[:20], *(int, datetime))


def call_row(
    call: Call, trainer: Trainer, *, client_id: int | None = None, notes: tuple[CallNote, ...] = ()
) -> CallRow:
    trainer_time = LocalTime(call.starts_at, trainer.user.tz)
    return CallRow(
        call=call,
        trainer_time=trainer_time,
        caller_time=None if trainer_time.same_clock(call.tz) else LocalTime(call.starts_at, call.tz),
        phone=call.phone_words,
        client_id=client_id,
        intake=intake_summary(call),
        is_urgent=safety_level(call) in (Level.EMERGENCY, Level.TODAY),
        notes=notes,
        asked=LocalTime(call.move_asked_at, trainer.user.tz) if call.move_asked_at else None,
    )


def _client_ids(emails: Iterable[str]) -> dict[str, int]:
    """By e-mail address in small letters, as users have it."""
    addresses = {email.lower() for email in emails}
    return dict(Client.objects.filter(user__email__in=addresses).values_list("user__email", "pk"))
