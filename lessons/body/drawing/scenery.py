"""How things are drawn that no lesson asks for: plants, a rolled mat, a rail, a bench, a net, and the rooms. PURE.

Each function gives the layers of one thing, far to near. It stands at x and y, m, of the picture, and is `turned` 1 as
it is written here or -1 the other way.
"""

from collections.abc import Iterable
from math import asin, cos, degrees, hypot, radians, sin

from lessons.body.drawing.furniture import chair_outlines, pickleball_at
from lessons.body.drawing.held import DUMBBELL_HEAD, STICK_RADIUS_M, paddle_at
from lessons.body.drawing.shapes import (
    ROUND,
    UNITS_PER_M,
    OutlinePoint,
    Shape,
    block,
    circle_shape,
    closed_curve,
    dashes,
    joined,
    open_curve,
    oval_points,
    polyline,
    rounded_box,
    rounded_corners,
)
from lessons.body.model.pose import Point2D

Layer = tuple[str, Shape]
"""The role that gives a shape its color, and the shape."""
Layers = list[Layer]


# Rooms


def wall(left: float, right: float, top: float, foot: float = 0.0) -> Layers:
    """A wall that faces us, with its skirting."""
    return [*sky(left, right, top), ("skirting", block(left, right, foot, foot + 0.070))]


def end_of_wall(left: float, right: float, top: float) -> Layers:
    """The rest of a wall that is seen from its edge, as the lessons draw it, out to the rim of the picture."""
    return [("wall", block(left, right, 0.0, top)), ("skirting", block(left, right, 0.0, 0.085))]


def side_wall(corner: float, left: float, top: float, drop: float) -> Layers:
    """The wall at the left of a corner, coming toward us: at its left end it is `drop` lower."""

    def below(y: float) -> list[Point2D]:
        return [(corner, y), (left, y * (1 + drop) - drop)]

    foot, skirting = below(0.0), below(0.070)
    return [
        ("air-far", polyline([*foot, (left, top), (corner, top)], closed=True)),
        ("skirting-far", polyline([*foot, *reversed(skirting)], closed=True)),
    ]


def sky(left: float, right: float, top: float) -> Layers:
    return [("air", block(left, right, 0.0, top))]


def ground(left: float, right: float, bottom: float, top: float = 0.0) -> Layers:
    return [("ground", block(left, right, bottom, top))]


def risen_disc(x: float, radius: float, sunk: float) -> Layers:
    """A round patch of air behind somebody who stands on the floor, like a sun that has not quite risen."""
    low = degrees(asin((radius - sunk) / radius))
    angles = [-low + number * (180 + 2 * low) / 12 for number in range(13)]
    rim = [(x + radius * cos(radians(at)), radius - sunk + radius * sin(radians(at)), ROUND) for at in angles]
    return [("air", closed_curve([(*rim[0][:2], 0.0), *rim[1:-1], (*rim[-1][:2], 0.0)]))]


def pool(x: float, y: float, half: float) -> Layers:
    """The patch of ground that things stand on where no room is drawn."""
    return [("air", closed_curve(oval_points(x, y, half, 0.045)))]


def shadow(left: float, right: float, y: float) -> Layers:
    return [("shadow", polyline([(left, y), (right, y)]))]


# Plants

_POT_HALF, _POT_HIGH, _RIM = 0.072, 0.185, 0.045


def broad_plant(x: float, y: float, scale: float = 1.0, turned: int = 1) -> Layers:
    """Seven broad leaves in a pot: the far ones darker."""
    far = ((-0.155, 0.245, 0.050, 0.02), (0.165, 0.265, 0.052, -0.02), (0.030, 0.430, 0.058, 0.01))
    near = ((-0.215, 0.115, 0.044, 0.03), (-0.080, 0.370, 0.062, -0.02), (0.120, 0.350, 0.060, 0.02),
            (0.220, 0.130, 0.044, -0.03))  # fmt: skip
    stem = (0.0, _POT_HIGH + 0.01)

    def leaves(table: Iterable[tuple[float, float, float, float]]) -> Shape:
        return joined(
            closed_curve(_placed(_leaf(stem, (dx, stem[1] + dy), wide, bow), x, y, scale, turned))
            for dx, dy, wide, bow in table
        )

    veins = [
        _placed([(*stem, 0.0), (0.55 * dx - bow * 0.6, stem[1] + 0.5 * dy, 1.0), (0.86 * dx, stem[1] + 0.86 * dy, 0.0)],
                x, y, scale, turned)
        for dx, dy, _, bow in near
    ]  # fmt: skip
    return [
        ("leaf-far", leaves(far)),
        ("leaf", leaves(near)),
        ("veins", joined(map(open_curve, veins))),
        *_pot(x, y, scale),
    ]


def tall_plant(x: float, y: float, scale: float = 1.0, turned: int = 1) -> Layers:
    """Upright blades in a pot, as a snake plant has them."""
    far = ((-0.060, 0.420, 0.026, 0.01), (0.085, 0.350, 0.024, -0.01))
    near = ((-0.105, 0.270, 0.026, 0.02), (0.010, 0.520, 0.030, -0.01), (0.060, 0.230, 0.024, -0.01))
    roots = (-0.030, 0.025, -0.040, 0.0, 0.035)
    top = _POT_HIGH + 0.01

    def blades(table: Iterable[tuple[float, float, float, float]], feet: Iterable[float]) -> Shape:
        return joined(
            closed_curve(_placed(_leaf((foot, top), (dx, top + dy), wide, bow), x, y, scale, turned))
            for (dx, dy, wide, bow), foot in zip(table, feet, strict=True)
        )

    return [("leaf-far", blades(far, roots[:2])), ("leaf", blades(near, roots[2:])), *_pot(x, y, scale)]


def _leaf(stem: Point2D, tip: Point2D, wide: float, bow: float) -> list[OutlinePoint]:
    """From the stem to the tip and back, `wide` to each side, bent `bow` to the left in its middle."""
    dx, dy = tip[0] - stem[0], tip[1] - stem[1]
    long = hypot(dx, dy)
    ax, ay = dx / long, dy / long

    def at(share: float, aside: float, soft: float) -> OutlinePoint:
        aside += bow * 4 * share * (1 - share)
        return stem[0] + share * dx - ay * aside, stem[1] + share * dy + ax * aside, soft

    return [
        at(0.0, 0.004, 0.2), at(0.28, 0.72 * wide, 1.0), at(0.58, wide, 1.0), at(0.84, 0.58 * wide, 1.0),
        at(1.0, 0.0, 0.1),
        at(0.84, -0.58 * wide, 1.0), at(0.58, -wide, 1.0), at(0.28, -0.72 * wide, 1.0), at(0.0, -0.004, 0.2),
    ]  # fmt: skip


def _pot(x: float, y: float, scale: float) -> Layers:
    low, high = 0.72 * _POT_HALF, _POT_HALF
    top = _POT_HIGH - _RIM
    body = [(-low, 0.006, 0.5), (-high, top, 0.0), (high, top, 0.0), (low, 0.006, 0.5), (low - 0.008, 0.0, 0.5),
            (0.008 - low, 0.0, 0.5)]  # fmt: skip
    side = [(0.30 * low, 0.0, 0.0), (0.42 * high, top, 0.0), (high, top, 0.0), (low, 0.006, 0.5),
            (low - 0.008, 0.0, 0.5)]  # fmt: skip
    rim = rounded_corners(-high - 0.014, high + 0.014, top, _POT_HIGH, 0.008)
    return [
        ("bag", closed_curve(_placed(body, x, y, scale))),
        ("bag-dark", closed_curve(_placed(side, x, y, scale))),
        ("bag-rim", closed_curve(_placed(rim, x, y, scale))),
    ]


# Mats and cloth


def mat(left: float, right: float, y: float, deep: float) -> Layers:
    """A mat on the ground, seen a little from above: its near edge is `deep` lower and wider than its far one."""
    out = 0.55 * deep
    top = [(left, y + deep), (right, y + deep), (right + out, y), (left - out, y)]
    edge = [(left - out, y), (right + out, y), (right + out, y - 0.016), (left - out, y - 0.016)]
    return [("mat", polyline(top, closed=True)), ("mat-dark", polyline(edge, closed=True))]


def rolled_mat(x: float, y: float, turned: int = 1) -> Layers:
    """A mat rolled up, lying on the ground, with two straps; its end is seen a little from the side."""
    radius, half = 0.078, 0.29
    roll = rounded_corners(-half, half, 0.0, 2 * radius, 0.030)
    end = oval_points(half - 0.012, radius, 0.036, radius)
    spiral = [
        (half - 0.012, radius + 0.058, 0.0), (half - 0.038, radius, 1.0), (half - 0.012, radius - 0.054, 1.0),
        (half + 0.010, radius - 0.004, 1.0), (half - 0.012, radius + 0.034, 1.0), (half - 0.026, radius, 1.0),
        (half - 0.012, radius - 0.024, 1.0), (half - 0.004, radius + 0.004, 0.0),
    ]  # fmt: skip
    straps = [rounded_corners(at - 0.013, at + 0.013, -0.002, 2 * radius + 0.002, 0.004) for at in (-0.16, 0.11)]
    shade = rounded_corners(-half + 0.006, half - 0.02, 0.0, 0.052, 0.02)
    return [
        ("mat", closed_curve(_placed(roll, x, y, 1.0, turned))),
        ("mat-dark", closed_curve(_placed(shade, x, y, 1.0, turned))),
        ("mat-dark", closed_curve(_placed(end, x, y, 1.0, turned))),
        ("mat-line", open_curve(_placed(spiral, x, y, 1.0, turned))),
        ("cushion", joined(closed_curve(_placed(strap, x, y, 1.0, turned)) for strap in straps)),
    ]


def folded_towel(x: float, y: float) -> Layers:
    """Two folds, one on the other, with a stripe at the front."""
    low = rounded_box(x - 0.115, x + 0.115, y, y + 0.036, 0.016)
    high = rounded_box(x - 0.108, x + 0.110, y + 0.036, y + 0.070, 0.016)
    stripes = [((x + at, y + bottom + 0.004), (x + at, y + bottom + 0.030))
               for at in (0.058, 0.076) for bottom in (0.002, 0.037)]  # fmt: skip
    return [("cloth", low + high), ("cloth-line", dashes(stripes))]


def pillow(x: float, y: float) -> Layers:
    """A flat pillow that lies on the ground."""
    outline = [
        (-0.190, 0.018, 0.6), (-0.186, 0.052, 0.6), (-0.120, 0.088, 1.0), (0.0, 0.098, 1.0), (0.120, 0.088, 1.0),
        (0.186, 0.052, 0.6), (0.190, 0.018, 0.6), (0.120, 0.0, 0.8), (-0.120, 0.0, 0.8),
    ]  # fmt: skip
    seam = [(-0.176, 0.036, 0.0), (-0.060, 0.028, 1.0), (0.060, 0.028, 1.0), (0.176, 0.036, 0.0)]
    return [
        ("bag", closed_curve(_placed(outline, x, y))),
        ("bag-line", open_curve(_placed(seam, x, y))),
    ]


def shelf(left: float, right: float, y: float) -> Layers:
    """A board on the wall; things stand on it at y."""
    return [("wood", rounded_box(left, right, y - 0.034, y, 0.008))]


def rail(left: float, right: float, y: float) -> Layers:
    """A rail of pegs on the wall."""
    count = 4
    step = (right - left) / count
    pegs = [(left + (number + 0.5) * step, y) for number in range(count)]
    return [
        ("wood", rounded_box(left, right, y - 0.026, y + 0.026, 0.010)),
        ("wood-dark", joined(circle_shape(peg, 0.017) for peg in pegs)),
    ]


def hung_towel(x: float, y: float) -> Layers:
    """A towel that hangs from a peg by its middle."""
    cloth = [
        (-0.012, 0.004, 0.4), (-0.046, -0.070, 1.0), (-0.074, -0.230, 1.0), (-0.080, -0.385, 0.2),
        (-0.034, -0.398, 0.6), (0.006, -0.386, 0.2), (0.050, -0.400, 0.6), (0.086, -0.384, 0.2), (0.072, -0.230, 1.0),
        (0.044, -0.070, 1.0), (0.012, 0.004, 0.4),
    ]  # fmt: skip
    folds = [
        [(-0.008, -0.030, 0.0), (-0.026, -0.160, 1.0), (-0.026, -0.290, 0.0)],
        [(0.010, -0.030, 0.0), (0.026, -0.140, 1.0), (0.030, -0.250, 0.0)],
    ]
    stripes = [[(-0.077, -0.300 - low, 0.0), (0.0, -0.309 - low, 1.0), (0.077, -0.300 - low, 0.0)]
               for low in (0.0, 0.024)]  # fmt: skip
    return [
        ("cloth", closed_curve(_placed(cloth, x, y))),
        ("cloth-fold", joined(open_curve(_placed(fold, x, y)) for fold in folds)),
        ("cloth-line", joined(open_curve(_placed(stripe, x, y)) for stripe in stripes)),
    ]


# Furniture


def plain_chair(x: float, y: float, turned: int = 1) -> Layers:
    """The chair of the lessons; x is the back edge of its seat."""
    roles = {"chair_far": "wood-dark", "chair": "wood", "chair_seat": "wood", "chair_top": "wood-light"}
    return [
        (roles[part], joined(closed_curve(_placed(outline, x, y, 1.0, turned)) for outline in outlines))
        for part, outlines in chair_outlines(0.44, 0.45).items()
    ]


def bench(left: float, right: float, y: float) -> Layers:
    """A plank on two trestles."""
    high = 0.43

    def leg(x: float) -> Shape:
        points = [(x - 0.060, 0.0), (x - 0.030, high), (x - 0.002, high), (x - 0.028, 0.0)]
        mirrored = [(2 * x - px, py) for px, py in points]
        return joined(polyline([(px, y + py) for px, py in side], closed=True) for side in (points, mirrored))

    far = block(left + 0.10, right - 0.10, y + 0.15, y + 0.172)
    return [
        ("wood-dark", far),
        ("wood", leg(left + 0.12) + leg(right - 0.12)),
        ("wood-light", rounded_box(left, right, y + high - 0.006, y + high + 0.034, 0.010)),
    ]


def side_table(x: float, y: float) -> Layers:
    """A round table with three legs."""
    high = 0.46
    legs = [[(x + at - 0.013, y), (x + 0.66 * at - 0.013, y + high), (x + 0.66 * at + 0.013, y + high),
             (x + at + 0.013, y)] for at in (-0.17, 0.17)]  # fmt: skip
    return [
        ("wood-dark", block(x - 0.012, x + 0.012, y + 0.012, y + high)),
        ("wood", joined(polyline(leg, closed=True) for leg in legs)),
        ("wood-light", rounded_box(x - 0.23, x + 0.23, y + high, y + high + 0.030, 0.012)),
    ]


def cup(x: float, y: float) -> Layers:
    body = [(-0.040, 0.078, 0.0), (-0.036, 0.022, 0.8), (-0.020, 0.0, 0.6), (0.020, 0.0, 0.6), (0.036, 0.022, 0.8),
            (0.040, 0.078, 0.0)]  # fmt: skip
    handle = [(0.037, 0.064, 0.0), (0.066, 0.060, 1.0), (0.062, 0.030, 1.0), (0.034, 0.022, 0.0)]
    return [
        ("china-line", open_curve(_placed(handle, x, y))),
        ("china", closed_curve(_placed(body, x, y))),
    ]


def telephone(x: float, y: float) -> Layers:
    """A phone that stands upright in a wooden foot."""
    return [
        ("metal-far", rounded_box(x - 0.046, x + 0.046, y + 0.012, y + 0.190, 0.012)),
        ("air", rounded_box(x - 0.036, x + 0.036, y + 0.030, y + 0.178, 0.005)),
        ("wood", rounded_box(x - 0.064, x + 0.064, y, y + 0.030, 0.008)),
    ]


# Sport


def leaning_stick(foot: float, top: float, y: float, high: float) -> Layers:
    """The stick of the lessons, from its foot on the ground to where its top leans."""
    dx, dy = top - foot, high - y
    long = hypot(dx, dy)
    nx, ny = STICK_RADIUS_M * dy / long, -STICK_RADIUS_M * dx / long
    whole = [(foot - nx, y - ny), (top - nx, high - ny), (top + nx, high + ny), (foot + nx, y + ny)]
    light = [(foot - nx, y - ny), (top - nx, high - ny), (top - 0.3 * nx, high - 0.3 * ny),
             (foot - 0.3 * nx, y - 0.3 * ny)]  # fmt: skip
    return [("stick", polyline(whole, closed=True)), ("wood-light", polyline(light, closed=True))]


def dumbbell(x: float, y: float) -> Layers:
    """One of the weights of the lessons, on the ground."""
    heads = [
        closed_curve((x + side * along, y + 0.044 + up, 0.15) for along, up, _ in DUMBBELL_HEAD) for side in (-1, 1)
    ]
    lights = [block(x + left, x + left + 0.038, y + 0.056, y + 0.080) for left in (-0.094, 0.056)]
    return [
        ("metal-far", block(x - 0.05, x + 0.05, y + 0.031, y + 0.057)),
        ("metal", joined(heads)),
        ("metal-light", joined(lights)),
    ]


def leaning_paddle(x: float, y: float, lean_deg: float) -> Layers:
    """The paddle of the lessons on its edge, its grip up at x and leaning `lean_deg` from upright to the right."""
    ahead = (-sin(radians(lean_deg)), -cos(radians(lean_deg)))
    hanging = paddle_at((x, 0.0), ahead)["paddle"]
    roles = {"paddle_grip": "metal-far", "paddle": "paddle", "paddle_shine": "paddle-shine"}
    standing = paddle_at((x, y + hanging.extent[3] / UNITS_PER_M), ahead)
    return [(roles[part], shape) for part, shape in standing.items()]


def pickleball(x: float, y: float) -> Layers:
    ball = pickleball_at(x, y)
    return [("ball", ball["ball"]), ("ball-holes", ball["ball_holes"])]


def court(left: float, right: float, bottom: float, line_y: float, line_x: float) -> Layers:
    """The ground of a court: a line across it, and one that comes toward us."""
    across = block(left, right, line_y - 0.022, line_y)
    ahead = [(line_x, line_y), (line_x + 0.030, line_y), (line_x - 0.115, bottom), (line_x - 0.165, bottom)]
    return [
        ("court", block(left, right, bottom, 0.0)),
        ("cream", across + polyline(ahead, closed=True)),
    ]


def net(post: float, left: float, y: float) -> Layers:
    """A net from its post to the left, where it leaves the picture; its tape sags as a tape does."""
    high, low, gap = 0.86, 0.065, 0.078
    columns = int((post - left) / gap)
    xs = [post - gap * number for number in range(1, columns + 1)]

    def tape(x: float) -> float:
        return y + high - 0.05 * min(1.0, (post - x) / 1.4)

    rows = [y + low + 0.078 * number for number in range(10)]
    mesh = dashes([((x, y + low), (x, tape(x))) for x in xs]) + dashes([((left, row), (post, row)) for row in rows])
    return [
        ("net", mesh),
        ("cream-line", polyline([(left, tape(left)), (post, tape(post))])),
        ("metal", rounded_box(post - 0.020, post + 0.020, y, y + high + 0.035, 0.010)),
        ("metal-far", rounded_box(post - 0.075, post + 0.075, y - 0.006, y + 0.018, 0.008)),
    ]


# Places


def _placed(
    points: Iterable[OutlinePoint], x: float, y: float, scale: float = 1.0, turned: int = 1
) -> list[OutlinePoint]:
    return [(x + turned * scale * px, y + scale * py, soft) for px, py, soft in points]
