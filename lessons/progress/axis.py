"""Days and scores as percent of a plot, and the dots, ticks and marks drawn there. PURE."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import CheckInValue, Moment
from hinge_coach.wording import counted_in_digits, dated, plain_number, short_date, spoken
from lessons.progress.background import FlareSpan, UsualOn
from lessons.rules.facts import TOP_SCORE

TICK_DAYS = (7, 14, 28, 56, 91, 182, 364, 728, 1456, 3640)
MOST_LABELS = 4  # as many dates as fit beside each other on a phone
LAST_LABEL = 93  # percent; the text of a later tick would not fit before the edge
MOMENTS: dict[str, str] = {
    Moment.BEFORE: "before practice",
    Moment.AFTER: "right after practice",
    Moment.MORNING: "the next morning",
    Moment.RECALLED: "from memory",
}


@dataclass(frozen=True, kw_only=True)
class ChartDot:
    """One entry, or the median of several with their range from `top` to `bottom`; all in percent."""

    x: float
    y: float
    text: str
    top: float | None = None
    bottom: float | None = None


@dataclass(frozen=True, kw_only=True)
class AxisTick:
    """A tick with its text, `at` percent of an axis. The text of a `minor` one shows only where there is room."""

    at: float
    text: str
    minor: bool = False


class LessonChange(NamedTuple):
    """One change in words. `why`: what the trainer wrote about it, for the table beside the chart."""

    words: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What changed on one day: a mark at the foot of the chart, and words beside it."""

    at: float
    day: str
    what: tuple[LessonChange, ...]

    @property
    def text(self) -> str:
        return f"{self.day}: {'; '.join(change.words for change in self.what)}"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of one axis: from `begin`, `size` long, in percent."""

    begin: float
    size: float


@dataclass(frozen=True, kw_only=True)
class ChartPause(Stretch):
    """The part of a pause that lies on the chart; `when` names the whole pause."""

    when: str

    @property
    def text(self) -> str:
        return f"Paused {self.when}"


@dataclass(frozen=True, kw_only=True)
class ChartFlare(Stretch):
    """The part of a flare that lies on the chart; `when` names the whole flare."""

    when: str


class Axis:
    """Days from `start` to `end`, both included, as percent of the plot's width."""

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end
        self.days = (end - start).days + 1

    def x(self, on: date, part: float = 0) -> float:
        """`part` is how much of the day has passed, 0 to 1."""
        return round(100 * ((on - self.start).days + part) / self.days, 2)

    def dots(self, entries: Iterable[CheckInValue]) -> tuple[ChartDot, ...]:
        """Entries of one day stand beside each other, so that none hides another."""
        by_day: dict[date, list[CheckInValue]] = {}
        for entry in sorted(entries, key=trend.in_order):
            by_day.setdefault(entry.local_on, []).append(entry)
        return tuple(
            ChartDot(x=self.x(on, (index + 0.5) / len(day_entries)), y=y_of(entry.score), text=_text(entry))
            for on, day_entries in sorted(by_day.items())
            for index, entry in enumerate(day_entries)
        )

    def binned(self, entries: Iterable[CheckInValue], size: int) -> tuple[ChartDot, ...]:
        """One dot for each `size` days: the median, with the range."""
        bins: dict[int, list[int]] = {}
        for entry in entries:
            bins.setdefault(self.bin(entry.local_on, size), []).append(entry.score)
        return tuple(self._summed_up(number, size, scores) for number, scores in sorted(bins.items()))

    def bin(self, on: date, size: int) -> int:
        return (on - self.start).days // size

    def _summed_up(self, number: int, size: int, scores: list[int]) -> ChartDot:
        low, high, middle = min(scores), max(scores), median(scores)
        reach = f", from {low} to {high}" if high > low else ""
        entries = counted_in_digits(len(scores), "entry", "entries")
        return ChartDot(
            x=self._middle(number, size),
            y=y_of(middle),
            text=f"{self._when(number, size)}: {plain_number(middle)}{reach}, {entries}",
            top=y_of(high) if high > low else None,
            bottom=y_of(low) if high > low else None,
        )

    def practices(self, days: Iterable[date], size: int) -> tuple[AxisTick, ...]:
        counts = Counter(self.bin(on, size) for on in days)
        return tuple(
            AxisTick(
                at=self._middle(number, size),
                text=f"{self._when(number, size)}: {'practice' if times == 1 else f'{times} practices'}",
            )
            for number, times in sorted(counts.items())
        )

    def marks(self, changes: Iterable[tuple[date, LessonChange]]) -> tuple[Mark, ...]:
        """One mark for each day, with everything that changed on it."""
        by_day: dict[date, list[LessonChange]] = {}
        for on, change in changes:
            if self.start <= on <= self.end:
                by_day.setdefault(on, []).append(change)
        return tuple(
            Mark(at=self.x(on, 0.5), day=self._date(on), what=tuple(what)) for on, what in sorted(by_day.items())
        )

    def _middle(self, number: int, size: int) -> float:
        return min(100.0, round(100 * (number + 0.5) * size / self.days, 2))

    def _when(self, number: int, size: int) -> str:
        first = short_date(self.start + timedelta(days=number * size))
        return first if size == 1 else f"{size} days from {first}"

    def lines(self, pieces: Iterable[Sequence[trend.TrendPoint]], size: int = 0) -> tuple[str, ...]:
        """SVG points of the level, one for each `size` days. A single day becomes a dash as wide as a day."""
        lines = []
        for piece in pieces:
            last_of_bins = {self.bin(point.on, max(size, 1)): point for point in piece}.values()
            points = [(self.x(point.on, 0.5), y_of(point.level)) for point in last_of_bins]
            if len(points) == 1:
                points = [(self.x(piece[-1].on, part), points[0][1]) for part in (0, 1)]
            lines.append(" ".join(f"{x},{y}" for x, y in points))
        return tuple(lines)

    def bands(self, levels: Iterable[UsualOn], reach: float, size: int = 0) -> tuple[str, ...]:
        """SVG points of the area `reach` points around each level, one level for each `size` days.

        A level holds until the next one. Where that is more than a week away, the area breaks off.
        """
        longest = max(trend.GAP_DAYS, 2 * size)
        pieces: list[list[UsualOn]] = []
        for level in levels:
            if not pieces or (level.on - pieces[-1][-1].on).days > longest:
                pieces.append([])
            pieces[-1].append(level)
        return tuple(self._area(piece, reach) for piece in pieces)

    def _area(self, piece: Sequence[UsualOn], reach: float) -> str:
        edges = [self.x(level.on) for level in piece] + [self.x(piece[-1].on, 1)]
        steps: list[tuple[float, float, float]] = []  # from, to, level; equal ones are joined
        for level, (begin, end) in zip(piece, pairwise(edges), strict=True):
            if steps and steps[-1][2] == level.usual:
                begin = steps.pop()[0]
            steps.append((begin, end, level.usual))
        upper = [(x, level + reach) for begin, end, level in steps for x in (begin, end)]
        lower = [(x, level - reach) for begin, end, level in reversed(steps) for x in (end, begin)]
        return " ".join(f"{x},{y_of(max(0, min(TOP_SCORE, score)))}" for x, score in upper + lower)

    def ticks(self) -> tuple[AxisTick, ...]:
        """At most four dates, the first day among them, and minor ones halfway between."""
        step = next((size for size in TICK_DAYS if size * MOST_LABELS >= self.days), TICK_DAYS[-1])
        half = step // 2 if step > 7 else step
        days = [(passed, self.start + timedelta(days=passed)) for passed in range(0, self.days, half)]
        return tuple(
            AxisTick(
                at=self.x(on),
                text=self._label(on) if self.x(on) <= LAST_LABEL else "",
                minor=bool(passed % step),
            )
            for passed, on in days
        )

    def _label(self, on: date) -> str:
        return f"{on:%b %Y}" if self.days > 364 else short_date(on)

    def pauses(self, pauses: Iterable[tuple[date, date | None]]) -> tuple[ChartPause, ...]:
        return tuple(
            ChartPause(begin=begin, size=size, when=self._period(first, last))
            for begin, size, first, last in self._stretches(pauses)
        )

    def flares(self, spans: Iterable[FlareSpan]) -> tuple[ChartFlare, ...]:
        return tuple(
            ChartFlare(begin=begin, size=size, when=self._period(first, last))
            for begin, size, first, last in self._stretches(spans)
        )

    def _stretches(
        self, periods: Iterable[tuple[date, date | None]]
    ) -> Iterator[tuple[float, float, date, date | None]]:
        """Where each period that reaches into the plot begins there, how long it is, and its own first and last day."""
        for first, last in sorted(periods, key=lambda period: period[0]):
            begin, end = max(first, self.start), min(last or self.end, self.end)
            if begin <= end:
                yield self.x(begin), round(self.x(end, 1) - self.x(begin), 2), first, last

    def _period(self, first: date, last: date | None) -> str:
        if last is None:
            return f"since {self._date(first)}"
        return f"on {self._date(first)}" if first == last else f"from {self._date(first)} to {self._date(last)}"

    def _date(self, on: date) -> str:
        """The date in full, with its year where the chart holds more than one."""
        return spoken(on) if self.start.year == on.year == self.end.year else dated(on)


def y_of(score: float) -> float:
    return round(100 - 100 * score / TOP_SCORE, 2)


def _text(entry: CheckInValue) -> str:
    when = MOMENTS.get(entry.moment)
    return f"{entry.local_on:%a}, {short_date(entry.local_on)}: {entry.score}{f', {when}' if when else ''}"
