"""The steps that booking a call (reserving.py) and changing one (changing.py) have in common.

Looking what is free and taking it must be one step. So every transaction first locks the trainer's row; on SQLite an
IMMEDIATE transaction holds the only write lock already. Should that ever fail, the database refuses a second call in
the same cell.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calls.errors import DuplicateBookingError, SlotTakenError
from hinge_coach.booking.models import Call, CallEvent, Cell


def lock_trainer(trainer: Trainer) -> None:
    """Makes other transactions about this trainer's calls wait until this one has ended."""
    list(Trainer.objects.select_for_update(of=("self",)).filter(pk=trainer.pk).values_list("pk"))


def lock_all_calls() -> None:
    """The same for the calls of every trainer."""
    list(Trainer.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def lock_call(call: Call) -> Call:
    """The call as it stands now, read anew after the trainer's row was locked."""
    lock_trainer(call.trainer)
    return Call.objects.with_trainer().get(pk=call.pk)


def find_slot(
    trainer: Trainer,
    starts_at: datetime,
    now: datetime,
    *,
    by: CallEvent.By,
    moving: Call | None = None,
    minutes: int | None = None,
) -> slots.Slot:
    """The free slot that starts then. The trainer may take calls at short notice. Raises `SlotTakenError`."""
    at_the_desk = by is CallEvent.By.TRAINER
    availability = load_availability(trainer, now, moving=moving, at_the_desk=at_the_desk, minutes=minutes)
    free = slots.offered(availability, now)
    for slot in free:
        if slot.starts_at == starts_at:
            return slot
    why = slots.why_not(availability, starts_at, now) or slots.GONE
    raise SlotTakenError(why, free, starts_at)


def take_cells(call: Call, now: datetime) -> None:
    """Stores the cells of the call, buffers included. Raises `SlotTakenError` where another call has one of them."""
    rules = call.rules
    before, after = timedelta(minutes=rules.buffer_before), timedelta(minutes=rules.buffer_after)
    starts = slots.cells(call.starts_at, call.ends_at, before, after)
    try:
        with transaction.atomic():
            Cell.objects.bulk_create([Cell(start=start, call=call) for start in starts])
    except IntegrityError as clash:
        free = slots.offered(load_availability(call.trainer, now, moving=call), now)
        raise SlotTakenError(slots.GONE, free, call.starts_at) from clash


def refuse_second_call(
    email: str, phone: str, extension: str, now: datetime, *, but: Call | None = None, since: datetime | None = None
) -> None:
    """One open call for each address and number, so that a robot can't fill the calendar.

    `but` is the call that is changed and doesn't count itself. With `since` only calls count that were booked or
    changed from then on. Raises `DuplicateBookingError`.
    """
    open_calls = Call.objects.open(now).from_contact(email, phone, extension).with_trainer()
    if but is not None:
        open_calls = open_calls.exclude(pk=but.pk)
    if since is not None:
        open_calls = open_calls.filter(changed_at__gte=since)
    open_call = open_calls.first()
    if open_call is not None:
        raise DuplicateBookingError(open_call)


def cancelled_by(call: Call) -> CallEvent.By | None:
    """Who cancelled the call last; None where nobody ever did."""
    last = call.events.filter(kind=CallEvent.Kind.CANCELLED).order_by("at", "pk").last()
    return CallEvent.By(last.by) if last else None


def expire_unconfirmed(now: datetime, *, but: Call | None = None) -> int:
    """Cancels the calls that nobody confirmed in time, frees their times, and returns how many they were.

    Whoever takes a time calls this first, because such calls are offered as free. `but` is a call that is changed
    itself. Nobody gets a mail about it: the address may never have been the visitor's.
    """
    late = Call.objects.waiting().filter(confirm_by__lte=now)
    if but is not None:
        late = late.exclude(pk=but.pk)
    if not late.exists():
        return 0
    with transaction.atomic():
        lock_all_calls()
        calls = list(late)
        for call in calls:
            call.status = Call.Status.CANCELLED
            call.cells.all().delete()
            save_change(call, now, "status")
            record_event(call, CallEvent.Kind.CANCELLED, now, CallEvent.By.NOBODY)
    return len(calls)


def save_change(call: Call, now: datetime, *fields: str) -> None:
    """Saves these fields, and a higher SEQUENCE so that calendars and mails know the newer state of the call."""
    call.sequence += 1
    call.changed_at = now
    call.save(update_fields=[*fields, "sequence", "changed_at"])


def record_event(call: Call, kind: CallEvent.Kind, now: datetime, by: CallEvent.By) -> None:
    CallEvent.objects.create(call=call, kind=kind, by=by, at=now, starts_at=call.starts_at)
