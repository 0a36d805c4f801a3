"""Find the angle that keeps a pose up, or that brings a point where it must be.

A standing body stays up while its centre of mass is over its feet. The lessons put it over a stated share of the
foot (0 heel, 0.5 mid-foot, 1 toe); one angle is left free and follows from the others.

Turning one angle swings everything beyond it round one joint, so any coordinate, and the centre of mass too, is
C + A sin(d) + B cos(d) of that turn d. Three looks give A, B and C, and the answer is exact: nothing to iterate,
nothing to miss.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from math import asin, atan2, ceil, degrees, floor, hypot, isfinite
from typing import Literal

from lessons.body.anthropometry import Body
from lessons.body.pose import (
    HAND_FLESH_M,
    SEAT_FLESH_M,
    Pose,
    Skeleton,
    Support,
    centre_of_mass,
    distance,
    joints,
)

Free = Literal["lean", "shank", "thigh", "leg", "arm", "elbow", "shank_far", "thigh_far", "arm_far", "elbow_far"]
"""Which angle may move. `leg` turns shank and thigh together about the ankle, the knee bend held."""

RANGES: dict[str, tuple[float, float]] = {
    "lean": (-30.0, 90.0),
    "shank": (-30.0, 50.0),
    "thigh": (-30.0, 130.0),
    "leg": (-30.0, 50.0),
    "arm": (-60.0, 180.0),
    "elbow": (0.0, 150.0),
}
"""Degrees an angle may be solved to (`leg`: the shank's). Past a level trunk, leaning further gains no balance."""

KNEE_BEND = (-10.0, 160.0)

BALANCED_M = 1e-9

# When the free angle can't save a pose, which of the asked angles to blame, first to last.
_BLAME: dict[str, tuple[str, ...]] = {
    "lean": ("thigh", "shank", "arm"),
    "thigh": ("lean", "shank"),
    "shank": ("thigh", "lean"),
    "leg": ("lean", "arm"),
    "arm": ("lean", "thigh"),
    "elbow": ("arm", "lean"),
}
_SCAN_STEP = 0.5


class Unreachable(ValueError):  # noqa: N818 - it reads as what it says: raise Unreachable
    """A pose no body can hold. The message is one sentence fit to show.

    `angle` names the asked angle that can't be had, `asked` its value, `nearest` the nearest value (one decimal)
    that can, or None when no value of that one angle helps; `reason` is "balance", "knee", "floor" or "reach".
    """

    def __init__(self, message: str, *, angle: str, asked: float, nearest: float | None, reason: str) -> None:
        super().__init__(message)
        self.angle = angle
        self.asked = asked
        self.nearest = nearest
        self.reason = reason


class _PoseError(Exception):
    """Why one attempt failed: a reason, the sentence's beginning, and the angles to try instead."""

    def __init__(self, reason: str, text: str, blame: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.reason, self.text, self.blame = reason, text, blame


def solve(body: Body, pose: Pose, free: Free = "lean", *, com_share: float = 0.5, load: float = 0.0) -> Pose:
    """The pose of `balanced`, which see."""
    return balanced(body, pose, free, com_share=com_share, load=load).pose


def balanced(body: Body, pose: Pose, free: Free = "lean", *, com_share: float = 0.5, load: float = 0.0) -> Skeleton:
    """`pose` with its `free` angle turned so that the centre of mass is over `com_share` of the foot.

    Kneeling tall, the share runs from the toes (0) to the knee (1). `load` is kg in the hands. Of two answers the one
    nearer to the pose's own angle is taken. Raises Unreachable, or ValueError for a share or load that is no number.
    """
    if not 0 <= com_share <= 1:
        raise ValueError("The share of the foot must be from 0 (heel) to 1 (toe).")
    if not (isfinite(load) and load >= 0):
        raise ValueError("The load must be zero or more kilograms.")
    if pose.support not in (Support.FEET, Support.KNEES):
        raise ValueError(f"A body carried by {pose.support.value} rests; it has nothing to balance.")

    def off_target(skeleton: Skeleton) -> float:
        return centre_of_mass(body, skeleton, load)[0] - _target(body, skeleton, com_share)

    def attempt(asked: Pose) -> Skeleton:
        for turned in _roots(body, asked, free, off_target, _range(free)):
            skeleton = joints(body, turned)
            _check(skeleton)
            return skeleton
        raise _PoseError("balance", "The body can't stay up like that")

    try:
        return attempt(pose)
    except _PoseError as fault:
        raise _unreachable(pose, free, attempt, fault) from None


def reach(
    body: Body,
    pose: Pose,
    free: Free,
    point: str,
    *,
    x: float | None = None,
    y: float | None = None,
    within: tuple[float, float] | None = None,
) -> Pose:
    """`pose` with its `free` angle turned so that `point` of the skeleton comes to `x` or to `y` (one of them), metres.

    For seats, walls, hands on the floor and far feet. `within` replaces RANGES. Raises Unreachable, whose `nearest` is
    then the free angle that comes closest.
    """
    if (x is None) == (y is None):
        raise ValueError("Give x or y, one of them.")
    axis, goal = (0, x) if x is not None else (1, y)
    assert goal is not None

    def off_target(skeleton: Skeleton) -> float:
        return skeleton[point][axis] - goal

    span = within or _range(free)
    for turned in _roots(body, pose, free, off_target, span):
        return turned
    start = _value(pose, free)
    grid = (span[0] + (span[1] - span[0]) * i / 720 for i in range(721))
    best = min(grid, key=lambda a: abs(off_target(joints(body, _turned(pose, free, a - start)))))
    raise Unreachable(
        f"The {point.replace('_', ' ')} can't get there by turning the {free.replace('_', ' ')}; "
        f"it comes closest at {best:.1f} degrees.",
        angle=free,
        asked=start,
        nearest=round(best, 1),
        reason="reach",
    )


def is_balanced(body: Body, skeleton: Skeleton, load: float = 0.0) -> bool:
    """Whether the centre of mass is over the near foot, from heel to toe."""
    return skeleton["heel"][0] <= centre_of_mass(body, skeleton, load)[0] <= skeleton["toe"][0]


def seated(body: Body, seat_m: float, pose: Pose) -> Pose:
    """`pose` on a seat `seat_m` high, its thighs turned so that the near foot stands on the floor.

    Keeps the shank, the trunk and the arms. Give the far leg its own angles to lift it.
    """
    sitting = replace(pose, support=Support.SEAT, seat_m=seat_m, thigh=90.0 if pose.thigh == 0 else pose.thigh)
    return reach(body, sitting, "thigh", "ankle", y=body.ankle_height_m, within=(20, 150))


def lying(body: Body, pose: Pose | None = None, *, thigh: float = 130.0) -> Pose:
    """On the back, knees bent (thigh 90 level .. 180 upright-down), near foot flat on the floor.

    Takes lumbar, neck, arms and the far leg from `pose`; minus lumbar arches the back, plus flattens it.
    Arms left at 0, which would hang through the floor, lie beside the body.
    """
    given = pose or Pose()
    flat = replace(given, support=Support.BACK, lean=-90.0, thigh=thigh, shank=-40.0, foot=0.0, arm=given.arm or 90.0)
    return reach(body, flat, "shank", "ankle", y=body.ankle_height_m, within=(-95, 0))


def tall_kneeling(pose: Pose) -> Pose:
    """`pose` on its knees, shins along the floor behind, toes pointed. Turn `thigh` to sit back."""
    return replace(pose, support=Support.KNEES, shank=90.0, foot=_POINTED)


def all_fours(body: Body, pose: Pose | None = None, *, hands_m: float | None = None) -> Pose:
    """On hands and knees: lean and arm solved so that the flat hand stays `hands_m` ahead of the knee.

    `thigh` of `pose` is how far the hips have rocked back (0 over the knees, minus forward); elbows straight.
    Without `hands_m` the hands are where hanging arms meet the floor with the hips over the knees.
    """
    given = pose or Pose()
    if hands_m is None:
        level = _on_hands(body, replace(given, thigh=0.0, lumbar=0.0), None)
        hands_m = joints(body, level)["wrist"][0]
    return _on_hands(body, given, hands_m)


# A pointed foot, sole up and toes just touching the floor behind.
_POINTED = 155.0


def _on_hands(body: Body, given: Pose, hands_m: float | None) -> Pose:
    pose = replace(given, support=Support.HANDS_AND_KNEES, shank=90.0, foot=_POINTED, lean=85.0, arm=0.0, elbow=0.0)
    if hands_m is None:
        pose = reach(body, pose, "lean", "wrist", y=HAND_FLESH_M, within=(40, 130))
    else:
        # Two circles: the shoulder is one trunk away from the hip and one arm away from the hand.
        skeleton = joints(body, pose)
        hip, shoulder = skeleton["hip"], skeleton["shoulder"]
        trunk, arm = distance(hip, shoulder), distance(shoulder, skeleton["wrist"])
        dx, dy = hands_m - hip[0], HAND_FLESH_M - hip[1]
        apart = hypot(dx, dy)
        if not abs(trunk - arm) < apart < trunk + arm:
            raise Unreachable(
                "The hands can't stay on the floor there with the hips that far back.",
                angle="thigh",
                asked=given.thigh,
                nearest=None,
                reason="reach",
            )
        along = (apart**2 + trunk**2 - arm**2) / (2 * apart)
        aside = (trunk**2 - along**2) ** 0.5
        sx = hip[0] + (along * dx - aside * dy) / apart
        sy = hip[1] + (along * dy + aside * dx) / apart
        now = atan2(shoulder[0] - hip[0], shoulder[1] - hip[1])
        lean = pose.lean + degrees(atan2(sx - hip[0], sy - hip[1]) - now)
        pose = replace(pose, lean=lean, arm=degrees(atan2(hands_m - sx, sy - HAND_FLESH_M)))
    return replace(pose, wrist=90.0 - pose.arm)


def _range(free: str) -> tuple[float, float]:
    return RANGES[free.removesuffix("_far")]


def _target(body: Body, skeleton: Skeleton, share: float) -> float:
    if skeleton.pose.support is Support.FEET:
        return body.along_foot(share)
    back = skeleton["toe"][0]
    return back + share * (skeleton["knee"][0] - back)


def _value(pose: Pose, angle: str) -> float:
    name = "shank" if angle == "leg" else angle
    value: float | None = getattr(pose, name)
    if value is None:
        value = getattr(pose, name.removesuffix("_far"))
    assert value is not None
    return value


def _turned(pose: Pose, angle: str, by: float) -> Pose:
    if angle == "leg":
        return pose.with_angles(shank=pose.shank + by, thigh=pose.thigh - by)
    return pose.with_angles(**{angle: _value(pose, angle) + by})


def _roots(
    body: Body, pose: Pose, free: str, off_target: Callable[[Skeleton], float], span: tuple[float, float]
) -> Iterator[Pose]:
    """Poses at which `off_target` is zero, the one nearest to `pose` first."""

    def at(turn: float) -> float:
        return off_target(joints(body, _turned(pose, free, turn)))

    here, quarter, back = at(0.0), at(90.0), at(-90.0)
    middle, a = (quarter + back) / 2, (quarter - back) / 2
    b = here - middle
    swing = hypot(a, b)
    if swing < BALANCED_M or abs(middle) > swing:
        return
    phase, angle = degrees(atan2(b, a)), degrees(asin(-middle / swing))
    start = _value(pose, free)
    turns = {(angle - phase + 180) % 360 - 180, (180 - angle - phase + 180) % 360 - 180}
    for turn in sorted(turns, key=abs):
        if span[0] - 1e-9 <= start + turn <= span[1] + 1e-9:
            yield _turned(pose, free, turn)


# Points that may not go below the floor, and what to call them.
_ABOVE_FLOOR = (
    ("hand", "hands"),
    ("hand_far", "far hand"),
    ("knee", "knees"),
    ("heel_far", "far foot"),
    ("toe_far", "far foot"),
    ("nose", "head"),
    ("vertex", "head"),
)


def check(skeleton: Skeleton) -> str | None:
    """A sentence when the pose bends a knee the wrong way or puts a part under the floor, else None."""
    try:
        _check(skeleton)
    except _PoseError as fault:
        return fault.text + "."
    return None


def _check(skeleton: Skeleton) -> None:
    pose = skeleton.pose
    if not KNEE_BEND[0] <= pose.knee <= KNEE_BEND[1]:
        which = "the wrong way" if pose.knee < 0 else "that far"
        raise _PoseError("knee", f"The knee can't bend {which}", ("thigh", "shank"))
    if skeleton["hip"][1] - SEAT_FLESH_M < -1e-3:
        raise _PoseError("floor", "The seat would be under the floor", ("thigh",))
    for name, called in _ABOVE_FLOOR:
        if skeleton[name][1] < -1e-3:
            raise _PoseError("floor", f"The {called} would be under the floor", ("arm", "thigh", "lean"))


def _unreachable(pose: Pose, free: str, attempt: Callable[[Pose], object], fault: _PoseError) -> Unreachable:
    names = [name for name in fault.blame or _BLAME[free.removesuffix("_far")] if name != free]
    for name in names:
        nearest = _nearest(pose, name, attempt)
        if nearest is not None:
            asked = _value(pose, name)
            return Unreachable(
                f"{fault.text}: with the other angles as asked the {name} can't be {asked:g} degrees; "
                f"the nearest it can be is {nearest:g}.",
                angle=name,
                asked=asked,
                nearest=nearest,
                reason=fault.reason,
            )
    name = names[0] if names else free
    asked = _value(pose, name)
    return Unreachable(
        f"{fault.text}: the {name} can't be {asked:g} degrees, and no other {name} helps "
        "while the other angles stay as asked.",
        angle=name,
        asked=asked,
        nearest=None,
        reason=fault.reason,
    )


def _nearest(pose: Pose, name: str, attempt: Callable[[Pose], object]) -> float | None:
    """The value of `name` nearest to the asked one at which `attempt` succeeds, to a tenth of a degree inside."""
    asked = _value(pose, name)
    low, high = _range(name)

    def works(value: float) -> bool:
        if not low <= value <= high:
            return False
        try:
            attempt(pose.with_angles(**{name: value}))
        except _PoseError:
            return False
        return True

    for step in count(1):
        away = step * _SCAN_STEP
        if asked - away < low and asked + away > high:
            return None
        for sign in (-1, 1):
            good = asked + sign * away
            if not works(good):
                continue
            bad = good - sign * _SCAN_STEP
            for _ in range(8):
                half = (good + bad) / 2
                good, bad = (half, bad) if works(half) else (good, half)
            rounded = (floor if sign < 0 else ceil)(good * 10) / 10
            return rounded if works(rounded) else good
    return None
