"""What a still pose asks of the joints.

Static sums in the plane: every segment is a weight at its centre of mass, nothing moves. Signs: ankle, knee, hip
and L5/S1 are plus when the muscles that straighten the body work (calf, quadriceps, hip extensors, back extensors)
and minus when the others do. Ankle: plus when the weight is ahead of it.

Compression and shear use one convention and say so: a single back muscle 5 cm behind L5/S1, pulling along the trunk
axis (`lean`); the weight above is split along that axis (compression) and across it (shear). The real back shares the
work among many muscles, braces and has elastic tissue, so these are for comparing poses, never for judging one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, isfinite, radians, sin
from types import MappingProxyType

from lessons.body.anthropometry import Body
from lessons.body.pose import Pose, Skeleton, Support, joints, masses_at

G = 9.81
MUSCLE_ARM_M = 0.05
"""Arm of the one back muscle about L5/S1: the classical 5 cm. Anatomy says 6-7, which lowers compression by a sixth."""


@dataclass(frozen=True, slots=True)
class Leg:
    """Moments of one leg, Nm."""

    ankle: float
    knee: float
    hip: float


@dataclass(frozen=True, slots=True)
class Muscles:
    """Shares of work, 0..1, summing to 1. An illustration, see `muscle_shares`."""

    glutes: float
    hamstrings: float
    quadriceps: float
    back_extensors: float
    abdominal_wall: float


@dataclass(frozen=True, slots=True)
class Shares:
    """How the sizes of the three moments compare, 0..1, summing to 1 (all zero when nothing works)."""

    hip: float
    knee: float
    low_back: float


@dataclass(frozen=True, slots=True)
class Loads:
    """Moments in Nm, both legs together; forces in newtons."""

    ankle: float
    knee: float
    hip: float
    l5s1: float
    near: Leg
    far: Leg
    compression_n: float
    shear_n: float
    muscle_n: float
    above_l5s1_n: float
    mass_kg: float
    shares: Shares
    muscles: Muscles

    @property
    def per_leg_nm_per_kg(self) -> Leg:
        """Mean of the two legs divided by body mass (the load not counted in the mass)."""
        each = 2 * self.mass_kg
        return Leg(self.ankle / each, self.knee / each, self.hip / each)


def loads(
    body: Body,
    pose: Pose | Skeleton,
    *,
    load: float = 0.0,
    muscle_arm_m: float = MUSCLE_ARM_M,
    far_share: float = 0.5,
) -> Loads:
    """The loads of a pose on its feet, its knees, hands and knees, a seat or its back.

    `load` is kg in the hands; `far_share` is how much of the weight the far leg carries (kickstand: about 0.1; a lifted
    leg: 0). Standing, the ground pushes up under the centre of mass, or, with unequal legs, under the ball of the far
    foot and wherever the near foot must push to balance that. Lying on the back the floor carries all: no moments.
    """
    skeleton = pose if isinstance(pose, Skeleton) else joints(body, pose)
    pose = skeleton.pose
    parts = masses_at(body, skeleton, load)

    def about(x: float, names: Iterable[str]) -> float:
        return G * sum(parts[n][0] * (parts[n][1] - x) for n in names)

    upper = [name for name in parts if not name.startswith(_LOWER)]
    above_n = G * sum(parts[name][0] for name in upper)
    l5s1 = about(skeleton["l5s1"][0], upper)
    hip = about(skeleton["hip"][0], [*upper, "pelvis"])
    near, far = _NO_WORK, _NO_WORK

    match pose.support:
        case Support.FEET:
            near, far = _standing(skeleton, parts, far_share)
        case Support.KNEES:
            over_knee = about(skeleton["knee"][0], [*upper, "pelvis", "thigh", "thigh_far"])
            near = far = Leg(0.0, -over_knee / 2, hip / 2)
        case Support.HANDS_AND_KNEES:
            # Hands and knees could share the weight in many ways; the trunk is taken as a beam that rests on
            # the hands and on hips that hold nothing.
            hand_x = skeleton["wrist"][0]
            hand_n = hip / (hand_x - skeleton["hip"][0])
            over_knee = about(skeleton["knee"][0], [*upper, "pelvis", "thigh", "thigh_far"])
            knee_each = -(over_knee - hand_n * (hand_x - skeleton["knee"][0])) / 2
            l5s1 -= hand_n * (hand_x - skeleton["l5s1"][0])
            hip = 0.0
            above_n -= hand_n
            near = far = Leg(0.0, knee_each, 0.0)
        case Support.SEAT:
            near = _hanging_leg(skeleton, parts, "", hip)
            far = _hanging_leg(skeleton, parts, "_far", hip)
        case Support.BACK:
            l5s1 = hip = above_n = 0.0

    push = single_muscle([], muscle_arm_m, pose.lean, moment=l5s1, weight=above_n)
    knee = near.knee + far.knee
    return Loads(
        ankle=near.ankle + far.ankle,
        knee=knee,
        hip=hip,
        l5s1=l5s1,
        near=near,
        far=far,
        compression_n=push.compression_n,
        shear_n=push.shear_n,
        muscle_n=push.muscle_n,
        above_l5s1_n=above_n,
        mass_kg=body.mass_kg,
        shares=_shares(hip, knee, l5s1),
        muscles=muscle_shares(hip, knee, l5s1, knee_deg=pose.knee),
    )


_LOWER = ("pelvis", "thigh", "shank", "foot")
_NO_WORK = Leg(0.0, 0.0, 0.0)

Parts = Mapping[str, tuple[float, float, float]]


def _standing(skeleton: Skeleton, parts: Parts, far_share: float) -> tuple[Leg, Leg]:
    """Both legs from the ground up; the two hips add up to what the trunk asks."""
    weight = G * sum(m for m, _, _ in parts.values())
    com = sum(m * x for m, x, _ in parts.values()) * G / weight
    far_n = weight * far_share
    far_at = com if skeleton.pose.is_symmetric else skeleton["ball_far"][0]
    near_n = weight - far_n
    near_at = (com * weight - far_at * far_n) / near_n if near_n else com

    def leg(far: str, force: float, at: float) -> Leg:
        # Moment of ground force and leg weights below each joint; ahead of the joint is plus for the ground.
        def below(joint: str, *segments: str) -> float:
            x = skeleton[joint][0]
            held = sum(parts[s + far][0] * (parts[s + far][1] - x) for s in segments)
            return force * (at - x) - G * held

        at_hip = below("hip", "foot", "shank", "thigh")
        return Leg(ankle=below("ankle" + far, "foot"), knee=-below("knee" + far, "foot", "shank"), hip=at_hip)

    return leg("", near_n, near_at), leg("_far", far_n, far_at)


def _hanging_leg(skeleton: Skeleton, parts: Parts, far: str, hip: float) -> Leg:
    """A seated leg: no work while its foot rests, else the quadriceps hold shank and foot up."""
    if min(skeleton[name + far][1] for name in ("heel", "ball", "toe")) < 0.01:
        return Leg(0.0, 0.0, hip / 2)
    x = skeleton["knee" + far][0]
    knee = G * sum(parts[s + far][0] * (parts[s + far][1] - x) for s in ("shank", "foot"))
    return Leg(0.0, knee, hip / 2)


def _shares(hip: float, knee: float, l5s1: float) -> Shares:
    total = abs(hip) + abs(knee) + abs(l5s1)
    if total < 1e-9:
        return Shares(0.0, 0.0, 0.0)
    return Shares(abs(hip) / total, abs(knee) / total, abs(l5s1) / total)


BRACE = 0.1
"""The abdominal wall braces with about a tenth of what the back extensors do: a round number, for the picture."""


def muscle_shares(hip: float, knee: float, l5s1: float, *, knee_deg: float) -> Muscles:
    """A rule of thumb from three moments (Nm) and the knee's bend: an ILLUSTRATION, not a measurement.

    * Hip straightening is split between hamstrings and glutes: 60 : 40 with a straight knee, 25 : 75 with the knee
      bent 120 degrees, in proportion between (bent knees slacken the hamstrings).
    * A knee moment that straightens is the quadriceps; one that bends is added to the hamstrings.
    * The low back's moment is the back extensors, or, when it sags the other way, the abdominal wall,
      which always braces with a tenth of the back extensors.
    """
    hamstring = 0.60 - 0.35 * min(max(knee_deg, 0.0), 120.0) / 120.0
    extend = max(hip, 0.0)
    back = max(l5s1, 0.0)
    work = (
        extend * (1 - hamstring),
        extend * hamstring + max(-knee, 0.0),
        max(knee, 0.0),
        back,
        max(-l5s1, 0.0) + BRACE * back,
    )
    total = sum(work)
    if total < 1e-9:
        return Muscles(0.0, 0.0, 0.0, 0.0, 0.0)
    return Muscles(*(part / total for part in work))


# Levers: the textbook cases the model is checked against, and the same sums it uses.


@dataclass(frozen=True, slots=True)
class MuscleForce:
    """One muscle against weights: moment Nm, forces N."""

    moment_nm: float
    muscle_n: float
    compression_n: float
    shear_n: float

    @property
    def resultant_n(self) -> float:
        return hypot(self.compression_n, self.shear_n)


def single_muscle(
    weights: Iterable[tuple[float, float]],
    muscle_arm_m: float,
    lean_deg: float,
    *,
    moment: float | None = None,
    weight: float | None = None,
) -> MuscleForce:
    """One muscle parallel to an axis `lean_deg` from the vertical holds `weights` (newtons, metres ahead of the joint).

    `moment` and `weight` stand in for the sums where those are known already. ValueError for an arm not above 0.
    """
    if not (isfinite(muscle_arm_m) and muscle_arm_m > 0):
        raise ValueError("The muscle's arm must be more than 0 m.")
    held = list(weights)
    m = sum(n * arm for n, arm in held) if moment is None else moment
    w = sum(n for n, _ in held) if weight is None else weight
    # A moment the other way is held by the muscle in front: it presses just as hard.
    pull = abs(m) / muscle_arm_m
    lean = radians(lean_deg)
    return MuscleForce(m, pull, pull + w * cos(lean), w * sin(lean))


def vertebral_force(muscle_n: float, muscle_above_level_deg: float, weight_n: float) -> tuple[float, float]:
    """Size (N) and angle above level (deg) of the push that balances a slanting muscle and a weight."""
    pull = radians(muscle_above_level_deg)
    level, up = muscle_n * cos(pull), muscle_n * sin(pull) + weight_n
    return hypot(level, up), degrees(atan2(up, level))


@dataclass(frozen=True, slots=True)
class LeverForce:
    """The spine as a hinged rod: cable tension, push along the rod, push across it (N)."""

    tension_n: float
    compression_n: float
    shear_n: float


def spine_lever(
    trunk_n: float,
    end_n: float,
    *,
    lean_deg: float,
    insertion: float = 2 / 3,
    pull_deg: float = 12.0,
) -> LeverForce:
    """A rod hinged at the sacrum: its weight at the middle, another at its end, a muscle at `insertion` of its length.

    `lean_deg` is from the vertical, `pull_deg` the angle between muscle and rod.
    """
    lean, pull = radians(lean_deg), radians(pull_deg)
    tension = (trunk_n / 2 + end_n) * sin(lean) / (insertion * sin(pull))
    weight = trunk_n + end_n
    return LeverForce(tension, tension * cos(pull) + weight * cos(lean), weight * sin(lean) - tension * sin(pull))


MUSCLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "glutes": "Glutes",
        "hamstrings": "Hamstrings",
        "quadriceps": "Quadriceps",
        "back_extensors": "Back extensors",
        "abdominal_wall": "Abdominal wall",
    }
)
"""Field of Muscles -> what a legend calls it."""
