"""The hip hinge: kneeling, to a wall, with a stick, with a load."""

from lessons.body.moving import Key, Movement, Prop, Spot, Version
from lessons.body.pose import Pose

_CREASE = Spot("thigh", 0.06, 0.09)

WALL_TAP = Movement(
    slug="wall-tap",
    title="Wall tap",
    right=Version(
        props=(Prop(kind="wall"), Prop(kind="shin chair")),
        mark=("hip", -0.1, 0.0),
        keys=(
            Key(
                text="Standing tall with the back to a wall, hands in the hip creases.",
                pose=Pose(shank=4, thigh=4),
                hand=_CREASE,
            ),
            Key(
                text="The hips travel back, the shins stay still.",
                pose=Pose(shank=1, thigh=14, neck=-6),
                hand=_CREASE,
                seconds=1.5,
            ),
            Key(
                text="The bottom taps the wall. The back is as long as it was standing.",
                pose=Pose(shank=0, thigh=22, neck=-10),
                hand=_CREASE,
                seconds=1.3,
            ),
        ),
    ),
    fault=Version(
        props=(Prop(kind="wall"), Prop(kind="shin chair")),
        mark=("knee", 0.0, 0.0),
        keys=(
            Key(text="Standing tall with the back to a wall.", pose=Pose(shank=4, thigh=4), hand=_CREASE),
            Key(
                text="The knees shoot forward and push the chair.",
                pose=Pose(shank=18, thigh=22),
                hand=_CREASE,
                seconds=1.5,
            ),
            Key(
                text="The body sinks down, and the bottom never reaches the wall.",
                pose=Pose(shank=32, thigh=42),
                hand=_CREASE,
                seconds=1.3,
            ),
        ),
    ),
)

HINGE = (WALL_TAP,)
