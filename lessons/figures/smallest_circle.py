"""The smallest circle round points. PURE.

smallest_circle([(0, 0), (4, 0), (2, 1)])    # Circle(x=2.0, y=0.0, radius=2.0)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist

Point = tuple[float, float]
_NEAR = 1e-7


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float

    def holds(self, point: Point) -> bool:
        """Whether the point is inside or on the rim, but for rounding."""
        return dist((self.x, self.y), point) <= self.radius + _NEAR


def smallest_circle(points: Iterable[Point]) -> Circle:
    """Of one point or more. Grows a circle point by point, as Welzl does it, over the corners of their hull."""
    corners = _hull(points)
    circle = Circle(*corners[0], 0.0)
    for i, p in enumerate(corners):
        if circle.holds(p):
            continue
        circle = Circle(*p, 0.0)
        for j, q in enumerate(corners[:i]):
            if circle.holds(q):
                continue
            circle = _across(p, q)
            for r in corners[:j]:
                if not circle.holds(r):
                    circle = _through(p, q, r)
    return circle


def _across(p: Point, q: Point) -> Circle:
    return Circle((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, dist(p, q) / 2)


def _through(p: Point, q: Point, r: Point) -> Circle:
    bx, by, cx, cy = q[0] - p[0], q[1] - p[1], r[0] - p[0], r[1] - p[1]
    # Corners of a hull are never in one line.
    double = 2 * (bx * cy - by * cx)
    b, c = bx * bx + by * by, cx * cx + cy * cy
    x, y = (cy * b - by * c) / double, (bx * c - cx * b) / double
    return Circle(p[0] + x, p[1] + y, dist((0.0, 0.0), (x, y)))


def _hull(points: Iterable[Point]) -> Sequence[Point]:
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return (*_chain(ordered), *_chain(ordered[::-1]))


def _chain(ordered: Sequence[Point]) -> list[Point]:
    """One half of the hull, without its last point, which begins the other half."""
    chain: list[Point] = []
    for point in ordered:
        while len(chain) >= 2 and not _turns_left(chain[-2], chain[-1], point):
            chain.pop()
        chain.append(point)
    return [start for start, _ in pairwise(chain)]


def _turns_left(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0
