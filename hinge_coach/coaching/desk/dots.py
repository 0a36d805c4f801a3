"""Two weeks of a client as dots against the band of their usual, for one row of a list. PURE."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hinge_coach.tightness.usual import is_up
from hinge_coach.wording import plain_number

WIDTH, HEIGHT, EDGE = 96, 28, 3  # of the drawing, in its own units

HIGHEST = 10

BAND = 2  # points around the usual that are no change


@dataclass(frozen=True, kw_only=True)
class Dot:
    """`x` and `y` are in units of the drawing; `is_up`: two points or more above the usual, and above 2."""

    x: float
    y: float
    is_up: bool


@dataclass(frozen=True, kw_only=True)
class Dots:
    """The dots oldest first, the upper and lower edge of the band (None without a usual), and the same in words."""

    dots: tuple[Dot, ...]
    band: tuple[float, float] | None
    text: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def band_height(self) -> float:
        return self.band[1] - self.band[0] if self.band else 0


def dots_of(reported: Iterable[tuple[date, float]], usual: float | None, today: date, *, days: int) -> Dots:
    """The reported days, oldest first, among the last `days` with today; the scores are 0-10."""
    first = today - timedelta(days=days - 1)
    shown = [(on, score) for on, score in reported if first <= on <= today]
    dots = tuple(
        Dot(
            x=round(EDGE + (WIDTH - 2 * EDGE) * (on - first).days / (days - 1), 1),
            y=_y(score),
            is_up=is_up(score, usual, rise=BAND, fine=BAND),
        )
        for on, score in shown
    )
    band = None if usual is None else (_y(min(usual + BAND, HIGHEST)), _y(max(usual - BAND, 0)))
    return Dots(dots=dots, band=band, text=_text([score for _, score in shown], days))


def _y(score: float) -> float:
    return round(EDGE + (HEIGHT - 2 * EDGE) * (1 - score / HIGHEST), 1)


def _text(scores: list[float], days: int) -> str:
    if not scores:
        return f"No number in {days} days."
    return f"The last {days} days: {', '.join(plain_number(score) for score in scores)}."
