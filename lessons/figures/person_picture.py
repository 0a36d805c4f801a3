"""Small pictures beside the choice of whom figures show: head and shoulders of each person, and the three skins."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hinge_coach.accounts.drawn_as import DrawnAs, PersonName, Skin
from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.drawing.frames import draw_pose
from lessons.body.drawing.people import PEOPLE
from lessons.body.model.pose import Pose
from lessons.figures.lesson_figure import FigurePath, paths_of

BOX = (-85, -842, 170, 170)
"""x, y, width and height in path units: the same for all, so that nobody is drawn larger than another."""

DIFFERENT = ("woman/deep", "older-man/light", "man/medium")
"""Who stands for the people of the lessons, from left to right."""

_INSIDE = {"spine"}
"""Seen through the body in a lesson, and out of place in a portrait."""


@dataclass(frozen=True, slots=True)
class PersonPictures:
    """Each as markup, by the value of the choice: the people, with "" for each lesson's own person, and the skins."""

    people: Mapping[str, SafeString]
    skins: Mapping[str, SafeString]


@cache
def person_pictures(skin: Skin) -> PersonPictures:
    """The people in this skin. Who stands for those of the lessons uses the drawings of the others on the page."""
    return PersonPictures(
        people={"": _different_people(), **{name: _portrait(DrawnAs(name, skin)) for name in PersonName}},
        skins={skin: render_to_string("lessons/figures/_skin.html", {"skin": skin}) for skin in Skin},
    )


def _different_people() -> SafeString:
    others = [(number * 130, DrawnAs.of(value)) for number, value in enumerate(DIFFERENT)]
    left, top, width, height = BOX
    box = f"{left} {top} {width + others[-1][0]} {height}"
    return render_to_string("lessons/figures/_different_people.html", {"others": others, "box": box})


def _portrait(drawn_as: DrawnAs) -> SafeString:
    context = {"drawn_as": drawn_as, "paths": _paths(drawn_as.person), "box": " ".join(map(str, BOX))}
    return render_to_string("lessons/figures/_portrait.html", context)


@cache
def _paths(name: PersonName) -> tuple[FigurePath, ...]:
    """Somebody who stands, as far as it is seen in the box."""
    frame = draw_pose(LESSON_BODY, Pose(), person=PEOPLE[name])
    bottom = BOX[1] + BOX[3]
    return tuple(
        path
        for path in paths_of(frame)
        if path.part not in _INSIDE | frame.muscles.keys() and frame.parts[path.part].extent[1] < bottom
    )
