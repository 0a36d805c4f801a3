"""Places of a limit: who takes one, who shares it, and who gives it back. `test_limits.py` has the same on pages."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from hinge_coach.booking.calls.limits import TooOftenError, count_booking
from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.models import Call

HERE = "203.0.113.1"


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
    with count_booking(HERE, first, now=now), count_booking("203.0.113.2", third, now=now):
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
