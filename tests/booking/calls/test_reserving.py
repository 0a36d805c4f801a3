from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calendars.feed import Method, calendar_file
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.changing import cancel, move, note_outcome, restore
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError, SlotTakenError
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent, Cell
from hinge_coach.tokens import hash_token

SOMEBODY_ELSE = UUID("7d1f53a4-9e0b-4d6e-8c1d-2b8f0a6c4e02")


def of_other_visitor(booking_request: BookingRequest, **changes: object) -> BookingRequest:
    other = replace(booking_request, id=SOMEBODY_ELSE, name="Lee", email="lee@example.com", phone="+12025550144")
    return replace(other, **changes)  # type: ignore[arg-type]


def cells_of(call: Call) -> list[str]:
    return [f"{start:%d %H:%M}" for start in call.cells.values_list("start", flat=True)]


def history_of(call: Call) -> list[tuple[str, str]]:
    return [(event.kind, event.by) for event in call.events.all()]


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
        replace(booking_request, id=SOMEBODY_ELSE, starts_at=booking_request.starts_at + timedelta(days=8)),
        call.trainer,
        now=after,
    ).is_booked


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


def test_an_outcome_is_noted_after_the_call_began(call: Call, now: datetime) -> None:
    with pytest.raises(NotChangeableError):
        note_outcome(call, Call.Status.MISSED, now=now)
    talked = note_outcome(call, Call.Status.TALKED, now=call.starts_at)
    assert (talked.status, history_of(call)[-1]) == ("talked", ("talked", "trainer"))
    assert Cell.objects.count() == 3


def test_the_link_is_made_again_but_only_its_hash_is_stored(call: Call) -> None:
    stored = {field.name: str(getattr(call, field.attname)) for field in Call._meta.concrete_fields}
    assert len(call.token) == 43
    assert [name for name, value in stored.items() if call.token in value] == []
    assert Call.objects.with_token(call.token).get() == call
    assert call.token_hash == hash_token(call.token)


def test_a_link_survives_a_change_of_the_sites_secret(call: Call, settings: Settings) -> None:
    token = call.token
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, as long as it takes to be a good one"
    assert call.token == token


def test_a_new_link_takes_the_old_one_back(call: Call) -> None:
    old = call.token
    call.make_token()
    call.save()
    assert not Call.objects.with_token(old).exists()
    assert Call.objects.with_token(call.token).exists()


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


def test_the_diary_takes_two_queries(
    call: Call, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        diary = load_availability(call.trainer, now)
    assert len(diary.hours) == 5
    assert diary.call_starts == (call.starts_at,)
    assert diary.taken == frozenset(call.cells.values_list("start", flat=True))


def test_an_id_alone_is_no_proof_of_being_the_caller(
    trainer: Trainer, booking_request: BookingRequest, call: Call, now: datetime
) -> None:
    stranger = replace(booking_request, id=call.pk, email="stranger@example.com", phone="+12025550199")
    with pytest.raises(DuplicateBookingError):
        reserve(stranger, trainer, now=now)
    assert Call.objects.get().email == call.email


def test_the_name_in_calendars_does_not_tell_the_id(call: Call) -> None:
    assert str(call.pk) not in calendar_file(call, Method.PUBLISH).decode()


def test_whoever_asks_who_has_a_call_learns_nothing_without_a_free_time(
    trainer: Trainer, booking_request: BookingRequest, call: Call, now: datetime
) -> None:
    asked = replace(booking_request, id=uuid4(), starts_at=now)
    with pytest.raises(SlotTakenError):
        reserve(asked, trainer, now=now)
