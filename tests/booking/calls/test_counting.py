"""Places of a limit: who takes one, who shares it, and who gives it back. `test_limits.py` has the same on pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.cache.backends.locmem import LocMemCache
from pytest_django import Settings

from hinge_coach.booking.calls.limits import (
    TooOftenError,
    count_asking,
    count_booking,
    count_link,
    count_mend,
    count_post,
)
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call
from tests.booking.calls.conftest import of_other_visitor

HERE, THERE = "203.0.113.1", "203.0.113.2"


@pytest.fixture
def two_an_address(db: None, settings: Settings) -> None:
    settings.CALLS_PER_ADDRESS, settings.CALLS_PER_CONTACT, settings.CALLS_AN_HOUR = 2, 0, 0


@pytest.mark.usefixtures("two_an_address")
def test_a_booking_takes_one_place_and_gives_it_back_where_it_fails(
    booking_request: BookingRequest, now: datetime
) -> None:
    first, second, third = (replace(booking_request, id=UUID(int=number)) for number in (1, 2, 3))
    with pytest.raises(ValueError, match="taken"), count_booking(HERE, first, now=now):
        raise ValueError("taken")
    for request in (first, first, second):  # the same booking twice shares its place
        with count_booking(HERE, request, now=now):
            pass
    with pytest.raises(TooOftenError), count_booking(HERE, third, now=now):
        pass
    with count_booking(HERE, first, now=now), count_booking(THERE, third, now=now):
        pass


def test_the_site_books_only_so_many_calls_in_an_hour(
    call: Call, booking_request: BookingRequest, settings: Settings, now: datetime
) -> None:
    settings.CALLS_AN_HOUR = 1
    other = replace(booking_request, id=UUID(int=7))
    with pytest.raises(TooOftenError), count_booking(HERE, other, now=now + timedelta(minutes=59)):
        pass
    with count_booking(HERE, replace(booking_request, id=call.pk), now=now):  # booked already: it is only answered
        pass
    with count_booking(HERE, other, now=now + timedelta(hours=1)):
        pass


@pytest.fixture(params=["all see what is taken", "each comes in the same moment"])
def moment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same moment nobody sees what the others take: only the cache itself can tell them apart."""

    def see_nothing(cache: LocMemCache, keys: Sequence[str], version: int | None = None) -> dict[str, Any]:
        return {}

    if request.param == "each comes in the same moment":
        monkeypatch.setattr(LocMemCache, "get_many", see_nothing)


@pytest.mark.usefixtures("two_an_address", "moment")
def test_a_second_press_that_fails_leaves_the_place_to_the_first(
    booking_request: BookingRequest, now: datetime
) -> None:
    first, second, third = (replace(booking_request, id=UUID(int=number)) for number in (1, 2, 3))
    with count_booking(HERE, first, now=now):
        pass
    with pytest.raises(ValueError, match="taken"), count_booking(HERE, first, now=now):
        raise ValueError("taken")
    with count_booking(HERE, second, now=now):
        pass
    with pytest.raises(TooOftenError), count_booking(HERE, third, now=now):
        pass


@pytest.mark.usefixtures("two_an_address", "moment")
def test_a_first_press_that_fails_leaves_the_place_to_the_second(
    booking_request: BookingRequest, now: datetime
) -> None:
    first, second, third = (replace(booking_request, id=UUID(int=number)) for number in (1, 2, 3))
    press, same_press = count_booking(HERE, first, now=now), count_booking(HERE, first, now=now)
    press.__enter__()
    same_press.__enter__()
    failure = ValueError("taken")
    assert not press.__exit__(ValueError, failure, None)
    same_press.__exit__(None, None, None)
    with count_booking(HERE, second, now=now):
        pass
    with pytest.raises(TooOftenError), count_booking(HERE, third, now=now):
        pass


COUNTS: dict[str, tuple[Callable[[Call], None], timedelta]] = {
    "forms": (lambda call: count_post(HERE), timedelta(hours=1)),
    "askings for a link": (lambda call: count_asking(HERE), timedelta(days=1)),
    "mailed links": (count_link, timedelta(days=1)),
}
SECOND = timedelta(seconds=1)
PAGES = [UUID(int=number) for number in range(9)]


@pytest.mark.parametrize("name", COUNTS)
def test_a_place_is_free_again_once_its_time_is_over(call: Call, settings: Settings, now: datetime, name: str) -> None:
    settings.CALL_POSTS_AN_HOUR = settings.CALLS_PER_ADDRESS = settings.CALLS_PER_CONTACT = 1
    count, lasts = COUNTS[name]
    count(call)
    for after in (timedelta(), lasts - SECOND):
        with time_machine.travel(now + after, tick=False), pytest.raises(TooOftenError):
            count(call)
    with time_machine.travel(now + lasts, tick=False):
        count(call)


def test_a_booking_counts_for_a_day_by_its_address_its_mail_and_its_number(
    db: None, booking_request: BookingRequest, settings: Settings, now: datetime
) -> None:
    settings.CALLS_PER_ADDRESS, settings.CALLS_PER_CONTACT, settings.CALLS_AN_HOUR = 1, 1, 0
    other = of_other_visitor(booking_request)
    with count_booking(HERE, booking_request, now=now):
        pass
    again = [
        (HERE, other),
        (THERE, replace(other, email="maya@example.com")),
        (THERE, replace(other, phone="+12025550143")),
    ]
    for after in (timedelta(), timedelta(days=1) - SECOND):
        for address, request in again:
            with (
                time_machine.travel(now + after, tick=False),
                pytest.raises(TooOftenError),
                count_booking(address, request, now=now + after),
            ):
                pass
    with time_machine.travel(now + timedelta(days=1), tick=False), count_booking(HERE, other, now=now):
        pass


def test_a_correction_counts_by_who_sends_it_by_the_call_and_by_the_address_that_gets_the_mail(
    call: Call, booking_request: BookingRequest, settings: Settings, now: datetime
) -> None:
    settings.CALLS_PER_ADDRESS, settings.CALLS_PER_CONTACT = 1, 1
    other_call = reserve(of_other_visitor(booking_request), call.trainer, now=now)
    with count_mend(HERE, call, "maya@example.org", PAGES[0]):
        pass
    with count_mend(HERE, call, "maya@example.org", PAGES[0]):  # the same press
        pass
    refused = [
        (HERE, call, "maya@example.org", PAGES[1]),
        (HERE, other_call, "lee@example.org", PAGES[2]),
        (THERE, call, "lee@example.org", PAGES[3]),
        (THERE, other_call, "maya@example.org", PAGES[4]),
    ]
    for address, mended, email, page in refused:
        with pytest.raises(TooOftenError), count_mend(address, mended, email, page):
            pass
    with pytest.raises(ValueError, match="taken"), count_mend(THERE, other_call, "lee@example.org", PAGES[5]):
        raise ValueError("taken")
    with count_mend(THERE, other_call, "lee@example.org", PAGES[6]):
        pass
