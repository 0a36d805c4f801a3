"""The trend of a client's tightness over weeks, in numbers and in sentences. PURE.

The unit is the day: each local day of the client counts once, with the median of its entries, so that a bad day with
many entries weighs no more than a good day with one. Reports right after practice (moment `after`) are left out;
`within_practice` compares them, and the two are never drawn as one line.

No study says how many points of *tightness* matter. Two points are borrowed from low-back pain (Ostelo 2008), as in the
coaching rules.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil, floor
from statistics import median, quantiles
from typing import NamedTuple, Protocol, TypeVar

from hinge_coach.wording import counted_in_digits, plain_number

WINDOW_DAYS = 7

GAP_DAYS = 7  # the longest gap that a line bridges

FEWEST_DAYS = 3  # days with entries, below which it is too early to compare

CHANGE_POINTS = 2

FEWEST_PAIRS = 3

CHANGE_LABELS = {
    "too_early": "Too early to say",
    "same": "About the same",
    "easier": "Likely easier",
    "tighter": "Likely tighter",
}

SILENT = "Can't tell right now"  # for a break after a known start, which is not too early

NOTE = (
    "Your first week was a hard one. Hard weeks are often followed by milder ones, whatever you do, "
    "so part of this may be luck."
)


class Moment(StrEnum):
    """When a check-in was made: before or after a practice, the morning after one, or at any other time.

    RECALLED: at sign-up, from memory, for one of the two days before.
    """

    ANY = "any"
    BEFORE = "before"
    AFTER = "after"
    MORNING = "morning"
    RECALLED = "recalled"


NOT_AT_REST = frozenset({Moment.AFTER, Moment.RECALLED})


class CheckInValue(NamedTuple):
    """One check-in. `score` is 0-10, `at` is aware, `moment` is a value of `Moment`.

    `imported`: from a client's own file. It counts like any other, except for a jump. `note`: what the client wrote
    with it; no rule reads it.
    A tuple, because one page may need thousands.
    """

    id: str
    at: datetime
    local_on: date
    score: int
    moment: str = Moment.ANY
    situation: str = ""
    imported: bool = False
    note: str = ""
    note_for_doctor: bool = False


class HasLocalDay(Protocol):
    """Anything that happened on a local day of the client."""

    @property
    def local_on(self) -> date: ...


Dated = TypeVar("Dated", bound=HasLocalDay)

_PLACES: dict[str, int] = {
    moment: place
    for place, moment in enumerate((Moment.RECALLED, Moment.BEFORE, Moment.ANY, Moment.MORNING, Moment.AFTER))
}


def in_order(entry: CheckInValue) -> tuple[datetime, int, int, str]:
    """Sort key of check-ins: oldest first.

    Forms give times to the minute, so two of them may have the same instant, and the last number can mean rest. Then
    the one before a practice comes first and the one after it last; of two at one moment the higher one counts as the
    later, which is the more careful reading. The ids come from browsers and say nothing.
    """
    return entry.at, _PLACES[entry.moment], entry.score, entry.id


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
    """The median of the first three days with a number at rest. None while there are fewer."""
    return _Days(entries).start


def level(entries: Iterable[CheckInValue], on: date) -> float | None:
    """The median of the days with entries among the seven that end with `on`.

    When fewer than three of the seven have any, the latest three days count instead, as far back as no two of them
    (nor the last one and `on`) lie more than seven days apart: somebody who reports once a week has a level too,
    and nothing is carried over a break. None after such a break.
    """
    return _Days(entry for entry in entries if entry.local_on <= on).level(on)


def change(entries: Iterable[CheckInValue], on: date) -> Change:
    """The level on `on` compared with the start. Entries of later days are left out."""
    past_entries = [entry for entry in at_rest(entries) if entry.local_on <= on]
    days = _Days(past_entries)
    recent = days.recent(on)
    count = sum(len(days.scores[day]) for day in recent)
    start, now = days.start, days.level(on)
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
    for entry in at_rest(entries):
        if entry.situation and entry.local_on <= on:
            by_name.setdefault(entry.situation, []).append(entry)
    changes = [
        SituationChange(situation=situation, entries=len(situation_entries), change=change(situation_entries, on))
        for situation, situation_entries in by_name.items()
    ]
    return tuple(sorted(changes, key=_most_changed_first))


def within_practice(pairs: Iterable[tuple[int, int]]) -> PracticeEffect:
    """The usual change within one practice; `pairs` are (before, after), each 0-10."""
    return _effect(pairs)


def next_morning(pairs: Iterable[tuple[int, int]]) -> PracticeEffect:
    """The usual change from before a practice to the next morning; `pairs` are (before, next morning), each 0-10."""
    return _effect(pairs)


def _effect(pairs: Iterable[tuple[int, int]]) -> PracticeEffect:
    changes = sorted(after - before for before, after in pairs)
    practices = counted_in_digits(len(changes), "practice", "practices")
    if len(changes) < FEWEST_PAIRS:
        sentence = f"{practices} so far. It takes three to say what a practice does."
        return PracticeEffect(usual=None, low=None, high=None, pairs=len(changes), sentence=sentence)
    low, usual, high = quantiles(changes, n=4, method="inclusive")
    return PracticeEffect(
        usual=usual,
        low=low,
        high=high,
        pairs=len(changes),
        sentence=f"Usually {_range(low, high)} ({practices}).",
    )


class _Days:
    """The entries at rest, gathered by local day and kept in order."""

    def __init__(self, entries: Iterable[CheckInValue]) -> None:
        self.scores = {on: [entry.score for entry in rows] for on, rows in rows_by_day(at_rest(entries)).items()}
        self._ordered = sorted(self.scores)
        self._medians = {on: middle(scores) for on, scores in self.scores.items()}

    @property
    def start(self) -> float | None:
        first = self._ordered[:FEWEST_DAYS]
        return middle([self._medians[on] for on in first]) if len(first) == FEWEST_DAYS else None

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
        return middle([self._medians[day] for day in recent]) if recent else None

    def had_a_hard_first_week(self) -> bool:
        """Whether the second week was two points or more below the first, which may be regression to the mean."""
        first_day = self._ordered[0]
        first = self.between(first_day, first_day + timedelta(days=6))
        second = self.between(first_day + timedelta(days=7), first_day + timedelta(days=13))
        if not second:
            return False
        fall = median(self._medians[day] for day in first) - median(self._medians[day] for day in second)
        return fall >= CHANGE_POINTS


def rows_by_day(rows: Iterable[Dated]) -> dict[date, list[Dated]]:
    """The same rows by their local day, each day's in the order in which they come."""
    days: dict[date, list[Dated]] = {}
    for row in rows:
        days.setdefault(row.local_on, []).append(row)
    return days


def middle(scores: Sequence[float]) -> float:
    """The median. For the few scores of a day or a week it is several times faster than `statistics.median`."""
    ordered, half = sorted(scores), len(scores) // 2
    return float(ordered[half]) if len(scores) % 2 else (ordered[half - 1] + ordered[half]) / 2


def at_rest(entries: Iterable[CheckInValue]) -> list[CheckInValue]:
    """The check-ins that were made at rest, on the day itself."""
    return [entry for entry in entries if entry.moment not in NOT_AT_REST]


def _code(start: float | None, now: float | None, days: int) -> str:
    if start is None or now is None or days < FEWEST_DAYS:
        return "too_early"
    if abs(now - start) < CHANGE_POINTS:
        return "same"
    return "easier" if now < start else "tighter"


def _sentence(code: str, start: float | None, now: float | None, entries: int, days: int) -> str:
    if now is None:
        return "Nothing was entered in the last seven days, so there is nothing to compare."
    basis = f"{counted_in_digits(entries, 'entry', 'entries')} on {counted_in_digits(days, 'day', 'days')}"
    if code == "too_early" or start is None:
        return f"Only {basis} lately. It takes numbers on three days to compare."
    comparison = f"You started at {plain_number(start)} and are at {plain_number(now)} now"
    if code == "same" and now != start:
        return f"{comparison}: less than {CHANGE_POINTS} points apart, so no real change ({basis})."
    return f"{comparison} ({basis})."


def _most_changed_first(row: SituationChange) -> tuple[bool, float, int, str]:
    distance = abs(row.change.points or 0)
    return (row.change.code == "too_early", -distance, -row.entries, row.situation)


def _range(low: float, high: float) -> str:
    """The middle half of the changes in whole points: `the same`, `the same or 1 lower`, `from 1 lower to 2 higher`.

    A quartile between two whole numbers is rounded away from the middle, so that at least half of them lie inside.
    """
    lowest, highest = floor(low), ceil(high)
    if lowest == highest:
        return _moved(lowest)
    if highest <= 0:
        lowest, highest = highest, lowest  # the smaller change first
    if abs(highest - lowest) > 1:
        return f"from {_moved(lowest)} to {_moved(highest)}"
    if lowest * highest:
        return f"{abs(lowest)} or {_moved(highest)}"
    return f"{_moved(lowest)} or {_moved(highest)}"


def _moved(points: int) -> str:
    return f"{abs(points)} {'lower' if points < 0 else 'higher'}" if points else "the same"
