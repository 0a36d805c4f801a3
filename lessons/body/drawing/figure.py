"""The drawn body: every part of it as one SVG path. PURE.

Outlines come from `trunk`, `limbs` and `head`. Their points are placed along the links of the skeleton, so they follow
whatever the joints do. Flesh that would go through the floor, a seat or a wall is pressed flat against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from lessons.body.drawing.head import head_outlines
from lessons.body.drawing.limbs import LegOutlines, arm_outlines, shoe_outline
from lessons.body.drawing.svg_path import closed_curve, dashes, open_curve, polyline
from lessons.body.drawing.trunk import TrunkOutlines
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Point2D, Skeleton

BODY_PART_ROLES: Mapping[str, str] = {
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
"""Body part in painter's order, far to near -> the role that gives its color (`.figure__<role>`)."""

_DRAWN_STATURE_M = 1.65
"""The stature at which the outlines' widths hold."""
_DEPTH = (0.034, 0.010)
"""How far ahead and up, m, the end of a far limb is drawn, so that both limbs can be seen."""


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What flesh is pressed against, besides the floor: the face of a wall behind the body, and a seat.

    `wall_x`: m. `seat`: from x to x at a height, m.
    """

    wall_x: float | None = None
    seat: tuple[float, float, float] | None = None

    def press(self, point: Point2D) -> Point2D:
        """The point, or the nearest one in front of the wall, above the seat and above the floor."""
        x, y = point
        if self.wall_x is not None and x < self.wall_x:
            x = self.wall_x
        if self.seat is not None:
            start, end, height = self.seat
            if start <= x <= end and height - 0.12 < y < height:
                y = height
        return (x, y) if y > 0 else (x, 0.0)


def draw_figure(
    body: Body,
    skeleton: Skeleton,
    surfaces: Surfaces = Surfaces(),
    *,
    fist: bool = False,
    open_m: float = 0.0,
    forearm_scale: float = 1.0,
    elbows_out: float = 0.0,
) -> dict[str, str]:
    """Part -> path data, in painter's order: the keys of `BODY_PART_ROLES`.

    `fist` closes the hands. `open_m` swings the far hip back and up, m: a turned pelvis, as far as a view from the side
    can show it. `forearm_scale`: how long the forearms look. `elbows_out`: how far the elbows point at the viewer,
    0..1.
    """
    scale = body.stature_m / _DRAWN_STATURE_M
    press = surfaces.press
    p = skeleton.points
    trunk = TrunkOutlines(body, skeleton, scale)
    near = {name: p[name] for name in _LIMB_JOINTS}
    far = {name: _aside(p[f"{name}_far"], name, scale) for name in _LIMB_JOINTS}
    for limb in (far, near) if forearm_scale != 1 else ():
        _foreshorten(limb, forearm_scale)
    hip, shoulder = p["hip"], p["shoulder"]
    for limb in (far, near) if elbows_out else ():
        _turn_out(limb, shoulder, elbows_out)
    swing = open_m * scale
    back_x, back_y = -trunk.pelvis.fx, -trunk.pelvis.fy
    far_hip = (
        hip[0] + 0.3 * _DEPTH[0] * scale + swing * (back_x + trunk.pelvis.ax * 0.3),
        hip[1] + 0.3 * _DEPTH[1] * scale + swing * (back_y + trunk.pelvis.ay * 0.3),
    )
    ux, uy = trunk.ribs.fx, trunk.ribs.fy
    far_shoulder = (shoulder[0] + 0.02 * scale * ux, shoulder[1] + 0.02 * scale * uy)

    arm_far, sleeve_far = arm_outlines(far_shoulder, far, scale, fist)
    arm, sleeve = arm_outlines(shoulder, near, scale, fist)
    leg = LegOutlines(hip, near["knee"], near["ankle"], scale)
    leg_far = LegOutlines(far_hip, far["knee"], far["ankle"], scale)
    head, hair, eye = head_outlines(body, skeleton)

    def closed(points: list[Point2D]) -> str:
        return closed_curve([press(point) for point in points])

    return {
        "arm_far": closed(arm_far),
        "sleeve_far": closed(sleeve_far),
        "shoe_far": closed(shoe_outline(far, scale)),
        "leg_far": closed(leg_far.outline()),
        "head": closed(head),
        "hair": closed(hair),
        "eye": polyline(eye),
        "trunk": closed(trunk.outline()),
        "hips": closed(trunk.hips(leg)),
        "shoe": closed(shoe_outline(near, scale)),
        "leg": closed(leg.outline()),
        "belt": polyline([press(point) for point in trunk.belt()]),
        "abdominal_wall": closed(trunk.abdominal_wall()),
        "back_extensors": closed(trunk.back_extensors()),
        "glutes": closed(trunk.glutes(leg)),
        "hamstrings": closed(leg.hamstrings()),
        "quadriceps": closed(leg.quadriceps()),
        "spine": open_curve([press(point) for point in trunk.spine()]),
        "lumbar": dashes((press(start), press(end)) for start, end in trunk.lumbar()),
        "arm": closed(arm),
        "sleeve": closed(sleeve),
    }


_LIMB_JOINTS = ("knee", "ankle", "heel", "ball", "toe", "elbow", "wrist", "hand", "fingertip")
# Ends of far limbs are drawn the full depth aside, joints nearer the trunk less.
_DEPTH_RATIOS = {"knee": 0.7, "elbow": 0.8}


def _aside(point: Point2D, name: str, scale: float) -> Point2D:
    depth = _DEPTH_RATIOS.get(name, 1.0) * scale
    x, y = point
    return x + _DEPTH[0] * depth, y + _DEPTH[1] * depth


def _foreshorten(limb: dict[str, Point2D], ratio: float) -> None:
    ex, ey = limb["elbow"]
    for name in ("wrist", "hand", "fingertip"):
        x, y = limb[name]
        limb[name] = ex + (x - ex) * ratio, ey + (y - ey) * ratio


def _turn_out(limb: dict[str, Point2D], shoulder: Point2D, ratio: float) -> None:
    """Move the elbow by `ratio` of the way to where it is when it points at the viewer; the hand stays in line."""
    elbow, wrist = limb["elbow"], limb["wrist"]
    upper, lower = _length(shoulder, elbow), _length(elbow, wrist)
    x, y = (shoulder[i] + upper / (upper + lower) * (wrist[i] - shoulder[i]) for i in (0, 1))
    limb["elbow"] = elbow = elbow[0] + ratio * (x - elbow[0]), elbow[1] + ratio * (y - elbow[1])
    ux, uy = ((wrist[i] - elbow[i]) / _length(elbow, wrist) for i in (0, 1))
    for name in ("hand", "fingertip"):
        along = _length(wrist, limb[name])
        limb[name] = wrist[0] + along * ux, wrist[1] + along * uy


def _length(start: Point2D, end: Point2D) -> float:
    return hypot(end[0] - start[0], end[1] - start[1])
