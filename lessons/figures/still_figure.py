"""Figures of one drawing each: carry-over cards, the break after long sitting, and the start test, then and now."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from lessons.body.animation.keyframes import Card
from lessons.body.animation.movements import CARDS, START_CARDS
from lessons.body.drawing.frames import draw_card, viewbox_of
from lessons.figures.lesson_figure import FigureStill, paths_of

StartTestName = Literal["chair", "wall", "bow"]


@dataclass(frozen=True, slots=True)
class StillFigure:
    """One drawing for `lessons/figures/_still.html`. `text` says what is seen."""

    slug: str
    text: str
    box: str
    still: FigureStill


def card_figure(slug: str) -> StillFigure | None:
    """The drawing with this slug; None where there is none."""
    card = CARDS.get(slug)
    return _figure(card) if card else None


def start_figure(test: StartTestName, level: float) -> StillFigure:
    """How somebody does on one of the start tests. All levels of a test are drawn at one scale.

    `level`: chair 0 to 2, bow 0 to 3, wall the foot-lengths from heel to wall. A level between two drawings gets the
    lower one, a higher one than drawn the highest: more than one foot-length from the wall looks like one.
    """
    cards = START_CARDS[test]
    step = 0.5 if test == "wall" else 1.0
    return _figure(cards[max(0, min(len(cards) - 1, int(level / step)))])


@cache
def _figure(card: Card) -> StillFigure:
    family = [other for other in CARDS.values() if other.family == card.family] if card.family else [card]
    box = viewbox_of([draw_card(other) for other in family])
    frame = draw_card(card)
    # No legend explains the shades here, so the muscles are left out.
    paths = tuple(path for path in paths_of(frame) if path.role != "muscle")
    return StillFigure(card.slug, card.text, " ".join(map(str, box)), FigureStill("", card.text, paths, None))
