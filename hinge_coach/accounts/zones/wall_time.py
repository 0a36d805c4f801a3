"""Wall time of a zone turned into instants. PURE."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a clock in `zone` first reaches `wall`; the moment of the change where it is skipped."""
    late = wall.replace(tzinfo=zone).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return offset_change(zone, early, late)


def offset_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first whole second with the offset of `after`. `zoneinfo` doesn't tell it, so this is a binary search."""
    target = after.astimezone(zone).utcoffset()
    low, high = before.astimezone(UTC).replace(microsecond=0), after.astimezone(UTC)
    while (gap := (high - low) // timedelta(seconds=1)) > 1:
        middle = low + timedelta(seconds=gap // 2)
        if middle.astimezone(zone).utcoffset() == target:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)
