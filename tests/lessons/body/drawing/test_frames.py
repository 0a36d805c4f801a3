import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.figure import BODY_PART_ROLES, PATH_LENGTHS
from lessons.body.drawing.frames import IDLE_WORK, PART_ROLES, Way, draw_pose, draw_stills, viewbox
from lessons.body.model.anthropometry import Body
from lessons.body.model.loads import MUSCLE_NAMES
from lessons.body.model.pose import Pose
from tests.lessons.body.drawing.drawn import BOTH, WAYS, frames_of

pytestmark = pytest.mark.walk

EACH = list(MOVEMENTS)
CSS = (Path(__file__).parents[4] / "static/css/figure.css").read_text()
PATH_DATA = re.compile(r"(?:[Mcsl]-?\d+(?:(?: |(?=-))-?\d+)*z?)+")


@pytest.mark.parametrize(("slug", "way"), BOTH)
def test_every_frame_has_the_same_parts_with_the_same_points(slug: str, way: Way) -> None:
    built = [
        {
            part: (
                [(len(stroke.points), stroke.soft, stroke.is_closed) for stroke in shape.strokes],
                shape.place is None,
            )
            for part, shape in frame.parts.items()
        }
        for frame in frames_of(slug, way)
    ]
    assert all(each == built[0] and list(each) == list(built[0]) for each in built)


@pytest.mark.parametrize(("slug", "way"), BOTH)
def test_paths_are_whole_numbers_and_every_part_has_a_color(slug: str, way: Way) -> None:
    for part, shape in frames_of(slug, way)[7].parts.items():
        assert PATH_DATA.fullmatch(shape.path), (part, shape.path)
        assert f".figure__{PART_ROLES[part]} " in CSS


@pytest.mark.parametrize(("slug", "way"), BOTH)
def test_no_flesh_is_drawn_under_the_floor_or_inside_the_wall(slug: str, way: Way) -> None:
    wall = frames_of(slug, way)[0].parts.get("wall")
    face = wall.extent[2] if wall else -(10**6)
    for frame in frames_of(slug, way)[::2]:
        for part in BODY_PART_ROLES:
            if part not in frame.parts or part == "shadow":
                continue
            left, _, _, bottom = frame.parts[part].extent
            assert bottom <= 3, part
            assert left >= face - 2 or part in ("spine", "lumbar", "vertebrae"), part


@pytest.mark.parametrize("slug", EACH)
def test_right_and_fault_fit_one_view_box(slug: str) -> None:
    left, top, width, height = viewbox(MOVEMENTS[slug])
    assert height <= 1100
    for way in WAYS:
        for frame in frames_of(slug, way)[::3]:
            for part, shape in frame.parts.items():
                if part not in BODY_PART_ROLES:
                    continue
                x0, y0, x1, y1 = shape.extent
                assert left < x0
                assert x1 < left + width
                assert top < y0
                assert y1 < top + height


@pytest.mark.parametrize("slug", EACH)
def test_a_muscle_is_drawn_in_a_version_in_which_it_works(slug: str) -> None:
    for way in WAYS:
        frames = frames_of(slug, way)
        working = {name for name in MUSCLE_NAMES if any(frame.muscles[name] >= IDLE_WORK for frame in frames)}
        assert set(MUSCLE_NAMES) & set(frames[0].parts) == working


def test_the_dashes_of_the_low_back_are_five_vertebrae() -> None:
    dash, gap = re.search(r"\.figure__vertebrae \{[^}]*stroke-dasharray: ([\d.]+) ([\d.]+);", CSS).groups()  # type: ignore[union-attr]
    assert 5 * (float(dash) + float(gap)) == PATH_LENGTHS["vertebrae"]


@pytest.mark.parametrize("slug", EACH)
def test_the_three_stills_are_keyframes_in_order_and_have_words(slug: str) -> None:
    for way in WAYS:
        start, middle, end = draw_stills(MOVEMENTS[slug], way)
        assert start.seconds < middle.seconds < end.seconds
        assert all(frame.text for frame in (start, middle, end))


@pytest.mark.parametrize("slug", EACH)
def test_marks_are_only_on_faults_and_inside_the_picture(slug: str) -> None:
    left, top, width, height = viewbox(MOVEMENTS[slug])
    assert not any(frame.marked for frame in frames_of(slug, "right"))
    wrong = [frame.mark for frame in frames_of(slug, "fault") if frame.marked]
    assert wrong
    assert all(left < x < left + width and top < y < top + height for x, y in wrong)


def test_muscles_are_shaded_by_their_work() -> None:
    standing, _, deep = draw_stills(MOVEMENTS["loaded-hinge"], "right")
    assert max(standing.muscles.values()) < 0.3
    assert deep.muscles["hamstrings"] > 0.4
    assert deep.muscles["quadriceps"] == 0
    assert all(0 <= shade <= 1 for shade in deep.muscles.values())


def test_lying_down_the_lesson_says_what_works() -> None:
    twelve, _, six = draw_stills(MOVEMENTS["pelvic-clock"], "right")
    assert (twelve.muscles["abdominal_wall"], twelve.muscles["back_extensors"]) == (0.6, 0.0)
    assert (six.muscles["abdominal_wall"], six.muscles["back_extensors"]) == (0.0, 0.5)


@settings(max_examples=40)
@given(
    st.builds(Body, st.sampled_from(["f", "m"]), st.floats(1.4, 2.1), st.floats(40, 140)),
    st.builds(
        Pose,
        shank=st.floats(-10, 40),
        thigh=st.floats(10, 100),
        lean=st.floats(-10, 90),
        lumbar=st.floats(-30, 60),
        arm=st.floats(-60, 170),
    ),
)
def test_any_pose_can_be_drawn(body: Body, pose: Pose) -> None:
    parts = draw_pose(body, pose).parts
    assert [part for part in parts if part in BODY_PART_ROLES] == list(BODY_PART_ROLES)
    assert all(PATH_DATA.fullmatch(shape.path) for shape in parts.values())
