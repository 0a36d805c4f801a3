"""The body from above: what turns, turns; what stands, stands."""

from dataclasses import replace
from math import atan2, degrees

import pytest

from lessons.body.animation.keyframes import LESSON_BODY, Footprint, ViewFromAbove
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.above import ABOVE_PART_ROLES, draw_from_above, draw_views_from_above
from lessons.body.drawing.people import LESSON_PERSON, PEOPLE
from lessons.body.drawing.shapes import UNITS_PER_M, Shape
from lessons.body.model.pose import Pose, Skeleton, Support, joints
from tests.lessons.body.drawing.test_figure import crossings

SEEN_FROM_ABOVE = [slug for slug, movement in MOVEMENTS.items() if movement.above]
HINGED = joints(LESSON_BODY, Pose(shank=4, thigh=27, lean=55, arm=30))
AHEAD = ViewFromAbove(text="", keyframe=0)


def drawn(view: ViewFromAbove, skeleton: Skeleton = HINGED) -> dict[str, Shape]:
    return draw_from_above(LESSON_BODY, skeleton, view, LESSON_PERSON)


def turn_of(shape: Shape) -> float:
    """Degrees from ahead toward the far side, which is up."""
    assert shape.place is not None
    return -shape.place.turn / 10


def middle_of(shape: Shape) -> tuple[float, float]:
    left, top, right, bottom = shape.extent
    return (left + right) / 2, (top + bottom) / 2


def test_four_lessons_are_also_seen_from_above() -> None:
    assert SEEN_FROM_ABOVE == ["leg-slide", "kickstand-hinge", "lift-a-child-or-bag", "court-speed"]


@pytest.mark.parametrize("slug", SEEN_FROM_ABOVE)
def test_of_a_lesson_both_views_have_known_parts_in_painters_order(slug: str) -> None:
    views = draw_views_from_above(MOVEMENTS[slug], LESSON_BODY, LESSON_PERSON)
    assert [list(parts) for parts in views] == [[part for part in ABOVE_PART_ROLES if part in views[0]]] * 2
    assert {len(view.text.split()) > 4 for view in MOVEMENTS[slug].above} == {True}


@pytest.mark.parametrize("slug", SEEN_FROM_ABOVE)
def test_no_outline_of_a_lesson_from_above_crosses_itself(slug: str) -> None:
    whole = {"above_trunk", "above_pelvis", "above_face", "above_shoe", "above_paddle", "above_bag", "above_hair"}
    for parts in draw_views_from_above(MOVEMENTS[slug], LESSON_BODY, LESSON_PERSON):
        assert [part for part, shape in parts.items() if part in whole and crossings(shape)] == []


def test_every_role_from_above_belongs_to_a_lesson() -> None:
    views = [
        parts
        for slug in SEEN_FROM_ABOVE
        for parts in draw_views_from_above(MOVEMENTS[slug], LESSON_BODY, LESSON_PERSON)
    ]
    assert {part for parts in views for part in parts} == ABOVE_PART_ROLES.keys()


def test_facing_ahead_both_sides_mirror_each_other() -> None:
    parts = drawn(AHEAD)
    for part in ("above_trunk", "above_pelvis", "above_arms", "above_hair", "above_face", "above_sleeves"):
        _, top, _, bottom = parts[part].extent
        assert top == pytest.approx(-bottom, abs=1)
    (x, y), (far_x, far_y) = middle_of(parts["above_shoe"]), middle_of(parts["above_shoe_far"])
    assert (far_x, far_y) == pytest.approx((x, -y), abs=1)
    assert y > 0  # the near side is below


@pytest.mark.parametrize("turn", [-60.0, 0.0, 38.0])
def test_pelvis_and_trunk_turn_by_what_the_view_says_and_the_feet_stay(turn: float) -> None:
    parts = drawn(replace(AHEAD, pelvis_turn=turn, trunk_turn=turn / 2))
    assert (turn_of(parts["above_pelvis"]), turn_of(parts["above_belt"])) == (turn, turn)
    assert (turn_of(parts["above_trunk"]), turn_of(parts["above_hair"])) == (turn / 2, turn / 2)
    assert [parts[part] == drawn(AHEAD)[part] for part in ("above_shoe", "above_footprints_far")] == [True, True]


def test_the_spine_runs_from_the_turned_pelvis_to_the_turned_neck() -> None:
    (x0, y0), (x1, y1), _, (x3, y3) = drawn(replace(AHEAD, pelvis_turn=40))["above_spine"].points
    hip = HINGED["hip"][0] * UNITS_PER_M
    assert degrees(atan2(-(y1 - y0), x1 - x0)) == pytest.approx(40, abs=2)
    assert y3 == 0
    assert x3 > hip


def test_a_foot_stands_on_its_footprint_and_its_knee_leans_as_stated() -> None:
    view = replace(AHEAD, far_foot=Footprint(0.3, 0.2, turn=90, knee_aside=-0.1))
    parts = drawn(view)
    assert turn_of(parts["above_shoe_far"]) == 90
    assert parts["above_shoe_far"].place == parts["above_footprints_far"].place
    place = parts["above_shoe_far"].place
    assert place is not None
    assert (place.x, place.y) == (round(0.3 * UNITS_PER_M), round(-0.2 * UNITS_PER_M))
    # Ahead of a foot that is turned to the far side is up; the knee leans to the right of that.
    straight = drawn(replace(view, far_foot=Footprint(0.3, 0.2, turn=90)))["above_leg_far"]
    assert parts["above_leg_far"].extent[2] > straight.extent[2] + 40


def test_hip_points_of_a_pelvis_that_rolls_move_to_its_far_side() -> None:
    lying = joints(LESSON_BODY, Pose(support=Support.BACK, lean=-90, thigh=130, shank=-40))
    level, rolled = (drawn(replace(AHEAD, pelvis_roll=roll), lying)["above_hip_points"].points for roll in (0.0, 30.0))
    far, near = level[0], level[2]
    assert far[1] == -near[1]
    assert rolled[0][1] < far[1]
    assert rolled[2][1] < near[1]


def test_lamps_shine_where_the_pelvis_points() -> None:
    parts = drawn(replace(AHEAD, has_lamps=True, pelvis_turn=38, trunk_turn=20))
    assert turn_of(parts["above_light"]) == 38


def test_what_is_held_turns_with_the_trunk() -> None:
    bag = drawn(replace(AHEAD, holds="bag", trunk_turn=-60))
    paddle = drawn(replace(AHEAD, holds="paddle", trunk_turn=-60))
    assert (turn_of(bag["above_bag"]), turn_of(paddle["above_paddle"])) == (-60, -60)
    assert ("above_bag" in paddle, "above_paddle" in bag) == (False, False)


def test_only_some_have_a_bun_above() -> None:
    buns = {
        name: len(draw_from_above(LESSON_BODY, HINGED, AHEAD, person)["above_hair"].strokes)
        for name, person in PEOPLE.items()
    }
    assert buns == {"woman": 2, "man": 1, "older-woman": 1, "older-man": 1}
