import pytest

from lessons.body.animation.keyframes import LESSON_BODY, Anchor, Movement
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.model.pose import Pose, joints


def test_an_anchor_ahead_of_a_link_is_on_the_side_the_face_looks_to() -> None:
    upright = joints(LESSON_BODY, Pose())
    for link in ("thigh", "pelvis", "low back", "ribs", "head"):
        assert Anchor(link, 0.5, 0.1).at(upright)[0] == pytest.approx(upright["hip"][0] + 0.1)
    assert Anchor("place", 0.3, 0.4).at(upright) == (0.3, 0.4)


def test_movements_can_be_compared_and_cached() -> None:
    assert isinstance(MOVEMENTS["wall-tap"], Movement)
    assert len({hash(movement) for movement in MOVEMENTS.values()}) == len(MOVEMENTS)
