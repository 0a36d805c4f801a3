"""The picture of today's session: its lessons side by side on one floor, each with where the body came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hinge_coach.accounts.drawn_as import DrawnAs
from lessons.figures.lesson_figure import FigurePath, ends_of, outline_of, small_paths_of
from lessons.figures.persons import person_of

_AIR = 110
"""Free space at each side of a figure, in path units."""
_LOWEST = 520
"""The picture is at least this high, so that somebody who lies isn't drawn larger than life."""


@dataclass(frozen=True, slots=True)
class SessionFigureLesson:
    """One lesson's part of the picture: `x` and `width` in it, `box` its own viewBox; the same units in all."""

    x: int
    width: int
    box: str
    ghost: tuple[FigurePath, ...]
    paths: tuple[FigurePath, ...]
    classes: str


@dataclass(frozen=True, slots=True, eq=False)
class SessionFigure:
    """Made once for the same lessons, so that each is only equal to itself."""

    width: int
    height: int
    lessons: tuple[SessionFigureLesson, ...]


@lru_cache(maxsize=256)
def session_figure(slugs: Sequence[str], drawn_as: DrawnAs | None = None) -> SessionFigure | None:
    """The lessons with these slugs from left to right, at one scale; None where none of them has a figure.

    `slugs` is a tuple, because the picture is kept. The shades of the muscles are left out: no legend explains them.
    """
    people = [drawn_as or person_of(slug) for slug in slugs]
    drawn = [
        (*ends, person.classes)
        for slug, person in zip(slugs, people, strict=True)
        if (ends := ends_of(slug, person)) is not None
    ]
    if not drawn:
        return None
    height = max(_LOWEST, *(box[3] for _, box, _ in drawn))
    lessons, x = [], 0
    for (start, end), (left, top, width, own_height), classes in drawn:
        box = (left - _AIR, top - (height - own_height), width + 2 * _AIR, height)
        ghost = outline_of(start)
        paths = tuple(path for path in small_paths_of(end) if path.role != "muscle")
        lessons.append(SessionFigureLesson(x, box[2], " ".join(map(str, box)), ghost, paths, classes))
        x += box[2]
    return SessionFigure(width=x, height=height, lessons=tuple(lessons))
