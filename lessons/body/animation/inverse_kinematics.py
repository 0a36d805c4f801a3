"""Two-link inverse kinematics: the angles that bring an ankle or a hand to a given point. PURE."""

from math import acos, atan2, cos, degrees, hypot, radians, sin

from lessons.body.model.anthropometry import BALL_FROM_HEEL, Body
from lessons.body.model.balance import UnreachablePoseError
from lessons.body.model.pose import Point2D, Pose, joints


def ankle_above_floor(body: Body, pitch: float) -> float:
    """Height of the ankle, m, when a foot turned by `pitch` degrees touches the floor with its heel or its ball."""
    c, s = cos(radians(pitch)), sin(radians(pitch))
    return body.ankle_height_m * c + max(body.along_foot(BALL_FROM_HEEL) * s, body.along_foot(0.0) * s)


def ankle_placed(body: Body, pose: Pose, ankle: Point2D, far: str) -> Pose:
    """`pose` with the near (`far` "") or far ("_far") leg turned so that its ankle comes to `ankle`, the hip fixed.

    Raises UnreachablePoseError when the leg is too short or too long for it.
    """
    hx, hy = joints(body, pose)["hip"]
    dx, dy = ankle[0] - hx, ankle[1] - hy
    angles = _two_link_angles(body.lengths["thigh"], body.lengths["shank"], hypot(dx, dy))
    if angles is None:
        raise UnreachablePoseError(
            "The foot can't stand there with the hips where they are.",
            angle="thigh",
            requested=pose.thigh,
            nearest=None,
            reason="reach",
        )
    line = degrees(atan2(dx, -dy))
    return pose.with_angles(**{f"thigh{far}": line + angles[0], f"shank{far}": angles[1] - line})


def arm_angles_to(body: Body, shoulder: Point2D, hand: Point2D, far: str) -> dict[str, float | None]:
    """Arm, elbow and wrist angles that bring the hand there; a straight arm toward it when it is out of reach."""
    upper, lower = body.lengths["upper_arm"], body.lengths["forearm"] + body.lengths["hand"]
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    line = degrees(atan2(dx, -dy))
    # Arms are raised in front of the body: a hand behind the neck is reached by an arm turned past 180 degrees.
    if line < -90:
        line += 360
    angles = _two_link_angles(upper, lower, hypot(dx, dy)) or (0.0, 0.0)
    return {f"arm{far}": line - angles[0], f"elbow{far}": angles[0] + angles[1], f"wrist{far}": 0.0}


def _two_link_angles(first: float, second: float, apart: float) -> tuple[float, float] | None:
    """Angles between the line to the target, `apart` m long, and each of two links, degrees.

    None when the target is too far for both links together, or too near to fold them.
    """
    if not abs(first - second) < apart < first + second:
        return None
    at_first = degrees(acos((first * first + apart * apart - second * second) / (2 * first * apart)))
    at_second = degrees(acos((second * second + apart * apart - first * first) / (2 * second * apart)))
    return at_first, at_second
