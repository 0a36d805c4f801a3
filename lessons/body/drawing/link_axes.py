"""Local coordinates along a link of the skeleton, and the few curves by which outlines follow its angles. PURE."""

from math import atan2, degrees, hypot, sqrt

from lessons.body.drawing.shapes import ROUND, OutlinePoint
from lessons.body.model.pose import Point2D


class LinkAxes:
    """An origin and two directions: calling it gives the point so far `along` the link and `ahead` of it.

    Ahead is the side the face looks to. Both numbers are multiplied by `scale`. `soft` is how the outline turns there.
    """

    __slots__ = ("ax", "ay", "fx", "fy", "scale", "x", "y")

    def __init__(self, origin: Point2D, along: Point2D, ahead: Point2D, scale: float) -> None:
        self.x, self.y = origin
        self.ax, self.ay = along
        self.fx, self.fy = ahead
        self.scale = scale

    def __call__(self, along: float, ahead: float, soft: float = ROUND) -> OutlinePoint:
        a, f = along * self.scale, ahead * self.scale
        return self.x + a * self.ax + f * self.fx, self.y + a * self.ay + f * self.fy, soft


def hanging_axes(origin: Point2D, end: Point2D, scale: float) -> LinkAxes:
    """Axes of a limb that hangs from `origin`: ahead is to the left of its direction."""
    dx, dy = direction(origin, end)
    return LinkAxes(origin, (dx, dy), (-dy, dx), scale)


def rising_axes(origin: Point2D, along: Point2D, scale: float) -> LinkAxes:
    """Axes of a link that rises from `origin` in the direction `along`: ahead is to the right of it."""
    dx, dy = along
    return LinkAxes(origin, (dx, dy), (dy, -dx), scale)


def joint_axes(joint: Point2D, above: LinkAxes, below: LinkAxes) -> LinkAxes:
    """Axes of a knee or an elbow, half way between the hanging links that meet there; along is down."""
    front = unit_vector(above.fx + below.fx, above.fy + below.fy, (above.fx, above.fy))
    return LinkAxes(joint, (front[1], -front[0]), front, above.scale)


def direction(start: Point2D, end: Point2D) -> Point2D:
    """The unit vector from one point to another, which must differ."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    return dx / length, dy / length


def unit_vector(x: float, y: float, fallback: Point2D) -> Point2D:
    """(x, y) scaled to length 1, or `fallback` when it is too short to have a direction."""
    length = hypot(x, y)
    return (x / length, y / length) if length > 1e-6 else fallback


def turn_deg(start: Point2D, end: Point2D) -> float:
    """Degrees, counterclockwise, from one direction to another."""
    return degrees(atan2(start[0] * end[1] - start[1] * end[0], start[0] * end[0] + start[1] * end[1]))


def ramp(value: float, start: float, end: float) -> float:
    """0 up to `start`, 1 from `end` on, and smooth between them."""
    share = min(1.0, max(0.0, (value - start) / (end - start)))
    return share * share * (3 - 2 * share)


def mix(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def smooth_max(a: float, b: float, round_m: float = 0.02) -> float:
    """The larger of two, without a kink where they are equal: nothing that moves may jerk there."""
    return (a + b + sqrt((a - b) ** 2 + round_m**2)) / 2


def smooth_min(a: float, b: float, round_m: float = 0.02) -> float:
    return -smooth_max(-a, -b, round_m)
