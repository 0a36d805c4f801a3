"""Closures, pauses and answers as rows."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import (
    Closure,
    Pause,
    Screening,
    active_closure,
    last_answered_at,
    last_lift,
    pause_on,
)
from hinge_coach.safety.screening import Level


def stop_of(client: Client, *, cause: str = Closure.Cause.ANSWERS, level: Level = Level.REFER) -> Closure:
    return Closure.objects.create(client=client, cause=cause, level=level, sentence="Please see somebody first.")


def test_the_active_closure_and_the_last_lift_are_told_apart(maya: Client, now: datetime) -> None:
    assert (active_closure(maya), last_lift(maya.closures.all())) == (None, None)
    for days in (2, 5):
        stop_of(maya).lift(by=maya.user, note="Seen.", at=now + timedelta(days=days))
    closed = stop_of(maya)
    assert (active_closure(maya), last_lift(maya.closures.all())) == (closed, now + timedelta(days=5))


def test_a_client_has_at_most_one_open_stop(maya: Client, other_client: Client, now: datetime) -> None:
    first = stop_of(maya)
    with pytest.raises(IntegrityError), transaction.atomic():
        stop_of(maya)
    stop_of(other_client)
    first.lift(by=maya.user, note="Been.", at=now)
    assert active_closure(maya) is None
    assert active_closure(maya) != (again := stop_of(maya))
    assert active_closure(maya) == again
    assert maya.closures.active().count() == 1


@pytest.mark.parametrize(
    ("cause", "level", "may"),
    [
        (Closure.Cause.ANSWERS, Level.REFER, True),
        (Closure.Cause.ANSWERS, Level.TODAY, False),
        (Closure.Cause.ANSWERS, Level.EMERGENCY, False),
        (Closure.Cause.RULE, Level.REFER, False),
        (Closure.Cause.RULE, Level.EMERGENCY, False),
    ],
)
def test_only_after_see_somebody_first_may_the_client_reopen(cause: str, level: Level, may: bool) -> None:
    assert Closure(cause=cause, level=level).client_may_lift == may


def test_reopening_writes_down_who_when_and_why(maya: Client, trainer: Trainer, now: datetime) -> None:
    stop = stop_of(maya)
    stop.lift(by=trainer.user, note="We talked.", at=now)
    stop.refresh_from_db()
    assert (stop.is_active, stop.lifted_by, stop.lifted_at, stop.note) == (False, trainer.user, now, "We talked.")


def test_a_pause_can_not_end_before_it_begins(maya: Client) -> None:
    with pytest.raises(IntegrityError, match="a_pause_ends_after_it_begins"), transaction.atomic():
        Pause.objects.create(client=maya, begins_on=date(2026, 3, 4), ends_on=date(2026, 3, 3))


def test_only_one_pause_can_be_open_and_only_one_begins_on_a_day(maya: Client, other_client: Client) -> None:
    Pause.objects.create(client=maya, begins_on=date(2026, 3, 4))
    for begins_on, ends_on in ((date(2026, 3, 9), None), (date(2026, 3, 4), date(2026, 3, 4))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pause.objects.create(client=maya, begins_on=begins_on, ends_on=ends_on)
    Pause.objects.create(client=other_client, begins_on=date(2026, 3, 4))
    assert Pause.objects.count() == 2


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "paused"),
    [
        (date(2026, 3, 4), None, True),
        (date(2026, 3, 5), None, False),
        (date(2026, 3, 1), date(2026, 3, 4), True),
        (date(2026, 3, 1), date(2026, 3, 3), False),
    ],
)
def test_a_pause_holds_from_its_first_day_to_its_last(
    maya: Client, begins_on: date, ends_on: date | None, paused: bool
) -> None:
    today, pause = date(2026, 3, 4), Pause.objects.create(client=maya, begins_on=begins_on, ends_on=ends_on)
    assert (pause.covers(today), pause_on(maya, today)) == (paused, pause if paused else None)


def test_without_a_pause_nobody_is_paused(maya: Client) -> None:
    assert pause_on(maya, date(2026, 3, 4)) is None


def test_before_the_first_answers_the_questions_count_from_joining(maya: Client, now: datetime) -> None:
    assert last_answered_at(maya) == maya.joined_at
    for days in (3, 1):
        Screening.objects.create(client=maya, answered_at=now + timedelta(days=days), level=Level.CLEAR)
    assert last_answered_at(maya) == now + timedelta(days=3)
