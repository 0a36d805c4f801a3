"""The drawings are those that people have looked at: how much ink each part takes, in one frame of every movement, on
every card and of every person.

Whoever changes a drawing looks at it on the contact sheet (`make figures`), then writes the numbers of the failing test
into `looked_at.json`.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.animation.movements import CARDS, MOVEMENTS
from lessons.body.drawing.figure import draw_figure
from lessons.body.drawing.frames import draw_card, draw_frames
from lessons.body.drawing.people import PEOPLE
from lessons.body.drawing.shapes import Shape
from lessons.body.model.pose import Pose, joints

LOOKED_AT: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("looked_at.json").read_text())
FRAMES = 4  # few, because it is only seen whether something has changed
BOW = Pose(shank=8, thigh=30, lean=40, lumbar=12, arm=20, elbow=40)


def ink(shape: Shape) -> int:
    """The numbers of all points where they are seen, and their softness, added up without their signs."""
    soft = sum(sum(stroke.soft) for stroke in shape.strokes)
    return round(sum(abs(x) + abs(y) for x, y in shape.points)) + soft


def inks() -> dict[str, dict[str, int]]:
    """Of every drawing: part -> ink."""
    drawings: dict[str, Mapping[str, Shape]] = {
        slug: draw_frames(movement, "right", count=FRAMES)[1].parts for slug, movement in MOVEMENTS.items()
    }
    drawings |= {f"card {slug}": draw_card(card).parts for slug, card in CARDS.items()}
    bow = joints(LESSON_BODY, BOW)
    drawings |= {name: draw_figure(LESSON_BODY, bow, person=person) for name, person in PEOPLE.items()}
    return {name: {part: ink(shape) for part, shape in parts.items()} for name, parts in drawings.items()}


def test_each_drawing_is_the_one_that_was_looked_at() -> None:
    drawn = inks()
    assert {name: list(parts) for name, parts in drawn.items()} == {
        name: list(parts) for name, parts in LOOKED_AT.items()
    }
    changed = {
        f"{name}: {part} takes {amount} and not {LOOKED_AT[name][part]}"
        for name, parts in drawn.items()
        for part, amount in parts.items()
        if amount != pytest.approx(LOOKED_AT[name][part], abs=2, rel=0)  # a point or two may round otherwise elsewhere
    }
    assert changed == set()
