"""Every frame of a movement, solved so that the body never leaves what carries it. PURE.

Between two keyframes the driving angles are blended, and the constraints are solved again in every frame: the center
of mass over its part of the foot, the hips on the floor, hands and feet where they belong. So a foot never slides, a
hand never leaves its anchor, and a standing figure could be held still at any instant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, radians, sin

from lessons.body.animation.inverse_kinematics import ankle_above_floor, ankle_placed, arm_angles_to
from lessons.body.animation.keyframes import LESSON_BODY, Keyframe, Variant
from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import UnreachablePoseError, all_fours, balanced_skeleton, reach
from lessons.body.model.pose import NEAR_ANGLES, SEAT_FLESH_M, Pose, Skeleton, Support, joints

_UPPER_BACK_RATIO = 0.059
"""Shoulder center to the skin between the shoulder blades, as a fraction of stature. For the picture."""
_HEAD_RESTS = 0.305
"""Middle of the head above the floor on which its back lies, as a fraction of its length. For the picture."""
_FOOT_LIFT_M = 0.05
"""How high a foot is lifted half way to its new place."""
_MAX_ROUNDS = 8
_SETTLED_DEG = 0.25
"""A standing frame is settled when a round turns it by less than this. The center of mass is then within 0.5 mm of its
target, a quarter of the unit of 2 mm that figures are drawn in."""


@dataclass(frozen=True, slots=True)
class SolvedFrame:
    """One instant of a variant: a skeleton that meets every constraint, and values as in `Keyframe`.

    `seconds` from the start. `keyframe`: index of the keyframe this frame stands for, or None between two.
    """

    seconds: float
    skeleton: Skeleton
    com_ratio: float | None
    load: float
    seat_ratio: float
    keyframe: int | None
    open_m: float
    unmarked: bool
    muscle_work: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Tween:
    """An instant between two keyframes: `u` runs from 0 at `before` to 1 at `after`, slow at both ends."""

    before: Keyframe
    after: Keyframe
    u: float

    def mix(self, start: float, end: float) -> float:
        return start + (end - start) * self.u

    @property
    def com_ratio(self) -> float | None:
        before, after = self.before.com_ratio, self.after.com_ratio
        if before is None or after is None:
            # A fall begins, and a rest ends, at the keyframe itself, so only there the balance may still hold.
            return before if self.u == 0 else None
        return self.mix(before, after)

    @property
    def load(self) -> float:
        return self.mix(self.before.load, self.after.load)

    @property
    def has_anchors(self) -> bool:
        anchors = (self.before.hand, self.before.hand_far, self.after.hand, self.after.hand_far)
        return any(anchor is not None for anchor in anchors)


def solve_frames(variant: Variant, body: Body = LESSON_BODY, count: int = 25) -> tuple[SolvedFrame, ...]:
    """`count` solved frames, about evenly spread over time, every keyframe exactly among them.

    Raises UnreachablePoseError when the body can't do one of them, ValueError when `count` is below the number of
    keyframes.
    """
    keyframes = variant.keyframes
    if count < len(keyframes):
        raise ValueError(f"{len(keyframes)} keyframes need at least as many frames.")
    poses = [_keyframe_pose(body, variant, keyframe) for keyframe in keyframes]
    frames: list[SolvedFrame] = []
    clock = 0.0
    for index, steps in enumerate(_steps(variant, count)):
        before, after = keyframes[index], keyframes[index + 1]
        ends = poses[index], poses[index + 1]
        for step in range(steps):
            frames.append(_solve_frame(body, variant, before, after, ends, step / steps, clock, index, frames))
        clock += after.seconds
    end, pose, index = keyframes[-1], poses[-1], len(keyframes) - 1
    frames.append(_solve_frame(body, variant, end, end, (pose, pose), 0.0, clock, index, frames))
    return tuple(frames)


def _steps(variant: Variant, count: int) -> list[int]:
    """How many frames each stretch between two keyframes gets: at least one, in proportion to its seconds."""
    seconds = [keyframe.seconds for keyframe in variant.keyframes[1:]]
    total, available = sum(seconds), count - 1
    steps = [max(1, round(available * stretch / total)) for stretch in seconds]
    while (excess := sum(steps) - available) != 0:
        steps[steps.index(max(steps))] -= 1 if excess > 0 else -1
    return steps


def _solve_frame(
    body: Body,
    variant: Variant,
    before: Keyframe,
    after: Keyframe,
    ends: tuple[Pose, Pose],
    progress: float,
    clock: float,
    index: int,
    earlier: Sequence[SolvedFrame],
) -> SolvedFrame:
    """The frame at `progress` 0..1 of the way from `before`, keyframe number `index`, to `after`.

    `ends` are the solved poses of both keyframes, `clock` the seconds at `before`, `earlier` the frames so far.
    """
    tween = _Tween(before, after, progress * progress * (3 - 2 * progress))
    pose = _blend(ends[0], ends[1], tween)
    com_ratio = tween.com_ratio
    if progress and len(earlier) > 2 and variant.free == "lean" and com_ratio is not None:
        # A good first guess saves rounds: the lean goes on along the parabola through the last three frames.
        last, second, third = (frame.skeleton.pose.lean for frame in earlier[:-4:-1])
        pose = replace(pose, lean=3 * last - 3 * second + third)
    work_before, work_after = dict(before.muscle_work), dict(after.muscle_work)
    return SolvedFrame(
        seconds=round(clock + progress * after.seconds, 3),
        skeleton=_constrained(body, variant, pose, tween),
        com_ratio=com_ratio,
        load=tween.load,
        seat_ratio=tween.mix(before.seat_ratio, after.seat_ratio),
        keyframe=index if progress == 0 else None,
        open_m=tween.mix(before.open_m, after.open_m),
        unmarked=before.unmarked if tween.u < 0.5 else after.unmarked,
        muscle_work=tuple(
            (name, tween.mix(work_before.get(name, 0.0), work_after.get(name, 0.0)))
            for name in dict(before.muscle_work + after.muscle_work)
        ),
    )


_FAR_ANGLES = tuple(f"{name}_far" for name in ("shank", "thigh", "arm", "elbow", "wrist", "foot"))
_BLENDED = (*NEAR_ANGLES, *_FAR_ANGLES, "seat_m")


def _with_far_angles(pose: Pose) -> Pose:
    """The same pose with every far angle a number, so that two poses can be blended."""
    far: dict[str, float | None] = {
        name: getattr(pose, name.removesuffix("_far")) if getattr(pose, name) is None else getattr(pose, name)
        for name in _FAR_ANGLES
    }
    return pose.with_angles(**far)


def _blend(start: Pose, end: Pose, tween: _Tween) -> Pose:
    if tween.u == 0:
        return start
    return start.with_angles(**{name: tween.mix(getattr(start, name), getattr(end, name)) for name in _BLENDED})


@lru_cache(maxsize=1024)
def _keyframe_pose(body: Body, variant: Variant, keyframe: Keyframe) -> Pose:
    pose = _with_far_angles(keyframe.pose)
    if keyframe.seat_m is not None:
        pose = reach(body, pose, "thigh", "hip", y=keyframe.seat_m + SEAT_FLESH_M, within=(0.0, 130.0))
        if keyframe.pose.thigh_far is None:
            pose = replace(pose, thigh_far=pose.thigh)
    return _constrained(body, variant, pose, _Tween(keyframe, keyframe, 0.0)).pose


def _constrained(body: Body, variant: Variant, pose: Pose, tween: _Tween) -> Skeleton:
    """The skeleton of `pose` with every constraint of the two keyframes solved."""
    match pose.support:
        case Support.BACK:
            hip_y = SEAT_FLESH_M + tween.mix(tween.before.lift_m, tween.after.lift_m)
            pose = reach(body, pose, "lean", "hip", y=hip_y, within=(-125.0, -60.0))
            pose = _rest_head(body, pose)
            pose = _place_resting_feet(body, pose, tween)
        case Support.SEAT:
            pose = _place_resting_feet(body, pose, tween)
        case Support.HANDS_AND_KNEES:
            pose = all_fours(body, pose, hands_m=_hands_ahead_m(body))
            pose = replace(pose, arm_far=pose.arm, elbow_far=0.0, wrist_far=pose.wrist)
            pose = replace(pose, thigh_far=pose.thigh, shank_far=pose.shank, foot_far=pose.foot)
        case _:
            return _pin_ball_of_foot(_standing(body, variant, pose, tween))
    return _pin_ball_of_foot(_place_hands(body, joints(body, pose), tween))


def _standing(body: Body, variant: Variant, pose: Pose, tween: _Tween) -> Skeleton:
    com_ratio, free, has_anchors = tween.com_ratio, variant.free, tween.has_anchors
    skeleton: Skeleton | None = None
    earlier_round: tuple[float, float] | None = None
    # Moving the hands to their anchors shifts the balance, and balancing shifts the anchors: a few rounds settle both.
    for _ in range(_MAX_ROUNDS):
        trial = _place_far_foot(body, pose, tween)
        if has_anchors:
            trial = _with_hands(body, joints(body, trial), tween)
        if com_ratio is None:
            at_wall = tween.before.at_wall and tween.after.at_wall
            return joints(body, _against_wall(body, trial) if at_wall else trial)
        skeleton = balanced_skeleton(body, trial, free, com_ratio=com_ratio, load=tween.load)
        if free != "lean":
            skeleton = _turn_far_leg_too(body, skeleton, trial, tween)
        elif not has_anchors:
            return skeleton
        pose = skeleton.pose
        if abs(pose.lean - trial.lean) + abs(pose.shank - trial.shank) < _SETTLED_DEG:
            break
        if free == "lean":
            earlier_round, pose = _extrapolate_lean(trial.lean, pose, earlier_round)
    assert skeleton is not None
    return _place_hands(body, skeleton, tween)


def _extrapolate_lean(
    trial_lean: float, pose: Pose, earlier_round: tuple[float, float] | None
) -> tuple[tuple[float, float], Pose]:
    """This round's (lean put in, lean that came out), and `pose` with the lean at which the two would be equal.

    One step of the secant method: the lean that comes out grows almost linearly with the lean put in.
    """
    slope = 0.0
    if earlier_round is not None and abs(trial_lean - earlier_round[0]) > 1e-6:
        slope = (pose.lean - earlier_round[1]) / (trial_lean - earlier_round[0])
        # Bounded, so that two nearly equal rounds can't throw the next one far off.
        slope = min(0.8, max(-0.8, slope))
    lean = trial_lean + (pose.lean - trial_lean) / (1 - slope)
    return (trial_lean, pose.lean), replace(pose, lean=lean)


def _against_wall(body: Body, pose: Pose) -> Pose:
    """`pose` with the lean at which the upper back touches the wall that the buttocks touch."""
    wall_x = joints(body, pose)["wall_touch"][0]
    return reach(body, pose, "lean", "shoulder", x=wall_x + _UPPER_BACK_RATIO * body.stature_m)


def _turn_far_leg_too(body: Body, skeleton: Skeleton, trial: Pose, tween: _Tween) -> Skeleton:
    """When balancing turned the near leg, a far leg in the same position turns with it."""
    if tween.before.step_far is not None or tween.after.step_far is not None or trial.shank_far != trial.shank:
        return skeleton
    pose = skeleton.pose
    return joints(body, replace(pose, shank_far=pose.shank, thigh_far=pose.thigh))


def _place_far_foot(body: Body, pose: Pose, tween: _Tween) -> Pose:
    before, after = tween.before, tween.after
    if before.step_far is None or after.step_far is None:
        return pose
    x = tween.mix(before.step_far, after.step_far) * body.lengths["foot"]
    lift = tween.mix(before.lift_far_m, after.lift_far_m)
    if before.step_far != after.step_far:
        lift += _FOOT_LIFT_M * sin(radians(180 * tween.u))
    return ankle_placed(body, pose, (x, ankle_above_floor(body, pose.foot_far or 0.0) + lift), "_far")


def _rest_head(body: Body, pose: Pose) -> Pose:
    """The back of the head on the floor, or as near to it as a neck lets it come."""
    try:
        return reach(body, pose, "neck", "head", y=_HEAD_RESTS * body.lengths["head"])
    except UnreachablePoseError as beyond:
        return pose if beyond.nearest is None else replace(pose, neck=beyond.nearest)


def _place_resting_feet(body: Body, pose: Pose, tween: _Tween) -> Pose:
    before, after = tween.before, tween.after
    leg = body.lengths["thigh"] + body.lengths["shank"]
    origin = _resting_hip_x(body, pose.support)
    for far, start, end in (("", before.step, after.step), ("_far", before.step_far, after.step_far)):
        if start is None or end is None:
            continue
        pitch: float = getattr(pose, "foot" + far)
        ankle = (origin + tween.mix(start, end) * leg, ankle_above_floor(body, pitch))
        pose = ankle_placed(body, pose, ankle, far)
    return pose


@lru_cache(maxsize=64)
def _resting_hip_x(body: Body, support: Support) -> float:
    """Where the hips are with a neutral back, m. Feet are placed from here, so they stay while the pelvis rolls."""
    if support is Support.SEAT:
        return 0.0
    flat = reach(body, Pose(support=support, lean=-90.0), "lean", "hip", y=SEAT_FLESH_M, within=(-125.0, -60.0))
    return joints(body, flat)["hip"][0]


@lru_cache(maxsize=64)
def _hands_ahead_m(body: Body) -> float:
    return joints(body, all_fours(body))["wrist"][0]


def _with_hands(body: Body, skeleton: Skeleton, tween: _Tween) -> Pose:
    """The skeleton's pose with arm angles that bring the hands to their anchors."""
    before, after = tween.before, tween.after
    angles: dict[str, float | None] = {}
    for far, start, end in (("", before.hand, after.hand), ("_far", before.far_hand_anchor, after.far_hand_anchor)):
        if start is None or end is None:
            continue
        (x0, y0), (x1, y1) = start.at(skeleton), end.at(skeleton)
        angles |= arm_angles_to(body, skeleton["shoulder"], (tween.mix(x0, x1), tween.mix(y0, y1)), far)
    return skeleton.pose.with_angles(**angles) if angles else skeleton.pose


def _place_hands(body: Body, skeleton: Skeleton, tween: _Tween) -> Skeleton:
    pose = _with_hands(body, skeleton, tween)
    return skeleton if pose is skeleton.pose else joints(body, pose)


def _pin_ball_of_foot(skeleton: Skeleton) -> Skeleton:
    """The skeleton moved so that the ball of the foot is where it is under a flat foot.

    A heel that rises turns the foot about its ball. `joints` keeps the ankle at x = 0, which would make the ball slide.
    """
    pose = skeleton.pose
    if pose.support is not Support.FEET or pose.foot == 0:
        return skeleton
    ankle_x, ankle_y = skeleton["ankle"]
    ball_x, ball_y = skeleton["ball"]
    c, s = cos(radians(pose.foot)), sin(radians(pose.foot))
    # Undo the pitch: how far ahead of the ankle the ball is under a flat foot.
    flat = (ball_x - ankle_x) * c - (ball_y - ankle_y) * s
    shift = ankle_x + flat - ball_x
    return Skeleton({name: (x + shift, y) for name, (x, y) in skeleton.points.items()}, pose)
