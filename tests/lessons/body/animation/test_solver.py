from dataclasses import replace
from typing import Any

import pytest

from lessons.body.animation.inverse_kinematics import ankle_above_floor
from lessons.body.animation.keyframes import LESSON_BODY, Anchor, Keyframe, Variant
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.animation.solver import SolvedFrame, solve_frames
from lessons.body.model.balance import UnreachablePoseError
from lessons.body.model.pose import SEAT_FLESH_M, Pose, Support, center_of_mass, distance

LEG_M = LESSON_BODY.lengths["thigh"] + LESSON_BODY.lengths["shank"]
FOOT_M = LESSON_BODY.lengths["foot"]
ON_THE_BACK = Pose(support=Support.BACK, lean=-90, thigh=130, shank=-40)


def moment(seconds: float = 1, pose: Pose | None = None, **changes: Any) -> Keyframe:
    return Keyframe(text="A moment.", pose=pose or Pose(), seconds=seconds, **changes)


def half_way(before: Keyframe, after: Keyframe) -> SolvedFrame:
    return solve_frames(Variant(keyframes=(before, after)), count=3)[1]


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


@pytest.mark.parametrize(
    ("seconds", "count", "starts"),
    [
        ((1, 3), 9, [0, 2, 8]),
        ((1, 1, 1), 11, [0, 4, 7, 10]),  # the longest of equal ones is the first
        ((0.1, 3, 3), 6, [0, 1, 3, 5]),
        ((0.1, 0.1, 10), 4, [0, 1, 2, 3]),
        ((1, 1, 1, 1), 7, [0, 1, 2, 4, 6]),
        ((2, 1), 25, [0, 16, 24]),
    ],
)
def test_each_stretch_gets_frames_by_its_seconds_and_at_least_one(
    seconds: tuple[float, ...], count: int, starts: list[int]
) -> None:
    frames = solve_frames(Variant(keyframes=tuple(moment(stretch) for stretch in (0, *seconds))), count=count)
    assert len(frames) == count
    assert [place for place, frame in enumerate(frames) if frame.keyframe is not None] == starts
    assert [frames[place].keyframe for place in starts] == list(range(len(starts)))
    assert [frames[place].seconds for place in starts] == [
        round(sum(seconds[:number]), 3) for number in range(len(starts))
    ]


def test_25_frames_are_solved_unless_somebody_says_otherwise() -> None:
    frames = solve_frames(Variant(keyframes=(moment(), moment(1))))
    assert (len(frames), frames[1].seconds) == (25, 0.042)


def test_between_two_keyframes_everything_goes_slowly_at_both_ends() -> None:
    """u(t) = t * t * (3 - 2 * t): 5/32 after a quarter of the time, a half after half of it, 27/32 after three."""
    before = moment(
        com_ratio=0.4, load=0, open_m=0.32, unmarked=True, muscle_work=(("glutes", 0.2),), pose=Pose(arm=32)
    )
    after = moment(
        com_ratio=0.72,
        load=8,
        open_m=0,
        unmarked=False,
        muscle_work=(("glutes", 0.52), ("calf", 0.32)),
        pose=Pose(arm=0),
    )
    frames = solve_frames(Variant(keyframes=(before, after, before)), count=9)
    assert [frame.com_ratio for frame in frames[:5]] == pytest.approx([0.4, 0.45, 0.56, 0.67, 0.72])
    assert [frame.load for frame in frames[:5]] == pytest.approx([0, 1.25, 4, 6.75, 8])
    assert [frame.open_m for frame in frames[:5]] == pytest.approx([0.32, 0.27, 0.16, 0.05, 0])
    assert [frame.skeleton.pose.arm for frame in frames[:5]] == pytest.approx([32, 27, 16, 5, 0])
    assert [frame.unmarked for frame in frames] == [True, True, False, False, False, False, True, True, True]
    work = [dict(frame.muscle_work) for frame in frames[:5]]
    assert [each["glutes"] for each in work] == pytest.approx([0.2, 0.25, 0.36, 0.47, 0.52])
    assert [each.get("calf", 0) for each in work] == pytest.approx([0, 0.05, 0.16, 0.27, 0.32])
    assert dict(frames[5].muscle_work)["calf"] == pytest.approx(0.27)


def test_a_balance_ends_where_a_fall_begins_and_begins_where_a_rest_ends() -> None:
    falling = Variant(keyframes=(moment(com_ratio=0.4), moment(com_ratio=None), moment(com_ratio=0.6)))
    assert [frame.com_ratio for frame in solve_frames(falling, count=5)] == [0.4, None, None, None, 0.6]


def test_every_standing_frame_of_every_movement_is_in_balance_on_feet_that_stay() -> None:
    for movement in MOVEMENTS.values():
        for variant in movement.variants:
            frames = solve_frames(variant, count=2 * len(variant.keyframes) - 1)
            for frame in frames:
                skeleton = frame.skeleton
                if skeleton.pose.support is not Support.FEET:
                    continue
                assert skeleton["ball"] == pytest.approx(frames[0].skeleton["ball"], abs=1e-9)
                if frame.com_ratio is not None:
                    com_x = center_of_mass(LESSON_BODY, skeleton, frame.load)[0]
                    over = skeleton["ankle"][0] + LESSON_BODY.along_foot(frame.com_ratio)
                    assert com_x == pytest.approx(over, abs=0.0006), f"{movement.slug} at {frame.seconds} s"


def test_every_hand_of_every_movement_is_at_its_place_or_stretched_toward_it() -> None:
    arm_m = sum(LESSON_BODY.lengths[name] for name in ("upper_arm", "forearm", "hand"))
    for movement in MOVEMENTS.values():
        for variant in movement.variants:
            for frame, keyframe in zip(
                solve_frames(variant, count=len(variant.keyframes)), variant.keyframes, strict=True
            ):
                for far, anchor in (("", keyframe.hand), ("_far", keyframe.far_hand_anchor)):
                    skeleton = frame.skeleton
                    if anchor is not None:
                        missing = max(distance(skeleton["shoulder"], anchor.at(skeleton)) - arm_m, 0)
                        apart = distance(skeleton["hand" + far], anchor.at(skeleton))
                        assert apart == pytest.approx(missing, abs=0.02), f"{movement.slug} at {frame.seconds} s"


def test_between_two_places_a_hand_is_half_way() -> None:
    before, after = Anchor("place", 0.3, 1.0), Anchor("place", 0.5, 1.2)
    skeleton = half_way(moment(hand=before), moment(hand=after)).skeleton
    assert [skeleton["hand"], skeleton["hand_far"]] == [pytest.approx((0.4, 1.1), abs=1e-6)] * 2
    alone = solve_frames(Variant(keyframes=(moment(hand=before), moment())), count=3)  # the hand is going nowhere
    first, middle = (frame.skeleton.pose for frame in alone[:2])
    assert (middle.arm, middle.arm_far) == pytest.approx((first.arm / 2, first.arm / 2))


def test_a_step_sets_the_far_foot_down_ahead_and_lifts_it_on_the_way() -> None:
    crouched = Pose(shank=20, thigh=40)
    before, after = moment(pose=crouched, step_far=0.2), moment(pose=crouched, step_far=0.8, lift_far_m=0.02)
    frames = solve_frames(Variant(keyframes=(before, after)), count=5)
    ankles = [frame.skeleton["ankle_far"] for frame in frames]
    assert [x / FOOT_M for x, _ in ankles] == pytest.approx([0.2, 0.2 + 0.6 * 5 / 32, 0.5, 0.8 - 0.6 * 5 / 32, 0.8])
    floor = LESSON_BODY.ankle_height_m
    lifted = [0, 0.02 * 5 / 32 + 0.05 * 0.471397, 0.06, 0.02 * 27 / 32 + 0.05 * 0.471397, 0.02]  # sin of 28.125 degrees
    assert [y - floor for _, y in ankles] == pytest.approx(lifted, abs=1e-6)
    tiptoe = replace(before, step_far=0.5, pose=replace(crouched, foot_far=40))
    skeleton = half_way(tiptoe, tiptoe).skeleton
    assert skeleton["ankle_far"] == pytest.approx((0.5 * FOOT_M, ankle_above_floor(LESSON_BODY, 40)))
    assert skeleton["ball_far"][1] == pytest.approx(0, abs=1e-9)


def test_on_the_back_the_hips_lie_on_the_floor_and_the_feet_stay_while_the_pelvis_rolls() -> None:
    flat, rolled = (
        moment(pose=replace(ON_THE_BACK, lumbar=lumbar), com_ratio=None, step=0.6, step_far=0.6) for lumbar in (0, 12)
    )
    frames = solve_frames(Variant(keyframes=(flat, rolled, replace(rolled, lift_m=0.1, step=0.9))), count=5)
    assert [frame.skeleton["hip"][1] - SEAT_FLESH_M for frame in frames] == pytest.approx(
        [0, 0, 0, 0.05, 0.1], abs=1e-6
    )
    origin = frames[0].skeleton["hip"][0]
    near = [(frame.skeleton["ankle"][0] - origin) / LEG_M for frame in frames]
    far = [(frame.skeleton["ankle_far"][0] - origin) / LEG_M for frame in frames]
    assert near == pytest.approx([0.6, 0.6, 0.6, 0.75, 0.9], abs=1e-6)
    assert far == pytest.approx([0.6] * 5, abs=1e-6)
    assert [frame.skeleton["ankle"][1] for frame in frames] == pytest.approx([LESSON_BODY.ankle_height_m] * 5)
    # The neck gives way, so that the back of the head stays on the floor.
    assert [frame.skeleton["head"][1] for frame in frames] == pytest.approx([0.305 * LESSON_BODY.lengths["head"]] * 5)
    necks = [frame.skeleton.pose.neck for frame in frames]
    assert necks[0] > necks[1] > necks[2] < necks[3] < necks[4]


def test_on_a_seat_each_foot_stands_where_it_is_put() -> None:
    sitting = Pose(support=Support.SEAT, seat_m=0.45, thigh=90)
    frames = solve_frames(
        Variant(
            keyframes=(
                moment(pose=sitting, com_ratio=None, step=0.5, step_far=0.4),
                moment(pose=sitting, com_ratio=None, step=0.5, step_far=0.6),
                moment(pose=sitting, com_ratio=None, step=None, step_far=0.6),
            )
        ),
        count=5,
    )
    near, far = ([frame.skeleton[name][0] / LEG_M for frame in frames] for name in ("ankle", "ankle_far"))
    assert near[:3] == pytest.approx([0.5] * 3)
    assert far == pytest.approx([0.4, 0.5, 0.6, 0.6, 0.6])


def test_leaning_against_a_wall_the_upper_back_touches_what_the_buttocks_touch() -> None:
    at_wall = moment(com_ratio=None, at_wall=True)
    skeleton = half_way(at_wall, at_wall).skeleton
    assert skeleton["shoulder"][0] - skeleton["wall_touch"][0] == pytest.approx(0.059 * 1.65)
    leaning = moment(com_ratio=None, pose=Pose(lean=20))
    assert half_way(at_wall, leaning).skeleton.pose.lean == pytest.approx(
        (solve_frames(Variant(keyframes=(at_wall, at_wall)), count=2)[0].skeleton.pose.lean + 20) / 2
    )


def test_a_standing_body_can_take_its_seat() -> None:
    sat = moment(seat_m=0.45, com_ratio=None, pose=Pose(shank=5, lean=30))
    first = solve_frames(Variant(keyframes=(sat, sat)), count=2)[0].skeleton
    assert first["hip"][1] == pytest.approx(0.45 + SEAT_FLESH_M)
    assert first.pose.thigh_far == first.pose.thigh
    other = replace(sat, pose=replace(sat.pose, thigh_far=40))
    assert solve_frames(Variant(keyframes=(other, other)), count=2)[0].skeleton.pose.thigh_far == 40


def test_on_all_fours_both_sides_are_alike_and_the_hands_stay() -> None:
    rocking = Variant(
        keyframes=tuple(
            moment(pose=Pose(support=Support.HANDS_AND_KNEES, thigh=thigh, arm_far=5), com_ratio=None)
            for thigh in (0, 30)
        )
    )
    frames = solve_frames(rocking, count=3)
    for frame in frames:
        pose = frame.skeleton.pose
        far = [getattr(pose, f"{name}_far") for name in ("thigh", "shank", "foot", "arm", "elbow", "wrist")]
        assert far == [pose.thigh, pose.shank, pose.foot, pose.arm, 0, pose.wrist]
        assert frame.skeleton["wrist"] == pytest.approx(frames[0].skeleton["wrist"])


def test_with_the_thigh_solved_a_far_leg_beside_the_near_one_turns_with_it() -> None:
    def thighs_of(keyframe: Keyframe) -> tuple[float, float | None]:
        pose = solve_frames(Variant(keyframes=(keyframe, keyframe), free="thigh"), count=2)[0].skeleton.pose
        return round(pose.thigh, 1), pose.thigh_far and round(pose.thigh_far, 1)

    bent = Pose(shank=10, thigh=40, lean=30)
    assert thighs_of(moment(pose=bent)) == (21.4, 21.4)
    assert thighs_of(moment(pose=replace(bent, shank_far=60)))[1] == 40
    near, far = thighs_of(moment(pose=bent, step_far=-0.2))
    assert near != far


def test_a_raised_heel_turns_the_foot_about_its_ball() -> None:
    flat, raised = (half_way(moment(pose=Pose(foot=foot)), moment(pose=Pose(foot=foot))).skeleton for foot in (0, 30))
    assert raised["ball"] == pytest.approx(flat["ball"], abs=1e-9)
    assert raised["heel"][1] > 0.05
    assert distance(raised["ankle"], raised["ball"]) == pytest.approx(distance(flat["ankle"], flat["ball"]))
