"""Sit down and carry over: seats, ready position, lifts, the court."""

from lessons.body.moving import Key, Movement, Prop, Version
from lessons.body.pose import Pose

CHAIR_SIT = Movement(
    slug="chair-sit",
    title="Chair sit in three counts",
    right=Version(
        props=(Prop(kind="chair", height=0.45),),
        mark=("hip", -0.1, 0.0),
        stills=(0, 2, 3),
        keys=(
            Key(
                text="Standing tall in front of a chair, arms forward.", pose=Pose(shank=3, thigh=3, arm=85, arm_far=92)
            ),
            Key(
                text="One: the hips crease and go back.",
                pose=Pose(shank=6, thigh=24, arm=88, arm_far=94, neck=-12),
                seconds=1.0,
            ),
            Key(
                text="Two: glide down, chest forward.",
                pose=Pose(shank=19, thigh=56, arm=88, arm_far=94, neck=-18),
                share=0.4,
                seconds=1.0,
            ),
            Key(
                text="Three: land softly on the seat.",
                pose=Pose(shank=20, thigh=78, arm=90, arm_far=96, neck=-18),
                share=0.25,
                seat_m=0.45,
                seconds=1.0,
            ),
        ),
    ),
    fault=Version(
        props=(Prop(kind="chair", height=0.45),),
        mark=("hip", -0.1, 0.0),
        stills=(0, 2, 3),
        keys=(
            Key(text="Standing tall in front of a chair.", pose=Pose(shank=3, thigh=3, arm=85, arm_far=92)),
            Key(
                text="The knees bend and the trunk stays bolt upright.",
                pose=Pose(shank=20, thigh=26, arm=80, arm_far=86),
                share=0.4,
                seconds=1.0,
            ),
            Key(
                text="Half way down the weight is behind the heels.",
                pose=Pose(shank=20, thigh=50, lean=4, arm=86, arm_far=92),
                share=None,
                seconds=1.0,
            ),
            Key(
                text="The last part is a drop onto the seat.",
                pose=Pose(shank=16, thigh=78, lean=0, arm=96, arm_far=102),
                share=None,
                seat_m=0.45,
                seconds=1.0,
            ),
        ),
    ),
)

SIT = (CHAIR_SIT,)
