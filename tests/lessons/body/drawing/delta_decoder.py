"""What the script of a page does with encoded frames (`static/js/strip.js`), for tests of the encoder and of pages."""

import re
from itertools import accumulate, islice

_NUMBER = re.compile(r"-?\d+")
_CHANGE = re.compile(r"[a-zA-Z]|-?\d+;")


def decode_path(path: str, changes: str, count: int) -> list[str]:
    """One part's paths in `count` frames, from its first path and its changes."""
    steps = (_delta(change) for change in _CHANGE.findall(changes))
    starts = [int(number) for number in _NUMBER.findall(path)]
    columns = [list(accumulate(islice(steps, count - 1), initial=start)) for start in starts]
    return [_with_numbers(path, row) for row in zip(*columns, strict=True)]


def _delta(change: str) -> int:
    if change.endswith(";"):
        return int(change[:-1])
    return ord(change) - ord("a") if change >= "a" else ord("A") - 1 - ord(change)


def _with_numbers(path: str, numbers: tuple[int, ...]) -> str:
    replacements = iter(numbers)
    spaced = _NUMBER.sub(lambda _: f" {next(replacements)}", path)
    return re.sub(r"(?<=[a-zA-Z]) ", "", re.sub(r" +", " ", spaced)).replace(" -", "-")
