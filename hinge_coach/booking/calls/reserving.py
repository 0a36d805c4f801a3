"""Booking, moving and cancelling a call: each one transaction, with the clock as an argument.

Nobody decides by looking alone. Whoever changes the diary first locks the trainer's row (on SQLite the
IMMEDIATE transaction holds the write lock already), so looking and taking are one step; and should that ever
fail, the unique cells refuse the second call.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calls.mail import CallChange, notify, offer_another
from hinge_coach.booking.models import Call, CallEvent, CallRules, Cell

Actor = CallEvent.By

UNDO_WITHIN = timedelta(minutes=10)

CONFIRM_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class BookingRequest:
    """A call as the form asks for it. `phone` is E.164, `starts_at` UTC, `id` made with the form.

    `tightness` is 0 to 10. `answers` holds the codes of safety questions that got a yes, None where
    they were left out.
    """

    id: UUID
    name: str
    email: str
    phone: str
    about: str
    zone: ZoneInfo
    starts_at: datetime
    tightness: int | None = None
    tight_when: str = ""
    tried: str = ""
    answers: list[str] | None = None
    taster: str = ""
    keeps_answers: bool = False


class SlotTakenError(Exception):
    """The wanted time isn't free: `why` says so in a sentence, `free` holds what is, `nearest` up to three of them."""

    def __init__(self, why: slots.Refusal, free: tuple[slots.Slot, ...], wanted: datetime) -> None:
        super().__init__(why.sentence)
        self.why, self.free, self.nearest = why, free, slots.nearest(free, wanted)


class DuplicateBookingError(Exception):
    """This e-mail address or phone number has a call booked already."""

    def __init__(self, call: Call) -> None:
        super().__init__("a call is booked already")
        self.call = call


class NotChangeableError(Exception):
    """The call is too close, over, or not booked any more: no link changes it now."""


def reserve(
    wish: BookingRequest, trainer: Trainer, *, now: datetime, by: Actor = Actor.VISITOR, confirmed: bool = False
) -> Call:
    """Books the call. The same wish sent again changes nothing and gives the same call.

    Raises SlotTaken or HasACall, and then nothing is stored.
    """
    if not Call.objects.filter(pk=wish.id).exists():
        # Looks once without the lock, so that of hundreds who want one time all but the first few are told at once
        # and don't wait in line for it. This decides nothing: below it is looked at again.
        _free_slot(trainer, wish.starts_at, now, by=by)
        if by is Actor.VISITOR:
            _refuse_second_call(wish, now)
    with transaction.atomic():
        _lock(trainer)
        expire_unconfirmed(now)
        known = Call.objects.with_trainer().filter(pk=wish.id).first()
        if known is not None:
            if (known.email.lower(), known.phone) != (wish.email.lower(), wish.phone):
                raise DuplicateBookingError(
                    known
                )  # an id alone is no proof of being the caller, and the answer leads to the call
            return known
        # The time comes first: whoever asks who has a call would have to take a time for it.
        slot = _free_slot(trainer, wish.starts_at, now, by=by)
        if by is Actor.VISITOR:
            _refuse_second_call(wish, now)
        call = Call(
            id=wish.id,
            trainer=trainer,
            name=wish.name,
            email=wish.email,
            phone=wish.phone,
            about=wish.about,
            zone=wish.zone.key,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            booked_at=now,
            changed_at=now,
            tightness=wish.tightness,
            tight_when=wish.tight_when,
            tried=wish.tried,
            answers=wish.answers,
            taster=wish.taster,
            keeps_answers=wish.keeps_answers,
            confirm_by=None if confirmed or by is Actor.TRAINER else _confirm_by(trainer, slot, now),
        )
        call.make_token()
        call.save(force_insert=True)
        _take_cells(call, now)
        _note(call, CallEvent.Kind.BOOKED, now, by)
        notify(call, CallChange.ASKED if call.confirm_by else CallChange.BOOKED, by)
    return call


def rebook(missed: Call, starts_at: datetime, *, now: datetime) -> Call:
    """Another call for somebody whose call was missed, at another time. Raises SlotTaken, HasACall."""
    wish = BookingRequest(
        id=uuid5(missed.pk, starts_at.isoformat()),  # pressed twice, it is one call
        name=missed.name,
        email=missed.email,
        phone=missed.phone,
        about=missed.about,
        zone=missed.tz,
        starts_at=starts_at,
        tightness=missed.tightness,
        tight_when=missed.tight_when,
        tried=missed.tried,
        answers=missed.answers,
        taster=missed.taster,
        keeps_answers=missed.keeps_answers,
    )
    return reserve(wish, missed.trainer, now=now, confirmed=True)


def confirm(call: Call, *, now: datetime) -> Call:
    """The visitor read the mail, so the address is theirs. Confirming twice changes nothing. Raises TooLate."""
    with transaction.atomic():
        _lock(call.trainer)
        call = Call.objects.with_trainer().get(pk=call.pk)
        if not call.is_booked or (call.confirm_by and call.confirm_by <= now):
            raise NotChangeableError
        if call.confirm_by:
            call.confirm_by = None
            call.save(update_fields=["confirm_by"])
            notify(call, CallChange.BOOKED, Actor.VISITOR)
    return call


def expire_unconfirmed(now: datetime) -> int:
    """Frees the times of calls that nobody confirmed; how many. Nobody is told: perhaps it was never their address."""
    late = Call.objects.waiting().filter(confirm_by__lte=now)
    with transaction.atomic():
        calls = list(late.select_for_update())
        for call in calls:
            call.status = Call.Status.CANCELLED
            call.cells.all().delete()
            _change(call, now, "status")
            _note(call, CallEvent.Kind.CANCELLED, now, Actor.NOBODY)
    return len(calls)


def move(call: Call, to: datetime, *, now: datetime, by: Actor = Actor.VISITOR) -> Call:
    """Moves the call to another free start: new cells taken and old ones given back, or nothing at all.

    Its own cells don't stand in its way. Moving to where it already is changes nothing. Raises SlotTaken, TooLate.
    """
    with transaction.atomic():
        _lock(call.trainer)
        call = Call.objects.with_trainer().get(pk=call.pk)
        if call.is_booked and call.starts_at == to:
            return call
        _refuse_if_closed(call, now, by)
        slot = _free_slot(call.trainer, to, now, by=by, moving=call)
        call.starts_at, call.ends_at = slot.starts_at, slot.ends_at
        call.confirm_by = None  # whoever has the link read the mail
        call.cells.all().delete()
        _take_cells(call, now)
        _change(call, now, "starts_at", "ends_at", "confirm_by")
        _note(call, CallEvent.Kind.MOVED, now, by)
        notify(call, CallChange.MOVED, by)
    return call


def cancel(call: Call, *, reason: str = "", now: datetime, by: Actor = Actor.VISITOR) -> Call:
    """Cancels the call and frees its time. Cancelling twice changes nothing. Raises TooLate."""
    with transaction.atomic():
        _lock(call.trainer)
        call = Call.objects.with_trainer().get(pk=call.pk)
        if call.is_cancelled:
            return call
        _refuse_if_closed(call, now, by)
        call.status, call.cancel_reason, call.confirm_by = Call.Status.CANCELLED, reason, None
        call.cells.all().delete()
        _change(call, now, "status", "cancel_reason", "confirm_by")
        _note(call, CallEvent.Kind.CANCELLED, now, by)
        notify(call, CallChange.CANCELLED, by)
    return call


def restore(call: Call, *, now: datetime) -> Call:
    """Takes a cancel back within ten minutes, where the time is still free. Raises SlotTaken, HasACall, TooLate."""
    with transaction.atomic():
        _lock(call.trainer)
        call = Call.objects.with_trainer().get(pk=call.pk)
        if call.is_booked:
            return call
        if not may_restore(call, now):
            raise NotChangeableError
        _refuse_second_call(call, now)
        call.status, call.cancel_reason = Call.Status.BOOKED, ""
        _take_cells(call, now)
        _change(call, now, "status", "cancel_reason")
        _note(call, CallEvent.Kind.RESTORED, now, Actor.VISITOR)
        notify(call, CallChange.BOOKED, Actor.VISITOR)
    return call


def may_restore(call: Call, now: datetime) -> bool:
    """Only whoever cancelled may take it back, so a call that the trainer cancelled stays cancelled."""
    if not call.is_cancelled or now >= min(call.changed_at + UNDO_WITHIN, call.starts_at):
        return False
    last = call.events.filter(kind=CallEvent.Kind.CANCELLED).order_by("at", "pk").last()
    return last is not None and last.by == Actor.VISITOR


def note_outcome(call: Call, outcome: Call.Status, *, now: datetime) -> Call:
    """Stores how a call went: talked, missed, or became a client. Raises ValueError for any other status."""
    if outcome not in Call.OUTCOMES:
        raise ValueError(outcome)
    with transaction.atomic():
        _lock(call.trainer)
        call = Call.objects.with_trainer().get(pk=call.pk)
        if call.is_cancelled or now < call.starts_at:
            raise NotChangeableError
        if call.status != outcome:
            call.status, call.changed_at = outcome, now
            call.save(update_fields=["status", "changed_at"])
            _note(call, CallEvent.Kind(outcome.value), now, Actor.TRAINER)
            if outcome == Call.Status.MISSED:
                offer_another(call)
    return call


def _lock(trainer: Trainer) -> None:
    list(Trainer.objects.select_for_update(of=("self",)).filter(pk=trainer.pk).values_list("pk"))


def _refuse_second_call(wish: BookingRequest | Call, now: datetime) -> None:
    """One open call for each e-mail address and phone number: a robot fills no calendar."""
    open_call = Call.objects.open(now).from_contact(wish.email, wish.phone).with_trainer().first()
    if open_call is not None:
        raise DuplicateBookingError(open_call)


def _refuse_if_closed(call: Call, now: datetime, by: Actor) -> None:
    within_reach = call.may_change(now) if by is Actor.VISITOR else call.is_booked and not call.is_over(now)
    if not within_reach:
        raise NotChangeableError


def _free_slot(
    trainer: Trainer,
    starts_at: datetime,
    now: datetime,
    *,
    by: Actor,
    moving: Call | None = None,
) -> slots.Slot:
    diary = load_availability(trainer, now, moving=moving, at_the_desk=by is Actor.TRAINER)
    free = slots.offered(diary, now)
    for slot in free:
        if slot.starts_at == starts_at:
            return slot
    why = slots.why_not(diary, starts_at, now) or slots.GONE
    raise SlotTakenError(why, free, starts_at)


def _confirm_by(trainer: Trainer, slot: slots.Slot, now: datetime) -> datetime | None:
    kept: CallRules | None = getattr(trainer, "call_rules", None)
    return min(now + CONFIRM_WITHIN, slot.starts_at) if kept and kept.confirm_by_mail else None


def _take_cells(call: Call, now: datetime) -> None:
    rules = call.rules
    before, after = timedelta(minutes=rules.buffer_before), timedelta(minutes=rules.buffer_after)
    starts = slots.cells(call.starts_at, call.ends_at, before, after)
    try:
        with transaction.atomic():
            Cell.objects.bulk_create([Cell(start=start, call=call) for start in starts])
    except IntegrityError as clash:
        free = slots.offered(load_availability(call.trainer, now, moving=call), now)
        raise SlotTakenError(slots.GONE, free, call.starts_at) from clash


def _change(call: Call, now: datetime, *fields: str) -> None:
    call.sequence += 1
    call.changed_at = now
    call.save(update_fields=[*fields, "sequence", "changed_at"])


def _note(call: Call, kind: CallEvent.Kind, now: datetime, by: Actor) -> None:
    CallEvent.objects.create(call=call, kind=kind, by=by, at=now, starts_at=call.starts_at)
