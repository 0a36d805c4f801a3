import re

from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.drawing.figure import Surfaces, draw_figure
from lessons.body.drawing.svg_path import path_extent
from lessons.body.model.pose import Pose, joints


def numbers(path: str) -> list[int]:
    return [int(n) for n in re.findall(r"-?\d+", path)]


def test_the_back_line_shows_whether_the_low_back_is_round() -> None:
    def hollow(lumbar: float) -> float:
        """How far the five vertebrae are behind (+) the line from tail to neck, path units."""
        parts = draw_figure(LESSON_BODY, joints(LESSON_BODY, Pose(lumbar=lumbar)))
        (x0, _), (x1, _) = path_extent(parts["spine"])[0:2], path_extent(parts["spine"])[2:4]
        middle = numbers(parts["lumbar"].split("M")[3])[0]
        return (x0 + x1) / 2 - middle

    assert hollow(-35) < hollow(0) < hollow(40)


def test_flesh_is_pressed_flat_against_a_wall_and_a_seat() -> None:
    skeleton = joints(LESSON_BODY, Pose())
    free = path_extent(draw_figure(LESSON_BODY, skeleton)["hips"])[0]
    assert path_extent(draw_figure(LESSON_BODY, skeleton, Surfaces(wall_x=-0.05))["hips"])[0] == -25
    assert free < -25
    seat = Surfaces(seat=(-0.5, 0.5, skeleton["hip"][1] - 0.05))
    assert path_extent(draw_figure(LESSON_BODY, skeleton, seat)["hips"])[3] == round(-500 * (skeleton["hip"][1] - 0.05))


def test_elbows_that_point_at_the_viewer_move_the_arms_and_nothing_else() -> None:
    skeleton = joints(LESSON_BODY, Pose(arm=-30, elbow=80))
    plain, turned = draw_figure(LESSON_BODY, skeleton), draw_figure(LESSON_BODY, skeleton, elbows_out=0.8)
    assert {part for part in plain if plain[part] != turned[part]} == {"arm", "sleeve", "arm_far", "sleeve_far"}
