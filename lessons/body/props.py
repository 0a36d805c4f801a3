"""Floor, wall, chair and the things in the hands: where they stand and how they are drawn.

What stands still is placed by the right version of a movement, so that right and fault share one room: the wall is
where the right hips touch it, the seat is under the hips that come down on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, hypot, radians, sin

from lessons.body.anthropometry import Body
from lessons.body.figure import Surfaces
from lessons.body.moving import Prop, Version, instants
from lessons.body.outline import circle, dashes, smooth, straight
from lessons.body.pose import SEAT_FLESH_M, Point, Skeleton, Support

Parts = dict[str, str]

ROLES: Mapping[str, str] = {
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
    "beam_far": "beam",
    "beam": "beam",
    "bag": "bag",
    "handle": "handle",
    "box": "bag",
    "paddle_far": "paddle",
    "paddle": "paddle",
    "ball": "ball",
}
"""Part of a prop -> role, as for the parts of the body."""

LINES = frozenset({"floor", "court", "chair", "counter", "stool", "rail", "dowel", "handle", "soup_level"})

SEAT_BACK_M = 0.32
"""From the hips of a seated figure to the back edge of the seat."""
MAT_M = 0.022
CHAIR_M = 0.45
"""Chairs are this high; what is higher is cushions."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands still, metres: the wall's face, the hips over the seat, the knees' front, the hands at the start.

    `open_m` is of the moment: how far the far hip has swung open.
    """

    wall_x: float
    seat_x: float
    seat_front: float
    shin_x: float
    hand: Point
    open_m: float = 0.0

    def surfaces(self, props: tuple[Prop, ...]) -> Surfaces:
        wall = any(prop.kind == "wall" for prop in props)
        seat = next((prop for prop in props if prop.kind in SEATS), None)
        return Surfaces(
            wall_x=self.wall_x if wall else None,
            seat=(self.seat_x - SEAT_BACK_M, self.seat_front, seat.height) if seat else None,
        )


@lru_cache(maxsize=256)
def scene_of(right: Version, body: Body) -> Scene:
    keys = instants(right, body, len(right.keys))
    seats = [
        instant.skeleton
        for instant, key in zip(keys, right.keys, strict=True)
        if key.seat_m is not None or key.pose.support is Support.SEAT
    ]
    first = keys[0].skeleton
    sitting = seats[0] if seats else first
    return Scene(
        wall_x=min(instant.skeleton["wall_touch"][0] for instant in keys),
        seat_x=sitting["hip"][0],
        seat_front=_seat_front(sitting),
        shin_x=first["knee"][0],
        hand=first["hand"],
    )


def _seat_front(sitting: Skeleton) -> float:
    """How far forward a seat may reach under thighs that slope down from it: flesh gives way by 3 cm."""
    (hx, hy), (kx, ky) = sitting["hip"], sitting["knee"]
    long = hypot(kx - hx, ky - hy)
    across, down = (kx - hx) / long, max((hy - ky) / long, 0.02)
    along = (SEAT_FLESH_M + 0.03 - 0.085 * across) / down
    return hx + min(0.18, along * across - 0.085 * down)


@dataclass(slots=True)
class Layers:
    """Parts of props by when they are drawn: behind the body, ahead of its trunk, of its near arm, over everything."""

    behind: Parts
    along: Parts = field(default_factory=dict)
    riding: Parts = field(default_factory=dict)
    before: Parts = field(default_factory=dict)

    def of(self, part: str) -> Parts:
        if part in _BEFORE:
            return self.before
        return self.riding if part in _RIDING else self.along if part in _ALONG else self.behind


def scene_at(skeleton: Skeleton) -> Scene:
    """Everything placed by one pose."""
    return Scene(
        wall_x=skeleton["wall_touch"][0],
        seat_x=skeleton["hip"][0],
        seat_front=_seat_front(skeleton),
        shin_x=skeleton["knee"][0],
        hand=skeleton["hand"],
    )


def prop_parts(props: tuple[Prop, ...], skeleton: Skeleton, scene: Scene) -> Layers:
    """Path data of all props, in the layers they belong to."""
    ground = -MAT_M if any(prop.kind == "mat" for prop in props) else 0.0
    layers = Layers(behind={"floor": straight([(-2.0, ground), (2.0, ground)])})
    for prop in props:
        drawn = KINDS[prop.kind](prop, skeleton, scene)
        for part, path in drawn.items():
            layers.of(part)[part] = path
    return layers


_RIDING = frozenset({"bag", "box", "soup", "soup_level", "marble"})
_ALONG = frozenset({"dowel"})
_BEFORE = frozenset({"weight", "paddle", "handle", "beam"})


def _box(left: float, right: float, bottom: float, top: float) -> str:
    return straight([(left, bottom), (left, top), (right, top), (right, bottom)], closed=True)


def _soft_box(left: float, right: float, bottom: float, top: float) -> str:
    w, h = (right - left) * 0.12, (top - bottom) * 0.3
    corners = [(left, bottom + h), (left, top - h), (left + w, top), (right - w, top)]
    corners += [(right, top - h), (right, bottom + h), (right - w, bottom), (left + w, bottom)]
    return smooth(corners)


def _turned(origin: Point, end: Point, places: list[tuple[float, float]], side: int = -1) -> list[Point]:
    """Places given as metres (along, ahead) of the link from `origin` to `end`; side -1 for links that rise."""
    dx, dy = end[0] - origin[0], end[1] - origin[1]
    long = hypot(dx, dy)
    ax, ay = dx / long, dy / long
    fx, fy = -ay * side, ax * side
    return [(origin[0] + a * ax + f * fx, origin[1] + a * ay + f * fy) for a, f in places]


def _wall(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    return {"wall": _box(scene.wall_x - 0.07, scene.wall_x, 0.0, 1.9)}


def _chair(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    back, front, top = scene.seat_x - SEAT_BACK_M, scene.seat_front, min(prop.height, CHAIR_M) - 0.018
    parts = {
        "chair": dashes(
            [
                ((back, 0.0), (back, top + 0.45)),
                ((front - 0.03, 0.0), (front - 0.03, top)),
                ((back, top), (front, top)),
            ]
        )
    }
    if prop.height > CHAIR_M:
        parts["cushion"] = _soft_box(back + 0.02, front, CHAIR_M, prop.height)
    return parts


def _shin_chair(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
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


def _toilet(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x, top = scene.seat_x, prop.height
    back, front = x - 0.24, x + 0.20
    bowl = [
        (back, top - 0.03), (front - 0.03, top - 0.03), (front - 0.02, top - 0.10), (front - 0.12, top - 0.24),
        (front - 0.16, 0.04), (front - 0.12, 0.0), (back + 0.10, 0.0), (back + 0.10, 0.16), (back, top - 0.16),
    ]  # fmt: skip
    return {
        "tank": _soft_box(back - 0.16, back + 0.01, top - 0.06, top + 0.36),
        "bowl": smooth(bowl, 0.6),
        "seat_lid": _soft_box(back - 0.01, front, top - 0.035, top),
        "rail": dashes([((x + 0.16, 0.74), (x + 0.62, 0.74)), ((x + 0.62, 0.74), (x + 0.62, 0.0))]),
    }


def _stool(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    top, x = prop.height - 0.018, prop.x
    return {
        "stool": dashes(
            [((x - 0.15, top), (x + 0.15, top)), ((x - 0.11, top), (x - 0.13, 0)), ((x + 0.11, top), (x + 0.13, 0))]
        )
    }


def _mat(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    return {"mat": _box(prop.x, prop.x + prop.height, -MAT_M, 0.0)}


def _counter(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    top = prop.height - 0.018
    return {"counter": dashes([((prop.x, top), (prop.x + 0.3, top)), ((prop.x + 0.15, top), (prop.x + 0.15, 0.0))])}


def _dowel(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """Held against head and ribs: it goes where they go, and leaves the low touch when the back rounds."""
    ends = [(-0.30, -0.110), (0.60, -0.110)]
    return {"dowel": straight(_turned(skeleton["t12l1"], skeleton["c7"], ends))}


def _stick(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """Lying loose on a level back: on the two highest places, the rounded back being one of them."""
    skin = _turned(skeleton["hip"], skeleton["l5s1"], [(0.08, -0.106)])
    skin += _turned(skeleton["l3l4"], skeleton["l2l3"], [(0.0, -0.072 - 0.0007 * max(skeleton.pose.lumbar, 0))])
    skin += _turned(skeleton["t12l1"], skeleton["c7"], [(0.0, -0.088), (0.10, -0.104), (0.20, -0.100)])
    low, high = _resting_line(skin)
    dx, dy = high[0] - low[0], high[1] - low[1]
    long = hypot(dx, dy)
    ux, uy = dx / long, dy / long
    return {
        "dowel": straight(
            [(low[0] - 0.18 * ux, low[1] - 0.18 * uy), (low[0] + 0.75 * ux, low[1] + 0.75 * uy)],
        )
    }


def _resting_line(points: list[Point]) -> tuple[Point, Point]:
    """The two of the points on which a rod from above comes to lie: all others are under it, weight in between."""
    middle = (points[0][0] + points[-1][0]) / 2
    best = (points[0], points[-1])
    for i, a in enumerate(points):
        for b in points[i + 1 :]:
            slope = (b[1] - a[1]) / (b[0] - a[0])
            if all(y <= a[1] + slope * (x - a[0]) + 1e-9 for x, y in points) and a[0] <= middle <= b[0]:
                best = (a, b)
    return best


def _hugged(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    places = [
        (-0.09, 0.11), (-0.04, 0.10), (0.20, 0.11), (0.25, 0.12), (0.26, 0.17), (0.25, 0.25), (0.20, 0.26),
        (-0.04, 0.26), (-0.09, 0.25), (-0.10, 0.17),
    ]  # fmt: skip
    return {"bag": smooth(_turned(skeleton["t12l1"], skeleton["c7"], places))}


def _soft_bag(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x, y = skeleton["hand"]
    places = [
        (-0.22, 0.02), (-0.18, 0.09), (-0.13, 0.10), (-0.10, 0.15), (-0.06, 0.10), (-0.01, 0.09), (0.03, 0.02),
        (0.04, -0.20), (0.01, -0.24), (-0.20, -0.24), (-0.23, -0.20),
    ]  # fmt: skip
    return {"bag": smooth([(x + dx, max(y + dy, 0.0)) for dx, dy in places])}


def _box_in_hands(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x, y = skeleton["hand"]
    return {
        "box": _box(x - 0.13, x + 0.17, y - 0.20, y + 0.0),
        "handle": straight([(x - 0.045, y - 0.005), (x + 0.045, y - 0.005)]),
    }


def _dumbbells(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    def dumbbell(x: float, y: float) -> str:
        across = [(-0.11, 0.045), (-0.05, 0.045), (-0.05, 0.014), (0.05, 0.014), (0.05, 0.045), (0.11, 0.045)]
        return straight([(x + a, y + b) for a, b in across + [(a, -b) for a, b in reversed(across)]], closed=True)

    x, y = skeleton["hand"]
    fx, fy = skeleton["hand_far"]
    return {"weight_far": dumbbell(fx + 0.034, fy + 0.010), "weight": dumbbell(x, y)}


def _paddle(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    places = [
        (-0.05, 0.013), (0.06, 0.013), (0.10, 0.075), (0.20, 0.092), (0.28, 0.05), (0.28, -0.05), (0.20, -0.092),
        (0.10, -0.075), (0.06, -0.013), (-0.05, -0.013),
    ]  # fmt: skip
    # Held a little upwards of the forearm, as a racket is.
    hand, wrist = skeleton["hand"], skeleton["wrist"]
    dx, dy = hand[0] - wrist[0], hand[1] - wrist[1]
    c, s = cos(radians(40)), sin(radians(40))
    tip = (hand[0] + dx * c - dy * s, hand[1] + dx * s + dy * c)
    blade = _turned(hand, tip, places)
    return {"paddle": smooth(blade, 0.8)}


def _soup(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A bowl on the lower belly, open side up as long as the pelvis stays in the middle."""
    places = [(0.205, 0.190), (0.185, 0.130), (0.135, 0.108), (0.075, 0.130), (0.055, 0.190)]
    rim = [(0.205, 0.190), (0.055, 0.190)]
    hip, l5s1 = skeleton["hip"], skeleton["l5s1"]
    return {"soup": smooth(_turned(hip, l5s1, places), 0.8), "soup_level": straight(_turned(hip, l5s1, rim))}


def _marble(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """It rolls to the lower end of the belly: to the navel at 12, to the pubic bone at 6."""
    along = 0.12 + max(-1.0, min(1.0, skeleton.pose.lumbar / 20)) * 0.075
    ((x, y),) = _turned(skeleton["hip"], skeleton["l5s1"], [(along, 0.122)])
    return {"marble": circle((x, y), 0.024)}


def _headlights(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """One light on each hip bone. They point the same way until the far hip swings open."""
    hip, l5s1 = skeleton["hip"], skeleton["l5s1"]
    turn = radians(scene.open_m * 380)
    c, s = cos(turn), sin(turn)

    def cone(along: float, ahead: float) -> list[tuple[float, float]]:
        far = [(0.30, 0.07), (0.30, -0.07)]
        return [(along, ahead), *((along + f * s + a * c, ahead + f * c - a * s) for f, a in far)]

    near = [(0.08, 0.09), (0.15, 0.39), (0.01, 0.39)]
    return {
        "beam_far": straight(
            _turned(hip, l5s1, cone(0.08 + scene.open_m * 0.6, 0.09 - 0.3 * scene.open_m)), closed=True
        ),
        "beam": straight(_turned(hip, l5s1, near), closed=True),
    }


def _towel(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x, h = prop.x, prop.height
    return {"towel": _soft_box(x - 0.09, x + 0.09, h, h + 0.06)}


def _can(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x = prop.x
    return {
        "can": _box(x - 0.10, x + 0.10, 0.0, 0.20),
        "handle": straight([(x - 0.085, 0.20), (x - 0.05, 0.26), (x + 0.05, 0.26), (x + 0.085, 0.20)]),
    }


def _ball(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    return {"ball": circle((prop.x, 0.037), 0.037), "court": straight([(-2.0, -0.0), (2.0, -0.0)])}


Draw = Callable[[Prop, Skeleton, Scene], Parts]
KINDS: Mapping[str, Draw] = {
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
    "headlights": _headlights,
    "towel": _towel,
    "can": _can,
    "ball": _ball,
}
"""Kind of a prop -> how it is drawn."""

SEATS = frozenset({"chair", "toilet"})
HELD = frozenset({"dowel", "box", "dumbbells", "paddle"})
"""Kinds the hands close around."""
