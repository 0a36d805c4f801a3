"""What becomes of a booked call: moved, cancelled, restored, its outcome noted.

Each function is one transaction, with the clock as an argument, and returns the call as it is then stored.
"""

from datetime import datetime, timedelta

from django.db import transaction

from hinge_coach.booking.calls.claiming import (
    find_slot,
    lock_call,
    record_event,
    refuse_second_call,
    save_change,
    take_cells,
)
from hinge_coach.booking.calls.errors import NotChangeableError
from hinge_coach.booking.calls.mail import CallChange, notify, offer_another
from hinge_coach.booking.models import Call, CallEvent

RESTORE_WITHIN = timedelta(minutes=10)


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
        slot = find_slot(call.trainer, to, now, by=by, moving=call)
        call.starts_at, call.ends_at = slot.starts_at, slot.ends_at
        call.confirm_by = None  # whoever has the link has read the mail
        call.cells.all().delete()
        take_cells(call, now)
        save_change(call, now, "starts_at", "ends_at", "confirm_by")
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
        call.cells.all().delete()
        save_change(call, now, "status", "cancel_reason", "confirm_by")
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
        if not may_restore(call, now):
            raise NotChangeableError
        refuse_second_call(call.email, call.phone, now)
        call.status, call.cancel_reason = Call.Status.BOOKED, ""
        take_cells(call, now)
        save_change(call, now, "status", "cancel_reason")
        record_event(call, CallEvent.Kind.RESTORED, now, CallEvent.By.VISITOR)
        notify(call, CallChange.BOOKED, CallEvent.By.VISITOR)
    return call


def may_restore(call: Call, now: datetime) -> bool:
    """Whether the visitor may take the cancel back. A call that the trainer cancelled stays cancelled."""
    if not call.is_cancelled or now >= min(call.changed_at + RESTORE_WITHIN, call.starts_at):
        return False
    last = call.events.filter(kind=CallEvent.Kind.CANCELLED).order_by("at", "pk").last()
    return last is not None and last.by == CallEvent.By.VISITOR


def note_outcome(call: Call, outcome: Call.Status, *, now: datetime) -> Call:
    """Stores how a call went: talked, missed, or became a client.

    Raises ValueError for any other status, and `NotChangeableError` before the call has begun or where it is cancelled.
    """
    if outcome not in Call.OUTCOMES:
        raise ValueError(outcome)
    with transaction.atomic():
        call = lock_call(call)
        if call.is_cancelled or now < call.starts_at:
            raise NotChangeableError
        if call.status != outcome:
            call.status, call.changed_at = outcome, now
            call.save(update_fields=["status", "changed_at"])
            record_event(call, CallEvent.Kind(outcome.value), now, CallEvent.By.TRAINER)
            if outcome == Call.Status.MISSED:
                offer_another(call)
    return call


def _refuse_if_closed(call: Call, now: datetime, by: CallEvent.By) -> None:
    """A visitor may change a call until the shortest notice, the trainer until it is over."""
    may_change = call.may_change(now) if by is CallEvent.By.VISITOR else call.is_booked and not call.is_over(now)
    if not may_change:
        raise NotChangeableError
