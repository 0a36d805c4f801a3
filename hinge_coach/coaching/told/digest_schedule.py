"""When the morning digest is due, on the trainer's own clock. PURE."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# How long after its hour the digest still goes out; later the morning is over.
DIGEST_WINDOW = timedelta(hours=3)


def digest_due_on(hour: int | None, zone: ZoneInfo, *, sent_on: date | None, now: datetime) -> date | None:
    """The trainer's date for which the digest goes out at `now`; None where none does.

    `hour` is of the trainer's clock, 0-23; None: they want no digest. An hour that the clocks skip comes later by as
    much as they go forward; of a repeated hour it is the first. `sent_on` is the date of the latest digest: a trainer
    who flew west may have the same date twice, and is told once.
    """
    if hour is None:
        return None
    today = now.astimezone(zone).date()
    if sent_on is not None and sent_on >= today:
        return None
    starts_at = datetime.combine(today, time(hour), zone).astimezone(UTC)
    return today if starts_at <= now < starts_at + DIGEST_WINDOW else None
