"""Smooth closed shapes through a few points, written as short SVG path data.

Path data is in whole units of 2 mm, x to the right and y DOWN, the floor at 0, with relative commands: numbers stay
small, and every path of a part has the same commands in every frame, so a page can swap or blend them.
"""

import re
from collections.abc import Iterable, Sequence
from math import hypot

from lessons.body.pose import Point

UNITS_PER_M = 500


def unit(x: float, y: float) -> Point:
    length = hypot(x, y) or 1.0
    return x / length, y / length


def on_paper(point: Point) -> tuple[int, int]:
    return round(point[0] * UNITS_PER_M), round(-point[1] * UNITS_PER_M)


def smooth(points: Sequence[Point], tension: float = 1.0) -> str:
    """A closed curve through all points (Catmull-Rom turned into cubic Beziers; `tension` 0 is straight lines)."""
    return _curve([points[-1], *points, points[0], points[1]], tension) + "z"


def smooth_line(points: Sequence[Point], tension: float = 1.0) -> str:
    """An open curve through all points."""
    return _curve([points[0], *points, points[-1]], tension)


def _curve(points: Sequence[Point], tension: float) -> str:
    """Through all but the first and the last of `points`.

    Each point's two handles mirror each other, so after the first piece the short command `s` says it all.
    """
    xs = [x * UNITS_PER_M for x, _ in points]
    ys = [-y * UNITS_PER_M for _, y in points]
    left, down = [round(x) for x in xs], [round(y) for y in ys]
    k = tension / 6
    text = [f"M{left[1]} {down[1]}c{round((xs[2] - xs[0]) * k)} {round((ys[2] - ys[0]) * k)} "]
    for i in range(2, len(points) - 1):
        x, y = left[i - 1], down[i - 1]
        handle_x = round(xs[i] - (xs[i + 1] - xs[i - 1]) * k) - x
        handle_y = round(ys[i] - (ys[i + 1] - ys[i - 1]) * k) - y
        text.append(f"{handle_x} {handle_y} {left[i] - x} {down[i] - y}{'s' if i == 2 else ' '}")
    return "".join(text).rstrip().replace(" -", "-")


def straight(points: Sequence[Point], *, closed: bool = False) -> str:
    x, y = on_paper(points[0])
    numbers: list[str] = []
    start = f"M{x} {y}l"
    for point in points[1:]:
        ex, ey = on_paper(point)
        numbers += (str(ex - x), str(ey - y))
        x, y = ex, ey
    return (start + " ".join(numbers)).replace(" -", "-") + ("z" if closed else "")


def dashes(pairs: Iterable[tuple[Point, Point]]) -> str:
    return "".join(straight(pair) for pair in pairs)


def circle(centre: Point, radius_m: float) -> str:
    x, y = on_paper(centre)
    r = round(radius_m * UNITS_PER_M)
    return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z".replace(" -", "-")


_STEP = re.compile(r"([Mcslaz])([^Mcslaz]*)")
_NUMBER = re.compile(r"-?\d+")


def extent(path: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the points a path goes through (a curve may swing a little further)."""
    xs, ys = [], []
    x = y = 0
    for command, rest in _STEP.findall(path):
        numbers = [int(n) for n in _NUMBER.findall(rest)]
        if command == "M":
            x, y = numbers
            xs.append(x)
            ys.append(y)
            continue
        size = {"c": 6, "s": 4, "l": 2, "a": 7, "z": 1}[command]
        for i in range(0, len(numbers), size):
            x, y = x + numbers[i + size - 2], y + numbers[i + size - 1]
            if command == "a":
                ys += (y - numbers[i], y + numbers[i])
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)
