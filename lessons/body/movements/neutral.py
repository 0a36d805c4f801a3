"""Find neutral: on the back, on hands and knees, on a chair, standing."""

from lessons.body.moving import Key, Movement, Prop, Version
from lessons.body.pose import Pose, Support

_ON_BACK = Pose(support=Support.BACK, lean=-90, thigh=130, shank=-40, arm=80, arm_far=84, neck=4)
_MAT = Prop(kind="mat", x=-0.42, height=1.6)

PELVIC_CLOCK = Movement(
    slug="pelvic-clock",
    title="Pelvic clock",
    right=Version(
        props=(_MAT,),
        keys=(
            Key(
                text="On the back, knees bent. The pelvis has rolled to 12: the low back sinks to the floor.",
                pose=_ON_BACK.with_angles(lumbar=16),
                step=0.52,
                step_far=0.56,
                share=None,
                works=(("abdominal_wall", 0.6),),
            ),
            Key(
                text="Half way: a small gap under the low back, ribs and feet at rest.",
                pose=_ON_BACK.with_angles(lumbar=-4),
                seconds=1.4,
                step=0.52,
                step_far=0.56,
                share=None,
            ),
            Key(
                text="The pelvis has rolled to 6: a small arch lifts the low back, the ribs stay heavy.",
                pose=_ON_BACK.with_angles(lumbar=-22),
                seconds=1.4,
                step=0.52,
                step_far=0.56,
                share=None,
                works=(("back_extensors", 0.5),),
            ),
        ),
    ),
    fault=Version(
        props=(_MAT,),
        keys=(
            Key(
                text="The feet push and the bottom comes off the floor.",
                pose=_ON_BACK.with_angles(lumbar=10),
                step=0.52,
                step_far=0.56,
                share=None,
                lift_m=0.10,
                works=(("glutes", 0.6), ("hamstrings", 0.4)),
            ),
            Key(
                text="The whole trunk comes along.",
                pose=_ON_BACK.with_angles(lumbar=-12),
                seconds=1.4,
                step=0.52,
                step_far=0.56,
                share=None,
                lift_m=0.05,
            ),
            Key(
                text="The ribs pop up and the back arches high.",
                pose=_ON_BACK.with_angles(lumbar=-44),
                seconds=1.4,
                step=0.52,
                step_far=0.56,
                share=None,
                works=(("back_extensors", 0.9),),
            ),
        ),
    ),
)

NEUTRAL = (PELVIC_CLOCK,)
