import pytest

from hinge_coach.palette import EFFORT_COLORS
from lessons.figures.effort import SEEN, effort_color, effort_opacity


@pytest.mark.parametrize(
    ("work", "color"),
    [
        (0.0, EFFORT_COLORS[0]),
        (1 / 3, EFFORT_COLORS[1]),
        (1.0, EFFORT_COLORS[3]),
        (1.4, EFFORT_COLORS[3]),
        (0.5, "#e26a48"),
    ],
)
def test_the_color_runs_through_the_table_and_ends_with_it(work: float, color: str) -> None:
    assert effort_color(work) == color


@pytest.mark.parametrize(
    ("work", "opacity"), [(0.0, 0.0), (SEEN[0], 0.0), (0.2, 0.06), (0.275, 0.5), (SEEN[1], 1.0), (1.0, 1.0)]
)
def test_what_hardly_works_fades_away(work: float, opacity: float) -> None:
    assert effort_opacity(work) == opacity
