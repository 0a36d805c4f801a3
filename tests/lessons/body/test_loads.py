from math import hypot
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lessons.body import (
    Body,
    Pose,
    Support,
    Unreachable,
    all_fours,
    centre_of_mass,
    joints,
    loads,
    lying,
    muscle_shares,
    seated,
    single_muscle,
    solve,
    spine_lever,
    tall_kneeling,
    vertebral_force,
)

MAN = Body("m", 1.77, 75)
WOMAN = Body("f", 1.61, 65)
SECOND_MAN = Body("m", 1.75, 75)

bodies = st.builds(Body, st.sampled_from(["f", "m"]), st.floats(1.3, 2.2), st.floats(35, 200))
poses = st.builds(
    Pose,
    shank=st.floats(-5, 45),
    thigh=st.floats(5, 100),
    lean=st.floats(-10, 90),
    lumbar=st.floats(-15, 30),
    arm=st.floats(-10, 120),
    elbow=st.floats(0, 100),
)
kilograms = st.floats(0, 20)


# The textbook levers.


def test_upper_body_and_box_on_a_slanting_back_muscle() -> None:
    held = single_muscle([(55 * 9.8, 0.35), (30 * 9.8, 0.5)], 0.08, 0)
    size, angle = vertebral_force(held.muscle_n, 29, 85 * 9.8)
    assert held.moment_nm == pytest.approx(335.65, abs=0.01)
    assert held.muscle_n == pytest.approx(4196, abs=1)
    assert held.muscle_n / (85 * 9.8) == pytest.approx(5.04, abs=0.005)
    assert size == pytest.approx(4657, abs=1)
    assert angle == pytest.approx(38.0, abs=0.05)
    assert size / (85 * 9.8) == pytest.approx(5.59, abs=0.005)


@pytest.mark.parametrize(
    ("trunk", "end", "lean", "tension", "compression", "shear"),
    [
        (350, 200, 90, 2705.5, 2646.4, -12.5),
        (320, 160, 60, 1999, 2196, 0),
        (320, 356, 60, 3224, 3492, -85),
    ],
)
def test_the_spine_as_a_rod_on_a_cable(
    trunk: float, end: float, lean: float, tension: float, compression: float, shear: float
) -> None:
    found = spine_lever(trunk, end, lean_deg=lean)
    assert found.tension_n == pytest.approx(tension, abs=1)
    assert found.compression_n == pytest.approx(compression, abs=1)
    assert found.shear_n == pytest.approx(shear, abs=0.6)


@pytest.mark.parametrize(
    ("arms", "moment", "muscle"),
    [((0.30, 0.02), 69.0, 1380), ((0.40, 0.25), 192.5, 3850), ((0.50, 0.25), 212.5, 4250)],
)
def test_an_object_held_upright_bent_and_with_bent_knees(arms: Any, moment: float, muscle: float) -> None:
    held = single_muscle([(200, arms[0]), (450, arms[1])], 0.05, 35)
    assert held.moment_nm == pytest.approx(moment)
    assert held.muscle_n == pytest.approx(muscle)


def test_the_bent_case_presses_and_slides_as_worked_out() -> None:
    held = single_muscle([(200, 0.40), (450, 0.25)], 0.05, 35)
    assert [held.compression_n, held.shear_n, held.resultant_n] == pytest.approx([4382, 373, 4398], abs=1)


def test_a_load_ahead_of_a_tilted_sacrum() -> None:
    held = single_muscle([(450, 0.30), (350, 0.20)], 0.05, 55)
    assert [held.moment_nm, held.muscle_n] == pytest.approx([205, 4100])
    assert [held.compression_n, held.shear_n] == pytest.approx([4559, 655], abs=1)


def test_a_muscle_without_an_arm_is_refused() -> None:
    with pytest.raises(ValueError, match="arm"):
        single_muscle([(100, 0.1)], 0, 0)


# The whole model beside the published poses.


def test_the_fixed_hinge_without_a_load() -> None:
    skeleton = joints(MAN, Pose(shank=0, thigh=25, lean=45))
    found = loads(MAN, skeleton)
    assert centre_of_mass(MAN, skeleton) == pytest.approx((0.0224, 0.9138), abs=1e-4)
    assert skeleton["hip"] == pytest.approx((-0.1826, 0.8936), abs=1e-4)
    assert [found.l5s1, found.hip, found.knee, found.ankle] == pytest.approx(
        [90.584, 119.684, -15.592, 15.592], abs=0.001
    )


def test_the_fixed_squat_with_ten_kilograms() -> None:
    skeleton = joints(MAN, Pose(shank=30, thigh=90, lean=40))
    found = loads(MAN, skeleton, load=10)
    assert centre_of_mass(MAN, skeleton, 10) == pytest.approx((0.0294, 0.5310), abs=1e-4)
    assert [found.l5s1, found.hip, found.knee, found.ankle] == pytest.approx(
        [109.464, 141.845, 146.837, 23.619], abs=0.002
    )


@pytest.mark.parametrize(
    ("body", "shank", "thigh", "load", "hip", "knee", "l5s1", "compression"),
    [
        (MAN, 0, 15, 0, 0.744, -0.319, 84.5, 1962),
        (MAN, 0, 25, 0, 1.013, -0.319, 115.0, 2460),
        (MAN, 0, 25, 10, 1.176, -0.362, 136.1, 2999),
        (MAN, 0, 35, 15, 1.569, -0.384, 182.8, 3807),
        (MAN, 15, 40, 0, 0.860, 0.196, 97.6, 2187),
        (MAN, 25, 45, 0, 0.639, 0.522, 72.6, 1751),
        (MAN, 35, 45, 0, 0.339, 0.822, 38.5, 1116),
        (MAN, 15, 45, 0, 0.965, 0.196, 109.6, 2380),
        (MAN, 30, 90, 0, 0.966, 0.676, 109.7, 2382),
        (MAN, 30, 90, 10, 1.151, 0.774, 133.2, 2951),
        (WOMAN, 0, 25, 0, 0.894, -0.281, 81.3, None),
        (WOMAN, 25, 45, 0, 0.547, 0.478, 49.8, None),
        (WOMAN, 30, 90, 0, 0.833, 0.617, 75.8, None),
    ],
)
def test_the_reference_poses_load_the_joints_as_published(
    body: Body, shank: float, thigh: float, load: float, hip: float, knee: float, l5s1: float, compression: float
) -> None:
    found = loads(body, solve(body, Pose(shank=shank, thigh=thigh), load=load), load=load)
    per_leg = found.per_leg_nm_per_kg
    assert (round(per_leg.hip, 3), round(per_leg.knee, 3), round(found.l5s1, 1)) == (hip, knee, l5s1)
    if compression:
        assert round(found.compression_n) == compression


def test_a_longer_muscle_arm_presses_less() -> None:
    hinge = solve(MAN, Pose(shank=0, thigh=25))
    assert loads(MAN, hinge, muscle_arm_m=0.06).compression_n == pytest.approx(2077, abs=1)


@pytest.mark.parametrize(("arm", "l5s1"), [(0, 120), (30, 160), (60, 188)])
def test_a_load_reached_out_asks_more_of_the_low_back(arm: float, l5s1: float) -> None:
    assert loads(MAN, Pose(thigh=25, lean=45, arm=arm), load=10).l5s1 == pytest.approx(l5s1, rel=0.01)


@pytest.mark.parametrize(
    ("knee", "lean", "arm", "load", "shank", "thigh", "hip", "knee_nm", "l5s1"),
    [
        (15, 45, 0, 0, -0.6, 15.6, 116.5, -51.1, 88.6),
        (20, 60, 0, 10, -3.2, 23.2, 185.5, -73.3, 143.2),
        (20, 60, 30, 10, -7.3, 27.3, 228.5, -97.6, 186.2),
        (40, 35, 0, 0, 12.7, 27.3, 94.5, 17.0, 71.9),
        (80, 45, 30, 0, 24.4, 55.6, 126.4, 74.2, 98.5),
        (80, 15, 30, 0, 34.6, 45.4, 52.5, 120.4, 42.3),
    ],
)
def test_a_second_set_of_segments_gives_the_same_picture(
    knee: float,
    lean: float,
    arm: float,
    load: float,
    shank: float,
    thigh: float,
    hip: float,
    knee_nm: float,
    l5s1: float,
) -> None:
    solved = solve(SECOND_MAN, Pose(thigh=knee, lean=lean, arm=arm), "leg", load=load)
    found = loads(SECOND_MAN, solved, load=load)
    assert [solved.shank, solved.thigh] == pytest.approx([shank, thigh], abs=1)
    assert [found.hip, found.knee, found.l5s1] == pytest.approx([hip, knee_nm, l5s1], rel=0.1)


# What must hold in any pose.


@given(bodies, poses, st.floats(-10, 90), st.floats(-15, 30), kilograms, st.floats(-10, 120))
def test_hip_and_knee_together_depend_only_on_the_thigh(
    body: Body, pose: Pose, other_lean: float, other_lumbar: float, load: float, other_arm: float
) -> None:
    one = loads(body, pose, load=load)
    other = loads(body, pose.with_angles(lean=other_lean, lumbar=other_lumbar, arm=other_arm), load=load)
    assert one.hip + one.knee == pytest.approx(other.hip + other.knee, abs=1e-6)


@given(bodies, st.floats(0, 110), st.floats(-10, 45), kilograms)
def test_the_sum_of_hip_and_knee_is_the_one_the_thigh_alone_gives(
    body: Body, thigh: float, shank: float, load: float
) -> None:
    pose = Pose(thigh=thigh, shank=shank, lean=30)
    skeleton, found = joints(body, pose), loads(body, pose, load=load)
    lever = skeleton["knee"][0] - skeleton["hip"][0]
    above = body.mass_kg + load - 2 * sum(body.masses[name] for name in ("thigh", "shank", "foot"))
    thigh_lever = lever * (1 - body.coms["thigh"])
    assert found.hip + found.knee == pytest.approx(
        9.81 * (above * lever + 2 * body.masses["thigh"] * thigh_lever), abs=1e-6
    )


@pytest.mark.parametrize(("body", "sum_per_leg"), [(MAN, 1.642), (WOMAN, 1.449)])
def test_with_the_thigh_level_the_sum_is_the_published_one(body: Body, sum_per_leg: float) -> None:
    per_leg = loads(body, Pose(shank=30, thigh=90, lean=50)).per_leg_nm_per_kg
    assert round(per_leg.hip + per_leg.knee, 3) == sum_per_leg


@given(bodies, poses, poses, kilograms)
def test_the_ankle_works_the_same_in_every_balanced_pose(body: Body, pose: Pose, other: Pose, load: float) -> None:
    try:
        found = [loads(body, solve(body, p, load=load), load=load).ankle for p in (pose, other)]
    except Unreachable:
        assume(False)
    assert found[0] == pytest.approx(found[1], abs=1e-6)


@pytest.mark.parametrize(("body", "per_leg"), [(MAN, 0.319), (WOMAN, 0.281)])
def test_the_balanced_ankle_has_the_published_size(body: Body, per_leg: float) -> None:
    solved = solve(body, Pose(shank=10, thigh=30))
    assert round(loads(body, solved).per_leg_nm_per_kg.ankle, 3) == per_leg


@given(bodies, poses, kilograms)
def test_an_upright_shank_makes_the_knee_the_opposite_of_the_ankle(body: Body, pose: Pose, load: float) -> None:
    found = loads(body, pose.with_angles(shank=0.0), load=load)
    assert found.knee == pytest.approx(-found.ankle, abs=1e-6)


@given(bodies, poses, kilograms)
def test_moments_grow_with_the_weight_and_keep_their_pattern(body: Body, pose: Pose, load: float) -> None:
    double = Body(body.sex, body.stature_m, min(body.mass_kg * 1.25, 250))
    factor = double.mass_kg / body.mass_kg
    light, heavy = loads(body, pose, load=load), loads(double, pose, load=load * factor)
    assert [heavy.ankle, heavy.knee, heavy.hip, heavy.l5s1] == pytest.approx(
        [factor * light.ankle, factor * light.knee, factor * light.hip, factor * light.l5s1], abs=1e-6
    )


@given(bodies, poses, kilograms)
def test_compression_and_shear_are_the_muscle_and_the_split_weight(body: Body, pose: Pose, load: float) -> None:
    found = loads(body, pose, load=load)
    assert found.muscle_n == pytest.approx(abs(found.l5s1) / 0.05)
    assert hypot(found.compression_n - found.muscle_n, found.shear_n) == pytest.approx(found.above_l5s1_n)


@given(bodies, poses, kilograms)
def test_two_equal_legs_share_equally(body: Body, pose: Pose, load: float) -> None:
    found = loads(body, pose, load=load)
    assert found.near == found.far
    assert found.near.hip + found.far.hip == pytest.approx(found.hip, abs=1e-6)


@given(bodies, poses, st.floats(0, 0.6), kilograms)
def test_unequal_legs_add_up_to_what_the_trunk_asks(body: Body, pose: Pose, far_share: float, load: float) -> None:
    kickstand = pose.with_angles(thigh_far=pose.thigh - 20, shank_far=pose.shank + 30, foot_far=30.0)
    found = loads(body, kickstand, load=load, far_share=far_share)
    assert found.near.hip + found.far.hip == pytest.approx(found.hip, abs=1e-6)


# Shares, and poses that rest.


def test_hinging_moves_work_from_the_knees_to_the_hips() -> None:
    squat, hinge = (loads(MAN, solve(MAN, Pose(shank=shank, thigh=45))) for shank in (35, 15))
    assert hinge.shares.hip > squat.shares.hip
    assert hinge.shares.knee < squat.shares.knee
    assert hinge.muscles.hamstrings > squat.muscles.hamstrings
    assert hinge.muscles.quadriceps < squat.muscles.quadriceps


@given(bodies, poses, kilograms)
def test_shares_are_parts_of_one_whole(body: Body, pose: Pose, load: float) -> None:
    found = loads(body, pose, load=load)
    shares, muscles = found.shares, found.muscles
    parts = [shares.hip, shares.knee, shares.low_back]
    fibres = [
        muscles.glutes,
        muscles.hamstrings,
        muscles.quadriceps,
        muscles.back_extensors,
        muscles.abdominal_wall,
    ]
    for whole in (parts, fibres):
        assert min(whole) >= 0
        assert sum(whole) == pytest.approx(1) or sum(whole) == 0


def test_nothing_works_where_nothing_pulls() -> None:
    idle = muscle_shares(0, 0, 0, knee_deg=0)
    assert (idle.glutes, idle.quadriceps, idle.abdominal_wall) == (0, 0, 0)


def test_a_knee_that_is_pulled_straight_by_gravity_is_held_by_the_hamstrings() -> None:
    hinge = loads(MAN, solve(MAN, Pose(shank=0, thigh=20)))
    assert hinge.knee < 0
    assert hinge.muscles.quadriceps == 0
    assert hinge.muscles.hamstrings > hinge.muscles.glutes


def test_lying_asks_nothing_and_all_fours_asks_the_front() -> None:
    rest = loads(WOMAN, lying(WOMAN))
    assert (rest.l5s1, rest.hip, rest.compression_n) == (0, 0, 0)
    table = loads(WOMAN, all_fours(WOMAN))
    assert table.l5s1 < 0
    assert table.muscles.abdominal_wall > table.muscles.back_extensors
    rocked = loads(WOMAN, all_fours(WOMAN, Pose(thigh=40)))
    assert rocked.l5s1 < 0
    assert rocked.knee > table.knee


def test_a_knee_straightened_on_a_chair_is_held_by_the_thigh_in_front() -> None:
    sitting = seated(MAN, 0.45, Pose())
    both_down = loads(MAN, sitting)
    one_up = loads(MAN, sitting.with_angles(shank_far=-60.0))
    assert both_down.knee == 0
    assert (one_up.near.knee, one_up.far.knee > 5) == (0, True)


def test_sitting_back_on_the_heels_leans_on_hips_and_thighs() -> None:
    found = loads(MAN, solve(MAN, tall_kneeling(Pose(thigh=40)), com_share=0.75))
    assert found.hip > 0
    assert found.knee > 0
    assert found.ankle == 0


def test_every_support_has_an_answer() -> None:
    answers = [loads(MAN, Pose(support=support, lean=20, shank=80)).mass_kg for support in Support]
    assert answers == [75] * len(Support)
