"""Forward kinematics: where every joint is, for a set of angles. PURE.

The body faces +x (right) and stands on y = 0; coordinates are in m, angles in degrees. Shank, thigh, lean and arm are
measured from the vertical, the other angles from the link before:

| angle | zero | positive means |
| --- | --- | --- |
| shank | upright | knee ahead of the ankle |
| thigh | upright | hip behind the knee (90: thigh level) |
| lean | upright | rib cage tipped forward; with lumbar 0 the whole straight trunk |
| lumbar | neutral | low back rounded; negative: arched. The pelvis is at lean - lumbar |
| neck | in line with the ribs | chin toward the chest |
| arm | hanging straight down, at any lean | reached forward |
| elbow | straight | forearm bent forward and up |
| wrist | straight | hand turned the same way as a bending elbow |
| foot | flat | heel up (as on tiptoe) |

A `_far` angle belongs to the limb away from the viewer; None means "the same as the near one".
The low back is five vertebrae of equal length; the six joints from L5/S1 to T12/L1 bend by a sixth of `lumbar` each.
The distances below are conventions of the model, `docs/evidence.md` section 1.5.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import cos, hypot, isfinite, radians, sin

from lessons.body.model.anthropometry import (
    ANKLE_FROM_HEEL,
    BALL_FROM_HEEL,
    FOOT_COM_HEIGHT_M,
    LUMBAR_OF_TORSO,
    Body,
)

Point2D = tuple[float, float]
"""x, y in m."""

SEAT_FLESH_M = 0.09
"""Hip center to the seat below it, and hip or shoulder center to a floor behind the back."""
WALL_FLESH_M = 0.115
"""Hip center to the surface of the buttocks behind it, where they meet a wall."""
KNEE_FLESH_M = 0.055
"""Knee center to the floor when kneeling."""
HAND_FLESH_M = 0.03
"""Wrist center to the floor when the hand lies flat."""

SPINE = ("l5s1", "l4l5", "l3l4", "l2l3", "l1l2", "t12l1", "c7")
"""Names of the spine's points, from the bottom up."""


class Support(enum.Enum):
    """What carries the body, and so which point is fixed."""

    FEET = "feet"
    """Standing: near ankle at x = 0, the lowest point of the near foot on the floor."""
    KNEES = "knees"
    """Tall kneeling: near knee at x = 0, on the floor."""
    HANDS_AND_KNEES = "hands and knees"
    """Near knee at x = 0, on the floor; the hands carry a part of the weight."""
    SEAT = "seat"
    """Hip at x = 0, on a seat `seat_m` above the floor."""
    BACK = "back"
    """Lying face up: shoulder at x = 0, the back on the floor, the head toward -x (lean -90)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Joint angles in degrees, with the signs of the table above, and what carries the body.

    Raises ValueError for an angle that is not finite.
    """

    shank: float = 0.0
    thigh: float = 0.0
    lean: float = 0.0
    lumbar: float = 0.0
    neck: float = 0.0
    arm: float = 0.0
    elbow: float = 0.0
    wrist: float = 0.0
    foot: float = 0.0
    shank_far: float | None = None
    thigh_far: float | None = None
    arm_far: float | None = None
    elbow_far: float | None = None
    wrist_far: float | None = None
    foot_far: float | None = None
    support: Support = Support.FEET
    seat_m: float = 0.0

    @property
    def pelvis(self) -> float:
        """The line hip -> L5/S1 from the vertical, positive when tipped forward, degrees."""
        return self.lean - self.lumbar

    @property
    def knee(self) -> float:
        """Knee flexion, degrees: 0 straight."""
        return self.shank + self.thigh

    @property
    def hip(self) -> float:
        """Hip flexion between thigh and pelvis, degrees: 0 in line."""
        return self.thigh + self.pelvis

    @property
    def is_symmetric(self) -> bool:
        """Whether far limbs are where the near ones are."""
        # Written out, not looped over names, because `joints` reads it for every skeleton.
        return (
            (self.shank_far is None or self.shank_far == self.shank)
            and (self.thigh_far is None or self.thigh_far == self.thigh)
            and (self.arm_far is None or self.arm_far == self.arm)
            and (self.elbow_far is None or self.elbow_far == self.elbow)
            and (self.wrist_far is None or self.wrist_far == self.wrist)
            and (self.foot_far is None or self.foot_far == self.foot)
        )

    def with_angles(self, **angles: float | None) -> "Pose":
        return replace(self, **angles)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        # One sum instead of nine tests: a finite sum has only finite parts.
        trunk_and_leg = self.shank + self.thigh + self.lean + self.lumbar + self.neck
        if isfinite(trunk_and_leg + self.arm + self.elbow + self.wrist + self.foot):
            return
        for name in NEAR_ANGLES:
            value = getattr(self, name)
            if not isfinite(value):
                raise ValueError(f"The angle {name} must be a finite number of degrees.")


NEAR_ANGLES = ("shank", "thigh", "lean", "lumbar", "neck", "arm", "elbow", "wrist", "foot")
"""Names of the near limbs' and the trunk's angles, from the ground up and outward."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Point name -> (x, y) in m.

    Legs `heel toe ball ankle knee hip`, spine `l5s1 .. t12l1 c7` (`SPINE`), head `head vertex eye nose chin`,
    arms `shoulder elbow wrist hand fingertip`; limbs again with `_far` (hip and shoulder are shared).
    `hand` is where a load is held. `seat_touch` is the skin below the hip, `wall_touch` the skin behind it.
    `head`, `foot_com` and `torso_com` are centers of mass.
    """

    points: Mapping[str, Point2D]
    pose: Pose = field(repr=False)

    def __getitem__(self, name: str) -> Point2D:
        return self.points[name]


def _foot(body: Body, ankle: Point2D, pitch: float) -> tuple[Point2D, Point2D, Point2D, Point2D]:
    """Heel, ball, toe and center of mass of a foot turned by `pitch` degrees about the given ankle.

    From 0 to 75 degrees the toes stay level: a raised foot bends at its ball.
    """
    length = body.lengths["foot"]
    down = body.ankle_height_m
    c, s = cos(radians(pitch)), sin(radians(pitch))
    ax, ay = ankle

    def turned(forward: float, up: float) -> Point2D:
        return ax + forward * c + up * s, ay - forward * s + up * c

    heel = turned(-ANKLE_FROM_HEEL * length, -down)
    ball = turned((BALL_FROM_HEEL - ANKLE_FROM_HEEL) * length, -down)
    toes = (1 - BALL_FROM_HEEL) * length
    toe = (ball[0] + toes, ball[1]) if 0 <= pitch <= 75 else turned((1 - ANKLE_FROM_HEEL) * length, -down)
    com = turned((body.coms["foot"] - ANKLE_FROM_HEEL) * length, FOOT_COM_HEIGHT_M - down)
    return heel, ball, toe, com


def joints(body: Body, pose: Pose) -> Skeleton:
    """The skeleton of `body` in `pose`, placed on what carries it."""
    lengths = body.lengths
    p: dict[str, Point2D] = {}

    # Built around a hip at the origin, then moved so that the fixed point of the support is where it belongs.
    p["hip"] = (0.0, 0.0)
    for far in ("", "_far") if not pose.is_symmetric else ("",):
        thigh = radians(_angle(pose, "thigh", far))
        shank = radians(_angle(pose, "shank", far))
        kx, ky = lengths["thigh"] * sin(thigh), -lengths["thigh"] * cos(thigh)
        ankle = (kx - lengths["shank"] * sin(shank), ky - lengths["shank"] * cos(shank))
        p["knee" + far], p["ankle" + far] = (kx, ky), ankle
        heel, ball, toe, com = _foot(body, ankle, _angle(pose, "foot", far))
        p["heel" + far], p["ball" + far], p["toe" + far], p["foot_com" + far] = heel, ball, toe, com

    lean = radians(pose.lean)
    up_x, up_y = sin(lean), cos(lean)
    pelvis = radians(pose.pelvis)
    x, y = lengths["pelvis"] * sin(pelvis), lengths["pelvis"] * cos(pelvis)
    p["l5s1"] = (x, y)
    vertebra = lengths["torso"] * LUMBAR_OF_TORSO / 5
    for above, name in enumerate(SPINE[1:6], start=1):
        turn = pelvis + radians(pose.lumbar) * above / 6
        x, y = x + vertebra * sin(turn), y + vertebra * cos(turn)
        p[name] = (x, y)

    def on_ribs(above_t12: float) -> Point2D:
        return x + above_t12 * up_x, y + above_t12 * up_y

    lumbar_m = LUMBAR_OF_TORSO * lengths["torso"]
    p["torso_com"] = on_ribs((1 - body.coms["torso"]) * lengths["torso"] - lumbar_m)
    p["shoulder"] = on_ribs(body.shoulder_above_hip_m - lengths["pelvis"] - lumbar_m)
    cx, cy = p["c7"] = on_ribs(lengths["torso"] - lumbar_m)

    head = radians(pose.lean + pose.neck)
    hx, hy = sin(head), cos(head)
    tall = lengths["head"]
    for name, along, ahead in _HEAD_POINTS:
        a, f = along * tall, ahead * tall
        p[name] = (cx + a * hx + f * hy, cy + a * hy - f * hx)
    a = body.coms["head"] * tall
    p["head"] = (cx + a * hx, cy + a * hy)

    for far in ("", "_far") if not pose.is_symmetric else ("",):
        x, y = p["shoulder"]
        turn = _angle(pose, "arm", far)
        for joint, segment, angle in (
            ("elbow", "upper_arm", "elbow"),
            ("wrist", "forearm", "wrist"),
            ("hand", "hand", ""),
        ):
            r = radians(turn)
            ax, ay = sin(r), -cos(r)
            if joint == "hand":
                # The table's hand ends at the knuckles; the fingers are about as long again.
                to_tip = lengths["hand"] * 2.2
                p["fingertip" + far] = (x + to_tip * ax, y + to_tip * ay)
            x, y = x + lengths[segment] * ax, y + lengths[segment] * ay
            p[joint + far] = (x, y)
            if angle:
                turn += _angle(pose, angle, far)

    dx, dy = _offset_to_support(body, pose, p)
    placed = {name: (x + dx, y + dy) for name, (x, y) in p.items()}
    if pose.is_symmetric:
        for name in _PAIRED_POINTS:
            placed[name + "_far"] = placed[name]
    hip_x, hip_y = placed["hip"]
    placed["seat_touch"] = (hip_x, hip_y - SEAT_FLESH_M)
    placed["wall_touch"] = (hip_x - WALL_FLESH_M, hip_y)
    return Skeleton(placed, pose)


# Name, along the line C7 -> top of the head, ahead of it: fractions of that line. For the picture; eye and chin heights
# from `docs/evidence.md` section 1.3.
_HEAD_POINTS = (("vertex", 1.0, 0.0), ("eye", 0.55, 0.30), ("nose", 0.46, 0.40), ("chin", 0.13, 0.28))

_PAIRED_POINTS = (
    *("knee", "ankle", "heel", "ball", "toe", "foot_com"),
    *("elbow", "wrist", "hand", "fingertip"),
)


def _angle(pose: Pose, name: str, far: str) -> float:
    if far:
        value: float | None = getattr(pose, name + far)
        if value is not None:
            return value
    near: float = getattr(pose, name)
    return near


def _offset_to_support(body: Body, pose: Pose, p: Mapping[str, Point2D]) -> Point2D:
    """How far to move a skeleton built around its hip, so that the support's fixed point is where it belongs."""
    match pose.support:
        case Support.FEET:
            return -p["ankle"][0], -min(p["heel"][1], p["ball"][1], p["toe"][1])
        case Support.KNEES | Support.HANDS_AND_KNEES:
            return -p["knee"][0], KNEE_FLESH_M - p["knee"][1]
        case Support.SEAT:
            return 0.0, pose.seat_m + SEAT_FLESH_M
        case Support.BACK:
            return -p["shoulder"][0], SEAT_FLESH_M - p["shoulder"][1]


def segment_masses(body: Body, skeleton: Skeleton, load: float = 0.0) -> dict[str, tuple[float, float, float]]:
    """Segment name -> kg, x and y (m) of its center of mass; half of `load` kg is in each hand."""
    m, c, p = body.masses, body.coms, skeleton.points
    masses = {}

    def between(name: str, segment: str, start: str, end: str, fraction: float) -> None:
        (x0, y0), (x1, y1) = p[start], p[end]
        masses[name] = (m[segment], x0 + (x1 - x0) * fraction, y0 + (y1 - y0) * fraction)

    between("pelvis", "pelvis", "l5s1", "hip", c["pelvis"])
    masses["torso"] = (m["torso"], *p["torso_com"])
    masses["head"] = (m["head"], *p["head"])
    for far in ("", "_far"):
        between("upper_arm" + far, "upper_arm", "shoulder", "elbow" + far, c["upper_arm"])
        between("forearm" + far, "forearm", "elbow" + far, "wrist" + far, c["forearm"])
        between("hand" + far, "hand", "wrist" + far, "hand" + far, c["hand"])
        between("thigh" + far, "thigh", "hip", "knee" + far, c["thigh"])
        between("shank" + far, "shank", "knee" + far, "ankle" + far, c["shank"])
        masses["foot" + far] = (m["foot"], *p["foot_com" + far])
        if load:
            masses["load" + far] = (load / 2, *p["hand" + far])
    return masses


def center_of_mass(body: Body, skeleton: Skeleton, load: float = 0.0) -> Point2D:
    """Center of mass of body and load, m."""
    parts = segment_masses(body, skeleton, load).values()
    total = body.mass_kg + load
    return sum(m * x for m, x, _ in parts) / total, sum(m * y for m, _, y in parts) / total


def distance(a: Point2D, b: Point2D) -> float:
    """m between two points."""
    return hypot(a[0] - b[0], a[1] - b[1])
