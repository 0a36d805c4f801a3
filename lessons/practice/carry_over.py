"""Where a client hinged in daily life, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lessons.models import DailySituation


@dataclass(frozen=True, kw_only=True)
class CarryOverWeek:
    """Seven days that end with today, as rows of (situation, whether on each day).

    `times` counts the reports in them, `times_before` those of the seven days before.
    """

    days: tuple[date, ...]
    rows: tuple[tuple[DailySituation, tuple[bool, ...]], ...]
    times: int
    times_before: int

    @property
    def situations(self) -> int:
        """How many situations were reported at least once."""
        return sum(any(row) for _, row in self.rows)


def carry_over_week(reports: Iterable[tuple[date, str]], today: date) -> CarryOverWeek:
    """`reports` are (local day, situation)."""
    distinct = set(reports)
    days = tuple(today - timedelta(days=ago) for ago in range(6, -1, -1))
    rows = tuple((situation, tuple((day, situation.value) in distinct for day in days)) for situation in DailySituation)
    before = sum(today - timedelta(days=14) < day <= today - timedelta(days=7) for day, _ in distinct)
    return CarryOverWeek(days=days, rows=rows, times=sum(sum(row) for _, row in rows), times_before=before)
