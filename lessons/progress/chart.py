"""Where every mark of the pictures stands: the weeks, the sparkline, what a practice does. PURE.

Coordinates are percent of the plot, from the left and from the top. So a picture stretches to any width while its
dots and letters keep their size, on a phone as on paper. Days, not entries, make the width: a gap is a gap.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import CHANGE_POINTS, CheckInValue

HIGHEST = 10

MOST_DOTS = 400

TICK_DAYS = (7, 14, 28, 56, 91, 182, 364, 728, 1456, 3640)

MOST_LABELS = 4  # as many dates as fit beside each other on a phone

LAST_LABEL = 93  # percent; a word in the middle of a later tick would hang over the edge

LEAST_WIDTH = 14  # days

WIDEST_EFFECT = 4

LONGEST_PRACTICE = timedelta(hours=6)

MOMENTS = {"before": "before practice", "after": "right after practice", "morning": "the next morning"}


@dataclass(frozen=True, kw_only=True)
class ChartDot:
    """One entry, or the middle of many; then `top` to `bottom` spans their range."""

    x: float
    y: float
    text: str
    top: float | None = None
    bottom: float | None = None


@dataclass(frozen=True, kw_only=True)
class AxisTick:
    """A place along an axis, in the middle of its word; a `minor` one has its word only where there is room."""

    at: float
    text: str
    minor: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What happened on one day, to be drawn along the foot and to be read beside the picture."""

    at: float
    day: str
    what: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.day}: {'; '.join(self.what)}"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From `begin` for `size`, along one axis."""

    begin: float
    size: float


@dataclass(frozen=True, kw_only=True)
class ChartPause(Stretch):
    """What of a pause lies on the picture; `when` names all of it."""

    when: str

    @property
    def text(self) -> str:
        return f"Paused {self.when}"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The weeks from `start` to `end`. `rings` were felt right after practice; `lines` are SVG points."""

    start: date
    end: date
    dots: tuple[ChartDot, ...]
    rings: tuple[ChartDot, ...]
    lines: tuple[str, ...]
    band: Stretch | None
    start_line: AxisTick | None
    scores: tuple[AxisTick, ...]
    days: tuple[AxisTick, ...]
    practices: tuple[AxisTick, ...]
    changes: tuple[Mark, ...]
    pauses: tuple[ChartPause, ...]
    bin_days: int
    title: str
    summary: str

    @property
    def is_empty(self) -> bool:
        return not (self.dots or self.rings)

    @property
    def binned(self) -> str:
        """What a dot stands for where there are too many entries to draw each; empty where each is drawn."""
        span = {0: "", 1: "day", 7: "week"}.get(self.bin_days, f"{self.bin_days} days")
        return f"one {span}: the middle, with a bar from lowest to highest" if span else ""


@dataclass(frozen=True, kw_only=True)
class Spark:
    lines: tuple[str, ...]
    band: Stretch | None
    last: ChartDot | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Effect:
    """How often a practice left it lower, the same or higher, as bars from much lower to much higher."""

    bars: tuple[Bar, ...]
    summary: str


def span(entries: Sequence[CheckInValue], today: date, weeks: int | None) -> tuple[date, date]:
    """First and last day to draw: the last `weeks`, or everything for None; never from before the first entry.

    Somebody new gets two weeks from their first day on, with room to fill.
    """
    first = min((each.local_on for each in entries), default=today)
    start = first if weeks is None else max(first, today - timedelta(days=7 * weeks - 1))
    return start, max(today, start + timedelta(days=LEAST_WIDTH - 1))


def progress_chart(
    entries: Sequence[CheckInValue],
    start: date,
    end: date,
    *,
    pauses: Iterable[tuple[date, date | None]] = (),
    changes: Iterable[tuple[date, str]] = (),
    fine: Iterable[date] = (),
) -> Chart:
    """The chart from `start` to `end`, both included. Earlier entries count for the start and the level.

    `pauses` are (first day, last day or None while nobody knows it). `changes` of the lesson are (day, what changed),
    in order. `fine` are the days of practices that left no entry, "fine today" being no number.
    """
    axis = _Axis(start, end)
    shown = [each for each in entries if start <= each.local_on <= end]
    felt_after = [each for each in shown if each.moment == "after"]
    at_rest = [each for each in shown if each.moment != "after"]
    without_entry = [on for on in fine if start <= on <= end]
    bin_days = _bin_days(shown)
    begin, pieces = trend.start_score(entries), trend.line(entries, start, end)
    return Chart(
        start=start,
        end=end,
        dots=axis.binned(at_rest, bin_days) if bin_days else axis.each(at_rest),
        rings=() if bin_days else axis.each(felt_after),
        lines=axis.lines(pieces, bin_days),
        band=_band(begin),
        start_line=None if begin is None else AxisTick(at=_y(begin), text=f"start {_n(begin)}"),
        scores=tuple(AxisTick(at=_y(score), text=str(score)) for score in range(0, HIGHEST + 1, 2)),
        days=axis.ticks(),
        practices=axis.practices([*(each.local_on for each in felt_after), *without_entry], bin_days or 1),
        changes=axis.marks(changes),
        pauses=axis.pauses(pauses),
        bin_days=bin_days,
        title=f"Tightness from 0 to 10, {_day(start)} to {_day(end)} {end.year}",
        summary=_summary(shown, pieces, begin),
    )


def sparkline(entries: Sequence[CheckInValue], start: date, end: date) -> Spark:
    """The level alone, for one row of a list."""
    axis = _Axis(start, end)
    pieces = trend.line(entries, start, end)
    if not pieces:
        return Spark(lines=(), band=None, last=None, text=f"No entries from {_day(start)} to {_day(end)}.")
    first, last = pieces[0][0], pieces[-1][-1]
    text = f"Tightness {_n(first.level)} on {_day(first.on)}, {_n(last.level)} on {_day(last.on)}."
    return Spark(
        lines=axis.lines(pieces),
        band=_band(trend.start_score(entries)),
        last=ChartDot(x=axis.x(last.on, 0.5), y=_y(last.level), text=text),
        text=text,
    )


def effect(pairs: Iterable[tuple[int, int]]) -> Effect:
    """How far (before, after) lay apart, counted; four points and more share a bar on either side."""
    changes = [max(-WIDEST_EFFECT, min(WIDEST_EFFECT, after - before)) for before, after in pairs]
    counts = Counter(changes)
    columns = range(-WIDEST_EFFECT, WIDEST_EFFECT + 1)
    highest, width = max(counts.values(), default=1), 100 / len(columns)
    bars = tuple(
        Bar(
            x=round(index * width, 2),
            y=round(100 - 100 * counts[points] / highest, 2),
            width=round(width, 2),
            height=round(100 * counts[points] / highest, 2),
            text=f"{_moved(points)}: {_times(counts[points])}",
        )
        for index, points in enumerate(columns)
        if counts[points]
    )
    lower, higher = sum(points < 0 for points in changes), sum(points > 0 for points in changes)
    same = len(changes) - lower - higher
    summary = f"Lower {_times(lower)}, the same {_times(same)}, higher {_times(higher)}."
    return Effect(bars=bars, summary=summary)


def pairs(entries: Iterable[CheckInValue]) -> tuple[tuple[int, int], ...]:
    """(before, after) of each practice: an "after" with the "before" that came last, at most six hours earlier."""
    found: list[tuple[int, int]] = []
    before: CheckInValue | None = None
    for each in sorted(entries, key=trend.IN_ORDER):
        if each.moment == "before":
            before = each
        elif each.moment == "after":
            if before is not None and each.at - before.at <= LONGEST_PRACTICE:
                found.append((before.score, each.score))
            before = None
    return tuple(found)


def nights(entries: Iterable[CheckInValue]) -> tuple[tuple[int, int], ...]:
    """(before, next morning) of each day with a practice whose next morning was told; the higher one of two counts.

    The first "before" of the day stands for it, so that two practices are one day.
    """
    before: dict[date, int] = {}
    mornings: dict[date, int] = {}
    for each in sorted(entries, key=trend.IN_ORDER):
        if each.moment == "before":
            before.setdefault(each.local_on, each.score)
        elif each.moment == "morning":
            mornings[each.local_on] = max(each.score, mornings.get(each.local_on, 0))
    following = {on: on + timedelta(days=1) for on in before}
    return tuple((before[on], mornings[after]) for on, after in following.items() if after in mornings)


class _Axis:
    """Days from `start` to `end` as percent."""

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end
        self.days = (end - start).days + 1

    def x(self, on: date, part: float = 0) -> float:
        """`part` is how much of the day has passed, 0 to 1."""
        return round(100 * ((on - self.start).days + part) / self.days, 2)

    def each(self, entries: Iterable[CheckInValue]) -> tuple[ChartDot, ...]:
        """Entries of one day stand beside each other, so that none hides another."""
        by_day: dict[date, list[CheckInValue]] = {}
        for each in sorted(entries, key=trend.IN_ORDER):
            by_day.setdefault(each.local_on, []).append(each)
        return tuple(
            ChartDot(x=self.x(on, (index + 0.5) / len(those)), y=_y(each.score), text=_text(each))
            for on, those in sorted(by_day.items())
            for index, each in enumerate(those)
        )

    def binned(self, entries: Iterable[CheckInValue], size: int) -> tuple[ChartDot, ...]:
        """One dot for each `size` days: the median, with the range."""
        bins: dict[int, list[int]] = {}
        for each in entries:
            bins.setdefault(self.bin(each.local_on, size), []).append(each.score)
        return tuple(self._summed_up(number, size, scores) for number, scores in sorted(bins.items()))

    def bin(self, on: date, size: int) -> int:
        return (on - self.start).days // size

    def _summed_up(self, number: int, size: int, scores: list[int]) -> ChartDot:
        low, high, middle = min(scores), max(scores), median(scores)
        reach = f", from {low} to {high}" if high > low else ""
        return ChartDot(
            x=self._middle(number, size),
            y=_y(middle),
            text=f"{self._when(number, size)}: {_n(middle)}{reach}, {_count(len(scores))}",
            top=_y(high) if high > low else None,
            bottom=_y(low) if high > low else None,
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

    def marks(self, changes: Iterable[tuple[date, str]]) -> tuple[Mark, ...]:
        """One a day, with all that happened on it."""
        by_day: dict[date, list[str]] = {}
        for on, what in changes:
            if self.start <= on <= self.end:
                by_day.setdefault(on, []).append(what)
        return tuple(
            Mark(at=self.x(on, 0.5), day=self._date(on), what=tuple(those)) for on, those in sorted(by_day.items())
        )

    def _middle(self, number: int, size: int) -> float:
        return min(100.0, round(100 * (number + 0.5) * size / self.days, 2))

    def _when(self, number: int, size: int) -> str:
        first = _day(self.start + timedelta(days=number * size))
        return first if size == 1 else f"{size} days from {first}"

    def lines(self, pieces: Iterable[Sequence[trend.TrendPoint]], size: int = 0) -> tuple[str, ...]:
        """SVG points of the level, one for each `size` days. One day alone is a dash as wide as its day."""
        found = []
        for piece in pieces:
            kept = {self.bin(point.on, max(size, 1)): point for point in piece}.values()
            points = [(self.x(point.on, 0.5), _y(point.level)) for point in kept]
            if len(points) == 1:
                points = [(self.x(piece[-1].on, part), points[0][1]) for part in (0, 1)]
            found.append(" ".join(f"{x},{y}" for x, y in points))
        return tuple(found)

    def ticks(self) -> tuple[AxisTick, ...]:
        """Dates, four at most, and as many minor ones between them; the first day has one."""
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
        return f"{on:%b %Y}" if self.days > 364 else _day(on)

    def pauses(self, pauses: Iterable[tuple[date, date | None]]) -> tuple[ChartPause, ...]:
        shown = [
            (max(first, self.start), min(last or self.end, self.end), self._pause(first, last))
            for first, last in sorted(pauses, key=lambda pause: pause[0])
        ]
        return tuple(
            ChartPause(begin=self.x(first), size=round(self.x(last, 1) - self.x(first), 2), when=when)
            for first, last, when in shown
            if first <= last
        )

    def _pause(self, first: date, last: date | None) -> str:
        if last is None:
            return f"since {self._date(first)}"
        return f"on {self._date(first)}" if first == last else f"from {self._date(first)} to {self._date(last)}"

    def _date(self, on: date) -> str:
        """Written out, with its year where the picture holds more than one."""
        return f"{on.day} {on:%B}" + ("" if self.start.year == on.year == self.end.year else f" {on.year}")


def _y(score: float) -> float:
    return round(100 - 100 * score / HIGHEST, 2)


def _band(begin: float | None) -> Stretch | None:
    if begin is None:
        return None
    top, bottom = _y(min(HIGHEST, begin + CHANGE_POINTS)), _y(max(0, begin - CHANGE_POINTS))
    return Stretch(begin=top, size=round(bottom - top, 2))


def _bin_days(entries: Sequence[CheckInValue]) -> int:
    """0 where each entry can have its dot, else how many days share one."""
    if len(entries) <= MOST_DOTS:
        return 0
    days = {each.local_on for each in entries}
    width = (max(days) - min(days)).days + 1
    return next(size for size in (1, 7, 28, width) if width / size <= MOST_DOTS)


def _summary(shown: Sequence[CheckInValue], pieces: Sequence[Sequence[trend.TrendPoint]], begin: float | None) -> str:
    if not shown:
        return "There are no entries in this time."
    days = len({each.local_on for each in shown})
    parts = [f"{_count(len(shown))} on {days} {'day' if days == 1 else 'days'}."]
    if begin is not None:
        parts.append(f"The start was {_n(begin)}.")
    if pieces:
        first, last = pieces[0][0], pieces[-1][-1]
        parts.append(
            f"The seven-day level was {_n(first.level)} on {_day(first.on)} and {_n(last.level)} on {_day(last.on)}."
        )
    gaps = [(one[-1].on, other[0].on) for one, other in pairwise(pieces)]
    parts.extend(f"Nothing was entered between {_day(last)} and {_day(back)}." for last, back in gaps[:3])
    return " ".join(parts)


def _text(entry: CheckInValue) -> str:
    when = MOMENTS.get(entry.moment)
    return f"{entry.local_on:%a} {_day(entry.local_on)}: {entry.score}{f', {when}' if when else ''}"


def _day(on: date) -> str:
    return f"{on.day} {on:%b}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _count(entries: int) -> str:
    return f"{entries} {'entry' if entries == 1 else 'entries'}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _moved(points: int) -> str:
    if points == 0:
        return "The same"
    more = " or more" if abs(points) == WIDEST_EFFECT else ""
    return f"{abs(points)}{more} {'lower' if points < 0 else 'higher'}"
