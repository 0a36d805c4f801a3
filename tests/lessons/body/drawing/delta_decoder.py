"""What the script of a page does with encoded frames (`static/js/strip.js`), for tests of the encoder and of pages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from typing import Any

from lessons.body.drawing.delta_codec import steps_of
from lessons.body.drawing.shapes import RigidPlace, Shape, Stroke

_CHANGE = re.compile(r"[a-zA-Z]|-?\d+;")


def decode_parts(first: Mapping[str, Shape], pack: Mapping[str, Any]) -> list[dict[str, Shape]]:
    """The parts of each frame, from those of the first and the changes."""
    count = len(pack["seconds"])
    frames: list[dict[str, Shape]] = [dict(first) for _ in range(count)]
    for part, changes in pack["changes"].items():
        for parts, numbers in zip(frames, decode_rows(steps_of(first[part]), changes, count), strict=True):
            parts[part] = replace(parts[part], strokes=_strokes(first[part], numbers))
    for part, changes in pack["places"].items():
        place = first[part].place
        assert place is not None
        for parts, (x, y, turn) in zip(
            frames, decode_rows([place.x, place.y, place.turn], changes, count), strict=True
        ):
            parts[part] = replace(parts[part], place=RigidPlace(x, y, turn))
    return frames


def decode_rows(first: Sequence[int], changes: str, count: int) -> list[tuple[int, ...]]:
    """Some numbers in each frame, from those in the first and the changes."""
    steps = (_delta(change) for change in _CHANGE.findall(changes))
    columns = [list(accumulate(islice(steps, count - 1), initial=start)) for start in first]
    return list(zip(*columns, strict=True))


def _delta(change: str) -> int:
    if change.endswith(";"):
        return int(change[:-1])
    return ord(change) - ord("a") if change >= "a" else ord("A") - 1 - ord(change)


def _strokes(shape: Shape, numbers: Sequence[int]) -> tuple[Stroke, ...]:
    pairs = iter(zip(numbers[::2], numbers[1::2], strict=True))
    strokes = []
    for stroke in shape.strokes:
        steps = list(islice(pairs, len(stroke.points)))
        points = tuple(zip(accumulate(x for x, _ in steps), accumulate(y for _, y in steps), strict=True))
        strokes.append(replace(stroke, points=points))
    return tuple(strokes)
