"""How the floor, the things around the body and the things in its hands are drawn. PURE."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin

from lessons.body.animation.keyframes import Prop
from lessons.body.drawing.link_axes import direction, rising_axes
from lessons.body.drawing.scene import SEAT_BACK_M, Scene
from lessons.body.drawing.svg_path import circle_path, closed_curve, dashes, polyline
from lessons.body.model.pose import Point2D, Skeleton

PROP_PART_ROLES: Mapping[str, str] = {
    "floor": "floor",
    "wall": "wall",
    "court": "court",
    "mat": "mat",
    "chair": "wood",
    "counter": "wood",
    "stool": "wood",
    "rail": "rail",
    "tank": "china",
    "bowl": "china",
    "seat_lid": "china-edge",
    "cushion": "cushion",
    "towel": "towel",
    "can": "can",
    "weight_far": "metal-far",
    "weight": "metal",
    "dowel": "stick",
    "soup": "china",
    "soup_level": "level",
    "marble": "marble",
    "hips_ground": "mat",
    "hips_belt": "rail",
    "hips_ahead": "level",
    "hip_points": "ball",
    "bag": "bag",
    "handle": "handle",
    "box": "bag",
    "paddle": "paddle",
    "ball": "ball",
}
"""Part of a prop -> the role that gives its color, as for the parts of the body."""

HELD_KINDS = frozenset({"dowel", "box", "dumbbells", "paddle"})
"""Kinds of props that the hands close around."""

MAT_THICKNESS_M = 0.022
_CHAIR_HEIGHT_M = 0.45
"""Chairs are this high; what is higher is drawn as a cushion on the chair."""

_Paths = dict[str, str]
"""Part -> path data."""


@dataclass(slots=True)
class PropLayers:
    """Parts of props by when they are painted: before the body, just before its trunk or its near arm, after all."""

    behind: _Paths
    under_trunk: _Paths = field(default_factory=dict)
    under_near_arm: _Paths = field(default_factory=dict)
    on_top: _Paths = field(default_factory=dict)

    def of(self, part: str) -> _Paths:
        """The layer that a part belongs to."""
        if part in _UNDER_TRUNK:
            return self.under_trunk
        if part in _UNDER_NEAR_ARM:
            return self.under_near_arm
        return self.on_top if part in _ON_TOP else self.behind


def draw_props(props: Iterable[Prop], skeleton: Skeleton, scene: Scene) -> PropLayers:
    """Path data of the floor and of all props, in layers."""
    ground = -MAT_THICKNESS_M if any(prop.kind == "mat" for prop in props) else 0.0
    layers = PropLayers(behind={"floor": polyline([(-2.0, ground), (2.0, ground)])})
    for prop in props:
        paths = PROP_DRAWERS[prop.kind](prop, skeleton, scene)
        for part, path in paths.items():
            layers.of(part)[part] = path
    return layers


_UNDER_NEAR_ARM = frozenset({"bag", "box", "soup", "soup_level", "marble"})
_UNDER_TRUNK = frozenset({"dowel"})
_ON_TOP = frozenset({"weight", "paddle", "handle"})


def _box(left: float, right: float, bottom: float, top: float) -> str:
    return polyline([(left, bottom), (left, top), (right, top), (right, bottom)], closed=True)


def _soft_box(left: float, right: float, bottom: float, top: float) -> str:
    w, h = (right - left) * 0.12, (top - bottom) * 0.3
    corners = [(left, bottom + h), (left, top - h), (left + w, top), (right - w, top)]
    corners += [(right, top - h), (right, bottom + h), (right - w, bottom), (left + w, bottom)]
    return closed_curve(corners)


def _along_link(origin: Point2D, end: Point2D, places: Iterable[tuple[float, float]]) -> list[Point2D]:
    """Points at `places`: m along the rising link from `origin` to `end`, and m ahead of it."""
    axes = rising_axes(origin, direction(origin, end), 1.0)
    return [axes(along, ahead) for along, ahead in places]


def _wall(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    return {"wall": _box(scene.wall_x - 0.07, scene.wall_x, 0.0, 1.9)}


def _chair(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    back, front, top = scene.seat_x - SEAT_BACK_M, scene.seat_front, min(prop.height, _CHAIR_HEIGHT_M) - 0.018
    parts = {
        "chair": dashes(
            [
                ((back, 0.0), (back, top + 0.45)),
                ((front - 0.03, 0.0), (front - 0.03, top)),
                ((back, top), (front, top)),
            ]
        )
    }
    if prop.height > _CHAIR_HEIGHT_M:
        parts["cushion"] = _soft_box(back + 0.02, front, _CHAIR_HEIGHT_M, prop.height)
    return parts


def _shin_chair(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    edge = max(scene.shin_x, skeleton["knee"][0]) + 0.075
    top = 0.40
    return {
        "chair": dashes(
            [
                ((edge + 0.03, 0.0), (edge + 0.03, top)),
                ((edge + 0.36, 0.0), (edge + 0.36, top + 0.42)),
                ((edge, top), (edge + 0.36, top)),
            ]
        )
    }


def _toilet(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    x, top = scene.seat_x, prop.height
    back, front = x - 0.24, x + 0.20
    bowl = [
        (back, top - 0.03), (front - 0.03, top - 0.03), (front - 0.02, top - 0.10), (front - 0.12, top - 0.24),
        (front - 0.16, 0.04), (front - 0.12, 0.0), (back + 0.10, 0.0), (back + 0.10, 0.16), (back, top - 0.16),
    ]  # fmt: skip
    return {
        "tank": _soft_box(back - 0.16, back + 0.01, top - 0.06, top + 0.36),
        "bowl": closed_curve(bowl, 0.6),
        "seat_lid": _soft_box(back - 0.01, front, top - 0.035, top),
        "rail": dashes([((x + 0.16, 0.74), (x + 0.62, 0.74)), ((x + 0.62, 0.74), (x + 0.62, 0.0))]),
    }


def _stool(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    top, x = prop.height - 0.018, prop.x
    return {
        "stool": dashes(
            [((x - 0.15, top), (x + 0.15, top)), ((x - 0.11, top), (x - 0.13, 0)), ((x + 0.11, top), (x + 0.13, 0))]
        )
    }


def _mat(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    return {"mat": _box(prop.x, prop.x + prop.height, -MAT_THICKNESS_M, 0.0)}


def _counter(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    top = prop.height - 0.018
    return {"counter": dashes([((prop.x, top), (prop.x + 0.3, top)), ((prop.x + 0.15, top), (prop.x + 0.15, 0.0))])}


def _dowel(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    """Held against head and ribs, so it moves with them and leaves the tail when the back rounds."""
    ends = [(-0.30, -0.110), (0.60, -0.110)]
    return {"dowel": polyline(_along_link(skeleton["t12l1"], skeleton["c7"], ends))}


def _stick(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    """Lying loose on a level back, on its two highest places; a rounded low back is one of them."""
    skin = _along_link(skeleton["hip"], skeleton["l5s1"], [(0.08, -0.106)])
    skin += _along_link(skeleton["l3l4"], skeleton["l2l3"], [(0.0, -0.072 - 0.0007 * max(skeleton.pose.lumbar, 0))])
    skin += _along_link(skeleton["t12l1"], skeleton["c7"], [(0.0, -0.088), (0.10, -0.104), (0.20, -0.100)])
    low, high = _resting_line(skin)
    ux, uy = direction(low, high)
    return {
        "dowel": polyline(
            [(low[0] - 0.18 * ux, low[1] - 0.18 * uy), (low[0] + 0.75 * ux, low[1] + 0.75 * uy)],
        )
    }


def _resting_line(points: list[Point2D]) -> tuple[Point2D, Point2D]:
    """The two points on which a rod from above comes to rest: no point is above it, and its middle is between them."""
    middle = (points[0][0] + points[-1][0]) / 2
    best = (points[0], points[-1])
    for i, a in enumerate(points):
        for b in points[i + 1 :]:
            slope = (b[1] - a[1]) / (b[0] - a[0])
            if all(y <= a[1] + slope * (x - a[0]) + 1e-9 for x, y in points) and a[0] <= middle <= b[0]:
                best = (a, b)
    return best


def _hugged(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    places = [
        (-0.09, 0.11), (-0.04, 0.10), (0.20, 0.11), (0.25, 0.12), (0.26, 0.17), (0.25, 0.25), (0.20, 0.26),
        (-0.04, 0.26), (-0.09, 0.25), (-0.10, 0.17),
    ]  # fmt: skip
    return {"bag": closed_curve(_along_link(skeleton["t12l1"], skeleton["c7"], places))}


def _soft_bag(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    x, y = skeleton["hand"]
    places = [
        (-0.22, 0.02), (-0.18, 0.09), (-0.13, 0.10), (-0.10, 0.15), (-0.06, 0.10), (-0.01, 0.09), (0.03, 0.02),
        (0.04, -0.20), (0.01, -0.24), (-0.20, -0.24), (-0.23, -0.20),
    ]  # fmt: skip
    return {"bag": closed_curve([(x + dx, max(y + dy, 0.0)) for dx, dy in places])}


def _box_in_hands(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    x, y = skeleton["hand"]
    return {
        "box": _box(x - 0.13, x + 0.17, y - 0.20, y + 0.0),
        "handle": polyline([(x - 0.045, y - 0.005), (x + 0.045, y - 0.005)]),
    }


def _dumbbells(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    def dumbbell(x: float, y: float) -> str:
        upper = [(-0.11, 0.045), (-0.05, 0.045), (-0.05, 0.014), (0.05, 0.014), (0.05, 0.045), (0.11, 0.045)]
        return polyline([(x + a, y + b) for a, b in upper + [(a, -b) for a, b in reversed(upper)]], closed=True)

    x, y = skeleton["hand"]
    fx, fy = skeleton["hand_far"]
    return {"weight_far": dumbbell(fx + 0.034, fy + 0.010), "weight": dumbbell(x, y)}


def _paddle(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    places = [
        (-0.05, 0.013), (0.06, 0.013), (0.10, 0.075), (0.20, 0.092), (0.28, 0.05), (0.28, -0.05), (0.20, -0.092),
        (0.10, -0.075), (0.06, -0.013), (-0.05, -0.013),
    ]  # fmt: skip
    # Held at an angle above the forearm, as a racket is.
    hand, wrist = skeleton["hand"], skeleton["wrist"]
    dx, dy = hand[0] - wrist[0], hand[1] - wrist[1]
    c, s = cos(radians(40)), sin(radians(40))
    tip = (hand[0] + dx * c - dy * s, hand[1] + dx * s + dy * c)
    blade = _along_link(hand, tip, places)
    return {"paddle": closed_curve(blade, 0.8)}


def _soup(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    """A bowl on the lower belly, level while the pelvis is neutral."""
    places = [(0.205, 0.190), (0.185, 0.130), (0.135, 0.108), (0.075, 0.130), (0.055, 0.190)]
    rim = [(0.205, 0.190), (0.055, 0.190)]
    hip, l5s1 = skeleton["hip"], skeleton["l5s1"]
    return {
        "soup": closed_curve(_along_link(hip, l5s1, places), 0.8),
        "soup_level": polyline(_along_link(hip, l5s1, rim)),
    }


def _marble(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    """It rolls to the lower end of the belly: the navel when the back flattens, the pubic bone when it arches."""
    along = 0.12 + max(-1.0, min(1.0, skeleton.pose.lumbar / 20)) * 0.075
    ((x, y),) = _along_link(skeleton["hip"], skeleton["l5s1"], [(along, 0.122)])
    return {"marble": circle_path((x, y), 0.024)}


def _hips_from_above(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    """A small second view: the two hip points from above, and where the belt buckle points.

    It is centered at `x`, `height` m above the floor. The body faces right; the far hip, drawn on top, goes back as far
    as it has swung open, and the whole belt turns with it.
    """
    turn = radians(scene.open_m * 380)
    c, s = cos(turn), sin(turn)

    def turned(ahead: float, aside: float) -> Point2D:
        return prop.x + ahead * c - aside * s, prop.height + ahead * s + aside * c

    near, far = turned(0.0, -0.09), turned(0.0, 0.09)
    arrow = [(0.0, 0.0), (0.12, 0.0), (0.08, 0.03), (0.12, 0.0), (0.08, -0.03)]
    return {
        "hips_ground": circle_path((prop.x, prop.height), 0.16),
        "hips_belt": polyline([near, far]),
        "hips_ahead": polyline([turned(*point) for point in arrow]),
        "hip_points": circle_path(near, 0.026) + circle_path(far, 0.026),
    }


def _towel(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    x, h = prop.x, prop.height
    return {"towel": _soft_box(x - 0.09, x + 0.09, h, h + 0.06)}


def _can(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    x = prop.x
    return {
        "can": _box(x - 0.10, x + 0.10, 0.0, 0.20),
        "handle": polyline([(x - 0.085, 0.20), (x - 0.05, 0.26), (x + 0.05, 0.26), (x + 0.085, 0.20)]),
    }


def _ball(prop: Prop, skeleton: Skeleton, scene: Scene) -> _Paths:
    return {"ball": circle_path((prop.x, 0.037), 0.037), "court": polyline([(-2.0, -0.0), (2.0, -0.0)])}


_Drawer = Callable[[Prop, Skeleton, Scene], _Paths]
PROP_DRAWERS: Mapping[str, _Drawer] = {
    "wall": _wall,
    "chair": _chair,
    "shin chair": _shin_chair,
    "toilet": _toilet,
    "stool": _stool,
    "mat": _mat,
    "counter": _counter,
    "dowel": _dowel,
    "stick": _stick,
    "hugged bag": _hugged,
    "bag": _soft_bag,
    "box": _box_in_hands,
    "dumbbells": _dumbbells,
    "paddle": _paddle,
    "soup": _soup,
    "marble": _marble,
    "hips from above": _hips_from_above,
    "towel": _towel,
    "can": _can,
    "ball": _ball,
}
"""Kind of a prop -> the function that draws it."""
