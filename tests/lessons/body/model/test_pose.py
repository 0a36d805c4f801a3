from itertools import pairwise
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import all_fours
from lessons.body.model.pose import SPINE, Pose, Support, center_of_mass, distance, joints
from tests.lessons.body.model.resting_poses import lying, seated, tall_kneeling

MAN = Body("m", 1.77, 75)
WOMAN = Body("f", 1.61, 65)

bodies = st.builds(Body, st.sampled_from(["f", "m"]), st.floats(1.3, 2.2), st.floats(35, 200))
poses = st.builds(
    Pose,
    shank=st.floats(-10, 45),
    thigh=st.floats(0, 110),
    lean=st.floats(-20, 90),
    lumbar=st.floats(-20, 50),
    neck=st.floats(-40, 40),
    arm=st.floats(-30, 170),
    elbow=st.floats(0, 140),
    wrist=st.floats(-60, 60),
    foot=st.floats(0, 40),
    shank_far=st.none() | st.floats(-40, 90),
    thigh_far=st.none() | st.floats(-20, 110),
    arm_far=st.none() | st.floats(-30, 170),
    foot_far=st.none() | st.floats(0, 60),
    support=st.sampled_from(list(Support)),
)

LINKS = [
    ("ankle", "knee", "shank"),
    ("knee", "hip", "thigh"),
    ("ankle_far", "knee_far", "shank"),
    ("knee_far", "hip", "thigh"),
    ("hip", "l5s1", "pelvis"),
    ("shoulder", "elbow", "upper_arm"),
    ("elbow", "wrist", "forearm"),
    ("wrist", "hand", "hand"),
    ("shoulder", "elbow_far", "upper_arm"),
    ("elbow_far", "wrist_far", "forearm"),
    ("c7", "vertex", "head"),
]


@given(bodies, poses)
def test_no_segment_ever_changes_length(body: Body, pose: Pose) -> None:
    skeleton = joints(body, pose)
    lengths = [distance(skeleton[start], skeleton[end]) for start, end, _ in LINKS]
    assert lengths == pytest.approx([body.lengths[segment] for _, _, segment in LINKS])

    spine = [distance(skeleton[low], skeleton[high]) for low, high in pairwise(SPINE)]
    assert spine == pytest.approx([0.38 / 5 * body.lengths["torso"]] * 5 + [0.62 * body.lengths["torso"]])


@given(bodies, poses)
def test_the_fingertips_are_straight_beyond_the_hand(body: Body, pose: Pose) -> None:
    found = joints(body, pose)
    for far in ("", "_far"):
        wrist, hand = found[f"wrist{far}"], found[f"hand{far}"]
        beyond = [start + 2.2 * (end - start) for start, end in zip(wrist, hand, strict=True)]
        assert found[f"fingertip{far}"] == pytest.approx(beyond)


@given(bodies, poses)
def test_the_standing_foot_is_on_the_floor_under_an_ankle_at_zero(body: Body, pose: Pose) -> None:
    skeleton = joints(body, pose.with_angles(foot=0.0))
    if pose.support is Support.FEET:
        assert skeleton["ankle"] == pytest.approx((0, 0.039 * body.stature_m))
        assert [skeleton[name][1] for name in ("heel", "ball", "toe")] == pytest.approx([0, 0, 0])
        assert skeleton["heel"][0] == pytest.approx(-0.25 * body.lengths["foot"])


@given(bodies, poses)
def test_the_pelvis_line_is_the_lean_less_the_rounding_of_the_low_back(body: Body, pose: Pose) -> None:
    straight = joints(body, pose.with_angles(lean=pose.pelvis, lumbar=0.0))
    rounded = joints(body, pose)
    assert [rounded["l5s1"][i] - rounded["hip"][i] for i in (0, 1)] == pytest.approx(
        [straight["l5s1"][i] - straight["hip"][i] for i in (0, 1)]
    )


def test_a_neutral_trunk_is_one_straight_line() -> None:
    skeleton = joints(MAN, Pose(lean=40))
    ends = distance(skeleton["hip"], skeleton["vertex"])
    assert ends == pytest.approx(sum(MAN.lengths[name] for name in ("pelvis", "torso", "head")))


def test_rounding_the_low_back_lowers_the_shoulders_and_tucks_the_pelvis() -> None:
    straight, rounded = joints(MAN, Pose(lean=40)), joints(MAN, Pose(lean=40, lumbar=30))
    assert rounded["l5s1"][0] < straight["l5s1"][0]
    assert Pose(lean=40, lumbar=30).pelvis == 10
    assert rounded["l5s1"][1] > straight["l5s1"][1]


def test_arms_hang_down_however_the_trunk_leans() -> None:
    skeleton = joints(WOMAN, Pose(lean=60))
    assert skeleton["hand"][0] == pytest.approx(skeleton["shoulder"][0])
    assert skeleton["hand"][1] < skeleton["shoulder"][1]


def test_each_angle_moves_the_way_its_sign_says() -> None:
    still, moved = joints(MAN, Pose()), joints(MAN, Pose(shank=20, thigh=0))
    assert moved["knee"][0] > still["knee"][0]
    assert joints(MAN, Pose(thigh=20))["hip"][0] < still["hip"][0]
    assert joints(MAN, Pose(neck=20))["vertex"][0] > still["vertex"][0]
    assert joints(MAN, Pose(arm=30))["hand"][0] > still["hand"][0]
    assert joints(MAN, Pose(elbow=90))["hand"][1] > still["hand"][1]
    assert joints(MAN, Pose(foot=20))["heel"][1] > 0
    assert joints(MAN, Pose(foot=20))["ball"][1] == pytest.approx(0)


def test_near_and_far_limbs_are_one_until_told_apart() -> None:
    both = joints(MAN, Pose(thigh=20))
    assert both["knee_far"] == both["knee"]
    march = joints(MAN, Pose(thigh_far=80, shank_far=0))
    assert march["knee_far"] != march["knee"]
    assert march["toe_far"][1] > 0.3


@pytest.mark.parametrize(("stature", "share"), [(1.5, 0.572), (1.77, 0.572), (2.0, 0.572)])
def test_the_standing_center_of_mass_is_at_the_height_the_literature_gives(stature: float, share: float) -> None:
    body = Body("m", stature, 75)
    assert center_of_mass(body, joints(body, Pose()))[1] / stature == pytest.approx(share, rel=0.01)


@given(bodies, poses, st.floats(0, 30))
def test_the_center_of_mass_does_not_depend_on_body_mass(body: Body, pose: Pose, load: float) -> None:
    heavier = Body(body.sex, body.stature_m, body.mass_kg * 1.2)
    assert center_of_mass(heavier, joints(heavier, pose), load * 1.2) == pytest.approx(
        center_of_mass(body, joints(body, pose), load), abs=1e-9
    )


@pytest.mark.parametrize("body", [MAN, WOMAN])
def test_sitting_puts_the_seat_under_the_hips_and_the_feet_on_the_floor(body: Body) -> None:
    skeleton = joints(body, seated(body, 0.43, Pose(lean=5)))
    assert skeleton["seat_touch"] == pytest.approx((0, 0.43))
    assert [skeleton[name][1] for name in ("heel", "toe")] == pytest.approx([0, 0], abs=1e-9)
    assert skeleton["knee"][0] > 0.3


@pytest.mark.parametrize("body", [MAN, WOMAN])
@pytest.mark.parametrize("lumbar", [-8, 0, 10])
def test_lying_keeps_the_feet_flat_while_the_pelvis_tilts(body: Body, lumbar: float) -> None:
    skeleton = joints(body, lying(body, Pose(lumbar=lumbar)))
    assert skeleton["shoulder"] == pytest.approx((0, 0.09))
    assert [skeleton[name][1] for name in ("heel", "toe")] == pytest.approx([0, 0], abs=1e-9)
    assert skeleton["vertex"][0] < 0 < skeleton["hip"][0] < skeleton["knee"][0] < skeleton["ankle"][0]
    assert skeleton["nose"][1] > skeleton["vertex"][1]
    assert min(y for _, y in skeleton.points.values()) > -0.06


@pytest.mark.parametrize("body", [MAN, WOMAN])
@pytest.mark.parametrize("lumbar", [-15, 0, 20])
@pytest.mark.parametrize("thigh", [-15, 0, 20, 40])
def test_on_all_fours_hands_and_knees_stay_where_they_are_while_the_hips_rock(
    body: Body, lumbar: float, thigh: float
) -> None:
    start = joints(body, all_fours(body))
    rocked = joints(body, all_fours(body, Pose(thigh=thigh, lumbar=lumbar)))
    assert rocked["wrist"] == pytest.approx(start["wrist"], abs=1e-9)
    assert rocked["wrist"][1] == pytest.approx(0.03)
    assert rocked["knee"] == pytest.approx((0, 0.055))
    assert rocked["hand"][1] == pytest.approx(0.03, abs=1e-9)


def test_kneeling_tall_keeps_knees_and_toes_at_the_floor() -> None:
    skeleton = joints(WOMAN, tall_kneeling(Pose(thigh=30, lean=30)))
    assert skeleton["knee"] == pytest.approx((0, 0.055))
    assert skeleton["ankle"][0] < -0.3
    assert 0 <= skeleton["toe"][1] < 0.05


def test_an_angle_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        Pose(lean=nan)
