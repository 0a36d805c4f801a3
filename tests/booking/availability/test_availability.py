"""Availability as it is loaded from the database."""

from datetime import datetime

from pytest_django import DjangoAssertNumQueries

from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.models import Call


def test_loading_availability_takes_two_queries(
    call: Call, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        availability = load_availability(call.trainer, now)
    assert len(availability.hours) == 5
    assert availability.call_starts == (call.starts_at,)
    assert availability.taken == frozenset(call.cells.values_list("start", flat=True))
