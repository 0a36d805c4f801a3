"""Asking the visitor to choose another time, as after a day taken off."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from hinge_coach.booking.calls.claiming import lock_call, record_event
from hinge_coach.booking.calls.errors import NotChangeableError
from hinge_coach.booking.calls.mail import ask_for_another_time
from hinge_coach.booking.models import Call, CallEvent


def ask_to_move(call: Call, *, now: datetime) -> Call:
    """Asks by mail, once: the call stays where it is until the visitor moves it, which the notice doesn't prevent then.

    Asking again changes nothing, until the call has moved. Raises `NotChangeableError` where it has begun, or isn't
    booked any more.
    """
    with transaction.atomic():
        call = lock_call(call)
        if not call.is_booked or call.starts_at <= now or (call.confirm_by and call.confirm_by <= now):
            raise NotChangeableError
        if call.move_asked_at is None:
            call.move_asked_at = now
            # No higher SEQUENCE: nothing about the call itself has changed, so no calendar has anything to learn.
            call.save(update_fields=["move_asked_at"])
            record_event(call, CallEvent.Kind.ASKED, now, CallEvent.By.TRAINER)
            ask_for_another_time(call)
    return call


def ask_all_to_move(calls: Iterable[Call], *, now: datetime) -> int:
    """Asks for each of these calls that can still be moved. Returns how many were asked just now."""
    asked = 0
    for call in calls:
        try:
            asked += ask_to_move(call, now=now).move_asked_at == now
        except NotChangeableError:
            continue
    return asked
