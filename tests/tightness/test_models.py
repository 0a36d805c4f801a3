from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue

ID = UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01")
OTHER_ID = UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e02")
LATE = datetime(2026, 3, 4, 5, 30, tzinfo=UTC)  # 23:30 on the third in Chicago


def test_a_check_in_belongs_to_the_day_on_the_clients_calendar(maya: Client) -> None:
    assert CheckIn.record(id=ID, client=maya, at=LATE, score=4).local_on == date(2026, 3, 3)


def test_the_same_id_again_answers_with_what_was_stored_first(maya: Client, now: datetime) -> None:
    CheckIn.record(id=ID, client=maya, at=LATE, score=4)
    again = CheckIn.record(id=ID, client=maya, at=now, score=9)
    assert (again.score, again.at, CheckIn.objects.count()) == (4, LATE, 1)


def test_somebody_elses_id_is_refused_and_tells_nothing(maya: Client, other_client: Client) -> None:
    CheckIn.record(id=ID, client=maya, at=LATE, score=4)
    with pytest.raises(CheckIn.DoesNotExist):
        CheckIn.record(id=ID, client=other_client, at=LATE, score=9)
    assert CheckIn.objects.get().score == 4


def test_a_corrected_number_keeps_the_day_that_was_lived_after_a_move(maya: Client, now: datetime) -> None:
    check_in = CheckIn.record(id=ID, client=maya, at=LATE, score=4)
    maya.user.zone = "Europe/Berlin"  # where it was the fourth already
    check_in.correct(score=5, situation="lifting", at=LATE, now=now)
    stored = CheckIn.objects.get()
    assert (stored.score, stored.situation, stored.local_on, stored.edited_at) == (5, "lifting", date(2026, 3, 3), now)


def test_what_changes_nothing_is_no_edit(maya: Client, now: datetime) -> None:
    check_in = CheckIn.record(id=ID, client=maya, at=LATE, score=4, situation="lifting")
    check_in.correct(score=4, situation="lifting", at=LATE, now=now)
    assert CheckIn.objects.get().edited_at is None


@pytest.mark.parametrize(("minutes", "day"), [(-1, 3), (0, 4)])
def test_the_day_changes_at_four_and_not_at_midnight(maya: Client, minutes: int, day: int) -> None:
    four = datetime(2026, 3, 4, 10, tzinfo=UTC)  # in Chicago
    check_in = CheckIn.record(id=ID, client=maya, at=four + timedelta(minutes=minutes), score=4)
    assert check_in.local_on == date(2026, 3, day)


def test_another_hour_moves_no_day_that_is_stored(maya: Client, now: datetime) -> None:
    check_in = CheckIn.record(id=ID, client=maya, at=now, score=4)  # nine in the morning
    maya.day_begins = 14
    check_in.correct(score=5, situation="", at=now, now=now)
    later = CheckIn.record(id=OTHER_ID, client=maya, at=now, score=4)
    assert (CheckIn.objects.get(pk=ID).local_on, later.local_on) == (date(2026, 3, 4), date(2026, 3, 3))


def test_a_corrected_time_brings_its_own_day(maya: Client, now: datetime) -> None:
    check_in = CheckIn.record(id=ID, client=maya, at=LATE, score=4)
    check_in.correct(score=4, situation="", at=LATE - timedelta(days=2), now=now)
    assert CheckIn.objects.get().local_on == date(2026, 3, 1)


def test_what_was_deleted_is_out_of_the_entries_until_it_is_restored(maya: Client, now: datetime) -> None:
    check_in = CheckIn.record(id=ID, client=maya, at=LATE, score=4)
    check_in.delete_softly(now)
    assert maya.check_ins.entries() == ()
    check_in.restore(now)
    assert [each.id for each in maya.check_ins.entries()] == [str(ID)]


def test_entries_are_values_oldest_first(maya: Client, now: datetime) -> None:
    CheckIn.record(id=ID, client=maya, at=now, score=4, moment="morning", situation="getting-up")
    CheckIn.record(id=OTHER_ID, client=maya, at=LATE, score=6)
    assert maya.check_ins.entries() == (
        CheckInValue(id=str(OTHER_ID), at=LATE, local_on=date(2026, 3, 3), score=6),
        CheckInValue(id=str(ID), at=now, local_on=date(2026, 3, 4), score=4, moment="morning", situation="getting-up"),
    )


@pytest.mark.parametrize(("moment", "stays"), [("before", True), ("after", True), ("morning", False), ("any", False)])
def test_before_and_after_are_of_a_practice(moment: str, stays: bool) -> None:
    assert CheckIn(moment=moment).is_of_a_practice is stays


@pytest.mark.parametrize("wrong", [{"score": 11}, {"moment": "noon"}, {"situation": "flying"}])
def test_the_database_refuses_what_makes_no_sense(maya: Client, wrong: dict[str, object]) -> None:
    values = {"client": maya, "at": LATE, "local_on": date(2026, 3, 3), "score": 4, **wrong}
    with pytest.raises(IntegrityError):
        CheckIn.objects.create(**values)
