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
    k = tension * UNITS_PER_M / 6
    (ax, ay), (bx, by), (cx, cy) = points[0], points[1], points[2]
    x, y = round(bx * UNITS_PER_M), round(-by * UNITS_PER_M)
    numbers = [f"M{x} {y}c{round((cx - ax) * k)} {round((ay - cy) * k)}"]
    for i in range(2, len(points) - 1):
        (bx, by), (cx, cy), (dx, dy) = points[i - 1], points[i], points[i + 1]
        ex, ey = round(cx * UNITS_PER_M), round(-cy * UNITS_PER_M)
        numbers.append(
            f"{round(cx * UNITS_PER_M - (dx - bx) * k) - x} {round((dy - by) * k - cy * UNITS_PER_M) - y} {ex - x} {ey - y}"
        )
        if i == 2:
            numbers.append("s")
        x, y = ex, ey
    return " ".join(numbers).replace(" s ", "s").replace(" -", "-")


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
