"""Late evenings and nights, lived through the pages: which day a report belongs to, and when the morning is asked for.

Lee lives in Berlin. Nights are those after December 7, 2026, a Monday.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from lessons.models import CarryOver, Lesson, Move, Practice
from tests import factories
from tests.conftest import SignIn
from tests.reading import page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
MONDAY, TUESDAY, WEDNESDAY = date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 9)


def berlin(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


def five_minutes_long() -> None:
    Lesson.objects.update(steps=[{"text": "Slowly.", "seconds": 300}])


def days_stored() -> list[tuple[date]]:
    check_ins = CheckIn.objects.order_by("at").values_list("local_on")
    return [*check_ins, *Practice.objects.values_list("local_on")]


@pytest.fixture
def lee(other_client: Client) -> Client:
    return other_client


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(berlin(MONDAY, 12), tick=False) as clock:
        yield clock


class Lee:
    """Lee at the pages, at a time."""

    def __init__(self, clock: time_machine.Traveller, lee: Client, sign_in: SignIn) -> None:
        self.clock, self.lee, self.sign_in = clock, lee, sign_in

    def is_asked(self, at: datetime) -> bool:
        self.clock.move_to(at)
        return "The day after “" in page_text(self.sign_in(self.lee).get("/today/"))

    def tap(self, at: datetime, score: int = 4) -> CheckIn:
        self.clock.move_to(at)
        key = uuid.uuid4()
        self.sign_in(self.lee).post("/today/check-in/", {"id": str(key), "score": str(score)})
        return CheckIn.objects.get(pk=key)


@pytest.fixture
def at_the_page(clock: time_machine.Traveller, lee: Client, sign_in: SignIn) -> Lee:
    return Lee(clock, lee, sign_in)


def test_ten_past_midnight_is_still_the_evening_of_the_practice(at_the_page: Lee, lee: Client) -> None:
    for evening in (MONDAY, TUESDAY):
        factories.practice_once(lee, berlin(evening, 23, 40))
        late = berlin(evening + timedelta(days=1), 0, 10)
        assert at_the_page.is_asked(late) is False
        tapped = at_the_page.tap(late)
        assert (tapped.moment, tapped.local_on) == ("any", evening)
    assert not Move.objects.exists()
    assert at_the_page.is_asked(berlin(WEDNESDAY, 8)) is True
    assert at_the_page.tap(berlin(WEDNESDAY, 8), 2).moment == "morning"
    assert at_the_page.is_asked(berlin(WEDNESDAY, 8)) is False


@pytest.mark.parametrize(
    ("practiced", "looked", "asked"),
    [
        ((19, 0), (3, 59), False),  # the day has not begun
        ((19, 0), (4, 0), True),
        ((23, 40), (4, 39), False),  # nor is the night over
        ((23, 40), (4, 40), True),
        ((19, 0), (23, 59), True),
    ],
)
def test_the_morning_is_asked_for_from_four_and_after_five_hours(
    at_the_page: Lee, lee: Client, practiced: tuple[int, int], looked: tuple[int, int], asked: bool
) -> None:
    factories.practice_once(lee, berlin(MONDAY, *practiced))
    assert at_the_page.is_asked(berlin(TUESDAY, *looked)) is asked


def test_it_is_asked_for_until_the_day_ends_and_not_longer(at_the_page: Lee, lee: Client) -> None:
    factories.practice_once(lee, berlin(MONDAY, 19))
    asked = [at_the_page.is_asked(berlin(WEDNESDAY, *clock)) for clock in ((0, 10), (3, 59), (4, 0))]
    assert asked == [True, True, False]


def test_somebody_who_works_at_night_is_asked_when_they_get_up(at_the_page: Lee, lee: Client) -> None:
    """Home at six, practice at half past six, in bed till two."""
    lee.day_begins = 14
    lee.save()
    practice = factories.practice_once(lee, berlin(TUESDAY, 6, 30))
    assert practice.local_on == MONDAY
    asked = [at_the_page.is_asked(berlin(TUESDAY, *clock)) for clock in ((8, 0), (13, 59), (14, 0), (23, 59))]
    assert asked == [False, False, True, True]
    assert at_the_page.tap(berlin(WEDNESDAY, 13, 59)).local_on == TUESDAY


@pytest.mark.parametrize(
    ("ends", "day"),
    [
        (berlin(TUESDAY, 0, 2), MONDAY),  # from 23:57
        (berlin(TUESDAY, 4, 2), TUESDAY),  # from 3:57, when it was still Monday
        (berlin(TUESDAY, 3, 59), MONDAY),
    ],
)
def test_a_practice_lies_on_one_day_with_both_its_numbers(lee: Client, ends: datetime, day: date) -> None:
    five_minutes_long()
    practice = factories.practice_once(lee, ends)
    practice.refresh_from_db()
    assert practice.before is not None
    assert practice.after is not None
    assert practice.before.at == ends - timedelta(minutes=5)
    assert {practice.local_on, practice.before.local_on, practice.after.local_on} == {day}


def test_a_corrected_number_of_a_practice_stays_on_its_day(lee: Client, sign_in: SignIn) -> None:
    five_minutes_long()
    before = factories.practice_once(lee, berlin(TUESDAY, 4, 2)).before
    assert before is not None
    with time_machine.travel(berlin(TUESDAY, 9), tick=False):
        sign_in(lee).post(f"/tightness/{before.pk}/", {"score": "5"})
    before.refresh_from_db()
    assert (before.score, before.local_on) == (5, TUESDAY)


def test_another_zone_or_hour_moves_nothing_that_is_stored(lee: Client, sign_in: SignIn) -> None:
    factories.practice_once(lee, berlin(TUESDAY, 0, 30))
    factories.report(lee, berlin(TUESDAY, 1), 3)
    stored = days_stored()
    sign_in(lee).post("/me/", {"name": "Lee", "zone": "Asia/Tokyo", "day_begins": "0"})
    assert days_stored() == stored
    assert factories.report(Client.objects.get(), berlin(TUESDAY, 1), 3).local_on == TUESDAY


def test_a_later_hour_in_the_middle_of_a_day_asks_once_for_the_morning(at_the_page: Lee, lee: Client) -> None:
    """At three Lee lets the day begin at midnight: it is Tuesday at once, but the night is not over."""
    factories.practice_once(lee, berlin(MONDAY, 23, 40))
    at_the_page.clock.move_to(berlin(TUESDAY, 3))
    at_the_page.sign_in(lee).post("/me/", {"name": "Lee", "zone": "Europe/Berlin", "day_begins": "0"})
    lee.refresh_from_db()
    assert [at_the_page.is_asked(berlin(TUESDAY, *clock)) for clock in ((3, 0), (4, 39), (4, 40))] == [
        *(False, False),
        True,
    ]
    assert at_the_page.tap(berlin(TUESDAY, 8)).moment == "morning"
    at_the_page.clock.move_to(berlin(TUESDAY, 9))
    at_the_page.sign_in(lee).post("/me/", {"name": "Lee", "zone": "Europe/Berlin", "day_begins": "14"})
    assert at_the_page.is_asked(berlin(TUESDAY, 15)) is False


def test_what_is_taken_back_after_midnight_is_gone(
    at_the_page: Lee, lee: Client, clock: time_machine.Traveller, sign_in: SignIn
) -> None:
    clock.move_to(berlin(MONDAY, 23, 50))
    sign_in(lee).post("/today/places/", {"situation": "chair"})
    clock.move_to(berlin(TUESDAY, 0, 5))
    sign_in(lee).post("/today/places/", {"not": "chair"})
    assert not CarryOver.objects.exists()


def test_a_day_that_begins_later_since_the_last_practice_counts_no_days_below_nought(
    at_the_page: Lee, lee: Client, clock: time_machine.Traveller
) -> None:
    factories.practice_once(lee, berlin(TUESDAY, 9))
    lee.day_begins = 14
    lee.save()
    clock.move_to(berlin(TUESDAY, 10))
    page = page_text(at_the_page.sign_in(lee).get("/today/"))
    assert "“Pelvic clock” , today." in page
    assert "-1" not in page
