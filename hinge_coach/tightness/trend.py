"""The trend of a client's tightness over weeks, in numbers and in sentences. PURE.

The unit is the day: each local day of the client counts once, with the median of its entries, so that a bad day with
many entries weighs no more than a good day with one. Reports right after practice (moment `after`) are left out;
`within_practice` compares them, and the two are never drawn as one line.

No study says how many points of *tightness* matter. Two points, or 30 percent of the start, are borrowed from low-back
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

GAP_DAYS = 7  # the longest gap that a line bridges

FEWEST_DAYS = 3  # days with entries, below which it is too early to compare

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

SILENT = "Can't tell just now"  # for a break after a known start, which is not too early

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

    `imported`: from a client's own file. It counts like any other, except for a jump.
    A tuple, because one page may need thousands.
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
    """`code` is too_early, same, easier or tighter; `entries` and `days` count what `now` is based on."""

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
        """`now` minus `start`: negative is easier. None if one of them is unknown."""
        return None if self.start is None or self.now is None else self.now - self.start


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    on: date
    level: float


@dataclass(frozen=True, kw_only=True)
class SituationChange:
    """`entries` counts all entries of the situation, not only those that `change` is based on."""

    situation: str
    entries: int
    change: Change


@dataclass(frozen=True, kw_only=True)
class PracticeEffect:
    """Points after minus points before: negative is easier. `usual` is the median, `low` and `high` are the quartiles.

    All three are None for fewer than three pairs.
    """

    usual: float | None
    low: float | None
    high: float | None
    pairs: int
    sentence: str


def start_score(entries: Iterable[CheckInValue]) -> float | None:
    """The median of the first three check-ins at rest. None while there are fewer."""
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
    """The level on `on` compared with the start. Entries of later days are left out."""
    past_entries = [entry for entry in _at_rest(entries) if entry.local_on <= on]
    days = _Days(past_entries)
    recent = days.recent(on)
    count = sum(len(days.scores[day]) for day in recent)
    start, now = start_score(past_entries), days.level(on)
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

    A report right after practice is never a jump, and neither is one before there is a level. Imported entries may add
    a jump but must not hide one, so the level is computed with them and without them.
    """
    all_entries = sorted(_at_rest(entries), key=IN_ORDER)
    site_entries = [entry for entry in all_entries if not entry.imported]
    jumps = [_jump(all_entries, since)]
    if len(site_entries) < len(all_entries):
        jumps.append(_jump(site_entries, since))
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
    """One change for each reported situation: the largest first, those too early to say last."""
    by_name: dict[str, list[CheckInValue]] = {}
    for entry in _at_rest(entries):
        if entry.situation and entry.local_on <= on:
            by_name.setdefault(entry.situation, []).append(entry)
    changes = [
        SituationChange(situation=situation, entries=len(situation_entries), change=change(situation_entries, on))
        for situation, situation_entries in by_name.items()
    ]
    return tuple(sorted(changes, key=_most_changed_first))


def within_practice(pairs: Iterable[tuple[int, int]]) -> PracticeEffect:
    """The usual change within one practice; `pairs` are (before, after), each 0-10."""
    return _effect(pairs, "Right after a practice")


def next_morning(pairs: Iterable[tuple[int, int]]) -> PracticeEffect:
    """The usual change from before a practice to the next morning; `pairs` are (before, next morning), each 0-10."""
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
        """Whether the second week was two points or more below the first, which may be regression to the mean."""
        first_day = self._ordered[0]
        first = self.between(first_day, first_day + timedelta(days=6))
        second = self.between(first_day + timedelta(days=7), first_day + timedelta(days=13))
        if not second:
            return False
        fall = median(self._medians[day] for day in first) - median(self._medians[day] for day in second)
        return fall >= CHANGE_POINTS


def _middle(scores: Sequence[float]) -> float:
    """The median. For the few scores of a day or a week it is several times faster than `statistics.median`."""
    ordered, half = sorted(scores), len(scores) // 2
    return float(ordered[half]) if len(scores) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _at_rest(entries: Iterable[CheckInValue]) -> list[CheckInValue]:
    return [entry for entry in entries if entry.moment != Moment.AFTER]


def _code(start: float | None, now: float | None, days: int) -> str:
    if start is None or now is None or days < FEWEST_DAYS:
        return "too_early"
    distance = abs(now - start)
    if distance < CHANGE_POINTS or distance * 100 < start * CHANGE_PERCENT:
        return "same"
    return "easier" if now < start else "tighter"


def _sentence(code: str, start: float | None, now: float | None, entries: int, days: int) -> str:
    if now is None:
        return "Nothing was entered in the last seven days, so there is nothing to compare."
    basis = f"{counted_in_digits(entries, 'entry', 'entries')} over {counted_in_digits(days, 'day', 'days')}"
    if code == "too_early" or start is None:
        return f"Only {basis} lately. Three entries on three days make it fair to compare."
    if code == "same":
        if now == start:
            return f"You started at {decimal(start)} and are there now. This rests on {basis}."
        limit = f"inside {CHANGE_POINTS} points" if abs(now - start) < CHANGE_POINTS else f"inside {CHANGE_PERCENT} %"
        comparison = f"You started at {decimal(start)} and are at {decimal(now)} now"
        return f"{comparison}: {limit}, so no real change. This rests on {basis}."
    return f"You started at {decimal(start)} and are at {decimal(now)} now. This rests on {basis}."


def _most_changed_first(row: SituationChange) -> tuple[bool, float, int, str]:
    distance = abs(row.change.points or 0)
    return (row.change.code == "too_early", -distance, -row.entries, row.situation)


def _moved(points: float) -> str:
    if points == 0:
        return "the same as before"
    return f"{decimal(abs(points))} {'lower' if points < 0 else 'higher'}"


def _spread(low: float, high: float) -> str:
    return _moved(low) if low == high else f"between {_moved(low)} and {_moved(high)}"
