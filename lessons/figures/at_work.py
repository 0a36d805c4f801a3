"""Who does the work in a movement, in words. PURE.

Of the right version: which joints hold the body at its heaviest moment, "hips lead, the low back steadies". Of the
fault: what differs from the right version at the same moment, "hips less, the low back bends". Joints are compared by
their moments, in Nm per kg of body mass, both legs together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from lessons.body.animation.keyframes import LESSON_BODY, Movement
from lessons.body.animation.solver import solve_frames
from lessons.body.drawing.frames import Way
from lessons.body.model.loads import loads
from lessons.body.model.pose import Support

NAMED_FROM_NM_PER_KG = 0.5
"""A joint that holds less than this is not named. Standing at ease takes up to 0.4 at each joint."""
SHARED_FROM = 0.75
"""Hips and front thighs share the work when the lesser has at least this part of the greater."""
DIFFERENCE_NM_PER_KG = 0.15
"""A joint works more or less than in the right version from this difference on: about a tenth of a deep hinge."""
SHAPE_DEG = 20.0
"""The low back bends or arches when its shape differs by this much from the right version."""
STATED_FROM = 0.5
STATED_DIFFERENCE = 0.3
"""The same two limits for work that the keyframes state, 0..1, where the statics of a pose give no moment."""

STATED_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "abdominal_wall": "belly",
        "back_extensors": "low back",
        "glutes": "buttocks",
        "hamstrings": "backs of the thighs",
        "quadriceps": "front thighs",
    }
)
"""Muscle -> its name in these lines, which name joints and places rather than muscles."""


@dataclass(frozen=True, slots=True)
class _Work:
    """One keyframe. Moments are 0 where statics can't tell them: lying, on all fours, at a wall, in a fall."""

    hips: float
    front_thighs: float
    low_back: float
    bends_knee_back: bool
    lumbar_deg: float
    stated: Mapping[str, float]
    open_m: float
    is_weighed: bool
    is_marked: bool

    @property
    def total(self) -> float:
        return self.hips + self.front_thighs + self.low_back


def right_in_words(movement: Movement) -> str:
    """What works in the right version, at its heaviest keyframe; empty when nothing does to speak of.

    A version that isn't played back shows two ways of one thing, at its start and at its end: then of both.
    """
    works = _works(movement, "right")
    shown = (max(works, key=lambda work: work.total),) if movement.right.there_and_back else (works[0], works[-1])
    leaders = [_leaders(work) for work in shown if max(work.hips, work.front_thighs) >= NAMED_FROM_NM_PER_KG]
    if leaders:
        steadies = max(work.low_back for work in shown) >= NAMED_FROM_NM_PER_KG
        words = leaders[0] if len(leaders) == 1 else f"first {leaders[0]}, then {leaders[1]}"
        return f"{words}, the low back steadies" if steadies else words
    stated = _most_stated(works)
    names = [name for muscle, name in STATED_NAMES.items() if stated.get(muscle, 0.0) >= STATED_FROM]
    return f"{' and '.join(names)}, lightly" if names else ""


def _leaders(work: _Work) -> str:
    hips = "hips and backs of the thighs" if work.bends_knee_back else "hips"
    (most, first), (less, second) = sorted(((work.hips, hips), (work.front_thighs, "front thighs")), reverse=True)
    if less < NAMED_FROM_NM_PER_KG:
        return f"{first} lead"
    if less >= SHARED_FROM * most:
        return f"{first} and {second} share the work"
    return f"{first} lead and {second} join in"


def fault_in_words(movement: Movement) -> str:
    """How the fault differs from the right version; empty when it hardly does.

    Of its keyframes the one is taken where the low back has more to hold, else the one that differs most.

    Of the hips only "less" is said and of the low back only "more". Hips and low back hold the same trunk, so the
    moment of one follows the other's, and a low back that has less to hold is not what such a fault is about.
    """
    return max((_differing(right, fault) for right, fault in _pairs(movement)), default=(False, 0.0, ""))[2]


def _pairs(movement: Movement) -> list[tuple[_Work, _Work]]:
    """The right version and the fault at each keyframe where the fault is marked."""
    pairs = zip(_works(movement, "right"), _works(movement, "fault"), strict=True)
    return [(right, fault) for right, fault in pairs if fault.is_marked]


def _differing(right: _Work, fault: _Work) -> tuple[bool, float, str]:
    """Whether the low back has more to hold, how much differs (for comparison only), and the words for it."""
    words, amount, back = [], 0.0, 0.0
    shape = fault.lumbar_deg - right.lumbar_deg
    bends = "" if abs(shape) < SHAPE_DEG else ("bends" if shape > 0 else "arches")
    if right.is_weighed and fault.is_weighed:
        hips = _change(right.hips, fault.hips)
        front = _change(right.front_thighs, fault.front_thighs)
        back = _change(right.low_back, fault.low_back)
        amount = max(-hips, 0.0) + abs(front) + max(back, 0.0)
        if front < 0 and hips < 0:
            words.append("hips and front thighs less")
        else:
            words += [f"front thighs {'more' if front > 0 else 'less'}"] if front else []
            words += ["hips less"] if hips < 0 else []
        if back > 0:
            words.insert(0, f"low back more, and it {bends}" if bends else "low back more")
            bends = ""
    for muscle, name in STATED_NAMES.items():
        stated = fault.stated.get(muscle, 0.0)
        if stated >= STATED_FROM and stated - right.stated.get(muscle, 0.0) >= STATED_DIFFERENCE:
            words.append(f"{name} more, and it {bends}" if muscle == "back_extensors" and bends else f"{name} more")
            amount += stated
            bends = ""
    if fault.open_m > right.open_m:
        words, amount = ["one hip swings out", *words], amount + fault.open_m
    if bends:
        words.append(f"the low back {bends}")
    return back > 0, amount + abs(shape) / 100, ", ".join(words)


def _change(right: float, fault: float) -> float:
    """The difference, or 0 where it is small or both are."""
    if max(right, fault) < NAMED_FROM_NM_PER_KG or abs(fault - right) < DIFFERENCE_NM_PER_KG:
        return 0.0
    return fault - right


@cache
def _works(movement: Movement, way: Way) -> tuple[_Work, ...]:
    variant = movement.right if way == "right" else movement.fault
    frames = solve_frames(variant, LESSON_BODY, len(variant.keyframes))
    works = []
    for frame, keyframe in zip(frames, variant.keyframes, strict=True):
        moments = loads(LESSON_BODY, frame.skeleton, load=keyframe.load, far_leg_ratio=variant.far_leg_ratio)
        support = keyframe.pose.support
        is_weighed = support is Support.SEAT or (
            support in (Support.FEET, Support.KNEES) and keyframe.com_ratio is not None
        )
        per_kg = 1 / LESSON_BODY.mass_kg if is_weighed else 0.0
        works.append(
            _Work(
                hips=max(moments.hip, 0.0) * per_kg,
                front_thighs=max(moments.knee, 0.0) * per_kg,
                low_back=max(moments.l5s1, 0.0) * per_kg,
                bends_knee_back=moments.knee < 0,
                lumbar_deg=frame.skeleton.pose.lumbar,
                stated=dict(keyframe.muscle_work),
                open_m=keyframe.open_m,
                is_weighed=is_weighed,
                is_marked=not keyframe.unmarked,
            )
        )
    return tuple(works)


def _most_stated(works: tuple[_Work, ...]) -> dict[str, float]:
    return {muscle: max(work.stated.get(muscle, 0.0) for work in works) for muscle in STATED_NAMES}
