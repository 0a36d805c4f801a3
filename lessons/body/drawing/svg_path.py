"""Points in m to SVG path data: curves, lines and circles. PURE.

Path data is in whole units of 2 mm, x to the right and y down, the floor at 0. Commands are relative, so numbers stay
small; a shape through the same number of points has the same commands in every frame, so a page can swap or blend them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lessons.body.model.pose import Point2D

UNITS_PER_M = 500


def to_svg_units(point: Point2D) -> tuple[int, int]:
    """x, y in path units."""
    return round(point[0] * UNITS_PER_M), round(-point[1] * UNITS_PER_M)


def closed_curve(points: Sequence[Point2D], tension: float = 1.0) -> str:
    """A closed curve through all points: a Catmull-Rom spline as cubic Beziers. `tension` 0 gives straight lines."""
    return _curve([points[-1], *points, points[0], points[1]], tension) + "z"


def open_curve(points: Sequence[Point2D], tension: float = 1.0) -> str:
    """An open curve through all points."""
    return _curve([points[0], *points, points[-1]], tension)


def _curve(points: Sequence[Point2D], tension: float) -> str:
    """A curve through all but the first and the last of `points`, which only give the tangents at its ends.

    The two handles of a point mirror each other, so the short command `s` does for every piece after the first.
    """
    xs = [x * UNITS_PER_M for x, _ in points]
    ys = [-y * UNITS_PER_M for _, y in points]
    columns, rows = [round(x) for x in xs], [round(y) for y in ys]
    k = tension / 6
    text = [f"M{columns[1]} {rows[1]}c{round((xs[2] - xs[0]) * k)} {round((ys[2] - ys[0]) * k)} "]
    for i in range(2, len(points) - 1):
        x, y = columns[i - 1], rows[i - 1]
        handle_x = round(xs[i] - (xs[i + 1] - xs[i - 1]) * k) - x
        handle_y = round(ys[i] - (ys[i + 1] - ys[i - 1]) * k) - y
        text.append(f"{handle_x} {handle_y} {columns[i] - x} {rows[i] - y}{'s' if i == 2 else ' '}")
    return "".join(text).rstrip().replace(" -", "-")


def polyline(points: Sequence[Point2D], *, closed: bool = False) -> str:
    """Straight lines from point to point."""
    x, y = to_svg_units(points[0])
    numbers: list[str] = []
    start = f"M{x} {y}l"
    for point in points[1:]:
        ex, ey = to_svg_units(point)
        numbers += (str(ex - x), str(ey - y))
        x, y = ex, ey
    return (start + " ".join(numbers)).replace(" -", "-") + ("z" if closed else "")


def dashes(pairs: Iterable[tuple[Point2D, Point2D]]) -> str:
    """One straight line for each pair of points, in one path."""
    return "".join(polyline(pair) for pair in pairs)


def circle_path(center: Point2D, radius_m: float) -> str:
    x, y = to_svg_units(center)
    r = round(radius_m * UNITS_PER_M)
    return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z".replace(" -", "-")


_COMMAND = re.compile(r"([Mcslaz])([^Mcslaz]*)")
_NUMBER = re.compile(r"-?\d+")


def path_points(path: str) -> Iterator[tuple[int, int]]:
    """The points that a path goes through, and the highest and lowest of an arc. A curve may swing a little further."""
    x = y = 0
    for command, rest in _COMMAND.findall(path):
        numbers = [int(n) for n in _NUMBER.findall(rest)]
        if command == "M":
            x, y = numbers
            yield x, y
            continue
        size = {"c": 6, "s": 4, "l": 2, "a": 7, "z": 1}[command]
        for i in range(0, len(numbers), size):
            x, y = x + numbers[i + size - 2], y + numbers[i + size - 1]
            if command == "a":
                yield x, y - numbers[i]
                yield x, y + numbers[i]
            yield x, y


def path_extent(path: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the points that a path goes through. A curve may swing a little further."""
    xs, ys = zip(*path_points(path), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
