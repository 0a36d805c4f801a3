"""The smallest circle round points: by hand where it is known, and against every circle that could be smaller."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.figures.smallest_circle import Circle, Point, smallest_circle


@pytest.mark.parametrize(
    ("points", "circle"),
    [
        ([(3, 4)], Circle(3, 4, 0)),
        ([(0, 0), (4, 0), (4, 0)], Circle(2, 0, 2)),
        ([(0, 0), (4, 0), (2, 1)], Circle(2, 0, 2)),
        ([(0, 0), (0.4, 0), (0.2, 0.1)], Circle(0.2, 0, 0.2)),
        ([(0, 0), (1, 1), (2, 2), (6, 6)], Circle(3, 3, 18**0.5)),
        ([(0, 0), (6, 0), (6, 8), (0, 8), (3, 4)], Circle(3, 4, 5)),
    ],
)
def test_it_is_the_circle_that_a_compass_draws(points: list[Point], circle: Circle) -> None:
    found = smallest_circle(points)
    assert (found.x, found.y, found.radius) == pytest.approx((circle.x, circle.y, circle.radius))


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=9))
def test_it_holds_all_points_and_no_larger_one_is_needed_for_any_three(points: list[tuple[int, int]]) -> None:
    circle = smallest_circle(points)
    assert [point for point in points if not circle.holds(point)] == []
    fewest = [smallest_circle(some).radius for some in combinations(points, min(3, len(points)))]
    assert circle.radius == pytest.approx(max(fewest))
