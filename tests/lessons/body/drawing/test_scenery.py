"""Things that no lesson asks for: as large as they are, where they are put, and turned either way."""

from math import hypot

import pytest

from lessons.body.drawing.scenery import (
    Layers,
    bench,
    broad_plant,
    leaning_paddle,
    leaning_stick,
    mat,
    net,
    plain_chair,
    risen_disc,
    rolled_mat,
    side_wall,
    tall_plant,
)
from lessons.body.drawing.shapes import UNITS_PER_M, joined


def box(layers: Layers, *roles: str) -> list[float]:
    """Left, bottom, right and top of these roles, or of all, cm."""
    extents = [shape.extent for role, shape in layers if role in roles or not roles]
    left, top, right, bottom = zip(*extents, strict=True)
    return [round(100 * number / UNITS_PER_M) for number in (min(left), -max(bottom), max(right), -min(top))]


@pytest.mark.parametrize(
    ("layers", "around"),
    [
        (plain_chair(0.0, 0.0), [-7, 0, 44, 89]),
        (plain_chair(0.0, 0.0, -1), [-44, 0, 7, 89]),
        (plain_chair(1.0, 0.5), [93, 50, 144, 139]),
        (rolled_mat(0.0, 0.0), [-29, 0, 31, 16]),
        (rolled_mat(0.0, 0.0, -1), [-31, 0, 29, 16]),
        (bench(-0.5, 0.5, 0.1), [-50, 10, 50, 56]),
        (tall_plant(0.0, 0.0), [-12, 0, 9, 72]),
        (mat(-0.5, 0.5, 0.0, 0.1), [-56, -2, 56, 10]),
    ],
)
def test_a_thing_is_as_large_as_it_is_and_stands_where_it_is_put(layers: Layers, around: list[float]) -> None:
    assert box(layers) == around


def test_a_plant_grows_by_its_scale_from_where_it_stands() -> None:
    small, large = box(broad_plant(0.0, 0.0)), box(broad_plant(0.0, 0.0, 2.0))
    assert small[1] == large[1] == 0
    assert [round(great / little, 1) for great, little in zip(large[2:], small[2:], strict=True)] == [2.0, 2.0]


def test_a_leaning_stick_is_as_thick_as_the_one_of_the_lessons_however_it_leans() -> None:
    for foot, top in ((0.0, 0.0), (0.0, 0.4), (0.3, -0.3)):
        (_, stick), _ = leaning_stick(foot, top, 0.0, 1.0)
        (x0, y0), _, _, (x1, y1) = stick.points
        assert hypot(x1 - x0, y1 - y0) == pytest.approx(0.024 * UNITS_PER_M, abs=1)


@pytest.mark.parametrize("lean", [-30, 0, 14])
def test_a_leaning_paddle_stands_on_its_edge_with_the_grip_up(lean: float) -> None:
    layers = leaning_paddle(0.0, 0.0, lean)
    _, bottom, _, top = box(layers, "paddle")
    assert bottom == 0
    assert top < box(layers, "metal-far")[3]


def test_a_net_runs_from_its_post_to_the_left_and_no_further() -> None:
    layers = net(0.5, -1.0, 0.0)
    assert box(layers, "cream-line")[::2] == [-100, 50]
    left, bottom, right, top = box(layers, "net")
    assert (left, right) == (-100, 50)
    assert bottom == 6
    assert top <= box(layers, "cream-line")[3]


def test_the_wall_at_the_side_comes_toward_us() -> None:
    _, skirting = side_wall(0.0, -1.0, 1.0, 0.2)
    far, near, *_ = skirting[1].points
    assert [far, near] == [(0, 0), (-UNITS_PER_M, round(0.2 * UNITS_PER_M))]


def test_a_risen_disc_is_flat_on_the_floor() -> None:
    ((_, disc),) = risen_disc(0.0, 0.8, 0.1)
    assert box([("air", disc)]) == [-79, 0, 79, 150]
    assert (disc.points[0][1], disc.points[-1][1]) == (0, 0)
    assert [disc.strokes[0].soft[0], disc.strokes[0].soft[-1]] == [0, 0]


def test_layers_of_one_thing_lie_on_each_other() -> None:
    for layers in (plain_chair(0.0, 0.0), rolled_mat(0.0, 0.0), broad_plant(0.0, 0.0)):
        left, top, right, bottom = joined(shape for _, shape in layers).extent
        assert [
            role
            for role, shape in layers
            if not (left <= shape.extent[0] <= shape.extent[2] <= right and top <= shape.extent[1] <= bottom)
        ] == []
