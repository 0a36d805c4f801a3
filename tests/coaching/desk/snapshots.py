"""Clients of the attention tests, as the desk knows them."""

from dataclasses import replace
from datetime import date, timedelta

from hinge_coach.coaching.desk.values import ClientSnapshot, Direction

TODAY = date(2026, 5, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


# Practised yesterday, on a lesson for a week, nothing amiss.
MAYA = ClientSnapshot(
    name="Maya",
    joined_on=ago(60),
    start=5,
    level=4,
    change=Direction.SAME,
    last_practice_on=ago(1),
    last_check_in_on=ago(0),
    lesson="Wall tap",
    lesson_since=ago(7),
)


def maya(**changes: object) -> ClientSnapshot:
    return replace(MAYA, **changes)  # type: ignore[arg-type]


def silent_for(days: int, **changes: object) -> ClientSnapshot:
    return maya(last_practice_on=ago(days + 3), last_check_in_on=ago(days), **changes)
