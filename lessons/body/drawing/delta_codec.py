"""A run of frames encoded small enough for a page. PURE.

Frames differ little, so a page gets the first frame whole and then, for every number in every path, its changes from
frame to frame. Changes are mostly -1, 0 or 1: written as letters (a is 0, b 1, c 2 ..., A -1, B -2 ...) they compress
to a few kilobytes. A change too large for a letter is written in digits with a semicolon: `-31;`.

The decoder is in `static/js/strip.js`: it takes the numbers of the first path one by one, each followed by one change
fewer than there are frames, adds the changes up, and puts the sums back between the path's commands.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from lessons.body.drawing.frames import Frame

_NUMBER = re.compile(r"-?\d+")
_LETTERS = 26


def encode_frames(frames: Sequence[Frame], *, there_and_back: bool = True) -> dict[str, Any]:
    """The frames as a JSON object.

    * `seconds`: of each frame; `back`: whether it is played back again; `keys`: indices of the keyframes
    * `still`: part -> path, for parts that never change; `first`: part -> first path, for the others
    * `changes`: part -> letters, for the parts in `first`
    * `muscles`: muscle -> its shade in each frame, percent
    * `mark`: [x, y] in each frame; `marked`: 1 where the mark is shown, else 0
    """
    first = frames[0].parts
    still, moving, changes = {}, {}, {}
    for part, path in first.items():
        if all(frame.parts[part] == path for frame in frames):
            still[part] = path
            continue
        moving[part] = path
        changes[part] = encode_deltas([_numbers(frame.parts[part]) for frame in frames])
    return {
        "seconds": [frame.seconds for frame in frames],
        "back": there_and_back,
        "keys": [index for index, frame in enumerate(frames) if frame.keyframe is not None],
        "still": still,
        "first": moving,
        "changes": changes,
        "muscles": {name: [round(100 * frame.muscles[name]) for frame in frames] for name in frames[0].muscles},
        "mark": [list(frame.mark) for frame in frames],
        "marked": [int(frame.marked) for frame in frames],
    }


def encode_deltas(rows: Sequence[Sequence[int]]) -> str:
    """The changes of each number over the frames, number by number. `rows`: a path's numbers in each frame."""
    return "".join(
        _letter(value - previous) for column in zip(*rows, strict=True) for previous, value in pairwise(column)
    )


def _letter(change: int) -> str:
    if 0 <= change < _LETTERS:
        return chr(ord("a") + change)
    if -_LETTERS <= change < 0:
        return chr(ord("A") - 1 - change)
    return f"{change};"


def _numbers(path: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(path)]
