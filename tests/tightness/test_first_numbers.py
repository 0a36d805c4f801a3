"""The three numbers of the sign-up. It is Wednesday, March 4, 2026, 09:00 in Chicago."""

from datetime import UTC, date, datetime

import pytest

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.first_numbers import record_first_numbers
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.usual import ReportedDays, recalled_days


def stored(client: Client) -> list[tuple[str, str, int]]:
    return [(f"{entry.local_on:%d %b}", entry.moment, entry.score) for entry in client.check_ins.entries()]


def test_todays_is_a_check_in_like_any_other_and_two_are_from_memory(maya: Client, now: datetime) -> None:
    record_first_numbers(maya, (5, 6, 4), at=now)
    assert stored(maya) == [("02 Mar", "recalled", 4), ("03 Mar", "recalled", 6), ("04 Mar", "any", 5)]
    assert [entry.at for entry in maya.check_ins.entries()] == [now.replace(day=2), now.replace(day=3), now]


def test_they_make_the_usual_until_three_days_are_reported(maya: Client, now: datetime) -> None:
    record_first_numbers(maya, (5, 6, 4), at=now)
    entries = maya.check_ins.entries()
    reported = ReportedDays.of(entries)
    assert (reported.usual, reported.start, len(reported.days)) == (5, None, 1)


@pytest.mark.parametrize("numbers", [(None, 6, 4), (5, None, 4), (5, 6, None), (None, None, None), ()])
def test_what_was_left_out_is_not_stored_and_makes_no_usual(
    maya: Client, now: datetime, numbers: tuple[int | None, ...]
) -> None:
    record_first_numbers(maya, numbers, at=now)
    assert CheckIn.objects.count() == sum(number is not None for number in numbers)
    assert recalled_days(maya.check_ins.entries()) == ()


def test_storing_them_again_changes_nothing(maya: Client, now: datetime) -> None:
    record_first_numbers(maya, (5, 6, 4), at=now)
    before = list(CheckIn.objects.values_list())
    record_first_numbers(maya, (9, 9, 9), at=now)
    assert list(CheckIn.objects.values_list()) == before


def test_two_people_have_ids_of_their_own(maya: Client, other_client: Client, now: datetime) -> None:
    record_first_numbers(maya, (5, 6, 4), at=now)
    record_first_numbers(other_client, (1, 2, 3), at=now)
    assert CheckIn.objects.count() == 6


def test_a_time_that_the_clocks_skipped_the_day_before_still_lies_on_that_day(maya: Client) -> None:
    """02:30 on Sunday, March 8 did not exist in Chicago."""
    record_first_numbers(maya, (5, 6, 4), at=datetime(2026, 3, 9, 7, 30, tzinfo=UTC))
    today, yesterday, before = maya.check_ins.newest_first()
    assert [today.local_on - yesterday.local_on, yesterday.local_on - before.local_on] == [
        date(2026, 3, 9) - date(2026, 3, 8)
    ] * 2


def test_in_the_weeks_of_another_clock_the_time_of_day_stays(maya: Client) -> None:
    record_first_numbers(maya, (5, 6, 4), at=datetime(2026, 3, 8, 14, 0, tzinfo=UTC))
    hours = [entry.at.astimezone(maya.user.tz).hour for entry in maya.check_ins.entries()]
    assert hours == [9, 9, 9]
