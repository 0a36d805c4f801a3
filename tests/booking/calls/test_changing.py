"""Moving, cancelling, restoring, and noting the outcome of a call."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.changing import (
    MOST_CHANGES_A_DAY,
    cancel,
    move,
    note_outcome,
    restore,
    why_not_changed,
    why_not_restored,
)
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError, SlotTakenError, WhyNot
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent, Cell
from tests.booking.calls.conftest import OTHER_ID, cells_of, history_of, of_other_visitor


def test_moving_takes_new_cells_and_gives_back_the_old_ones(call: Call, now: datetime) -> None:
    moved = move(call, call.starts_at + timedelta(days=1), now=now)
    assert cells_of(moved) == ["05 09:00", "05 09:15", "05 09:30"]
    assert (moved.sequence, moved.uid, moved.token_hash) == (1, call.uid, call.token_hash)
    assert history_of(moved) == [("booked", "visitor"), ("moved", "visitor")]


def test_moving_twice_counts_the_sequence_to_two(call: Call, now: datetime) -> None:
    move(call, call.starts_at + timedelta(days=1), now=now)
    assert move(call, call.starts_at, now=now).sequence == 2


def test_moving_to_a_neighbouring_slot_ignores_its_own_cells(call: Call, now: datetime) -> None:
    moved = move(call, call.starts_at + timedelta(minutes=30), now=now)
    assert cells_of(moved) == ["04 09:30", "04 09:45", "04 10:00"]


def test_moving_ignores_its_own_place_in_the_daily_number(call: Call, now: datetime) -> None:
    call.trainer.call_rules.calls_a_day = 1
    call.trainer.call_rules.save()
    assert move(call, call.starts_at + timedelta(minutes=30), now=now).sequence == 1


def test_moving_to_where_it_is_changes_nothing(call: Call, now: datetime) -> None:
    assert move(call, call.starts_at, now=now).sequence == 0
    assert history_of(call) == [("booked", "visitor")]


def test_a_move_that_fails_leaves_the_call_where_it_was(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    reserve(of_other_visitor(booking_request), call.trainer, now=now)
    with pytest.raises(SlotTakenError):
        move(call, booking_request.starts_at, now=now)
    call.refresh_from_db()
    assert (call.sequence, cells_of(call)) == (0, ["04 09:00", "04 09:15", "04 09:30"])


def test_moving_takes_a_time_that_nobody_confirmed(
    asking: Trainer, call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    late = reserve(of_other_visitor(booking_request), asking, now=now)
    assert move(call, late.starts_at, now=now + timedelta(hours=2)).starts_at == late.starts_at
    late.refresh_from_db()
    assert history_of(late) == [("booked", "visitor"), ("cancelled", "nobody")]


def test_cancelling_frees_the_time(call: Call, booking_request: BookingRequest, now: datetime) -> None:
    cancelled = cancel(call, reason="Back at work", now=now)
    assert (cancelled.status, cancelled.cancel_reason, cancelled.sequence) == ("cancelled", "Back at work", 1)
    assert Cell.objects.count() == 0
    assert reserve(of_other_visitor(booking_request, starts_at=call.starts_at), call.trainer, now=now).is_booked


def test_cancelling_twice_changes_nothing(call: Call, now: datetime) -> None:
    cancel(call, now=now)
    assert cancel(call, reason="again", now=now).sequence == 1
    assert history_of(call) == [("booked", "visitor"), ("cancelled", "visitor")]


@pytest.mark.parametrize("hours", [36.51, 48, 49, 72])
def test_no_link_changes_a_call_within_the_shortest_notice(call: Call, now: datetime, hours: float) -> None:
    """The call is 49 hours away and the notice is twelve hours."""
    late = now + timedelta(hours=hours + 0.5)
    with pytest.raises(NotChangeableError):
        move(call, call.starts_at + timedelta(days=1), now=late)
    with pytest.raises(NotChangeableError):
        cancel(call, now=late)
    call.refresh_from_db()
    assert (call.status, call.sequence) == ("booked", 0)


def test_the_trainer_may_move_and_cancel_at_short_notice(call: Call, now: datetime) -> None:
    late = call.starts_at - timedelta(hours=2)
    moved = move(call, call.starts_at + timedelta(hours=1), now=late, by=CallEvent.By.TRAINER)
    cancel(moved, now=late, by=CallEvent.By.TRAINER)
    assert history_of(call) == [("booked", "visitor"), ("moved", "trainer"), ("cancelled", "trainer")]


def test_a_cancelled_call_can_not_be_moved(call: Call, now: datetime) -> None:
    cancel(call, now=now)
    with pytest.raises(NotChangeableError):
        move(call, call.starts_at + timedelta(days=1), now=now)


def test_a_cancel_can_be_taken_back_for_ten_minutes(call: Call, now: datetime) -> None:
    cancel(call, reason="by mistake", now=now)
    back = restore(call, now=now + timedelta(minutes=9))
    assert (back.status, back.cancel_reason, back.sequence) == ("booked", "", 2)
    assert history_of(back)[1:] == [("cancelled", "visitor"), ("restored", "visitor")]
    assert cells_of(back) == ["04 09:00", "04 09:15", "04 09:30"]


def test_a_cancel_can_not_be_taken_back_later(call: Call, now: datetime) -> None:
    cancel(call, now=now)
    with pytest.raises(NotChangeableError):
        restore(call, now=now + timedelta(minutes=10))


def test_only_whoever_cancelled_takes_it_back(call: Call, now: datetime) -> None:
    cancel(call, now=now, by=CallEvent.By.TRAINER)
    with pytest.raises(NotChangeableError):
        restore(call, now=now)


def test_a_cancel_can_not_be_taken_back_once_the_time_has_gone(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    cancel(call, now=now)
    reserve(of_other_visitor(booking_request, starts_at=call.starts_at), call.trainer, now=now)
    with pytest.raises(SlotTakenError):
        restore(call, now=now)
    call.refresh_from_db()
    assert call.is_cancelled


def test_a_cancel_is_taken_back_by_somebody_with_whom_the_trainer_booked_two_calls(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    reserve(replace(booking_request, id=OTHER_ID), call.trainer, now=now, by=CallEvent.By.TRAINER)
    minute_later = now + timedelta(minutes=1)
    cancel(call, now=minute_later)
    assert restore(call, now=minute_later).is_booked


def test_a_cancel_is_not_taken_back_by_whoever_has_booked_another_call_since(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    cancel(call, now=now)
    minute_later = now + timedelta(minutes=1)
    reserve(replace(booking_request, id=OTHER_ID), call.trainer, now=minute_later)
    with pytest.raises(DuplicateBookingError):
        restore(call, now=minute_later)


def test_a_visitor_who_moves_a_call_without_end_is_stopped_and_can_still_cancel_it(call: Call, now: datetime) -> None:
    there, back = call.starts_at, call.starts_at + timedelta(days=1)
    assert MOST_CHANGES_A_DAY == 12
    for _ in range(6):
        move(call, back, now=now)
        move(call, there, now=now)
    with pytest.raises(NotChangeableError) as refused:
        move(call, back, now=now)
    assert refused.value.why is WhyNot.OFTEN
    assert move(call, back, now=now, by=CallEvent.By.TRAINER).starts_at == back
    assert cancel(call, now=now).is_cancelled
    with pytest.raises(NotChangeableError):
        restore(call, now=now)


def test_an_outcome_is_noted_after_the_call_began(call: Call, now: datetime) -> None:
    with pytest.raises(NotChangeableError):
        note_outcome(call, Call.Status.MISSED, now=now)
    talked = note_outcome(call, Call.Status.TALKED, now=call.starts_at)
    assert (talked.status, history_of(call)[-1]) == ("talked", ("talked", "trainer"))
    assert Cell.objects.count() == 3


@pytest.mark.parametrize("act", ["move", "cancel"])
def test_a_change_settles_what_the_call_was_waiting_for(
    asking: Trainer, booking_request: BookingRequest, now: datetime, act: str
) -> None:
    """Whoever has the link has read the mail, so there is nothing left to confirm, nor to ask."""
    call = reserve(replace(booking_request, starts_at=booking_request.starts_at + timedelta(days=1)), asking, now=now)
    Call.objects.filter(pk=call.pk).update(move_asked_at=now)
    if act == "move":
        move(call, call.starts_at + timedelta(days=1), now=now)
    else:
        cancel(call, now=now)
    call.refresh_from_db()
    assert (call.confirm_by, call.move_asked_at, call.changed_at) == (None, None, now)


def test_a_taken_back_cancel_takes_a_time_that_nobody_confirmed(
    asking: Trainer, booking_request: BookingRequest, call: Call, now: datetime
) -> None:
    cancel(call, now=now + timedelta(hours=1) - timedelta(minutes=5))
    late = reserve(of_other_visitor(booking_request, starts_at=call.starts_at), asking, now=now)
    assert restore(call, now=now + timedelta(hours=1)).is_booked
    assert history_of(late) == [("booked", "visitor"), ("cancelled", "nobody")]


TEN_MINUTES = timedelta(minutes=10)
MOMENT = timedelta(microseconds=1)


def test_why_a_cancel_stays_one(call: Call, now: datetime) -> None:
    assert why_not_restored(call, now) is WhyNot.OVER
    cancelled = cancel(call, now=now)
    assert why_not_restored(cancelled, now + TEN_MINUTES - MOMENT) is None
    assert why_not_restored(cancelled, now + TEN_MINUTES) is WhyNot.TEN_MINUTES
    assert why_not_restored(cancelled, call.starts_at - MOMENT) is WhyNot.TEN_MINUTES
    assert why_not_restored(cancelled, call.starts_at) is WhyNot.BEGUN


@pytest.mark.parametrize(
    ("by", "why"), [(CallEvent.By.TRAINER, WhyNot.BY_TRAINER), (CallEvent.By.NOBODY, WhyNot.UNCONFIRMED)]
)
def test_why_the_cancel_of_somebody_else_stays_one(call: Call, now: datetime, by: CallEvent.By, why: WhyNot) -> None:
    assert why_not_restored(cancel(call, now=now, by=CallEvent.By.TRAINER), now) is WhyNot.BY_TRAINER
    call.events.filter(kind=CallEvent.Kind.CANCELLED).update(by=by)
    call.refresh_from_db()
    assert why_not_restored(call, now) is why


def test_why_a_call_can_not_be_changed(call: Call, now: datetime) -> None:
    notice = timedelta(hours=12)
    assert why_not_changed(call, now) is None
    assert why_not_changed(call, call.starts_at - notice + MOMENT) is WhyNot.TOO_SOON
    assert why_not_changed(call, call.starts_at - MOMENT) is WhyNot.TOO_SOON
    assert why_not_changed(call, call.starts_at) is WhyNot.OVER
    assert why_not_changed(cancel(call, now=now), now) is WhyNot.CANCELED
    call.refresh_from_db()
    call.status = Call.Status.MISSED
    assert why_not_changed(call, now) is WhyNot.OVER


@pytest.mark.parametrize(("minutes", "is_over"), [(0, False), (29, False), (30, True)])
def test_the_trainer_changes_a_call_until_it_is_over(call: Call, minutes: int, is_over: bool) -> None:
    during = call.starts_at + timedelta(minutes=minutes)
    if is_over:
        with pytest.raises(NotChangeableError):
            cancel(call, now=during, by=CallEvent.By.TRAINER)
    else:
        assert cancel(call, now=during, by=CallEvent.By.TRAINER).is_cancelled


def test_the_changes_of_a_day_are_forgotten_after_a_day(call: Call, now: datetime) -> None:
    kind, by = CallEvent.Kind.MOVED, CallEvent.By.VISITOR
    for _ in range(MOST_CHANGES_A_DAY):
        CallEvent.objects.create(call=call, kind=kind, by=by, at=now, starts_at=call.starts_at)
    with pytest.raises(NotChangeableError):
        move(call, call.starts_at + timedelta(days=1), now=now + timedelta(days=1) - MOMENT)
    assert move(call, call.starts_at + timedelta(days=1), now=now + timedelta(days=1)).sequence == 1
