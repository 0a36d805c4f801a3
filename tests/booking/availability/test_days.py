"""Slots under local dates, and months as rows of squares."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.booking.availability.days import SlotDay, by_day, month_of
from hinge_coach.booking.availability.slots import Slot

# Monday, March 2, 2026 from nine to eleven in Berlin.
NINE = datetime(2026, 3, 2, 8, tzinfo=UTC)
SLOTS = tuple(Slot(NINE + timedelta(minutes=m), NINE + timedelta(minutes=m + 30)) for m in (0, 30, 60, 90))


@pytest.mark.parametrize(
    ("viewer", "first", "shown"),
    [
        ("Pacific/Kiritimati", date(2026, 3, 2), "22:00"),
        ("Pacific/Pago_Pago", date(2026, 3, 1), "21:00"),
        ("Asia/Kathmandu", date(2026, 3, 2), "13:45"),
        ("Australia/Lord_Howe", date(2026, 3, 2), "19:00"),
        ("Europe/Berlin", date(2026, 3, 2), "09:00"),
    ],
)
def test_slots_fall_under_the_viewers_own_date(viewer: str, first: date, shown: str) -> None:
    days = by_day(SLOTS, ZoneInfo(viewer))
    assert days[0].on == first
    assert f"{days[0].slots[0].starts_at.astimezone(ZoneInfo(viewer)):%H:%M}" == shown


def days_with(*counts: tuple[date, int]) -> list[SlotDay]:
    """Days with so many slots; which ones they are doesn't matter."""
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return [SlotDay(on, (Slot(noon, noon + timedelta(minutes=30)),) * count) for on, count in counts]


@pytest.mark.parametrize(
    ("on", "first_week", "last_week"),
    [
        (date(2026, 3, 17), [None] * 6 + [1], [30, 31] + [None] * 5),  # six rows
        (date(2027, 2, 1), [1, 2, 3, 4, 5, 6, 7], [22, 23, 24, 25, 26, 27, 28]),  # four
        (date(2026, 12, 31), [None, 1, 2, 3, 4, 5, 6], [28, 29, 30, 31, None, None, None]),
        (date(2028, 2, 29), [None, 1, 2, 3, 4, 5, 6], [28, 29, None, None, None, None, None]),
    ],
)
def test_a_month_is_rows_from_monday_to_sunday(
    on: date, first_week: list[int | None], last_week: list[int | None]
) -> None:
    weeks = [[day and day.on.day for day in week] for week in month_of((), on).weeks]
    assert (weeks[0], weeks[-1]) == (first_week, last_week)


@pytest.mark.parametrize(
    ("on", "earlier", "later"),
    [
        (date(2026, 1, 30), None, date(2026, 2, 3)),
        (date(2026, 2, 3), date(2026, 1, 30), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2026, 2, 3), date(2027, 5, 2)),  # not by way of March and April, which hold nothing
        (date(2027, 5, 2), date(2026, 5, 1), None),
    ],
)
def test_the_next_month_is_the_next_that_holds_a_free_day(on: date, earlier: date | None, later: date | None) -> None:
    free = (date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 3), date(2026, 2, 4), date(2026, 5, 1))
    month = month_of(days_with(*((day, 1) for day in (*free, date(2027, 5, 2)))), on)
    assert (month.first, month.earlier, month.later) == (on.replace(day=1), earlier, later)


@given(
    st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.integers(1, 9)),
    st.dates(date(2026, 1, 1), date(2027, 3, 1)),
)
def test_a_month_holds_each_of_its_dates_once_with_what_is_free(free: dict[date, int], on: date) -> None:
    month = month_of(days_with(*sorted(free.items())), on)
    squares = [square for week in month.weeks for square in week if square]
    first = on.replace(day=1)
    dates = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == on.month]
    assert [(square.on, square.free) for square in squares] == [(day, free.get(day, 0)) for day in dates]
    assert {len(week) for week in month.weeks} == {7}
    assert {day.on.weekday() == place for week in month.weeks for place, day in enumerate(week) if day} == {True}


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.integers(1, 9), min_size=1))
def test_stepping_on_and_back_comes_through_every_month_that_holds_a_free_day(free: dict[date, int]) -> None:
    days = days_with(*sorted(free.items()))
    months = sorted({day.replace(day=1) for day in free})
    there = [month_of(days, days[0].on)]
    while there[-1].later:
        there.append(month_of(days, there[-1].later))
    back = [month_of(days, days[-1].on)]
    while back[-1].earlier:
        back.append(month_of(days, back[-1].earlier))
    assert [month.first for month in there] == months
    assert [month.first for month in reversed(back)] == months
