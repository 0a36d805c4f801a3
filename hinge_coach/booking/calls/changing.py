"""What becomes of a booked call: moved, cancelled, restored, its outcome noted.

Each function is one transaction, with the clock as an argument, and returns the call as it is then stored.
"""

from datetime import datetime, timedelta

from django.db import transaction

from hinge_coach.booking.calls.claiming import (
    cancelled_by,
    expire_unconfirmed,
    find_slot,
    lock_call,
    record_event,
    refuse_second_call,
    save_change,
    take_cells,
)
from hinge_coach.booking.calls.errors import NotChangeableError, WhyNot
from hinge_coach.booking.calls.mail import notify, offer_another, stop_offer
from hinge_coach.booking.calls.mail_words import CallChange
from hinge_coach.booking.models import Call, CallEvent

RESTORE_WITHIN = timedelta(minutes=10)

MOST_CHANGES_A_DAY = 12  # of one call by its visitor; nobody who looks for a time needs as many


def move(call: Call, to: datetime, *, now: datetime, by: CallEvent.By = CallEvent.By.VISITOR) -> Call:
    """Moves the call to another free start: it takes the new cells and gives back the old ones, or nothing happens.

    Its own cells don't stand in its way. Moving it to its present start changes nothing. Raises `SlotTakenError` and
    `NotChangeableError`.
    """
    with transaction.atomic():
        call = lock_call(call)
        if call.is_booked and call.starts_at == to:
            return call
        _refuse_if_closed(call, now, by)
        if by is CallEvent.By.VISITOR:
            _refuse_if_too_often(call, now)
        slot = find_slot(call.trainer, to, now, by=by, moving=call)
        expire_unconfirmed(now, but=call)
        call.starts_at, call.ends_at = slot.starts_at, slot.ends_at
        call.confirm_by = None  # whoever has the link has read the mail
        call.move_asked_at = None
        call.cells.all().delete()
        take_cells(call, now)
        save_change(call, now, "starts_at", "ends_at", "confirm_by", "move_asked_at")
        record_event(call, CallEvent.Kind.MOVED, now, by)
        notify(call, CallChange.MOVED, by)
    return call


def cancel(call: Call, *, reason: str = "", now: datetime, by: CallEvent.By = CallEvent.By.VISITOR) -> Call:
    """Cancels the call and frees its time. Cancelling twice changes nothing. Raises `NotChangeableError`."""
    with transaction.atomic():
        call = lock_call(call)
        if call.is_cancelled:
            return call
        _refuse_if_closed(call, now, by)
        call.status, call.cancel_reason, call.confirm_by = Call.Status.CANCELLED, reason, None
        call.move_asked_at = None
        call.cells.all().delete()
        save_change(call, now, "status", "cancel_reason", "confirm_by", "move_asked_at")
        record_event(call, CallEvent.Kind.CANCELLED, now, by)
        notify(call, CallChange.CANCELLED, by)
    return call


def restore(call: Call, *, now: datetime) -> Call:
    """Takes a cancel back within ten minutes, where the time is still free.

    Raises `SlotTakenError`, `DuplicateBookingError` and `NotChangeableError`.
    """
    with transaction.atomic():
        call = lock_call(call)
        if call.is_booked:
            return call
        why = why_not_restored(call, now)
        if why:
            raise NotChangeableError(why)
        _refuse_if_too_often(call, now)
        # Calls from before the cancel don't count: the trainer may have booked several.
        refuse_second_call(call.email, call.phone, call.extension, now, since=call.changed_at)
        expire_unconfirmed(now)
        call.status, call.cancel_reason = Call.Status.BOOKED, ""
        take_cells(call, now)
        save_change(call, now, "status", "cancel_reason")
        record_event(call, CallEvent.Kind.RESTORED, now, CallEvent.By.VISITOR)
        notify(call, CallChange.RESTORED, CallEvent.By.VISITOR)
    return call


def why_not_restored(call: Call, now: datetime) -> WhyNot | None:
    """Why the visitor can't take the cancel back; None where they can, if the time is still free.

    A call that the trainer cancelled, or that was not confirmed in time, stays cancelled.
    """
    if not call.is_cancelled:
        return WhyNot.OVER
    if now >= call.starts_at:
        return WhyNot.BEGUN
    by = cancelled_by(call)
    if by is not CallEvent.By.VISITOR:
        return WhyNot.BY_TRAINER if by is CallEvent.By.TRAINER else WhyNot.UNCONFIRMED
    return WhyNot.TEN_MINUTES if now >= call.changed_at + RESTORE_WITHIN else None


def why_not_changed(call: Call, now: datetime) -> WhyNot | None:
    """Why the visitor can't move or cancel the call; None where they can."""
    if call.may_change(now):
        return None
    if call.is_cancelled:
        return WhyNot.CANCELED
    return WhyNot.TOO_SOON if call.is_booked and now < call.starts_at else WhyNot.OVER


def note_outcome(call: Call, outcome: Call.Status, *, now: datetime) -> Call:
    """Stores how a call went: talked, missed, or became a client. An outcome noted before is corrected.

    The mail after a missed call goes out once, however often the outcome changes. Raises ValueError for any other
    status, and `NotChangeableError` before the call has begun or where it is cancelled.
    """
    if outcome not in Call.OUTCOMES:
        raise ValueError(outcome)
    with transaction.atomic():
        call = _lock_begun_call(call, now)
        if call.status != outcome:
            was_offered = _withdraw_outcome(call)
            call.status, call.changed_at = outcome, now
            call.save(update_fields=["status", "changed_at"])
            record_event(call, CallEvent.Kind(outcome.value), now, CallEvent.By.TRAINER)
            if outcome == Call.Status.MISSED and not was_offered and call.forgotten_at is None:
                offer_another(call)
    return call


def clear_outcome(call: Call, *, now: datetime) -> Call:
    """Takes an outcome back, so that the desk asks for it again. Raises `NotChangeableError` as `note_outcome` does."""
    with transaction.atomic():
        call = _lock_begun_call(call, now)
        if not call.is_booked:
            _withdraw_outcome(call)
            call.status, call.changed_at = Call.Status.BOOKED, now
            call.confirm_by = None  # or it would be cancelled as never confirmed
            call.save(update_fields=["status", "changed_at", "confirm_by"])
            record_event(call, CallEvent.Kind.RESTORED, now, CallEvent.By.TRAINER)
    return call


def was_another_offered(call: Call) -> bool:
    """Whether the mail after a missed call has gone out, or is on its way."""
    return call.events.filter(kind=CallEvent.Kind.MISSED).exists()


def _withdraw_outcome(call: Call) -> bool:
    """Stops the mail after a missed call where it is still waiting, and returns whether one went out before.

    A "missed" that nobody was told of leaves no trace, so that the mail goes out if it is noted again.
    """
    if call.is_missed and stop_offer(call):
        call.events.filter(kind=CallEvent.Kind.MISSED).delete()
    return was_another_offered(call)


def _lock_begun_call(call: Call, now: datetime) -> Call:
    """Raises `NotChangeableError` before the call has begun or where it is cancelled."""
    call = lock_call(call)
    if call.is_cancelled or now < call.starts_at:
        raise NotChangeableError
    return call


def _refuse_if_too_often(call: Call, now: datetime) -> None:
    """Each change mails two people, one of whom may never have asked for it. Canceling always works, once."""
    kinds = (CallEvent.Kind.MOVED, CallEvent.Kind.RESTORED)
    today = call.events.filter(kind__in=kinds, by=CallEvent.By.VISITOR, at__gt=now - timedelta(days=1))
    if today.count() >= MOST_CHANGES_A_DAY:
        raise NotChangeableError(WhyNot.OFTEN)


def _refuse_if_closed(call: Call, now: datetime, by: CallEvent.By) -> None:
    """A visitor may change a call until the shortest notice, the trainer until it is over."""
    if by is CallEvent.By.VISITOR:
        why = why_not_changed(call, now)
        if why:
            raise NotChangeableError(why)
    elif not call.is_booked or call.is_over(now):
        raise NotChangeableError
