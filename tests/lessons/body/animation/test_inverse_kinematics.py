from math import hypot

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lessons.body.animation.inverse_kinematics import ankle_above_floor, ankle_placed, arm_angles_to
from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.model.balance import UnreachablePoseError
from lessons.body.model.pose import Pose, joints


@given(st.floats(-0.4, 0.6), st.floats(-0.72, -0.3), st.sampled_from(["", "_far"]))
def test_the_ankle_comes_where_it_is_put_and_the_knee_bends_forward(ahead: float, above: float, far: str) -> None:
    assume(hypot(ahead, above) < 0.78)
    pose = Pose(thigh=60, thigh_far=60)
    hip_x, hip_y = joints(LESSON_BODY, pose)["hip"]
    placed = ankle_placed(LESSON_BODY, pose, (hip_x + ahead, hip_y + above), far)
    skeleton = joints(LESSON_BODY, placed)
    (hip_x, hip_y), (ankle_x, ankle_y) = skeleton["hip"], skeleton["ankle" + far]
    assert (ankle_x - hip_x, ankle_y - hip_y) == pytest.approx((ahead, above))
    assert getattr(placed, "thigh" + far) + getattr(placed, "shank" + far) >= 0


def test_an_ankle_out_of_reach_is_refused() -> None:
    with pytest.raises(UnreachablePoseError, match="foot can't stand there"):
        ankle_placed(LESSON_BODY, Pose(), (2.0, 0.0), "")


@given(st.floats(0.1, 0.4), st.floats(-0.3, 0.3))
def test_the_hand_comes_where_it_is_put(ahead: float, above: float) -> None:
    shoulder = joints(LESSON_BODY, Pose())["shoulder"]
    target = (shoulder[0] + ahead, shoulder[1] + above)
    angles = arm_angles_to(LESSON_BODY, shoulder, target, "")
    assert joints(LESSON_BODY, Pose().with_angles(**angles))["hand"] == pytest.approx(target)


def test_a_hand_out_of_reach_is_pointed_at_with_a_straight_arm() -> None:
    shoulder = joints(LESSON_BODY, Pose())["shoulder"]
    angles = arm_angles_to(LESSON_BODY, shoulder, (shoulder[0] + 3, shoulder[1]), "")
    assert angles == {"arm": pytest.approx(90), "elbow": 0, "wrist": 0}


@pytest.mark.parametrize("pitch", [-30, 0, 20, 60])
def test_a_foot_at_its_height_touches_the_floor(pitch: float) -> None:
    skeleton = joints(LESSON_BODY, Pose(foot=pitch))
    assert skeleton["ankle"][1] >= ankle_above_floor(LESSON_BODY, pitch) - 1e-9
    assert min(skeleton["heel"][1], skeleton["ball"][1]) >= -1e-9
