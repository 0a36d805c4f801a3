"""Things around the body: they are light to move, stand on something, and meet the hands and hips they are for."""

from itertools import pairwise
from pathlib import Path

import pytest

from lessons.body.animation.keyframes import LESSON_BODY, Prop, Variant
from lessons.body.animation.movements import CARDS, MOVEMENTS
from lessons.body.drawing.figure import BODY_PART_ROLES
from lessons.body.drawing.frames import PART_ROLES, Frame, draw_card, draw_frames, draw_pose
from lessons.body.drawing.furniture import MAT_THICKNESS_M
from lessons.body.drawing.props import PROP_DRAWERS, PROP_PART_ROLES
from lessons.body.drawing.shapes import UNITS_PER_M, Shape, to_svg_units
from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import solve
from lessons.body.model.pose import Point2D, Pose

VARIANTS = [(slug, way) for slug in MOVEMENTS for way in ("right", "fault")]


def variant_of(slug: str, way: str) -> Variant:
    variant: Variant = getattr(MOVEMENTS[slug], way)
    return variant


def frames_of(slug: str, way: str) -> tuple[Frame, ...]:
    return draw_frames(MOVEMENTS[slug], "right" if way == "right" else "fault")


def keyframes_of(slug: str, way: str) -> list[Frame]:
    return [frame for frame in frames_of(slug, way) if frame.keyframe is not None]


def things_of(frame: Frame) -> dict[str, Shape]:
    return {part: shape for part, shape in frame.parts.items() if part in PROP_PART_ROLES and part != "floor"}


def from_box(point: Point2D, shape: Shape) -> float:
    """How far a point is outside the box round a shape, m; 0 inside."""
    (x, y), (left, top, right, bottom) = to_svg_units(point), shape.extent
    return max(left - x, x - right, top - y, y - bottom, 0) / UNITS_PER_M


@pytest.mark.parametrize("kind", sorted(PROP_DRAWERS))
def test_every_prop_can_stand_beside_a_single_pose(kind: str) -> None:
    man = Body("m", 1.77, 75)
    props = (Prop(kind=kind, x=0.6, height=0.45),)
    frame = draw_pose(man, solve(man, Pose(thigh=20, arm=20, arm_far=40)), props=props, text="A bow.")
    assert set(frame.parts) > set(BODY_PART_ROLES)
    assert frame.text == "A bow."
    assert all(part in PART_ROLES for part in frame.parts)


def test_every_prop_is_placed_somewhere() -> None:
    variants = [variant for movement in MOVEMENTS.values() for variant in movement.variants]
    variants += [card.variant for card in CARDS.values()]
    assert {prop.kind for variant in variants for prop in variant.props} == set(PROP_DRAWERS)


def test_every_part_has_a_color() -> None:
    css = Path("static/css/figure.css").read_text()
    assert {role for role in PROP_PART_ROLES.values() if f".figure__{role} {{" not in css} == set()


@pytest.mark.parametrize(("slug", "way"), VARIANTS)
def test_things_have_the_same_points_in_every_frame_and_what_is_rigid_never_changes(slug: str, way: str) -> None:
    first, *others = frames_of(slug, way)
    for frame in others:
        for part, shape in things_of(frame).items():
            before = first.parts[part]
            if shape.place is None:
                assert [stroke.soft for stroke in shape.strokes] == [stroke.soft for stroke in before.strokes], part
            else:
                assert shape.strokes == before.strokes, part


@pytest.mark.parametrize(("slug", "way"), VARIANTS)
def test_what_moves_with_the_body_is_rigid(slug: str, way: str) -> None:
    first, *others = frames_of(slug, way)
    bending = {
        part for frame in others for part, shape in things_of(frame).items()
        if shape.place is None and shape != first.parts[part]
    }  # fmt: skip
    assert bending <= {"clock_marble", "lamps", "lamp_light", "lamp_light_far"}


@pytest.mark.parametrize(("slug", "way"), VARIANTS)
def test_nothing_is_under_the_floor(slug: str, way: str) -> None:
    for frame in frames_of(slug, way):
        ground = frame.parts["floor"].extent[3]
        assert {part for part, shape in things_of(frame).items() if shape.extent[3] > ground} == set()


def test_nothing_on_a_card_is_under_the_floor_but_a_hole() -> None:
    low = {
        part
        for card in CARDS.values()
        for part, shape in things_of(draw_card(card)).items()
        if shape.extent[3] > draw_card(card).parts["floor"].extent[3]
    }
    assert low == {"golf_cup"}


@pytest.mark.parametrize(("slug", "down"), [("wall-tap", 0), ("pelvic-clock", round(UNITS_PER_M * MAT_THICKNESS_M))])
def test_the_floor_goes_on_beyond_the_picture_on_both_sides_and_lies_under_a_mat(slug: str, down: int) -> None:
    assert frames_of(slug, "right")[0].parts["floor"].extent == (-1000, down, 1000, down)


def test_the_mat_is_as_thick_as_it_is_drawn() -> None:
    mat = frames_of("pelvic-clock", "right")[0].parts["mat"]
    assert mat.extent[3] == round(UNITS_PER_M * MAT_THICKNESS_M)


# Part -> which hand holds it, and how far from it, m. The far hand is drawn 4 cm ahead of where it is.
HELD = {
    "paddle_grip": ("hand", 0.03),
    "box_handle": ("hand", 0.01),
    "dumbbell_light": ("hand", 0.03),
    "dumbbell_far": ("hand_far", 0.03),
    "hugged_bag": ("hand", 0.02),
    "shopping_bag": ("hand", 0.01),
    "club_grip": ("hand", 0.03),
    "shovel_shaft": ("hand_far", 0.03),
    "child": ("hand", 0.03),
}


def held_in(frame: Frame) -> list[tuple[str, float]]:
    return [
        (part, from_box(frame.skeleton[hand], frame.parts[part]) - within)
        for part, (hand, within) in HELD.items()
        if part in frame.parts
    ]


@pytest.mark.parametrize(("slug", "way"), VARIANTS)
def test_what_is_held_stays_in_the_hand(slug: str, way: str) -> None:
    for frame in frames_of(slug, way):
        assert [part for part, too_far in held_in(frame) if too_far > 0] == []


def test_what_is_held_on_a_card_is_in_the_hand() -> None:
    # One leans on the putter with the far hand.
    cards = [slug for slug in CARDS if slug != "golf-pick-up"]
    assert [(slug, part) for slug in cards for part, too_far in held_in(draw_card(CARDS[slug])) if too_far > 0] == []
    putter = draw_card(CARDS["golf-pick-up"])
    assert from_box(putter.skeleton["hand_far"], putter.parts["club_grip"]) < 0.05


def test_the_far_hand_is_on_the_rail_and_on_the_counter() -> None:
    for slug, part, through_m in (("bathroom-seat", "rail", 0.05), ("kickstand-hinge", "counter_top", 0.05)):
        for frame in frames_of(slug, "right"):
            x, y = frame.skeleton["hand_far"]
            left, top, right, _ = frame.parts[part].extent
            assert left - 20 < x * UNITS_PER_M + 21 < right, slug
            assert -0.02 < y + top / UNITS_PER_M < through_m, slug


SEATS = [
    *(("chair-sit", way, "chair_top") for way in ("right", "fault")),
    *(("seat-neutral", way, "chair_top") for way in ("right", "fault")),
    ("high-seat-touch", "right", "cushion"),
    *(("bathroom-seat", way, "toilet_seat") for way in ("right", "fault")),
]


@pytest.mark.parametrize(("slug", "way", "part"), SEATS)
def test_the_seat_is_under_the_hips_that_end_on_it(slug: str, way: str, part: str) -> None:
    frame = keyframes_of(slug, way)[-1]
    left, _, right, bottom = frame.parts[part].extent
    touch = frame.skeleton["seat_touch"]
    assert left < touch[0] * UNITS_PER_M < right
    (height,) = [prop.height for prop in variant_of(slug, way).props if prop.height]
    assert touch[1] == pytest.approx(height, abs=0.005)
    seat = frame.parts[part].strokes[0]
    assert -min(y for _, y in seat.points) == pytest.approx(height * UNITS_PER_M, abs=1)
    assert bottom <= -0.36 * UNITS_PER_M


@pytest.mark.parametrize(
    ("slug", "way", "part"),
    [
        ("floor-lift", "right", "box"),
        ("floor-lift", "fault", "box"),
        ("lift-a-child-or-bag", "right", "shopping_bag"),
        ("lift-a-child-or-bag", "fault", "shopping_bag"),
        ("hinge-or-squat", "right", "towel"),
        ("hinge-or-squat", "fault", "towel"),
    ],
)
def test_a_lift_begins_with_the_thing_on_its_stool(slug: str, way: str, part: str) -> None:
    start = frames_of(slug, way)[0].parts
    assert abs(start[part].extent[3] - start["stool_top"].extent[1]) <= 3
    left, _, right, _ = start["stool_top"].extent
    assert left < (start[part].extent[0] + start[part].extent[2]) / 2 < right


@pytest.mark.parametrize("way", ["right", "fault"])
def test_a_loose_stick_lies_on_the_back_and_never_jumps(way: str) -> None:
    turns = []
    for frame in frames_of("rock-back", way):
        stick = frame.parts["stick"]
        (x0, y0), _, _, (x1, y1) = stick.points
        back = [point for part in ("trunk", "leg") for point in frame.parts[part].points]
        under = [y - (y0 + (y1 - y0) * (x - x0) / (x1 - x0)) for x, y in back if x0 < x < x1]
        # Clothes give way by 1 cm.
        assert -0.01 * UNITS_PER_M < min(under) < 2
        assert stick.place
        turns.append(stick.place.turn)
    assert max(abs(after - before) for before, after in pairwise(turns)) < 60


def test_the_child_is_as_tall_as_a_child_of_two_and_stands_on_its_feet() -> None:
    frame = draw_card(CARDS["lift-child"])
    child = [shape.extent for part, shape in frame.parts.items() if part.startswith("child")]
    assert -min(top for _, top, _, _ in child) / UNITS_PER_M == pytest.approx(0.82, abs=0.02)
    assert max(bottom for _, _, _, bottom in child) == 0


def test_whoever_gets_out_of_bed_is_two_fingers_above_its_edge() -> None:
    frame = draw_card(CARDS["bed-edge"])
    _, top, edge, _ = frame.parts["bed_mattress"].extent
    x, y = frame.skeleton["seat_touch"]
    assert x * UNITS_PER_M < edge < frame.skeleton["knee"][0] * UNITS_PER_M
    assert y + top / UNITS_PER_M == pytest.approx(0.02, abs=0.005)
    assert frame.parts["leg"].extent[3] <= 0


def test_the_shoe_to_be_tied_stands_on_the_stair_and_the_hands_are_at_it() -> None:
    parts = draw_card(CARDS["stair-shoe"]).parts
    left, top, right, bottom = parts["sole_far"].extent
    assert parts["stair"].extent[0] < left
    assert bottom == pytest.approx(-0.192 * UNITS_PER_M, abs=2)
    hand_left, _, hand_right, hand_bottom = parts["hand"].extent
    assert left < hand_right
    assert hand_left < right
    assert 0 < top - hand_bottom < 0.12 * UNITS_PER_M


def test_the_marble_rolls_to_the_lower_end_of_the_clock() -> None:
    rolled = [
        frame.parts["clock_marble"].points[0][0] - frame.parts["clock"].place.x  # type: ignore[union-attr]
        for frame in keyframes_of("pelvic-clock", "right")
    ]
    assert rolled[0] < -8 < rolled[1] < 8 < rolled[2]


def test_both_lamps_dip_with_the_pelvis_and_turn_away_where_a_hip_swings_out() -> None:
    def below(frame: Frame) -> float:
        """How far the middle of the near light is below its lamp, units."""
        lamp, *edge = frame.parts["lamp_light"].points
        return edge[1][1] - lamp[1]

    def long(frame: Frame) -> float:
        (x0, y0), _, (x1, y1), *_ = frame.parts["lamp_light"].points
        return float(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)

    right, fault = keyframes_of("kickstand-hinge", "right"), keyframes_of("kickstand-hinge", "fault")
    assert below(right[0]) < below(right[1]) < below(right[2])
    assert long(right[2]) == pytest.approx(long(right[0]), abs=2)
    assert long(fault[2]) < 0.8 * long(right[2])


def test_a_wall_stands_at_the_hips_and_its_skirting_on_the_floor() -> None:
    parts = frames_of("wall-tap", "right")[-1].parts
    assert parts["wall"].extent[2] == pytest.approx(
        UNITS_PER_M * min(frame.skeleton["wall_touch"][0] for frame in keyframes_of("wall-tap", "right")), abs=1
    )
    assert parts["skirting"].extent[3] == 0
    assert LESSON_BODY.stature_m * UNITS_PER_M < -parts["wall"].extent[1]
