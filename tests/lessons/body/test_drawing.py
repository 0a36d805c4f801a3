import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.body import Body, Pose, joints, solve
from lessons.body.drawing import ROLES, Way, contact_sheet, drawn, frames, stills, viewbox
from lessons.body.figure import ROLES as BODY_PARTS
from lessons.body.figure import Surfaces, figure
from lessons.body.movements import MOVEMENTS
from lessons.body.moving import FIGURE, Movement, Prop
from lessons.body.outline import circle, extent, smooth, straight
from lessons.body.packing import encode, packed, unpacked
from lessons.body.props import KINDS, MAT_M

pytestmark = pytest.mark.walk

BOTH = [
    pytest.param(movement, way, id=f"{slug} {way}")
    for slug, movement in MOVEMENTS.items()
    for way in ("right", "fault")
]
EACH = [pytest.param(movement, id=slug) for slug, movement in MOVEMENTS.items()]
CSS = (Path(__file__).parents[3] / "static/css/figure.css").read_text()
ON_PAPER = re.compile(r"(?:[Mcsla]-?\d+(?:(?: |(?=-))-?\d+)*|z)+")


def commands(path: str) -> str:
    return re.sub(r"-?\d+", "#", path).replace(" ", "").replace("##", "#")


@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_every_frame_has_the_same_parts_with_the_same_commands(movement: Movement, way: Way) -> None:
    drawings = [frame.parts for frame in frames(movement, way)]
    assert {tuple(parts) for parts in drawings} == {tuple(drawings[0])}
    for part in drawings[0]:
        assert len({(commands(parts[part]), len(re.findall(r"-?\d+", parts[part]))) for parts in drawings}) == 1


@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_paths_are_whole_numbers_and_every_part_has_a_colour(movement: Movement, way: Way) -> None:
    for part, path in frames(movement, way)[7].parts.items():
        assert ON_PAPER.fullmatch(path), (part, path)
        assert f".figure__{ROLES[part]} " in CSS


@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_no_flesh_is_drawn_under_the_floor_or_inside_the_wall(movement: Movement, way: Way) -> None:
    wall = extent(frames(movement, way)[0].parts["wall"])[2] if "wall" in frames(movement, way)[0].parts else -(10**6)
    for frame in frames(movement, way):
        for part in BODY_PARTS:
            left, _, _, bottom = extent(frame.parts[part])
            assert bottom <= 2, part
            assert left >= wall or part in ("spine", "lumbar"), part


@pytest.mark.parametrize("movement", EACH)
def test_right_and_fault_fit_one_view_box(movement: Movement) -> None:
    left, top, width, height = viewbox(movement)
    assert height <= 1100
    for way in ("right", "fault"):
        for frame in frames(movement, way):
            for part in BODY_PARTS:
                x0, y0, x1, y1 = extent(frame.parts[part])
                assert left < x0
                assert x1 < left + width
                assert top < y0
                assert y1 < top + height


@pytest.mark.parametrize("movement", EACH)
def test_a_movement_with_all_its_frames_travels_in_16_kb(movement: Movement) -> None:
    packs = {way: packed(frames(movement, way)) for way in ("right", "fault")}
    assert len(gzip.compress(json.dumps(packs, separators=(",", ":")).encode())) < 16_000


@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_what_was_packed_comes_out_again(movement: Movement, way: Way) -> None:
    drawings = frames(movement, way)
    pack = packed(drawings)
    assert set(pack["still"]) | set(pack["first"]) == set(drawings[0].parts)
    for part, path in pack["first"].items():
        assert unpacked(path, pack["changes"][part], 25) == [frame.parts[part] for frame in drawings]


@given(st.lists(st.lists(st.integers(-2000, 2000), min_size=3, max_size=3), min_size=2, max_size=6))
def test_any_numbers_survive_packing(rows: Any) -> None:
    paths = [f"M{a} {b}l{c} 0".replace(" -", "-") for a, b, c in rows]
    assert unpacked(paths[0], encode([[*row, 0] for row in rows]), len(rows)) == paths


@pytest.mark.parametrize("movement", EACH)
def test_the_three_stills_are_keys_in_order_and_have_words(movement: Movement) -> None:
    for way in ("right", "fault"):
        start, middle, end = stills(movement, way)
        assert start.seconds < middle.seconds < end.seconds
        assert all(frame.text for frame in (start, middle, end))


@pytest.mark.parametrize("movement", EACH)
def test_marks_are_only_on_faults_and_inside_the_picture(movement: Movement) -> None:
    left, top, width, height = viewbox(movement)
    assert not any(frame.marked for frame in frames(movement, "right"))
    wrong = [frame.mark for frame in frames(movement, "fault") if frame.marked]
    assert wrong
    assert all(left < x < left + width and top < y < top + height for x, y in wrong)


def test_muscles_are_shaded_by_their_work() -> None:
    standing, _, deep = stills(MOVEMENTS["loaded-hinge"], "right")
    assert max(standing.muscles.values()) < 0.3
    assert deep.muscles["hamstrings"] > 0.4
    assert deep.muscles["quadriceps"] == 0
    assert all(0 <= shade <= 1 for shade in deep.muscles.values())


def test_lying_down_the_lesson_says_what_works() -> None:
    twelve, _, six = stills(MOVEMENTS["pelvic-clock"], "right")
    assert (twelve.muscles["abdominal_wall"], twelve.muscles["back_extensors"]) == (0.6, 0.0)
    assert (six.muscles["abdominal_wall"], six.muscles["back_extensors"]) == (0.0, 0.5)


def numbers(path: str) -> list[int]:
    return [int(n) for n in re.findall(r"-?\d+", path)]


def test_the_back_line_shows_whether_the_low_back_is_round() -> None:
    def hollow(lumbar: float) -> float:
        """How far the five vertebrae are behind (+) the line from tail to neck, path units."""
        parts = figure(FIGURE, joints(FIGURE, Pose(lumbar=lumbar)))
        (x0, _), (x1, _) = extent(parts["spine"])[0:2], extent(parts["spine"])[2:4]
        middle = numbers(parts["lumbar"].split("M")[3])[0]
        return (x0 + x1) / 2 - middle

    assert hollow(-35) < hollow(0) < hollow(40)


def test_flesh_is_pressed_flat_against_a_wall_and_a_seat() -> None:
    skeleton = joints(FIGURE, Pose())
    free = extent(figure(FIGURE, skeleton)["hips"])[0]
    assert extent(figure(FIGURE, skeleton, Surfaces(wall_x=-0.05))["hips"])[0] == -25
    assert free < -25
    seat = Surfaces(seat=(-0.5, 0.5, skeleton["hip"][1] - 0.05))
    assert extent(figure(FIGURE, skeleton, seat)["hips"])[3] == round(-500 * (skeleton["hip"][1] - 0.05))


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
    parts = drawn(body, pose).parts
    assert [part for part in parts if part in BODY_PARTS] == list(BODY_PARTS)
    assert all(ON_PAPER.fullmatch(path) for path in parts.values())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_prop_can_stand_beside_a_single_pose(kind: Any) -> None:
    man = Body("m", 1.77, 75)
    frame = drawn(man, solve(man, Pose(thigh=20)), props=(Prop(kind=kind, height=0.45),), text="A bow.")
    assert set(frame.parts) > set(BODY_PARTS)
    assert frame.text == "A bow."
    assert all(part in ROLES for part in frame.parts)


def test_the_contact_sheet_has_every_movement_once() -> None:
    sheet = contact_sheet(MOVEMENTS.values())
    assert [row.slug for row in sheet] == list(MOVEMENTS)
    assert {len(row.right) for row in sheet} == {len(row.fault) for row in sheet} == {3}


def test_a_curve_goes_through_its_points() -> None:
    square = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1)]
    assert extent(smooth(square)) == (0, -50, 50, 0)
    assert straight([(0.0, 0.0), (0.1, -0.2)]) == "M0 0l50 100"
    assert extent(circle((0.1, 0.1), 0.02)) == (40, -60, 60, -40)


def test_the_mat_is_as_thick_as_it_is_drawn() -> None:
    mat = frames(MOVEMENTS["pelvic-clock"], "right")[0].parts["mat"]
    assert extent(mat)[3] == round(500 * MAT_M)
