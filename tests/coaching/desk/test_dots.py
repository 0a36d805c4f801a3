"""Two weeks as dots, for one row of the desk."""

from datetime import date, timedelta

import pytest

from hinge_coach.coaching.desk.dots import Dot, Dots, dots_of

TODAY = date(2026, 3, 15)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_first_and_the_last_day_stand_at_the_edges_and_the_scale_runs_from_0_to_10() -> None:
    found = dots_of([(ago(14), 5), (ago(13), 0), (ago(4), 10), (ago(0), 5)], None, TODAY, days=14)
    assert found == Dots(
        dots=(
            Dot(x=3.0, y=25.0, is_up=False),
            Dot(x=65.3, y=3.0, is_up=False),
            Dot(x=93.0, y=14.0, is_up=False),
        ),
        band=None,
        text="The last 14 days: 0, 10, 5.",
    )
    assert (found.width, found.height, found.band_height) == (96, 28, 0)


@pytest.mark.parametrize(
    ("usual", "band"),
    [(5, (9.6, 18.4)), (1, (18.4, 25.0)), (9, (3.0, 9.6))],
    ids=["in the middle", "at the foot", "at the top"],
)
def test_the_band_is_two_points_around_the_usual_and_stays_on_the_scale(
    usual: float, band: tuple[float, float]
) -> None:
    found = dots_of([], usual, TODAY, days=14)
    assert (found.band, found.band_height, found.text) == (band, band[1] - band[0], "No number in 14 days.")


@pytest.mark.parametrize(("score", "is_up"), [(4, False), (5, True)])
def test_a_dot_is_up_from_two_points_above_the_usual(score: float, is_up: bool) -> None:
    (dot,) = dots_of([(ago(1), score)], 3, TODAY, days=14).dots
    assert dot.is_up is is_up
