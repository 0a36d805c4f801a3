"""Checks of the stored calls: no overlaps, cells that fit their calls, complete histories, and the right reminders."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from hinge_coach.booking.availability import slots
from hinge_coach.booking.calls import reminders
from hinge_coach.booking.models import Call, CallEvent, Cell, Reminder

REMINDERS_TAKE = timedelta(minutes=30)


def problems() -> Iterator[str]:
    """One sentence for each inconsistency."""
    yield from _overlaps()
    yield from _cells()
    yield from _histories()
    yield from _reminders(timezone.now())


def _overlaps() -> Iterator[str]:
    latest: Call | None = None
    for call in Call.objects.live().order_by("trainer", "starts_at", "ends_at"):
        if latest and latest.trainer_id == call.trainer_id and call.starts_at < latest.ends_at:
            yield f"{call} overlaps {latest}."
        if latest is None or latest.trainer_id != call.trainer_id or call.ends_at > latest.ends_at:
            latest = call


def _cells() -> Iterator[str]:
    for cell in Cell.objects.select_related("call").filter(call__status=Call.Status.CANCELLED):
        yield f"{cell.call} is canceled but still occupies {cell}."
    for call in Call.objects.live().prefetch_related("cells"):
        starts = [cell.start for cell in call.cells.all()]
        # Which buffers were in force when it was booked isn't stored, so only the cells of the call itself are checked.
        missing = [start for start in slots.cells(call.starts_at, call.ends_at) if start not in starts]
        if missing:
            yield f"{call} doesn't occupy {', '.join(f'{start:%H:%M}' for start in missing)} UTC."
        if any(later - start != slots.CELL for start, later in pairwise(starts)):
            yield f"{call} occupies cells with a hole between them."
        if any((start - slots.EPOCH) % slots.CELL != timedelta() for start in starts):
            yield f"{call} occupies a cell that doesn't begin on a quarter hour."


def _histories() -> Iterator[str]:
    for call in Call.objects.prefetch_related("events"):
        events = list(_changes(call.events.all()))
        if call.sequence != len(events) - 1:
            yield f"{call} has sequence {call.sequence}, but {len(events)} changes in its history."
        elif events[-1].starts_at != call.starts_at:
            yield f"{call} doesn't start when its history says."


def _changes(events: Iterable[CallEvent]) -> Iterator[CallEvent]:
    """Those that calendars and mails had to hear of. Of an outcome, and that it was taken back, they don't."""
    kind = CallEvent.Kind
    is_cancelled = False
    for event in events:
        if event.kind == kind.RESTORED and not is_cancelled:
            continue
        if event.kind in {kind.BOOKED, kind.MOVED, kind.CANCELLED, kind.RESTORED, kind.MENDED}:
            is_cancelled = event.kind == kind.CANCELLED
            yield event


def _reminders(now: datetime) -> Iterator[str]:
    for call, kind in reminders.due(now):
        if call.starts_at - reminders.REMIND_BEFORE[kind] < now - REMINDERS_TAKE:
            yield f"{call} had no reminder {kind.label}. Is send_reminders run?"
    for reminder in Reminder.objects.select_related("call").prefetch_related("call__events"):
        before = [event for event in reminder.call.events.all() if event.at <= reminder.at]
        if not before or before[-1].starts_at != reminder.starts_at:
            yield f"{reminder.call} had a reminder of a time that wasn't its own."
        elif before[-1].kind == CallEvent.Kind.CANCELLED:
            yield f"{reminder.call} had a reminder although it was canceled."
