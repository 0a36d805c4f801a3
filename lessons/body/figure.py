"""The drawn body: rounded limbs, a trunk that bends with its spine, a face that looks where the neck points.

Widths are metres of a figure 1.65 m tall and scale with stature; they are drawn, not measured. Every point is placed
in the frame of a link of the skeleton, so outlines follow whatever the joints do. Flesh that would go through the
floor, a seat or a wall is pressed flat against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, sqrt

from lessons.body.anthropometry import Body
from lessons.body.outline import dashes, smooth, smooth_line, straight
from lessons.body.pose import SPINE, Point, Skeleton

ROLES: Mapping[str, str] = {
    "arm_far": "skin-far",
    "sleeve_far": "top-far",
    "shoe_far": "shoe-far",
    "leg_far": "trousers-far",
    "head": "skin",
    "hair": "hair",
    "eye": "eye",
    "trunk": "top",
    "hips": "trousers",
    "shoe": "shoe",
    "leg": "trousers",
    "belt": "belt",
    "abdominal_wall": "muscle",
    "back_extensors": "muscle",
    "glutes": "muscle",
    "hamstrings": "muscle",
    "quadriceps": "muscle",
    "spine": "spine",
    "lumbar": "lumbar",
    "arm": "skin",
    "sleeve": "sleeve",
}
"""Body part in painter's order, far to near -> the role that gives its colour (`.figure__<role>`)."""

LINES = frozenset({"eye", "belt", "spine", "lumbar"})
"""Parts that are strokes; all others are filled shapes."""

_DRAWN_STATURE_M = 1.65
_DEPTH = (0.034, 0.010)
"""How far ahead and up a far limb's end is drawn, so that both can be seen."""


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What flesh is pressed against: the floor always, a wall behind at x, a seat from x to x at a height (metres)."""

    wall_x: float | None = None
    seat: tuple[float, float, float] | None = None

    def press(self, point: Point) -> Point:
        x, y = point
        if self.wall_x is not None and x < self.wall_x:
            x = self.wall_x
        if self.seat is not None:
            start, end, height = self.seat
            if start <= x <= end and height - 0.12 < y < height:
                y = height
        return (x, y) if y > 0 else (x, 0.0)


class _Frame:
    """A place and a direction: points `along` it and `ahead` of it (on the side the face looks to)."""

    __slots__ = ("ax", "ay", "fx", "fy", "scale", "x", "y")

    def __init__(self, origin: Point, along: Point, ahead: Point, scale: float) -> None:
        self.x, self.y = origin
        self.ax, self.ay = along
        self.fx, self.fy = ahead
        self.scale = scale

    def __call__(self, along: float, ahead: float) -> Point:
        a, f = along * self.scale, ahead * self.scale
        return self.x + a * self.ax + f * self.fx, self.y + a * self.ay + f * self.fy


def _direction(a: Point, b: Point) -> Point:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy)
    return dx / length, dy / length


def _unit(x: float, y: float, otherwise: Point = (1.0, 0.0)) -> Point:
    length = hypot(x, y)
    return (x / length, y / length) if length > 1e-6 else otherwise


def _down(origin: Point, end: Point, scale: float) -> _Frame:
    """A limb that hangs: ahead is to the left of its direction."""
    dx, dy = _direction(origin, end)
    return _Frame(origin, (dx, dy), (-dy, dx), scale)


def _up(origin: Point, direction: Point, scale: float) -> _Frame:
    """A link that rises: ahead is to the right of its direction."""
    dx, dy = direction
    return _Frame(origin, (dx, dy), (dy, -dx), scale)


def figure(
    body: Body,
    skeleton: Skeleton,
    surfaces: Surfaces = Surfaces(),
    *,
    fist: bool = False,
    open_m: float = 0.0,
    across: float = 1.0,
) -> dict[str, str]:
    """Part -> path data, painter's order, the keys of ROLES. `fist` closes the hands.

    `open_m` swings the far hip back and up by so much: a turned pelvis, as far as a view from the side can show it.
    `across`: how long the forearms look.
    """
    scale = body.stature_m / _DRAWN_STATURE_M
    press = surfaces.press
    p = skeleton.points
    trunk = _Trunk(body, skeleton, scale)
    far = {name: _aside(p, name, scale) for name in p if name.endswith("_far")}
    near = {f"{name}_far": p[name] for name in ("knee", "ankle", "heel", "ball", "toe", "elbow", "wrist", "hand")}
    near["fingertip_far"] = p["fingertip"]
    for limb in (far, near) if across != 1 else ():
        _foreshorten(limb, across)
    hip, shoulder = p["hip"], p["shoulder"]
    opened = open_m * scale
    back_x, back_y = -trunk.pelvis.fx, -trunk.pelvis.fy
    far_hip = (
        hip[0] + 0.3 * _DEPTH[0] * scale + opened * (back_x + trunk.pelvis.ax * 0.3),
        hip[1] + 0.3 * _DEPTH[1] * scale + opened * (back_y + trunk.pelvis.ay * 0.3),
    )
    ux, uy = trunk.ribs.fx, trunk.ribs.fy
    far_shoulder = (shoulder[0] + 0.02 * scale * ux, shoulder[1] + 0.02 * scale * uy)

    arm_far, sleeve_far = _arm(far_shoulder, far, scale, fist)
    arm, sleeve = _arm(shoulder, near, scale, fist)
    leg = _Leg(hip, near["knee_far"], near["ankle_far"], trunk.pelvis, scale)
    leg_far = _Leg(far_hip, far["knee_far"], far["ankle_far"], trunk.pelvis, scale)
    head, hair, eye = _head(body, skeleton, scale)

    def closed(points: list[Point]) -> str:
        return smooth([press(point) for point in points])

    return {
        "arm_far": closed(arm_far),
        "sleeve_far": closed(sleeve_far),
        "shoe_far": closed(_shoe(far, scale)),
        "leg_far": closed(leg_far.outline()),
        "head": closed(head),
        "hair": closed(hair),
        "eye": straight(eye),
        "trunk": closed(trunk.outline()),
        "hips": closed(trunk.hips(leg)),
        "shoe": closed(_shoe(near, scale)),
        "leg": closed(leg.outline()),
        "belt": straight([press(point) for point in trunk.belt()]),
        "abdominal_wall": closed(trunk.abdominal_wall()),
        "back_extensors": closed(trunk.back_extensors()),
        "glutes": closed(trunk.glutes(leg)),
        "hamstrings": closed(leg.hamstrings()),
        "quadriceps": closed(leg.quadriceps()),
        "spine": smooth_line([press(point) for point in trunk.spine()]),
        "lumbar": dashes((press(start), press(end)) for start, end in trunk.lumbar()),
        "arm": closed(arm),
        "sleeve": closed(sleeve),
    }


# Ends of far limbs are drawn the full depth aside, joints nearer the trunk less.
_ASIDE = {"knee_far": 0.7, "elbow_far": 0.8}


def _aside(p: Mapping[str, Point], name: str, scale: float) -> Point:
    share = _ASIDE.get(name, 1.0) * scale
    x, y = p[name]
    return x + _DEPTH[0] * share, y + _DEPTH[1] * share


def _foreshorten(limb: dict[str, Point], share: float) -> None:
    ex, ey = limb["elbow_far"]
    for name in ("wrist_far", "hand_far", "fingertip_far"):
        x, y = limb[name]
        limb[name] = ex + (x - ex) * share, ey + (y - ey) * share


class _Leg:
    def __init__(self, hip: Point, knee: Point, ankle: Point, pelvis: _Frame, scale: float) -> None:
        self.thigh = _down(hip, knee, scale)
        self.shank = _down(knee, ankle, scale)
        self.pelvis = pelvis
        self.scale = scale
        self.thigh_m = hypot(knee[0] - hip[0], knee[1] - hip[1]) / scale
        self.shank_m = hypot(ankle[0] - knee[0], ankle[1] - knee[1]) / scale
        t, s = self.thigh, self.shank
        front = _unit(t.fx + s.fx, t.fy + s.fy, (t.fx, t.fy))
        # Straight 1, folded 0: half the bend between thigh and shank.
        self.half = max(0.35, hypot(t.fx + s.fx, t.fy + s.fy) / 2)
        self.knee = _Frame(knee, (-front[1], front[0]), front, scale)

    def outline(self) -> list[Point]:
        t, s, k = self.thigh, self.shank, self.knee
        long, short = self.thigh_m, self.shank_m
        back = min(0.046 / self.half, 0.085)
        return [
            t(-0.02, 0.082),
            t(0.30 * long, 0.085),
            t(0.72 * long, 0.062),
            k(0.0, 0.052),
            s(0.38 * short, 0.042),
            s(short + 0.004, 0.033),
            s(short + 0.004, -0.038),
            s(0.68 * short, -0.042),
            s(0.30 * short, -0.062),
            k(0.0, -back),
            t(0.68 * long, -0.062),
            t(0.28 * long, -0.086),
            t(-0.05, -0.062),
        ]

    def hamstrings(self) -> list[Point]:
        t, long = self.thigh, self.thigh_m
        return [
            t(0.15 * long, -0.068),
            t(0.40 * long, -0.024),
            t(0.90 * long, -0.034),
            t(0.66 * long, -0.056),
            t(0.36 * long, -0.076),
        ]

    def quadriceps(self) -> list[Point]:
        t, long = self.thigh, self.thigh_m
        return [
            t(0.10 * long, 0.066),
            t(0.42 * long, 0.072),
            t(0.72 * long, 0.054),
            t(0.93 * long, 0.034),
            t(0.45 * long, 0.012),
        ]


class _Trunk:
    def __init__(self, body: Body, skeleton: Skeleton, scale: float) -> None:
        p = skeleton.points
        self.scale = scale
        self.woman = body.sex == "f"
        self.bend = max(-35.0, min(60.0, skeleton.pose.lumbar))
        self.pelvis = _up(p["hip"], _direction(p["hip"], p["l5s1"]), scale)
        self.ribs = _up(p["t12l1"], _direction(p["t12l1"], p["c7"]), scale)
        self.ribs_m = hypot(p["c7"][0] - p["t12l1"][0], p["c7"][1] - p["t12l1"][1]) / scale
        self.chain = [p[name] for name in SPINE]
        # Every joint of the low back with the mean direction of the links that meet there.
        ends = [p["hip"], *self.chain]
        self.at = [_up(ends[i], _direction(ends[i - 1], ends[i + 1]), scale) for i in range(1, 7)]
        # The hollow of the low back, how far its skin is behind the line of the joints: it fills as the back rounds.
        self.hollow = 0.064 + 0.0007 * self.bend if self.bend > 0 else 0.064 + 0.0005 * self.bend

    def outline(self) -> list[Point]:
        q, r, at, ribs = self.pelvis, self.ribs, self.at, self.ribs_m
        bend = self.bend
        bust = 0.126 if self.woman else 0.118
        belly = (0.088 if self.woman else 0.097) - 0.0003 * max(bend, 0)
        upper = 0.094 + 0.0002 * max(bend, 0)
        return [
            q(0.085, -0.080),
            at[1](0.0, -(self.hollow + 0.008)),
            at[3](0.0, -self.hollow),
            at[5](0.0, -(self.hollow + 0.012)),
            r(0.38 * ribs, -upper),
            r(0.74 * ribs, -0.092),
            r(1.0 * ribs, -0.052),
            r(0.99 * ribs, 0.040),
            r(0.72 * ribs, 0.104),
            r(0.42 * ribs, bust),
            r(0.06 * ribs, 0.100),
            at[2](0.0, belly),
            q(0.085, 0.078),
        ]

    def hips(self, leg: _Leg) -> list[Point]:
        q, t = self.pelvis, leg.thigh
        x, y = _unit(-q.fx - t.fx, -q.fy - t.fy, (-q.fx, -q.fy))
        buttock = _Frame((q.x, q.y), (x, y), (-y, x), self.scale)
        return [
            q(0.126, 0.0),
            q(0.130, -0.080),
            q(0.084, -0.094),
            buttock(0.119, 0.0),
            t(0.080, -0.090),
            t(0.140, -0.050),
            t(0.03, 0.074),
            q(0.050, 0.088),
            q(0.122, 0.088),
        ]

    def belt(self) -> list[Point]:
        q = self.pelvis
        return [q(0.122, -0.080), q(0.112, 0.0), q(0.116, 0.085)]

    def glutes(self, leg: _Leg) -> list[Point]:
        q, t = self.pelvis, leg.thigh
        x, y = _unit(-q.fx - t.fx, -q.fy - t.fy, (-q.fx, -q.fy))
        buttock = _Frame((q.x, q.y), (x, y), (-y, x), self.scale)
        return [q(0.085, -0.088), buttock(0.112, 0.0), t(0.060, -0.086), t(0.045, -0.035), q(0.045, -0.030)]

    def back_extensors(self) -> list[Point]:
        q, r, at, ribs = self.pelvis, self.ribs, self.at, self.ribs_m
        skin = self.hollow - 0.006
        return [
            q(0.137, -0.070),
            at[3](0.0, -skin),
            r(0.34 * ribs, -0.085),
            r(0.68 * ribs, -0.082),
            r(0.20 * ribs, -0.052),
            at[2](0.0, -(skin - 0.030)),
        ]

    def abdominal_wall(self) -> list[Point]:
        q, r, at = self.pelvis, self.ribs, self.at
        return [
            q(0.135, 0.080),
            at[2](0.0, 0.081),
            r(0.08 * self.ribs_m, 0.090),
            at[3](0.0, 0.052),
            q(0.140, 0.050),
        ]

    def _on_spine(self) -> list[Point]:
        deep = self.hollow - 0.026
        return [
            frame(0.0, -(deep + extra))
            for frame, extra in zip(self.at, (0.016, 0.006, 0.001, 0.0, 0.003, 0.010), strict=True)
        ]

    def spine(self) -> list[Point]:
        r, ribs = self.ribs, self.ribs_m
        low = self._on_spine()
        return [
            self.pelvis(0.050, -0.068),
            low[0],
            low[3],
            r(0.22 * ribs, -0.058),
            r(0.70 * ribs, -0.060),
            r(1.04 * ribs, -0.022),
        ]

    def lumbar(self) -> list[tuple[Point, Point]]:
        """Five vertebrae, each a short dash with a gap to the next."""
        low = self._on_spine()
        found = []
        for (x0, y0), (x1, y1) in pairwise(low):
            dx, dy = (x1 - x0) * 0.2, (y1 - y0) * 0.2
            found.append(((x0 + dx, y0 + dy), (x1 - dx, y1 - dy)))
        return found


def _arm(shoulder: Point, far: Mapping[str, Point], scale: float, fist: bool) -> tuple[list[Point], list[Point]]:
    elbow, wrist, hand, tip = far["elbow_far"], far["wrist_far"], far["hand_far"], far["fingertip_far"]
    upper, lower, palm = _down(shoulder, elbow, scale), _down(elbow, wrist, scale), _down(wrist, tip, scale)
    long = hypot(elbow[0] - shoulder[0], elbow[1] - shoulder[1]) / scale
    fore = hypot(wrist[0] - elbow[0], wrist[1] - elbow[1]) / scale
    fingers = hypot(tip[0] - wrist[0], tip[1] - wrist[1]) / scale
    if fist:
        fingers = min(fingers, hypot(hand[0] - wrist[0], hand[1] - wrist[1]) / scale + 0.03)
    # Straight 1, folded 0. Where a folded elbow's two inner sides meet, the flesh of both ends.
    half = max(0.26, hypot(upper.fx + lower.fx, upper.fy + lower.fy) / 2)
    inner = 0.036 * sqrt(max(0.0, 1 - half * half)) / half
    front = _unit(upper.fx + lower.fx, upper.fy + lower.fy, (upper.fx, upper.fy))
    bend = _Frame(elbow, (-front[1], front[0]), front, scale)
    arm = [
        upper(0.30 * long, 0.036),
        bend(0.0, 0.034 / half),
        lower(max(0.28 * fore, inner + 0.012), 0.036),
        lower(fore, 0.022),
        palm(0.48 * fingers, 0.030),
        palm(1.0 * fingers, 0.0),
        palm(0.46 * fingers, -0.026),
        lower(fore, -0.021),
        lower(0.24 * fore, -0.036),
        bend(0.0, -0.034),
        upper(0.30 * long, -0.040),
    ]
    sleeve = [
        upper(-0.052, 0.0),
        upper(0.0, 0.052),
        upper(0.62 * long, 0.044),
        upper(0.64 * long, -0.046),
        upper(0.0, -0.054),
    ]
    return arm, sleeve


def _shoe(far: Mapping[str, Point], scale: float) -> list[Point]:
    heel, ball, toe, ankle = far["heel_far"], far["ball_far"], far["toe_far"], far["ankle_far"]
    fx, fy = _direction(heel, ball)
    back = _Frame(heel, (-fy, fx), (fx, fy), scale)
    tx, ty = _direction(ball, toe)
    front = _Frame(toe, (-ty, tx), (tx, ty), scale)
    top = _Frame(ankle, (-fy, fx), (fx, fy), scale)
    return [
        back(0.0, 0.0),
        back(0.035, -0.012),
        top(0.012, -0.042),
        top(0.008, 0.040),
        top(-0.022, 0.085),
        front(0.036, -0.030),
        front(0.014, 0.008),
        front(0.0, -0.010),
        (ball[0], ball[1]),
    ]


# Along the line C7 -> top of head and ahead of it, as fractions of that line.
_FACE = (
    (0.90, 0.20),
    (0.70, 0.385),
    (0.60, 0.37),
    (0.485, 0.455),
    (0.43, 0.395),
    (0.22, 0.36),
    (0.12, 0.15),
    (-0.13, 0.20),
    (-0.16, -0.14),
    (0.20, -0.20),
    (0.60, -0.30),
)
_NECK = 7
"""Which point of the face is the front of the neck's foot; the next is its back."""
_HAIR: Mapping[bool, tuple[tuple[float, float], ...]] = {
    False: (
        (1.0, 0.03),
        (0.83, 0.34),
        (0.72, 0.14),
        (0.45, -0.03),
        (0.27, -0.22),
        (0.46, -0.35),
        (0.82, -0.31),
    ),
    True: (
        (1.01, 0.03),
        (0.83, 0.35),
        (0.74, 0.15),
        (0.42, -0.01),
        (0.15, -0.17),
        (0.34, -0.36),
        (0.80, -0.33),
    ),
}


def _head(body: Body, skeleton: Skeleton, scale: float) -> tuple[list[Point], list[Point], list[Point]]:
    p = skeleton.points
    tall = body.lengths["head"]
    frame = _up(p["c7"], _direction(p["c7"], p["vertex"]), tall)
    # The neck's foot belongs to the ribs, whatever the head does.
    ribs = _up(p["c7"], _direction(p["t12l1"], p["c7"]), tall)
    face = [frame(along, ahead) for along, ahead in _FACE]
    face[_NECK], face[_NECK + 1] = ribs(-0.14, 0.20), ribs(-0.16, -0.16)
    hair = [frame(along, ahead) for along, ahead in _HAIR[body.sex == "f"]]
    eye = [frame(0.585, 0.275), frame(0.57, 0.285)]
    return face, hair, eye
