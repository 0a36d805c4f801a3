"""Movements of the track *Sit down*: seats, ready position, lifts, the court. PURE."""

from lessons.body.animation.keyframes import Anchor, Footprint, Keyframe, Movement, Prop, Variant, ViewFromAbove
from lessons.body.model.pose import Pose

_TOP_OF_THIGH, _MIDDLE_OF_THIGH, _AT_KNEE = (
    Anchor("thigh", 0.26, 0.09),
    Anchor("thigh", 0.6, 0.085),
    Anchor("thigh", 0.86, 0.075),
)

HIGH_SEAT_TOUCH = Movement(
    slug="high-seat-touch",
    title="High-seat touch",
    right=Variant(
        props=(Prop(kind="chair", height=0.57),),
        mark=("hip", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Standing tall in front of a high cushioned seat, hands on the thighs.",
                pose=Pose(shank=5, thigh=2),
                hand=_TOP_OF_THIGH,
                com_ratio=0.42,
            ),
            Keyframe(
                text="Hips go back first, hands skim down the thighs.",
                pose=Pose(shank=5, thigh=26, neck=-10),
                seconds=1.5,
                com_ratio=0.45,
                hand=_MIDDLE_OF_THIGH,
            ),
            Keyframe(
                text="The seat is touched like a feather, chest forward, shins almost upright.",
                pose=Pose(shank=18, neck=-16),
                seconds=1.5,
                com_ratio=0.25,
                seat_m=0.57,
                hand=_AT_KNEE,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="chair", height=0.57),),
        mark=("knee", 0.0, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall in front of a high cushioned seat, hands on the thighs.",
                pose=Pose(shank=5, thigh=2),
                hand=_TOP_OF_THIGH,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The knees lead and the heels grow light.",
                pose=Pose(shank=27, thigh=20, foot=7),
                seconds=1.5,
                com_ratio=0.7,
                hand=_TOP_OF_THIGH,
            ),
            Keyframe(
                text="Knees far past the toes, heels off the floor. The hips have not gone back far enough to reach "
                "the seat.",
                pose=Pose(shank=38, foot=12),
                seconds=1.5,
                com_ratio=0.75,
                seat_m=0.57,
                hand=_MIDDLE_OF_THIGH,
            ),
        ),
    ),
)

_FORWARD = Pose(shank=5, thigh=2, arm=86, arm_far=92)

CHAIR_SIT = Movement(
    slug="chair-sit",
    title="Chair sit in three counts",
    right=Variant(
        props=(Prop(kind="chair", height=0.45),),
        mark=("hip", -0.06, 0.0),
        stills=(0, 1, 3),
        keyframes=(
            Keyframe(text="Standing tall in front of a chair, arms forward.", pose=_FORWARD),
            Keyframe(
                text="One: the hips crease and go back.",
                pose=_FORWARD.with_angles(shank=6, thigh=26, neck=-12),
                seconds=1.0,
            ),
            Keyframe(
                text="Two: glide down, chest forward.",
                pose=_FORWARD.with_angles(shank=19, thigh=56, neck=-18),
                seconds=1.0,
                com_ratio=0.4,
            ),
            Keyframe(
                text="Three: land softly on the seat.",
                pose=_FORWARD.with_angles(shank=20, thigh=78, arm=90, arm_far=96, neck=-18),
                seconds=1.0,
                com_ratio=0.25,
                seat_m=0.45,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="chair", height=0.45),),
        mark=("hip", -0.06, 0.0),
        stills=(0, 2, 3),
        keyframes=(
            Keyframe(unmarked=True, text="Standing tall in front of a chair, arms forward.", pose=_FORWARD),
            Keyframe(
                text="The knees bend and the trunk stays bolt upright.",
                pose=_FORWARD.with_angles(shank=22, thigh=26),
                seconds=1.0,
                com_ratio=0.4,
            ),
            Keyframe(
                text="Half way down, still upright, the weight is behind the heels.",
                pose=_FORWARD.with_angles(shank=22, thigh=50, lean=0, arm=92, arm_far=98),
                seconds=1.0,
                com_ratio=None,
            ),
            Keyframe(
                text="The last part is a drop onto the seat.",
                pose=_FORWARD.with_angles(shank=17, thigh=78, lean=-6, arm=112, arm_far=118, neck=6),
                seconds=1.0,
                com_ratio=None,
                seat_m=0.45,
                seat_ratio=1.0,
            ),
        ),
    ),
)

HOVER_AND_RISE = Movement(
    slug="hover-and-rise",
    title="Hover and rise",
    right=Variant(
        props=(Prop(kind="chair", height=0.45),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Hovering two fingers above the seat, arms long, chest forward.",
                pose=_FORWARD.with_angles(shank=21, neck=-18),
                seat_m=0.485,
                com_ratio=0.3,
            ),
            Keyframe(
                text="The feet push first: hips and chest rise together.",
                pose=_FORWARD.with_angles(shank=13, thigh=44, neck=-14),
                seconds=1.4,
                com_ratio=0.4,
                muscle_work=(("quadriceps", 0.35),),
            ),
            Keyframe(text="Standing tall.", pose=_FORWARD, seconds=1.4),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="chair", height=0.45),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Hovering two fingers above the seat.",
                pose=_FORWARD.with_angles(shank=21, neck=-18),
                seat_m=0.485,
                com_ratio=0.3,
            ),
            Keyframe(
                text="The back arches first. The chest is thrown up, the hips are still low.",
                pose=_FORWARD.with_angles(shank=24, thigh=60, lumbar=-46, neck=-12),
                seconds=1.4,
                com_ratio=0.25,
                muscle_work=(("back_extensors", 0.75),),
            ),
            Keyframe(
                text="Standing, with the low back still arched.",
                pose=_FORWARD.with_angles(lumbar=-30),
                seconds=1.4,
                muscle_work=(("back_extensors", 0.4),),
            ),
        ),
    ),
)

_RAIL, _FARTHER_ON_RAIL = Anchor("place", 0.22, 0.775), Anchor("place", 0.34, 0.775)

BATHROOM_SEAT = Movement(
    slug="bathroom-seat",
    title="The bathroom seat",
    right=Variant(
        props=(Prop(kind="toilet", height=0.41),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Turned all the way round, calves at the rim, a hand on a rail, eyes on the wall ahead.",
                pose=Pose(shank=5, thigh=2),
                hand=_TOP_OF_THIGH,
                hand_far=_RAIL,
                com_ratio=0.42,
            ),
            Keyframe(
                text="Hips back first, one hand skimming down the thigh, the other on the rail.",
                pose=Pose(shank=11, thigh=36, neck=-20),
                seconds=1.5,
                com_ratio=0.4,
                hand=_MIDDLE_OF_THIGH,
                hand_far=_RAIL,
            ),
            Keyframe(
                text="Down to the seat, just touching it, back long, eyes still ahead.",
                pose=Pose(shank=23, neck=-24),
                seconds=1.5,
                com_ratio=0.2,
                seat_m=0.41,
                hand=_AT_KNEE,
                hand_far=_FARTHER_ON_RAIL,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="toilet", height=0.41),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing in front of the seat, looking down.",
                pose=Pose(shank=2, thigh=4, lumbar=10, neck=24),
                hand=_TOP_OF_THIGH,
            ),
            Keyframe(
                text="A stoop to push the clothes down: the back rounds, the hips stay.",
                pose=Pose(shank=4, thigh=20, lumbar=56, neck=22),
                seconds=1.5,
                com_ratio=0.5,
                hand=_AT_KNEE,
            ),
            Keyframe(
                text="A drop onto the seat with a round back.",
                pose=Pose(shank=14, lean=22, lumbar=52, neck=24),
                seconds=1.5,
                com_ratio=None,
                seat_m=0.41,
                seat_ratio=1.0,
                hand=_MIDDLE_OF_THIGH,
            ),
        ),
    ),
)

_PADDLE_UP, _PADDLE_READY = Anchor("ribs", -0.15, 0.36), Anchor("ribs", 0.72, 0.44)

READY_POSITION = Movement(
    slug="ready-position",
    title="Ready position",
    right=Variant(
        props=(Prop(kind="paddle"),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(text="Standing tall with a paddle.", pose=Pose(shank=5, thigh=2), hand=_PADDLE_UP, com_ratio=0.42),
            Keyframe(
                text="Hips back, knees soft.",
                pose=Pose(shank=9, thigh=22, neck=-14),
                seconds=1.2,
                com_ratio=0.55,
                hand=Anchor("ribs", 0.6, 0.36),
            ),
            Keyframe(
                text="Ready: hips back, chest long, eyes forward, paddle in front.",
                pose=Pose(shank=16, thigh=38, neck=-26),
                seconds=1.2,
                com_ratio=0.55,
                hand=_PADDLE_READY,
                muscle_work=(("quadriceps", 0.3),),
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="paddle"),),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall with a paddle.",
                pose=Pose(shank=5, thigh=2),
                hand=_PADDLE_UP,
                com_ratio=0.42,
            ),
            Keyframe(
                text="The shoulders drop forward.",
                pose=Pose(shank=12, thigh=18, lumbar=30, neck=-14),
                seconds=1.2,
                com_ratio=0.6,
                hand=Anchor("ribs", 0.6, 0.36),
            ),
            Keyframe(
                text="Hunched over the knees: round low back, chin poking out.",
                pose=Pose(shank=22, thigh=32, lumbar=58, neck=-34),
                seconds=1.2,
                com_ratio=0.7,
                hand=_PADDLE_READY,
                muscle_work=(("quadriceps", 0.2),),
            ),
        ),
    ),
)

HINGE_OR_SQUAT = Movement(
    slug="hinge-or-squat",
    title="Hinge or squat?",
    right=Variant(
        props=(
            Prop(kind="stool", x=0.52, height=0.42),
            Prop(kind="towel", x=0.47, height=0.42),
            Prop(kind="bottle", x=0.27),
        ),
        mark=("l3l4", -0.06, 0.0),
        there_and_back=False,
        keyframes=(
            Keyframe(
                text="High and light: a hinge. Shins still, hips back, long back, hands on a towel on a stool.",
                pose=Pose(shank=2, thigh=28, neck=-10),
                hand=Anchor("place", 0.42, 0.50),
            ),
            Keyframe(
                text="Standing tall between the two.",
                pose=Pose(shank=5, thigh=2),
                seconds=1.5,
                hand=Anchor("thigh", 0.25, 0.10),
                com_ratio=0.42,
            ),
            Keyframe(
                text="Low and heavy: a squat. Knees forward, hips low just behind the heels, hands at a big bottle.",
                pose=Pose(shank=36, thigh=82, neck=-18),
                seconds=1.5,
                com_ratio=0.45,
                hand=Anchor("place", 0.27, 0.28),
            ),
        ),
    ),
    fault=Variant(
        props=(
            Prop(kind="stool", x=0.90, height=0.42),
            Prop(kind="towel", x=0.86, height=0.42),
            Prop(kind="bottle", x=0.58),
        ),
        mark=("l3l4", -0.06, 0.0),
        there_and_back=False,
        keyframes=(
            Keyframe(
                text="Too far from the towel: half bent knees, round back, arms at full stretch.",
                pose=Pose(shank=12, thigh=24, lumbar=40, neck=-10),
                com_ratio=0.8,
                hand=Anchor("place", 0.70, 0.58),
            ),
            Keyframe(
                unmarked=True,
                text="Standing tall, a step away from everything.",
                pose=Pose(shank=5, thigh=2),
                seconds=1.5,
                hand=Anchor("thigh", 0.25, 0.10),
                com_ratio=0.42,
            ),
            Keyframe(
                text="The same half-way bend for the heavy bottle: round back, far reach.",
                pose=Pose(shank=14, thigh=28, lumbar=56, neck=-4),
                seconds=1.5,
                com_ratio=0.75,
                hand=Anchor("place", 0.56, 0.28),
            ),
        ),
    ),
)

_AT_BELLY = Anchor("low back", 0.75, 0.27)

LIFT_A_CHILD_OR_BAG = Movement(
    slug="lift-a-child-or-bag",
    title="Lift a child or a bag",
    right=Variant(
        props=(Prop(kind="stool", x=0.30, height=0.30), Prop(kind="bag")),
        mark=("hand", -0.1, 0.0),
        keyframes=(
            Keyframe(
                text="Feet close to a stool with a bag of groceries on it, hips back, knees bent, arms around the bag.",
                pose=Pose(shank=18, thigh=58, neck=-18),
                hand=Anchor("place", 0.36, 0.545),
                load=5,
                muscle_work=(("quadriceps", 0.4),),
            ),
            Keyframe(
                text="The bag is pulled to the belly before anything rises.",
                pose=Pose(shank=17, thigh=52, neck=-16),
                seconds=1.4,
                com_ratio=0.5,
                hand=Anchor("low back", 1.1, 0.33),
                load=5,
                muscle_work=(("quadriceps", 0.35),),
            ),
            Keyframe(
                text="Standing tall with the bag hugged close.",
                pose=Pose(shank=5, thigh=2),
                seconds=1.6,
                hand=_AT_BELLY,
                load=5,
                com_ratio=0.5,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="stool", x=0.44, height=0.335), Prop(kind="bag")),
        mark=("hand", -0.1, 0.0),
        keyframes=(
            Keyframe(
                text="The stool with the bag is a step away: knees half bent, round back, arms at full reach.",
                pose=Pose(shank=12, thigh=28, lumbar=44, neck=-8),
                hand=Anchor("place", 0.52, 0.545),
                com_ratio=0.75,
                load=5,
            ),
            Keyframe(
                text="It is lifted at arm's length.",
                pose=Pose(shank=1, thigh=16, lumbar=36, neck=-4),
                seconds=1.4,
                com_ratio=0.7,
                hand=Anchor("place", 0.56, 0.68),
                load=5,
            ),
            Keyframe(
                text="The bag hangs far in front and the back leans away from it.",
                pose=Pose(shank=1, thigh=3, lumbar=-14),
                seconds=1.6,
                com_ratio=0.6,
                hand=Anchor("ribs", 0.05, 0.50),
                load=5,
            ),
        ),
    ),
    above=(
        ViewFromAbove(
            text="First up, then small steps.",
            keyframe=2,
            pelvis_turn=-55,
            trunk_turn=-55,
            near_foot=Footprint(-0.12, -0.06, -55),
            far_foot=Footprint(0.05, 0.09, -50),
            holds="bag",
        ),
        ViewFromAbove(
            text="Feet planted, the trunk twists.",
            keyframe=2,
            pelvis_turn=-12,
            trunk_turn=-52,
            holds="bag",
        ),
    ),
)

COURT_SPEED = Movement(
    slug="court-speed",
    title="Court speed",
    right=Variant(
        props=(Prop(kind="paddle"), Prop(kind="ball", x=0.86)),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                text="Ready: hips back, paddle in front.",
                pose=Pose(shank=16, thigh=38, neck=-26),
                com_ratio=0.55,
                hand=_PADDLE_READY,
                step_far=0.0,
                muscle_work=(("quadriceps", 0.3),),
            ),
            Keyframe(
                text="A step toward the ball, the fold begins at the hips.",
                pose=Pose(shank=26, thigh=42, neck=-20),
                seconds=0.8,
                com_ratio=0.85,
                hand=Anchor("ribs", 0.0, 0.46),
                step_far=1.1,
                muscle_work=(("quadriceps", 0.3),),
            ),
            Keyframe(
                text="Low to the ball from hips and knees, the back long, the paddle at the ball.",
                pose=Pose(shank=42, thigh=65, neck=-26, foot=12, foot_far=0),
                seconds=0.8,
                com_ratio=0.94,
                hand=Anchor("place", 0.56, 0.28),
                hand_far=Anchor("ribs", 0.9, 0.32),
                step_far=1.5,
            ),
        ),
    ),
    fault=Variant(
        props=(Prop(kind="paddle"), Prop(kind="ball", x=0.86)),
        mark=("l3l4", -0.06, 0.0),
        keyframes=(
            Keyframe(
                unmarked=True,
                text="Standing tall and stiff with the paddle.",
                pose=Pose(shank=1, thigh=3, lumbar=8),
                hand=Anchor("ribs", -0.1, 0.38),
                step_far=0.0,
            ),
            Keyframe(
                text="The legs stay straight and the back begins to round.",
                pose=Pose(shank=-1, thigh=10, lumbar=38),
                seconds=0.8,
                com_ratio=0.7,
                hand=Anchor("ribs", 0.0, 0.44),
                step_far=0.0,
            ),
            Keyframe(
                text="Stiff legs, round back, and the paddle does not get down to the ball.",
                pose=Pose(shank=0, thigh=7, lumbar=62, neck=-8),
                seconds=0.8,
                com_ratio=0.75,
                hand=Anchor("place", 0.56, 0.50),
                hand_far=Anchor("thigh", 0.6, 0.09),
                step_far=0.0,
            ),
        ),
    ),
    above=(
        ViewFromAbove(
            text="The near foot steps toward the wide ball; hips and chest turn with it.",
            keyframe=0,
            pelvis_turn=-40,
            trunk_turn=-50,
            near_foot=Footprint(0.06, -0.38, -55),
            far_foot=Footprint(0.0, 0.16, -25),
            holds="paddle",
        ),
        ViewFromAbove(
            text="The feet stay planted and the back twists.",
            keyframe=0,
            pelvis_turn=-8,
            trunk_turn=-48,
            near_foot=Footprint(0.0, -0.17),
            far_foot=Footprint(0.0, 0.17),
            holds="paddle",
        ),
    ),
)

SIT_MOVEMENTS = (
    HIGH_SEAT_TOUCH,
    CHAIR_SIT,
    HOVER_AND_RISE,
    BATHROOM_SEAT,
    READY_POSITION,
    HINGE_OR_SQUAT,
    LIFT_A_CHILD_OR_BAG,
    COURT_SPEED,
)
