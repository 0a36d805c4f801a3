import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from lessons.body.animation.keyframes import LESSON_BODY, Anchor, Movement, Variant
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.animation.solver import SolvedFrame, solve_frames
from lessons.body.drawing.scene import scene_of_variant
from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import pose_error
from lessons.body.model.pose import Support, center_of_mass, distance

pytestmark = pytest.mark.walk

LESSONS = {
    path.stem: tomllib.loads(path.read_text().split("+++")[1])
    for path in (Path(__file__).parents[4] / "lessons/curriculum").glob("*.md")
}

BOTH = [
    pytest.param(movement, variant, id=f"{slug} {way}")
    for slug, movement in MOVEMENTS.items()
    for way, variant in (("right", movement.right), ("fault", movement.fault))
]
RIGHT = [pytest.param(movement, id=slug) for slug, movement in MOVEMENTS.items()]

LINKS = [
    ("knee", "hip", "thigh"),
    ("ankle", "knee", "shank"),
    ("knee_far", "hip", "thigh"),
    ("ankle_far", "knee_far", "shank"),
    ("hip", "l5s1", "pelvis"),
    ("shoulder", "elbow", "upper_arm"),
    ("elbow", "wrist", "forearm"),
    ("shoulder", "elbow_far", "upper_arm"),
    ("elbow_far", "wrist_far", "forearm"),
    ("c7", "vertex", "head"),
]


# Joint -> m of flesh that must stay clear of floor, wall and seat.
FLESH_M = {
    **dict.fromkeys(("heel", "ball", "toe", "heel_far", "ball_far", "toe_far"), 0.0),
    **dict.fromkeys(("ankle", "ankle_far"), 0.02),
    **dict.fromkeys(("knee", "knee_far"), 0.05),
    **dict.fromkeys(("wrist", "wrist_far", "elbow", "elbow_far"), 0.02),
    **dict.fromkeys(("hand", "hand_far"), 0.02),
    "hip": 0.09,
    "shoulder": 0.05,
    "l3l4": 0.05,
    "c7": 0.05,
    "vertex": 0.0,
    "nose": 0.0,
}


def balance_error(frame: SolvedFrame) -> float:
    """m between the center of mass and the part of the foot it belongs over; 0 where nothing must balance."""
    skeleton = frame.skeleton
    if frame.com_ratio is None or skeleton.pose.support not in (Support.FEET, Support.KNEES):
        return 0.0
    com = center_of_mass(LESSON_BODY, skeleton, frame.load)[0]
    if skeleton.pose.support is Support.FEET:
        return com - skeleton["ankle"][0] - LESSON_BODY.along_foot(frame.com_ratio)
    toe = skeleton["toe"][0]
    return com - toe - frame.com_ratio * (skeleton["knee"][0] - toe)


def test_every_lesson_has_its_movement_and_its_title() -> None:
    assert {slug: MOVEMENTS[slug].title for slug in LESSONS} == {
        slug: lesson["title"] for slug, lesson in LESSONS.items()
    }
    assert sorted(set(MOVEMENTS) - set(LESSONS) - {"strong-back"}) == []


@pytest.mark.parametrize(("movement", "variant"), BOTH)
def test_every_frame_can_be_reached_and_held(movement: Movement, variant: Variant) -> None:
    frames = solve_frames(variant)
    assert len(frames) == 25
    assert [pose_error(frame.skeleton) for frame in frames] == [None] * 25
    assert max(abs(balance_error(frame)) for frame in frames) < 0.001


@pytest.mark.parametrize(("movement", "variant"), BOTH)
def test_no_bone_changes_its_length(movement: Movement, variant: Variant) -> None:
    for frame in solve_frames(variant):
        for start, end, segment in LINKS:
            assert distance(frame.skeleton[start], frame.skeleton[end]) == pytest.approx(LESSON_BODY.lengths[segment])


@pytest.mark.parametrize(("movement", "variant"), BOTH)
def test_knees_bend_only_backwards(movement: Movement, variant: Variant) -> None:
    for frame in solve_frames(variant):
        pose = frame.skeleton.pose
        assert pose.knee >= -5
        assert (pose.shank_far or pose.shank) + (pose.thigh_far or pose.thigh) >= -5


@pytest.mark.parametrize(("movement", "variant"), BOTH)
def test_what_carries_the_body_stays_where_it_is(movement: Movement, variant: Variant) -> None:
    skeletons = [frame.skeleton for frame in solve_frames(variant)]
    match skeletons[0].pose.support:
        case Support.FEET:
            assert {round(skeleton["ball"][0], 6) for skeleton in skeletons} == {round(skeletons[0]["ball"][0], 6)}
            assert {round(skeleton["ball"][1], 6) for skeleton in skeletons} == {0.0}
        case Support.KNEES:
            assert {tuple(round(n, 6) for n in skeleton["knee"]) for skeleton in skeletons} == {(0.0, 0.055)}
        case Support.HANDS_AND_KNEES:
            assert {tuple(round(n, 6) for n in skeleton["wrist"]) for skeleton in skeletons} == {
                (round(skeletons[0]["wrist"][0], 6), 0.03)
            }
        case Support.BACK:
            assert {tuple(round(n, 6) for n in skeleton["ankle_far"]) for skeleton in skeletons} == {
                tuple(round(n, 6) for n in skeletons[0]["ankle_far"])
            }
            assert max(abs(min(skeleton["heel"][1], skeleton["ball"][1])) for skeleton in skeletons) < 1e-6
        case Support.SEAT:
            assert {round(skeleton["hip"][1], 6) for skeleton in skeletons} == {0.54}


@pytest.mark.parametrize(("movement", "variant"), BOTH)
def test_nothing_passes_through_floor_wall_or_seat(movement: Movement, variant: Variant) -> None:
    scene = scene_of_variant(movement.right, LESSON_BODY)
    surfaces = scene.surfaces(variant.props)
    for frame in solve_frames(variant):
        for name, flesh in FLESH_M.items():
            if name.startswith("elbow") and variant.elbows_out:
                continue  # Drawn elsewhere: the elbows point at the viewer.
            x, y = frame.skeleton[name]
            assert y - flesh >= -0.02, f"{name} through the floor"
            if surfaces.wall_x is not None:
                assert x - flesh >= surfaces.wall_x - 0.021, f"{name} through the wall"
            if surfaces.seat is not None and name == "hip":
                start, end, height = surfaces.seat
                assert not start <= x <= end or y - flesh >= height - 0.01, "hips through the seat"


@pytest.mark.parametrize("movement", RIGHT)
def test_hands_meet_what_they_are_for(movement: Movement) -> None:
    for frame in solve_frames(movement.right):
        if frame.keyframe is None:
            continue
        keyframe = movement.right.keyframes[frame.keyframe]
        if keyframe.hand is not None:
            assert distance(keyframe.hand.at(frame.skeleton), frame.skeleton["hand"]) < 0.02
        if keyframe.hand_far is not None:
            assert distance(keyframe.hand_far.at(frame.skeleton), frame.skeleton["hand_far"]) < 0.02


@pytest.mark.parametrize("movement", RIGHT)
def test_right_and_fault_run_side_by_side_in_time(movement: Movement) -> None:
    assert movement.right.seconds == pytest.approx(movement.fault.seconds)
    assert len(movement.right.keyframes) == len(movement.fault.keyframes)
    assert movement.right.there_and_back == movement.fault.there_and_back


@pytest.mark.parametrize("movement", RIGHT)
def test_something_is_marked_on_every_fault_and_said_at_every_keyframe(movement: Movement) -> None:
    assert any(not keyframe.unmarked for keyframe in movement.fault.keyframes)
    for variant in movement.variants:
        assert all(keyframe.text.endswith(".") and len(keyframe.text) > 12 for keyframe in variant.keyframes)


HIPS_FOLD = [
    *("tall-kneel-hinge", "wall-tap", "dowel-hinge", "waiters-bow", "reach-back-and-hug", "loaded-hinge"),
    *("kickstand-hinge", "floor-lift", "strong-back"),
    *("high-seat-touch", "chair-sit", "bathroom-seat", "ready-position"),
]


@pytest.mark.parametrize("slug", HIPS_FOLD)
def test_in_the_right_version_the_hips_fold_and_the_low_back_keeps_its_shape(slug: str) -> None:
    poses = [frame.skeleton.pose for frame in solve_frames(MOVEMENTS[slug].right)]
    assert max(abs(pose.lumbar) for pose in poses) == 0
    assert max(pose.hip for pose in poses) > 60


@pytest.mark.parametrize(
    "slug", ["tall-kneel-hinge", "dowel-hinge", "waiters-bow", "reach-back-and-hug", "ready-position", "court-speed"]
)
def test_where_the_fault_is_a_round_back_the_hips_fold_less_than_the_back(slug: str) -> None:
    right, fault = (solve_frames(variant)[-1].skeleton.pose for variant in MOVEMENTS[slug].variants)
    assert fault.lumbar > 40
    assert fault.hip < right.hip - 10 or slug == "court-speed"


@pytest.mark.parametrize("slug", ["wall-tap", "reach-back-and-hug"])
def test_only_the_right_hips_touch_the_wall(slug: str) -> None:
    wall = scene_of_variant(MOVEMENTS[slug].right, LESSON_BODY).wall_x
    right, fault = (
        [frame.skeleton["wall_touch"][0] for frame in solve_frames(variant)] for variant in MOVEMENTS[slug].variants
    )
    assert right[-1] == pytest.approx(wall)
    assert min(fault) > wall + 0.05


@pytest.mark.parametrize(("slug", "seat_m"), [("high-seat-touch", 0.57), ("chair-sit", 0.45), ("bathroom-seat", 0.41)])
def test_the_sit_ends_on_the_seat(slug: str, seat_m: float) -> None:
    frames = solve_frames(MOVEMENTS[slug].right)
    assert frames[-1].skeleton["seat_touch"][1] == pytest.approx(seat_m)
    assert all(a.skeleton["hip"][1] > b.skeleton["hip"][1] for a, b in pairwise(frames))


def test_the_hover_stays_over_the_seat() -> None:
    assert solve_frames(MOVEMENTS["hover-and-rise"].right)[0].skeleton["seat_touch"][1] > 0.47


def test_sitting_down_the_trunk_leans_with_the_first_count_and_then_hardly_changes() -> None:
    frames = solve_frames(MOVEMENTS["chair-sit"].right)
    lean = {frame.keyframe: frame.skeleton.pose.lean for frame in frames if frame.keyframe is not None}
    assert lean[1] > 35
    assert max(lean[1], lean[2], lean[3]) - min(lean[1], lean[2], lean[3]) < 10


@pytest.mark.parametrize("body", [Body("m", 1.77, 75), Body("f", 1.5, 50)])
@pytest.mark.parametrize("movement", RIGHT)
def test_other_bodies_can_do_the_right_version_too(movement: Movement, body: Body) -> None:
    assert len(solve_frames(movement.right, body, 9)) == 9


# What a text says of hands and arms, and where they must be then: point of the skeleton, anchor, m between them.
SAID_OF_HANDS = {
    "arms hang": ("hand", None, 0.0),
    "hip creases": ("hand", Anchor("thigh", 0.05, 0.07), 0.03),
    "other arm hangs": ("hand", None, 0.0),
    "on the hip points": ("hand", Anchor("pelvis", 1.6, 0.10), 0.05),
    "hands on the ribs": ("hand", Anchor("ribs", 0.1, 0.105), 0.05),
    "one hand on the thigh": ("hand", Anchor("thigh_far", 0.74, 0.085), 0.05),
    "one on the low back": ("hand_far", Anchor("low back", 0.35, -0.09), 0.05),
    "hugged": ("hand", Anchor("ribs", 0.42, 0.265), 0.30),
}


@pytest.mark.parametrize(("movement", "variant"), BOTH)
def test_hands_and_arms_are_where_the_text_says(movement: Movement, variant: Variant) -> None:
    frames = solve_frames(variant, count=len(variant.keyframes))
    for frame, keyframe in zip(frames, variant.keyframes, strict=True):
        for words, (point, anchor, within) in SAID_OF_HANDS.items():
            if words not in keyframe.text:
                continue
            if anchor is None:
                below = frame.skeleton["shoulder"][1] - frame.skeleton["hand"][1]
                assert below > 0.45, f"{keyframe.text} The arms don't hang."
            else:
                assert distance(frame.skeleton[point], anchor.at(frame.skeleton)) <= within, keyframe.text


def test_the_waiters_arms_hang_and_the_fingertips_pass_the_kneecaps() -> None:
    deep = solve_frames(MOVEMENTS["waiters-bow"].right)[-1].skeleton
    assert (deep.pose.arm, deep.pose.elbow) == (0, 0)
    assert deep["fingertip"][1] < deep["knee"][1] - 0.06
    assert 50 <= deep.pose.lean <= 70


def test_no_text_of_the_kickstand_asks_for_level_headlights() -> None:
    texts = [keyframe.text for variant in MOVEMENTS["kickstand-hinge"].variants for keyframe in variant.keyframes]
    assert [text for text in texts if "headlight" in text or "level" in text] == []
    assert any("both hip points dip together" in text for text in texts)


# Deeper than about 120 degrees a pelvis tucks under, and these versions keep the low back long.
@pytest.mark.parametrize("movement", RIGHT)
def test_in_the_right_version_hips_bend_no_further_than_hips_go(movement: Movement) -> None:
    assert max(frame.skeleton.pose.hip for frame in solve_frames(movement.right)) < 127
