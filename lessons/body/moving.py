"""How a body gets from one pose to the next without ever leaving the ground it stands on.

A movement is a few key poses with the seconds between them. Between two keys the driving angles are blended, and what
must hold is solved again in every frame: the centre of mass over its share of the foot, the hips on the floor, hands
and feet where they belong. So a foot never slides, a hand never leaves its handle, and a standing figure could be
held still at any instant.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import Literal

from lessons.body.anthropometry import BALL_FROM_HEEL, Body
from lessons.body.balance import Free, Unreachable, all_fours, balanced, reach
from lessons.body.pose import ANGLES, SEAT_FLESH_M, Point, Pose, Skeleton, Support, centre_of_mass, joints

FIGURE = Body("f", 1.65, 62)
"""The body the lessons are drawn with."""

UPPER_BACK_M = 0.059
"""Shoulder centre to the skin between the shoulder blades, as a fraction of stature."""

Link = Literal["thigh", "thigh_far", "pelvis", "low back", "ribs", "head", "place"]

# From where to where a link runs, and the sign that turns its direction into "ahead of it".
_LINKS: dict[str, tuple[str, str, int]] = {
    "thigh": ("hip", "knee", 1),
    "thigh_far": ("hip", "knee_far", 1),
    "pelvis": ("hip", "l5s1", -1),
    "low back": ("l5s1", "t12l1", -1),
    "ribs": ("t12l1", "c7", -1),
    "head": ("c7", "vertex", -1),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place a hand goes to.

    On a link: `along` as a fraction of it from its lower or inner end, `ahead` metres in front of its line.
    On "place": `along` metres ahead of the origin, `ahead` metres above the floor.
    """

    on: Link
    along: float
    ahead: float

    def at(self, skeleton: Skeleton) -> Point:
        if self.on == "place":
            return self.along, self.ahead
        start, end, side = _LINKS[self.on]
        (x0, y0), (x1, y1) = skeleton[start], skeleton[end]
        dx, dy = x1 - x0, y1 - y0
        length = hypot(dx, dy)
        aside = self.ahead * side / length
        return x0 + self.along * dx - aside * dy, y0 + self.along * dy + aside * dx


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A pose of a movement, `seconds` after the key before it, and what is seen then (`text`, for screen readers).

    What must hold, and is solved in every frame:

    * `share`: the centre of mass over that share of the foot (Pose.support FEET or KNEES); None where something else
      carries the body, or nothing does and it falls.
    * `seat_m`: the hips come down until they rest that high; the thigh is solved. Only at the key itself.
    * `at_wall`: bottom and upper back against a wall behind; the lean is solved.
    * `hand`, `hand_far`: where the hands are. None leaves the arm its angles; the far hand goes with the near one
      unless the pose gives `arm_far`.
    * `step`, `step_far`: standing, how many foot lengths the far foot is ahead of the near one; on the back or on a
      seat, how many leg lengths each ankle is ahead of the hips.
    * `lift_m`: hips above the floor, on the back. `lift_far_m`: far ankle above where it stands.
    * `clean`: on a fault, a moment in which nothing is wrong yet, so nothing is marked.
    * `load`: kg in the hands.
    * `open_m`: how far the far hip has swung back and up out of the plane (drawn, not weighed).
    * `works`: muscle -> 0..1 where the sums of one static pose say nothing (lying down), from the lesson's "feel".
    """

    text: str
    pose: Pose = field(default_factory=Pose)
    seconds: float = 0.0
    share: float | None = 0.5
    seat_m: float | None = None
    at_wall: bool = False
    hand: Spot | None = None
    hand_far: Spot | None = None
    step: float | None = None
    step_far: float | None = None
    lift_m: float = 0.0
    lift_far_m: float = 0.0
    clean: bool = False
    load: float = 0.0
    open_m: float = 0.0
    works: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """A thing in the picture. `kind` says what it is and how it moves, the numbers are metres.

    `x` is where it stands (from the figure's origin, or from the hips for what is sat on), `height` its top.
    """

    kind: str
    x: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The right way, or the commonest fault: three keys or more and the things around the body.

    `stills` are the keys that tell the story without motion (start, middle, end). `mark` is the joint where the
    difference is, with metres ahead of and above it. `far_share` is the weight on the far leg. `free` is the angle
    that keeps the balance. `across`: how long the forearms look, less than 1 where they turn across the body (drawn,
    not weighed). `there_and_back`: played to the end and back again, otherwise from the start again.
    """

    keys: tuple[Key, ...]
    props: tuple[Prop, ...] = ()
    mark: tuple[str, float, float] = ("l3l4", 0.0, 0.0)
    far_share: float = 0.5
    free: Free = "lean"
    across: float = 1.0
    there_and_back: bool = True
    stills: tuple[int, int, int] = (0, 1, -1)

    @property
    def seconds(self) -> float:
        return sum(key.seconds for key in self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    slug: str
    title: str
    right: Version
    fault: Version

    @property
    def versions(self) -> tuple[Version, Version]:
        return self.right, self.fault


@dataclass(frozen=True, slots=True)
class Instant:
    """One settled pose of a version, its values as in Key. `key` is the index of the key it stands for, or None."""

    seconds: float
    skeleton: Skeleton
    share: float | None
    load: float
    key: int | None
    open_m: float
    clean: bool
    works: tuple[tuple[str, float], ...]


def instants(version: Version, body: Body = FIGURE, count: int = 25) -> tuple[Instant, ...]:
    """`count` settled poses, about evenly in time, every key exactly among them.

    Raises Unreachable when the body can't do one of them, ValueError when `count` is too small for the keys.
    """
    keys = version.keys
    if count < len(keys):
        raise ValueError(f"{len(keys)} keys need at least as many frames.")
    settled = [_key_pose(body, version, key) for key in keys]
    found: list[Instant] = []
    clock = 0.0
    for index, steps in enumerate(_steps(version, count), start=1):
        before, after = keys[index - 1], keys[index]
        ends = settled[index - 1], settled[index]
        for step in range(steps):
            found.append(_instant(body, version, before, after, ends, step / steps, clock, index - 1, found))
        clock += after.seconds
    last = len(keys) - 1
    found.append(_instant(body, version, keys[-1], keys[-1], (settled[-1], settled[-1]), 0.0, clock, last, found))
    return tuple(found)


def _steps(version: Version, count: int) -> list[int]:
    """How many frames each stretch between two keys gets: at least one, in proportion to its seconds."""
    seconds = [key.seconds for key in version.keys[1:]]
    total, left = sum(seconds), count - 1
    steps = [max(1, round(left * each / total)) for each in seconds]
    while (over := sum(steps) - left) != 0:
        steps[steps.index(max(steps))] -= 1 if over > 0 else -1
    return steps


def _instant(
    body: Body,
    version: Version,
    before: Key,
    after: Key,
    ends: tuple[Pose, Pose],
    u: float,
    clock: float,
    index: int,
    earlier: list[Instant],
) -> Instant:
    eased = u * u * (3 - 2 * u)
    pose = _blend(ends[0], ends[1], eased)
    if u and len(earlier) > 2 and version.free == "lean" and _share(before, after, eased) is not None:
        # Nearly there already: carry on as the last three frames went. The balance is solved all the same.
        last, second, third = (each.skeleton.pose.lean for each in earlier[:-4:-1])
        pose = replace(pose, lean=3 * last - 3 * second + third)
    skeleton = _settle(body, version, pose, before, after, eased)
    works = tuple(
        (name, _mix(dict(before.works).get(name, 0.0), dict(after.works).get(name, 0.0), eased))
        for name in dict(before.works + after.works)
    )
    return Instant(
        seconds=round(clock + u * after.seconds, 3) if u else round(clock, 3),
        skeleton=skeleton,
        share=_share(before, after, eased),
        load=_mix(before.load, after.load, eased),
        key=index if u == 0 else None,
        open_m=_mix(before.open_m, after.open_m, eased),
        clean=before.clean if eased < 0.5 else after.clean,
        works=works,
    )


def _mix(a: float, b: float, u: float) -> float:
    return a + (b - a) * u


def _share(before: Key, after: Key, u: float) -> float | None:
    if before.share is None or after.share is None:
        # Falling begins, or a rest ends, with the key that says so.
        return before.share if u == 0 else None
    return _mix(before.share, after.share, u)


_FAR = ("shank", "thigh", "arm", "elbow", "wrist", "foot")


def _spelled_out(pose: Pose) -> Pose:
    """The same pose with every far angle a number, so that two can be blended."""
    far: dict[str, float | None] = {
        f"{name}_far": getattr(pose, name) if getattr(pose, f"{name}_far") is None else getattr(pose, f"{name}_far")
        for name in _FAR
    }
    return pose.with_angles(**far)


def _blend(a: Pose, b: Pose, u: float) -> Pose:
    if u == 0:
        return a
    names = (*ANGLES, *(f"{name}_far" for name in _FAR), "seat_m")
    return a.with_angles(**{name: _mix(getattr(a, name), getattr(b, name), u) for name in names})


@lru_cache(maxsize=1024)
def _key_pose(body: Body, version: Version, key: Key) -> Pose:
    pose = _spelled_out(key.pose)
    if key.seat_m is not None:
        pose = reach(body, pose, "thigh", "hip", y=key.seat_m + SEAT_FLESH_M, within=(0.0, 130.0))
        if key.pose.thigh_far is None:
            pose = replace(pose, thigh_far=pose.thigh)
    return _settle(body, version, pose, key, key, 0.0).pose


def _settle(body: Body, version: Version, pose: Pose, before: Key, after: Key, u: float) -> Skeleton:
    """Everything that must hold between two keys, made to hold."""
    match pose.support:
        case Support.BACK:
            flesh = SEAT_FLESH_M + _mix(before.lift_m, after.lift_m, u)
            pose = reach(body, pose, "lean", "hip", y=flesh, within=(-125.0, -60.0))
            pose = _feet_resting(body, pose, before, after, u)
        case Support.SEAT:
            pose = _feet_resting(body, pose, before, after, u)
        case Support.HANDS_AND_KNEES:
            pose = all_fours(body, pose, hands_m=_hands_ahead(body))
            pose = replace(pose, arm_far=pose.arm, elbow_far=0.0, wrist_far=pose.wrist)
            pose = replace(pose, thigh_far=pose.thigh, shank_far=pose.shank, foot_far=pose.foot)
        case _:
            return _planted(_standing(body, version, pose, before, after, u))
    return _planted(_handed(body, joints(body, pose), before, after, u))


def _standing(body: Body, version: Version, pose: Pose, before: Key, after: Key, u: float) -> Skeleton:
    share, load, free = _share(before, after, u), _mix(before.load, after.load, u), version.free
    reaches = any(spot is not None for spot in (before.hand, before.hand_far, after.hand, after.hand_far))
    steady: Skeleton | None = None
    tried: tuple[float, float] | None = None
    # Hands that must meet something move the balance, and the balance moves the hands: a few rounds settle both.
    for _ in range(8):
        was = _far_foot(body, pose, before, after, u)
        if reaches:
            was = _hands(body, joints(body, was), before, after, u)
        if share is None:
            return joints(body, _against_wall(body, was) if before.at_wall and after.at_wall else was)
        steady = balanced(body, was, free, com_share=share, load=load)
        if free != "lean":
            steady = _far_leg_along(body, steady, was, before, after)
        elif not reaches:
            return steady
        pose = steady.pose
        if abs(pose.lean - was.lean) + abs(pose.shank - was.shank) < 0.25:
            break
        if free == "lean":
            tried, pose = _foretold(was.lean, pose, tried)
    assert steady is not None
    return _handed(body, steady, before, after, u)


def _foretold(asked: float, found: Pose, tried: tuple[float, float] | None) -> tuple[tuple[float, float], Pose]:
    """`found` with the lean that the next rounds would come to, for the lean found grows evenly with the one asked."""
    slope = 0.0
    if tried is not None and abs(asked - tried[0]) > 1e-6:
        slope = min(0.8, max(-0.8, (found.lean - tried[1]) / (asked - tried[0])))
    return (asked, found.lean), replace(found, lean=asked + (found.lean - asked) / (1 - slope))


def _against_wall(body: Body, pose: Pose) -> Pose:
    wall_x = joints(body, pose)["wall_touch"][0]
    return reach(body, pose, "lean", "shoulder", x=wall_x + UPPER_BACK_M * body.stature_m)


def _far_leg_along(body: Body, skeleton: Skeleton, was: Pose, before: Key, after: Key) -> Skeleton:
    """When the near leg turned to keep the balance, a far leg that does the same turns with it."""
    if before.step_far is not None or after.step_far is not None or was.shank_far != was.shank:
        return skeleton
    pose = skeleton.pose
    return joints(body, replace(pose, shank_far=pose.shank, thigh_far=pose.thigh))


def _far_foot(body: Body, pose: Pose, before: Key, after: Key, u: float) -> Pose:
    if before.step_far is None or after.step_far is None:
        return pose
    x = _mix(before.step_far, after.step_far, u) * body.lengths["foot"]
    up = _mix(before.lift_far_m, after.lift_far_m, u)
    if before.step_far != after.step_far:
        # A foot that changes its place is lifted on the way.
        up += 0.05 * sin(radians(180 * u))
    return _leg_to(body, pose, (x, _ankle_over_floor(body, pose.foot_far or 0.0) + up), "_far")


def _ankle_over_floor(body: Body, pitch: float) -> float:
    """How high the ankle is when a foot turned by `pitch` touches the floor, with its heel or with its ball."""
    c, s = cos(radians(pitch)), sin(radians(pitch))
    return body.ankle_height_m * c + max(body.along_foot(BALL_FROM_HEEL) * s, body.along_foot(0.0) * s)


def _feet_resting(body: Body, pose: Pose, before: Key, after: Key, u: float) -> Pose:
    leg = body.lengths["thigh"] + body.lengths["shank"]
    origin = _resting_hip_x(body, pose.support)
    for far, start, end in (("", before.step, after.step), ("_far", before.step_far, after.step_far)):
        if start is None or end is None:
            continue
        pitch: float = getattr(pose, "foot" + far)
        ankle = (origin + _mix(start, end, u) * leg, _ankle_over_floor(body, pitch))
        pose = _leg_to(body, pose, ankle, far)
    return pose


@lru_cache(maxsize=64)
def _resting_hip_x(body: Body, support: Support) -> float:
    """Where the hips are with the back in the middle: feet keep their place while the pelvis rolls."""
    if support is Support.SEAT:
        return 0.0
    flat = reach(body, Pose(support=support, lean=-90.0), "lean", "hip", y=SEAT_FLESH_M, within=(-125.0, -60.0))
    return joints(body, flat)["hip"][0]


@lru_cache(maxsize=64)
def _hands_ahead(body: Body) -> float:
    return joints(body, all_fours(body))["wrist"][0]


def _two_links(a: float, b: float, apart: float) -> tuple[float, float] | None:
    """Angles between the line to the target and each of two links, degrees; None when it is too far or too near."""
    if not abs(a - b) < apart < a + b:
        return None
    first = degrees(acos((a * a + apart * apart - b * b) / (2 * a * apart)))
    second = degrees(acos((b * b + apart * apart - a * a) / (2 * b * apart)))
    return first, second


def _leg_to(body: Body, pose: Pose, ankle: Point, far: str) -> Pose:
    hx, hy = joints(body, pose)["hip"]
    dx, dy = ankle[0] - hx, ankle[1] - hy
    apart = hypot(dx, dy)
    angles = _two_links(body.lengths["thigh"], body.lengths["shank"], apart)
    if angles is None:
        raise Unreachable(
            "The foot can't stand there with the hips where they are.",
            angle="thigh",
            asked=pose.thigh,
            nearest=None,
            reason="reach",
        )
    line = degrees(atan2(dx, -dy))
    return pose.with_angles(**{f"thigh{far}": line + angles[0], f"shank{far}": angles[1] - line})


def _hands(body: Body, skeleton: Skeleton, before: Key, after: Key, u: float) -> Pose:
    """Its pose with the hands where they belong."""
    angles: dict[str, float | None] = {}
    for far in ("", "_far"):
        start = _far_spot(before) if far else before.hand
        end = _far_spot(after) if far else after.hand
        if start is None or end is None:
            continue
        (x0, y0), (x1, y1) = start.at(skeleton), end.at(skeleton)
        angles |= _arm_to(body, skeleton["shoulder"], (_mix(x0, x1, u), _mix(y0, y1, u)), far)
    return skeleton.pose.with_angles(**angles) if angles else skeleton.pose


def _handed(body: Body, skeleton: Skeleton, before: Key, after: Key, u: float) -> Skeleton:
    pose = _hands(body, skeleton, before, after, u)
    return skeleton if pose is skeleton.pose else joints(body, pose)


def _far_spot(key: Key) -> Spot | None:
    """Where the far hand goes: its own spot, else with the near hand unless its arm has an angle of its own."""
    return key.hand_far or (key.hand if key.pose.arm_far is None else None)


def _arm_to(body: Body, shoulder: Point, hand: Point, far: str) -> dict[str, float | None]:
    """The arm's angles that bring the hand there; a straight arm towards it when it is too far."""
    upper, lower = body.lengths["upper_arm"], body.lengths["forearm"] + body.lengths["hand"]
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    line = degrees(atan2(dx, -dy))
    # Arms go up in front: a hand behind the neck is reached by an arm past 180 degrees.
    if line < -90:
        line += 360
    angles = _two_links(upper, lower, hypot(dx, dy)) or (0.0, 0.0)
    return {f"arm{far}": line - angles[0], f"elbow{far}": angles[0] + angles[1], f"wrist{far}": 0.0}


def _planted(skeleton: Skeleton) -> Skeleton:
    """A heel that rises turns the foot about its ball, not about the ankle: move the body so that the ball stays."""
    pose = skeleton.pose
    if pose.support is not Support.FEET or pose.foot == 0:
        return skeleton
    ankle_x, ankle_y = skeleton["ankle"]
    ball_x, ball_y = skeleton["ball"]
    c, s = cos(radians(pose.foot)), sin(radians(pose.foot))
    # The ball as it was under a flat foot: the pitch undone.
    flat = (ball_x - ankle_x) * c - (ball_y - ankle_y) * s
    shift = ankle_x + flat - ball_x
    return Skeleton({name: (x + shift, y) for name, (x, y) in skeleton.points.items()}, pose)


def balance_error(body: Body, instant: Instant) -> float:
    """Metres between the centre of mass and the share of the foot it should be over; 0 where nothing is asked."""
    skeleton = instant.skeleton
    if instant.share is None or skeleton.pose.support not in (Support.FEET, Support.KNEES):
        return 0.0
    com = centre_of_mass(body, skeleton, instant.load)[0]
    if skeleton.pose.support is Support.FEET:
        return com - skeleton["ankle"][0] - body.along_foot(instant.share)
    back = skeleton["toe"][0]
    return com - back - instant.share * (skeleton["knee"][0] - back)


def contact_points(skeleton: Skeleton) -> Iterator[tuple[str, Point, float]]:
    """Points of the body that could pass through something, each with the flesh around it (metres)."""
    for name, flesh in FLESH.items():
        yield name, skeleton[name], flesh


FLESH = {
    **dict.fromkeys(("heel", "ball", "toe", "heel_far", "ball_far", "toe_far"), 0.0),
    **dict.fromkeys(("ankle", "ankle_far"), 0.02),
    **dict.fromkeys(("knee", "knee_far"), 0.05),
    **dict.fromkeys(("wrist", "wrist_far", "elbow", "elbow_far"), 0.02),
    **dict.fromkeys(("hand", "hand_far"), 0.02),
    "hip": 0.09,
    "shoulder": 0.05,
    "l3l4": 0.05,
    "c7": 0.05,
    "vertex": 0.0,
    "nose": 0.0,
}
"""Joint -> metres of flesh that must stay clear of floor, wall and seat."""

__all__ = [
    "FIGURE",
    "FLESH",
    "Instant",
    "Key",
    "Movement",
    "Prop",
    "Spot",
    "Version",
    "balance_error",
    "contact_points",
    "instants",
]
