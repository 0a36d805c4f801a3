"""The client's own day: 03:59 and 04:00, nights in which the clocks change, and people who work at night."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.accounts.local_day import DAY_BEGINS, HOURS_OF_THE_DAY, day_start, local_day

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
HAVANA, CASEY, APIA = "America/Havana", "Antarctica/Casey", "Pacific/Apia"
A_SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_the_day_begins_at_four_where_nobody_chose() -> None:
    assert DAY_BEGINS == 4


def test_a_day_may_begin_at_each_hour_of_a_clock() -> None:
    starts = [day_start(date(2026, 12, 8), ZoneInfo(BERLIN), hour) for hour in HOURS_OF_THE_DAY]
    assert starts == [utc(2026, 12, 7, 23) + timedelta(hours=hour) for hour in range(24)]


@pytest.mark.parametrize(
    ("clock", "day_begins", "day"),
    [
        ((23, 59), 4, 8),
        ((0, 0), 4, 7),
        ((0, 10), 4, 7),
        ((3, 59), 4, 7),
        ((4, 0), 4, 8),
        ((0, 0), 0, 8),
        ((23, 59), 0, 8),
        # Somebody who works at night: the whole night and the morning after it belong to the day before.
        ((0, 10), 14, 7),
        ((13, 59), 14, 7),
        ((14, 0), 14, 8),
        ((22, 59), 23, 7),
        ((23, 0), 23, 8),
    ],
)
def test_a_day_carries_the_date_on_which_it_began(clock: tuple[int, int], day_begins: int, day: int) -> None:
    at = datetime(2026, 12, 8, *clock, tzinfo=ZoneInfo(BERLIN))
    assert local_day(at, day_begins) == date(2026, 12, day)


@pytest.mark.parametrize(
    ("zone", "on", "day_begins", "start"),
    [
        (BERLIN, date(2026, 12, 8), 4, utc(2026, 12, 8, 3)),
        (BERLIN, date(2026, 12, 8), 14, utc(2026, 12, 8, 13)),
        # The clocks go forward from two to three, and back from three to two.
        (BERLIN, date(2026, 3, 29), 4, utc(2026, 3, 29, 2)),
        (BERLIN, date(2026, 3, 29), 2, utc(2026, 3, 29, 1)),
        (BERLIN, date(2026, 10, 25), 4, utc(2026, 10, 25, 3)),
        (BERLIN, date(2026, 10, 25), 2, utc(2026, 10, 25, 0)),
        # From two to three, and from two to one.
        (NEW_YORK, date(2026, 3, 8), 4, utc(2026, 3, 8, 8)),
        (NEW_YORK, date(2026, 3, 8), 2, utc(2026, 3, 8, 7)),
        (NEW_YORK, date(2026, 11, 1), 4, utc(2026, 11, 1, 9)),
        (NEW_YORK, date(2026, 11, 1), 1, utc(2026, 11, 1, 5)),
        # By half an hour, from two.
        (LORD_HOWE, date(2026, 10, 4), 2, utc(2026, 10, 3, 15, 30)),
        # Midnight is skipped, and comes twice.
        (HAVANA, date(2026, 3, 8), 0, utc(2026, 3, 8, 5)),
        (HAVANA, date(2026, 11, 1), 0, utc(2026, 11, 1, 4)),
        # From four to one: three o'clock came a second time, after the day had begun.
        (CASEY, date(2018, 3, 11), 3, utc(2018, 3, 10, 16)),
        # The thirtieth never came.
        (APIA, date(2011, 12, 30), 4, utc(2011, 12, 30, 10)),
    ],
)
def test_a_day_starts_at_its_hour_and_the_second_before_is_another_day(
    zone: str, on: date, day_begins: int, start: datetime
) -> None:
    assert day_start(on, ZoneInfo(zone), day_begins) == start
    assert local_day(start.astimezone(ZoneInfo(zone)), day_begins) == on
    assert local_day((start - A_SECOND).astimezone(ZoneInfo(zone)), day_begins) == on - DAY


@pytest.mark.parametrize(
    ("zone", "day_begins", "on", "hours"),
    [
        (BERLIN, 4, date(2026, 3, 28), 23),
        (BERLIN, 4, date(2026, 3, 29), 24),
        (BERLIN, 4, date(2026, 10, 24), 25),
        (BERLIN, 14, date(2026, 10, 24), 25),
        (BERLIN, 0, date(2026, 10, 25), 25),
    ],
)
def test_the_day_in_whose_night_the_clocks_change_is_the_one_that_is_longer_or_shorter(
    zone: str, day_begins: int, on: date, hours: int
) -> None:
    start, end = (day_start(day, ZoneInfo(zone), day_begins) for day in (on, on + DAY))
    assert end - start == timedelta(hours=hours)


ZONES = [BERLIN, NEW_YORK, LORD_HOWE, HAVANA, CASEY, APIA, "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"]


@given(
    at=st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - made UTC below
    zone=st.sampled_from(ZONES),
    day_begins=st.integers(0, 23),
)
def test_every_instant_lies_in_its_day(at: datetime, zone: str, day_begins: int) -> None:
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    on = local_day(local, day_begins)
    assert day_start(on, ZoneInfo(zone), day_begins) <= local < day_start(on + DAY, ZoneInfo(zone), day_begins)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, LORD_HOWE, HAVANA, "America/St_Johns"])
@pytest.mark.parametrize("day_begins", [0, 1, 2, 3, 4])
def test_in_the_nights_when_the_clocks_change_no_day_comes_back(zone: str, day_begins: int) -> None:
    """St. John's changed its clocks at one minute past midnight until 2011."""
    for first in (date(2010, 3, 13), date(2010, 10, 30), date(2010, 11, 6), date(2026, 3, 7), date(2026, 10, 31)):
        midnight = datetime.combine(first, datetime.min.time(), UTC)
        days = [
            local_day((midnight + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone)), day_begins)
            for minutes in range(0, 48 * 60, 1)
        ]
        assert days == sorted(days)
