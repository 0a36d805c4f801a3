"""What is asked of whom, and when: read as a table."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from lessons.asking import morning_after

TODAY = date(2026, 5, 20)
YESTERDAY = TODAY - timedelta(days=1)


@dataclass(frozen=True)
class Practised:
    name: str
    local_on: date


@dataclass(frozen=True)
class Felt:
    moment: str
    local_on: date


LATE, EARLY = Practised("late", YESTERDAY), Practised("early", YESTERDAY)


@pytest.mark.parametrize(
    ("practices", "entries", "expected"),
    [
        ([], [], None),
        ([LATE, EARLY], [], LATE),
        ([Practised("now", TODAY), LATE], [], LATE),
        ([Practised("now", TODAY)], [], None),
        ([Practised("long ago", TODAY - timedelta(days=2))], [], None),
        ([LATE], [Felt("morning", TODAY)], None),
        ([LATE], [Felt("any", TODAY), Felt("before", TODAY), Felt("morning", YESTERDAY)], LATE),
    ],
)
def test_the_morning_is_asked_for_once_on_the_day_after(
    practices: list[Practised], entries: list[Felt], expected: Practised | None
) -> None:
    assert morning_after(practices, entries, TODAY) == expected
