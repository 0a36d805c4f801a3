import pytest

from lessons.body.animation.keyframes import Keyframe, Variant
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.animation.solver import solve_frames
from lessons.body.model.balance import UnreachablePoseError
from lessons.body.model.pose import Pose


def test_every_keyframe_is_exactly_among_the_frames() -> None:
    frames = solve_frames(MOVEMENTS["chair-sit"].right, count=10)
    assert [frame.keyframe for frame in frames] == [0, None, None, 1, None, None, 2, None, None, 3]
    assert [frame.seconds for frame in frames if frame.keyframe is not None] == [0.0, 1.0, 2.0, 3.0]


def test_too_few_frames_for_the_keyframes_is_an_error() -> None:
    with pytest.raises(ValueError, match="4 keyframes need at least as many frames"):
        solve_frames(MOVEMENTS["chair-sit"].right, count=3)


def test_a_movement_nobody_can_do_says_so() -> None:
    upright = Keyframe(text="Bolt upright over bent knees.", pose=Pose(thigh=90), seconds=1)
    with pytest.raises(UnreachablePoseError, match="can't stay up"):
        solve_frames(Variant(keyframes=(upright, upright)))


def test_a_foot_too_far_away_is_reported() -> None:
    far = Keyframe(text="Doing the splits.", pose=Pose(thigh=5), seconds=1, step_far=6)
    with pytest.raises(UnreachablePoseError, match="foot can't stand there"):
        solve_frames(Variant(keyframes=(far, far)))
