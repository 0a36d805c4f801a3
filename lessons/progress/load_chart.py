"""The loads of a client over the days of the chart of tightness, one small chart for each lesson. PURE.

Coordinates are percent, as in `chart`. A dot is a day on which that was used. A step joins days with at most a week
between them; where it stops, nobody knows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.tightness.trend import GAP_DAYS
from hinge_coach.wording import counted, short_date, spoken
from lessons.models.load import KILOGRAMS_IN, Load, load_of, step_up
from lessons.progress.axis import Axis, AxisTick, ChartDot
from lessons.rules.load_steps import LONGEST_BREAK

MOST_LOAD_DOTS = 200  # of one lesson; with more days only the first and the last with each load get a dot


@dataclass(frozen=True, kw_only=True)
class UsedLoad:
    """The load of one practice; zero where it was done without a weight."""

    local_on: date
    lesson: str
    load: Load


@dataclass(frozen=True, kw_only=True)
class LoadRun:
    """Practice days in a row with one load, without a long break between them."""

    load: Load
    days: tuple[date, ...]

    @property
    def period(self) -> str:
        """`from March 4 to March 9`."""
        first, last = self.days[0], self.days[-1]
        return f"on {spoken(first)}" if first == last else f"from {spoken(first)} to {spoken(last)}"


@dataclass(frozen=True, kw_only=True)
class LoadChart:
    """The loads of one lesson. `steps` are SVG points, `rows` the runs in words, newest first.

    `newest` is the last run with a weight: `5 kg since November 20`.
    """

    lesson: str
    newest: str
    summary: str
    dots: tuple[ChartDot, ...]
    steps: tuple[str, ...]
    top: str
    days: tuple[AxisTick, ...]
    rows: tuple[LoadRun, ...]


def used_loads(rows: Iterable[tuple[date, str, Decimal | None, str]]) -> tuple[UsedLoad, ...]:
    """From columns of practices: local day, lesson, load and its unit. Those where no load was said are left out."""
    return tuple(
        UsedLoad(local_on=local_on, lesson=lesson, load=used)
        for local_on, lesson, load, unit in rows
        if (used := load_of(load, unit)) is not None
    )


def load_charts(
    used: Iterable[UsedLoad], start: date, end: date, *, unit: WeightUnit | None = None
) -> tuple[LoadChart, ...]:
    """One chart for each lesson with a weight from `start` to `end`, the one used last first.

    `used` come in order of time; of several practices of a lesson on one day the last counts. The axis is in `unit`,
    else in that of the last load.
    """
    by_lesson: dict[str, dict[date, Load]] = {}
    for row in used:
        if start <= row.local_on <= end:
            by_lesson.setdefault(row.lesson, {})[row.local_on] = row.load
    by_last_day = sorted(by_lesson.items(), key=lambda item: max(item[1]), reverse=True)
    return tuple(
        _chart(lesson, tuple(sorted(days.items())), Axis(start, end), unit)
        for lesson, days in by_last_day
        if any(load.value for load in days.values())
    )


def newest_loads(used: Iterable[UsedLoad], today: date) -> tuple[tuple[str, str], ...]:
    """(lesson, `5 kg since November 20`) of each lesson with a weight up to today, the one used last first."""
    used = list(used)
    first = min((row.local_on for row in used), default=today)
    return tuple((chart.lesson, chart.newest) for chart in load_charts(used, first, today))


def _chart(lesson: str, days: Sequence[tuple[date, Load]], axis: Axis, unit: WeightUnit | None) -> LoadChart:
    runs = _runs(days)
    weighted = [run for run in runs if run.load.value]
    unit = unit or weighted[-1].load.unit
    top = _top([load for _, load in days], unit)
    newest = _newest(weighted[-1], axis.end)
    first = weighted[0]
    began = "" if first is weighted[-1] else f" The first was {first.load.words} on {spoken(first.days[0])}."
    return LoadChart(
        lesson=lesson,
        newest=newest,
        summary=f"{newest}, {counted(len(weighted[-1].days), 'day', 'days')} with it.{began}",
        dots=tuple(
            ChartDot(x=axis.x(on, 0.5), y=_y(load, top), text=f"{on:%a}, {short_date(on)}: {load.words}")
            for on, load in _dotted(days, runs)
        ),
        steps=tuple(_steps(days, axis, top)),
        top=top.words,
        days=axis.ticks(),
        rows=tuple(reversed(runs)),
    )


def _runs(days: Sequence[tuple[date, Load]]) -> tuple[LoadRun, ...]:
    runs: list[LoadRun] = []
    for on, load in days:
        if runs and load.is_like(runs[-1].load) and on - runs[-1].days[-1] <= LONGEST_BREAK:
            runs[-1] = LoadRun(load=load, days=(*runs[-1].days, on))
        else:
            runs.append(LoadRun(load=load, days=(on,)))
    return tuple(runs)


def _newest(run: LoadRun, end: date) -> str:
    first, last = run.days[0], run.days[-1]
    if first == last or end - last > LONGEST_BREAK:
        return f"{run.load.words} {run.period}"
    return f"{run.load.words} since {spoken(first)}"


def _top(loads: Iterable[Load], unit: WeightUnit) -> Load:
    """The step above the heaviest, so that the chart has room above it."""
    heaviest = max(load.kg for load in loads) / KILOGRAMS_IN[unit]
    rounded = Load(heaviest.quantize(Decimal("0.1")), unit)
    return step_up(rounded) or rounded


def _y(load: Load, top: Load) -> float:
    return round(100 - 100 * float(load.kg / top.kg), 2)


def _dotted(days: Sequence[tuple[date, Load]], runs: Iterable[LoadRun]) -> Iterable[tuple[date, Load]]:
    if len(days) <= MOST_LOAD_DOTS:
        return days
    ends = {on for run in runs for on in (run.days[0], run.days[-1])}
    return [(on, load) for on, load in days if on in ends]


def _steps(days: Sequence[tuple[date, Load]], axis: Axis, top: Load) -> Iterable[str]:
    """Along the day on which a load was used, on to the next, and up or down there; corners only."""
    pieces: list[list[tuple[float, float]]] = []
    for (one, load), (other, next_load) in pairwise(days):
        if not load.value or not next_load.value or (other - one).days > GAP_DAYS:
            continue
        begin, end = (axis.x(one, 0.5), _y(load, top)), (axis.x(other, 0.5), _y(load, top))
        if pieces and pieces[-1][-1] == begin:
            if len(pieces[-1]) > 1 and pieces[-1][-2][1] == begin[1]:
                pieces[-1].pop()  # straight on
            pieces[-1].append(end)
        else:
            pieces.append([begin, end])
        if _y(next_load, top) != end[1]:
            pieces[-1].append((end[0], _y(next_load, top)))
    return (" ".join(f"{x},{y}" for x, y in piece) for piece in pieces)
