"""A movement as data: keyframes and props, for the right way and its commonest fault. PURE.

`solver` computes the frames between keyframes.
"""

from dataclasses import dataclass, field
from math import hypot
from typing import Literal

from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import FreeAngle
from lessons.body.model.pose import Point2D, Pose, Skeleton

LESSON_BODY = Body("f", 1.65, 62)
"""The body the lessons are drawn with."""

AnchorLink = Literal["thigh", "thigh_far", "pelvis", "low back", "ribs", "head", "place"]

# First end, second end, and the sign that turns the link's direction into "ahead of it".
_LINKS: dict[str, tuple[str, str, int]] = {
    "thigh": ("hip", "knee", 1),
    "thigh_far": ("hip", "knee_far", 1),
    "pelvis": ("hip", "l5s1", -1),
    "low back": ("l5s1", "t12l1", -1),
    "ribs": ("t12l1", "c7", -1),
    "head": ("c7", "vertex", -1),
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place a hand goes to, on the body or in the room.

    On a link of the body: `along` as a fraction of the link from its lower or inner end, `ahead` in m in front of it.
    On "place": `along` in m ahead of the origin, `ahead` in m above the floor.
    """

    on: AnchorLink
    along: float
    ahead: float

    def at(self, skeleton: Skeleton) -> Point2D:
        """Where the anchor is on this skeleton, m."""
        if self.on == "place":
            return self.along, self.ahead
        start, end, side = _LINKS[self.on]
        (x0, y0), (x1, y1) = skeleton[start], skeleton[end]
        dx, dy = x1 - x0, y1 - y0
        length = hypot(dx, dy)
        aside = self.ahead * side / length
        return x0 + self.along * dx - aside * dy, y0 + self.along * dy + aside * dx


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """A pose of a movement, `seconds` after the keyframe before it; `text` says what is seen, for screen readers.

    Constraints, solved again in every frame between two keyframes that both have them:

    * `com_ratio`: the center of mass is over this fraction of the foot, 0 heel to 1 toe (`Support.FEET`, or
      `Support.KNEES`: toes to knee). None where something else carries the body, or where it falls.
    * `seat_m`: the hips rest on a seat this high, m; the thigh angle is solved. Only at the keyframe itself.
    * `at_wall`: buttocks and upper back touch a wall behind; the lean is solved.
    * `hand`, `hand_far`: where the hands are. None leaves the arm its angles. The far hand goes where the near one
      goes, unless the pose gives `arm_far`.
    * `step`, `step_far`: standing, how many foot lengths the far ankle is ahead of the near one (`step_far` only);
      on the back or on a seat, how many leg lengths each ankle is ahead of the hips.
    * `lift_m`: hips above the floor when lying on the back, m. `lift_far_m`: far ankle above where it stands, m.

    What is drawn or weighed:

    * `load`: kg in the hands.
    * `seat_ratio`: the fraction of the weight that a seat carries, 0..1, and the legs don't.
    * `unmarked`: a moment of a fault in which nothing is wrong yet, so the fault is not marked.
    * `open_m`: how far the far hip has swung back and up, out of the plane, m. It is drawn, not weighed.
    * `muscle_work`: muscle -> 0..1, the least that it works, from the lesson's "what to feel": where the statics of one
      pose give no moment (lying down), or less than muscles that work against each other do.
    """

    text: str
    pose: Pose = field(default_factory=Pose)
    seconds: float = 0.0
    com_ratio: float | None = 0.5
    seat_m: float | None = None
    at_wall: bool = False
    hand: Anchor | None = None
    hand_far: Anchor | None = None
    step: float | None = None
    step_far: float | None = None
    lift_m: float = 0.0
    lift_far_m: float = 0.0
    unmarked: bool = False
    load: float = 0.0
    seat_ratio: float = 0.0
    open_m: float = 0.0
    muscle_work: tuple[tuple[str, float], ...] = ()

    @property
    def far_hand_anchor(self) -> Anchor | None:
        """Where the far hand goes: its own anchor, or the near hand's unless the far arm has an angle of its own."""
        return self.hand_far or (self.hand if self.pose.arm_far is None else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """A thing in the picture. `kind` is a key of `PROP_DRAWERS`, which draws and moves it.

    `x`: where it stands, m from the figure's origin (seats ignore it and go under the hips). `height`: its top, m.
    """

    kind: str
    x: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The right way, or the commonest fault: three keyframes or more (a card: one), and the things around the body.

    * `mark`: where right and fault differ: a point of the skeleton, then m ahead of it and m above it.
    * `far_leg_ratio`: the fraction of the weight on the far leg.
    * `free`: the angle that is solved to keep the balance.
    * `forearm_scale`: how long the forearms look; below 1 where they turn across the body. Drawn, not weighed.
    * `elbows_out`: how far the elbows point at the viewer, 0..1; 1 draws them on the line from shoulder to wrist.
      Drawn, not weighed.
    * `there_and_back`: played to the end and back again; otherwise played again from the start.
    * `stills`: the keyframes that tell the story without motion: start, middle, end.
    """

    keyframes: tuple[Keyframe, ...]
    props: tuple[Prop, ...] = ()
    mark: tuple[str, float, float] = ("l3l4", 0.0, 0.0)
    far_leg_ratio: float = 0.5
    free: FreeAngle = "lean"
    forearm_scale: float = 1.0
    elbows_out: float = 0.0
    there_and_back: bool = True
    stills: tuple[int, int, int] = (0, 1, -1)

    @property
    def seconds(self) -> float:
        return sum(keyframe.seconds for keyframe in self.keyframes)


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where a foot stands, seen from above: its ankle in m ahead of the figure's origin and aside of its middle, toward
    the far side; how far it is turned that way, degrees; and how far the knee leans aside of the foot, m."""

    ahead: float
    aside: float
    turn: float = 0.0
    knee_aside: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFromAbove:
    """A keyframe of the right version from above, where the side can't show what turns. `text` says what is seen.

    Turns are in degrees, from ahead toward the far side.

    * `keyframe`: its index; its joints are drawn
    * `pelvis_turn`, `trunk_turn`: how far the pelvis is turned, and how far ribs, arms and head are
    * `pelvis_roll`: lying, how far the pelvis has rolled toward the far side
    * `near_foot`, `far_foot`: where the skeleton has it unless stated
    * `holds`, `has_lamps`: what is seen besides
    """

    text: str
    keyframe: int
    pelvis_turn: float = 0.0
    trunk_turn: float = 0.0
    pelvis_roll: float = 0.0
    near_foot: Footprint | None = None
    far_foot: Footprint | None = None
    holds: Literal["", "bag", "paddle"] = ""
    has_lamps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What a lesson's figure shows. `slug` and `title` are the lesson's.

    `above`: the right way and a fault that only shows from above; most movements have none.
    """

    slug: str
    title: str
    right: Variant
    fault: Variant
    above: tuple[ViewFromAbove, ...] = ()

    @property
    def variants(self) -> tuple[Variant, Variant]:
        return self.right, self.fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One drawing without a movement: a body at one instant. `variant` has one keyframe, whose text says what is seen.

    Cards of one `family` are drawn at one scale, in one picture frame, so that two of them can be compared.
    """

    slug: str
    variant: Variant
    family: str = ""

    @property
    def keyframe(self) -> Keyframe:
        return self.variant.keyframes[0]

    @property
    def text(self) -> str:
        return self.keyframe.text
