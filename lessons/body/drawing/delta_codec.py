"""A run of frames encoded small enough for a page. PURE.

A page gets the first frame as paths and then, for every point, its changes from frame to frame. Frames differ little,
and each point is told from the one before it, so changes are mostly -1, 0 or 1: written as letters (a is 0, b 1, c 2
..., A -1, B -2 ...) they compress to a few kilobytes. A change too large for a letter is written in digits with a
semicolon: `-31;`. Handles of curves don't travel: they follow from the points. A rigid shape travels as its place.

The decoder is in `static/js/strip.js`.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from lessons.body.drawing.frames import Frame
from lessons.body.drawing.shapes import Shape, Stroke

_LETTERS = 26
_ROUND = 10


def encode_frames(frames: Sequence[Frame], *, there_and_back: bool = True) -> dict[str, Any]:
    """The frames as a JSON object, but for the first one, which the page holds as paths.

    * `seconds`: of each frame; `back`: whether it is played back again; `keys`: indices of the keyframes
    * `changes`: part -> letters, for parts with points that move, and `places` for rigid ones: x, y and turn
    * `soft`: part -> a letter for each point (a a corner, k round), for moving curves that aren't round throughout
    * `muscles`: muscle that is drawn -> how hard it works in the first frame, percent, and letters
    * `mark`: [x, y] in the first frame, and letters; `marked`: 1 where the mark is shown, else 0, in each frame
    """
    changes, places, soft = {}, {}, {}
    for part, first in frames[0].parts.items():
        shapes = [frame.parts[part] for frame in frames]
        if any(shape.strokes != first.strokes for shape in shapes):
            changes[part] = encode_deltas([steps_of(shape) for shape in shapes])
            if letters := softness(first):
                soft[part] = letters
        if any(shape.place != first.place for shape in shapes):
            places[part] = encode_deltas([_place_of(shape) for shape in shapes])
    return {
        "seconds": [frame.seconds for frame in frames],
        "back": there_and_back,
        "keys": [index for index, frame in enumerate(frames) if frame.keyframe is not None],
        "changes": changes,
        "places": places,
        "soft": soft,
        "muscles": {
            name: (round(100 * work), encode_deltas([[round(100 * frame.muscles[name])] for frame in frames]))
            for name, work in frames[0].muscles.items()
            if name in frames[0].parts
        },
        "mark": (frames[0].mark, encode_deltas([frame.mark for frame in frames])),
        "marked": [int(frame.marked) for frame in frames],
    }


def steps_of(shape: Shape) -> list[int]:
    """x, y of the first point of each stroke, then the way from each point to the next."""
    numbers: list[int] = []
    for stroke in shape.strokes:
        numbers += stroke.points[0]
        for (x0, y0), (x1, y1) in pairwise(stroke.points):
            numbers += (x1 - x0, y1 - y0)
    return numbers


def softness(shape: Shape) -> str:
    """A letter for each point, empty where no curve of the shape is less than round. Straight strokes have none."""
    curves: list[Stroke] = [stroke for stroke in shape.strokes if not stroke.is_straight]
    every = [tenths for stroke in curves for tenths in stroke.soft]
    return "" if all(tenths == _ROUND for tenths in every) else "".join(chr(ord("a") + tenths) for tenths in every)


def _place_of(shape: Shape) -> list[int]:
    assert shape.place is not None
    return [shape.place.x, shape.place.y, shape.place.turn]


def encode_deltas(rows: Sequence[Sequence[int]]) -> str:
    """The changes of each number over the frames, number by number. `rows`: the numbers of each frame."""
    return "".join(
        _letter(value - previous) for column in zip(*rows, strict=True) for previous, value in pairwise(column)
    )


def _letter(change: int) -> str:
    if 0 <= change < _LETTERS:
        return chr(ord("a") + change)
    if -_LETTERS <= change < 0:
        return chr(ord("A") - 1 - change)
    return f"{change};"
