"""Movements of the track *Find neutral*: on the back, on hands and knees, on a chair, standing. PURE."""

from lessons.body.animation.keyframes import Anchor, Footprint, Keyframe, Movement, Prop, Variant, ViewFromAbove
from lessons.body.model.pose import Pose, Support

_ON_BACK = Pose(support=Support.BACK, lean=-90, thigh=130, shank=-40)
_ON_RIBS, _HIP_POINT = Anchor("ribs", 0.1, 0.105), Anchor("pelvis", 1.6, 0.105)
_MAT = Prop(kind="mat", x=-0.42, height=1.6)
_ARCH_AT = ("l3l4", 0.0, -0.03)

PELVIC_CLOCK = Movement(
    slug="pelvic-clock",
    title="Pelvic clock",
    right=Variant(
        elbows_out=0.8,
        props=(_MAT, Prop(kind="clock")),
        mark=_ARCH_AT,
        keyframes=(
            Keyframe(
                text="Lying on the back, knees bent, hands on the ribs, a clock on the low belly. The pelvis has "
                "rolled to 12: the low back sinks to the floor and a marble rolls to 12.",
                pose=_ON_BACK.with_angles(lumbar=16),
                hand=_ON_RIBS,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.6),),
            ),
            Keyframe(
                text="Half way: a small gap under the low back, ribs and feet at rest, the marble in the middle.",
                pose=_ON_BACK.with_angles(lumbar=-4),
                hand=_ON_RIBS,
                seconds=1.5,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
            ),
            Keyframe(
                text="The pelvis has rolled to 6, and so has the marble: a small arch lifts the low back, the ribs "
                "stay heavy.",
                pose=_ON_BACK.with_angles(lumbar=-24),
                hand=_ON_RIBS,
                seconds=1.5,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                muscle_work=(("back_extensors", 0.5),),
            ),
        ),
    ),
    fault=Variant(
        elbows_out=0.8,
        props=(_MAT, Prop(kind="clock")),
        mark=_ARCH_AT,
        keyframes=(
            Keyframe(
                text="The feet push, and the bottom comes off the floor.",
                pose=_ON_BACK.with_angles(lumbar=14),
                hand=_ON_RIBS,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                lift_m=0.13,
                muscle_work=(("glutes", 0.6), ("hamstrings", 0.4)),
            ),
            Keyframe(
                text="The whole trunk comes along.",
                pose=_ON_BACK.with_angles(lumbar=-20),
                hand=_ON_RIBS,
                seconds=1.5,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                lift_m=0.05,
                muscle_work=(("glutes", 0.3), ("back_extensors", 0.35)),
            ),
            Keyframe(
                text="The ribs pop up and the back arches high off the floor.",
                pose=_ON_BACK.with_angles(lumbar=-52),
                hand=_ON_RIBS,
                seconds=1.5,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                muscle_work=(("back_extensors", 0.9),),
            ),
        ),
    ),
)

FIND_THE_MIDDLE = Movement(
    slug="find-the-middle",
    title="Find the middle",
    right=Variant(
        elbows_out=0.8,
        props=(_MAT, Prop(kind="soup")),
        mark=_ARCH_AT,
        keyframes=(
            Keyframe(
                text="On the back with knees bent, hands on the ribs. The pelvis has rolled to 6, and "
                "the bowl on the belly tips away.",
                pose=_ON_BACK.with_angles(lumbar=-22),
                hand=_ON_RIBS,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                muscle_work=(("back_extensors", 0.4),),
            ),
            Keyframe(
                text="Rolled to 12: the back is flat and the bowl tips toward the head.",
                pose=_ON_BACK.with_angles(lumbar=15),
                hand=_ON_RIBS,
                seconds=1.6,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.6),),
            ),
            Keyframe(
                text="The middle: the bowl is level, room for a flat hand under the back.",
                pose=_ON_BACK.with_angles(lumbar=-4),
                hand=_ON_RIBS,
                seconds=1.4,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.25),),
            ),
        ),
    ),
    fault=Variant(
        elbows_out=0.8,
        props=(_MAT, Prop(kind="soup")),
        mark=_ARCH_AT,
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Lying on the back with knees bent, hands on the ribs.",
                pose=_ON_BACK.with_angles(lumbar=-4),
                hand=_ON_RIBS,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
            ),
            Keyframe(
                text="The low back is pressed hard into the floor.",
                pose=_ON_BACK.with_angles(lumbar=20),
                hand=_ON_RIBS,
                seconds=1.6,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.8), ("glutes", 0.4)),
            ),
            Keyframe(
                text="Still pressing: the tail lifts, the buttocks clench, the bowl tips far toward the head.",
                pose=_ON_BACK.with_angles(lumbar=34),
                hand=_ON_RIBS,
                seconds=1.4,
                step=0.52,
                step_far=0.56,
                com_ratio=None,
                lift_m=0.02,
                muscle_work=(("abdominal_wall", 1.0), ("glutes", 0.8)),
            ),
        ),
    ),
)

LEG_SLIDE = Movement(
    slug="leg-slide",
    title="Leg slide",
    right=Variant(
        elbows_out=0.8,
        props=(Prop(kind="soup"),),
        mark=_ARCH_AT,
        keyframes=(
            Keyframe(
                text="Lying on the back with knees bent, fingertips on the hip points, the pelvis in the middle.",
                pose=_ON_BACK.with_angles(lumbar=-4),
                hand=_HIP_POINT,
                step=0.54,
                step_far=0.54,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.25),),
            ),
            Keyframe(
                text="One heel slides away. Nothing else moves.",
                pose=_ON_BACK.with_angles(lumbar=-4),
                hand=_HIP_POINT,
                seconds=1.5,
                step=0.78,
                step_far=0.54,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.4),),
            ),
            Keyframe(
                text="The leg is long, the pelvis is where it was, the gap under the back has not grown.",
                pose=_ON_BACK.with_angles(lumbar=-4, foot=-50, foot_far=0),
                hand=_HIP_POINT,
                seconds=1.5,
                step=0.985,
                step_far=0.54,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.3),),
            ),
        ),
    ),
    fault=Variant(
        elbows_out=0.8,
        props=(Prop(kind="soup"),),
        mark=_ARCH_AT,
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Lying on the back with knees bent, fingertips on the hip points, the pelvis in the middle.",
                pose=_ON_BACK.with_angles(lumbar=-4),
                hand=_HIP_POINT,
                step=0.54,
                step_far=0.54,
                com_ratio=None,
            ),
            Keyframe(
                text="One heel slides away and the pelvis begins to roll with it.",
                pose=_ON_BACK.with_angles(lumbar=-24),
                hand=_HIP_POINT,
                seconds=1.5,
                step=0.78,
                step_far=0.54,
                com_ratio=None,
                muscle_work=(("back_extensors", 0.25),),
            ),
            Keyframe(
                text="The leg is long and the low back has arched off the floor; the bowl tips.",
                pose=_ON_BACK.with_angles(lumbar=-46, foot=-50, foot_far=0),
                hand=_HIP_POINT,
                seconds=1.5,
                step=0.965,
                step_far=0.54,
                com_ratio=None,
                muscle_work=(("back_extensors", 0.3),),
            ),
        ),
    ),
    above=(
        ViewFromAbove(
            text="Later: one knee falls open a little, and both hip points stay where they are.",
            keyframe=0,
            far_foot=Footprint(0.90, 0.085, knee_aside=0.16),
        ),
        ViewFromAbove(
            text="The knee has fallen too far, and the pelvis has rolled along.",
            keyframe=0,
            pelvis_turn=6,
            pelvis_roll=30,
            far_foot=Footprint(0.90, 0.085, knee_aside=0.30),
        ),
    ),
)

_ALL_FOURS = Pose(support=Support.HANDS_AND_KNEES, neck=2)

ROCK_BACK = Movement(
    slug="rock-back",
    title="Rock back",
    right=Variant(
        props=(Prop(kind="mat", x=-0.55, height=1.35), Prop(kind="stick")),
        mark=("l5s1", -0.05, 0.04),
        keyframes=(
            Keyframe(text="On hands and knees, a stick lying along the back.", pose=_ALL_FOURS, com_ratio=None),
            Keyframe(
                text="The hips glide toward the heels. The stick stays where it is.",
                pose=_ALL_FOURS.with_angles(thigh=22),
                seconds=1.5,
                com_ratio=None,
            ),
            Keyframe(
                text="As far as the back stays long: hips well behind the knees, the stick on tail and back.",
                pose=_ALL_FOURS.with_angles(thigh=44),
                seconds=1.5,
                com_ratio=None,
                muscle_work=(("abdominal_wall", 0.25), ("glutes", 0.2)),
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="mat", x=-0.55, height=1.35), Prop(kind="stick")),
        mark=("l4l5", -0.05, 0.05),
        keyframes=(
            Keyframe(
                unmarked=True, text="On hands and knees, a stick lying along the back.", pose=_ALL_FOURS, com_ratio=None
            ),
            Keyframe(
                text="The tail tucks under at once.",
                pose=_ALL_FOURS.with_angles(thigh=18, lumbar=34, neck=6),
                seconds=1.5,
                com_ratio=None,
            ),
            Keyframe(
                text="The low back is round and the stick rocks on it.",
                pose=_ALL_FOURS.with_angles(thigh=38, lumbar=62, neck=14),
                seconds=1.5,
                com_ratio=None,
            ),
        ),
    ),
)

_SEATED = Pose(support=Support.SEAT, seat_m=0.45, thigh=84, lean=3)
_ON_THIGH = Anchor("thigh_far", 0.74, 0.085)
_SMALL_OF_BACK = Anchor("low back", 0.35, -0.09)

SEAT_NEUTRAL = Movement(
    slug="seat-neutral",
    title="Seat neutral",
    right=Variant(
        elbows_out=0.5,
        props=(Prop(kind="chair", height=0.45),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Sitting tall on a chair, both feet flat, one hand on the thigh and one on the low back.",
                pose=_SEATED,
                hand=_ON_THIGH,
                hand_far=_SMALL_OF_BACK,
                step=0.5,
                step_far=0.5,
                com_ratio=None,
            ),
            Keyframe(
                text="One knee opens. The back stays as it was.",
                pose=_SEATED.with_angles(thigh=85, shank=-30, foot=-25, foot_far=0),
                seconds=1.5,
                hand=_ON_THIGH,
                hand_far=_SMALL_OF_BACK,
                step_far=0.5,
                com_ratio=None,
                muscle_work=(("quadriceps", 0.35), ("abdominal_wall", 0.2)),
            ),
            Keyframe(
                text="The leg is nearly straight and the back is still tall.",
                pose=_SEATED.with_angles(thigh=86, shank=-62, foot=-55, foot_far=0),
                seconds=1.5,
                hand=_ON_THIGH,
                hand_far=_SMALL_OF_BACK,
                step_far=0.5,
                com_ratio=None,
                muscle_work=(("quadriceps", 0.55), ("abdominal_wall", 0.2)),
            ),
        ),
    ),
    fault=Variant(
        elbows_out=0.5,
        props=(Prop(kind="chair", height=0.45),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Sitting tall on a chair, both feet flat, one hand on the thigh and one on the low back.",
                pose=_SEATED,
                hand=_ON_THIGH,
                hand_far=_SMALL_OF_BACK,
                step=0.5,
                step_far=0.5,
                com_ratio=None,
            ),
            Keyframe(
                text="As the knee opens, the pelvis rolls back.",
                pose=_SEATED.with_angles(thigh=85, shank=-36, lean=3, lumbar=26, neck=8, foot=-30, foot_far=0),
                seconds=1.5,
                hand=_ON_THIGH,
                hand_far=_SMALL_OF_BACK,
                step_far=0.5,
                com_ratio=None,
                muscle_work=(("quadriceps", 0.35),),
            ),
            Keyframe(
                text="The leg is straight, and the low back has slumped.",
                pose=_SEATED.with_angles(thigh=88, shank=-76, lean=4, lumbar=52, neck=14, foot=-66, foot_far=0),
                seconds=1.5,
                hand=_ON_THIGH,
                hand_far=_SMALL_OF_BACK,
                step_far=0.5,
                com_ratio=None,
                muscle_work=(("quadriceps", 0.55),),
            ),
        ),
    ),
)

_AT_WALL = Pose(shank=3, thigh=10, lean=-3, neck=8, arm=8, elbow=10, arm_far=12)

STANDING_NEUTRAL = Movement(
    slug="standing-neutral",
    title="Standing neutral",
    right=Variant(
        props=(Prop(kind="wall"),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Bottom and upper back at a wall, arms hanging. The tail tucks, the low back fills the gap.",
                pose=_AT_WALL.with_angles(lumbar=18),
                com_ratio=None,
                at_wall=True,
                muscle_work=(("abdominal_wall", 0.4),),
            ),
            Keyframe(
                text="The pelvis tips the other way and the gap grows.",
                pose=_AT_WALL.with_angles(lumbar=-24, neck=14),
                seconds=1.6,
                com_ratio=None,
                at_wall=True,
                muscle_work=(("back_extensors", 0.4),),
            ),
            Keyframe(
                text="In the middle: knees soft, ribs over the belt, a gap for a flat hand.",
                pose=_AT_WALL.with_angles(lumbar=-2),
                seconds=1.4,
                com_ratio=None,
                at_wall=True,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="wall"),),
        mark=("hip", 0.0, 0.02),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing with the back to a wall, arms hanging.",
                pose=_AT_WALL.with_angles(lumbar=-2),
                com_ratio=None,
                at_wall=True,
            ),
            Keyframe(
                text="The knees lock and the hips begin to drift forward.",
                pose=_AT_WALL.with_angles(shank=3, thigh=0, lean=-9, lumbar=-16, arm=16, arm_far=22),
                seconds=1.6,
                com_ratio=None,
            ),
            Keyframe(
                text="Knees locked, hips pushed forward, the trunk leans back over a bent low back.",
                pose=_AT_WALL.with_angles(shank=6, thigh=-6, lean=-20, lumbar=-36, neck=14, arm=16, arm_far=22),
                seconds=1.4,
                com_ratio=None,
            ),
        ),
    ),
)

_MARCHING = Pose(shank=5, thigh=2)
_ROUND_THE_BAG = Anchor("ribs", 0.42, 0.265)

NEUTRAL_ON_THE_MOVE = Movement(
    slug="neutral-on-the-move",
    title="Neutral on the move",
    right=Variant(
        forearm_scale=0.8,
        props=(Prop(kind="hugged bag"),),
        mark=("l3l4", -0.06, 0.0),
        far_leg_ratio=0.0,
        keyframes=(
            Keyframe(
                text="Standing tall with a small bag hugged to the chest.",
                pose=_MARCHING,
                com_ratio=0.42,
                hand=_ROUND_THE_BAG,
                load=2,
                step_far=0.0,
            ),
            Keyframe(
                text="One foot leaves the floor, the bag stays on the chest.",
                pose=_MARCHING.with_angles(foot_far=12),
                seconds=1.4,
                com_ratio=0.46,
                hand=_ROUND_THE_BAG,
                load=2,
                step_far=0.5,
                lift_far_m=0.08,
                muscle_work=(("glutes", 0.3), ("abdominal_wall", 0.3), ("back_extensors", 0.2)),
            ),
            Keyframe(
                text="One knee is up, and the ribs are still over the belt.",
                pose=_MARCHING.with_angles(foot_far=6),
                seconds=1.2,
                com_ratio=0.5,
                hand=_ROUND_THE_BAG,
                load=2,
                step_far=0.95,
                lift_far_m=0.22,
                muscle_work=(("glutes", 0.35), ("abdominal_wall", 0.3), ("back_extensors", 0.2)),
            ),
        ),
    ),
    fault=Variant(
        forearm_scale=0.8,
        props=(Prop(kind="hugged bag"),),
        mark=("l3l4", -0.06, 0.0),
        far_leg_ratio=0.0,
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall with a small bag hugged to the chest.",
                pose=_MARCHING,
                com_ratio=0.42,
                hand=_ROUND_THE_BAG,
                load=2,
                step_far=0.0,
            ),
            Keyframe(
                text="One foot leaves the floor and the trunk leans back from the bag.",
                pose=_MARCHING.with_angles(lumbar=-24, foot_far=12),
                seconds=1.4,
                com_ratio=0.42,
                hand=_ROUND_THE_BAG,
                load=2,
                step_far=0.5,
                lift_far_m=0.08,
                muscle_work=(("glutes", 0.2), ("abdominal_wall", 0.3), ("back_extensors", 0.2)),
            ),
            Keyframe(
                text="One knee is up, the ribs are thrust forward and the low back is arched.",
                pose=_MARCHING.with_angles(lumbar=-44, neck=-4, foot_far=6),
                seconds=1.2,
                com_ratio=0.42,
                hand=_ROUND_THE_BAG,
                load=2,
                step_far=0.95,
                lift_far_m=0.22,
                muscle_work=(("glutes", 0.2), ("abdominal_wall", 0.3), ("back_extensors", 0.2)),
            ),
        ),
    ),
)

NEUTRAL_MOVEMENTS = (
    PELVIC_CLOCK,
    FIND_THE_MIDDLE,
    LEG_SLIDE,
    ROCK_BACK,
    SEAT_NEUTRAL,
    STANDING_NEUTRAL,
    NEUTRAL_ON_THE_MOVE,
)
