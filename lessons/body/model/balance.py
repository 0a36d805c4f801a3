"""Solve one free angle of a pose, so that the body stays up or a point comes to a place. PURE.

A standing body stays up while its center of mass is over its feet. A pose names where over the foot that is
(`com_ratio`: 0 heel, 0.5 mid-foot, 1 toe); one angle is free and follows from the others. What that rule forbids:
`docs/evidence.md` section 3.6.

Turning one angle by d swings everything beyond it about one joint, so any coordinate, the center of mass included, is
C + A sin(d) + B cos(d). Its values at three turns give A, B and C, and with them every solution exactly, without
iteration.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from math import asin, atan2, ceil, degrees, floor, hypot, isfinite
from typing import Literal

from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import (
    HAND_FLESH_M,
    SEAT_FLESH_M,
    Pose,
    Skeleton,
    Support,
    center_of_mass,
    distance,
    joints,
)

FreeAngle = Literal[
    "lean", "shank", "thigh", "leg", "neck", "arm", "elbow", "shank_far", "thigh_far", "arm_far", "elbow_far"
]
"""Which angle is solved. `leg` turns shank and thigh together about the ankle and keeps the knee's bend."""

ANGLE_RANGES: dict[str, tuple[float, float]] = {
    "lean": (-30.0, 90.0),
    "shank": (-30.0, 50.0),
    "thigh": (-30.0, 130.0),
    "leg": (-30.0, 50.0),
    "neck": (-35.0, 35.0),
    "arm": (-60.0, 180.0),
    "elbow": (0.0, 150.0),
}
"""Least and greatest solution, degrees (`leg`: of the shank). The lean ends at a level trunk: beyond it, the trunk's
weight comes back toward the hips."""

KNEE_FLEXION_RANGE = (-10.0, 160.0)
"""Degrees. A little below 0, for some knees extend past straight."""

_LEAST_SWING_M = 1e-9

# When no value of the free angle balances a pose: which of the given angles to name in the refusal, first to last.
_BLAME: dict[str, tuple[str, ...]] = {
    "lean": ("thigh", "shank", "arm"),
    "thigh": ("lean", "shank"),
    "shank": ("thigh", "lean"),
    "leg": ("lean", "arm"),
    "arm": ("lean", "thigh"),
    "elbow": ("arm", "lean"),
}
_SCAN_STEP_DEG = 0.5


class UnreachablePoseError(ValueError):
    """A pose no body can hold. The message is one sentence fit to show.

    `angle` names the given angle that is out of reach, `requested` its value, `nearest` the nearest value within reach
    (degrees, one decimal), or None when no value of that one angle helps. `reason` is "balance", "knee", "floor" or
    "reach".
    """

    def __init__(self, message: str, *, angle: str, requested: float, nearest: float | None, reason: str) -> None:
        super().__init__(message)
        self.angle = angle
        self.requested = requested
        self.nearest = nearest
        self.reason = reason


class _PoseError(Exception):
    """Why one attempt failed: a reason, the beginning of the sentence, and the angles to name."""

    def __init__(self, reason: str, text: str, blame: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.reason, self.text, self.blame = reason, text, blame


def solve(body: Body, pose: Pose, free: FreeAngle = "lean", *, com_ratio: float = 0.5, load: float = 0.0) -> Pose:
    """The pose of `balanced_skeleton`; same arguments, same errors."""
    return balanced_skeleton(body, pose, free, com_ratio=com_ratio, load=load).pose


def balanced_skeleton(
    body: Body, pose: Pose, free: FreeAngle = "lean", *, com_ratio: float = 0.5, load: float = 0.0
) -> Skeleton:
    """The skeleton of `pose` with its `free` angle turned so that the center of mass is over `com_ratio` of the foot.

    Kneeling tall, the ratio runs from the toes (0) to the knee (1). `load`: kg in the hands. Of two solutions the one
    nearer to the pose's own angle is taken. Raises UnreachablePoseError; ValueError for a ratio outside 0..1, for a
    negative or infinite load, and for a support that leaves nothing to balance.
    """
    if not 0 <= com_ratio <= 1:
        raise ValueError("The com_ratio must be from 0 (heel) to 1 (toe).")
    if not (isfinite(load) and load >= 0):
        raise ValueError("The load must be zero or more kilograms.")
    if pose.support not in (Support.FEET, Support.KNEES):
        raise ValueError(f"A body carried by {pose.support.value} rests; it has nothing to balance.")

    def off_target(skeleton: Skeleton) -> float:
        return center_of_mass(body, skeleton, load)[0] - _target_x(body, skeleton, com_ratio)

    def attempt(candidate: Pose) -> Skeleton:
        for solution in _solutions(body, candidate, free, off_target, _range(free)):
            skeleton = joints(body, solution)
            _raise_impossible(skeleton)
            return skeleton
        raise _PoseError("balance", "The body can't stay up like that")

    try:
        return attempt(pose)
    except _PoseError as error:
        raise _unreachable(pose, free, attempt, error) from None


def reach(
    body: Body,
    pose: Pose,
    free: FreeAngle,
    point: str,
    *,
    x: float | None = None,
    y: float | None = None,
    within: tuple[float, float] | None = None,
) -> Pose:
    """`pose` with its `free` angle turned so that `point` of the skeleton comes to `x` or to `y` (one of them), m.

    For seats, walls and hands on the floor. `within`, degrees, replaces `ANGLE_RANGES`. Raises UnreachablePoseError,
    whose `nearest` is then the free angle that comes closest.
    """
    if (x is None) == (y is None):
        raise ValueError("Give x or y, one of them.")
    axis, goal = (0, x) if x is not None else (1, y)
    assert goal is not None

    def off_target(skeleton: Skeleton) -> float:
        return skeleton[point][axis] - goal

    span = within or _range(free)
    for solution in _solutions(body, pose, free, off_target, span):
        return solution
    start = _value(pose, free)
    grid = (span[0] + (span[1] - span[0]) * i / 720 for i in range(721))
    best = min(grid, key=lambda a: abs(off_target(joints(body, _turned(pose, free, a - start)))))
    raise UnreachablePoseError(
        f"The {point.replace('_', ' ')} can't get there by turning the {free.replace('_', ' ')}; "
        f"it comes closest at {best:.1f} degrees.",
        angle=free,
        requested=start,
        nearest=round(best, 1),
        reason="reach",
    )


def is_balanced(body: Body, skeleton: Skeleton, load: float = 0.0) -> bool:
    """Whether the center of mass of body and `load` kg is over the near foot, from heel to toe."""
    return skeleton["heel"][0] <= center_of_mass(body, skeleton, load)[0] <= skeleton["toe"][0]


def all_fours(body: Body, pose: Pose | None = None, *, hands_m: float | None = None) -> Pose:
    """On hands and knees, elbows straight: lean and arm solved so that the flat hand is `hands_m` ahead of the knee.

    `thigh` of `pose` is how far the hips have rocked back (0 over the knees, negative forward). Without `hands_m` the
    hands are where hanging arms meet the floor with the hips over the knees. Raises UnreachablePoseError.
    """
    base = pose or Pose()
    if hands_m is None:
        level = _on_hands(body, replace(base, thigh=0.0, lumbar=0.0), None)
        hands_m = joints(body, level)["wrist"][0]
    return _on_hands(body, base, hands_m)


# A pointed foot, sole up and toes just touching the floor behind.
_POINTED_FOOT_DEG = 155.0


def _on_hands(body: Body, base: Pose, hands_m: float | None) -> Pose:
    pose = replace(base, support=Support.HANDS_AND_KNEES, shank=90.0, foot=_POINTED_FOOT_DEG)
    pose = replace(pose, lean=85.0, arm=0.0, elbow=0.0)
    if hands_m is None:
        pose = reach(body, pose, "lean", "wrist", y=HAND_FLESH_M, within=(40, 130))
    else:
        # The shoulder is where two circles meet: one trunk away from the hip, one arm away from the hand.
        skeleton = joints(body, pose)
        hip, shoulder = skeleton["hip"], skeleton["shoulder"]
        trunk, arm = distance(hip, shoulder), distance(shoulder, skeleton["wrist"])
        dx, dy = hands_m - hip[0], HAND_FLESH_M - hip[1]
        apart = hypot(dx, dy)
        if not abs(trunk - arm) < apart < trunk + arm:
            raise UnreachablePoseError(
                "The hands can't stay on the floor there with the hips that far back.",
                angle="thigh",
                requested=base.thigh,
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
    return ANGLE_RANGES[free.removesuffix("_far")]


def _target_x(body: Body, skeleton: Skeleton, com_ratio: float) -> float:
    if skeleton.pose.support is Support.FEET:
        return body.along_foot(com_ratio)
    toe = skeleton["toe"][0]
    return toe + com_ratio * (skeleton["knee"][0] - toe)


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


def _solutions(
    body: Body, pose: Pose, free: str, off_target: Callable[[Skeleton], float], span: tuple[float, float]
) -> Iterator[Pose]:
    """Poses at which `off_target` is zero, the one nearest to `pose` first.

    `off_target` must be a coordinate, so that it is c + a sin(turn) + b cos(turn) of the free angle's turn.
    """

    def at(turn: float) -> float:
        return off_target(joints(body, _turned(pose, free, turn)))

    here, quarter, back = at(0.0), at(90.0), at(-90.0)
    c, a = (quarter + back) / 2, (quarter - back) / 2
    b = here - c
    swing = hypot(a, b)
    if swing < _LEAST_SWING_M or abs(c) > swing:
        return
    phase, angle = degrees(atan2(b, a)), degrees(asin(-c / swing))
    start = _value(pose, free)
    turns = {(angle - phase + 180) % 360 - 180, (180 - angle - phase + 180) % 360 - 180}
    for turn in sorted(turns, key=abs):
        if span[0] - 1e-9 <= start + turn <= span[1] + 1e-9:
            yield _turned(pose, free, turn)


# Points that may not go below the floor, and their names in a sentence.
_ABOVE_FLOOR = (
    ("hand", "hands"),
    ("hand_far", "far hand"),
    ("knee", "knees"),
    ("heel_far", "far foot"),
    ("toe_far", "far foot"),
    ("nose", "head"),
    ("vertex", "head"),
)


def pose_error(skeleton: Skeleton) -> str | None:
    """A sentence when a knee bends the wrong way or a part is under the floor, else None."""
    try:
        _raise_impossible(skeleton)
    except _PoseError as error:
        return error.text + "."
    return None


def _raise_impossible(skeleton: Skeleton) -> None:
    pose = skeleton.pose
    if not KNEE_FLEXION_RANGE[0] <= pose.knee <= KNEE_FLEXION_RANGE[1]:
        how = "the wrong way" if pose.knee < 0 else "that far"
        raise _PoseError("knee", f"The knee can't bend {how}", ("thigh", "shank"))
    if skeleton["hip"][1] - SEAT_FLESH_M < -1e-3:
        raise _PoseError("floor", "The seat would be under the floor", ("thigh",))
    for name, label in _ABOVE_FLOOR:
        if skeleton[name][1] < -1e-3:
            raise _PoseError("floor", f"The {label} would be under the floor", ("arm", "thigh", "lean"))


def _unreachable(pose: Pose, free: str, attempt: Callable[[Pose], object], error: _PoseError) -> UnreachablePoseError:
    """The refusal: names the first given angle of which another value helps, and that value."""
    names = [name for name in error.blame or _BLAME[free.removesuffix("_far")] if name != free]
    for name in names:
        nearest = _nearest(pose, name, attempt)
        if nearest is not None:
            requested = _value(pose, name)
            return UnreachablePoseError(
                f"{error.text}: with the other angles as asked the {name} can't be {requested:g} degrees; "
                f"the nearest it can be is {nearest:g}.",
                angle=name,
                requested=requested,
                nearest=nearest,
                reason=error.reason,
            )
    name = names[0] if names else free
    requested = _value(pose, name)
    return UnreachablePoseError(
        f"{error.text}: the {name} can't be {requested:g} degrees, and no other {name} helps "
        "while the other angles stay as asked.",
        angle=name,
        requested=requested,
        nearest=None,
        reason=error.reason,
    )


def _nearest(pose: Pose, name: str, attempt: Callable[[Pose], object]) -> float | None:
    """The value of `name` nearest to the pose's own at which `attempt` succeeds, to a tenth of a degree.

    Scans outward in steps of `_SCAN_STEP_DEG`, then halves the last step. None when nothing in range succeeds.
    """
    requested = _value(pose, name)
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
        away = step * _SCAN_STEP_DEG
        if requested - away < low and requested + away > high:
            return None
        for sign in (-1, 1):
            good = requested + sign * away
            if not works(good):
                continue
            bad = good - sign * _SCAN_STEP_DEG
            for _ in range(8):
                half = (good + bad) / 2
                good, bad = (half, bad) if works(half) else (good, half)
            rounded = (floor if sign < 0 else ceil)(good * 10) / 10
            return rounded if works(rounded) else good
    return None
