"""Where every joint is, for a set of angles.

The figure faces +x (right) and stands on y = 0. All angles are degrees. Links are measured against the
vertical, joints against the link they hang from:

| angle | zero | plus means |
| --- | --- | --- |
| shank | upright | knee ahead of the ankle |
| thigh | upright | hip behind the knee (90: thigh level) |
| lean | upright | rib cage tipped forward; with lumbar 0 the whole straight trunk line |
| lumbar | neutral | low back rounded; pelvis = lean - lumbar, so the pelvis tips forward when it is minus |
| neck | in line with the ribs | chin towards the chest |
| arm | hanging straight down, however the trunk leans | reached forward |
| elbow | straight | forearm bent forward and up |
| wrist | straight | hand turned the same way as a bending elbow |
| foot | flat | heel up (as on tiptoe) |

A `_far` angle belongs to the limb away from the viewer; None means "the same as the near one".
The low back is five vertebrae of equal length; its rounding is shared evenly by the six joints from L5/S1 to T12/L1.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import cos, hypot, isfinite, radians, sin

from lessons.body.anthropometry import (
    ANKLE_FROM_HEEL,
    BALL_FROM_HEEL,
    FOOT_COM_HEIGHT_M,
    LUMBAR_OF_TORSO,
    Body,
)

Point = tuple[float, float]

SEAT_FLESH_M = 0.09
"""Hip centre to the seat below it, and hip or shoulder centre to a floor behind the back."""
WALL_FLESH_M = 0.115
"""Hip centre to the buttock surface behind it, where it meets a wall."""
KNEE_FLESH_M = 0.055
"""Knee centre to the floor when kneeling."""
HAND_FLESH_M = 0.03
"""Wrist centre to the floor when the hand lies flat."""

SPINE = ("l5s1", "l4l5", "l3l4", "l2l3", "l1l2", "t12l1", "c7")
"""Names of the points of the spine line, from the bottom up."""


class Support(enum.Enum):
    """What carries the body, and so which point stays where it is."""

    FEET = "feet"
    """Near ankle at x = 0, the lowest point of the near foot on the floor. The only support that balances."""
    KNEES = "knees"
    """Tall kneeling: near knee at x = 0, on the floor."""
    HANDS_AND_KNEES = "hands and knees"
    """Near knee at x = 0, on the floor; the hands carry their share."""
    SEAT = "seat"
    """Hip at x = 0, its flesh on a seat `seat_m` above the floor."""
    BACK = "back"
    """Lying face up: shoulder at x = 0, its flesh on the floor, the head towards -x (lean -90)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
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
        """The pelvis line hip -> L5/S1 from the vertical, plus tipped forward."""
        return self.lean - self.lumbar

    @property
    def knee(self) -> float:
        """Knee flexion: 0 straight."""
        return self.shank + self.thigh

    @property
    def hip(self) -> float:
        """Hip flexion between thigh and pelvis: 0 in line."""
        return self.thigh + self.pelvis

    @property
    def is_symmetric(self) -> bool:
        # Spelled out because every look at a pose asks it.
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
        near = self.shank + self.thigh + self.lean + self.lumbar + self.neck
        if isfinite(near + self.arm + self.elbow + self.wrist + self.foot):
            return
        for name in ANGLES:
            value = getattr(self, name)
            if not isfinite(value):
                raise ValueError(f"The angle {name} must be a finite number of degrees.")


ANGLES = ("shank", "thigh", "lean", "lumbar", "neck", "arm", "elbow", "wrist", "foot")
"""Names of the near angles, from the ground up and out."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Joint name -> (x, y) metres.

    Legs `heel toe ball ankle knee hip`, spine `l5s1 .. t12l1 c7` (see SPINE), head `head vertex eye nose chin`,
    arms `shoulder elbow wrist hand fingertip`; limbs again with `_far` (hip and shoulder are shared).
    `hand` is where a load is held. `seat_touch` is the flesh below the hip, `wall_touch` the flesh behind it.
    `foot_com` and `torso_com` are there for the sums.
    """

    points: Mapping[str, Point]
    pose: Pose = field(repr=False)

    def __getitem__(self, name: str) -> Point:
        return self.points[name]


def _foot(body: Body, ankle: Point, pitch: float) -> tuple[Point, Point, Point, Point]:
    """Heel, ball, toe and centre of mass of a foot whose ankle is known.

    Between 0 and 75 degrees the toes stay level: a foot on its ball bends there.
    """
    length = body.lengths["foot"]
    down = body.ankle_height_m
    c, s = cos(radians(pitch)), sin(radians(pitch))
    ax, ay = ankle

    def turned(forward: float, up: float) -> Point:
        return ax + forward * c + up * s, ay - forward * s + up * c

    heel = turned(-ANKLE_FROM_HEEL * length, -down)
    ball = turned((BALL_FROM_HEEL - ANKLE_FROM_HEEL) * length, -down)
    toes = (1 - BALL_FROM_HEEL) * length
    toe = (ball[0] + toes, ball[1]) if 0 <= pitch <= 75 else turned((1 - ANKLE_FROM_HEEL) * length, -down)
    com = turned((body.coms["foot"] - ANKLE_FROM_HEEL) * length, FOOT_COM_HEIGHT_M - down)
    return heel, ball, toe, com


def joints(body: Body, pose: Pose) -> Skeleton:
    """Forward kinematics: the skeleton of `body` in `pose`, set down on what carries it."""
    lengths = body.lengths
    p: dict[str, Point] = {}

    # Built around a hip at the origin, then moved so that the support stays where it belongs.
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

    def on_ribs(above_t12: float) -> Point:
        return x + above_t12 * up_x, y + above_t12 * up_y

    lumbar_m = LUMBAR_OF_TORSO * lengths["torso"]
    p["torso_com"] = on_ribs((1 - body.coms["torso"]) * lengths["torso"] - lumbar_m)
    p["shoulder"] = on_ribs(body.shoulder_above_hip_m - lengths["pelvis"] - lumbar_m)
    cx, cy = p["c7"] = on_ribs(lengths["torso"] - lumbar_m)

    head = radians(pose.lean + pose.neck)
    hx, hy = sin(head), cos(head)
    tall = lengths["head"]
    for name, along, ahead in HEAD_POINTS:
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
                # Knuckles to fingertips is about as long again as wrist to knuckles (Winter's whole hand .108 H).
                reach = lengths["hand"] * 2.2
                p["fingertip" + far] = (x + reach * ax, y + reach * ay)
            x, y = x + lengths[segment] * ax, y + lengths[segment] * ay
            p[joint + far] = (x, y)
            if angle:
                turn += _angle(pose, angle, far)

    dx, dy = _set_down(body, pose, p)
    placed = {name: (x + dx, y + dy) for name, (x, y) in p.items()}
    if pose.is_symmetric:
        for name in PAIRED_POINTS:
            placed[name + "_far"] = placed[name]
    hip_x, hip_y = placed["hip"]
    placed["seat_touch"] = (hip_x, hip_y - SEAT_FLESH_M)
    placed["wall_touch"] = (hip_x - WALL_FLESH_M, hip_y)
    return Skeleton(placed, pose)


# name, up the line C7 -> top of head, ahead of it; fractions of that line. Eye and chin heights after Winter.
HEAD_POINTS = (("vertex", 1.0, 0.0), ("eye", 0.55, 0.30), ("nose", 0.46, 0.40), ("chin", 0.13, 0.28))

PAIRED_POINTS = (
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


def _set_down(body: Body, pose: Pose, p: Mapping[str, Point]) -> Point:
    match pose.support:
        case Support.FEET:
            return -p["ankle"][0], -min(p["heel"][1], p["ball"][1], p["toe"][1])
        case Support.KNEES | Support.HANDS_AND_KNEES:
            return -p["knee"][0], KNEE_FLESH_M - p["knee"][1]
        case Support.SEAT:
            return 0.0, pose.seat_m + SEAT_FLESH_M
        case Support.BACK:
            return -p["shoulder"][0], SEAT_FLESH_M - p["shoulder"][1]


def masses_at(body: Body, skeleton: Skeleton, load: float = 0.0) -> dict[str, tuple[float, float, float]]:
    """Segment name -> (kg, x, y) of its centre of mass; near and far limbs apart, `load` kg shared by the hands."""
    m, c, p = body.masses, body.coms, skeleton.points
    found = {}

    def between(name: str, segment: str, start: str, end: str, fraction: float) -> None:
        (x0, y0), (x1, y1) = p[start], p[end]
        found[name] = (m[segment], x0 + (x1 - x0) * fraction, y0 + (y1 - y0) * fraction)

    between("pelvis", "pelvis", "l5s1", "hip", c["pelvis"])
    found["torso"] = (m["torso"], *p["torso_com"])
    found["head"] = (m["head"], *p["head"])
    for far in ("", "_far"):
        between("upper_arm" + far, "upper_arm", "shoulder", "elbow" + far, c["upper_arm"])
        between("forearm" + far, "forearm", "elbow" + far, "wrist" + far, c["forearm"])
        between("hand" + far, "hand", "wrist" + far, "hand" + far, c["hand"])
        between("thigh" + far, "thigh", "hip", "knee" + far, c["thigh"])
        between("shank" + far, "shank", "knee" + far, "ankle" + far, c["shank"])
        found["foot" + far] = (m["foot"], *p["foot_com" + far])
        if load:
            found["load" + far] = (load / 2, *p["hand" + far])
    return found


def centre_of_mass(body: Body, skeleton: Skeleton, load: float = 0.0) -> Point:
    """Centre of mass of body and load, metres."""
    parts = masses_at(body, skeleton, load).values()
    total = body.mass_kg + load
    return sum(m * x for m, x, _ in parts) / total, sum(m * y for m, _, y in parts) / total


def distance(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])
