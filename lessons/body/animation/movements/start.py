"""Single drawings of the start test, one for each level: a chair, a wall and a bow. PURE."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from lessons.body.animation.keyframes import Anchor, Card, Keyframe, Prop, Variant
from lessons.body.animation.movements.hinge import WALL_TAP
from lessons.body.animation.movements.sit import CHAIR_SIT, HOVER_AND_RISE
from lessons.body.model.pose import Pose

_CHAIR = (Prop(kind="chair", height=0.45),)


def _chair(level: int, keyframe: Keyframe) -> Card:
    return Card(slug=f"start-chair-{level}", family="start-chair", variant=Variant(props=_CHAIR, keyframes=(keyframe,)))


_CHAIR_CARDS = (
    _chair(
        0,
        Keyframe(
            text="Half way down to a chair, both hands pressing on the thighs.",
            pose=Pose(shank=20, thigh=58, neck=-18),
            com_ratio=0.4,
            hand=Anchor("thigh", 0.8, 0.085),
        ),
    ),
    _chair(
        1,
        replace(
            CHAIR_SIT.fault.keyframes[2],
            text="Half way down to a chair, the trunk upright, the weight behind the heels: the rest is a drop.",
        ),
    ),
    _chair(
        2,
        replace(
            HOVER_AND_RISE.right.keyframes[0],
            text="Just above the seat, hips back, chest forward, arms long: slow and soft to the end.",
        ),
    ),
)

_AT_WALL_TALL, _, _AT_WALL_DEEP = WALL_TAP.right.keyframes


def _wall(level: str, keyframe: Keyframe) -> Card:
    variant = Variant(props=(Prop(kind="wall"),), keyframes=(keyframe,))
    return Card(slug=f"start-wall-{level}", family="start-wall", variant=variant)


_WALL_CARDS = (
    _wall(
        "0", replace(_AT_WALL_TALL, text="Standing tall, heels and bottom close to a wall, hands in the hip creases.")
    ),
    _wall(
        "0.5",
        replace(
            _AT_WALL_DEEP,
            text="Heels half a foot-length from the wall. The hips go back, and the bottom taps it.",
            pose=Pose(shank=2, thigh=12, neck=-5),
        ),
    ),
    _wall(
        "1",
        replace(
            _AT_WALL_DEEP,
            text="Heels about one foot-length from the wall. The hips go far back, the trunk far forward, "
            "and the bottom taps it.",
            pose=Pose(shank=2, thigh=28, neck=-14),
        ),
    ),
)


def _bow(level: int, thigh: float, text: str) -> Card:
    keyframe = Keyframe(text=text, pose=Pose(shank=3, thigh=thigh, neck=-0.3 * thigh))
    return Card(slug=f"start-bow-{level}", family="start-bow", variant=Variant(keyframes=(keyframe,)))


_BOW_CARDS = (
    _bow(0, 12, "A small bow, the back long, arms hanging: the fingertips are above the knees."),
    _bow(1, 23, "A bow half way down, the back long, arms hanging: the fingertips are at the knees."),
    _bow(2, 27.5, "A deep bow, the back long, arms hanging: the fingertips are below the kneecaps."),
    _bow(
        3, 31.5, "A bow until the trunk is almost level, the back long, arms hanging: the fingertips are at mid-shin."
    ),
)

START_CARDS: Mapping[str, tuple[Card, ...]] = MappingProxyType(
    {"chair": _CHAIR_CARDS, "wall": _WALL_CARDS, "bow": _BOW_CARDS}
)
"""Test -> its drawings from the lowest level up.

Wall: heels 0, half a and one foot-length from it. No body of the model taps a wall further away without falling
against it, so there is no drawing for more than one.
"""
