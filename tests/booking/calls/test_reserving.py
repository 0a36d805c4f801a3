"""Booking: the call, its cells and its history, and who is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.changing import cancel, move, restore
from hinge_coach.booking.calls.claiming import expire_unconfirmed, take_cells
from hinge_coach.booking.calls.errors import DuplicateBookingError, SlotTakenError
from hinge_coach.booking.calls.mending import mend
from hinge_coach.booking.calls.reserving import BookingRequest, confirm, rebook, reserve
from hinge_coach.booking.models import Call, CallEvent, Cell
from tests.booking.calls.conftest import OTHER_ID, cells_of, history_of, of_other_visitor


def test_booking_stores_the_call_its_cells_and_its_history(
    trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    call = reserve(booking_request, trainer, now=now)
    assert (call.pk, call.name, call.email, call.phone) == (
        booking_request.id,
        "Maya",
        "maya@example.com",
        "+12025550143",
    )
    assert (call.starts_at, call.ends_at) == (
        booking_request.starts_at,
        booking_request.starts_at + timedelta(minutes=30),
    )
    assert (call.zone.key, call.status, call.sequence) == ("America/New_York", "booked", 0)
    assert (call.keeps_answers, call.has_24h_clock, call.confirm_by) == (False, False, None)
    assert cells_of(call) == ["03 09:00", "03 09:15", "03 09:30"]
    assert history_of(call) == [("booked", "visitor")]


def test_the_same_form_sent_again_books_nothing_new(
    trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    first = reserve(booking_request, trainer, now=now)
    again = reserve(
        replace(booking_request, starts_at=booking_request.starts_at + timedelta(hours=1)), trainer, now=now
    )
    assert again == first
    assert again.starts_at == first.starts_at
    assert Call.objects.count() == 1


def test_the_same_form_sent_again_after_a_cancel_stays_cancelled(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    cancel(call, now=now)
    assert reserve(booking_request, call.trainer, now=now).is_cancelled


def test_a_slot_that_has_gone_names_the_nearest_three(
    trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    reserve(booking_request, trainer, now=now)
    with pytest.raises(SlotTakenError) as refused:
        reserve(of_other_visitor(booking_request), trainer, now=now)
    assert refused.value.why == slots.Refusal(slots.RefusalReason.TAKEN, "That time has just gone.")
    assert [f"{slot.starts_at:%d %H:%M}" for slot in refused.value.nearest] == ["03 08:00", "03 10:00", "03 10:30"]
    assert Call.objects.count() == 1


@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_an_overlapping_slot_is_refused(
    trainer: Trainer, booking_request: BookingRequest, now: datetime, minutes: int
) -> None:
    """A call of 30 minutes with a quarter of an hour after it keeps the start before it and the one after it free."""
    reserve(booking_request, trainer, now=now)
    with pytest.raises(SlotTakenError):
        reserve(
            of_other_visitor(booking_request, starts_at=booking_request.starts_at + timedelta(minutes=minutes)),
            trainer,
            now=now,
        )
    assert Cell.objects.count() == 3


def test_the_database_itself_keeps_one_call_to_a_cell(call: Call) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(call=call, start=call.starts_at)
    assert Cell.objects.count() == 3


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        (datetime(2026, 3, 3, 9, 10, tzinfo=UTC), slots.RefusalReason.CLOSED),
        (datetime(2026, 3, 7, 9, tzinfo=UTC), slots.RefusalReason.CLOSED),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), slots.RefusalReason.TOO_SOON),
        (datetime(2026, 5, 4, 9, tzinfo=UTC), slots.RefusalReason.TOO_FAR),
    ],
)
def test_a_slot_that_was_never_offered_is_refused(
    trainer: Trainer, booking_request: BookingRequest, now: datetime, starts_at: datetime, code: slots.RefusalReason
) -> None:
    with pytest.raises(SlotTakenError) as refused:
        reserve(replace(booking_request, starts_at=starts_at), trainer, now=now)
    assert refused.value.why.code == code
    assert len(refused.value.nearest) == 3
    assert (Call.objects.count(), Cell.objects.count(), CallEvent.objects.count()) == (0, 0, 0)


def test_a_cell_that_went_to_somebody_else_in_spite_of_the_lock_is_refused_as_gone(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    other = reserve(of_other_visitor(booking_request), call.trainer, now=now)
    other.starts_at, other.ends_at = call.starts_at, call.ends_at
    with pytest.raises(SlotTakenError) as refused:
        take_cells(other, now)
    assert (refused.value.why, len(refused.value.nearest)) == (slots.GONE, 3)
    assert (cells_of(call), cells_of(other)) == (
        ["04 09:00", "04 09:15", "04 09:30"],
        ["03 09:00", "03 09:15", "03 09:30"],
    )


def test_the_fifth_call_of_a_day_is_refused(trainer: Trainer, booking_request: BookingRequest, now: datetime) -> None:
    trainer.call_rules.calls_a_day = 1
    trainer.call_rules.save()
    reserve(booking_request, trainer, now=now)
    with pytest.raises(SlotTakenError) as refused:
        reserve(
            of_other_visitor(booking_request, starts_at=booking_request.starts_at + timedelta(hours=1)),
            trainer,
            now=now,
        )
    assert {f"{slot.starts_at:%d}" for slot in refused.value.nearest} == {"04"}


@pytest.mark.parametrize("same", ["email", "phone"])
def test_one_open_call_for_each_e_mail_and_phone(
    call: Call, booking_request: BookingRequest, now: datetime, same: str
) -> None:
    other = of_other_visitor(booking_request, **{same: getattr(booking_request, same)})
    with pytest.raises(DuplicateBookingError) as refused:
        reserve(other, call.trainer, now=now)
    assert refused.value.call == call


def test_an_old_call_is_no_reason_to_refuse_a_new_one(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    after = now + timedelta(days=7)
    assert reserve(
        replace(booking_request, id=OTHER_ID, starts_at=booking_request.starts_at + timedelta(days=8)),
        call.trainer,
        now=after,
    ).is_booked


def test_every_offered_slot_is_accepted(trainer: Trainer, booking_request: BookingRequest, now: datetime) -> None:
    """Books whatever is offered first until nothing is left, then looks for overlaps."""
    booked = 0
    while free := slots.offered(load_availability(trainer, now), now):
        slot = free[0]
        call = replace(
            booking_request,
            id=UUID(int=(booked + 1) | 4 << 76 | 2 << 62),
            email=f"visitor-{booked}@example.com",
            phone=f"+120255501{booked:02}",
            starts_at=slot.starts_at,
        )
        assert reserve(call, trainer, now=now).starts_at == slot.starts_at
        booked += 1
    assert booked == 15 * 3
    assert list(problems()) == []


@pytest.mark.parametrize(
    "changes", [{"email": "stranger@example.com", "phone": "+12025550199"}, {"email": "lee@example.com"}, {"phone": ""}]
)
def test_an_id_alone_is_no_proof_of_being_the_caller(
    trainer: Trainer, booking_request: BookingRequest, call: Call, now: datetime, changes: dict[str, str]
) -> None:
    stranger = replace(booking_request, id=call.pk, **changes)  # type: ignore[arg-type]
    with pytest.raises(DuplicateBookingError):
        reserve(stranger, trainer, now=now)
    assert Call.objects.get().email == call.email


def test_the_caller_is_known_by_an_address_in_other_letters(
    trainer: Trainer, booking_request: BookingRequest, call: Call, now: datetime
) -> None:
    assert reserve(replace(booking_request, id=call.pk, email="MAYA@example.com"), trainer, now=now) == call


def test_all_that_a_caller_told_is_stored_and_goes_on_into_the_call_after_a_missed_one(
    asking: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    told = {
        "about": "Tight after long drives.",
        "tightness": 6,
        "tight_when": "mornings",
        "tried": "Walking",
        "answers": ["numb"],
        "taster": "hips",
        "keeps_answers": True,
        "extension": "12",
        "has_24h_clock": True,
        "source": "a friend",
        "title": "Review",
    }
    request = replace(booking_request, minutes=50, **told)  # type: ignore[arg-type]
    call = reserve(request, asking, now=now, by=CallEvent.By.TRAINER)
    after = now + timedelta(days=2)
    another = rebook(call, booking_request.starts_at + timedelta(days=2), now=after)
    for stored in (call, another):
        assert {name: getattr(stored, name) for name in told} == told
        assert (stored.minutes, stored.name, stored.email) == (50, "Maya", "maya@example.com")
    assert (call.booked_at, call.changed_at, another.booked_at) == (now, now, after)
    assert call.token_hash != another.token_hash
    assert (call.confirm_by, another.confirm_by) == (None, None)  # the trainer's word, and an address known before


@pytest.mark.parametrize(
    ("minutes_ahead", "confirmed", "within"),
    [(25 * 60, False, 60), (60, False, 60), (30, False, 30), (25 * 60, True, None)],
)
def test_a_call_is_confirmed_within_an_hour_and_before_it_begins(
    asking: Trainer,
    booking_request: BookingRequest,
    now: datetime,
    minutes_ahead: int,
    confirmed: bool,
    within: int | None,
) -> None:
    asking.call_rules.notice_minutes = 0
    asking.call_rules.save()
    request = replace(booking_request, starts_at=now + timedelta(minutes=minutes_ahead))
    call = reserve(request, asking, now=now, confirmed=confirmed)
    assert call.confirm_by == (None if within is None else now + timedelta(minutes=within))


def test_only_the_trainer_books_a_second_call_with_one_contact(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    second = replace(booking_request, id=OTHER_ID)
    with pytest.raises(DuplicateBookingError):
        reserve(second, call.trainer, now=now)
    assert reserve(second, call.trainer, now=now, by=CallEvent.By.TRAINER).is_booked


def test_whoever_comes_too_late_is_refused_without_waiting_for_the_others(
    call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    late = of_other_visitor(booking_request, starts_at=call.starts_at)
    with CaptureQueriesContext(connection) as queries, pytest.raises(SlotTakenError):
        reserve(late, call.trainer, now=now)
    assert [query["sql"] for query in queries if query["sql"].startswith("SAVEPOINT")] == []


def test_the_other_press_of_a_button_may_book_in_the_middle_of_this_one(
    trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    """The second press finds the time taken, by the call that it asks for itself."""
    presses: list[object] = []

    def press_again(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if "booking_cell" in sql and not presses:
            presses.append("other")
            presses.append(reserve(booking_request, trainer, now=now))
        return execute(sql, *rest)

    with connection.execute_wrapper(press_again):
        call = reserve(booking_request, trainer, now=now)
    assert presses == ["other", call]
    assert (Call.objects.count(), history_of(call)) == (1, [("booked", "visitor")])


@pytest.mark.parametrize("act", ["reserve", "confirm", "move", "cancel", "restore", "mend"])
def test_every_change_first_waits_for_the_other_calls_of_the_trainer(
    call: Call, booking_request: BookingRequest, now: datetime, act: str
) -> None:
    """On PostgreSQL the statement locks the row; on SQLite, where the transaction does, it is the same statement."""
    if act == "restore":
        cancel(call, now=now)
    acts: dict[str, Callable[[], object]] = {
        "reserve": lambda: reserve(of_other_visitor(booking_request), call.trainer, now=now),
        "confirm": lambda: confirm(call, now=now),
        "move": lambda: move(call, call.starts_at + timedelta(days=1), now=now),
        "cancel": lambda: cancel(call, now=now),
        "restore": lambda: restore(call, now=now),
        "mend": lambda: mend(call, name="Lee", email=call.email, phone=call.phone, extension="", now=now),
    }
    with CaptureQueriesContext(connection) as queries:
        acts[act]()
    statements = [query["sql"] for query in queries]
    begin = next(place for place, sql in enumerate(statements) if sql.startswith("SAVEPOINT"))
    assert 'FROM "accounts_trainer"' in statements[begin + 1]


def test_a_time_that_nobody_confirmed_is_freed_under_the_lock_and_once(
    asking: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    call, late = reserve(booking_request, asking, now=now), now + timedelta(hours=1)
    assert expire_unconfirmed(late - timedelta(seconds=1)) == 0
    with CaptureQueriesContext(connection) as queries:
        assert [expire_unconfirmed(late, but=call), expire_unconfirmed(late), expire_unconfirmed(late)] == [0, 1, 0]
    statements = [query["sql"] for query in queries]
    begin = next(place for place, sql in enumerate(statements) if sql.startswith("SAVEPOINT"))
    assert 'FROM "accounts_trainer"' in statements[begin + 1]
    call.refresh_from_db()
    assert (call.status, call.sequence, call.changed_at, cells_of(call)) == ("cancelled", 1, late, [])


def test_whoever_asks_who_has_a_call_learns_nothing_without_a_free_time(
    trainer: Trainer, booking_request: BookingRequest, call: Call, now: datetime
) -> None:
    asked = replace(booking_request, id=uuid4(), starts_at=now)
    with pytest.raises(SlotTakenError):
        reserve(asked, trainer, now=now)


def test_a_zone_by_an_old_name_is_stored_as_it_was_given(
    trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    reserve(replace(booking_request, zone=ZoneInfo("US/Eastern")), trainer, now=now)
    call = Call.objects.get()
    assert (call.zone, call.tz.key) == (ZoneInfo("US/Eastern"), "US/Eastern")
    assert list(Call.objects.filter(zone="US/Eastern")) == [call]
