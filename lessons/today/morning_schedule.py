"""When the mail with the morning question is due, on a client's own clock. PURE."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hinge_coach.accounts.local_day import day_start, local_day
from lessons.rules.prompt_schedule import NIGHT_HOURS, HasAnswer, HasMoment, asks_from, morning_after

# How long after it was due the mail still goes out; later it would ask about a morning that is over.
WINDOW = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class MailPreference:
    """When a client wants the mail: an hour of the clock, 0-23, in their zone, on a day that begins at `day_begins`."""

    hour: int
    zone: ZoneInfo
    day_begins: int


def opens_at(preference: MailPreference, on: date) -> datetime:
    """The instant, in UTC, of the preferred hour on a local day, or of the beginning of the day where that is later.

    An hour that the clocks skip comes later by as much as they go forward; of a repeated hour it is the first.
    """
    at = datetime.combine(on, time(preference.hour), preference.zone).astimezone(UTC)
    return max(at, day_start(on, preference.zone, preference.day_begins))


def mail_due_on(
    preference: MailPreference,
    *,
    practices: Sequence[HasAnswer],
    entries: Iterable[HasMoment],
    closed: bool,
    sent_on: date | None,
    now: datetime,
    night_hours: int = NIGHT_HOURS,
) -> date | None:
    """The client's local day for which the mail goes out at `now`; None where none does.

    It waits for the night after the last practice. `practices` newest first. `closed`: practice is paused or closed.
    `sent_on` is the local day of the latest mail; a client who flew west may have the same date twice, and is asked
    once.
    """
    today = local_day(now.astimezone(preference.zone), preference.day_begins)
    if closed or not practices or (sent_on is not None and sent_on >= today):
        return None
    start = max(opens_at(preference, today), asks_from(practices[0], night_hours))
    if not start <= now < start + WINDOW:
        return None
    return today if morning_after(practices, entries, today, now, night_hours=night_hours) else None
