"""Local coordinates along a link of the skeleton, in which outlines are drawn. PURE."""

from math import hypot

from lessons.body.model.pose import Point2D


class LinkAxes:
    """An origin and two directions: calling it gives the point so far `along` the link and `ahead` of it.

    Ahead is the side the face looks to. Both numbers are multiplied by `scale`.
    """

    __slots__ = ("ax", "ay", "fx", "fy", "scale", "x", "y")

    def __init__(self, origin: Point2D, along: Point2D, ahead: Point2D, scale: float) -> None:
        self.x, self.y = origin
        self.ax, self.ay = along
        self.fx, self.fy = ahead
        self.scale = scale

    def __call__(self, along: float, ahead: float) -> Point2D:
        a, f = along * self.scale, ahead * self.scale
        return self.x + a * self.ax + f * self.fx, self.y + a * self.ay + f * self.fy


def hanging_axes(origin: Point2D, end: Point2D, scale: float) -> LinkAxes:
    """Axes of a limb that hangs from `origin`: ahead is to the left of its direction."""
    dx, dy = direction(origin, end)
    return LinkAxes(origin, (dx, dy), (-dy, dx), scale)


def rising_axes(origin: Point2D, along: Point2D, scale: float) -> LinkAxes:
    """Axes of a link that rises from `origin` in the direction `along`: ahead is to the right of it."""
    dx, dy = along
    return LinkAxes(origin, (dx, dy), (dy, -dx), scale)


def direction(start: Point2D, end: Point2D) -> Point2D:
    """The unit vector from one point to another, which must differ."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    return dx / length, dy / length


def unit_vector(x: float, y: float, fallback: Point2D) -> Point2D:
    """(x, y) scaled to length 1, or `fallback` when it is too short to have a direction."""
    length = hypot(x, y)
    return (x / length, y / length) if length > 1e-6 else fallback
