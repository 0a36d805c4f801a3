"""Booking a call: each function is one transaction, with the clock as an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.calls.claiming import (
    cancelled_by,
    expire_unconfirmed,
    find_slot,
    lock_call,
    lock_trainer,
    record_event,
    refuse_second_call,
    take_cells,
)
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError, SlotTakenError, WhyNot
from hinge_coach.booking.calls.mail import notify
from hinge_coach.booking.calls.mail_words import CallChange
from hinge_coach.booking.models import Call, CallEvent, CallRules

CONFIRM_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class BookingRequest:
    """A call as the form asks for it. `phone` is E.164, `starts_at` UTC; `id` was made together with the form.

    `extension` are digits after the number. `tightness` is 0 to 10. `answers` holds the codes of the safety questions
    answered with yes; None where they were left out. `source` is the page that led here. Only the trainer gives a
    `title` and a length in `minutes`; without them it is a free call of the usual length.
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
    extension: str = ""
    has_24h_clock: bool = False
    source: str = ""
    title: str = ""
    minutes: int | None = None


def reserve(
    request: BookingRequest,
    trainer: Trainer,
    *,
    now: datetime,
    by: CallEvent.By = CallEvent.By.VISITOR,
    confirmed: bool = False,
) -> Call:
    """Books the call and mails both. The same request sent again changes nothing and returns the same call.

    `confirmed` is for somebody whose address is known to be theirs: they need not confirm by mail. Raises
    `SlotTakenError` and `DuplicateBookingError`.
    """
    if not Call.objects.filter(pk=request.id).exists():
        # A first look without the lock: when hundreds want one time, all but the first few are refused at once and
        # don't wait in line for the lock. It decides nothing; below everything is checked again.
        try:
            _check(request, trainer, now=now, by=by)
        except (SlotTakenError, DuplicateBookingError):
            # The same button pressed twice at once: the time, and the contact, may be taken by the other press.
            if not Call.objects.filter(pk=request.id).exists():
                raise
    with transaction.atomic():
        lock_trainer(trainer)
        expire_unconfirmed(now)
        stored = booked_before(request)
        if stored is not None:
            return stored
        slot = _check(request, trainer, now=now, by=by)
        call = Call(
            id=request.id,
            trainer=trainer,
            name=request.name,
            email=request.email,
            phone=request.phone,
            about=request.about,
            zone=request.zone,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            booked_at=now,
            changed_at=now,
            tightness=request.tightness,
            tight_when=request.tight_when,
            tried=request.tried,
            answers=request.answers,
            taster=request.taster,
            keeps_answers=request.keeps_answers,
            extension=request.extension,
            has_24h_clock=request.has_24h_clock,
            source=request.source,
            title=request.title,
            confirm_by=None if confirmed or by is CallEvent.By.TRAINER else _confirm_by(trainer, slot, now),
        )
        call.make_token()
        call.save(force_insert=True)
        take_cells(call, now)
        record_event(call, CallEvent.Kind.BOOKED, now, by)
        notify(call, CallChange.ASKED if call.confirm_by else CallChange.BOOKED, by)
    return call


def booked_before(request: BookingRequest) -> Call | None:
    """The call that this very request has booked already.

    Raises `DuplicateBookingError` where the id is that of somebody else's call: the answer leads to the call, and an id
    alone is no proof of being the caller.
    """
    stored = Call.objects.with_trainer().filter(pk=request.id).first()
    if stored and (stored.email.lower(), stored.phone) != (request.email.lower(), request.phone):
        raise DuplicateBookingError(stored)
    return stored


def rebook(missed: Call, starts_at: datetime, *, now: datetime) -> Call:
    """Another call, at another time, for somebody whose call was missed.

    Raises `SlotTakenError` and `DuplicateBookingError`.
    """
    request = BookingRequest(
        id=uuid5(missed.pk, starts_at.isoformat()),  # so that a button pressed twice books one call
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
        extension=missed.extension,
        has_24h_clock=missed.has_24h_clock,
        source=missed.source,
        title=missed.title,
        minutes=missed.own_minutes,
    )
    return reserve(request, missed.trainer, now=now, confirmed=True)


def confirm(call: Call, *, now: datetime) -> Call:
    """Confirms the call: whoever has the mailed link has shown that the address is theirs.

    Confirming twice changes nothing. Raises `NotChangeableError` where it is too late.
    """
    with transaction.atomic():
        call = lock_call(call)
        if call.is_cancelled:
            expired = cancelled_by(call) is CallEvent.By.NOBODY
            raise NotChangeableError(WhyNot.UNCONFIRMED if expired else WhyNot.CANCELED)
        if call.confirm_by and call.confirm_by <= now:
            raise NotChangeableError(WhyNot.UNCONFIRMED)
        if not call.is_booked:
            raise NotChangeableError
        if call.confirm_by:
            call.confirm_by = None
            call.save(update_fields=["confirm_by"])
            notify(call, CallChange.BOOKED, CallEvent.By.VISITOR)
    return call


def _check(request: BookingRequest, trainer: Trainer, *, now: datetime, by: CallEvent.By) -> slots.Slot:
    """The slot to book. The time is checked first: to learn who has a call, one would have to name a free time."""
    slot = find_slot(trainer, request.starts_at, now, by=by, minutes=request.minutes)
    if by is CallEvent.By.VISITOR:
        refuse_second_call(request.email, request.phone, request.extension, now)
    return slot


def _confirm_by(trainer: Trainer, slot: slots.Slot, now: datetime) -> datetime | None:
    rules: CallRules | None = getattr(trainer, "call_rules", None)
    return min(now + CONFIRM_WITHIN, slot.starts_at) if rules and rules.confirm_by_mail else None
