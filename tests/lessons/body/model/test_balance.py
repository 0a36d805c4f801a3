from math import nan
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import FreeAngle, UnreachablePoseError, is_balanced, pose_error, reach, solve
from lessons.body.model.pose import Pose, Skeleton, Support, center_of_mass, joints
from tests.lessons.body.model.resting_poses import tall_kneeling

MAN = Body("m", 1.77, 75)
WOMAN = Body("f", 1.61, 65)

bodies = st.builds(Body, st.sampled_from(["f", "m"]), st.floats(1.3, 2.2), st.floats(35, 200))
standing = st.builds(
    Pose,
    shank=st.floats(-5, 45),
    thigh=st.floats(5, 100),
    lumbar=st.floats(-15, 30),
    arm=st.floats(-10, 120),
    elbow=st.floats(0, 100),
)
kilograms = st.floats(0, 20)


@pytest.mark.parametrize(
    ("body", "shank", "thigh", "load", "lean"),
    [
        (MAN, 0, 15, 0, 41.3),
        (MAN, 0, 25, 0, 63.9),
        (MAN, 0, 25, 10, 53.1),
        (MAN, 0, 35, 15, 72.8),
        (MAN, 15, 40, 0, 49.6),
        (MAN, 25, 45, 0, 34.5),
        (MAN, 35, 45, 0, 17.5),
        (MAN, 15, 45, 0, 58.8),
        (MAN, 30, 90, 0, 58.9),
        (MAN, 30, 90, 10, 51.5),
        (WOMAN, 0, 25, 0, 65.1),
        (WOMAN, 25, 45, 0, 33.7),
        (WOMAN, 30, 90, 0, 57.7),
    ],
)
def test_the_reference_poses_lean_as_computed_elsewhere(
    body: Body, shank: float, thigh: float, load: float, lean: float
) -> None:
    assert round(solve(body, Pose(shank=shank, thigh=thigh), load=load).lean, 1) == lean


@pytest.mark.parametrize(
    ("body", "shank", "thigh", "arm", "share", "lean"),
    [
        (MAN, 5, 20, 0, 0.5, 38.8),
        (MAN, 5, 25, 0, 0.5, 48.1),
        (MAN, 20, 60, 90, 0.4, 45.5),
        (MAN, 20, 60, 60, 0.4, 46.7),
        (MAN, 20, 84, 90, 0.25, 46.7),
        (WOMAN, 20, 76, 90, 0.25, 44.7),
    ],
)
def test_sitting_down_takes_the_lean_of_the_three_frames(
    body: Body, shank: float, thigh: float, arm: float, share: float, lean: float
) -> None:
    solved = solve(body, Pose(shank=shank, thigh=thigh, arm=arm), com_ratio=share)
    assert round(solved.lean, 1) == lean


@given(bodies, standing, kilograms, st.floats(0.25, 0.7))
def test_a_solved_pose_has_its_center_of_mass_over_its_ratio_of_the_foot(
    body: Body, pose: Pose, load: float, share: float
) -> None:
    try:
        solved = solve(body, pose, com_ratio=share, load=load)
    except UnreachablePoseError:
        return
    skeleton = joints(body, solved)
    assert center_of_mass(body, skeleton, load)[0] == pytest.approx(body.along_foot(share), abs=1e-9)
    assert is_balanced(body, skeleton, load)
    assert pose_error(skeleton) is None
    assert (solved.shank, solved.thigh, solved.arm) == (pose.shank, pose.thigh, pose.arm)


@given(bodies, standing, st.sampled_from(["lean", "shank", "thigh", "leg", "arm"]))
def test_whichever_angle_is_free_the_answer_balances_or_names_the_angle(body: Body, pose: Pose, free: Any) -> None:
    pose = pose.with_angles(lean=40.0)
    refused = None
    try:
        solved = solve(body, pose, free)
    except UnreachablePoseError as refusal:
        refused = refusal
    if refused:
        assert refused.reason in ("balance", "knee", "floor")
        assert refused.angle in str(refused)
        return
    assert center_of_mass(body, joints(body, solved))[0] == pytest.approx(body.along_foot(0.5), abs=1e-9)
    if free == "leg":
        assert solved.knee == pytest.approx(pose.knee)


@given(bodies, standing, kilograms)
def test_the_nearest_angle_a_refusal_offers_can_be_had(body: Body, pose: Pose, load: float) -> None:
    try:
        solve(body, pose, load=load)
    except UnreachablePoseError as refused:
        nearest = refused.nearest
        assume(nearest is not None)
        assert nearest is not None
        offered = pose.with_angles(**{refused.angle: nearest})
        assert solve(body, offered, load=load).lean <= 90 + 1e-6
        between = (refused.requested + nearest) / 2
        assume(abs(refused.requested - nearest) > 1)
        with pytest.raises(UnreachablePoseError):
            solve(body, pose.with_angles(**{refused.angle: between}), load=load)


@given(standing, kilograms, st.sampled_from(["f", "m"]), st.floats(1.3, 2.2), st.floats(35, 200))
def test_the_angles_of_a_solved_pose_do_not_change_with_mass_or_stature(
    pose: Pose, load_percent: float, sex: Any, stature: float, mass: float
) -> None:
    def lean(body: Body) -> float | None:
        try:
            return solve(body, pose, load=body.mass_kg * load_percent / 100).lean
        except UnreachablePoseError as refused:
            assume(refused.reason == "balance")
            return None

    assert lean(Body(sex, stature, mass)) == pytest.approx(lean(Body(sex, 1.7, 70)), abs=1e-6)


@pytest.mark.parametrize(
    ("pose", "share"),
    [
        (Pose(shank=0, thigh=31), 0.5),
        (Pose(shank=0, thigh=40), 0.5),
        (Pose(shank=20, thigh=84), 0.5),
        (Pose(shank=20, thigh=84, arm=90), 0.5),
        (Pose(shank=15, thigh=86, arm=90), 0.5),
        (Pose(shank=0, thigh=80, arm=90), 0.25),
        (Pose(shank=45, thigh=0), 0.5),
    ],
)
def test_what_balance_forbids_is_refused(pose: Pose, share: float) -> None:
    with pytest.raises(UnreachablePoseError) as refused:
        solve(MAN, pose, com_ratio=share)
    assert refused.value.reason == "balance"
    assert refused.value.angle == "thigh"
    assert refused.value.requested == pose.thigh


@pytest.mark.parametrize(
    ("pose", "free", "angle", "nearest"),
    [
        (Pose(shank=0, thigh=29.7), "lean", "thigh", 29.5),
        (Pose(shank=0, thigh=125), "lean", "thigh", 29.5),
        (Pose(shank=0, thigh=-29), "lean", "thigh", -10),
        (Pose(shank=45, thigh=0, lean=80), "lean", "thigh", 18.6),
        (Pose(shank=-25, thigh=-25, lean=-20), "lean", "thigh", None),
        (Pose(shank=-25, thigh=-25, lean=-20), "thigh", "shank", 6.8),
        (Pose(shank=45, thigh=0, lean=80), "thigh", "lean", 29.4),
        (Pose(shank=-25, thigh=-25, lean=-20), "shank", "thigh", -16.7),
        (Pose(shank=10, thigh=120, lean=20), "shank", "thigh", 113.8),
        (Pose(shank=-25, thigh=-25, lean=-20), "leg", "thigh", 15),
        (Pose(shank=10, thigh=120, lean=20), "leg", "lean", 21.5),
        (Pose(lean=-20), "arm", "lean", 9.9),
        (Pose(shank=45, lean=80), "arm", "lean", None),
        (Pose(lean=-20), "elbow", "lean", 14.6),
        (Pose(shank=45, lean=80), "elbow", "arm", None),
        (Pose(shank=10, thigh=155, arm=90), "lean", "thigh", 130),
        (Pose(shank=55, thigh=100), "thigh", "shank", 50),
    ],
)
def test_a_refusal_names_the_first_angle_that_helps(pose: Pose, free: Any, angle: str, nearest: float | None) -> None:
    with pytest.raises(UnreachablePoseError) as refused:
        solve(MAN, pose, free)
    requested = getattr(pose, angle)
    assert (refused.value.angle, refused.value.requested, refused.value.nearest) == (angle, requested, nearest)


def test_the_weight_may_be_over_the_very_heel_but_not_behind_it() -> None:
    skeleton = joints(MAN, solve(MAN, Pose(thigh=10), com_ratio=0))
    assert center_of_mass(MAN, skeleton)[0] == pytest.approx(skeleton["heel"][0])
    held = [
        is_balanced(MAN, joints(MAN, Pose(lean=lean, shank=shank))) for lean, shank in [(-30, 0), (20, 0), (20, 30)]
    ]
    assert held == [False, True, False]


def test_an_impossible_pose_is_described_in_a_sentence() -> None:
    poses = [Pose(thigh=-20), Pose(shank=50, thigh=130), Pose(thigh=20)]
    assert [pose_error(joints(MAN, pose)) for pose in poses] == [
        "The knee can't bend the wrong way.",
        "The knee can't bend that far.",
        None,
    ]


def test_a_refusal_says_which_angle_and_the_nearest_that_can() -> None:
    with pytest.raises(UnreachablePoseError) as refused:
        solve(MAN, Pose(shank=0, thigh=40))
    assert str(refused.value) == (
        "The body can't stay up like that: with the other angles as asked the thigh can't be 40 degrees; "
        "the nearest it can be is 29.5."
    )
    assert (refused.value.angle, refused.value.requested, refused.value.nearest) == ("thigh", 40, 29.5)


def test_a_knee_that_would_bend_backwards_is_refused() -> None:
    with pytest.raises(UnreachablePoseError, match="knee can't bend the wrong way") as refused:
        solve(MAN, Pose(shank=-10, thigh=-5))
    assert refused.value.nearest == 0


def test_hands_under_the_floor_are_refused() -> None:
    with pytest.raises(UnreachablePoseError, match="hands would be under the floor"):
        solve(WOMAN, tall_kneeling(Pose(thigh=60)), com_ratio=0.8)


def test_a_seat_can_be_reached_with_shins_forward_or_weight_toward_the_heels() -> None:
    assert solve(MAN, Pose(shank=30, thigh=79.9)).lean == pytest.approx(56.5, abs=0.3)
    assert solve(MAN, Pose(shank=25, thigh=82.2, arm=90)).lean == pytest.approx(60, abs=0.5)
    assert solve(MAN, Pose(shank=20, thigh=84), com_ratio=0.25).lean == pytest.approx(57, abs=0.5)


@pytest.mark.parametrize(("lean", "gap"), [(30, 0.12), (45, 0.17), (60, 0.21), (75, 0.24)])
def test_a_wall_tap_reaches_as_far_back_as_the_second_model_says(lean: float, gap: float) -> None:
    body = Body("m", 1.75, 75)
    skeleton = joints(body, solve(body, Pose(lean=lean, thigh=15), "thigh"))
    assert skeleton["heel"][0] - skeleton["wall_touch"][0] == pytest.approx(gap, rel=0.1)


def test_kneeling_tall_balances_between_toes_and_knees() -> None:
    solved = solve(WOMAN, tall_kneeling(Pose(thigh=30)), com_ratio=0.6)
    skeleton = joints(WOMAN, solved)
    share = (center_of_mass(WOMAN, skeleton)[0] - skeleton["toe"][0]) / -skeleton["toe"][0]
    assert share == pytest.approx(0.6)


def test_a_resting_body_has_nothing_to_balance() -> None:
    with pytest.raises(ValueError, match="rests"):
        solve(MAN, Pose(support=Support.SEAT))


@pytest.mark.parametrize(("share", "load"), [(nan, 0), (-0.1, 0), (1.1, 0), (0.5, nan), (0.5, -1)])
def test_a_share_or_load_that_is_no_amount_is_refused(share: float, load: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        solve(MAN, Pose(thigh=10), com_ratio=share, load=load)


def test_reaching_brings_a_point_to_its_place() -> None:
    kickstand = reach(MAN, Pose(shank=0, thigh=15, thigh_far=0, shank_far=30, foot_far=35), "thigh_far", "toe_far", y=0)
    assert joints(MAN, kickstand)["toe_far"][1] == pytest.approx(0, abs=1e-9)
    tapped = reach(MAN, Pose(thigh=10), "thigh", "wall_touch", x=-0.25)
    assert joints(MAN, tapped)["wall_touch"][0] == pytest.approx(-0.25)


@pytest.mark.parametrize(
    ("free", "end", "further", "point", "axis"),
    [
        ("lean", -30, -31, "shoulder", 0),
        ("lean", 90, 91, "shoulder", 1),
        ("shank", -30, -31, "knee", 0),
        ("shank", 50, 51, "knee", 0),
        ("leg", -30, -31, "knee", 0),
        ("leg", 50, 51, "knee", 0),
        ("thigh", -30, -31, "hip", 0),
        ("thigh", 130, 131, "hip", 1),
        ("arm", -60, -61, "wrist", 0),
        ("elbow", 0, -1, "wrist", 0),
        ("elbow", 150, 151, "wrist", 1),
    ],
)
def test_each_angle_turns_to_its_ends_and_no_further(
    free: FreeAngle, end: float, further: float, point: str, axis: int
) -> None:
    def skeleton(angle: float) -> Skeleton:
        angles: dict[str, float] = {"shank": angle, "thigh": -angle} if free == "leg" else {free: angle}
        return joints(MAN, Pose().with_angles(**angles))

    def reached(goal: float) -> Skeleton:
        goals = (goal, None) if axis == 0 else (None, goal)
        return joints(MAN, reach(MAN, Pose(), free, point, x=goals[0], y=goals[1]))

    assert reached(skeleton(end)[point][axis])[point] == pytest.approx(skeleton(end)[point], abs=1e-6)
    with pytest.raises(UnreachablePoseError) as refused:
        reached(skeleton(further)[point][axis])
    assert refused.value.nearest == end


def test_a_place_out_of_reach_is_refused_with_the_closest_angle() -> None:
    with pytest.raises(UnreachablePoseError, match="wall touch can't get there by turning the thigh") as refused:
        reach(MAN, Pose(thigh=10), "thigh", "wall_touch", x=-0.7)
    assert refused.value.nearest == pytest.approx(90, abs=0.3)


def test_a_far_arm_that_was_not_given_begins_where_the_near_one_is() -> None:
    with pytest.raises(UnreachablePoseError) as refused:
        reach(MAN, Pose(arm=20), "arm_far", "wrist_far", y=3)
    assert (refused.value.requested, refused.value.nearest) == (20, 180)


@pytest.mark.parametrize("goal", [{}, {"x": 0.1, "y": 0.1}])
def test_a_point_is_brought_to_one_coordinate(goal: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="one of them"):
        reach(MAN, Pose(), "arm", "wrist", **goal)  # type: ignore[arg-type]
