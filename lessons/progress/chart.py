"""The geometry of the charts: the weeks, the effect of a practice. PURE.

Coordinates are percent of the plot, from the left and from the top, so that a chart stretches to any width while its
dots and letters keep their size. The horizontal axis shows days, not entries, so that gaps stay visible.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import NOT_AT_REST, CheckInValue, Moment
from hinge_coach.tightness.usual import ReportedDays
from hinge_coach.wording import counted_in_digits, plain_number, short_date
from lessons.progress.axis import Axis, AxisTick, ChartDot, ChartFlare, ChartPause, LessonChange, Mark, y_of
from lessons.progress.background import UsualOn, flare_spans, usual_levels
from lessons.rules.facts import TOP_SCORE
from lessons.rules.thresholds import Thresholds

MOST_DOTS = 400

LEAST_WIDTH = 14  # days

WIDEST_EFFECT = 4

LONGEST_PRACTICE = timedelta(hours=6)

NOTHING_REPORTED = ReportedDays(days=())

THRESHOLDS = Thresholds()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The weeks from `start` to `end`. `lines` and `bands` are SVG points.

    `rings` are reports right after practice, `recalled` those from memory. The `bands` lie `reach` points around the
    usual as it stood on each day.
    """

    start: date
    end: date
    dots: tuple[ChartDot, ...]
    rings: tuple[ChartDot, ...]
    recalled: tuple[ChartDot, ...]
    lines: tuple[str, ...]
    bands: tuple[str, ...]
    reach: int
    start_line: AxisTick | None
    scores: tuple[AxisTick, ...]
    days: tuple[AxisTick, ...]
    practices: tuple[AxisTick, ...]
    changes: tuple[Mark, ...]
    pauses: tuple[ChartPause, ...]
    flares: tuple[ChartFlare, ...]
    bin_days: int
    title: str
    summary: str

    @property
    def is_empty(self) -> bool:
        return not (self.dots or self.rings or self.recalled)

    @property
    def flare_path(self) -> str:
        """All flares as one SVG path, because years may hold many."""
        return "".join(f"M{flare.begin} 0h{flare.size}v100h-{flare.size}z" for flare in self.flares)

    @property
    def binned(self) -> str:
        """What one dot stands for where there are too many entries to draw each; empty where each is drawn."""
        span = {0: "", 1: "day", 7: "week"}.get(self.bin_days, f"{self.bin_days} days")
        return f"one {span}: the middle, with a bar from lowest to highest" if span else ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Effect:
    """How often tightness was lower, the same or higher after a practice: one bar for each difference."""

    bars: tuple[Bar, ...]
    summary: str


def span(entries: Sequence[CheckInValue], today: date, weeks: int | None) -> tuple[date, date]:
    """First and last day to draw: the last `weeks`, or everything for None; never from before the first entry.

    At least two weeks, so that a new client's chart has room for the days to come.
    """
    first = min((entry.local_on for entry in entries), default=today)
    start = first if weeks is None else max(first, today - timedelta(days=7 * weeks - 1))
    return start, max(today, start + timedelta(days=LEAST_WIDTH - 1))


def progress_chart(
    entries: Sequence[CheckInValue],
    start: date,
    end: date,
    *,
    reported: ReportedDays = NOTHING_REPORTED,
    thresholds: Thresholds = THRESHOLDS,
    pauses: Iterable[tuple[date, date | None]] = (),
    changes: Iterable[tuple[date, LessonChange]] = (),
    fine: Iterable[date] = (),
) -> Chart:
    """The chart from `start` to `end`, both included. Earlier entries count for the start and the level.

    `reported` are the days that the rules know, for the usual and the flares; without them neither is drawn.
    `pauses` are (first day, last day or None while nobody knows it). `changes` of the lesson are (day, what changed),
    in order. `fine` are the days of practices answered with "fine today", which have no entry.
    """
    axis = Axis(start, end)
    shown = [entry for entry in entries if start <= entry.local_on <= end]
    reports_after = [entry for entry in shown if entry.moment == Moment.AFTER]
    recalled = [entry for entry in shown if entry.moment == Moment.RECALLED]
    at_rest = [entry for entry in shown if entry.moment not in NOT_AT_REST]
    without_entry = [on for on in fine if start <= on <= end]
    bin_days = _bin_days(shown)
    start_score, pieces = trend.start_score(entries), trend.line(entries, start, end)
    levels = usual_levels(reported, start, end, every=bin_days or 1)
    flares, reach = axis.flares(flare_spans(reported, thresholds, start, end)), thresholds.rise - 1
    start_line = (
        None if start_score is None else AxisTick(at=y_of(start_score), text=f"start {plain_number(start_score)}")
    )
    return Chart(
        start=start,
        end=end,
        dots=axis.binned(at_rest, bin_days) if bin_days else axis.dots(at_rest),
        rings=() if bin_days else axis.dots(reports_after),
        recalled=axis.dots(recalled),
        lines=axis.lines(pieces, bin_days),
        bands=axis.bands(levels, reach, bin_days),
        reach=reach,
        start_line=start_line,
        scores=tuple(AxisTick(at=y_of(score), text=str(score)) for score in range(0, TOP_SCORE + 1, 2)),
        days=axis.ticks(),
        practices=axis.practices([*(entry.local_on for entry in reports_after), *without_entry], bin_days or 1),
        changes=axis.marks(changes),
        pauses=axis.pauses(pauses),
        flares=flares,
        bin_days=bin_days,
        title=f"Tightness from 0 to 10, {short_date(start)} to {short_date(end)}, {end.year}",
        summary=" ".join(_summary(shown, pieces, start_score, levels, flares)),
    )


def effect(pairs: Iterable[tuple[int, int]]) -> Effect:
    """How often each difference of (before, after) occurred; four points and more share a bar on either side."""
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
    scores: list[tuple[int, int]] = []
    before: CheckInValue | None = None
    for entry in sorted(entries, key=trend.in_order):
        if entry.moment == Moment.BEFORE:
            before = entry
        elif entry.moment == Moment.AFTER:
            if before is not None and entry.at - before.at <= LONGEST_PRACTICE:
                scores.append((before.score, entry.score))
            before = None
    return tuple(scores)


def nights(entries: Iterable[CheckInValue]) -> tuple[tuple[int, int], ...]:
    """(before, next morning) of each practice day with a reported next morning; of two mornings the higher counts.

    Several practices of a day count once, with the first "before".
    """
    before: dict[date, int] = {}
    mornings: dict[date, int] = {}
    for entry in sorted(entries, key=trend.in_order):
        if entry.moment == Moment.BEFORE:
            before.setdefault(entry.local_on, entry.score)
        elif entry.moment == Moment.MORNING:
            mornings[entry.local_on] = max(entry.score, mornings.get(entry.local_on, 0))
    following = {on: on + timedelta(days=1) for on in before}
    return tuple((before[on], mornings[after]) for on, after in following.items() if after in mornings)


def _bin_days(entries: Sequence[CheckInValue]) -> int:
    """How many days share a dot; 0 where each entry has its own."""
    if len(entries) <= MOST_DOTS:
        return 0
    days = {entry.local_on for entry in entries}
    width = (max(days) - min(days)).days + 1
    return next(size for size in (1, 7, 28, width) if width / size <= MOST_DOTS)


def _summary(
    shown: Sequence[CheckInValue],
    pieces: Sequence[Sequence[trend.TrendPoint]],
    start_score: float | None,
    levels: Sequence[UsualOn],
    flares: Sequence[ChartFlare],
) -> Iterator[str]:
    if not shown:
        yield "There are no entries in this time."
        return
    days = len({entry.local_on for entry in shown})
    yield f"{counted_in_digits(len(shown), 'entry', 'entries')} on {counted_in_digits(days, 'day', 'days')}."
    if recalled := sum(entry.moment == Moment.RECALLED for entry in shown):
        yield f"From memory: {recalled}."
    if start_score is not None:
        yield f"The start was {plain_number(start_score)}."
    if pieces:
        first, last = pieces[0][0], pieces[-1][-1]
        first_level = f"{plain_number(first.level)} on {short_date(first.on)}"
        yield f"The seven-day level was {first_level} and {plain_number(last.level)} on {short_date(last.on)}."
    if levels:
        first_usual = f"{plain_number(levels[0].usual)} on {short_date(levels[0].on)}"
        yield f"The usual was {first_usual} and {plain_number(levels[-1].usual)} on {short_date(levels[-1].on)}."
    if flares:
        yield f"Flares: {len(flares)}, the last {flares[-1].when}."
    gaps = [(one[-1].on, other[0].on) for one, other in pairwise(pieces)]
    for last_on, back_on in gaps[:3]:
        yield f"Nothing was entered between {short_date(last_on)} and {short_date(back_on)}."


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _moved(points: int) -> str:
    if points == 0:
        return "The same"
    more = " or more" if abs(points) == WIDEST_EFFECT else ""
    return f"{abs(points)}{more} {'lower' if points < 0 else 'higher'}"
