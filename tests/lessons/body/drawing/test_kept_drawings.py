"""The drawings are those that people have looked at: how much ink each part takes, in one frame of every movement.

Whoever changes a drawing looks at it on the contact sheet (`lessons/figures/contact_sheet.py`), then writes the numbers
of the failing test into `looked_at.json`.
"""

import json
import re
from pathlib import Path

import pytest

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.frames import draw_frames

LOOKED_AT: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("looked_at.json").read_text())
FRAMES = 4  # few, because it is only seen whether something has changed


def ink(path: str) -> int:
    """The numbers of a path, added up without their signs."""
    return sum(abs(int(number)) for number in re.findall(r"-?\d+", path))


def test_each_drawing_is_the_one_that_was_looked_at() -> None:
    drawn = {
        slug: {part: ink(path) for part, path in draw_frames(movement, "right", count=FRAMES)[1].parts.items()}
        for slug, movement in MOVEMENTS.items()
    }
    assert {slug: list(parts) for slug, parts in drawn.items()} == {
        slug: list(parts) for slug, parts in LOOKED_AT.items()
    }
    changed = {
        f"{slug}: {part} takes {amount} and not {LOOKED_AT[slug][part]}"
        for slug, parts in drawn.items()
        for part, amount in parts.items()
        if amount != pytest.approx(LOOKED_AT[slug][part], abs=3, rel=1e-3)  # each number is rounded
    }
    assert changed == set()
