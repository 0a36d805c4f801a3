"""When the mail with the morning question is due, on a client's own clock. PURE."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lessons.rules.prompt_schedule import HasAnswer, HasMoment, morning_after

# Later than this it would ask about a morning that has passed.
WINDOW = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class MailPreference:
    """What a client asked for: an hour of the day, 0-23, by the clock of their zone."""

    hour: int
    zone: ZoneInfo


def opens_at(wish: MailPreference, on: date) -> datetime:
    """The wished hour of a local day, as an instant in UTC.

    An hour that the clocks skip is as much later as they went forward; of one that comes twice it is the first.
    """
    return datetime.combine(on, time(wish.hour), wish.zone).astimezone(UTC)


def mail_due_on(
    wish: MailPreference,
    *,
    practices: Iterable[HasAnswer],
    entries: Iterable[HasMoment],
    closed: bool,
    sent_on: date | None,
    now: datetime,
) -> date | None:
    """The client's local day for which the mail goes out at `now`; None where none does.

    `practices` newest first. `closed` means on a pause, or stopped. `sent_on` is the day of the latest mail: a client
    who flew west lives a day twice, and is asked once.
    """
    today = now.astimezone(wish.zone).date()
    opens = opens_at(wish, today)
    if closed or not opens <= now < opens + WINDOW or (sent_on is not None and sent_on >= today):
        return None
    return today if morning_after(practices, entries, today) else None
