"""One movement from its keyframes to what travels, in the fast suite. All of them are walked elsewhere."""

from dataclasses import replace

import pytest

from lessons.body.animation.movements import CARDS, MOVEMENTS
from lessons.body.drawing.delta_codec import encode_frames
from lessons.body.drawing.frames import draw_card, draw_pose, draw_stills, viewbox
from lessons.body.drawing.people import PEOPLE
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Pose
from tests.lessons.body.drawing.delta_decoder import decode_parts, decode_rows
from tests.lessons.body.drawing.drawn import frames_of

FAULT = MOVEMENTS["kickstand-hinge"]


def test_what_travels_comes_out_again_and_only_what_is_needed_travels() -> None:
    frames = frames_of("kickstand-hinge", "fault")
    pack = encode_frames(frames)
    assert decode_parts(frames[0].parts, pack) == [dict(frame.parts) for frame in frames]
    assert pack["back"] is True
    assert {name: decode_rows([work], changes, len(frames)) for name, (work, changes) in pack["muscles"].items()} == {
        name: [(round(frame.muscles[name] * 100),) for frame in frames]
        for name in ("hamstrings", "glutes", "back_extensors", "quadriceps", "abdominal_wall")
        if name in frames[0].parts
    }
    mark, changes = pack["mark"]
    assert decode_rows(mark, changes, len(frames)) == [frame.mark for frame in frames]
    assert all(set(letters) <= set("abcdefghijklmnop") for letters in pack["soft"].values())
    assert {"leg", "trunk"} <= set(pack["soft"]) <= set(pack["changes"])


@pytest.mark.parametrize("way", ["right", "fault"])
def test_its_stills_are_the_first_the_second_and_the_last_keyframe(way: str) -> None:
    start, middle, end = draw_stills(FAULT, "right" if way == "right" else "fault")
    assert [start.keyframe, middle.keyframe, end.keyframe] == [0, 1, 2]


def test_its_picture_is_as_tight_as_right_and_fault_allow_with_the_same_margin_around() -> None:
    left, top, width, height = viewbox(FAULT)
    boxes = [
        shape.extent
        for way in ("right", "fault")
        for frame in frames_of("kickstand-hinge", "right" if way == "right" else "fault")
        for part, shape in frame.parts.items()
        if part != "floor"
    ]
    assert (left, top) == (min(box[0] for box in boxes) - 20, min(box[1] for box in boxes) - 20)
    assert left + width == max(box[2] for box in boxes) + 20
    assert top + height == 20


def test_the_mark_is_at_its_joint_where_the_fault_is_wrong_and_the_right_way_has_none() -> None:
    ahead = replace(FAULT, fault=replace(FAULT.fault, mark=("knee", 0.04, 0.02)))
    for frame in draw_stills(ahead, "fault"):
        x, y = frame.skeleton["knee"]
        assert frame.mark == (round(500 * (x + 0.04)), round(-500 * (y + 0.02)))
    assert [frame.marked for frame in draw_stills(ahead, "fault")] == [False, True, True]
    assert [frame.marked for frame in draw_stills(ahead, "right")] == [False, False, False]


def test_of_a_wall_behind_the_body_14_cm_are_seen() -> None:
    face = frames_of("wall-tap", "right")[0].parts["wall"].extent[2]
    assert viewbox(MOVEMENTS["wall-tap"])[0] == face - 70 - 20


def test_a_pelvis_that_swings_open_takes_the_far_hip_back_and_up() -> None:
    start, _, end = draw_stills(FAULT, "fault")
    hip = [frame.skeleton["hip"] for frame in (start, end)]
    far = [frame.parts["leg_far"].points[0] for frame in (start, end)]
    moved_x = (far[1][0] - far[0][0]) - 500 * (hip[1][0] - hip[0][0])
    moved_up = -(far[1][1] - far[0][1]) - 500 * (hip[1][1] - hip[0][1])
    assert moved_x < -20
    assert moved_up > 10


def test_a_single_pose_holds_nothing_unless_told() -> None:
    body, bow = Body("f", 1.65, 62), Pose(thigh=20, lean=40)
    assert draw_pose(body, bow).muscles == draw_pose(body, bow, load=0).muscles
    assert draw_pose(body, bow).muscles["glutes"] < draw_pose(body, bow, load=15).muscles["glutes"]


def test_a_single_pose_stands_on_its_feet_and_no_muscle_does_more_than_all_it_can() -> None:
    body = Body("f", 1.65, 62)
    assert draw_pose(body, Pose(shank=30, thigh=60, lean=45)).muscles["quadriceps"] == 0.48
    assert max(draw_pose(body, Pose(thigh=30, lean=60), load=60).muscles.values()) == 1.0


def test_on_a_card_nothing_is_marked() -> None:
    assert {card.slug for card in CARDS.values() if draw_card(card).marked} == set()


@pytest.mark.parametrize("name", PEOPLE)
def test_a_single_pose_is_a_frame_at_the_start_with_the_muscles_rounded(name: str) -> None:
    person = next(person for each, person in PEOPLE.items() if each == name)
    frame = draw_pose(Body("f", 1.65, 62), Pose(thigh=20, lean=40), person=person)
    assert (frame.seconds, frame.keyframe, frame.marked) == (0.0, None, False)
    assert all(round(work, 2) == work for work in frame.muscles.values())
