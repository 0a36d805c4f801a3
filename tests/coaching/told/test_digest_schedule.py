"""When the morning digest is due: on the trainer's own clock, once a day, within three hours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.coaching.told.digest_schedule import digest_due_on

NEW_YORK, AUCKLAND, LORD_HOWE = "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe"
WEDNESDAY = date(2026, 3, 4)


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("zone", "hour", "sent_on", "now", "expected"),
    [
        (NEW_YORK, None, None, utc(2026, 3, 4, 12), None),
        (NEW_YORK, 7, None, utc(2026, 3, 4, 11, 59, 59), None),
        (NEW_YORK, 7, None, utc(2026, 3, 4, 12), WEDNESDAY),
        (NEW_YORK, 7, None, utc(2026, 3, 4, 14, 59, 59), WEDNESDAY),
        (NEW_YORK, 7, None, utc(2026, 3, 4, 15), None),
        (NEW_YORK, 7, date(2026, 3, 3), utc(2026, 3, 4, 12), WEDNESDAY),
        (NEW_YORK, 7, WEDNESDAY, utc(2026, 3, 4, 12), None),
        # They have flown west since: the same date a second time, and the day after it.
        (NEW_YORK, 7, date(2026, 3, 5), utc(2026, 3, 4, 12), None),
        (NEW_YORK, 7, date(2026, 3, 5), utc(2026, 3, 6, 12), date(2026, 3, 6)),
        (AUCKLAND, 7, None, utc(2026, 3, 3, 18), WEDNESDAY),
        # The mornings on which the clocks have changed.
        (NEW_YORK, 7, None, utc(2026, 3, 8, 11), date(2026, 3, 8)),
        (NEW_YORK, 7, None, utc(2026, 11, 1, 11, 59), None),
        # An hour that the clocks skip comes half an hour later there; one that comes twice is the first.
        (LORD_HOWE, 2, None, utc(2026, 10, 3, 15, 29), None),
        (LORD_HOWE, 2, None, utc(2026, 10, 3, 15, 30), date(2026, 10, 4)),
        (NEW_YORK, 1, None, utc(2026, 11, 1, 5), date(2026, 11, 1)),
    ],
)
def test_a_digest_is_due_at_its_hour(
    zone: str, hour: int | None, sent_on: date | None, now: datetime, expected: date | None
) -> None:
    assert digest_due_on(hour, ZoneInfo(zone), sent_on=sent_on, now=now) == expected
