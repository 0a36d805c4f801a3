"""When the mail that says "a word is waiting" goes out, on its reader's own clock. PURE."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

GATHERED_FOR = timedelta(minutes=10)
"""How long words are gathered: whoever writes three short ones in a row causes one mail."""

QUIET_FROM, QUIET_UNTIL = time(21), time(8)  # wall time; a word can wait until the morning, a closure has its own mail


def is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Whether it is night on the reader's clock, when no mail about a word goes out."""
    clock = at.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def after_the_night(at: datetime, zone: ZoneInfo) -> datetime:
    """The same instant by day, and the end of the night where it is night on the reader's clock; in UTC."""
    if not is_quiet(at, zone):
        return at.astimezone(UTC)
    local = at.astimezone(zone)
    on = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(on, QUIET_UNTIL, zone).astimezone(UTC)


def mail_due_at(first_word_at: datetime, zone: ZoneInfo) -> datetime:
    """When the mail about a word goes out, in UTC, together with the words that come until then."""
    return after_the_night(first_word_at + GATHERED_FOR, zone)
