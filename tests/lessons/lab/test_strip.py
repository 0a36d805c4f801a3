"""The frames of the lab's slider, and their shading in words."""

from lessons.lab.poses import Setting, frame_at, moment_at
from lessons.lab.strip import lab_strip, muscles_in_words


def test_there_is_a_frame_for_every_twentieth_of_the_depth() -> None:
    assert lab_strip(Setting())["strip"]["seconds"] == list(range(0, 101, 5))


def test_the_darkest_muscles_are_named_first_and_pale_ones_not() -> None:
    shades = {"glutes": 0.4, "hamstrings": 0.8, "quadriceps": 0.0, "back_extensors": 0.6, "abdominal_wall": 0.05}
    assert muscles_in_words(shades) == "hamstrings most, back extensors much, glutes some"


def test_standing_at_ease_names_no_muscle() -> None:
    setting = Setting()
    assert muscles_in_words(frame_at(setting, moment_at(setting, 0)).muscles) == (
        "none to speak of, the bones carry you"
    )


def test_in_a_hinge_the_back_is_not_named_first_and_in_a_squat_knees_first_the_front_thighs_are() -> None:
    hinge, squat = Setting(), Setting(move="squat", lead="knees")
    assert muscles_in_words(frame_at(hinge, moment_at(hinge, 80)).muscles).startswith("hamstrings most, glutes much")
    assert muscles_in_words(frame_at(squat, moment_at(squat, 80)).muscles).startswith("quadriceps most")
