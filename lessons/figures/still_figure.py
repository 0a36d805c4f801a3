"""Figures of one drawing each: carry-over cards, the break after long sitting, and the start test, then and now."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from hinge_coach.accounts.drawn_as import DrawnAs
from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.animation.movements import CARDS, START_CARDS
from lessons.body.drawing.frames import draw_card, viewbox_of
from lessons.body.drawing.people import PEOPLE
from lessons.figures.lesson_figure import FigureStill, small_paths_of
from lessons.figures.persons import person_of

StartTestName = Literal["chair", "wall", "bow"]


@dataclass(frozen=True, slots=True)
class StillFigure:
    """One drawing for `lessons/figures/_still.html`. `text` says what is seen."""

    slug: str
    text: str
    box: str
    still: FigureStill
    classes: str


def card_figure(slug: str, drawn_as: DrawnAs | None = None) -> StillFigure | None:
    """The drawing with this slug; None where there is none. `drawn_as` as in `lesson_figure`."""
    return _figure(slug, drawn_as) if slug in CARDS else None


def start_figure(test: StartTestName, level: float, drawn_as: DrawnAs | None = None) -> StillFigure:
    """How somebody does on one of the start tests. All levels of a test are drawn at one scale.

    `level`: chair 0 to 2, bow 0 to 3, wall the foot-lengths from heel to wall. A level between two drawings gets the
    lower one, a higher one than drawn the highest: more than one foot-length from the wall looks like one.
    """
    cards = START_CARDS[test]
    step = 0.5 if test == "wall" else 1.0
    return _figure(cards[max(0, min(len(cards) - 1, int(level / step)))].slug, drawn_as)


@lru_cache(maxsize=1024)
def _figure(slug: str, drawn_as: DrawnAs | None) -> StillFigure:
    card = CARDS[slug]
    drawn_as = drawn_as or person_of(card.family or slug)
    person = PEOPLE[drawn_as.person]
    family = [other for other in CARDS.values() if other.family == card.family] if card.family else [card]
    box = viewbox_of([draw_card(other, LESSON_BODY, person) for other in family])
    frame = draw_card(card, LESSON_BODY, person)
    # No legend explains the shades here, so the muscles are left out.
    paths = tuple(path for path in small_paths_of(frame) if path.role != "muscle")
    return StillFigure(
        card.slug, card.text, " ".join(map(str, box)), FigureStill("", card.text, paths, None), drawn_as.classes
    )
