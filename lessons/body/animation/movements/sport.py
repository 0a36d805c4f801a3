"""Single drawings of sport: pickleball and golf. PURE."""

from dataclasses import replace

from lessons.body.animation.keyframes import Anchor, Card, Keyframe, Prop, Variant
from lessons.body.animation.movements.sit import COURT_SPEED, READY_POSITION
from lessons.body.model.pose import Pose

_PADDLE = Prop(kind="paddle")

PICKLEBALL_READY = Card(
    slug="pickleball-ready",
    variant=Variant(
        props=(_PADDLE,),
        keyframes=(
            replace(
                READY_POSITION.right.keyframes[-1],
                text="Waiting for the ball: knees soft, hips back, chest long, eyes forward, paddle in front.",
            ),
        ),
    ),
)

PICKLEBALL_DINK = Card(
    slug="pickleball-dink",
    variant=Variant(
        props=(_PADDLE,),
        keyframes=(
            Keyframe(
                text="Low and still: hips back, knees bent, back long, the paddle low in front.",
                pose=Pose(shank=24, thigh=56, neck=-28),
                com_ratio=0.6,
                hand=Anchor("place", 0.52, 0.46),
                hand_far=Anchor("ribs", 0.9, 0.32),
            ),
        ),
    ),
)

PICKLEBALL_LOW_VOLLEY = Card(
    slug="pickleball-low-volley",
    variant=Variant(
        props=(_PADDLE,),
        keyframes=(
            replace(
                COURT_SPEED.right.keyframes[-1],
                text="A long step forward, both knees bent, the chest over the front thigh, the back long, "
                "the paddle low in front.",
                hand=Anchor("place", 0.64, 0.42),
            ),
        ),
    ),
)

PICKLEBALL_SERVE = Card(
    slug="pickleball-serve",
    variant=Variant(
        props=(_PADDLE,),
        keyframes=(
            Keyframe(
                text="One foot a step ahead, a small bow from the hips, the paddle swung back below the belt, "
                "the other hand in front.",
                pose=Pose(shank=24, thigh=14, neck=-8, arm=-38, elbow=12, arm_far=46, elbow_far=10, foot=10),
                com_ratio=0.95,
                step_far=1.0,
            ),
        ),
    ),
)

GOLF_ADDRESS = Card(
    slug="golf-address",
    variant=Variant(
        props=(Prop(kind="golf club", x=0.68), Prop(kind="golf ball", x=0.775)),
        keyframes=(
            Keyframe(
                text="Knees soft, hips back, the back long, both arms hanging. The hands hold a golf club together, "
                "its head on the ground behind the ball.",
                pose=Pose(shank=8, thigh=20, neck=-4, arm=6, arm_far=3),
                com_ratio=0.55,
            ),
        ),
    ),
)

GOLF_TEE = Card(
    slug="golf-tee",
    variant=Variant(
        props=(Prop(kind="teed ball", x=0.43),),
        far_leg_ratio=0.12,
        keyframes=(
            Keyframe(
                text="One foot ahead, the other behind on its toes. Knees bent, hips back, the back long, "
                "one hand just above a ball on its tee, the other arm hanging.",
                pose=Pose(shank=44, thigh=61, neck=-24, foot_far=56),
                com_ratio=0.85,
                step_far=-1.5,
                hand=Anchor("place", 0.40, 0.20),
                hand_far=Anchor("place", 0.46, 0.24),
            ),
        ),
    ),
)

GOLF_PICK_UP = Card(
    slug="golf-pick-up",
    variant=Variant(
        props=(Prop(kind="golf cup", x=0.40), Prop(kind="putter", x=0.70)),
        far_leg_ratio=0.0,
        keyframes=(
            Keyframe(
                text="Standing on one leg, its knee bent. The trunk tips forward and the other leg rises behind, "
                "the back long. One hand leans on a putter, the other reaches for the ball in the cup.",
                pose=Pose(shank=30, thigh=52.5, neck=-14, foot_far=80),
                com_ratio=0.5,
                step_far=-3.5,
                lift_far_m=0.42,
                hand=Anchor("place", 0.38, 0.28),
                hand_far=Anchor("place", 0.64, 0.74),
            ),
        ),
    ),
)

SPORT_CARDS = (
    PICKLEBALL_READY,
    PICKLEBALL_DINK,
    PICKLEBALL_LOW_VOLLEY,
    PICKLEBALL_SERVE,
    GOLF_ADDRESS,
    GOLF_TEE,
    GOLF_PICK_UP,
)
