import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.body.animation.keyframes import Movement
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.figure import BODY_PART_ROLES
from lessons.body.drawing.frames import PART_ROLES, Way, contact_sheet, draw_frames, draw_pose, draw_stills, viewbox
from lessons.body.drawing.svg_path import path_extent
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Pose

pytestmark = pytest.mark.walk

BOTH = [
    pytest.param(movement, way, id=f"{slug} {way}")
    for slug, movement in MOVEMENTS.items()
    for way in ("right", "fault")
]
EACH = [pytest.param(movement, id=slug) for slug, movement in MOVEMENTS.items()]
CSS = (Path(__file__).parents[4] / "static/css/figure.css").read_text()
PATH_DATA = re.compile(r"(?:[Mcsla]-?\d+(?:(?: |(?=-))-?\d+)*|z)+")


def commands(path: str) -> str:
    return re.sub(r"-?\d+", "#", path).replace(" ", "").replace("##", "#")


@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_every_frame_has_the_same_parts_with_the_same_commands(movement: Movement, way: Way) -> None:
    drawings = [frame.parts for frame in draw_frames(movement, way)]
    assert {tuple(parts) for parts in drawings} == {tuple(drawings[0])}
    for part in drawings[0]:
        assert len({(commands(parts[part]), len(re.findall(r"-?\d+", parts[part]))) for parts in drawings}) == 1


@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_paths_are_whole_numbers_and_every_part_has_a_color(movement: Movement, way: Way) -> None:
    for part, path in draw_frames(movement, way)[7].parts.items():
        assert PATH_DATA.fullmatch(path), (part, path)
        assert f".figure__{PART_ROLES[part]} " in CSS


@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_no_flesh_is_drawn_under_the_floor_or_inside_the_wall(movement: Movement, way: Way) -> None:
    wall_path = draw_frames(movement, way)[0].parts.get("wall")
    wall = path_extent(wall_path)[2] if wall_path else -(10**6)
    for frame in draw_frames(movement, way):
        for part in BODY_PART_ROLES:
            left, _, _, bottom = path_extent(frame.parts[part])
            assert bottom <= 2, part
            assert left >= wall or part in ("spine", "lumbar"), part


@pytest.mark.parametrize("movement", EACH)
def test_right_and_fault_fit_one_view_box(movement: Movement) -> None:
    left, top, width, height = viewbox(movement)
    assert height <= 1100
    for way in ("right", "fault"):
        for frame in draw_frames(movement, way):
            for part in BODY_PART_ROLES:
                x0, y0, x1, y1 = path_extent(frame.parts[part])
                assert left < x0
                assert x1 < left + width
                assert top < y0
                assert y1 < top + height


@pytest.mark.parametrize("movement", EACH)
def test_the_three_stills_are_keyframes_in_order_and_have_words(movement: Movement) -> None:
    for way in ("right", "fault"):
        start, middle, end = draw_stills(movement, way)
        assert start.seconds < middle.seconds < end.seconds
        assert all(frame.text for frame in (start, middle, end))


@pytest.mark.parametrize("movement", EACH)
def test_marks_are_only_on_faults_and_inside_the_picture(movement: Movement) -> None:
    left, top, width, height = viewbox(movement)
    assert not any(frame.marked for frame in draw_frames(movement, "right"))
    wrong = [frame.mark for frame in draw_frames(movement, "fault") if frame.marked]
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
    assert all(PATH_DATA.fullmatch(path) for path in parts.values())


def test_the_contact_sheet_has_every_movement_once() -> None:
    sheet = contact_sheet(MOVEMENTS.values())
    assert [row.slug for row in sheet] == list(MOVEMENTS)
    assert {len(row.right) for row in sheet} == {len(row.fault) for row in sheet} == {3}
