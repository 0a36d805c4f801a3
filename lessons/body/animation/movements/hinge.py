"""Movements of the track *Hinge*: kneeling, to a wall, with a stick, with a load. PURE."""

from lessons.body.animation.keyframes import Anchor, Keyframe, Movement, Prop, Variant, ViewFromAbove
from lessons.body.model.pose import Pose, Support

_CREASE = Anchor("thigh", 0.05, 0.07)

_KNEELING = Pose(support=Support.KNEES, shank=90, foot=155, thigh=3)
_KNEE_MAT = Prop(kind="mat", x=-0.55, height=0.75)

TALL_KNEEL_HINGE = Movement(
    slug="tall-kneel-hinge",
    title="Tall-kneel hinge",
    right=Variant(
        props=(_KNEE_MAT,),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Kneeling tall on a pad, hands in the hip creases.", pose=_KNEELING, hand=_CREASE, com_ratio=0.93
            ),
            Keyframe(
                text="The back pockets go toward the heels, the creases close on the hands.",
                pose=_KNEELING.with_angles(thigh=22, neck=-6),
                seconds=1.5,
                hand=_CREASE,
                com_ratio=0.9,
            ),
            Keyframe(
                text="Hips far back, chest forward, the back one long board, the hands squeezed in the creases.",
                pose=_KNEELING.with_angles(thigh=40, neck=-12),
                seconds=1.5,
                hand=_CREASE,
                com_ratio=0.88,
            ),
        ),
    ),
    fault=Variant(
        props=(_KNEE_MAT,),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Kneeling tall on a pad, hands in the hip creases.",
                pose=_KNEELING,
                hand=_CREASE,
                com_ratio=0.93,
            ),
            Keyframe(
                text="The low back rounds before the hips move.",
                pose=_KNEELING.with_angles(thigh=8, lumbar=32, neck=8),
                seconds=1.5,
                hand=_CREASE,
                com_ratio=0.95,
            ),
            Keyframe(
                text="The back is a hoop and the creases have stayed open.",
                pose=_KNEELING.with_angles(thigh=14, lumbar=58, neck=12),
                seconds=1.5,
                hand=_CREASE,
                com_ratio=0.97,
            ),
        ),
    ),
)

WALL_TAP = Movement(
    slug="wall-tap",
    title="Wall tap",
    right=Variant(
        props=(Prop(kind="wall"), Prop(kind="shin chair")),
        mark=("hip", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Standing tall with the back to a wall, hands in the hip creases, a chair at the shins.",
                pose=Pose(shank=5, thigh=2),
                hand=_CREASE,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The hips travel back, the shins stay still.",
                pose=Pose(shank=2, thigh=14, neck=-6),
                seconds=1.5,
                hand=_CREASE,
            ),
            Keyframe(
                text="The bottom taps the wall. The back is as long as it was standing.",
                pose=Pose(shank=1, thigh=23, neck=-10),
                seconds=1.3,
                hand=_CREASE,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="wall"), Prop(kind="shin chair")),
        mark=("knee", 0.0, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall with the back to a wall, hands in the hip creases, a chair at the shins.",
                pose=Pose(shank=5, thigh=2),
                hand=_CREASE,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The knees shoot forward and push the chair.",
                pose=Pose(shank=18, thigh=22),
                seconds=1.5,
                hand=_CREASE,
            ),
            Keyframe(
                text="The body sinks down, and the bottom never reaches the wall.",
                pose=Pose(shank=33, thigh=42),
                seconds=1.3,
                hand=_CREASE,
            ),
        ),
    ),
)

_HAND_LOW = Anchor("low back", 0.35, -0.115)
_HAND_HIGH = Anchor("head", 0.16, -0.105)

DOWEL_HINGE = Movement(
    slug="dowel-hinge",
    title="Dowel hinge",
    right=Variant(
        elbows_out=0.5,
        props=(Prop(kind="dowel"),),
        mark=("l5s1", -0.09, 0.0),
        keyframes=(
            Keyframe(
                text="Standing tall, a stick along the spine touches head, upper back and tail.",
                pose=Pose(shank=5, thigh=2),
                hand=_HAND_LOW,
                hand_far=_HAND_HIGH,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The hips go back and the stick tips forward as one plank.",
                pose=Pose(shank=2, thigh=13, neck=-4),
                seconds=1.5,
                hand=_HAND_LOW,
                hand_far=_HAND_HIGH,
            ),
            Keyframe(
                text="Bowed well forward, and all three touches are still there.",
                pose=Pose(shank=2, thigh=21, neck=-7),
                seconds=1.5,
                hand=_HAND_LOW,
                hand_far=_HAND_HIGH,
            ),
        ),
    ),
    fault=Variant(
        elbows_out=0.5,
        props=(Prop(kind="dowel"),),
        mark=("l5s1", -0.09, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall, a stick along the spine.",
                pose=Pose(shank=5, thigh=2),
                hand=_HAND_LOW,
                hand_far=_HAND_HIGH,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The low back rounds and the stick leaves the tail.",
                pose=Pose(shank=2, thigh=7, lumbar=30),
                seconds=1.5,
                com_ratio=0.55,
                hand=_HAND_LOW,
                hand_far=_HAND_HIGH,
            ),
            Keyframe(
                text="The hips have hardly moved, and there is daylight between stick and tail.",
                pose=Pose(shank=2, thigh=11, lumbar=54),
                seconds=1.5,
                com_ratio=0.6,
                hand=_HAND_LOW,
                hand_far=_HAND_HIGH,
            ),
        ),
    ),
)

WAITERS_BOW = Movement(
    slug="waiters-bow",
    title="Waiter’s bow",
    right=Variant(
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Standing tall, knees soft, arms hanging.",
                pose=Pose(shank=5, thigh=2),
                com_ratio=0.42,
            ),
            Keyframe(
                text="The bow begins at the hips: belt and collar travel together, the arms hang.",
                pose=Pose(shank=2, thigh=14, neck=-4),
                seconds=1.5,
            ),
            Keyframe(
                text="A deep bow, hips behind the heels, the back as long as before. The arms hang, the fingertips "
                "below the kneecaps.",
                pose=Pose(shank=3, thigh=28, neck=-8),
                seconds=1.5,
            ),
        ),
    ),
    fault=Variant(
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall, arms hanging.",
                pose=Pose(shank=5, thigh=2),
                com_ratio=0.42,
            ),
            Keyframe(
                text="The low back bends first. The belt has not moved.",
                pose=Pose(shank=0, thigh=4, lumbar=34, neck=6),
                seconds=1.5,
                com_ratio=0.6,
            ),
            Keyframe(
                text="The knees are locked and the back is round, the hips came late. The arms hang.",
                pose=Pose(shank=-1, thigh=8, lumbar=58, neck=10),
                seconds=1.5,
                com_ratio=0.65,
            ),
        ),
    ),
)

_ROUND_THE_BAG = Anchor("ribs", 0.42, 0.265)

REACH_BACK_AND_HUG = Movement(
    slug="reach-back-and-hug",
    title="Reach back and hug",
    right=Variant(
        forearm_scale=0.8,
        props=(Prop(kind="wall"), Prop(kind="hugged bag")),
        mark=("hip", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Standing tall with a bag hugged to the chest, the back to a wall.",
                pose=Pose(shank=5, thigh=2),
                hand=_ROUND_THE_BAG,
                load=4,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The hips reach back for the wall, the bag stays on the shirt.",
                pose=Pose(shank=3, thigh=16, neck=-6),
                seconds=1.5,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
            Keyframe(
                text="The hips touch the wall, the back is long over the bag.",
                pose=Pose(shank=3, thigh=28, neck=-12),
                seconds=1.5,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
        ),
    ),
    fault=Variant(
        forearm_scale=0.8,
        props=(Prop(kind="wall"), Prop(kind="hugged bag")),
        mark=("hip", -0.15, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall with a bag hugged to the chest, the back to a wall.",
                pose=Pose(shank=5, thigh=2),
                hand=_ROUND_THE_BAG,
                load=4,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The chest drops over the bag.",
                pose=Pose(shank=1, thigh=5, lumbar=26, neck=6),
                seconds=1.5,
                com_ratio=0.6,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
            Keyframe(
                text="The chest is low and the back round. The hips stayed where they were, far from the wall.",
                pose=Pose(shank=0, thigh=9, lumbar=50, neck=10),
                seconds=1.5,
                com_ratio=0.65,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
        ),
    ),
)

STRONG_BACK = Movement(
    slug="strong-back",
    title="Strong back",
    right=Variant(
        forearm_scale=0.8,
        props=(Prop(kind="hugged bag"),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Standing tall with a bag hugged to the chest.",
                pose=Pose(shank=5, thigh=2),
                hand=_ROUND_THE_BAG,
                load=4,
                com_ratio=0.42,
            ),
            Keyframe(
                text="Hips back, the trunk tipped half way forward, the bag on the shirt, the back long.",
                pose=Pose(shank=3, thigh=23, neck=-8),
                seconds=1.5,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
            Keyframe(
                text="Held there. The back is as long as at the start.",
                pose=Pose(shank=3, thigh=23, neck=-8),
                seconds=2.0,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
        ),
    ),
    fault=Variant(
        forearm_scale=0.8,
        props=(Prop(kind="hugged bag"),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall with a bag hugged to the chest.",
                pose=Pose(shank=5, thigh=2),
                hand=_ROUND_THE_BAG,
                load=4,
                com_ratio=0.42,
            ),
            Keyframe(
                unmarked=True,
                text="Hips back, the trunk tipped half way forward.",
                pose=Pose(shank=3, thigh=23, neck=-8),
                seconds=1.5,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
            Keyframe(
                text="The hold goes on too long: the low back rounds and the chest sinks.",
                pose=Pose(shank=2, thigh=16, lumbar=42, neck=8),
                seconds=2.0,
                com_ratio=0.55,
                hand=_ROUND_THE_BAG,
                load=4,
            ),
        ),
    ),
)

LOADED_HINGE = Movement(
    slug="loaded-hinge",
    title="Loaded hinge",
    right=Variant(
        props=(Prop(kind="dumbbells"),),
        mark=("hand", 0.0, 0.0),
        keyframes=(
            Keyframe(
                text="Standing tall, a weight in each hand against the thighs.",
                pose=Pose(shank=5, thigh=2),
                hand=Anchor("thigh", 0.26, 0.115),
                load=8,
                com_ratio=0.46,
            ),
            Keyframe(
                text="Hips back, and the weights slide down the thighs.",
                pose=Pose(shank=3, thigh=18, neck=-6),
                seconds=1.6,
                hand=Anchor("thigh", 0.6, 0.115),
                load=8,
            ),
            Keyframe(
                text="The weights are at the knees, still close, and the back is long.",
                pose=Pose(shank=4, thigh=30, neck=-12),
                seconds=1.6,
                hand=Anchor("thigh", 1.02, 0.11),
                load=8,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="dumbbells"),),
        mark=("hand", 0.0, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall, a weight in each hand against the thighs.",
                pose=Pose(shank=5, thigh=2),
                hand=Anchor("thigh", 0.26, 0.115),
                load=8,
                com_ratio=0.46,
            ),
            Keyframe(
                text="The weights swing away from the legs.",
                pose=Pose(shank=3, thigh=18, lumbar=14),
                seconds=1.6,
                hand=Anchor("thigh", 0.55, 0.27),
                load=8,
            ),
            Keyframe(
                text="The weights hang far in front and the back rounds to hold them.",
                pose=Pose(shank=5, thigh=26, lumbar=48, neck=-4),
                seconds=1.6,
                hand=Anchor("thigh", 0.88, 0.42),
                load=8,
            ),
        ),
    ),
)

_ON_COUNTER = Anchor("place", 0.36, 0.9)
_FARTHER_ON_COUNTER, _FARTHEST_ON_COUNTER = Anchor("place", 0.42, 0.9), Anchor("place", 0.50, 0.9)

KICKSTAND_HINGE = Movement(
    slug="kickstand-hinge",
    title="Kickstand hinge",
    right=Variant(
        props=(
            Prop(kind="counter", x=0.30, height=0.88),
            Prop(kind="lamps"),
        ),
        mark=("hip", -0.06, 0.02),
        far_leg_ratio=0.12,
        keyframes=(
            Keyframe(
                text="Standing on the front foot, the back foot on its toes like a bicycle stand. One hand is on a "
                "counter, the other arm hangs. A lamp on each hip point shines forward.",
                pose=Pose(shank=4, thigh=5, foot_far=30),
                hand_far=_ON_COUNTER,
                step_far=-0.75,
            ),
            Keyframe(
                text="The front pocket goes back over the front heel, and both hip points dip together, lamps and all.",
                pose=Pose(shank=4, thigh=17, foot_far=32, neck=-4),
                seconds=1.5,
                hand_far=_FARTHER_ON_COUNTER,
                step_far=-0.75,
            ),
            Keyframe(
                text="Deep in the fold, the back long. Both lamps shine down.",
                pose=Pose(shank=4, thigh=27, foot_far=34, neck=-8),
                seconds=1.5,
                hand_far=_FARTHEST_ON_COUNTER,
                step_far=-0.75,
            ),
        ),
    ),
    fault=Variant(
        props=(
            Prop(kind="counter", x=0.30, height=0.88),
            Prop(kind="lamps"),
        ),
        mark=("hip", -0.04, 0.11),
        far_leg_ratio=0.12,
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing on the front foot, the back foot on its toes, one hand on a counter.",
                pose=Pose(shank=4, thigh=5, foot_far=30),
                hand_far=_ON_COUNTER,
                step_far=-0.75,
            ),
            Keyframe(
                text="The hip of the back leg, the far one, begins to swing back and out.",
                pose=Pose(shank=4, thigh=16, foot_far=34),
                seconds=1.5,
                hand_far=_FARTHER_ON_COUNTER,
                step_far=-0.75,
                open_m=0.06,
            ),
            Keyframe(
                text="The far hip has swung out, and its lamp shines to the side.",
                pose=Pose(shank=4, thigh=24, foot_far=38),
                seconds=1.5,
                hand_far=_FARTHEST_ON_COUNTER,
                step_far=-0.75,
                open_m=0.13,
            ),
        ),
    ),
    above=(
        ViewFromAbove(text="Belt and lamps face ahead, as the front foot does.", keyframe=2, has_lamps=True),
        ViewFromAbove(
            text="The hip of the back leg has swung back. Belt and lamps face the wall at the side.",
            keyframe=2,
            pelvis_turn=38,
            trunk_turn=20,
            has_lamps=True,
        ),
    ),
)

_HANDLE = Anchor("place", 0.30, 0.50)

FLOOR_LIFT = Movement(
    slug="floor-lift",
    title="Floor lift",
    right=Variant(
        props=(Prop(kind="stool", x=0.32, height=0.30), Prop(kind="box")),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Hips back and knees bent, both hands on the handles of a box on a low stool.",
                pose=Pose(shank=16, thigh=50, neck=-16),
                hand=_HANDLE,
                load=10,
                muscle_work=(("quadriceps", 0.45),),
            ),
            Keyframe(
                text="The feet push the floor away. Handles and collar rise together.",
                pose=Pose(shank=9, thigh=30, neck=-12),
                seconds=1.5,
                hand=Anchor("thigh", 0.86, 0.22),
                load=10,
            ),
            Keyframe(
                text="Standing tall with the box close to the thighs.",
                pose=Pose(shank=5, thigh=2),
                seconds=1.5,
                hand=Anchor("thigh", 0.20, 0.22),
                load=10,
                com_ratio=0.5,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="stool", x=0.32, height=0.30), Prop(kind="box")),
        mark=("hip", -0.06, 0.05),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Both hands on the handles of a box on a low stool.",
                pose=Pose(shank=16, thigh=50, neck=-16),
                hand=_HANDLE,
                load=10,
                muscle_work=(("quadriceps", 0.45),),
            ),
            Keyframe(
                text="The hips shoot up first. The legs are straight, the box has hardly left the stool.",
                pose=Pose(shank=-1, thigh=21, lumbar=36, neck=4),
                seconds=1.5,
                com_ratio=0.6,
                hand=Anchor("place", 0.32, 0.53),
                load=10,
            ),
            Keyframe(
                text="The trunk comes up last over straight legs, the box away from the thighs.",
                pose=Pose(shank=0, thigh=8, lumbar=16),
                seconds=1.5,
                hand=Anchor("thigh", 0.35, 0.36),
                load=10,
            ),
        ),
    ),
)

HINGE_MOVEMENTS = (
    TALL_KNEEL_HINGE,
    WALL_TAP,
    DOWEL_HINGE,
    WAITERS_BOW,
    REACH_BACK_AND_HUG,
    LOADED_HINGE,
    KICKSTAND_HINGE,
    FLOOR_LIFT,
    STRONG_BACK,
)
