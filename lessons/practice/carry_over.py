"""Where a client hinged in daily life, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lessons.models import DailySituation


@dataclass(frozen=True, kw_only=True)
class CarryOverWeek:
    """Seven days that end with today, as rows of (place, whether on each day), and what they add up to."""

    days: tuple[date, ...]
    rows: tuple[tuple[DailySituation, tuple[bool, ...]], ...]
    times: int
    times_before: int

    @property
    def situations(self) -> int:
        return sum(any(row) for _, row in self.rows)


def carry_over_week(found: Iterable[tuple[date, str]], today: date) -> CarryOverWeek:
    """``found`` are (local day, situation); ``times_before`` counts the seven days before."""
    known = set(found)
    days = tuple(today - timedelta(days=ago) for ago in range(6, -1, -1))
    rows = tuple((situation, tuple((day, situation.value) in known for day in days)) for situation in DailySituation)
    before = sum(today - timedelta(days=14) < day <= today - timedelta(days=7) for day, _ in known)
    return CarryOverWeek(days=days, rows=rows, times=sum(sum(row) for _, row in rows), times_before=before)
