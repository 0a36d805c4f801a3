import re
from collections.abc import Callable
from functools import partial
from math import hypot
from typing import Any

import pytest

from lessons.body.drawing.shapes import (
    RigidPlace,
    Shape,
    circle_shape,
    closed_curve,
    dashes,
    open_curve,
    oval_points,
    polyline,
    rigid,
    rigid_from,
    rounded_box,
)

SQUARE = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1)]


@pytest.mark.parametrize(
    ("draw", "points", "path"),
    [
        (polyline, [(0.0, 0.0), (0.1, -0.2)], "M0 0l50 100"),
        (partial(polyline, closed=True), SQUARE, "M0 0l50 0 0-50-50 0z"),
        (dashes, [((0.0, 0.0), (0.1, 0.0)), ((0.2, 0.0), (0.3, 0.0))], "M0 0l50 0M100 0l50 0"),
        (open_curve, [(0.0, 0.0, 1.0), (0.1, 0.0, 1.0)], "M0 0c0 0 50 0 50 0"),
        (open_curve, [(0.0, 0.0, 1.0), (0.1, 0.0, 1.0), (0.2, 0.0, 1.0)], "M0 0c0 0 32 0 50 0s50 0 50 0"),
        (closed_curve, [(x, y, 0.5) for x, y in SQUARE], "M0 0c6 6 44 6 50 0s6-44 0-50-44-6-50 0-6 44 0 50z"),
    ],
)
def test_a_shape_is_written_in_short_commands(draw: Callable[[Any], Shape], points: list[Any], path: str) -> None:
    assert draw(points).path == path


def test_a_corner_has_no_handles_and_the_softer_a_point_the_longer() -> None:
    def reach(soft: float) -> float:
        path = closed_curve((x, y, soft) for x, y in SQUARE).path
        x, y = (int(number) for number in re.findall(r"-?\d+", path)[2:4])
        return hypot(x, y)

    assert closed_curve((x, y, 0.0) for x, y in SQUARE).path == polyline(SQUARE, closed=True).path
    assert 0 < reach(0.3) < reach(0.6) < reach(1.0)


def test_a_handle_halves_the_turn_however_far_the_neighbors_are() -> None:
    """A long way to the right, then a short one up."""
    path = open_curve([(0.0, 0.0, 1.0), (0.4, 0.0, 1.0), (0.4, 0.1, 1.0)]).path
    _, _, _, _, handle_x, handle_y, x, y, *_ = (int(number) for number in re.findall(r"-?\d+", path))
    assert (x - handle_x, y - handle_y) == (18, -18)


def test_a_circle_is_round_within_one_percent() -> None:
    """At an eighth of the way round, between two of its four points."""
    circle = circle_shape((0.0, 0.0), 1.0)
    numbers = [int(number) for number in re.findall(r"-?\d+", circle.path)]
    ends, handles = ((-500, 0), (0, -500)), ((numbers[2] - 500, numbers[3]), (numbers[4] - 500, numbers[5]))
    x, y = ((a + 3 * h + 3 * i + b) / 8 for a, b, h, i in zip(*ends, *handles, strict=True))
    assert hypot(x, y) == pytest.approx(500, abs=5)
    assert circle.extent == (-500, -500, 500, 500)


def test_a_flat_oval_turns_more_sharply_at_its_ends() -> None:
    flat = closed_curve(oval_points(0.1, 0.1, 0.02, 0.01))
    ends, top, *_ = flat.strokes[0].soft
    assert flat.extent == (40, -55, 60, -45)
    assert ends < top


def test_a_rounded_box_fills_its_sides_and_never_turns_inside_out() -> None:
    assert rounded_box(0.0, 0.2, 0.0, 0.1, 0.02).extent == (0, -50, 100, 0)
    thin = rounded_box(0.0, 0.2, 0.0, 0.01, 0.05)
    ys = [y for _, y in thin.points]
    assert (min(ys), max(ys)) == (-5, 0)


def test_a_rigid_shape_is_placed_turned_and_four_times_finer() -> None:
    shape = rigid((0.1, 0.2), (0.0, 1.0), [(0.01, 0.0, 1.0), (0.0, 0.0101, 1.0), (0.0, 0.0, 0.0)])
    assert shape.place == RigidPlace(50, -100, -900)
    assert shape.place.transform == "translate(50 -100)rotate(-90)scale(0.25)"
    assert [point for stroke in shape.strokes for point in stroke.points] == [(20, 0), (0, -20), (0, 0)]
    assert [(round(x), round(y)) for x, y in shape.points] == [(50, -105), (45, -100), (50, -100)]


def test_points_seen_somewhere_become_a_rigid_shape_that_is_seen_there() -> None:
    seen = [(0.30, 0.40, 1.0), (0.34, 0.42, 0.5), (0.31, 0.47, 1.0)]
    shape = rigid_from((0.1, 0.2), (0.6, 0.8), seen)
    for (x, y), (sx, sy, _) in zip(shape.points, seen, strict=True):
        assert (x, y) == pytest.approx((500 * sx, -500 * sy), abs=0.7)
