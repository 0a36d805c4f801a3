"""What the hinge lab draws: settings to poses, poses to words. PURE: frozen values in, frozen values out.

A hinge is driven by the lean of the trunk, a squat by the angle of the thighs; `lead` decides which joint moves early.
The one remaining angle is solved for balance, with the center of mass over the foot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from hinge_coach.accounts.drawn_as import PersonName
from lessons.body.animation.keyframes import Prop
from lessons.body.drawing.frames import Frame, draw_pose
from lessons.body.drawing.people import PEOPLE, Person
from lessons.body.model.anthropometry import Body, Sex
from lessons.body.model.balance import UnreachablePoseError, solve
from lessons.body.model.loads import Loads, loads
from lessons.body.model.pose import Pose, Skeleton, joints

LabLead = Literal["hips", "knees", "back"]

LabMove = Literal["hinge", "squat"]

LabHold = Literal["close", "reached"]

STATURE_CM = (140, 210)

LOAD_KG = (0, 20)

DEPTH = (0, 100)

STEPS = 20
"""The strip has a frame for every twentieth of the depth."""

MASS_PER_M2 = 23.0
"""Kilograms per square meter of stature squared: a middling build. It makes a difference only with a load."""

STANDING_SHARE = 0.42
"""Where over the foot the weight is when standing tall (0 heel, 1 toe)."""

REACHED_DEG = 50.0

HIPS_END_DEG = 120.0
"""How far hips bend with bent knees, about (`docs/evidence.md` section 2.3). The squats end there."""

NEARLY_NOTHING_NM_PER_KG = 0.55
"""The moments of hip, knee and low back together, of both legs; below it a body counts as just standing."""


@dataclass(frozen=True, slots=True)
class Driver:
    """Angles at full depth, in degrees, and the parts of the depth, 0..1, between which they are reached.

    `lean` or `thigh` is given, the other one is solved. `late` is where an angle begins to change, `early` where it is
    complete. `share` is where the center of mass is over the foot (0 heel, 1 toe).
    """

    shank: float = 0.0
    thigh: float | None = None
    lean: float | None = None
    lumbar: float = 0.0
    neck: float = 0.0
    share: float = 0.5
    shank_late: float = 0.0
    shank_early: float = 1.0
    lean_late: float = 0.0


DRIVERS: Mapping[tuple[LabMove, LabLead], Driver] = {
    ("hinge", "hips"): Driver(shank=2, lean=64, neck=-14),
    ("hinge", "knees"): Driver(shank=30, lean=38, neck=-8, shank_early=0.6, lean_late=0.25),
    ("hinge", "back"): Driver(shank=2, lean=64, lumbar=54, neck=10),
    # Hips first with steeper shins, or thighs further down, would bend the hips beyond their end.
    ("squat", "hips"): Driver(shank=33, thigh=79, neck=-14, share=0.4, shank_late=0.25),
    ("squat", "knees"): Driver(shank=40, thigh=79, neck=-8, shank_early=0.55),
    ("squat", "back"): Driver(shank=30, thigh=80, lumbar=46, neck=4, share=0.45),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """All settings of the lab but the depth."""

    move: LabMove = "hinge"
    lead: LabLead = "hips"
    sex: Sex = "f"
    stature_cm: int = 165
    load_kg: int = 0
    hold: LabHold = "close"

    @property
    def body(self) -> Body:
        stature = self.stature_cm / 100
        return Body(self.sex, stature, MASS_PER_M2 * stature**2)

    @property
    def person(self) -> Person:
        return PEOPLE[PersonName.WOMAN if self.sex == "f" else PersonName.MAN]

    @property
    def props(self) -> tuple[Prop, ...]:
        return (Prop(kind="dumbbells"),) if self.load_kg else ()


def pose_at(setting: Setting, depth: float) -> Pose:
    """The balanced pose at `depth` 0..100. Raises UnreachablePoseError where none is balanced."""
    driver = DRIVERS[setting.move, setting.lead]
    u = depth / 100
    share = STANDING_SHARE + (driver.share - STANDING_SHARE) * min(1.0, u / 0.3)
    arm = REACHED_DEG * min(1.0, u / 0.2) if setting.hold == "reached" else 0.0
    standing = solve(setting.body, Pose(arm=arm), "leg", com_ratio=share, load=setting.load_kg)
    shank_part = _between(u, driver.shank_late, driver.shank_early)
    pose = replace(
        standing,
        shank=standing.shank * (1 - shank_part) + driver.shank * shank_part,
        lumbar=driver.lumbar * u,
        neck=driver.neck * u,
    )
    if driver.lean is not None:
        pose = replace(pose, lean=driver.lean * _between(u, driver.lean_late, 1.0))
        return solve(setting.body, pose, "thigh", com_ratio=share, load=setting.load_kg)
    assert driver.thigh is not None
    pose = replace(pose, thigh=standing.thigh * (1 - u) + driver.thigh * u)
    return solve(setting.body, pose, "lean", com_ratio=share, load=setting.load_kg)


def _between(u: float, start: float, end: float) -> float:
    return min(1.0, max(0.0, (u - start) / (end - start)))


@dataclass(frozen=True, slots=True)
class HipMoment:
    """One depth of a setting. `shares` of hip, knee and low back are 0..1, all 0 while the body just stands.

    `effort` is the sum of their moments in newton meters per kilogram of body mass; `work`, `fold` and `together` are
    sentences.
    """

    depth: float
    skeleton: Skeleton
    loads: Loads
    effort: float
    shares: tuple[float, float, float]
    work: str
    fold: str
    together: str


def moment_at(setting: Setting, depth: float) -> HipMoment:
    """One depth, 0..100, of a setting. Raises UnreachablePoseError where no pose is balanced."""
    pose = pose_at(setting, depth)
    skeleton = joints(setting.body, pose)
    joint_loads = loads(setting.body, skeleton, load=setting.load_kg)
    effort = _effort(setting.body, joint_loads)
    share = joint_loads.shares
    shares = (share.hip, share.knee, share.low_back) if effort >= NEARLY_NOTHING_NM_PER_KG else (0.0, 0.0, 0.0)
    return HipMoment(
        depth=depth,
        skeleton=skeleton,
        loads=joint_loads,
        effort=effort,
        shares=shares,
        work=work_in_words(shares),
        fold=fold_in_words(pose),
        together=_together(setting, depth, effort),
    )


def _effort(body: Body, joint_loads: Loads) -> float:
    return (abs(joint_loads.hip) + abs(joint_loads.knee) + abs(joint_loads.l5s1)) / body.mass_kg


def frame_at(setting: Setting, moment: HipMoment) -> Frame:
    """The drawing of one depth; its `seconds` hold the depth."""
    frame = draw_pose(
        setting.body,
        moment.skeleton,
        load=setting.load_kg,
        props=setting.props,
        text=moment.work,
        person=setting.person,
    )
    return replace(frame, seconds=moment.depth)


def deepest(setting: Setting) -> int:
    """The greatest whole depth that can be held, with every smaller one."""
    deepest_held = DEPTH[0]
    for depth in (*range(5, DEPTH[1], 5), DEPTH[1]):
        if not can_hold(setting, depth):
            return max((d for d in range(deepest_held, depth) if can_hold(setting, d)), default=deepest_held)
        deepest_held = depth
    return deepest_held


def can_hold(setting: Setting, depth: float) -> bool:
    try:
        pose_at(setting, depth)
    except UnreachablePoseError:
        return False
    return True


JOINTS = ("hips", "knees", "low back")

FRACTIONS = (
    (0.10, "a tenth"),
    (0.125, "an eighth"),
    (0.167, "a sixth"),
    (0.20, "a fifth"),
    (0.25, "a quarter"),
    (0.333, "a third"),
    (0.40, "two fifths"),
    (0.50, "half"),
    (0.60, "three fifths"),
    (0.667, "two thirds"),
    (0.75, "three quarters"),
    (0.80, "four fifths"),
    (0.90, "nine tenths"),
)


def work_in_words(shares: tuple[float, float, float]) -> str:
    """Shares of hips, knees and low back -> "The hips do half of the work here, the low back a third, ..."."""
    if not any(shares):
        return "Standing: the bones carry you, and the muscles have almost nothing to do."
    (first, most), *others = sorted(zip(JOINTS, shares, strict=True), key=lambda pair: -pair[1])
    verb = "does" if first == "low back" else "do"
    rest = " and ".join(f"the {joint} {in_words(share)}" for joint, share in others)
    return f"The {first} {verb} {in_words(most)} of the work here, {rest}."


def in_words(share: float) -> str:
    """0..1 -> the nearest plain fraction."""
    if share < 0.06:
        return "hardly any"
    if share > 0.94:
        return "nearly all"
    return min(FRACTIONS, key=lambda pair: abs(pair[0] - share))[1]


def fold_in_words(pose: Pose) -> str:
    """Where the bend is, in whole degrees."""
    back = round(pose.lumbar)
    spine = f"the low back rounds {back}°" if back >= 3 else "the low back stays long"
    hips, knees = max(0, round(pose.hip)), max(0, round(pose.knee))
    end = ", about as far as hips go" if pose.hip > HIPS_END_DEG - 5 else ""
    return f"The hips bend {hips}°{end}, the knees {knees}°, {spine}."


def _together(setting: Setting, depth: float, effort: float) -> str:
    """A sentence that compares the effort with empty hands and hanging arms; empty where that is the setting."""
    plain = replace(setting, load_kg=0, hold="close")
    if plain == setting or effort < NEARLY_NOTHING_NM_PER_KG or not can_hold(plain, depth):
        return ""
    body = plain.body
    base = _effort(body, loads(body, pose_at(plain, depth)))
    times = effort / max(base, NEARLY_NOTHING_NM_PER_KG)
    if times < 1.05:
        return "All together about as much work as with empty hands."
    return f"All together {times:.1f} times the work of the same bend with empty hands."


LEAD_SENTENCES: Mapping[LabLead, str] = {
    "hips": "Hips first: the fold is at the hips, and the back stays long.",
    "knees": "Knees first: the knees go forward and take work from the hips.",
    "back": "From the low back: the hips hardly fold, so the back bends instead and has to hold while it is bent.",
}
