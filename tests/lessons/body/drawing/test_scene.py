import pytest

from lessons.body.animation.keyframes import LESSON_BODY, Prop
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.scene import scene_of_pose, scene_of_variant
from lessons.body.model.pose import Pose, Support, joints


def test_a_room_without_wall_and_seat_presses_nothing() -> None:
    surfaces = scene_of_pose(joints(LESSON_BODY, Pose())).surfaces([Prop(kind="mat")])
    assert (surfaces.wall_x, surfaces.seat) == (None, None)


def test_the_wall_is_where_the_right_hips_touch_it_farthest_back() -> None:
    scene = scene_of_variant(MOVEMENTS["wall-tap"].right, LESSON_BODY)
    assert (
        scene.surfaces([Prop(kind="wall")]).wall_x == scene.wall_x < scene_of_pose(joints(LESSON_BODY, Pose())).wall_x
    )


@pytest.mark.parametrize(("slug", "kind"), [("chair-sit", "chair"), ("bathroom-seat", "toilet")])
def test_the_seat_is_under_the_hips_that_come_down_on_it(slug: str, kind: str) -> None:
    scene = scene_of_variant(MOVEMENTS[slug].right, LESSON_BODY)
    seat = scene.surfaces([Prop(kind=kind, height=0.45)]).seat
    assert seat is not None
    back, front, height = seat
    assert back < scene.seat_x < front
    assert height == 0.45


def test_the_room_of_a_pose_is_where_its_body_is() -> None:
    skeleton = joints(LESSON_BODY, Pose(shank=10, thigh=40, lean=30))
    scene = scene_of_pose(skeleton)
    assert (scene.wall_x, scene.seat_x, scene.shin_x) == (
        skeleton["wall_touch"][0],
        skeleton["hip"][0],
        skeleton["knee"][0],
    )


@pytest.mark.parametrize(("thigh", "ahead_cm"), [(100, 18.0), (90, 18.0), (80, 18.0), (60, 3.8), (45, 0.0)])
def test_a_seat_ends_18_cm_ahead_of_the_hips_or_where_sloping_thighs_leave_it(thigh: float, ahead_cm: float) -> None:
    scene = scene_of_pose(joints(LESSON_BODY, Pose(support=Support.SEAT, thigh=thigh)))
    assert 100 * (scene.seat_front - scene.seat_x) == pytest.approx(ahead_cm, abs=0.05)
