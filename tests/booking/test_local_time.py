from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.booking.local_time import LocalTime, clocks_sentence


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2026-12-01T04:00", "Asia/Kathmandu", "Tuesday, December 1, 2026, 9:45 am, Kathmandu time (UTC+5:45)"),
        ("2026-12-01T04:00", "Asia/Katmandu", "Tuesday, December 1, 2026, 9:45 am, Kathmandu time (UTC+5:45)"),
        ("2026-12-01T04:00", "America/New_York", "Monday, November 30, 2026, 11:00 pm, New York time (UTC−5)"),
        ("2026-07-01T04:00", "America/New_York", "Wednesday, July 1, 2026, 12:00 am (midnight), New York time (UTC−4)"),
        ("2026-07-01T12:00", "UTC", "Wednesday, July 1, 2026, 12:00 pm (noon), UTC"),
        ("2026-07-01T12:30", "Europe/London", "Wednesday, July 1, 2026, 1:30 pm, London time (UTC+1)"),
        ("2026-12-31T23:30", "Pacific/Kiritimati", "Friday, January 1, 2027, 1:30 pm, Kiritimati time (UTC+14)"),
        ("2026-12-31T00:30", "Pacific/Pago_Pago", "Wednesday, December 30, 2026, 1:30 pm, Pago Pago time (UTC−11)"),
        ("2026-07-01T12:30", "America/St_Johns", "Wednesday, July 1, 2026, 10:00 am, St Johns time (UTC−2:30)"),
    ],
)
def test_a_time_is_told_with_weekday_date_and_zone(at: str, zone: str, expected: str) -> None:
    assert str(LocalTime(datetime.fromisoformat(at).replace(tzinfo=UTC), ZoneInfo(zone))) == expected


@pytest.mark.parametrize(
    ("zone", "now", "then", "expected"),
    [
        (
            "Europe/Berlin",
            "2026-03-20",
            "2026-03-30",
            "In Berlin the clocks go forward 1 hour on Sunday, March 29. The times here already count that.",
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-01",
            "2026-04-09",
            "In Lord Howe the clocks go back 30 minutes on Sunday, April 5. The times here already count that.",
        ),
        ("Asia/Kathmandu", "2026-03-20", "2026-03-30", ""),
    ],
)
def test_a_change_of_clocks_is_one_sentence(zone: str, now: str, then: str, expected: str) -> None:
    instants = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (now, then))
    assert clocks_sentence(ZoneInfo(zone), *instants) == expected
