import pytest

from lessons.body.animation.keyframes import LESSON_BODY, Anchor, Keyframe, Movement, Variant
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


def test_a_variant_lasts_as_long_as_its_keyframes() -> None:
    assert Variant(keyframes=(Keyframe(text="Stand.", seconds=1.5), Keyframe(text="Bow.", seconds=2))).seconds == 3.5


def test_every_fault_is_marked_at_its_end() -> None:
    assert [slug for slug, movement in MOVEMENTS.items() if movement.fault.keyframes[-1].unmarked] == []


def test_only_a_comparison_is_played_anew_from_its_start() -> None:
    anew = [slug for slug, movement in MOVEMENTS.items() if not all(way.there_and_back for way in movement.variants)]
    assert anew == ["hinge-or-squat"]


def test_only_two_movements_do_not_stand_on_both_legs_alike() -> None:
    ratios = {slug: [way.far_leg_ratio for way in movement.variants] for slug, movement in MOVEMENTS.items()}
    assert {slug: found for slug, found in ratios.items() if found != [0.5, 0.5]} == {
        "neutral-on-the-move": [0, 0],
        "kickstand-hinge": [0.12, 0.12],
    }
