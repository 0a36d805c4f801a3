"""What a wall, a stick, a clock and a chair can tell: learning the pattern, not only tightness. PURE.

The bounds are what a body and a day can hold (evidence base, sections 6 and 7; the wall and the stick are coaching
custom). Each measure has a picture of its own: they share no scale, with each other or with tightness.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`question` is asked before the pass mark is shown. `choices` are all answers where they are few.

    `floor` is the least top of the picture, so that two small numbers don't look like a mountain.
    """

    kind: str
    title: str
    question: str
    one: str
    many: str
    most: int
    floor: int
    choices: tuple[Decimal, ...] = ()

    def words(self, value: Decimal) -> str:
        """`1½ foot-lengths`, `3 touches`, `20 seconds`."""
        return f"{number(value)} {self.one if value == 1 else self.many}"


MEASURES = {
    measure.kind: measure
    for measure in (
        Measure(
            kind="wall-tap",
            title="Distance from the wall",
            question="How far were your heels from the wall, in lengths of your own foot?",
            one="foot-length",
            many="foot-lengths",
            most=2,
            floor=2,
            choices=tuple(Decimal(half) / 2 for half in range(5)),
        ),
        Measure(
            kind="dowel",
            title="Touches kept on the stick",
            question="How many of the three touches (head, back, tailbone) stayed on the stick?",
            one="touch",
            many="touches",
            most=3,
            floor=3,
            choices=tuple(Decimal(touches) for touches in range(4)),
        ),
        Measure(
            kind="hold",
            title="Seconds held",
            question="How many seconds did your longest hold last?",
            one="second",
            many="seconds",
            most=600,
            floor=30,
        ),
        Measure(
            kind="sit-downs",
            title="Sit-downs, hips first",
            question="How many real sit-downs went hips first today?",
            one="sit-down",
            many="sit-downs",
            most=200,
            floor=10,
        ),
    )
}
HIGHEST = max(measure.most for measure in MEASURES.values())


@dataclass(frozen=True, kw_only=True)
class Dot:
    """Percent of the picture, from the left and from the top."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One measure of one lesson over time; `rows` are (day, words), newest first."""

    title: str
    lesson: str
    dots: tuple[Dot, ...]
    top: int
    first: date
    last: date
    summary: str
    rows: tuple[tuple[date, str], ...]


def picture(measure: Measure, lesson: str, found: Iterable[tuple[date, Decimal]]) -> Picture:
    """`found` are (local day, value), at least one. Days make the width, so a gap is a gap; no line joins the dots."""
    ordered = sorted(found)
    first, last = ordered[0][0], ordered[-1][0]
    span = max((last - first).days, 1)
    top = max(measure.floor, *(int(value) for _, value in ordered))
    begun, now = measure.words(ordered[0][1]), measure.words(ordered[-1][1])
    times = "once" if len(ordered) == 1 else f"{len(ordered)} times"
    return Picture(
        title=measure.title,
        lesson=lesson,
        dots=tuple(
            Dot(
                x=round(100 * (on - first).days / span, 2) if last > first else 50.0,
                y=round(100 - 100 * float(value) / top, 2),
                text=f"{_day(on)}: {measure.words(value)}",
            )
            for on, value in ordered
        ),
        top=top,
        first=first,
        last=last,
        summary=f"{now}, measured once." if len(ordered) == 1 else f"First {begun}, last {now}, measured {times}.",
        rows=tuple((on, measure.words(value)) for on, value in reversed(ordered)),
    )


def number(value: Decimal) -> str:
    """Halves as people write them: 0, ½, 1, 1½."""
    whole, half = divmod(value, 1)
    return f"{int(whole) or ''}½" if half == Decimal("0.5") else str(int(value))


def _day(on: date) -> str:
    return f"{on.day} {on:%b}"
