"""Clients of the tests of signals, as their snapshots show them. They live by the clock of London, in winter UTC."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lessons.rules.values import TalkCode
from lessons.summary.values import (
    ClientSnapshot,
    EasierNews,
    FlareRun,
    HighNumber,
    OpenTalk,
    PausedDays,
    StepBackNews,
    TrackEnd,
    WaitingWord,
)

TODAY = date(2026, 2, 20)
NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def at(days: int, hour: int = 12) -> datetime:
    """So many days ago, at this hour."""
    return datetime.combine(ago(days), time(hour), UTC)


# Practiced yesterday, and every other day before that; nothing amiss.
MAYA = ClientSnapshot(
    zone=LONDON,
    joined_at=at(60),
    joined_on=ago(60),
    practice_days=tuple(ago(days) for days in range(1, 30, 2)),
    last_check_in_on=ago(0),
    numbers=30,
)


def maya(**changes: object) -> ClientSnapshot:
    return replace(MAYA, **changes)  # type: ignore[arg-type]


def silent_for(days: int, **changes: object) -> ClientSnapshot:
    return maya(practice_days=(ago(days + 3),), last_check_in_on=ago(days), **changes)


def without_practice_for(days: int, *gaps: int, **changes: object) -> ClientSnapshot:
    """A number came yesterday, but no practice for so many days; before that, these gaps, the latest first."""
    days_ago = [days]
    for gap in gaps:
        days_ago.append(days_ago[-1] + gap)
    practice_days = tuple(ago(number) for number in days_ago)
    values = {"practice_days": practice_days, "last_check_in_on": ago(1), **changes}
    return maya(**values)


def newcomer(days: int, **changes: object) -> ClientSnapshot:
    """Joined so many days ago, and has not practiced."""
    client = ClientSnapshot(zone=LONDON, joined_at=at(days), joined_on=ago(days))
    return replace(client, **changes)  # type: ignore[arg-type]


def talk(code: TalkCode, *, points: float = 2, days: int = 5, opened: int = 0) -> OpenTalk:
    return OpenTalk(code, f"Why {code}.", at(opened), ago(opened), points, days)


def rest(score: int = 9, usual: float | None = 3, days: int = 0) -> HighNumber:
    return HighNumber(score, ago(days), at(days), usual)


def flare(score: float = 6, usual: float = 2, *, begun: int = 2, last: int = 0, **more: str) -> FlareRun:
    return FlareRun(
        usual=usual,
        score=score,
        first_on=ago(begun),
        last_on=ago(last),
        told_at=at(begun),
        days=begun + 1 - last,
        **more,
    )


def stepped_back(days: int, hour: int = 12) -> StepBackNews:
    return StepBackNews(7, "Rose twice in a row: 2 to 5 and 3 to 6.", at(days, hour), ago(days))


def finished(days: int, hour: int = 12) -> TrackEnd:
    return TrackEnd("neutral", at(days, hour), ago(days))


def easier(days: int, usual: float = 2.5) -> EasierNews:
    return EasierNews(5, usual, ago(days))


def wrote(days: int, number: int = 1) -> WaitingWord:
    return WaitingWord("Should I stop the chair sits?", at(days), at(0), number)


def word(days: int, hour: int = 12) -> dict[str, datetime]:
    """The trainer's last word to the client."""
    return {"word_at": at(days, hour)}


def paused(begun: int, until: int | None) -> dict[str, tuple[PausedDays, ...]]:
    """A pause that began so many days ago and lasts until so many days from now; None: nobody knows."""
    return {"pauses": (PausedDays(ago(begun), None if until is None else ahead(until)),)}
