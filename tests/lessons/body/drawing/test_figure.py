"""The body as it is drawn: whole outlines, no jolts, and flesh that gives way to what it touches."""

from dataclasses import fields, replace
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.arm import HandKind
from lessons.body.drawing.figure import BODY_PART_ROLES, OUTLINE_PARTS, SMALL_PARTS, Surfaces, draw_figure
from lessons.body.drawing.frames import Way
from lessons.body.drawing.people import PEOPLE, Build, Person
from lessons.body.drawing.shapes import Shape
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Pose, Support, joints
from tests.lessons.body.drawing.drawn import BOTH, frames_of

EVERYBODY = list(PEOPLE.values())
FREE = Surfaces()


def drawn(pose: Pose, surfaces: Surfaces = FREE, person: Person = EVERYBODY[0]) -> dict[str, Shape]:
    return draw_figure(LESSON_BODY, joints(LESSON_BODY, pose), surfaces, person=person)


def test_the_spine_shows_whether_the_low_back_is_round() -> None:
    def hollow(lumbar: float) -> float:
        """How far the middle of the low back is behind (+) the line between its ends, units."""
        points = drawn(Pose(lumbar=lumbar))["lumbar"].points
        return (points[0][0] + points[-1][0]) / 2 - points[3][0]

    assert hollow(-35) < hollow(0) < hollow(40)


def test_flesh_is_pressed_flat_against_a_wall() -> None:
    assert drawn(Pose())["leg"].extent[0] < -25
    assert drawn(Pose(), Surfaces(wall_x=-0.05))["leg"].extent[0] == -25


@pytest.mark.parametrize(
    ("depth", "pressed"),
    [(0.0, 0.0), (0.05, 0.05), (0.08, 0.08), (0.14, 0.0), (-0.05, 0.0)],
    ids=["on it", "in it", "deep in it", "below it", "above it"],
)
def test_a_seat_lifts_what_is_a_little_in_it_and_lets_legs_pass_below(depth: float, pressed: float) -> None:
    _, y, _ = Surfaces(seat=(-0.5, 0.5, 0.45)).press((0.0, 0.45 - depth, 1.0))
    assert y == pytest.approx(0.45 - depth + pressed)


def test_past_the_edge_of_a_seat_nothing_jumps() -> None:
    press = Surfaces(seat=(-0.5, 0.1, 0.45)).press
    heights = [press((step / 1000, 0.40, 1.0))[1] for step in range(-600, 200)]
    assert (max(heights), min(heights)) == (0.45, 0.40)
    assert max(abs(b - a) for a, b in pairwise(heights)) < 0.0016


def test_the_far_hip_is_a_little_ahead_of_the_near_one_and_above_it_and_swings_back_and_up() -> None:
    skeleton = joints(LESSON_BODY, Pose())
    (x, y), (open_x, open_y) = (
        draw_figure(LESSON_BODY, skeleton, open_m=open_m)["leg_far"].points[0] for open_m in (0, 0.1)
    )
    # The outline begins 2 cm ahead of the far hip and 2 cm above it.
    ahead, above = x / 500 - skeleton["hip"][0] - 0.02, -y / 500 - skeleton["hip"][1] - 0.02
    assert (ahead, above) == pytest.approx((0.0126, 0.0039), abs=0.001)
    assert (open_x - x, open_y - y) == (-50, -15)


def test_elbows_that_point_at_the_viewer_move_the_arms_and_nothing_else() -> None:
    skeleton = joints(LESSON_BODY, Pose(arm=-30, elbow=80))
    plain, turned = draw_figure(LESSON_BODY, skeleton), draw_figure(LESSON_BODY, skeleton, elbows_out=0.8)
    near = {"arm", "hand", "knuckles", "sleeve", "hem"}
    assert {part for part in plain if plain[part] != turned[part]} == near | {"arm_far", "hand_far", "sleeve_far"}


def test_a_lifted_foot_leaves_its_shadow() -> None:
    both, one = (
        drawn(Pose(thigh_far=thigh, shank_far=shank))["shadow"].extent for thigh, shank in ((0, 0), (-60, -40))
    )
    assert both[2] - both[0] > one[2] - one[0] > 0


def test_small_lines_and_the_outline_are_parts_of_the_body() -> None:
    assert set(BODY_PART_ROLES) > SMALL_PARTS
    assert set(OUTLINE_PARTS).isdisjoint(SMALL_PARTS)


def area(points: list[tuple[float, float]]) -> float:
    """Of a polygon, square units."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*points, points[0]])) / 2


@pytest.mark.parametrize("lumbar", [-40, 0, 58])
@pytest.mark.parametrize("muscle", ["back_extensors", "abdominal_wall"])
def test_fibers_of_a_bent_trunk_enclose_nothing_that_would_be_filled(muscle: str, lumbar: float) -> None:
    whole, *fibers = drawn(Pose(lumbar=lumbar, lean=40))[muscle].strokes
    assert [area(list(fiber.points)) for fiber in fibers] == [0] * len(fibers)
    assert len(fibers) > 0
    assert abs(area(list(whole.points))) > 500


def test_hands_of_somebody_on_their_back_lie_level_where_the_skeleton_has_them() -> None:
    lying = joints(LESSON_BODY, Pose(support=Support.BACK, lean=-90, thigh=60, shank=-60, arm=60, elbow=40))
    left, top, right, bottom = draw_figure(LESSON_BODY, lying, hands=("open", "open"))["hand"].extent
    x, y = lying["hand"]
    assert left < x * 500 < right
    assert top < -y * 500 < bottom
    assert right - left > 1.7 * (bottom - top)


@pytest.mark.parametrize(("slug", "way"), BOTH)
def test_only_what_lies_on_the_belly_is_painted_over_the_low_back(slug: str, way: Way) -> None:
    parts = list(frames_of(slug, way)[0].parts)
    assert set(parts[parts.index("vertebrae") + 1 :]) <= {"clock_edge", "clock", "clock_digits", "clock_marble"}


# Whole outlines.


def crossings(shape: Shape) -> int:
    """How many sides of its first stroke, taken straight from point to point, cross another."""
    points = [(float(x), float(y)) for x, y in shape.strokes[0].points]
    sides = list(pairwise([*points, points[0]]))
    return sum(
        _cross(*sides[i], *sides[j])
        for i in range(len(sides))
        for j in range(i + 2, len(sides))
        if (i, j) != (0, len(sides) - 1)
    )


def _cross(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> bool:
    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


WHOLE = ("trunk", "leg", "leg_far", "neck", "belt", "sleeve", "hand", "ankle", "shoe", "sole", "head", "hair")


@pytest.mark.walk
@pytest.mark.parametrize(("slug", "way"), BOTH)
def test_no_outline_of_a_lesson_crosses_itself(slug: str, way: Way) -> None:
    crossed = {
        part
        for frame in frames_of(slug, way)[::4]
        for part in WHOLE
        if frame.parts[part].strokes[0].is_closed and crossings(frame.parts[part])
    }
    assert crossed == set()


@pytest.mark.parametrize("person", EVERYBODY, ids=PEOPLE)
def test_from_standing_to_the_deepest_fold_no_outline_jolts(person: Person) -> None:
    """One degree of the hip at a time: how much more a point moves than in the step before, mm."""
    worst = 0.0
    for shank, thigh in ((0, 0), (30, 60), (35, 100)):
        steps = [
            draw_figure(
                LESSON_BODY,
                joints(LESSON_BODY, Pose(shank=shank, thigh=thigh, lean=lean)),
                person=person,
            )
            for lean in range(-15, 131 - thigh)
        ]
        for part in ("leg", "leg_far", "trunk", "glutes", "hamstrings", "quadriceps", "neck"):
            places = [step[part].points for step in steps]
            for before, now, after in zip(places, places[1:], places[2:], strict=False):
                for (x0, y0), (x1, y1), (x2, y2) in zip(before, now, after, strict=True):
                    worst = max(worst, hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2))
    # The grid of 2 mm alone can make 2 units in each direction.
    assert 2 * worst <= 2 * hypot(2, 2) + 3


@settings(max_examples=25, deadline=None)
@given(
    st.builds(Body, st.sampled_from(["f", "m"]), st.floats(1.2, 2.2), st.floats(40, 140)),
    st.sampled_from(EVERYBODY),
    st.builds(
        Pose,
        shank=st.floats(-5, 40),
        thigh=st.floats(0, 100),
        lean=st.floats(-10, 30),
        lumbar=st.floats(-30, 50),
        arm=st.floats(-60, 170),
        elbow=st.floats(0, 130),
    ),
)
def test_any_height_and_build_is_drawn_whole(body: Body, person: Person, pose: Pose) -> None:
    parts = draw_figure(body, joints(body, pose), person=person)
    assert list(parts) == [part for part in BODY_PART_ROLES if part != "bun" or person.hair == "bun"]
    assert [part for part in ("head", "hair", "hand", "shoe", "sole", "trunk", "belt") if crossings(parts[part])] == []
    assert min(-shape.extent[3] for part, shape in parts.items() if part not in ("shoe", "shoe_far")) >= -2


@pytest.mark.parametrize("person", EVERYBODY, ids=PEOPLE)
@pytest.mark.parametrize("hand", ["open", "fist", "flat"])
def test_a_taller_body_is_the_same_drawing_larger(person: Person, hand: HandKind) -> None:
    pose = Pose(shank=8, thigh=30, lean=40, lumbar=12, arm=20, elbow=40, thigh_far=50, shank_far=-10, arm_far=60)
    shown = {"person": person, "hands": (hand, hand), "open_m": 0.1, "forearm_scale": 0.9, "elbows_out": 0.3}
    small, large = (
        draw_figure(body, joints(body, pose), **shown)  # type: ignore[arg-type]
        for body in (Body("f", 1.25, 62), Body("f", 2.25, 62))
    )
    off = {
        part: max(
            hypot(x - 1.8 * smaller_x, y - 1.8 * smaller_y)
            for (x, y), (smaller_x, smaller_y) in zip(large[part].points, small[part].points, strict=True)
        )
        for part in large
    }
    # Both are on a grid of whole units.
    assert {part: round(units, 1) for part, units in off.items() if units > 2.5} == {}


def test_builds_differ_in_every_measure_from_another_one() -> None:
    measures = [tuple(getattr(person.build, field.name) for field in fields(Build)) for person in EVERYBODY]
    assert len(set(measures)) == len(EVERYBODY)
    assert len({person.hair for person in EVERYBODY}) == len(EVERYBODY)


def test_no_measure_of_a_build_is_more_than_a_third_from_that_of_another() -> None:
    measures = {
        field.name: sorted(getattr(person.build, field.name) for person in EVERYBODY) for field in fields(Build)
    }
    loose = measures.pop("loose")
    assert (loose[0], loose[-1]) == (0, 0.007)
    assert {name: values for name, values in measures.items() if values[-1] > 4 / 3 * values[0]} == {}


def test_a_neck_widens_to_both_sides_and_not_where_the_head_covers_it() -> None:
    thin, wide = (
        drawn(Pose(), person=replace(EVERYBODY[0], build=replace(EVERYBODY[0].build, neck=neck)))["neck"].points
        for neck in (1.0, 2.0)
    )
    tall = 500 * LESSON_BODY.lengths["head"]
    grown = [hypot(x1 - x0, y1 - y0) / tall for (x0, y0), (x1, y1) in zip(thin, wide, strict=True)]
    assert grown == pytest.approx([0.20, 0.13, 0, 0, 0.16, 0.215], abs=0.01)


@pytest.mark.parametrize("person", EVERYBODY, ids=PEOPLE)
def test_people_differ_in_no_part_but_a_bun(person: Person) -> None:
    bun = {"bun"} if person.hair == "bun" else set()
    assert set(drawn(Pose(), person=person)) - bun == BODY_PART_ROLES.keys() - {"bun"}
    assert bun <= drawn(Pose(), person=person).keys()


def test_nobody_lies_on_a_bun_or_stands_with_it_in_the_wall() -> None:
    lying = joints(LESSON_BODY, Pose(support=Support.BACK, lean=-90, thigh=60, shank=-60))
    assert -draw_figure(LESSON_BODY, lying)["bun"].extent[3] >= 0
    assert draw_figure(LESSON_BODY, joints(LESSON_BODY, Pose()), Surfaces(wall_x=-0.12))["bun"].extent[0] >= -60


@pytest.mark.parametrize("person", EVERYBODY, ids=PEOPLE)
def test_nobody_has_their_hair_in_the_floor(person: Person) -> None:
    lying = drawn(Pose(support=Support.BACK, lean=-90, thigh=60, shank=-60), person=person)
    assert lying["hair"].extent[3] <= 0


def test_lines_are_open_and_what_is_filled_is_closed() -> None:
    open_parts = {
        part for part, shape in drawn(Pose()).items() if not all(stroke.is_closed for stroke in shape.strokes[:1])
    }
    assert open_parts == {
        *("shadow", "shine", "face", "shirt_folds", "laces", "folds", "knuckles", "hem"),
        *("spine", "sacrum", "lumbar", "vertebrae", "hand", "hand_far"),
    }


@pytest.mark.walk
@pytest.mark.parametrize("slug", MOVEMENTS)
def test_a_sole_that_stands_flat_does_not_slide(slug: str) -> None:
    for before, after in pairwise(frames_of(slug, "right")[::6]):
        poses = (before.skeleton.pose, after.skeleton.pose)
        if all(pose.support is Support.FEET and pose.foot == 0 for pose in poses):
            assert abs(before.parts["sole"].extent[0] - after.parts["sole"].extent[0]) <= 2
