"""Single drawings of daily life: the garden, a child, and a short break after long sitting. PURE."""

from lessons.body.animation.keyframes import Anchor, Card, Keyframe, Prop, Variant
from lessons.body.model.pose import Pose, Support

GARDEN_WEEDING = Card(
    slug="garden-weeding",
    variant=Variant(
        props=(Prop(kind="pad", x=-0.20, height=0.36), Prop(kind="weed", x=0.50)),
        keyframes=(
            Keyframe(
                text="Kneeling on one knee on a pad, the other foot flat in front. The trunk tips forward from the "
                "hips, the back long, both hands at a weed.",
                pose=Pose(support=Support.KNEES, shank=90, foot=120, thigh=22, lean=62, neck=-14, foot_far=0),
                com_ratio=None,
                step_far=1.75,
                hand=Anchor("place", 0.44, 0.08),
                hand_far=Anchor("place", 0.52, 0.10),
            ),
        ),
    ),
)

GARDEN_SHOVELING = Card(
    slug="garden-shoveling",
    variant=Variant(
        props=(Prop(kind="shovel"),),
        keyframes=(
            Keyframe(
                text="One foot a step ahead, knees bent, hips back and the back long, "
                "both hands low on a shovel, its blade at the ground.",
                pose=Pose(shank=30, thigh=45, neck=-20, foot=12),
                com_ratio=0.94,
                step_far=1.4,
                hand=Anchor("place", 0.28, 0.56),
                hand_far=Anchor("place", 0.48, 0.38),
            ),
        ),
    ),
)

LIFT_CHILD = Card(
    slug="lift-child",
    variant=Variant(
        props=(Prop(kind="child"),),
        keyframes=(
            Keyframe(
                text="Close to a small child who reaches up with both arms. Hips back, knees bent, the back long, "
                "both hands under the child’s arms.",
                pose=Pose(shank=15, thigh=52, neck=-14),
                com_ratio=0.6,
                hand=Anchor("place", 0.43, 0.515),
                load=11,
            ),
        ),
    ),
)

BED_EDGE = Card(
    slug="bed-edge",
    variant=Variant(
        props=(Prop(kind="bed", height=0.50),),
        keyframes=(
            Keyframe(
                text="Just off the edge of a bed: feet flat under the knees, the trunk tipped forward from the hips, "
                "the back long, hands on the thighs.",
                pose=Pose(shank=19, neck=-16),
                com_ratio=0.25,
                seat_m=0.52,
                hand=Anchor("thigh", 0.72, 0.09),
            ),
        ),
    ),
)

STAIR_SHOE = Card(
    slug="stair-shoe",
    variant=Variant(
        props=(Prop(kind="stair", x=0.23, height=0.192),),
        keyframes=(
            Keyframe(
                text="One foot up on a stair, the hips back over the other heel, the back long, both hands at the "
                "laces.",
                pose=Pose(shank=18, thigh=36, neck=-12, foot_far=0),
                com_ratio=0.9,
                step_far=1.3,
                lift_far_m=0.18,
                hand=Anchor("place", 0.395, 0.36),
            ),
        ),
    ),
)

_COUNTER = Prop(kind="counter", x=0.62, height=0.88)

BREAK_HIP_FRONT = Card(
    slug="break-hip-front",
    variant=Variant(
        props=(_COUNTER,),
        keyframes=(
            Keyframe(
                text="One foot half a step behind, its heel up. The tail is tucked a little, the trunk upright, "
                "one hand on a counter. The front of the back hip is open.",
                pose=Pose(shank=40, thigh=-10, lumbar=8, foot=30, foot_far=0, lean=0, arm=4),
                com_ratio=None,
                step_far=1.8,
                hand_far=Anchor("place", 0.66, 0.9),
            ),
        ),
    ),
)

BREAK_HINGE = Card(
    slug="break-hinge",
    variant=Variant(
        keyframes=(
            Keyframe(
                text="Hips back, the trunk tipped half way forward, the back long, hands on the thighs.",
                pose=Pose(shank=2, thigh=20, neck=-10),
                hand=Anchor("thigh", 0.6, 0.09),
            ),
        ),
    ),
)

BREAK_WALK = Card(
    slug="break-walk",
    variant=Variant(
        keyframes=(
            Keyframe(
                text="Walking tall: one heel lands in front, the other foot pushes off behind, arms swinging.",
                pose=Pose(
                    shank=34,
                    thigh=-14,
                    lean=4,
                    foot=28,
                    foot_far=-12,
                    arm=18,
                    elbow=14,
                    arm_far=-22,
                    elbow_far=8,
                ),
                com_ratio=None,
                step_far=2.0,
            ),
        ),
    ),
)

DAILY_CARDS = (
    GARDEN_WEEDING,
    GARDEN_SHOVELING,
    LIFT_CHILD,
    BED_EDGE,
    STAIR_SHOE,
    BREAK_HIP_FRONT,
    BREAK_HINGE,
    BREAK_WALK,
)
