"""Which booked calls lie in time that is taken off."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.booking.availability.days_off import DatedRange, is_off
from hinge_coach.booking.availability.slots import BusyInterval, DateRuleKind

BERLIN = ZoneInfo("Europe/Berlin")
OFF, EXTRA = DateRuleKind.OFF, DateRuleKind.EXTRA
NINE_TO_HALF_PAST = BusyInterval(datetime(2026, 12, 24, 8, tzinfo=UTC), datetime(2026, 12, 24, 8, 30, tzinfo=UTC))
"""On December 24 in Berlin."""

DEC_24 = date(2026, 12, 24)


def day(number: int) -> date:
    return DEC_24 + timedelta(days=number - 24)


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        pytest.param(DatedRange(day(24), None, OFF), True, id="the day itself"),
        pytest.param(DatedRange(day(20), date(2027, 1, 2), OFF), True, id="within a range"),
        pytest.param(DatedRange(day(20), day(24), OFF), True, id="the last date of a range"),
        pytest.param(DatedRange(day(20), day(23), OFF), False, id="after a range"),
        pytest.param(DatedRange(day(25), None, OFF), False, id="the day before"),
        pytest.param(DatedRange(day(24), None, OFF, time(9, 15), time(12)), True, id="begins before the hours off"),
        pytest.param(DatedRange(day(24), None, OFF, time(9, 30), time(12)), False, id="ends as the hours off begin"),
        pytest.param(DatedRange(day(23), None, OFF, time(22), time(9, 15)), True, id="off since the night before"),
        pytest.param(DatedRange(day(24), None, EXTRA, time(9), time(12)), False, id="extra hours"),
    ],
)
def test_a_call_lies_in_hours_off(off: DatedRange, expected: bool) -> None:
    assert is_off(NINE_TO_HALF_PAST, off, [off], BERLIN) is expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (time(8), time(9, 30), False),
        (time(8), time(9, 15), True),
        (time(9), time(10), False),
        (time(9, 15), time(10), True),
    ],
)
def test_extra_hours_that_hold_the_whole_call_keep_it_out_of_the_day_off(
    since: time, until: time, expected: bool
) -> None:
    off, extra = DatedRange(day(24), None, OFF), DatedRange(day(20), day(30), EXTRA, since, until)
    assert is_off(NINE_TO_HALF_PAST, off, [off, extra], BERLIN) is expected


def test_a_call_that_runs_into_a_day_off_lies_in_it() -> None:
    late = BusyInterval(datetime(2026, 12, 24, 22, 45, tzinfo=UTC), datetime(2026, 12, 24, 23, 15, tzinfo=UTC))
    assert is_off(late, DatedRange(day(25), None, OFF), [], BERLIN)
