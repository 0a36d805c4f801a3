"""The drawn body: every part of it as one shape. PURE.

Outlines come from `trunk`, `leg`, `arm` and `head`. Their points are placed along the links of the skeleton, so they
follow whatever the joints do. Flesh that would go through the floor, a seat or a wall is pressed flat against it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lessons.body.drawing.arm import Arm, HandKind
from lessons.body.drawing.head import Head
from lessons.body.drawing.leg import Leg, shoe_shapes
from lessons.body.drawing.link_axes import LinkAxes, mix, ramp
from lessons.body.drawing.people import LESSON_PERSON, Person
from lessons.body.drawing.shapes import OutlinePoint, Shape, closed_curve, joined, open_curve, polyline, rigid_from
from lessons.body.drawing.trunk import Trunk
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Point2D, Skeleton, Support, distance

BODY_PART_ROLES: Mapping[str, str] = {
    "shadow": "shadow",
    "arm_far": "skin-far",
    "hand_far": "skin-far",
    "sleeve_far": "top-far",
    "ankle_far": "skin-far",
    "shoe_far": "shoe-far",
    "sole_far": "sole-far",
    "leg_far": "trousers-far",
    "bun": "bun",
    "neck": "neck",
    "head": "skin",
    "cheek": "cheek",
    "hair": "hair",
    "shine": "shine",
    "ear": "ear",
    "eye": "eye",
    "face": "face",
    "trunk": "top",
    "abdominal_wall": "muscle",
    "back_extensors": "muscle",
    "shirt_folds": "top-fold",
    "ankle": "skin",
    "shoe": "shoe",
    "sole": "sole",
    "laces": "laces",
    "leg": "trousers",
    "folds": "trousers-fold",
    "belt": "belt",
    "quadriceps": "muscle",
    "hamstrings": "muscle",
    "glutes": "muscle",
    "spine": "beads",
    "sacrum": "beads",
    "arm": "skin-line",
    "hand": "hand",
    "knuckles": "knuckles",
    "sleeve": "sleeve",
    "hem": "hem",
    # Over the arm as over the shirt: what a lesson is about must not hide behind an elbow.
    "lumbar": "lumbar",
    "vertebrae": "vertebrae",
}
"""Body part in painter's order, far to near -> the role that gives its color (`.figure__<role>`)."""

_ON_THE_BODY = frozenset(
    {
        *("muscle", "belt", "beads", "lumbar", "vertebrae", "shadow", "cheek", "shine", "ear", "eye", "face", "laces"),
        *("top-fold", "hem", "trousers-fold", "knuckles"),
    }
)
OUTLINE_PARTS = tuple(part for part, role in BODY_PART_ROLES.items() if role not in _ON_THE_BODY)
"""Parts that make the outline of the body, for a ghost: where it came from."""

PATH_LENGTHS = {"vertebrae": 85}
"""Part -> how long its path counts, whatever its true length, so that the same dashes stay the five vertebrae."""

SMALL_PARTS = frozenset({"cheek", "shine", "shirt_folds", "laces", "folds", "knuckles", "hem", "sacrum"})
"""Lines of the body too fine for a still the size of a stamp."""

DRAWN_STATURE_M = 1.65
"""The stature at which the outlines' widths hold."""
FAR_ASIDE_M = (0.042, 0.013)
"""How far ahead and up, m, the end of a far limb is drawn, so that both limbs can be seen."""


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What flesh is pressed against, besides the floor: the face of a wall behind the body, and a seat.

    `wall_x`: m. `seat`: from x to x at a height, m.
    """

    wall_x: float | None = None
    seat: tuple[float, float, float] | None = None

    def press(self, point: OutlinePoint) -> OutlinePoint:
        """The point, or the nearest one in front of the wall, above the seat and above the floor.

        The edges of a seat take hold gradually: a point that moves past one must not jump.
        """
        x, y, soft = point
        if self.wall_x is not None and x < self.wall_x:
            x = self.wall_x
        if self.seat is not None:
            start, end, top = self.seat
            if y < top:
                above = ramp(x, start - 0.04, start + 0.02) * (1 - ramp(x, end - 0.01, end + 0.05))
                y = mix(y, top, above * (1 - ramp(top - y, 0.085, 0.13)))
        return (x, y, soft) if y > 0 else (x, 0.0, soft)


def draw_figure(
    body: Body,
    skeleton: Skeleton,
    surfaces: Surfaces = Surfaces(),
    *,
    person: Person = LESSON_PERSON,
    hands: tuple[HandKind, HandKind] = ("open", "open"),
    open_m: float = 0.0,
    forearm_scale: float = 1.0,
    elbows_out: float = 0.0,
) -> dict[str, Shape]:
    """Part -> shape, in painter's order: the keys of `BODY_PART_ROLES`. Only some people have a bun.

    `hands`: what the near and the far one do.
    `open_m` swings the far hip back and up, m: a turned pelvis, as far as a view from the side can show it.
    `forearm_scale`: how long the forearms look. `elbows_out`: how far the elbows point at the viewer, 0..1.
    """
    scale = body.stature_m / DRAWN_STATURE_M
    press, build, p = surfaces.press, person.build, skeleton.points
    trunk = Trunk(skeleton, scale, build)
    near = {name: p[name] for name in _LIMB_JOINTS}
    far = {name: _aside(p[f"{name}_far"], name, scale) for name in _LIMB_JOINTS}
    for limb in (far, near):
        _foreshorten(limb, forearm_scale)
    hip, shoulder = p["hip"], p["shoulder"]
    for limb in (far, near) if elbows_out else ():
        _turn_out(limb, shoulder, elbows_out)
    for limb in (far, near) if skeleton.pose.support is Support.BACK else ():
        _lay_hand(limb)
    swing = open_m * scale
    q = trunk.pelvis
    far_hip = (
        hip[0] + 0.3 * FAR_ASIDE_M[0] * scale + swing * (0.3 * q.ax - q.fx),
        hip[1] + 0.3 * FAR_ASIDE_M[1] * scale + swing * (0.3 * q.ay - q.fy),
    )
    ux, uy = trunk.ribs.fx, trunk.ribs.fy
    far_shoulder = (shoulder[0] + 0.026 * scale * ux, shoulder[1] + 0.026 * scale * uy)

    upper_arm_m = body.lengths["upper_arm"]
    arm_far = Arm(far_shoulder, far, scale, build, hands[1], upper_arm_m)
    arm = Arm(shoulder, near, scale, build, hands[0], upper_arm_m)
    leg = Leg(q, hip, near["knee"], near["ankle"], build)
    leg_far = Leg(q, far_hip, far["knee"], far["ankle"], build)
    shoe_far, sole_far, _ = shoe_shapes(far, scale)
    shoe, sole, laces = shoe_shapes(near, scale)
    head = Head(body, skeleton, person)

    def closed(points: Iterable[OutlinePoint]) -> Shape:
        return closed_curve(press(point) for point in points)

    def along(link: LinkAxes, points: Iterable[OutlinePoint], *, is_closed: bool = True) -> Shape:
        return rigid_from((link.x, link.y), (link.fx, link.fy), [press(point) for point in points], closed=is_closed)

    def lines(strokes: Iterable[Iterable[OutlinePoint]]) -> Shape:
        return joined(open_curve(press(point) for point in stroke) for stroke in strokes)

    def muscle(strokes: list[list[OutlinePoint]]) -> Shape:
        # Fibers are open strokes of the same part, in the rim's color. Each is filled as far as its chord: in a leg
        # that is within the muscle, and those of the trunk run there and back.
        return joined([closed(strokes[0]), lines(strokes[1:])])

    parts = {
        "shadow": _shadow(skeleton, far, scale),
        "arm_far": closed(arm_far.outline()),
        "hand_far": along(arm_far.palm, arm_far.hand_outline(), is_closed=False),
        "sleeve_far": along(arm_far.upper, arm_far.sleeve()),
        "ankle_far": along(leg_far.shank, leg_far.ankle()),
        "shoe_far": shoe_far,
        "sole_far": sole_far,
        "leg_far": closed(leg_far.far_outline()),
        **head.bun(press),
        "neck": closed(head.neck()),
        **head.shapes(),
        "trunk": closed(trunk.outline()),
        "abdominal_wall": muscle(trunk.abdominal_wall()),
        "back_extensors": muscle(trunk.back_extensors()),
        "shirt_folds": lines(trunk.folds()),
        "ankle": along(leg.shank, leg.ankle()),
        "shoe": shoe,
        "sole": sole,
        "laces": laces,
        "leg": closed(leg.outline()),
        "folds": lines(leg.folds()),
        "belt": along(trunk.pelvis, trunk.belt()),
        "quadriceps": muscle(leg.quadriceps()),
        "hamstrings": muscle(leg.hamstrings()),
        "glutes": muscle(leg.glutes()),
        "spine": lines([trunk.spine()]),
        "sacrum": lines([trunk.sacrum()]),
        "lumbar": lines([trunk.lumbar()]),
        "vertebrae": lines([trunk.lumbar()]),
        "arm": closed(arm.outline()),
        "hand": along(arm.palm, arm.hand_outline(), is_closed=False),
        "knuckles": joined(along(arm.palm, line, is_closed=False) for line in arm.knuckles()),
        "sleeve": along(arm.upper, arm.sleeve()),
        "hem": along(arm.upper, arm.hem(), is_closed=False),
    }
    return {part: parts[part] for part in BODY_PART_ROLES if part in parts}


def _shadow(skeleton: Skeleton, far: Mapping[str, Point2D], scale: float) -> Shape:
    """Where the body touches the floor."""
    carried = {
        Support.KNEES: ("knee", "toe"),
        Support.HANDS_AND_KNEES: ("toe", "fingertip"),
        Support.BACK: ("vertex", "toe"),
    }.get(skeleton.pose.support, ("heel", "toe"))
    touching = [skeleton[name] for name in carried] + [far[name] for name in carried if name in far]
    # A foot that is lifted leaves its shadow little by little.
    on_floor = [1 - ramp(y, 0.03 * scale, 0.12 * scale) + 1e-6 for _, y in touching]
    middle = sum(x * weight for (x, _), weight in zip(touching, on_floor, strict=True)) / sum(on_floor)
    xs = [mix(middle, x, weight) for (x, _), weight in zip(touching, on_floor, strict=True)]
    left, right = min(xs) - 0.01 * scale, max(xs) + 0.01 * scale
    return polyline([(left, 0.0), (right, 0.0)])


_LIMB_JOINTS = ("knee", "ankle", "heel", "ball", "toe", "elbow", "wrist", "hand", "fingertip")
# Ends of far limbs are drawn the full depth aside, joints nearer the trunk less.
_DEPTH_RATIOS = {"knee": 0.75, "elbow": 0.8}


def _aside(point: Point2D, name: str, scale: float) -> Point2D:
    depth = _DEPTH_RATIOS.get(name, 1.0) * scale
    x, y = point
    return x + FAR_ASIDE_M[0] * depth, y + FAR_ASIDE_M[1] * depth


def _foreshorten(limb: dict[str, Point2D], ratio: float) -> None:
    ex, ey = limb["elbow"]
    for name in ("wrist", "hand", "fingertip"):
        x, y = limb[name]
        limb[name] = ex + (x - ex) * ratio, ey + (y - ey) * ratio


def _turn_out(limb: dict[str, Point2D], shoulder: Point2D, ratio: float) -> None:
    """Move the elbow by `ratio` of the way to where it is when it points at the viewer; the hand stays in line."""
    elbow, wrist = limb["elbow"], limb["wrist"]
    upper, lower = distance(shoulder, elbow), distance(elbow, wrist)
    x, y = (shoulder[i] + upper / (upper + lower) * (wrist[i] - shoulder[i]) for i in (0, 1))
    limb["elbow"] = elbow = elbow[0] + ratio * (x - elbow[0]), elbow[1] + ratio * (y - elbow[1])
    ux, uy = ((wrist[i] - elbow[i]) / distance(elbow, wrist) for i in (0, 1))
    for name in ("hand", "fingertip"):
        along = distance(wrist, limb[name])
        limb[name] = wrist[0] + along * ux, wrist[1] + along * uy


def _lay_hand(limb: dict[str, Point2D]) -> None:
    """Lay the hand of somebody on their back flat on what it touches: the wrist comes level with it."""
    (x, y), wrist, tip = limb["hand"], limb["wrist"], limb["fingertip"]
    limb["wrist"] = x - distance(wrist, limb["hand"]), y
    limb["fingertip"] = x + distance(limb["hand"], tip), y
