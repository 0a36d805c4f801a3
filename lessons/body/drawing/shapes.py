"""Points in m to shapes on a grid, and shapes to SVG path data. PURE.

The grid is whole units of 2 mm, x to the right and y down, the floor at 0. A shape is one or more strokes through given
points. It has the same number of points in every frame, so a page can move it: the points travel, and the handles of
its curves follow from them by one rule (`_handles`, and `static/js/strip.js` on the page).

A rigid shape, like a head or a paddle, is drawn once in its own place and then only moved and turned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import atan2, cos, degrees, hypot, radians, sin, sqrt

from lessons.body.model.pose import Point2D

UNITS_PER_M = 500
FINE = 4
"""A rigid shape is drawn on a grid this many times finer: 0.5 mm, enough for a face."""

OutlinePoint = tuple[float, float, float]
"""x and y in m, and how soft the outline turns there: 0 a corner, 1 round."""

GridPoint = tuple[int, int]

ROUND = 1.0
_CIRCLE = 1.1
"""How soft the four points of a circle turn: its curve is then within 1 % of the circle."""
_HANDLE, _UNEVEN = 0.36, 1.45
"""A handle is this part of the mean distance to both neighbors, and of so many times the distance to the nearer one."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A run of points on the grid. `soft`: of each point, in tenths; all 0 makes straight lines."""

    points: tuple[GridPoint, ...]
    soft: tuple[int, ...]
    is_closed: bool

    @property
    def is_straight(self) -> bool:
        return not any(self.soft)


@dataclass(frozen=True, slots=True)
class RigidPlace:
    """Where a rigid shape has its origin, in units, and how far it is turned clockwise, in tenths of a degree."""

    x: int
    y: int
    turn: int

    @property
    def transform(self) -> str:
        """The value of the attribute `transform`."""
        return f"translate({self.x} {self.y})rotate({self.turn / 10:g})scale({1 / FINE:g})"


@dataclass(frozen=True, slots=True)
class Shape:
    """Strokes of one color. With a `place` they are in the shape's own coordinates, on the fine grid."""

    strokes: tuple[Stroke, ...]
    place: RigidPlace | None = None

    def __add__(self, other: "Shape") -> "Shape":
        return joined((self, other))

    @property
    def path(self) -> str:
        """The value of the attribute `d`."""
        return "".join(_path(stroke) for stroke in self.strokes)

    @property
    def points(self) -> list[tuple[float, float]]:
        """All points where they are seen, units. A curve may swing a little further."""
        points = [point for stroke in self.strokes for point in stroke.points]
        if self.place is None:
            return [(float(x), float(y)) for x, y in points]
        place, turn = self.place, radians(self.place.turn / 10)
        c, s = cos(turn) / FINE, sin(turn) / FINE
        return [(place.x + x * c - y * s, place.y + x * s + y * c) for x, y in points]

    @property
    def extent(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the points, units."""
        xs, ys = zip(*self.points, strict=True)
        return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))


def joined(shapes: Iterable[Shape]) -> Shape:
    """Shapes of one color as one, in the place of the first."""
    first, *others = shapes
    return replace(first, strokes=first.strokes + tuple(stroke for other in others for stroke in other.strokes))


def box_of(shapes: Iterable[Shape], margin: int = 16) -> tuple[int, int, int, int]:
    """x, y, width and height of all their points and a margin, units: enough for strokes, and how far curves swing."""
    lefts, tops, rights, bottoms = zip(*(shape.extent for shape in shapes), strict=True)
    left, top = min(lefts) - margin, min(tops) - margin
    return left, top, max(rights) + margin - left, max(bottoms) + margin - top


def to_svg_units(point: Point2D) -> GridPoint:
    """x, y in path units."""
    return round(point[0] * UNITS_PER_M), round(-point[1] * UNITS_PER_M)


def closed_curve(points: Iterable[OutlinePoint]) -> Shape:
    return _shape(points, is_closed=True)


def open_curve(points: Iterable[OutlinePoint]) -> Shape:
    return _shape(points, is_closed=False)


def polyline(points: Iterable[Point2D | OutlinePoint], *, closed: bool = False) -> Shape:
    """Straight lines from point to point."""
    return _shape([(point[0], point[1], 0.0) for point in points], is_closed=closed)


def dashes(pairs: Iterable[tuple[Point2D, Point2D]]) -> Shape:
    """One straight line for each pair of points."""
    return joined(polyline(pair) for pair in pairs)


def dots(points: Iterable[Point2D]) -> Shape:
    """Lines of no length: their round ends make dots as wide as the stroke."""
    return dashes((point, point) for point in points)


def circle_shape(center: Point2D, radius_m: float) -> Shape:
    return closed_curve(oval_points(*center, radius_m, radius_m))


def oval_points(x: float, y: float, half: float, high: float) -> tuple[OutlinePoint, ...]:
    """Four points of an oval, `half` as wide and `high` as high to each side of its middle.

    A flat oval turns more sharply at its ends than at its top, by as much as it is longer than high.
    """
    far = hypot(half, high)
    ends, top = _CIRCLE * sqrt(2) * high / far, _CIRCLE * sqrt(2) * half / far
    return ((x - half, y, ends), (x, y + high, top), (x + half, y, ends), (x, y - high, top))


def block(left: float, right: float, bottom: float, top: float) -> Shape:
    """A box with square corners, m."""
    return polyline([(left, bottom), (left, top), (right, top), (right, bottom)], closed=True)


def rounded_box(left: float, right: float, bottom: float, top: float, radius: float) -> Shape:
    """A box with round corners, m."""
    return closed_curve(rounded_corners(left, right, bottom, top, radius))


def rounded_corners(left: float, right: float, bottom: float, top: float, radius: float) -> list[OutlinePoint]:
    """The points of such a box."""
    r = min(radius, (right - left) / 2.2, (top - bottom) / 2.2)
    corners = [
        (left, bottom + r), (left, top - r), (left + r, top), (right - r, top),
        (right, top - r), (right, bottom + r), (right - r, bottom), (left + r, bottom),
    ]  # fmt: skip
    return [(x, y, 0.6) for x, y in corners]


def rigid(origin: Point2D, ahead: Point2D, shape_points: Sequence[OutlinePoint], *, closed: bool = True) -> Shape:
    """A shape that never bends. Its points are in m from `origin`: along the unit vector `ahead`, and to its left."""
    strokes = (
        Stroke(
            tuple((round(x * UNITS_PER_M * FINE), round(-y * UNITS_PER_M * FINE)) for x, y, _ in shape_points),
            tuple(round(10 * soft) for _, _, soft in shape_points),
            closed,
        ),
    )
    x, y = to_svg_units(origin)
    return Shape(strokes, RigidPlace(x, y, round(-10 * degrees(atan2(ahead[1], ahead[0])))))


def rigid_strokes(
    origin: Point2D, ahead: Point2D, strokes: Iterable[Sequence[OutlinePoint]], *, closed: bool = True
) -> Shape:
    """The same with several strokes."""
    return joined(rigid(origin, ahead, stroke, closed=closed) for stroke in strokes)


def rigid_from(origin: Point2D, ahead: Point2D, points: Sequence[OutlinePoint], *, closed: bool = True) -> Shape:
    """A rigid shape from points where they are seen, m: they are rigid while they keep their place along `ahead`."""
    (x0, y0), (c, s) = origin, ahead
    own = [((x - x0) * c + (y - y0) * s, (y - y0) * c - (x - x0) * s, soft) for x, y, soft in points]
    return rigid(origin, ahead, own, closed=closed)


def _shape(points: Iterable[OutlinePoint], *, is_closed: bool) -> Shape:
    every = list(points)
    return Shape(
        (
            Stroke(
                tuple((round(x * UNITS_PER_M), round(-y * UNITS_PER_M)) for x, y, _ in every),
                tuple(round(10 * soft) for _, _, soft in every),
                is_closed,
            ),
        )
    )


def _path(stroke: Stroke) -> str:
    """Relative commands, so that numbers stay small; the short `s` does, since the handles of a point mirror."""
    (x, y), *others = stroke.points
    text = f"M{x} {y}"
    if stroke.is_straight:
        numbers = []
        for px, py in others:
            numbers += [px - x, py - y]
            x, y = px, py
        text += "l" + " ".join(map(str, numbers))
    else:
        handles = _handles(stroke)
        numbers = [round(handles[0][0]), round(handles[0][1])]
        targets = [*range(1, len(stroke.points)), *([0] if stroke.is_closed else [])]
        for step, index in enumerate(targets):
            (px, py), (hx, hy) = stroke.points[index], handles[index]
            numbers += [round(px - hx - x), round(py - hy - y), px - x, py - y]
            x, y = px, py
            if step in (0, len(targets) - 1):
                text += ("c" if step == 0 else "s" if len(numbers) else "") + " ".join(map(str, numbers))
                numbers = []
    return (text + ("z" if stroke.is_closed else "")).replace(" -", "-")


def _handles(stroke: Stroke) -> list[tuple[float, float]]:
    """From each point to its handle ahead; the one behind is its mirror image. The ends of an open stroke have none.

    It halves the turn from the way in to the way out, however far the neighbors are: tables of outlines are dense where
    the body turns sharply.
    """
    points, count = stroke.points, len(stroke.points)
    handles = []
    for index, (x, y) in enumerate(points):
        if not stroke.is_closed and index in (0, count - 1):
            handles.append((0.0, 0.0))
            continue
        (x0, y0), (x1, y1) = points[index - 1], points[(index + 1) % count]
        before, after = hypot(x - x0, y - y0) or 1.0, hypot(x1 - x, y1 - y) or 1.0
        tx, ty = (x - x0) / before + (x1 - x) / after, (y - y0) / before + (y1 - y) / after
        long = hypot(tx, ty) or 1.0
        reach = stroke.soft[index] / 10 * _HANDLE * min(sqrt(before * after), _UNEVEN * min(before, after))
        handles.append((tx / long * reach, ty / long * reach))
    return handles
