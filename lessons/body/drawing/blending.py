"""Which frames of a movement travel to a page, and how the page draws what is between them. PURE.

Between two frames a page moves every point along a smooth curve through its places in four of them: a cubic Hermite
spline over time, at rest at the keyframes, as the movement itself is. `static/js/strip.js` does the same.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

from lessons.body.drawing.frames import Frame
from lessons.body.drawing.shapes import UNITS_PER_M

Weights = tuple[float, float, float, float]


def blend_weights(seconds: Sequence[float], keys: Collection[int], index: int, share: float) -> Weights:
    """How much frames `index` - 1 to `index` + 2 count at `share` 0..1 of the way from `index` to the next.

    `seconds` of all frames; `keys`: indices of the keyframes. The first and the last frame stand in for missing ones.
    """
    last = len(seconds) - 1
    before, start = seconds[max(0, index - 1)], seconds[index]
    end, after = seconds[index + 1], seconds[min(last, index + 2)]
    long = end - start
    leaving = 0.0 if index in keys else share * (1 - share) ** 2 * long / (end - before)
    arriving = 0.0 if index + 1 in keys else share**2 * (share - 1) * long / (after - start)
    there = share * share * (3 - 2 * share)
    return -leaving, 1 - there - arriving, there + leaving, arriving


def fewest_frames(frames: Sequence[Frame], within_mm: float) -> tuple[Frame, ...]:
    """The keyframes, and as many others as bring every point of every frame within `within_mm` when they are blended.

    One after the other, the frame that is missed by most; then those that have become needless go again.
    """
    places = [
        [coordinate for shape in frame.parts.values() for coordinate in _coordinates(shape.points)] for frame in frames
    ]
    seconds = [frame.seconds for frame in frames]
    keys = {index for index, frame in enumerate(frames) if frame.keyframe is not None}
    chosen = sorted(keys)
    limit = within_mm / 1000 * UNITS_PER_M

    def most_missed(chosen: Sequence[int]) -> tuple[float, int]:
        return max(_misses(places, seconds, keys, chosen), default=(0.0, 0))

    while (missed := most_missed(chosen))[0] > limit:
        chosen = sorted([*chosen, missed[1]])
    for index in [index for index in chosen if index not in keys]:
        fewer = [other for other in chosen if other != index]
        if most_missed(fewer)[0] <= limit:
            chosen = fewer
    return tuple(frames[index] for index in chosen)


def _coordinates(points: Sequence[tuple[float, float]]) -> list[float]:
    return [coordinate for point in points for coordinate in point]


def _misses(
    places: Sequence[Sequence[float]], seconds: Sequence[float], keys: Collection[int], chosen: Sequence[int]
) -> list[tuple[float, int]]:
    """Of every frame that isn't chosen: how far its worst point is missed, units, and its index."""
    own_seconds = [seconds[index] for index in chosen]
    own_keys = {place for place, index in enumerate(chosen) if index in keys}
    last = len(chosen) - 1
    misses = []
    for place, (start, end) in enumerate(pairwise(chosen)):
        four = [places[chosen[max(0, min(last, place + step))]] for step in (-1, 0, 1, 2)]
        for index in range(start + 1, end):
            share = (seconds[index] - seconds[start]) / (seconds[end] - seconds[start])
            a, b, c, d = blend_weights(own_seconds, own_keys, place, share)
            off = [
                true - (a * before + b * from_ + c * to + d * after)
                for true, before, from_, to, after in zip(places[index], *four, strict=True)
            ]
            worst = max(x * x + y * y for x, y in zip(off[::2], off[1::2], strict=True))
            misses.append((worst**0.5, index))
    return misses
