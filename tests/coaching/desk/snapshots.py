"""Clients of the attention tests, as the desk knows them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hinge_coach.coaching.desk.values import (
    ClientSnapshot,
    Direction,
    FlareDays,
    HighNumber,
    OpenTalk,
    StepBackNews,
    TrackEnd,
)
from lessons.rules.values import TalkCode

TODAY = date(2026, 5, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def at(days: int, hour: int = 12) -> datetime:
    """So many days ago, at this hour."""
    return datetime.combine(ago(days), time(hour), UTC)


# Practiced yesterday, and every other day before that; nothing amiss.
MAYA = ClientSnapshot(
    name="Maya",
    joined_on=ago(60),
    start=5,
    level=4,
    change=Direction.SAME,
    last_practice_on=ago(1),
    practice_days=tuple(ago(days) for days in range(1, 30, 2)),
    last_check_in_on=ago(0),
    numbers=30,
)


def maya(**changes: object) -> ClientSnapshot:
    return replace(MAYA, **changes)  # type: ignore[arg-type]


def silent_for(days: int, **changes: object) -> ClientSnapshot:
    return maya(last_practice_on=ago(days + 3), practice_days=(), last_check_in_on=ago(days), **changes)


def without_practice_for(days: int, *gaps: int, **changes: object) -> ClientSnapshot:
    """A number came yesterday, but no practice for so many days; before that, these gaps, the latest first."""
    days_ago = [days]
    for gap in gaps:
        days_ago.append(days_ago[-1] + gap)
    practice_days = tuple(ago(number) for number in days_ago)
    values = {"last_practice_on": ago(days), "practice_days": practice_days, "last_check_in_on": ago(1), **changes}
    return maya(**values)


def newcomer(days: int, **changes: object) -> ClientSnapshot:
    """Joined so many days ago, and has not practiced."""
    return replace(ClientSnapshot(name="Lee", joined_on=ago(days)), **changes)  # type: ignore[arg-type]


def talk(code: TalkCode, *, points: float = 2, days: int = 5, opened: int = 0) -> OpenTalk:
    return OpenTalk(code, f"Why {code}.", ago(opened), points, days)


def rest(score: int = 9, usual: float | None = 3, days: int = 0) -> HighNumber:
    return HighNumber(score, ago(days), usual)


def stepped_back(days: int, hour: int = 12) -> StepBackNews:
    return StepBackNews("Wall tap", "Rose twice in a row: 2 to 5 and 3 to 6.", at(days, hour), ago(days))


def finished(days: int, hour: int = 12) -> TrackEnd:
    return TrackEnd("Find neutral", at(days, hour), ago(days))


def word(days: int, hour: int = 12) -> dict[str, object]:
    """The trainer's last word to the client."""
    return {"word_at": at(days, hour), "word_on": ago(days)}


FLARE = FlareDays(4, 2, 3)
