"""When the mail about a word goes out: ten minutes after the first one, and never at night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.messages.mail_schedule import GATHERED_FOR, is_quiet, mail_due_at

NEW_YORK, BERLIN, KATHMANDU = (ZoneInfo(name) for name in ("America/New_York", "Europe/Berlin", "Asia/Kathmandu"))
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "written", "due"),
    [
        (NEW_YORK, "2026-03-04 10:00", "2026-03-04 10:10"),
        (NEW_YORK, "2026-03-04 20:49", "2026-03-04 20:59"),
        (NEW_YORK, "2026-03-04 20:50", "2026-03-05 08:00"),
        (NEW_YORK, "2026-03-04 23:59", "2026-03-05 08:00"),
        (NEW_YORK, "2026-03-05 00:01", "2026-03-05 08:00"),
        (NEW_YORK, "2026-03-05 07:49", "2026-03-05 08:00"),
        (NEW_YORK, "2026-03-05 07:50", "2026-03-05 08:00"),
        (NEW_YORK, "2026-03-05 07:51", "2026-03-05 08:01"),
        # The clocks go forward in the night to March 8 and to March 29.
        (NEW_YORK, "2026-03-07 22:00", "2026-03-08 08:00"),
        (BERLIN, "2026-03-28 22:00", "2026-03-29 08:00"),
        (BERLIN, "2026-12-31 21:30", "2027-01-01 08:00"),
        (KATHMANDU, "2026-03-04 02:00", "2026-03-04 08:00"),
    ],
)
def test_it_is_due_ten_minutes_later_or_in_the_morning(zone: ZoneInfo, written: str, due: str) -> None:
    at = datetime.fromisoformat(written).replace(tzinfo=zone)
    assert mail_due_at(at, zone).astimezone(zone).strftime("%Y-%m-%d %H:%M") == due


@given(
    st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes)),
    st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
def test_no_mail_is_due_at_night_or_later_than_the_next_morning(written: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    due = mail_due_at(written, zone)
    assert not is_quiet(due, zone)
    assert written + GATHERED_FOR <= due <= written + timedelta(hours=12, minutes=10)
