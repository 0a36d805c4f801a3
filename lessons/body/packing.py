"""A movement small enough to travel in a page.

Frames differ little, so a page gets the first frame whole and then, for every number in every path, how it changes
from frame to frame. Changes are mostly -1, 0 or 1: written as letters (a is 0, b 1, c 2 ..., A -1, B -2 ...) they
compress to a few kilobytes. What is too large for a letter stands in digits with a semicolon: `-31;`.

To unpack, a page takes the numbers of the first path one by one; each has one change less than there are frames. It
adds them up and puts the numbers back between the commands. That needs no anatomy and fits in twenty lines.
"""

import json
import re
from collections.abc import Sequence
from itertools import accumulate, islice, pairwise
from typing import Any

from lessons.body.drawing import Frame

NUMBER = re.compile(r"-?\d+")
_CHANGE = re.compile(r"[a-zA-Z]|-?\d+;")
_LETTERS = 26


def packed(frames: Sequence[Frame], *, there_and_back: bool = True) -> dict[str, Any]:
    """JSON-ready: `seconds`, `back`, `keys` (frame indices), `still` (part -> path), `first` (part -> path),
    `changes` (part -> letters), `muscles` (name -> 0..100 for each frame), `mark` ([x, y] for each frame),
    `marked` (1 where the mark is shown)."""
    first = frames[0].parts
    still, moving, changes = {}, {}, {}
    for part, path in first.items():
        if all(frame.parts[part] == path for frame in frames):
            still[part] = path
            continue
        moving[part] = path
        changes[part] = encode([_numbers(frame.parts[part]) for frame in frames])
    return {
        "seconds": [frame.seconds for frame in frames],
        "back": there_and_back,
        "keys": [index for index, frame in enumerate(frames) if frame.key is not None],
        "still": still,
        "first": moving,
        "changes": changes,
        "muscles": {name: [round(100 * frame.muscles[name]) for frame in frames] for name in frames[0].muscles},
        "mark": [list(frame.mark) for frame in frames],
        "marked": [int(frame.marked) for frame in frames],
    }


def unpacked(path: str, changes: str, count: int) -> list[str]:
    """One part's paths in `count` frames, from its first path and its changes: what a page's script does."""
    steps = iter(_decode(changes))
    columns = [list(accumulate(islice(steps, count - 1), initial=number)) for number in _numbers(path)]
    return [_with_numbers(path, row) for row in zip(*columns, strict=True)]


def _with_numbers(path: str, numbers: Sequence[int]) -> str:
    fresh = iter(numbers)
    return _tidy(NUMBER.sub(lambda _: f" {next(fresh)}", path))


def _tidy(path: str) -> str:
    return re.sub(r"(?<=[a-zA-Z]) ", "", re.sub(r" +", " ", path)).replace(" -", "-")


def size(pack: dict[str, Any]) -> int:
    """Bytes as JSON."""
    return len(json.dumps(pack, separators=(",", ":")))


def encode(rows: Sequence[Sequence[int]]) -> str:
    """Number by number: how it changes from the first frame to the last."""
    return "".join(_letter(now - was) for number in zip(*rows, strict=True) for was, now in pairwise(number))


def _letter(change: int) -> str:
    if 0 <= change < _LETTERS:
        return chr(ord("a") + change)
    if -_LETTERS <= change < 0:
        return chr(ord("A") - 1 - change)
    return f"{change};"


def _decode(letters: str) -> list[int]:
    found = []
    for change in _CHANGE.findall(letters):
        if change.endswith(";"):
            found.append(int(change[:-1]))
        else:
            found.append(ord(change) - ord("a") if change >= "a" else ord("A") - 1 - ord(change))
    return found


def _numbers(path: str) -> list[int]:
    return [int(number) for number in NUMBER.findall(path)]
