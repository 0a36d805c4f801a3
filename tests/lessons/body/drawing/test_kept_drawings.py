"""The drawings are those that people have looked at: how much ink each part takes, in one frame of every movement.

Whoever changes a drawing looks at it on the contact sheet (`make figures`), then writes the numbers of the failing test
into `looked_at.json`.
"""

import json
from pathlib import Path

import pytest

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.frames import draw_frames
from lessons.body.drawing.shapes import Shape

LOOKED_AT: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("looked_at.json").read_text())
FRAMES = 4  # few, because it is only seen whether something has changed


def ink(shape: Shape) -> int:
    """The numbers of all points where they are seen, and their softness, added up without their signs."""
    soft = sum(sum(stroke.soft) for stroke in shape.strokes)
    return round(sum(abs(x) + abs(y) for x, y in shape.points)) + soft


def test_each_drawing_is_the_one_that_was_looked_at() -> None:
    drawn = {
        slug: {part: ink(shape) for part, shape in draw_frames(movement, "right", count=FRAMES)[1].parts.items()}
        for slug, movement in MOVEMENTS.items()
    }
    assert {slug: list(parts) for slug, parts in drawn.items()} == {
        slug: list(parts) for slug, parts in LOOKED_AT.items()
    }
    changed = {
        f"{slug}: {part} takes {amount} and not {LOOKED_AT[slug][part]}"
        for slug, parts in drawn.items()
        for part, amount in parts.items()
        if amount != pytest.approx(LOOKED_AT[slug][part], abs=5, rel=1e-3)  # each number is rounded
    }
    assert changed == set()
