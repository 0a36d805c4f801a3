"""Poses that rest on a seat, the back or the knees, for tests of the model."""

from dataclasses import replace

from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import reach
from lessons.body.model.pose import Pose, Support


def seated(body: Body, seat_m: float, pose: Pose) -> Pose:
    """`pose` on a seat `seat_m` high, thighs turned so that the near foot stands on the floor."""
    sitting = replace(pose, support=Support.SEAT, seat_m=seat_m, thigh=90.0 if pose.thigh == 0 else pose.thigh)
    return reach(body, sitting, "thigh", "ankle", y=body.ankle_height_m, within=(20, 150))


def lying(body: Body, pose: Pose) -> Pose:
    """On the back with bent knees, near foot flat on the floor, arms beside the body.

    Takes lumbar, neck and the far leg from `pose`.
    """
    flat = replace(pose, support=Support.BACK, lean=-90.0, thigh=130.0, shank=-40.0, foot=0.0, arm=90.0)
    return reach(body, flat, "shank", "ankle", y=body.ankle_height_m, within=(-95, 0))


def tall_kneeling(pose: Pose) -> Pose:
    """`pose` on its knees, shins along the floor behind, toes pointed."""
    return replace(pose, support=Support.KNEES, shank=90.0, foot=155.0)
