"""The numbers of a client's last two weeks as a row of dots against their usual. PURE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hinge_coach.wording import counted_in_digits

DAYS = 14

RISE = 2  # points above the usual that make a dot stand out

STEP = 10  # units of the drawing from one day to the next

HEIGHT = 40  # from 10 points to 0

EDGE = 5  # around the dots


@dataclass(frozen=True)
class DayDot:
    x: int
    y: int
    is_high: bool


@dataclass(frozen=True, kw_only=True)
class FourteenDays:
    """`band_top` is the upper edge of the usual and two points, down to the lower edge; None without a usual."""

    dots: tuple[DayDot, ...]
    band_top: float | None
    text: str

    @property
    def band_height(self) -> float:
        return 0 if self.band_top is None else self.height - self.band_top

    width = 2 * EDGE + STEP * (DAYS - 1)
    height = 2 * EDGE + HEIGHT


def fourteen_days(days: Sequence[tuple[str, int]], usual: float | None, today: date) -> FourteenDays:
    """`days` are pairs of an ISO date and a score of 0-10, oldest first; those of the last two weeks are drawn."""
    first = today - timedelta(days=DAYS - 1)
    recent = [(on, score) for on, score in ((date.fromisoformat(iso), score) for iso, score in days) if on >= first]
    dots = tuple(
        DayDot(EDGE + STEP * (on - first).days, round(_height(score)), usual is not None and score >= usual + RISE)
        for on, score in recent
        if on <= today
    )
    return FourteenDays(
        dots=dots,
        band_top=None if usual is None else _height(min(10, usual + RISE)),
        text=_text([score for on, score in recent if on <= today]),
    )


def _height(score: float) -> float:
    return EDGE + HEIGHT * (1 - score / 10)


def _text(scores: Sequence[int]) -> str:
    if not scores:
        return "No number in 14 days."
    numbers = counted_in_digits(len(scores), "number", "numbers")
    if min(scores) == max(scores):
        return f"{numbers} in 14 days: {scores[-1]}."
    return f"{numbers} in 14 days, {min(scores)} to {max(scores)}, the last {scores[-1]}."
