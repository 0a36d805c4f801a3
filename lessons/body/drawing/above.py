"""The body from above: a pelvis that turns, a trunk that twists, a knee that falls open. PURE.

How far ahead each joint is comes from the skeleton. How far to the side, and all widths, are of a body 1.65 m tall:
half of the shoulders .129 of stature, hips .191, foot .152 by .055 (`docs/evidence.md` section 1.3). The body faces
right, as from the side; its far side is at the top. Turns are counted from ahead toward the far side, in degrees.

What turns as a whole is rigid, so that right and fault share its paths.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import cos, radians, sin

from lessons.body.animation.keyframes import Footprint, Movement, ViewFromAbove
from lessons.body.animation.solver import solve_frames
from lessons.body.drawing.figure import DRAWN_STATURE_M
from lessons.body.drawing.link_axes import direction, mix, ramp, unit_vector
from lessons.body.drawing.people import Person
from lessons.body.drawing.shapes import (
    OutlinePoint,
    Shape,
    closed_curve,
    dots,
    open_curve,
    oval_points,
    rigid_strokes,
)
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Point2D, Skeleton, Support

_HIP_ASIDE_M, _SHOULDER_ASIDE_M = 0.085, 0.172
_SIDES = (("_far", 1), ("", -1))
"""How the names of joints and parts end, and on which side they are."""

ABOVE_PART_ROLES: Mapping[str, str] = {
    "above_floor": "mat",
    "above_light": "light",
    "above_shoe_far": "shoe-far",
    "above_shoe": "shoe",
    "above_leg_far": "trousers-far",
    "above_leg": "trousers",
    "above_bag": "bag",
    "above_bag_inside": "bag-dark",
    "above_bread": "wood-light",
    "above_leek": "leaf",
    "above_paddle": "paddle",
    "above_arms": "skin",
    "above_pelvis": "trousers",
    "above_sleeves": "top-far",
    "above_trunk": "top",
    "above_belt": "belt-line",
    "above_spine": "beads",
    "above_hip_points": "lamp-dots",
    "above_footprints_far": "footprint",
    "above_footprints": "footprint",
    "above_hair_behind": "hair",
    "above_face": "skin",
    "above_hair": "hair",
    "above_features": "face",
}
"""Part in painter's order -> the role that gives its color."""


class _Turned:
    """Places in m ahead of a middle and aside of it, as they are once all is turned about that middle."""

    def __init__(self, middle: Point2D, turn_deg: float) -> None:
        self.middle = middle
        self.ahead = cos(radians(turn_deg)), sin(radians(turn_deg))

    def __call__(self, ahead: float, aside: float) -> Point2D:
        (x, y), (c, s) = self.middle, self.ahead
        return x + ahead * c - aside * s, y + ahead * s + aside * c

    def rigid(self, *strokes: Sequence[OutlinePoint], closed: bool = True) -> Shape:
        return rigid_strokes(self.middle, self.ahead, strokes, closed=closed)


def draw_views_from_above(movement: Movement, body: Body, person: Person) -> list[dict[str, Shape]]:
    """The right way and the fault, each as in `draw_from_above`; empty for a movement without such views."""
    if not movement.above:
        return []
    frames = solve_frames(movement.right, body, len(movement.right.keyframes))
    return [draw_from_above(body, frames[view.keyframe].skeleton, view, person) for view in movement.above]


def draw_from_above(body: Body, skeleton: Skeleton, view: ViewFromAbove, person: Person) -> dict[str, Shape]:
    """Part -> shape, in painter's order: some of the keys of `ABOVE_PART_ROLES`."""
    size = body.stature_m / DRAWN_STATURE_M
    ahead = {name: x for name, (x, _) in skeleton.points.items()}
    is_lying = skeleton.pose.support is Support.BACK
    hips, ribs = (_Turned((ahead["hip"], 0.0), turn) for turn in (view.pelvis_turn, view.trunk_turn))

    def from_hip(name: str) -> float:
        return ahead[name] - ahead["hip"]

    waist, neck, hand = from_hip("l4l5"), from_hip("c7"), from_hip("hand")
    arms = [_arm(from_hip, size, far, side) for far, side in _SIDES]
    parts = {
        "above_arms": ribs.rigid(*(arm for arm, _ in arms)),
        "above_sleeves": ribs.rigid(*(sleeve for _, sleeve in arms)),
        "above_pelvis": hips.rigid(oval_points(-0.012 * size, 0.0, 0.108 * size, 0.158 * size)),
        "above_belt": hips.rigid([(waist - 0.02 * size, side * 0.125 * size, 0.0) for _, side in _SIDES], closed=False),
        "above_trunk": ribs.rigid(_trunk(waist, neck, size)),
        **_leg(ahead, hips, size, "_far", 1, view.far_foot),
        **_leg(ahead, hips, size, "", -1, view.near_foot),
    }
    if view.holds == "bag":
        parts |= _bag(ribs, hand, size)
    if view.holds == "paddle":
        parts |= _paddle(ribs, hand, size)
    if view.has_lamps:
        parts |= _lamps(hips, from_hip("l5s1") + 0.04 * size, size)
    if is_lying:
        parts |= _face_up(ribs, mix(neck, from_hip("vertex"), 0.52), size)
        parts["above_floor"] = _mat(ahead["vertex"] - 0.10, ahead["toe"] + 0.06)
        parts["above_hip_points"] = _hip_points(hips, size, view.pelvis_roll)
    else:
        parts |= _head(ribs, mix(neck, from_hip("vertex"), 0.6), size, person)
        low, high = hips(waist - 0.02 * size, 0.0), ribs(mix(waist, neck, 0.5), 0.0)
        spine = (hips(-0.07 * size, 0.0), low, high, ribs(neck - 0.03 * size, 0.0))
        parts["above_spine"] = open_curve((x, y, 1.0) for x, y in spine)
    return {part: parts[part] for part in ABOVE_PART_ROLES if part in parts}


def _limb(*joints: tuple[Point2D, float]) -> list[OutlinePoint]:
    """Round the places of some joints, each with half the limb's width there, m; its ends are round."""
    places = [place for place, _ in joints]
    ways = [direction(start, end) if start != end else (1.0, 0.0) for start, end in pairwise(places)]
    turns = [ways[0], *(unit_vector(a[0] + b[0], a[1] + b[1], a) for a, b in pairwise(ways)), ways[-1]]
    # The more a joint bends, the sharper: else a bent leg looks like a hose.
    bends = [1.0, *(a[0] * b[0] + a[1] * b[1] for a, b in pairwise(ways)), 1.0]
    rows = [
        (x, y, half, *turn, 0.35 + 0.4 * max(0.0, bend))
        for ((x, y), half), turn, bend in zip(joints, turns, bends, strict=True)
    ]
    left = [(x - uy * half, y + ux * half, soft) for x, y, half, ux, uy, soft in rows]
    right = [(x + uy * half, y - ux * half, soft) for x, y, half, ux, uy, soft in rows]
    (first, wide), (last, narrow) = joints[0], joints[-1]
    start = first[0] - wide * ways[0][0], first[1] - wide * ways[0][1], 1.0
    end = last[0] + narrow * ways[-1][0], last[1] + narrow * ways[-1][1], 1.0
    return [start, *left, end, *reversed(right)]


_SHOE = (
    (-0.068, 0.0, 1), (-0.048, 0.036, 1), (0.045, 0.040, 1), (0.120, 0.047, 1), (0.168, 0.036, 1), (0.188, 0.0, 1),
    (0.168, -0.036, 1), (0.120, -0.047, 1), (0.045, -0.040, 1), (-0.048, -0.036, 1),
)  # fmt: skip
"""Ahead of the ankle, aside, softness."""


def _leg(
    ahead: Mapping[str, float], hips: _Turned, size: float, far: str, side: int, foot: Footprint | None
) -> dict[str, Shape]:
    """A leg on its footprint; without one it stands where the skeleton has it. The knee is where the foot points."""
    foot = foot or Footprint(ahead["ankle" + far], side * _HIP_ASIDE_M * size)
    on = _Turned((foot.ahead, foot.aside), foot.turn)
    knee = on(ahead["knee" + far] - ahead["ankle" + far], foot.knee_aside)
    shoe = on.rigid([(x * size, y * size, soft) for x, y, soft in _SHOE])
    hip = hips(0.0, side * _HIP_ASIDE_M * size)
    return {
        f"above_shoe{far}": shoe,
        f"above_footprints{far}": shoe,
        f"above_leg{far}": closed_curve(_limb((hip, 0.088 * size), (knee, 0.061 * size), (on(0.0, 0.0), 0.043 * size))),
    }


def _arm(
    from_hip: Callable[[str], float], size: float, far: str, side: int
) -> tuple[list[OutlinePoint], list[OutlinePoint]]:
    """An arm with its hand, and the sleeve, ahead of the hips and aside."""
    shoulder = from_hip("shoulder"), side * _SHOULDER_ASIDE_M * size
    elbow = from_hip("elbow" + far), side * 0.215 * size
    wrist, hand = (from_hip("wrist" + far), side * 0.150 * size), (from_hip("hand" + far), side * 0.125 * size)
    hem = mix(shoulder[0], elbow[0], 0.55), mix(shoulder[1], elbow[1], 0.55)
    arm = _limb((shoulder, 0.046 * size), (elbow, 0.041 * size), (wrist, 0.028 * size), (hand, 0.038 * size))
    return arm, _limb((shoulder, 0.055 * size), (hem, 0.052 * size))


_TRUNK = (
    # Upright, then leaning: along from waist to neck, m ahead of that, m aside.
    (0.0, -0.075, 0.085, 0.0, -0.075, 0.085),
    (0.0, -0.048, 0.160, 0.0, -0.020, 0.135),
    (0.5, -0.022, 0.194, 0.45, 0.0, 0.152),
    (1.0, 0.002, 0.205, 1.0, -0.045, 0.196),
    (1.0, 0.036, 0.190, 1.0, 0.020, 0.188),
    (1.0, 0.066, 0.110, 1.0, 0.066, 0.110),
)


def _trunk(waist: float, neck: float, size: float) -> list[OutlinePoint]:
    """From the back of the waist round the far shoulder to the chest, and back on the near side."""
    leans, way = ramp(abs(neck - waist) / size, 0.05, 0.25), 1 if neck >= waist else -1
    half = []
    for upright, beyond, aside, along, further, wide in _TRUNK:
        x = mix(waist, neck, mix(upright, along, leans)) + way * mix(beyond, further, leans) * size
        half.append((x, mix(aside, wide, leans) * size, 1.0))
    return [*half, *_mirrored(half)]


def _mirrored(half: Iterable[OutlinePoint]) -> list[OutlinePoint]:
    """The other half of an outline, back from its end."""
    return [(x, -y, soft) for x, y, soft in reversed(list(half))]


_PROFILE = (
    (-0.078, 0.0, 1), (-0.030, 0.072, 1), (-0.004, 0.086, 0.6), (0.016, 0.080, 0.6), (0.050, 0.070, 1),
    (0.088, 0.034, 1), (0.096, 0.013, 0.3), (0.122, 0.0, 0.8),
)  # fmt: skip
"""One half of a head with an ear and a nose: ahead of its middle, aside, softness."""


def _head(ribs: _Turned, x: float, size: float, person: Person) -> dict[str, Shape]:
    """The crown of a head whose middle is at x, m ahead of the hips."""
    half = [(x + along * size, aside * size, soft) for along, aside, soft in _PROFILE]
    hair = [oval_points(x - 0.012 * size, 0.0, 0.092 * size, 0.080 * size)]
    if person.hair == "bun":
        hair.append(oval_points(x - 0.125 * size, 0.0, 0.036 * size, 0.040 * size))
    return {"above_face": ribs.rigid([*half, *_mirrored(half[1:-1])]), "above_hair": ribs.rigid(*hair)}


def _face_up(ribs: _Turned, x: float, size: float) -> dict[str, Shape]:
    """The face of somebody who lies with closed eyes."""
    eyes = [[(x - 0.020 + deep, side * aside, 1.0) for deep, aside in _LID] for _, side in _SIDES]
    nose = [(x + 0.006, 0.010, 1.0), (x + 0.026, 0.015, 0.6), (x + 0.032, 0.0, 1.0)]
    mouth = [(x + 0.056, 0.024, 1.0), (x + 0.064, 0.0, 1.0), (x + 0.056, -0.024, 1.0)]
    return {
        "above_hair_behind": ribs.rigid(oval_points(x - 0.022 * size, 0.0, 0.106 * size, 0.092 * size)),
        "above_face": ribs.rigid(oval_points(x + 0.008 * size, 0.0, 0.104 * size, 0.078 * size)),
        "above_features": ribs.rigid(*eyes, nose, mouth, closed=False),
    }


_LID = ((0.0, 0.024), (0.009, 0.036), (0.0, 0.048))
"""A closed eye: down the face, aside."""


def _box(back: float, front: float, half: float, soft: float) -> list[OutlinePoint]:
    return [(back, half, soft), (front, half, soft), (front, -half, soft), (back, -half, soft)]


def _mat(left: float, right: float) -> Shape:
    return closed_curve(_box(left, right, 0.36, 0.3))


def _bag(ribs: _Turned, hand: float, size: float) -> dict[str, Shape]:
    """A bag of groceries between the hands, open at the top."""
    back, front, half, rim = hand - 0.18 * size, hand + 0.05 * size, 0.115 * size, 0.016 * size
    return {
        "above_bag": ribs.rigid(_box(back, front, half, 0.2)),
        "above_bag_inside": ribs.rigid(_box(back + rim, front - rim, half - rim, 0.2)),
        "above_bread": ribs.rigid(oval_points(hand - 0.06 * size, -0.045 * size, 0.052 * size, 0.032 * size)),
        "above_leek": ribs.rigid(oval_points(hand - 0.035 * size, 0.050 * size, 0.022 * size, 0.040 * size)),
    }


_PADDLE = (
    (0.0, 0.012, 0.3), (0.085, 0.012, 0.6), (0.12, 0.045, 0.8), (0.28, 0.055, 0.8), (0.32, 0.0, 0.8),
    (0.28, -0.055, 0.8), (0.12, -0.045, 0.8), (0.085, -0.012, 0.6), (0.0, -0.012, 0.3),
)  # fmt: skip


def _paddle(ribs: _Turned, hand: float, size: float) -> dict[str, Shape]:
    """In the near hand, its edge up, so that it looks narrow."""
    start, aside = hand - 0.02 * size, -0.125 * size
    return {"above_paddle": ribs.rigid([(start + x * size, aside + y * size, soft) for x, y, soft in _PADDLE])}


def _lamps(hips: _Turned, front: float, size: float) -> dict[str, Shape]:
    """A lamp on each hip point, and its light."""
    asides = [side * _HIP_ASIDE_M * size for _, side in _SIDES]
    cone = ((0.0, 0.008, 0.2), (0.52, 0.105, 0.5), (0.56, 0.0, 1), (0.52, -0.105, 0.5), (0.0, -0.008, 0.2))
    return {
        "above_light": hips.rigid(*([(front + x, aside + y, soft) for x, y, soft in cone] for aside in asides)),
        "above_hip_points": dots([hips(front, aside) for aside in asides]),
    }


def _hip_points(hips: _Turned, size: float, roll_deg: float) -> Shape:
    """On the front of a pelvis that lies; a roll moves both to the far side."""
    deep, wide = 0.09 * size * sin(radians(roll_deg)), 0.095 * size * cos(radians(roll_deg))
    return dots([hips(0.055 * size, deep + side * wide) for _, side in _SIDES])
