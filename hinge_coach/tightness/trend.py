"""What a client's tightness does over weeks, in numbers and in honest words. PURE.

Days, not entries, make the weeks: each of the client's local days counts once, with the median of its entries, so a
chatty bad day weighs no more than a quiet good one. What was felt right after practice (moment "after") is left out
here; `within_practice` looks at that, and the two are never drawn as one line.

No study says how many points of *tightness* matter. Two points, or 30 percent of the start, is borrowed from low-back
pain (Ostelo 2008). A change is named here only when it is both.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from statistics import median, quantiles
from typing import NamedTuple

from hinge_coach.wording import counted_in_digits, decimal

START_ENTRIES = 3

WINDOW_DAYS = 7

GAP_DAYS = 7  # a line may bridge this many days, not one more

FEWEST_DAYS = 3  # each with an entry at least, so three entries too

CHANGE_POINTS = 2

CHANGE_PERCENT = 30

FEWEST_PAIRS = 3

JUMP_POINTS = 3

IN_ORDER = attrgetter("at", "id")

CHANGE_LABELS = {
    "too_early": "Too early to say",
    "same": "About the same",
    "easier": "Likely easier",
    "tighter": "Likely tighter",
}

SILENT = "Can't tell just now"  # too early would be untrue after months

NOTE = (
    "Your first week was a hard one. Hard weeks are often followed by milder ones, whatever you do, "
    "so part of this may be luck."
)


class Moment(StrEnum):
    """When a check-in was made: before or after a practice, the morning after one, or at any other time."""

    ANY = "any"
    BEFORE = "before"
    AFTER = "after"
    MORNING = "morning"


class CheckInValue(NamedTuple):
    """One check-in. `score` is 0-10, `at` is aware, `moment` is a value of `Moment`.

    One that was `imported` from a file counts here like any other, but for a jump.
    A tuple, for thousands are made for one page.
    """

    id: str
    at: datetime
    local_on: date
    score: int
    moment: str = Moment.ANY
    situation: str = ""
    imported: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """`code` is too_early, same, easier or tighter; `entries` and `days` are what `now` rests on."""

    code: str
    label: str
    start: float | None
    now: float | None
    entries: int
    days: int
    sentence: str
    note: str = ""

    @property
    def points(self) -> float | None:
        """Now against the start: below zero is easier. None while one of them is unknown."""
        return None if self.start is None or self.now is None else self.now - self.start


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    on: date
    level: float


@dataclass(frozen=True, kw_only=True)
class SituationChange:
    """`entries` are all of this situation, not only those `change` rests on."""

    situation: str
    entries: int
    change: Change


@dataclass(frozen=True, kw_only=True)
class PracticeEffect:
    """After minus before, so below zero is easier. `low` to `high` holds the middle half of the practices.

    All three are None below three pairs.
    """

    usual: float | None
    low: float | None
    high: float | None
    pairs: int
    sentence: str


def start_score(entries: Iterable[CheckInValue]) -> float | None:
    """The client's own start: the median of the first three check-ins. None while there are fewer."""
    first = sorted(_at_rest(entries), key=IN_ORDER)[:START_ENTRIES]
    return float(median(entry.score for entry in first)) if len(first) == START_ENTRIES else None


def level(entries: Iterable[CheckInValue], on: date) -> float | None:
    """The median of the days with entries among the seven that end with `on`.

    When fewer than three of the seven have any, the latest three days count instead, as far back as no two of them
    (nor the last one and `on`) lie more than seven days apart: somebody who reports once a week has a level too,
    and nothing is carried over a break. None after such a break.
    """
    return _Days(entry for entry in entries if entry.local_on <= on).level(on)


def change(entries: Iterable[CheckInValue], on: date) -> Change:
    """The level on `on` against the start. What was entered for later days is left out."""
    until_then = [entry for entry in _at_rest(entries) if entry.local_on <= on]
    days = _Days(until_then)
    recent = days.recent(on)
    count = sum(len(days.scores[day]) for day in recent)
    start, now = start_score(until_then), days.level(on)
    code = _code(start, now, len(recent))
    return Change(
        code=code,
        label=SILENT if start is not None and now is None else CHANGE_LABELS[code],
        start=start,
        now=now,
        entries=count,
        days=len(recent),
        sentence=_sentence(code, start, now, count, len(recent)),
        note=NOTE if code == "easier" and days.had_a_hard_first_week() else "",
    )


def jump(entries: Iterable[CheckInValue], since: datetime) -> CheckInValue | None:
    """The first entry after `since` that stands three points or more above the level of the days before its own.

    What was felt right after practice is no jump, and without a level there is nothing to jump from. What a file
    brought in may show a jump, and hides none: the level is taken with it and without it.
    """
    everything = sorted(_at_rest(entries), key=IN_ORDER)
    reported_here = [entry for entry in everything if not entry.imported]
    jumps = [_jump(everything, since)]
    if len(reported_here) < len(everything):
        jumps.append(_jump(reported_here, since))
    return min((entry for entry in jumps if entry), key=IN_ORDER, default=None)


def _jump(at_rest: list[CheckInValue], since: datetime) -> CheckInValue | None:
    days = _Days(at_rest)
    for entry in at_rest:
        usual = days.level(entry.local_on - timedelta(days=1)) if entry.at > since else None
        if usual is not None and entry.score >= usual + JUMP_POINTS:
            return entry
    return None


def line(entries: Iterable[CheckInValue], start: date, end: date) -> tuple[tuple[TrendPoint, ...], ...]:
    """The level on each day with entries from `start` to `end`, both included, cut where a gap is over seven days.

    Days before `start` still count for the levels after it.
    """
    days = _Days(entries)
    segments: list[list[TrendPoint]] = []
    for on in days.between(start, end):
        now = days.level(on)
        assert now is not None  # a day with entries has a level
        if not segments or (on - segments[-1][-1].on).days > GAP_DAYS:
            segments.append([])
        segments[-1].append(TrendPoint(on=on, level=now))
    return tuple(tuple(segment) for segment in segments)


def by_situation(entries: Iterable[CheckInValue], on: date) -> tuple[SituationChange, ...]:
    """One change for each situation that was named, what changed most first, what can't be said yet last."""
    by_name: dict[str, list[CheckInValue]] = {}
    for entry in _at_rest(entries):
        if entry.situation and entry.local_on <= on:
            by_name.setdefault(entry.situation, []).append(entry)
    changes = [
        SituationChange(situation=situation, entries=len(its_entries), change=change(its_entries, on))
        for situation, its_entries in by_name.items()
    ]
    return tuple(sorted(changes, key=_most_changed_first))


def within_practice(pairs: Iterable[tuple[int, int]]) -> PracticeEffect:
    """What one practice usually does; `pairs` are (before, after), each 0-10."""
    return _effect(pairs, "Right after a practice")


def next_morning(pairs: Iterable[tuple[int, int]]) -> PracticeEffect:
    """How the next morning usually compares; `pairs` are (before, next morning), each 0-10."""
    return _effect(pairs, "The morning after")


def _effect(pairs: Iterable[tuple[int, int]], when: str) -> PracticeEffect:
    changes = sorted(after - before for before, after in pairs)
    if len(changes) < FEWEST_PAIRS:
        practices = counted_in_digits(len(changes), "practice", "practices")
        sentence = f"{practices} so far. Three make it fair to say what a practice does."
        return PracticeEffect(usual=None, low=None, high=None, pairs=len(changes), sentence=sentence)
    low, usual, high = quantiles(changes, n=4, method="inclusive")
    return PracticeEffect(
        usual=usual,
        low=low,
        high=high,
        pairs=len(changes),
        sentence=(
            f"{when} it is usually {_moved(usual)}; half of the {len(changes)} times it was {_spread(low, high)}."
        ),
    )


class _Days:
    """The entries at rest, gathered by local day and kept in order."""

    def __init__(self, entries: Iterable[CheckInValue]) -> None:
        self.scores: dict[date, list[int]] = {}
        for entry in _at_rest(entries):
            self.scores.setdefault(entry.local_on, []).append(entry.score)
        self._ordered = sorted(self.scores)
        self._medians = {on: _middle(scores) for on, scores in self.scores.items()}

    def between(self, start: date, end: date) -> Sequence[date]:
        return self._ordered[bisect_left(self._ordered, start) : bisect_right(self._ordered, end)]

    def recent(self, on: date) -> Sequence[date]:
        """The days that make the level on `on`; see `level`."""
        window = self.between(on - timedelta(days=WINDOW_DAYS - 1), on)
        if len(window) >= FEWEST_DAYS:
            return window
        days: list[date] = []
        latest = bisect_right(self._ordered, on)
        for day in reversed(self._ordered[max(0, latest - FEWEST_DAYS) : latest]):
            if ((days[0] if days else on) - day).days > GAP_DAYS:
                break
            days.insert(0, day)
        return days

    def level(self, on: date) -> float | None:
        recent = self.recent(on)
        return _middle([self._medians[day] for day in recent]) if recent else None

    def had_a_hard_first_week(self) -> bool:
        """The second week was two points or more below the first: a fall as quick as chance makes them."""
        begin = self._ordered[0]
        first = self.between(begin, begin + timedelta(days=6))
        second = self.between(begin + timedelta(days=7), begin + timedelta(days=13))
        if not second:
            return False
        fall = median(self._medians[day] for day in first) - median(self._medians[day] for day in second)
        return fall >= CHANGE_POINTS


def _middle(scores: Sequence[float]) -> float:
    """The median, a few times as quick as the one of the library for the handful that a day or a week brings."""
    ordered, half = sorted(scores), len(scores) // 2
    return float(ordered[half]) if len(scores) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _at_rest(entries: Iterable[CheckInValue]) -> list[CheckInValue]:
    return [entry for entry in entries if entry.moment != Moment.AFTER]


def _code(start: float | None, now: float | None, days: int) -> str:
    if start is None or now is None or days < FEWEST_DAYS:
        return "too_early"
    moved = abs(now - start)
    if moved < CHANGE_POINTS or moved * 100 < start * CHANGE_PERCENT:
        return "same"
    return "easier" if now < start else "tighter"


def _sentence(code: str, start: float | None, now: float | None, entries: int, days: int) -> str:
    if now is None:
        return "Nothing was entered in the last seven days, so there is nothing to compare."
    rests_on = f"{counted_in_digits(entries, 'entry', 'entries')} over {counted_in_digits(days, 'day', 'days')}"
    if code == "too_early" or start is None:
        return f"Only {rests_on} lately. Three entries on three days make it fair to compare."
    if code == "same":
        if now == start:
            return f"You started at {decimal(start)} and are there now. This rests on {rests_on}."
        inside = f"inside {CHANGE_POINTS} points" if abs(now - start) < CHANGE_POINTS else f"inside {CHANGE_PERCENT} %"
        moved = f"You started at {decimal(start)} and are at {decimal(now)} now"
        return f"{moved}: {inside}, so no real change. This rests on {rests_on}."
    return f"You started at {decimal(start)} and are at {decimal(now)} now. This rests on {rests_on}."


def _most_changed_first(row: SituationChange) -> tuple[bool, float, int, str]:
    moved = abs(row.change.points or 0)
    return (row.change.code == "too_early", -moved, -row.entries, row.situation)


def _moved(points: float) -> str:
    if points == 0:
        return "the same as before"
    return f"{decimal(abs(points))} {'lower' if points < 0 else 'higher'}"


def _spread(low: float, high: float) -> str:
    return _moved(low) if low == high else f"between {_moved(low)} and {_moved(high)}"
