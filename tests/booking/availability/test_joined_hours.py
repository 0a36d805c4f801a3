"""Hours that overlap or touch become one row, and cover the same minutes as before."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.booking.availability.joined_hours import MINUTES_A_DAY, MINUTES_A_WEEK, join_hours, minutes_of
from hinge_coach.booking.availability.slots import WeeklyInterval

MON, TUE, WED, SUN = 0, 1, 2, 6


def row(weekday: int, start: str, end: str) -> WeeklyInterval:
    return WeeklyInterval(weekday, time.fromisoformat(start), time.fromisoformat(end))


@pytest.mark.parametrize(
    ("rows", "hours", "joins"),
    [
        pytest.param([], [], 0, id="no hours"),
        pytest.param(
            [row(MON, "09:00", "12:00"), row(MON, "13:00", "15:00")],
            [row(MON, "09:00", "12:00"), row(MON, "13:00", "15:00")],
            0,
            id="a break between them",
        ),
        pytest.param(
            [row(MON, "09:00", "12:00"), row(MON, "11:00", "15:00")], [row(MON, "09:00", "15:00")], 1, id="overlapping"
        ),
        pytest.param(
            [row(MON, "12:00", "15:00"), row(MON, "09:00", "12:00")], [row(MON, "09:00", "15:00")], 1, id="touching"
        ),
        pytest.param(
            [row(MON, "09:00", "17:00"), row(MON, "11:00", "12:00")], [row(MON, "09:00", "17:00")], 1, id="one inside"
        ),
        pytest.param(
            [row(MON, "09:00", "12:00"), row(MON, "09:00", "12:00")], [row(MON, "09:00", "12:00")], 1, id="there twice"
        ),
        pytest.param(
            [row(MON, "09:00", "11:00"), row(MON, "10:00", "13:00"), row(MON, "12:00", "15:00")],
            [row(MON, "09:00", "15:00")],
            1,
            id="three in a chain",
        ),
        pytest.param(
            [row(MON, "09:00", "12:00"), row(TUE, "11:00", "15:00")],
            [row(MON, "09:00", "12:00"), row(TUE, "11:00", "15:00")],
            0,
            id="on two days",
        ),
        pytest.param(
            [row(MON, "22:00", "02:00"), row(TUE, "01:00", "05:00")],
            [row(MON, "22:00", "05:00")],
            1,
            id="past midnight",
        ),
        pytest.param(
            [row(MON, "20:00", "00:00"), row(TUE, "00:00", "02:00")],
            [row(MON, "20:00", "02:00")],
            1,
            id="touching at midnight",
        ),
        pytest.param(
            [row(MON, "00:30", "03:00"), row(SUN, "22:00", "01:00")],
            [row(SUN, "22:00", "03:00")],
            1,
            id="from Sunday into Monday",
        ),
        pytest.param(
            [row(MON, "09:00", "09:00"), row(TUE, "09:00", "17:00")],
            [row(MON, "09:00", "09:00"), row(TUE, "09:00", "17:00")],
            0,
            id="touching, and longer than a day together",
        ),
        pytest.param(
            [row(MON, "09:00", "09:00"), row(TUE, "08:00", "17:00")],
            [row(MON, "09:00", "09:00"), row(TUE, "09:00", "17:00")],
            1,
            id="overlapping, and longer than a day together",
        ),
        pytest.param(
            [row(day, "00:00", "00:00") for day in range(7)],
            [row(day, "00:00", "00:00") for day in range(7)],
            0,
            id="all week",
        ),
        pytest.param(
            [*(row(day, "00:00", "00:00") for day in range(7)), row(SUN, "22:00", "22:00")],
            [row(day, "00:00", "00:00") for day in range(7)],
            1,
            id="all week, and more",
        ),
    ],
)
def test_hours_are_joined(rows: list[WeeklyInterval], hours: list[WeeklyInterval], joins: int) -> None:
    joined = join_hours(rows)
    assert (list(joined.hours), len(joined.joins)) == (hours, joins)


def test_what_was_joined_is_told_with_its_parts() -> None:
    morning, noon, evening = row(WED, "09:00", "12:00"), row(WED, "11:00", "15:00"), row(WED, "18:00", "20:00")
    [join] = join_hours([evening, noon, morning]).joins
    assert (join.parts, join.whole) == ((morning, noon), (row(WED, "09:00", "15:00"),))


QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
FEW = st.lists(st.builds(WeeklyInterval, st.integers(0, 6), QUARTERS, QUARTERS), max_size=12)
WHOLE_DAYS = st.builds(lambda weekday, start: WeeklyInterval(weekday, start, start), st.integers(0, 6), QUARTERS)
ROWS = FEW | st.lists(WHOLE_DAYS, min_size=6, max_size=20)


def covered(rows: tuple[WeeklyInterval, ...] | list[WeeklyInterval]) -> list[int]:
    """Each quarter hour of the week that these rows cover, as often as they do."""
    found = []
    for each in rows:
        first = each.weekday * MINUTES_A_DAY + each.start.hour * 60 + each.start.minute
        found += [(first + minute) % MINUTES_A_WEEK for minute in range(0, minutes_of(each), 15)]
    return sorted(found)


@given(ROWS)
def test_the_same_minutes_stay_open_and_none_twice(rows: list[WeeklyInterval]) -> None:
    assert covered(join_hours(rows).hours) == sorted(set(covered(rows)))


@given(ROWS)
def test_joining_again_changes_nothing_and_says_nothing(rows: list[WeeklyInterval]) -> None:
    joined = join_hours(rows)
    assert join_hours(joined.hours) == type(joined)(joined.hours, ())


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows: list[WeeklyInterval], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert join_hours(shuffled).hours == join_hours(rows).hours
