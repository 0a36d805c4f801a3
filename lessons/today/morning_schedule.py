"""When the mail with the morning question is due, on a client's own clock. PURE."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lessons.rules.prompt_schedule import HasAnswer, HasMoment, morning_after

# How long after its hour the mail still goes out; later it would ask about a morning that is over.
WINDOW = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class MailPreference:
    """When a client wants the mail: an hour of the day, 0-23, in their zone."""

    hour: int
    zone: ZoneInfo


def opens_at(preference: MailPreference, on: date) -> datetime:
    """The instant, in UTC, of the preferred hour on a local day.

    An hour that the clocks skip comes later by as much as they go forward; of a repeated hour it is the first.
    """
    return datetime.combine(on, time(preference.hour), preference.zone).astimezone(UTC)


def mail_due_on(
    preference: MailPreference,
    *,
    practices: Iterable[HasAnswer],
    entries: Iterable[HasMoment],
    closed: bool,
    sent_on: date | None,
    now: datetime,
) -> date | None:
    """The client's local day for which the mail goes out at `now`; None where none does.

    `practices` newest first. `closed`: practice is paused or closed. `sent_on` is the local day of the latest mail; a
    client who flew west may have the same date twice, and is asked once.
    """
    today = now.astimezone(preference.zone).date()
    start = opens_at(preference, today)
    if closed or not start <= now < start + WINDOW or (sent_on is not None and sent_on >= today):
        return None
    return today if morning_after(practices, entries, today) else None
