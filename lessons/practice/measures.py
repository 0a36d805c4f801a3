"""Measures of a client over time, as small charts. PURE."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hinge_coach.wording import short_date
from lessons.models.measure import Measure


@dataclass(frozen=True, kw_only=True)
class MeasureDot:
    """One measured value. `x` and `y` are percent of the chart, from the left and from the top."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, kw_only=True)
class MeasurePicture:
    """One measure of one lesson over time; `rows` are (day, words), newest first."""

    title: str
    lesson: str
    dots: tuple[MeasureDot, ...]
    top: int
    first: date
    last: date
    summary: str
    rows: tuple[tuple[date, str], ...]


def measure_picture(measure: Measure, lesson: str, values: Iterable[tuple[date, Decimal]]) -> MeasurePicture:
    """`values` are (local day, value), at least one. The horizontal axis shows days; no line joins the dots."""
    ordered = sorted(values)
    first, last = ordered[0][0], ordered[-1][0]
    span = max((last - first).days, 1)
    top = max(measure.floor, *(int(value) for _, value in ordered))
    earliest, latest = measure.words(ordered[0][1]), measure.words(ordered[-1][1])
    if len(ordered) == 1:
        summary = f"{latest}, measured once."
    else:
        summary = f"First {earliest}, last {latest}, measured {len(ordered)} times."
    return MeasurePicture(
        title=measure.title,
        lesson=lesson,
        dots=tuple(
            MeasureDot(
                x=round(100 * (on - first).days / span, 2) if last > first else 50.0,
                y=round(100 - 100 * float(value) / top, 2),
                text=f"{short_date(on)}: {measure.words(value)}",
            )
            for on, value in ordered
        ),
        top=top,
        first=first,
        last=last,
        summary=summary,
        rows=tuple((on, measure.words(value)) for on, value in reversed(ordered)),
    )
