from dataclasses import astuple
from math import atan2, cos, degrees, hypot, inf, nan, radians, sin
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import UnreachablePoseError, all_fours, solve
from lessons.body.model.loads import MuscleForce, loads, muscle_moments, single_muscle
from lessons.body.model.pose import Pose, Skeleton, Support, center_of_mass, joints, segment_masses
from tests.lessons.body.model.resting_poses import lying, seated, tall_kneeling

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


# Textbook levers, `docs/evidence.md` section 3.3.


def holding(weights: list[tuple[float, float]], muscle_arm_m: float, lean_deg: float) -> tuple[float, MuscleForce]:
    """The moment (Nm) of weights (N, m ahead of the joint), and the forces when one muscle holds them."""
    moment = sum(weight * arm for weight, arm in weights)
    return moment, single_muscle(moment, sum(weight for weight, _ in weights), muscle_arm_m, lean_deg)


def test_upper_body_and_box_on_a_slanting_back_muscle() -> None:
    moment, forces = holding([(55 * 9.8, 0.35), (30 * 9.8, 0.5)], 0.08, 0)
    # The push on the vertebra that balances the weight and a muscle 29 degrees above the level.
    level = forces.muscle_n * cos(radians(29))
    up = forces.muscle_n * sin(radians(29)) + 85 * 9.8
    size, angle = hypot(level, up), degrees(atan2(up, level))
    assert moment == pytest.approx(335.65, abs=0.01)
    assert forces.muscle_n == pytest.approx(4196, abs=1)
    assert forces.muscle_n / (85 * 9.8) == pytest.approx(5.04, abs=0.005)
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
    # A rod of 1 m, its weight at the middle, another at its end; the cable pulls at two thirds, 12 degrees off the rod.
    pull = radians(12)
    ahead = sin(radians(lean))
    _, forces = holding([(trunk, ahead / 2), (end, ahead)], 2 / 3 * sin(pull), lean)
    assert forces.muscle_n == pytest.approx(tension, abs=1)
    # The model's muscle is parallel to the rod; the slanting cable presses less and carries a part of the shear.
    assert forces.compression_n - forces.muscle_n * (1 - cos(pull)) == pytest.approx(compression, abs=1)
    assert forces.shear_n - forces.muscle_n * sin(pull) == pytest.approx(shear, abs=0.6)


@pytest.mark.parametrize(
    ("arms", "moment", "muscle"),
    [((0.30, 0.02), 69.0, 1380), ((0.40, 0.25), 192.5, 3850), ((0.50, 0.25), 212.5, 4250)],
)
def test_an_object_held_upright_bent_and_with_bent_knees(arms: Any, moment: float, muscle: float) -> None:
    held_moment, forces = holding([(200, arms[0]), (450, arms[1])], 0.05, 35)
    assert held_moment == pytest.approx(moment)
    assert forces.muscle_n == pytest.approx(muscle)


def test_the_bent_case_presses_and_slides_as_worked_out() -> None:
    _, forces = holding([(200, 0.40), (450, 0.25)], 0.05, 35)
    resultant = hypot(forces.compression_n, forces.shear_n)
    assert [forces.compression_n, forces.shear_n, resultant] == pytest.approx([4382, 373, 4398], abs=1)


def test_a_load_ahead_of_a_tilted_sacrum() -> None:
    moment, forces = holding([(450, 0.30), (350, 0.20)], 0.05, 55)
    assert [moment, forces.muscle_n] == pytest.approx([205, 4100])
    assert [forces.compression_n, forces.shear_n] == pytest.approx([4559, 655], abs=1)


@pytest.mark.parametrize("arm", [0, -0.05, nan, inf])
def test_a_muscle_without_an_arm_is_refused(arm: float) -> None:
    with pytest.raises(ValueError, match="arm"):
        single_muscle(10, 100, arm, 0)


# The whole model beside computed reference poses, `docs/evidence.md` sections 3.5 and 10.


def test_the_fixed_hinge_without_a_load() -> None:
    skeleton = joints(MAN, Pose(shank=0, thigh=25, lean=45))
    moments = loads(MAN, skeleton)
    assert center_of_mass(MAN, skeleton) == pytest.approx((0.0224, 0.9138), abs=1e-4)
    assert skeleton["hip"] == pytest.approx((-0.1826, 0.8936), abs=1e-4)
    assert [moments.l5s1, moments.hip, moments.knee, moments.ankle] == pytest.approx(
        [90.584, 119.684, -15.592, 15.592], abs=0.001
    )


def test_the_fixed_squat_with_ten_kilograms() -> None:
    skeleton = joints(MAN, Pose(shank=30, thigh=90, lean=40))
    moments = loads(MAN, skeleton, load=10)
    assert center_of_mass(MAN, skeleton, 10) == pytest.approx((0.0294, 0.5310), abs=1e-4)
    assert [moments.l5s1, moments.hip, moments.knee, moments.ankle] == pytest.approx(
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
    moments = loads(body, solve(body, Pose(shank=shank, thigh=thigh), load=load), load=load)
    per_leg = moments.per_leg_nm_per_kg
    assert (round(per_leg.hip, 3), round(per_leg.knee, 3), round(moments.l5s1, 1)) == (hip, knee, l5s1)
    if compression:
        assert round(moments.compression_n) == compression


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
    moments = loads(SECOND_MAN, solved, load=load)
    assert [solved.shank, solved.thigh] == pytest.approx([shank, thigh], abs=1)
    assert [moments.hip, moments.knee, moments.l5s1] == pytest.approx([hip, knee_nm, l5s1], rel=0.1)


# Parts of the body cut free, each from the side that the model doesn't look at.


def weight_of(skeleton: Skeleton, body: Body, *names: str) -> float:
    """Weight of these segments, N."""
    masses = segment_masses(body, skeleton)
    return 9.81 * sum(masses[name][0] for name in names)


def turning(skeleton: Skeleton, body: Body, joint: str, *names: str) -> float:
    """How these segments turn about a joint, Nm, positive for those ahead of it."""
    masses = segment_masses(body, skeleton)
    return 9.81 * sum(masses[name][0] * (masses[name][1] - skeleton[joint][0]) for name in names)


def test_on_all_fours_the_trunk_is_a_beam_between_hands_and_hips() -> None:
    skeleton = joints(WOMAN, all_fours(WOMAN, Pose(thigh=20)))
    held = loads(WOMAN, skeleton)
    x = {name: skeleton[name][0] for name in ("hip", "knee", "l5s1", "wrist")}
    legs = sum(WOMAN.masses[name] for name in ("thigh", "shank", "foot")) * 2
    trunk = 9.81 * (WOMAN.mass_kg - legs)
    # What rests on the hips carries the pelvis, and the rest of the trunk that the hands don't.
    on_hips = held.above_l5s1_n + weight_of(skeleton, WOMAN, "pelvis")
    on_hands = trunk - on_hips
    upper = [name for name in segment_masses(WOMAN, skeleton) if not name.startswith(("thigh", "shank", "foot"))]
    assert turning(skeleton, WOMAN, "hip", *upper) == pytest.approx(on_hands * (x["wrist"] - x["hip"]))
    assert -held.l5s1 == pytest.approx(on_hips * (x["l5s1"] - x["hip"]) + turning(skeleton, WOMAN, "l5s1", "pelvis"))
    knees = -on_hips * (x["hip"] - x["knee"]) - turning(skeleton, WOMAN, "knee", "thigh", "thigh_far")
    assert held.near == held.far
    assert held.near.knee == pytest.approx(knees / 2)
    assert (held.near.ankle, held.near.hip, held.hip) == (0, 0, 0)


def test_kneeling_the_knees_hold_what_the_hips_do_not() -> None:
    skeleton = joints(MAN, tall_kneeling(Pose(thigh=30, lean=40)))
    held = loads(MAN, skeleton)
    lever = skeleton["knee"][0] - skeleton["hip"][0]
    legs = sum(MAN.masses[name] for name in ("thigh", "shank", "foot")) * 2
    thighs = turning(skeleton, MAN, "knee", "thigh", "thigh_far")
    assert held.hip + held.knee == pytest.approx(9.81 * (MAN.mass_kg - legs) * lever - thighs)
    assert (held.near, held.near.ankle) == (held.far, 0)
    assert (held.near.hip, held.near.knee) == pytest.approx((held.hip / 2, held.knee / 2))


@pytest.mark.parametrize("foot", [-20.0, 0.0, 20.0])
def test_a_leg_on_a_chair_holds_its_shank_and_foot_only_in_the_air(foot: float) -> None:
    sitting = seated(MAN, 0.45, Pose(lean=30)).with_angles(foot=foot, shank_far=-60.0)
    skeleton = joints(MAN, sitting)
    held = loads(MAN, skeleton)
    lifted = turning(skeleton, MAN, "knee_far", "shank_far", "foot_far")
    assert astuple(held.near) == pytest.approx((0, 0, held.hip / 2))
    assert astuple(held.far) == pytest.approx((0, lifted, held.hip / 2))


DROPPED = Pose(shank=14, thigh=84, lean=10)


@pytest.mark.parametrize("seat_ratio", [0.0, 0.25, 1.0])
def test_a_seat_takes_from_the_legs_what_it_carries(seat_ratio: float) -> None:
    standing = loads(MAN, DROPPED)
    held = loads(MAN, DROPPED, seat_ratio=seat_ratio)
    left = 1 - seat_ratio
    assert standing.near.knee > 50
    assert (held.near.ankle, held.near.knee) == pytest.approx((left * standing.near.ankle, left * standing.near.knee))
    assert (held.hip, held.l5s1, held.far) == (standing.hip, standing.l5s1, held.near)
    assert held.near.hip == pytest.approx(left * standing.near.hip + seat_ratio * held.hip / 2)


KICKSTAND = Pose(shank=5, thigh=25, lean=45, thigh_far=0.0, shank_far=35.0, foot_far=30.0)


def test_a_kickstand_pushes_with_the_ball_of_its_foot() -> None:
    skeleton = joints(MAN, KICKSTAND)
    moments = loads(MAN, skeleton, far_leg_ratio=0.1)
    push = 9.81 * 75 * 0.1
    by_joint = {
        joint: push * (skeleton["ball_far"][0] - skeleton[joint][0]) - turning(skeleton, MAN, joint, *below)
        for joint, below in (("ankle_far", ["foot_far"]), ("knee_far", ["foot_far", "shank_far"]))
    }
    assert (moments.far.ankle, moments.far.knee) == pytest.approx((by_joint["ankle_far"], -by_joint["knee_far"]))


def test_a_leg_that_carries_nothing_holds_only_itself() -> None:
    skeleton = joints(MAN, KICKSTAND)
    near = loads(MAN, skeleton, far_leg_ratio=1.0).near
    assert (near.ankle, near.knee, near.hip) == pytest.approx(
        (
            -turning(skeleton, MAN, "ankle", "foot"),
            turning(skeleton, MAN, "knee", "foot", "shank"),
            -turning(skeleton, MAN, "hip", "foot", "shank", "thigh"),
        )
    )


# What must hold in any pose, `docs/evidence.md` section 3.4.


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
    skeleton, moments = joints(body, pose), loads(body, pose, load=load)
    lever = skeleton["knee"][0] - skeleton["hip"][0]
    above = body.mass_kg + load - 2 * sum(body.masses[name] for name in ("thigh", "shank", "foot"))
    thigh_lever = lever * (1 - body.coms["thigh"])
    assert moments.hip + moments.knee == pytest.approx(
        9.81 * (above * lever + 2 * body.masses["thigh"] * thigh_lever), abs=1e-6
    )


@pytest.mark.parametrize(("body", "sum_per_leg"), [(MAN, 1.642), (WOMAN, 1.449)])
def test_with_the_thigh_level_the_sum_is_the_published_one(body: Body, sum_per_leg: float) -> None:
    per_leg = loads(body, Pose(shank=30, thigh=90, lean=50)).per_leg_nm_per_kg
    assert round(per_leg.hip + per_leg.knee, 3) == sum_per_leg


@given(bodies, poses, poses, kilograms)
def test_the_ankle_works_the_same_in_every_balanced_pose(body: Body, pose: Pose, other: Pose, load: float) -> None:
    try:
        one, two = (loads(body, solve(body, p, load=load), load=load).ankle for p in (pose, other))
    except UnreachablePoseError:
        assume(False)
    assert one == pytest.approx(two, abs=1e-6)


@pytest.mark.parametrize(("body", "per_leg"), [(MAN, 0.319), (WOMAN, 0.281)])
def test_the_balanced_ankle_has_the_published_size(body: Body, per_leg: float) -> None:
    solved = solve(body, Pose(shank=10, thigh=30))
    assert round(loads(body, solved).per_leg_nm_per_kg.ankle, 3) == per_leg


@given(bodies, poses, kilograms)
def test_an_upright_shank_makes_the_knee_the_opposite_of_the_ankle(body: Body, pose: Pose, load: float) -> None:
    moments = loads(body, pose.with_angles(shank=0.0), load=load)
    assert moments.knee == pytest.approx(-moments.ankle, abs=1e-6)


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
    moments = loads(body, pose, load=load)
    assert moments.muscle_n == pytest.approx(abs(moments.l5s1) / 0.05)
    assert hypot(moments.compression_n - moments.muscle_n, moments.shear_n) == pytest.approx(moments.above_l5s1_n)


@given(bodies, poses, kilograms)
def test_two_equal_legs_share_equally(body: Body, pose: Pose, load: float) -> None:
    moments = loads(body, pose, load=load)
    assert moments.near == moments.far
    assert moments.near.hip + moments.far.hip == pytest.approx(moments.hip, abs=1e-6)


@given(bodies, poses, st.floats(0, 0.6), kilograms)
def test_unequal_legs_add_up_to_what_the_trunk_asks(body: Body, pose: Pose, far_leg_ratio: float, load: float) -> None:
    kickstand = pose.with_angles(thigh_far=pose.thigh - 20, shank_far=pose.shank + 30, foot_far=30.0)
    moments = loads(body, kickstand, load=load, far_leg_ratio=far_leg_ratio)
    assert moments.near.hip + moments.far.hip == pytest.approx(moments.hip, abs=1e-6)


# Shares of the work, and poses that rest.


def test_hinging_moves_work_from_the_knees_to_the_hips() -> None:
    squat, hinge = (loads(MAN, solve(MAN, Pose(shank=shank, thigh=45))) for shank in (35, 15))
    assert hinge.shares.hip > squat.shares.hip
    assert hinge.shares.knee < squat.shares.knee
    assert hinge.muscles.hamstrings > squat.muscles.hamstrings
    assert hinge.muscles.quadriceps < squat.muscles.quadriceps


@given(bodies, poses, kilograms)
def test_shares_are_parts_of_one_whole(body: Body, pose: Pose, load: float) -> None:
    moments = loads(body, pose, load=load)
    shares, total = moments.shares, abs(moments.hip) + abs(moments.knee) + abs(moments.l5s1)
    assert (shares.hip * total, shares.low_back * total) == pytest.approx((abs(moments.hip), abs(moments.l5s1)))
    parts = [shares.hip, shares.knee, shares.low_back]
    assert min(parts) >= 0
    assert sum(parts) == pytest.approx(1) or sum(parts) == 0


@given(bodies, poses, kilograms)
def test_the_muscle_that_does_most_at_a_joint_gets_its_whole_moment(body: Body, pose: Pose, load: float) -> None:
    moments = loads(body, pose, load=load)
    muscles = moments.muscles
    assert max(muscles.glutes, muscles.hamstrings) == pytest.approx(max(moments.hip, -moments.knee, 0))
    assert muscles.quadriceps == max(moments.knee, 0)
    assert muscles.back_extensors == max(moments.l5s1, 0)
    assert min(muscles.glutes, muscles.hamstrings, muscles.abdominal_wall) >= 0


@pytest.mark.parametrize(
    ("hip", "knee", "l5s1", "knee_deg", "glutes", "hamstrings", "quadriceps", "back", "wall"),
    [
        (60, 0, 0, 0, 40, 60, 0, 0, 0),
        (60, 0, 0, -10, 40, 60, 0, 0, 0),
        (57.5, 0, 0, 60, 57.5, 42.5, 0, 0, 0),  # between 60 : 40 and 25 : 75
        (75, 0, 0, 120, 75, 25, 0, 0, 0),
        (75, 0, 0, 130, 75, 25, 0, 0, 0),
        (0.6, 0, 0, 0, 0.4, 0.6, 0, 0, 0),
        (-50, 30, 100, 0, 0, 0, 30, 100, 10),
        (60, -80, -40, 0, 40, 80, 0, 0, 40),
        (0, 0.5, 0.5, 0, 0, 0, 0.5, 0.5, 0.05),
        (0, 0, -0.5, 0, 0, 0, 0, 0, 0.5),
    ],
)
def test_each_moment_goes_to_the_muscles_that_hold_it(
    hip: float,
    knee: float,
    l5s1: float,
    knee_deg: float,
    glutes: float,
    hamstrings: float,
    quadriceps: float,
    back: float,
    wall: float,
) -> None:
    held = muscle_moments(hip, knee, l5s1, knee_deg=knee_deg)
    assert astuple(held) == pytest.approx((glutes, hamstrings, quadriceps, back, wall))


def test_nothing_works_where_nothing_pulls() -> None:
    idle = muscle_moments(0, 0, 0, knee_deg=0)
    assert (idle.glutes, idle.hamstrings, idle.quadriceps, idle.abdominal_wall) == (0, 0, 0, 0)


def test_a_knee_that_is_pulled_straight_by_gravity_is_held_by_the_hamstrings() -> None:
    hinge = loads(MAN, solve(MAN, Pose(shank=0, thigh=20)))
    assert hinge.knee < 0
    assert hinge.muscles.quadriceps == 0
    assert hinge.muscles.hamstrings > hinge.muscles.glutes


def test_lying_asks_nothing_and_all_fours_asks_the_front() -> None:
    rest = loads(WOMAN, lying(WOMAN, Pose()))
    assert (rest.l5s1, rest.hip, rest.compression_n) == (0, 0, 0)
    assert {*astuple(rest.near), *astuple(rest.far), *astuple(rest.shares)} == {0}
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
    moments = loads(MAN, solve(MAN, tall_kneeling(Pose(thigh=40)), com_ratio=0.75))
    assert moments.hip > 0
    assert moments.knee > 0
    assert moments.ankle == 0


def test_every_support_has_an_answer() -> None:
    answers = [loads(MAN, Pose(support=support, lean=20, shank=80)).mass_kg for support in Support]
    assert answers == [75] * len(Support)
