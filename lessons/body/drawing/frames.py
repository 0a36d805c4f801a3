"""Solved frames to drawn frames: body and props as shapes, right and fault at one scale. PURE.

movement = MOVEMENTS["wall-tap"]
draw_frames(movement, "right")[0].parts["trunk"].path    # "M-12-430c..."
viewbox(movement)                                        # (-180, -860, 400, 880), the same for right and fault
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import inf
from typing import Literal

from lessons.body.animation.keyframes import LESSON_BODY, Card, Keyframe, Movement, Prop, Variant
from lessons.body.animation.solver import SolvedFrame, solve_frames
from lessons.body.drawing.above import ABOVE_PART_ROLES
from lessons.body.drawing.arm import HandKind
from lessons.body.drawing.figure import BODY_PART_ROLES, draw_figure
from lessons.body.drawing.people import LESSON_PERSON, Person
from lessons.body.drawing.props import HELD_KINDS, ONE_HANDED_KINDS, PROP_PART_ROLES, RAIL_KINDS, draw_props
from lessons.body.drawing.scene import Scene, scene_of_pose, scene_of_variant
from lessons.body.drawing.shapes import Shape, to_svg_units
from lessons.body.model.anthropometry import Body
from lessons.body.model.loads import MUSCLE_NAMES, JointShares, Loads, loads
from lessons.body.model.pose import Pose, Skeleton, Support, joints

Way = Literal["right", "fault"]
"""Which variant of a movement."""

PART_ROLES: Mapping[str, str] = {**PROP_PART_ROLES, **BODY_PART_ROLES, **ABOVE_PART_ROLES}
"""Part of a body or prop -> the role that gives its color: class `figure__<role>` in static/css/figure.css."""

FRAMES = 49
"""Frames of a variant, from its first keyframe to its last."""
FULL_EFFORT_NM_PER_KG = 2.4
"""The moment of a joint, both legs together, that shades its muscles fully: the hips in a loaded lift of these lessons
(`docs/evidence.md` section 3.7)."""


IDLE_WORK = 0.19
"""A muscle that works less than this, 0..1, is not drawn: standing at ease takes as much."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One drawn frame. All frames of a variant have the same parts with the same points.

    * `seconds`: from the start
    * `parts`: part -> shape, in painter's order, props included
    * `muscles`: muscle -> how hard it works, 0..1
    * `shares`: how hip, knee and low back share the work
    * `mark`: where right and fault differ, path units; `marked`: whether there is something wrong to mark
    * `keyframe`: index of the keyframe this frame stands for, or None; `text`: what is seen at that keyframe, or None
    """

    seconds: float
    parts: Mapping[str, Shape]
    muscles: Mapping[str, float]
    shares: JointShares
    mark: tuple[int, int]
    marked: bool
    keyframe: int | None
    text: str | None
    skeleton: Skeleton = field(repr=False)


@lru_cache(maxsize=4)  # few: the frames of all movements take 80 MB, what pages keep of them 2 MB
def draw_frames(
    movement: Movement, way: Way, body: Body = LESSON_BODY, count: int = FRAMES, person: Person = LESSON_PERSON
) -> tuple[Frame, ...]:
    """`count` drawn frames of the right variant or the fault. Errors as in `solve_frames`."""
    variant = variant_of(movement, way)
    scene = scene_of_variant(movement.right, body)
    solved_frames = solve_frames(variant, body, count)
    return _without_idle_muscles(
        [_draw_frame(variant, body, scene, solved, person, fault=way == "fault") for solved in solved_frames]
    )


def _without_idle_muscles(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """A muscle that works in none of the frames is in none of them."""
    idle = {name for name in MUSCLE_NAMES if all(frame.muscles[name] < IDLE_WORK for frame in frames)}
    return tuple(
        replace(frame, parts={part: shape for part, shape in frame.parts.items() if part not in idle})
        for frame in frames
    )


def draw_stills(
    movement: Movement, way: Way, body: Body = LESSON_BODY, count: int = FRAMES, person: Person = LESSON_PERSON
) -> tuple[Frame, Frame, Frame]:
    """The start, the middle and the end: the three frames that tell the story without motion."""
    keyframes = [frame for frame in draw_frames(movement, way, body, count, person) if frame.keyframe is not None]
    start, middle, end = (keyframes[index] for index in variant_of(movement, way).stills)
    return start, middle, end


@lru_cache(maxsize=256)
def viewbox(movement: Movement, body: Body = LESSON_BODY, person: Person = LESSON_PERSON) -> tuple[int, int, int, int]:
    """x, y, width and height in path units: as tight as all frames of right and fault allow."""
    ways: tuple[Way, Way] = ("right", "fault")
    return viewbox_of(frame for way in ways for frame in draw_frames(movement, way, body, FRAMES, person))


def viewbox_of(frames: Iterable[Frame]) -> tuple[int, int, int, int]:
    """x, y, width and height in path units: as tight as these frames allow."""
    boxes = []
    for frame in frames:
        boxes += [shape.extent for part, shape in frame.parts.items() if part not in ENDLESS]
        # A wall goes on to the rim of the picture, and its height gives the picture no size.
        if wall := frame.parts.get("wall"):
            boxes.append((wall.extent[2] - _WALL_SEEN, 0, 0, 0))
    left, right = min(box[0] for box in boxes) - _MARGIN, max(box[2] for box in boxes) + _MARGIN
    top, bottom = min(box[1] for box in boxes) - _MARGIN, _MARGIN
    return left, top, right - left, bottom - top


_MARGIN = 20
_WALL_SEEN = 70
"""How much of a wall is seen, units, besides the margin."""
ENDLESS = frozenset({"floor", "wall", "skirting"})
"""Parts that reach beyond the picture."""


def variant_of(movement: Movement, way: Way) -> Variant:
    return movement.right if way == "right" else movement.fault


def _draw_frame(
    variant: Variant, body: Body, scene: Scene, solved: SolvedFrame, person: Person = LESSON_PERSON, *, fault: bool
) -> Frame:
    skeleton = solved.skeleton
    moments = loads(body, skeleton, load=solved.load, far_leg_ratio=variant.far_leg_ratio, seat_ratio=solved.seat_ratio)
    layers = draw_props(variant.props, skeleton, replace(scene, open_m=solved.open_m))
    body_parts = draw_figure(
        body,
        skeleton,
        scene.surfaces(variant.props),
        person=person,
        hands=_hand_kinds(variant, skeleton),
        open_m=solved.open_m,
        forearm_scale=variant.forearm_scale,
        elbows_out=variant.elbows_out,
    )
    parts = dict(layers.behind)
    for name, shape in body_parts.items():
        if name == "trunk":
            parts |= layers.under_trunk
        if name == "arm":
            parts |= layers.under_near_arm
        parts[name] = shape
    joint, ahead, above = variant.mark
    x, y = skeleton[joint]
    return Frame(
        seconds=solved.seconds,
        parts=parts | layers.on_top,
        muscles=_muscle_shades(moments, skeleton.pose.support, dict(solved.muscle_work)),
        shares=moments.shares,
        mark=to_svg_units((x + ahead, y + above)),
        marked=fault and not solved.unmarked,
        keyframe=solved.keyframe,
        text=None if solved.keyframe is None else variant.keyframes[solved.keyframe].text,
        skeleton=skeleton,
    )


def _hand_kinds(variant: Variant, skeleton: Skeleton) -> tuple[HandKind, HandKind]:
    """What the near and the far hand do, the same in all frames of a version."""
    if skeleton.pose.support is Support.HANDS_AND_KNEES:
        return "flat", "flat"
    kinds = {prop.kind for prop in variant.props}
    far_apart = any(
        keyframe.hand_far is not None or keyframe.pose.arm_far is not None for keyframe in variant.keyframes
    )
    holds = bool(kinds & HELD_KINDS)
    far_holds = (holds and not (kinds & ONE_HANDED_KINDS and far_apart)) or bool(kinds & RAIL_KINDS and far_apart)
    return "fist" if holds else "open", "fist" if far_holds else "open"


def _muscle_shades(moments: Loads, support: Support, muscle_work: Mapping[str, float]) -> dict[str, float]:
    """Muscle -> 0..1: the darker the harder it holds its joint; at least what the keyframe states."""
    full = FULL_EFFORT_NM_PER_KG * moments.mass_kg
    if support is Support.HANDS_AND_KNEES:
        # Statics can't say how hands and knees share the weight (see `loads`), so it shades nothing.
        full = inf
    return {
        name: round(max(min(1.0, getattr(moments.muscles, name) / full), muscle_work.get(name, 0.0)), 2)
        for name in MUSCLE_NAMES
    }


@lru_cache(maxsize=64)
def draw_card(card: Card, body: Body = LESSON_BODY, person: Person = LESSON_PERSON) -> Frame:
    """The one drawing of a card. Errors as in `solve_frames`."""
    (solved,) = solve_frames(card.variant, body, 1)
    return _draw_frame(card.variant, body, scene_of_variant(card.variant, body), solved, person, fault=False)


def draw_pose(
    body: Body,
    pose: Pose | Skeleton,
    *,
    load: float = 0.0,
    props: tuple[Prop, ...] = (),
    text: str | None = None,
    person: Person = LESSON_PERSON,
) -> Frame:
    """One pose as a frame, for pictures outside the lessons. `load`: kg in the hands. The pose places `props`."""
    skeleton = pose if isinstance(pose, Skeleton) else joints(body, pose)
    solved = SolvedFrame(
        seconds=0.0,
        skeleton=skeleton,
        com_ratio=None,
        load=load,
        seat_ratio=0.0,
        keyframe=None,
        open_m=0.0,
        unmarked=True,
        muscle_work=(),
    )
    variant = Variant(keyframes=(Keyframe(text=text or ""),), props=props)
    return replace(_draw_frame(variant, body, scene_of_pose(skeleton), solved, person, fault=False), text=text)
