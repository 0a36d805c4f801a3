"""Joint moments, and compression and shear at L5/S1, of a still pose. PURE.

Plane statics: every segment is a weight at its center of mass, nothing moves (`docs/evidence.md` section 3.2). Moments
are positive when the muscles that straighten the body work (calf, quadriceps, hip extensors, back extensors), negative
when their antagonists do. At the ankle that means positive when the weight is ahead of it.

Compression and shear follow one convention: a single back muscle 5 cm behind L5/S1 pulls along the trunk axis (`lean`);
the weight above is split along that axis (compression) and across it (shear). A real back shares the work among many
muscles, braces, and has elastic tissue, so these numbers compare poses and never judge one (section 3.1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, isfinite, radians, sin
from types import MappingProxyType

from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Pose, Skeleton, Support, joints, segment_masses

_G = 9.81  # m/s2
MUSCLE_ARM_M = 0.05
"""Arm of the one back muscle about L5/S1: the textbooks' 5 cm. Anatomy suggests 6 to 7 cm, which lowers compression by
about a sixth (`docs/evidence.md` section 3.1)."""


@dataclass(frozen=True, slots=True)
class LegMoments:
    """Moments of one leg, Nm."""

    ankle: float
    knee: float
    hip: float

    def toward(self, other: "LegMoments", share: float) -> "LegMoments":
        """So far of the way to other moments, 0..1."""
        return LegMoments(
            self.ankle + (other.ankle - self.ankle) * share,
            self.knee + (other.knee - self.knee) * share,
            self.hip + (other.hip - self.hip) * share,
        )


@dataclass(frozen=True, slots=True)
class MuscleMoments:
    """How hard each muscle holds its joint, Nm. An illustration for shading the figure, see `muscle_moments`."""

    glutes: float
    hamstrings: float
    quadriceps: float
    back_extensors: float
    abdominal_wall: float


@dataclass(frozen=True, slots=True)
class JointShares:
    """Absolute moments as shares of their sum, 0..1, summing to 1 (all zero when nothing works)."""

    hip: float
    knee: float
    low_back: float


@dataclass(frozen=True, slots=True)
class Loads:
    """Moments in Nm, `ankle`, `knee` and `hip` of both legs together; forces in N.

    `muscle_n`: pull of the one back muscle. `above_l5s1_n`: weight above L5/S1, the load included.
    """

    ankle: float
    knee: float
    hip: float
    l5s1: float
    near: LegMoments
    far: LegMoments
    compression_n: float
    shear_n: float
    muscle_n: float
    above_l5s1_n: float
    mass_kg: float
    shares: JointShares
    muscles: MuscleMoments

    @property
    def per_leg_nm_per_kg(self) -> LegMoments:
        """Mean of the two legs per kg of body mass, without the load."""
        divisor = 2 * self.mass_kg
        return LegMoments(self.ankle / divisor, self.knee / divisor, self.hip / divisor)


def loads(
    body: Body,
    pose: Pose | Skeleton,
    *,
    load: float = 0.0,
    muscle_arm_m: float = MUSCLE_ARM_M,
    far_leg_ratio: float = 0.5,
    seat_ratio: float = 0.0,
) -> Loads:
    """The joint loads of a pose, whatever carries it.

    `load`: kg in the hands. `far_leg_ratio`: the fraction of the weight on the far leg (kickstand: about 0.1; a lifted
    leg: 0). Standing, the ground pushes up under the center of mass; with unequal legs it does so under the ball of the
    far foot and where the near foot must push to balance that. `seat_ratio`: the fraction of the weight that a seat
    carries for somebody who comes down on it from standing. Lying on the back the floor carries all: no moments.
    """
    skeleton = pose if isinstance(pose, Skeleton) else joints(body, pose)
    pose = skeleton.pose
    masses = segment_masses(body, skeleton, load)

    def moment_about(x: float, names: Iterable[str]) -> float:
        return _G * sum(masses[name][0] * (masses[name][1] - x) for name in names)

    upper = [name for name in masses if not name.startswith(_BELOW_L5S1)]
    above_n = _G * sum(masses[name][0] for name in upper)
    l5s1 = moment_about(skeleton["l5s1"][0], upper)
    hip = moment_about(skeleton["hip"][0], [*upper, "pelvis"])
    near, far = _NO_MOMENTS, _NO_MOMENTS

    match pose.support:
        case Support.FEET:
            near, far = _standing_legs(skeleton, masses, far_leg_ratio)
            if seat_ratio:
                near = near.toward(_seated_leg(skeleton, masses, "", hip), seat_ratio)
                far = far.toward(_seated_leg(skeleton, masses, "_far", hip), seat_ratio)
        case Support.KNEES:
            above_knee = moment_about(skeleton["knee"][0], [*upper, "pelvis", "thigh", "thigh_far"])
            near = far = LegMoments(0.0, -above_knee / 2, hip / 2)
        case Support.HANDS_AND_KNEES:
            # Statics alone can't say how hands and knees share the weight. The trunk is taken as a beam that rests on
            # the hands and on hips without a moment.
            hand_x = skeleton["wrist"][0]
            hand_n = hip / (hand_x - skeleton["hip"][0])
            above_knee = moment_about(skeleton["knee"][0], [*upper, "pelvis", "thigh", "thigh_far"])
            one_knee = -(above_knee - hand_n * (hand_x - skeleton["knee"][0])) / 2
            l5s1 -= hand_n * (hand_x - skeleton["l5s1"][0])
            hip = 0.0
            above_n -= hand_n
            near = far = LegMoments(0.0, one_knee, 0.0)
        case Support.SEAT:
            near = _seated_leg(skeleton, masses, "", hip)
            far = _seated_leg(skeleton, masses, "_far", hip)
        case Support.BACK:
            l5s1 = hip = above_n = 0.0

    back = single_muscle(l5s1, above_n, muscle_arm_m, pose.lean)
    knee = near.knee + far.knee
    return Loads(
        ankle=near.ankle + far.ankle,
        knee=knee,
        hip=hip,
        l5s1=l5s1,
        near=near,
        far=far,
        compression_n=back.compression_n,
        shear_n=back.shear_n,
        muscle_n=back.muscle_n,
        above_l5s1_n=above_n,
        mass_kg=body.mass_kg,
        shares=_joint_shares(hip, knee, l5s1),
        muscles=muscle_moments(hip, knee, l5s1, knee_deg=pose.knee),
    )


_BELOW_L5S1 = ("pelvis", "thigh", "shank", "foot")
_NO_MOMENTS = LegMoments(0.0, 0.0, 0.0)

_SegmentMasses = Mapping[str, tuple[float, float, float]]


def _standing_legs(skeleton: Skeleton, masses: _SegmentMasses, far_leg_ratio: float) -> tuple[LegMoments, LegMoments]:
    """Both legs from the ground up; the moments of the two hips add up to what holds the trunk."""
    weight = _G * sum(m for m, _, _ in masses.values())
    com = sum(m * x for m, x, _ in masses.values()) * _G / weight
    far_n = weight * far_leg_ratio
    far_at = com if skeleton.pose.is_symmetric else skeleton["ball_far"][0]
    near_n = weight - far_n
    near_at = (com * weight - far_at * far_n) / near_n if near_n else com

    def leg(far: str, force: float, at: float) -> LegMoments:
        # Moment of ground force and leg weights below each joint: positive for a ground force ahead of it.
        def below(joint: str, *segments: str) -> float:
            x = skeleton[joint][0]
            below_kg_m = sum(masses[s + far][0] * (masses[s + far][1] - x) for s in segments)
            return force * (at - x) - _G * below_kg_m

        at_hip = below("hip", "foot", "shank", "thigh")
        return LegMoments(ankle=below("ankle" + far, "foot"), knee=-below("knee" + far, "foot", "shank"), hip=at_hip)

    return leg("", near_n, near_at), leg("_far", far_n, far_at)


def _seated_leg(skeleton: Skeleton, masses: _SegmentMasses, far: str, hip: float) -> LegMoments:
    """No knee moment while the foot rests on the floor; otherwise the quadriceps hold shank and foot up."""
    if min(skeleton[name + far][1] for name in ("heel", "ball", "toe")) < 0.01:
        return LegMoments(0.0, 0.0, hip / 2)
    x = skeleton["knee" + far][0]
    knee = _G * sum(masses[s + far][0] * (masses[s + far][1] - x) for s in ("shank", "foot"))
    return LegMoments(0.0, knee, hip / 2)


def _joint_shares(hip: float, knee: float, l5s1: float) -> JointShares:
    total = abs(hip) + abs(knee) + abs(l5s1)
    if total < 1e-9:
        return JointShares(0.0, 0.0, 0.0)
    return JointShares(abs(hip) / total, abs(knee) / total, abs(l5s1) / total)


BRACE_RATIO = 0.1
"""Bracing of the abdominal wall, as a fraction of the back extensors' work (`docs/evidence.md` section 3.7)."""


def muscle_moments(hip: float, knee: float, l5s1: float, *, knee_deg: float) -> MuscleMoments:
    """How hard muscles hold three joints, from their moments (Nm) and the knee's flexion (degrees).

    A rule of thumb for shading the figure, not a measurement (`docs/evidence.md` section 3.7):

    * A moment that extends the hip is held by hamstrings and glutes, 60 : 40 with a straight knee, 25 : 75 with the
      knee bent 120 degrees, in proportion between (bent knees slacken the hamstrings). The greater of the two gets the
      whole moment, so that a joint with two muscles doesn't look idle beside a joint with one.
    * A moment that extends the knee is the quadriceps'. One that flexes it is the hamstrings', which do that with the
      same pull that extends the hip.
    * A moment that extends the low back is the back extensors'; one that flexes it the abdominal wall's, which also
      braces with a tenth of the back extensors' work.
    """
    hamstring = 0.60 - 0.35 * min(max(knee_deg, 0.0), 120.0) / 120.0
    extend = max(hip, 0.0) / max(hamstring, 1 - hamstring)
    back = max(l5s1, 0.0)
    return MuscleMoments(
        glutes=extend * (1 - hamstring),
        hamstrings=max(extend * hamstring, -knee),
        quadriceps=max(knee, 0.0),
        back_extensors=back,
        abdominal_wall=max(-l5s1, 0.0) + BRACE_RATIO * back,
    )


@dataclass(frozen=True, slots=True)
class MuscleForce:
    """Pull of a muscle, and the force on the joint along (compression) and across (shear) the muscle, N."""

    muscle_n: float
    compression_n: float
    shear_n: float


def single_muscle(moment_nm: float, weight_n: float, muscle_arm_m: float, lean_deg: float) -> MuscleForce:
    """Forces when one muscle, parallel to an axis `lean_deg` from the vertical, holds `moment_nm` about a joint.

    `weight_n`: the weight above the joint. Equations: `docs/evidence.md` section 3.2. Raises ValueError for an arm that
    is not above 0 m.
    """
    if not (isfinite(muscle_arm_m) and muscle_arm_m > 0):
        raise ValueError("The muscle's arm must be more than 0 m.")
    # A moment the other way is held by the muscle in front, which presses just as hard.
    pull = abs(moment_nm) / muscle_arm_m
    lean = radians(lean_deg)
    return MuscleForce(pull, pull + weight_n * cos(lean), weight_n * sin(lean))


MUSCLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "glutes": "Glutes",
        "hamstrings": "Hamstrings",
        "quadriceps": "Quadriceps",
        "back_extensors": "Back extensors",
        "abdominal_wall": "Abdominal wall",
    }
)
"""Field of `MuscleMoments` -> its name in a legend."""
