"""How what is carried, worn or held is drawn: sticks, weights, bags, a paddle, tools, a child. PURE.

Most of it is rigid: drawn once, then only moved and turned. The pelvic clock, the bowl and the lamps sit on the pelvis
and tell how it tips.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import cos, pi, radians, sin

from lessons.body.animation.keyframes import Prop
from lessons.body.drawing.figure import FAR_ASIDE_M
from lessons.body.drawing.furniture import Parts
from lessons.body.drawing.link_axes import LinkAxes, direction, mix, rising_axes
from lessons.body.drawing.scene import Scene
from lessons.body.drawing.shapes import (
    OutlinePoint,
    Shape,
    closed_curve,
    dots,
    oval_points,
    polyline,
    rigid,
    rigid_strokes,
)
from lessons.body.model.pose import Point2D, Skeleton, distance

_Table = tuple[tuple[float, float, float], ...]
STICK_RADIUS_M = 0.012


# A stick.


def dowel_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """Held against head and ribs, so it moves with them and leaves the tail when the back rounds."""
    ribs = _ribs(skeleton)
    return _stick_parts(ribs(-0.30, -0.110), ribs(0.60, -0.110))


def loose_stick_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """Lying loose on a level back, on its two highest places; a rounded low back is one of them."""
    pelvis, ribs = _pelvis(skeleton), _ribs(skeleton)
    low_back = rising_axes(skeleton["l3l4"], direction(skeleton["l4l5"], skeleton["l2l3"]), 1.0)
    round_m = 0.0635 + 0.0006 * min(max(skeleton.pose.lumbar, 0.0), 60.0)
    skin = [
        pelvis(0.020, -0.105), pelvis(0.088, -0.0925), low_back(0.0, -round_m), ribs(0.0, -round_m - 0.010),
        ribs(0.08, -0.093), ribs(0.17, -0.099), ribs(0.25, -0.077),
    ]  # fmt: skip
    (x, y), slope = _resting_line([(x, y) for x, y, _ in skin])
    ux, uy = direction((0.0, 0.0), (1.0, slope))
    cx, cy = x - STICK_RADIUS_M * uy, y + STICK_RADIUS_M * ux
    return _stick_parts((cx - 0.40 * ux, cy - 0.40 * uy), (cx + 0.53 * ux, cy + 0.53 * uy))


def _stick_parts(start: Point2D | OutlinePoint, end: Point2D | OutlinePoint) -> Parts:
    along = direction(start[:2], end[:2])
    long = distance(start[:2], end[:2])
    r = STICK_RADIUS_M
    return {
        "stick": rigid(start[:2], along, _straight([(0.0, -r), (0.0, r), (long, r), (long, -r)])),
        "stick_light": rigid(start[:2], along, _straight([(0.006, 0.4 * r), (long - 0.006, 0.4 * r)]), closed=False),
    }


def _resting_line(points: list[Point2D]) -> tuple[Point2D, float]:
    """The middle of a rod that comes to rest on these points from above, and its slope.

    It lies on two of them. When its middle passes the second of these, it tips over to the next one: not at once, but
    over the last centimeters.
    """
    first, *others = sorted(points)
    tops = [first]
    for x, y in others:
        while len(tops) > 1 and _slope(tops[-2], (x, y)) >= _slope(tops[-2], tops[-1]):
            tops.pop()
        tops.append((x, y))
    middle = (tops[0][0] + tops[-1][0]) / 2
    slopes = [_slope(a, b) for a, b in pairwise(tops)]
    edge = next(i for i, (_, b) in enumerate(pairwise(tops)) if middle <= b[0])
    pivot, slope = tops[edge], slopes[edge]
    for top, beyond in ((edge, edge - 1), (edge + 1, edge + 1)):
        near = 1 - abs(middle - tops[top][0]) / _TIPPING_M
        if near > 0 and 0 <= beyond < len(slopes):
            pivot, slope = tops[top], mix(slopes[edge], slopes[beyond], near / 2)
    return (middle, pivot[1] + slope * (middle - pivot[0])), slope


_TIPPING_M = 0.04


def _slope(start: Point2D, end: Point2D) -> float:
    return (end[1] - start[1]) / max(end[0] - start[0], 1e-6)


# Weights.

DUMBBELL_HEAD: _Table = ((0.046, 0.030, 0), (0.054, 0.044, 0), (0.096, 0.044, 0), (0.106, 0.030, 0),
                      (0.106, -0.030, 0), (0.096, -0.044, 0), (0.054, -0.044, 0), (0.046, -0.030, 0))  # fmt: skip


def dumbbell_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """One in each fist, its handle across the palm."""

    def head(side: int) -> _Table:
        return tuple((side * along, up, soft) for along, up, soft in DUMBBELL_HEAD)

    def bar(left: float, right: float, bottom: float, top: float) -> _Table:
        return _straight([(left, bottom), (left, top), (right, top), (right, bottom)])

    grip, ahead = _grip(skeleton)
    far, far_ahead = _grip(skeleton, "_far")
    handle = bar(-0.05, 0.05, -0.013, 0.013)
    return {
        "dumbbell_far": rigid_strokes(far, far_ahead, [head(-1), head(1), handle]),
        "dumbbell": rigid_strokes(grip, ahead, [head(-1), head(1)]),
        "dumbbell_light": rigid_strokes(
            grip, ahead, [handle, bar(0.056, 0.094, 0.012, 0.036), bar(-0.094, -0.056, 0.012, 0.036)]
        ),
    }


def box_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A wooden box with a handle on each side; the hands hold them."""
    hand = skeleton["hand"]
    left, right, bottom, top = -0.135, 0.165, -0.200, -0.038
    return {
        "box": _upright(hand, [_straight([(left, bottom), (left, top), (right, top), (right, bottom)])]),
        "box_gaps": _rigid_lines(
            hand, (1.0, 0.0),
            [[(left + 0.012, y), (right - 0.012, y)] for y in (bottom + 0.052, bottom + 0.106)],
        ),
        "box_posts": _upright(
            hand,
            [
                _straight([(x, bottom), (x, top), (x + 0.03, top), (x + 0.03, bottom)])
                for x in (left, right - 0.03)
            ],
        ),
        "box_handle": rigid(
            hand, (1.0, 0.0),
            ((-0.060, top - 0.012, 0), (-0.046, -0.006, 0.8), (0.046, -0.006, 0.8), (0.060, top - 0.012, 0)),
            closed=False,
        ),
    }  # fmt: skip


# Bags.


def hugged_bag_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A soft bag on the chest."""
    ribs = _ribs(skeleton)
    origin, ahead = (ribs.x, ribs.y), (ribs.fx, ribs.fy)
    bag = (
        (0.104, -0.085, 0.8), (0.112, 0.070, 1), (0.110, 0.225, 0.8), (0.185, 0.264, 0.9), (0.268, 0.236, 0.8),
        (0.292, 0.070, 1), (0.272, -0.085, 0.8), (0.185, -0.106, 0.9),
    )  # fmt: skip
    return {
        "hugged_bag": rigid(origin, ahead, bag),
        "hugged_bag_seams": _rigid_lines(
            origin, ahead,
            [[(0.136, 0.196), (0.188, 0.214), (0.244, 0.198)], [(0.132, -0.052), (0.188, -0.068), (0.246, -0.050)]],
        ),
    }  # fmt: skip


def shopping_bag_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A bag of groceries between the arms, with bread, a leek and two handles."""
    x, y = skeleton["hand"]
    # It does not sink into the floor or the stool it stands on.
    at = (x, max(y, 0.24))
    body = ((-0.200, 0.065, 0.2), (-0.210, -0.080, 1), (-0.224, -0.222, 0.8), (-0.205, -0.240, 0.5),
            (0.035, -0.240, 0.5), (0.054, -0.222, 0.8), (0.042, -0.080, 1), (0.034, 0.065, 0.2))  # fmt: skip
    side = ((-0.034, 0.065, 0), (-0.022, -0.080, 1), (-0.024, -0.240, 0), (0.035, -0.240, 0.5),
            (0.054, -0.222, 0.8), (0.042, -0.080, 1), (0.034, 0.065, 0))  # fmt: skip
    rim = ((-0.204, 0.050, 0.4), (-0.203, 0.070, 0.4), (0.036, 0.070, 0.4), (0.038, 0.050, 0.4))
    bread = ((-0.152, 0.06, 0), (-0.172, 0.130, 0.9), (-0.152, 0.166, 0.9), (-0.122, 0.136, 0.9), (-0.098, 0.06, 0))
    leek = ((-0.070, 0.06, 0), (-0.046, 0.140, 1), (-0.052, 0.200, 0.2), (-0.030, 0.160, 0.3), (-0.002, 0.190, 0.2),
            (-0.012, 0.130, 1), (-0.034, 0.06, 0))  # fmt: skip
    return {
        "groceries_leek": _upright(at, [leek]),
        "groceries_bread": _upright(at, [bread]),
        "shopping_bag_handles": rigid_strokes(
            at, (1.0, 0.0),
            [
                ((-0.150, 0.060, 0), (-0.130, 0.132, 0.9), (-0.056, 0.132, 0.9), (-0.036, 0.060, 0)),
                ((-0.112, 0.060, 0), (-0.090, 0.140, 0.9), (-0.016, 0.140, 0.9), (0.004, 0.060, 0)),
            ],
            closed=False,
        ),
        "shopping_bag": _upright(at, [body]),
        "shopping_bag_side": _upright(at, [side]),
        "shopping_bag_rim": _upright(at, [rim]),
    }  # fmt: skip


# Sport and garden.


def paddle_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """Held at an angle above the forearm, as a racket is."""
    grip, wrist = skeleton["hand"], skeleton["wrist"]
    dx, dy = direction(wrist, grip)
    c, s = cos(radians(40)), sin(radians(40))
    return paddle_at(grip, (dx * c - dy * s, dx * s + dy * c))


def paddle_at(grip: Point2D, ahead: Point2D) -> Parts:
    """A paddle whose blade is in the direction `ahead` of the grip."""
    half = (
        (0.080, 0.017, 0.3), (0.098, 0.046, 1), (0.128, 0.086, 0.9), (0.165, 0.096, 0.8), (0.282, 0.096, 0.9),
        (0.317, 0.080, 1), (0.330, 0.046, 0.9),
    )  # fmt: skip
    blade = (*half, *((along, -aside, soft) for along, aside, soft in reversed(half)))
    return {
        "paddle_grip": rigid(
            grip, ahead, _straight([(-0.062, -0.015), (-0.062, 0.015), (0.090, 0.013), (0.090, -0.013)])
        ),
        "paddle": rigid(grip, ahead, blade),
        "paddle_shine": rigid(grip, ahead, ((0.150, 0.062, 1), (0.220, 0.068, 1), (0.280, 0.064, 1)), closed=False),
    }  # fmt: skip


def golf_club_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """From both hands down to the ground at `x`."""
    hx, hy = skeleton["hand"]
    grip = hx + 0.5 * FAR_ASIDE_M[0], hy
    return _club(grip, (prop.x, 0.018))


def putter_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """Upright under the far hand, as something to lean on."""
    x, y = skeleton["hand_far"]
    grip = x + FAR_ASIDE_M[0], y + FAR_ASIDE_M[1]
    return _club(grip, (prop.x, 0.018))


def _club(grip: Point2D, foot: Point2D) -> Parts:
    along = direction(grip, foot)
    long = distance(grip, foot)
    x, y = foot
    head = ((x - 0.014, 0.030, 0.4), (x - 0.010, 0.002, 0.4), (x + 0.055, 0.002, 0.5), (x + 0.058, 0.016, 0.8),
            (x + 0.012, 0.040, 0.5))  # fmt: skip
    return {
        "club_shaft": polyline([grip, (x, y)]),
        "club_grip": polyline([
            (grip[0] - 0.10 * along[0], grip[1] - 0.10 * along[1]),
            (grip[0] + min(0.18, long / 3) * along[0], grip[1] + min(0.18, long / 3) * along[1]),
        ]),
        "club_head": closed_curve(head),
    }  # fmt: skip


def shovel_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A handle through both hands, the blade at the ground."""
    near, (fx, fy) = skeleton["hand"], skeleton["hand_far"]
    far = fx + FAR_ASIDE_M[0], fy + FAR_ASIDE_M[1]
    ux, uy = direction(near, far)
    long = (near[1] - 0.03) / -uy
    axes = LinkAxes(near, (ux, uy), (-uy, ux), 1.0)
    blade = [
        axes(long - 0.27, -0.012, 0.3), axes(long - 0.235, 0.018, 0.6), axes(long - 0.04, 0.030, 0.9),
        axes(long + 0.02, -0.004, 0.3), axes(long - 0.06, -0.016, 0.9), axes(long - 0.235, -0.020, 0.6),
    ]  # fmt: skip
    return {
        "shovel_shaft": polyline([axes(-0.20, 0.0), axes(long - 0.22, 0.0)]),
        "shovel_grip": polyline([axes(-0.215, -0.035), axes(-0.215, 0.035)]),
        "shovel_blade": closed_curve((x, max(y, 0.004), soft) for x, y, soft in blade),
    }


# A child.


def child_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A child .82 m tall that stands in front and faces the body, its armpits in the hands."""
    x, armpit = skeleton["hand"]
    foot = x + 0.035

    def at(points: Iterable[tuple[float, float, float]]) -> list[OutlinePoint]:
        # Written for armpits .50 m above the floor, with the child's feet at 0 and its face to the left.
        return [(foot + dx, y * (armpit / 0.50 if y > 0.06 else 1.0), soft) for dx, y, soft in points]

    far_leg = at(((0.000, 0.24, 1), (-0.050, 0.20, 1), (-0.044, 0.12, 1), (-0.048, 0.05, 0), (0.000, 0.05, 0),
                  (0.020, 0.14, 1)))  # fmt: skip
    romper = at((
        (-0.070, 0.510, 1), (-0.090, 0.43, 1), (-0.103, 0.33, 1), (-0.086, 0.25, 1), (-0.052, 0.205, 1),
        (-0.040, 0.13, 1), (-0.042, 0.045, 0.2), (0.022, 0.045, 0.2), (0.036, 0.13, 1), (0.056, 0.21, 1),
        (0.080, 0.27, 1), (0.062, 0.37, 1), (0.044, 0.45, 1), (0.036, 0.520, 1), (0.006, 0.558, 0.8),
        (-0.050, 0.556, 0.8),
    ))  # fmt: skip
    shoe = ((-0.092, 0.0, 0.5), (-0.090, 0.024, 1), (-0.046, 0.052, 0.6), (0.018, 0.054, 0.5), (0.026, 0.0, 0.5))
    arm = at(((-0.030, 0.545, 1), (-0.100, 0.605, 1), (-0.150, 0.640, 1), (-0.190, 0.668, 1), (-0.214, 0.668, 1),
              (-0.206, 0.640, 1), (-0.160, 0.596, 1), (-0.110, 0.548, 1), (-0.040, 0.490, 1)))  # fmt: skip
    sleeve = at(((0.026, 0.520, 1), (0.006, 0.556, 1), (-0.040, 0.570, 1), (-0.086, 0.604, 0.2), (-0.116, 0.545, 0.2),
                 (-0.060, 0.488, 1), (-0.010, 0.470, 1)))  # fmt: skip
    (cx, cy, _) = at(((-0.020, 0.672, 1),))[0]
    face = ((-0.084, 0.030, 1), (-0.085, 0.004, 0.8), (-0.096, -0.014, 1), (-0.086, -0.032, 0.8), (-0.082, -0.058, 1),
            (-0.042, -0.090, 1), (0.030, -0.086, 1), (0.088, -0.030, 1), (0.092, 0.040, 1), (0.020, 0.104, 1),
            (-0.062, 0.078, 1))  # fmt: skip
    hair = ((-0.088, 0.040, 0.4), (-0.074, 0.092, 1), (0.000, 0.122, 1), (0.082, 0.090, 1), (0.108, 0.010, 1),
            (0.084, -0.058, 0.8), (0.050, -0.052, 1), (0.036, 0.006, 0.8), (0.010, 0.046, 1),
            (-0.036, 0.052, 1))  # fmt: skip
    head, left = (cx, cy), (1.0, 0.0)
    return {
        "child_shoe_far": closed_curve((foot - 0.030 + dx, y, soft) for dx, y, soft in shoe),
        "child_leg_far": closed_curve(far_leg),
        "child_shoe": closed_curve((foot + dx, y, soft) for dx, y, soft in shoe),
        "child_neck": closed_curve(at(((-0.062, 0.54, 0), (-0.060, 0.62, 0), (0.004, 0.62, 0), (0.010, 0.54, 0)))),
        "child": closed_curve(romper),
        "child_head": rigid(head, left, face),
        "child_hair": rigid(head, left, hair),
        "child_ear": rigid(head, left, oval_points(0.024, -0.012, 0.014, 0.021)),
        "child_face": rigid(head, left, oval_points(-0.054, 0.000, 0.0065, 0.010)),
        "child_mouth": _rigid_lines(head, left, [[(-0.082, -0.044), (-0.068, -0.048), (-0.058, -0.040)]]),
        "child_arm": closed_curve(arm),
        "child_sleeve": closed_curve(sleeve),
    }


# What tells how the pelvis tips.

_DIAL_M = (0.098, 0.052)
"""Half the length and half the height of the clock's dial: it lies on the belly and is seen from a little above."""


def clock_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A dial on the belly, 12 at the navel and 6 at the pubic bone, and a marble that rolls to the lower end."""
    pelvis = _pelvis(skeleton)
    x, y, _ = pelvis(0.108, 0.128)
    # Along the dial toward 6, and up from the belly.
    right = -pelvis.ax, -pelvis.ay
    long, high = _DIAL_M
    lines = [
        *_DIGITS_12, *_DIGIT_6,
        *[[(0.80 * long * sin(a), 0.80 * high * cos(a)), (0.90 * long * sin(a), 0.90 * high * cos(a))]
          for a in (0.0, pi)],
    ]  # fmt: skip
    rolled = max(-1.0, min(1.0, skeleton.pose.lumbar / 20))
    mx, my, _ = pelvis(0.108 + rolled * 0.028, 0.124)
    return {
        "clock_edge": rigid((x, y), right, oval_points(0.0, -0.012, long, high)),
        "clock": rigid((x, y), right, oval_points(0.0, 0.0, long, high)),
        "clock_digits": _rigid_lines((x, y), right, lines),
        "clock_marble": dots([(mx, my)]),
    }


_DIGITS_12 = (
    [(-0.086, 0.010), (-0.074, 0.020), (-0.074, -0.020)],
    [(-0.063, 0.011), (-0.054, 0.020), (-0.045, 0.011), (-0.063, -0.020), (-0.043, -0.020)],
)
_DIGIT_6 = (
    [(0.073, 0.021), (0.060, 0.004), (0.057, -0.010), (0.066, -0.020), (0.077, -0.010), (0.069, 0.001),
     (0.058, -0.006)],
)  # fmt: skip


def bowl_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A bowl of soup on the lower belly, level while the pelvis is neutral."""
    pelvis = _pelvis(skeleton)
    x, y, _ = pelvis(0.130, 0.094)
    right = -pelvis.ax, -pelvis.ay
    bowl = ((-0.084, 0.088, 0), (-0.066, 0.036, 1), (-0.030, 0.010, 0.4), (-0.030, 0.0, 0), (0.030, 0.0, 0),
            (0.030, 0.010, 0.4), (0.066, 0.036, 1), (0.084, 0.088, 0))  # fmt: skip
    shade = ((0.036, 0.086, 0), (0.028, 0.040, 1), (0.006, 0.010, 0.4), (0.006, 0.003, 0), (0.027, 0.003, 0),
             (0.027, 0.012, 0.4), (0.062, 0.038, 1), (0.078, 0.086, 0))  # fmt: skip
    return {
        "bowl": rigid((x, y), right, bowl),
        "bowl_shade": rigid((x, y), right, shade),
        "bowl_soup": rigid((x, y), right, oval_points(0.0, 0.088, 0.084, 0.011)),
    }


_LAMP_REACH_M = 0.30


def lamp_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A lamp on each hip point: its light dips with the pelvis, and shortens when the pelvis turns away."""
    pelvis = _pelvis(skeleton)
    turn = _hips_turn(scene)

    def lamp(along: float, ahead: float) -> tuple[Shape, Point2D]:
        x, y, _ = pelvis(along, ahead)
        light = LinkAxes((x, y), (pelvis.fx, pelvis.fy), (-pelvis.fy, pelvis.fx), 1.0)
        long = _LAMP_REACH_M * cos(turn)
        edge = [(long * 0.96, 0.085, 0.5), (long * 1.05, 0.0, 1.0), (long * 0.96, -0.085, 0.5)]
        cone = [light(0.0, 0.006, 0.0), *(light(*point) for point in edge), light(0.0, -0.006, 0.0)]
        return closed_curve(cone), (x, y)

    far_light, far = lamp(0.086 + 0.3 * scene.open_m, 0.105 - scene.open_m)
    light, near = lamp(0.076, 0.090)
    return {
        "lamp_light_far": far_light,
        "lamp_light": light,
        "lamps": dots([far, near]),
    }


def _hips_turn(scene: Scene) -> float:
    """How far the pelvis has turned to the side, radians."""
    return radians(scene.open_m * 380)


# Helpers.


def _pelvis(skeleton: Skeleton) -> LinkAxes:
    return rising_axes(skeleton["hip"], direction(skeleton["hip"], skeleton["l5s1"]), 1.0)


def _ribs(skeleton: Skeleton) -> LinkAxes:
    return rising_axes(skeleton["t12l1"], direction(skeleton["t12l1"], skeleton["c7"]), 1.0)


def _grip(skeleton: Skeleton, side: str = "") -> tuple[Point2D, Point2D]:
    """The middle of a fist, as it is drawn, and the direction across its palm, thumb first."""
    (wx, wy), (hx, hy) = skeleton["wrist" + side], skeleton["hand" + side]
    ux, uy = direction((wx, wy), (hx, hy))
    dx, dy = FAR_ASIDE_M if side else (0.0, 0.0)
    return (wx + 0.055 * ux + dx, wy + 0.055 * uy + dy), (-uy, ux)


def _straight(points: Iterable[Point2D]) -> _Table:
    return tuple((x, y, 0.0) for x, y in points)


def _rigid_lines(origin: Point2D, ahead: Point2D, lines: Iterable[Iterable[Point2D]]) -> Shape:
    return rigid_strokes(origin, ahead, [tuple((x, y, 1.0) for x, y in line) for line in lines], closed=False)


def _upright(origin: Point2D, strokes: Iterable[_Table]) -> Shape:
    """Strokes that keep level wherever they are carried."""
    return rigid_strokes(origin, (1.0, 0.0), strokes)
