import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from lessons.body import Body, Pose, Support, Unreachable, check, distance, joints
from lessons.body.movements import MOVEMENTS
from lessons.body.moving import FIGURE, Key, Movement, Spot, Version, balance_error, contact_points, instants
from lessons.body.props import scene_of

pytestmark = pytest.mark.walk

LESSONS = {
    path.stem: tomllib.loads(path.read_text().split("+++")[1])
    for path in (Path(__file__).parents[3] / "lessons/curriculum").glob("*.md")
}

BOTH = [
    pytest.param(movement, version, id=f"{slug} {way}")
    for slug, movement in MOVEMENTS.items()
    for way, version in (("right", movement.right), ("fault", movement.fault))
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


def test_every_lesson_has_its_movement_and_its_title() -> None:
    assert {slug: movement.title for slug, movement in MOVEMENTS.items()} == {
        slug: lesson["title"] for slug, lesson in LESSONS.items()
    }


@pytest.mark.parametrize(("movement", "version"), BOTH)
def test_every_frame_can_be_reached_and_held(movement: Movement, version: Version) -> None:
    found = instants(version)
    assert len(found) == 25
    assert [check(instant.skeleton) for instant in found] == [None] * 25
    assert max(abs(balance_error(FIGURE, instant)) for instant in found) < 0.001


@pytest.mark.parametrize(("movement", "version"), BOTH)
def test_no_bone_changes_its_length(movement: Movement, version: Version) -> None:
    for instant in instants(version):
        for start, end, segment in LINKS:
            assert distance(instant.skeleton[start], instant.skeleton[end]) == pytest.approx(FIGURE.lengths[segment])


@pytest.mark.parametrize(("movement", "version"), BOTH)
def test_knees_bend_only_backwards(movement: Movement, version: Version) -> None:
    for instant in instants(version):
        pose = instant.skeleton.pose
        assert pose.knee >= -5
        assert (pose.shank_far or pose.shank) + (pose.thigh_far or pose.thigh) >= -5


@pytest.mark.parametrize(("movement", "version"), BOTH)
def test_what_carries_the_body_stays_where_it_is(movement: Movement, version: Version) -> None:
    found = [instant.skeleton for instant in instants(version)]
    match found[0].pose.support:
        case Support.FEET:
            assert {round(skeleton["ball"][0], 6) for skeleton in found} == {round(found[0]["ball"][0], 6)}
            assert {round(skeleton["ball"][1], 6) for skeleton in found} == {0.0}
        case Support.KNEES:
            assert {tuple(round(n, 6) for n in skeleton["knee"]) for skeleton in found} == {(0.0, 0.055)}
        case Support.HANDS_AND_KNEES:
            assert {tuple(round(n, 6) for n in skeleton["wrist"]) for skeleton in found} == {
                (round(found[0]["wrist"][0], 6), 0.03)
            }
        case Support.BACK:
            assert {tuple(round(n, 6) for n in skeleton["ankle_far"]) for skeleton in found} == {
                tuple(round(n, 6) for n in found[0]["ankle_far"])
            }
            assert max(abs(min(skeleton["heel"][1], skeleton["ball"][1])) for skeleton in found) < 1e-6
        case Support.SEAT:
            assert {round(skeleton["hip"][1], 6) for skeleton in found} == {0.54}


@pytest.mark.parametrize(("movement", "version"), BOTH)
def test_nothing_passes_through_floor_wall_or_seat(movement: Movement, version: Version) -> None:
    scene = scene_of(movement.right, FIGURE)
    surfaces = scene.surfaces(version.props)
    for instant in instants(version):
        for name, (x, y), flesh in contact_points(instant.skeleton):
            assert y - flesh >= -0.02, f"{name} through the floor"
            if surfaces.wall_x is not None:
                assert x - flesh >= surfaces.wall_x - 0.021, f"{name} through the wall"
            if surfaces.seat is not None and name == "hip":
                start, end, height = surfaces.seat
                assert not start <= x <= end or y - flesh >= height - 0.01, "hips through the seat"


@pytest.mark.parametrize("movement", RIGHT)
def test_hands_meet_what_they_are_for(movement: Movement) -> None:
    for instant in instants(movement.right):
        if instant.key is None:
            continue
        key = movement.right.keys[instant.key]
        if key.hand is not None:
            assert distance(key.hand.at(instant.skeleton), instant.skeleton["hand"]) < 0.02
        if key.hand_far is not None:
            assert distance(key.hand_far.at(instant.skeleton), instant.skeleton["hand_far"]) < 0.02


@pytest.mark.parametrize("movement", RIGHT)
def test_right_and_fault_run_side_by_side_in_time(movement: Movement) -> None:
    assert movement.right.seconds == pytest.approx(movement.fault.seconds)
    assert len(movement.right.keys) == len(movement.fault.keys)
    assert movement.right.there_and_back == movement.fault.there_and_back


@pytest.mark.parametrize("movement", RIGHT)
def test_something_is_marked_on_every_fault_and_said_at_every_key(movement: Movement) -> None:
    assert any(not key.clean for key in movement.fault.keys)
    for version in movement.versions:
        assert all(key.text.endswith(".") and len(key.text) > 12 for key in version.keys)


HIPS_FOLD = [
    *("tall-kneel-hinge", "wall-tap", "dowel-hinge", "waiters-bow", "reach-back-and-hug", "loaded-hinge"),
    *("kickstand-hinge", "floor-lift", "high-seat-touch", "chair-sit", "bathroom-seat", "ready-position"),
]


@pytest.mark.parametrize("slug", HIPS_FOLD)
def test_in_the_right_version_the_hips_fold_and_the_low_back_keeps_its_shape(slug: str) -> None:
    found = [instant.skeleton.pose for instant in instants(MOVEMENTS[slug].right)]
    assert max(abs(pose.lumbar) for pose in found) == 0
    assert max(pose.hip for pose in found) > 60


@pytest.mark.parametrize(
    "slug", ["tall-kneel-hinge", "dowel-hinge", "waiters-bow", "reach-back-and-hug", "ready-position", "court-speed"]
)
def test_where_the_fault_is_a_round_back_the_hips_fold_less_than_the_back(slug: str) -> None:
    right, fault = (instants(version)[-1].skeleton.pose for version in MOVEMENTS[slug].versions)
    assert fault.lumbar > 40
    assert fault.hip < right.hip - 10 or slug == "court-speed"


@pytest.mark.parametrize("slug", ["wall-tap", "reach-back-and-hug"])
def test_only_the_right_hips_touch_the_wall(slug: str) -> None:
    wall = scene_of(MOVEMENTS[slug].right, FIGURE).wall_x
    right, fault = (
        [instant.skeleton["wall_touch"][0] for instant in instants(version)] for version in MOVEMENTS[slug].versions
    )
    assert right[-1] == pytest.approx(wall)
    assert min(fault) > wall + 0.05


@pytest.mark.parametrize(("slug", "seat_m"), [("high-seat-touch", 0.57), ("chair-sit", 0.45), ("bathroom-seat", 0.41)])
def test_the_sit_ends_on_the_seat(slug: str, seat_m: float) -> None:
    found = instants(MOVEMENTS[slug].right)
    assert found[-1].skeleton["seat_touch"][1] == pytest.approx(seat_m)
    assert all(a.skeleton["hip"][1] > b.skeleton["hip"][1] for a, b in pairwise(found))


def test_the_hover_stays_over_the_seat() -> None:
    assert instants(MOVEMENTS["hover-and-rise"].right)[0].skeleton["seat_touch"][1] > 0.47


def test_sitting_down_the_trunk_leans_with_the_first_count_and_then_hardly_changes() -> None:
    found = instants(MOVEMENTS["chair-sit"].right)
    lean = {instant.key: instant.skeleton.pose.lean for instant in found if instant.key is not None}
    assert lean[1] > 35
    assert max(lean[1], lean[2], lean[3]) - min(lean[1], lean[2], lean[3]) < 10


@pytest.mark.parametrize("body", [Body("m", 1.77, 75), Body("f", 1.5, 50)])
@pytest.mark.parametrize("movement", RIGHT)
def test_other_bodies_can_do_the_right_version_too(movement: Movement, body: Body) -> None:
    assert len(instants(movement.right, body, 9)) == 9


def test_every_key_is_exactly_among_the_frames() -> None:
    found = instants(MOVEMENTS["chair-sit"].right, count=10)
    assert [instant.key for instant in found] == [0, None, None, 1, None, None, 2, None, None, 3]
    assert [instant.seconds for instant in found if instant.key is not None] == [0.0, 1.0, 2.0, 3.0]


def test_too_few_frames_for_the_keys_is_an_error() -> None:
    with pytest.raises(ValueError, match="4 keys need at least as many frames"):
        instants(MOVEMENTS["chair-sit"].right, count=3)


def test_a_movement_nobody_can_do_says_so() -> None:
    lie = Key(text="Bolt upright over bent knees.", pose=Pose(thigh=90), seconds=1)
    with pytest.raises(Unreachable, match="can't stay up"):
        instants(Version(keys=(lie, lie)))


def test_a_foot_too_far_away_is_reported() -> None:
    far = Key(text="Doing the splits.", pose=Pose(thigh=5), seconds=1, step_far=6)
    with pytest.raises(Unreachable, match="foot can't stand there"):
        instants(Version(keys=(far, far)))


def test_a_spot_ahead_of_a_link_is_on_the_side_the_face_looks_to() -> None:
    upright = joints(FIGURE, Pose())
    for link in ("thigh", "pelvis", "low back", "ribs", "head"):
        assert Spot(link, 0.5, 0.1).at(upright)[0] == pytest.approx(upright["hip"][0] + 0.1)
    assert Spot("place", 0.3, 0.4).at(upright) == (0.3, 0.4)


def test_movements_can_be_told_apart_and_remembered() -> None:
    assert isinstance(MOVEMENTS["wall-tap"], Movement)
    assert len({hash(movement) for movement in MOVEMENTS.values()}) == 23
