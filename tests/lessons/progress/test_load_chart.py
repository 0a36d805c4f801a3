"""Loads over the days of the chart: dots and steps, and no line where nobody knows. It ends on Wednesday March 4."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.accounts.weight_unit import WeightUnit
from lessons.models.load import Load
from lessons.progress.load_chart import LoadChart, UsedLoad, load_charts, newest_loads, used_loads

KG, LB = WeightUnit.KG, WeightUnit.LB
END = date(2026, 3, 4)
START = END - timedelta(days=19)


def used(days_ago: int, value: str | int, unit: WeightUnit = KG, lesson: str = "Loaded hinge") -> UsedLoad:
    return UsedLoad(local_on=END - timedelta(days=days_ago), lesson=lesson, load=Load(Decimal(value), unit))


def drawn(*loads: UsedLoad, unit: WeightUnit | None = KG) -> LoadChart:
    return load_charts(loads, START, END, unit=unit)[0]


def test_two_columns_make_a_value_or_none() -> None:
    assert used_loads([(END, "Loaded hinge", Decimal("4.00"), "kg")]) == (used(0, "4.00"),)
    assert used_loads([(END, "Loaded hinge", None, "")]) == ()


def test_each_day_is_a_dot_where_it_lies_on_the_axis_and_on_the_weight() -> None:
    chart = drawn(used(19, 4), used(9, 5))
    assert [(dot.x, dot.y, dot.text) for dot in chart.dots] == [
        (2.5, 33.33, "Fri, Feb 13: 4 kg"),
        (52.5, 16.67, "Mon, Feb 23: 5 kg"),
    ]
    assert chart.top == "6 kg"


def test_a_step_goes_along_the_days_and_up_on_the_day_of_the_next_load() -> None:
    assert drawn(used(10, 4), used(8, 4), used(5, 4), used(3, 5), used(0, 5)).steps == (
        "47.5,33.33 82.5,33.33 82.5,16.67 97.5,16.67",
    )


def test_a_line_breaks_where_more_than_a_week_went_by() -> None:
    assert drawn(used(19, 4), used(12, 4), used(4, 4), used(1, 4)).steps == (
        "2.5,20.0 37.5,20.0",
        "77.5,20.0 92.5,20.0",
    )
    assert drawn(used(9, 4), used(1, 4)).steps == ()
    assert len(drawn(used(8, 4), used(1, 4)).steps) == 1


def test_a_day_without_a_weight_is_a_dot_at_the_floor_and_no_step() -> None:
    chart = drawn(used(6, 4), used(4, 0), used(2, 4))
    assert [(dot.y, dot.text) for dot in chart.dots][1] == (100, "Sat, Feb 28: no weight")
    assert chart.steps == ()
    assert chart.newest == "4 kg on March 2"


def test_pounds_are_drawn_by_what_they_weigh_and_told_as_they_were_typed() -> None:
    chart = drawn(used(8, 27, LB), used(1, "12.25"))
    assert [dot.y for dot in chart.dots] == [2.02, 2.0]
    assert [dot.text for dot in chart.dots] == ["Tue, Feb 24: 27 lb", "Tue, Mar 3: 12.25 kg"]
    assert chart.top == "12.5 kg"
    assert drawn(used(8, 27, LB), used(1, 12), unit=LB).top == "30 lb"
    assert drawn(used(8, 27, LB), unit=None).top == "30 lb"


def test_the_newest_step_is_said_with_its_first_day() -> None:
    chart = drawn(used(12, 4), used(8, 5), used(6, 5), used(1, 5))
    assert chart.newest == "5 kg since February 24"
    assert chart.summary == "5 kg since February 24, three days with it. The first was 4 kg on February 20."
    assert drawn(used(3, 4)).summary == "4 kg on March 1, one day with it."


def test_what_was_used_long_ago_is_not_since() -> None:
    rows = [used(60, 4), used(50, 4), used(1, 0)]
    assert newest_loads(rows, END) == (("Loaded hinge", "4 kg from January 3 to January 13"),)


def test_the_table_has_a_row_for_each_load_in_a_row_newest_first() -> None:
    chart = drawn(used(12, 4), used(10, 4), used(8, 5), used(2, 4))
    assert [(run.period, run.load.words, len(run.days)) for run in chart.rows] == [
        ("on March 2", "4 kg", 1),
        ("on February 24", "5 kg", 1),
        ("from February 20 to February 22", "4 kg", 2),
    ]


def test_each_lesson_has_a_chart_the_one_used_last_first() -> None:
    rows = [used(9, 4, lesson="Floor lift"), used(8, 4), used(2, 6, lesson="Floor lift"), used(1, 0, lesson="Bag")]
    assert [chart.lesson for chart in load_charts(rows, START, END)] == ["Floor lift", "Loaded hinge"]


def test_what_lies_before_the_chart_is_left_out() -> None:
    assert load_charts([used(20, 4)], START, END) == ()
    assert newest_loads([used(20, 4)], END) == (("Loaded hinge", "4 kg on February 12"),)


def test_of_several_practices_on_one_day_the_last_counts() -> None:
    assert [dot.text for dot in drawn(used(1, 4), used(1, 5)).dots] == ["Tue, Mar 3: 5 kg"]


def test_years_of_practice_keep_their_corners_and_few_dots() -> None:
    rows = [used(days, 4 + (days < 500)) for days in range(1000, 0, -2)]
    (chart,) = load_charts(rows, END - timedelta(days=1000), END, unit=KG)
    assert (len(chart.dots), len(chart.steps), chart.steps[0].count(" ")) == (4, 1, 3)


@pytest.mark.parametrize(("number", "dots"), [(200, [*range(200, 0, -1)]), (201, [201, 1])])
def test_with_more_than_two_hundred_days_only_the_ends_of_a_load_have_a_dot(number: int, dots: list[int]) -> None:
    rows = [used(days, 4) for days in range(number, 0, -1)]
    (chart,) = load_charts(rows, END - timedelta(days=number), END, unit=KG)
    assert [dot.text for dot in chart.dots] == [
        f"{END - timedelta(days=ago):%a, %b {(END - timedelta(days=ago)).day}}: 4 kg" for ago in dots
    ]


days = st.builds(used, st.integers(0, 19), st.sampled_from([0, 4, 5, 8]), st.sampled_from([KG, LB]))


@given(st.lists(days, min_size=1, max_size=12).map(lambda rows: sorted(rows, key=lambda row: row.local_on)))
def test_everything_lies_on_the_plot_and_lines_only_join_dots(rows: list[UsedLoad]) -> None:
    for chart in load_charts(rows, START, END, unit=KG):
        assert all(0 <= dot.x <= 100 and 0 < dot.y <= 100 for dot in chart.dots)
        dots = {(dot.x, dot.y) for dot in chart.dots}
        for step in chart.steps:
            corners = [tuple(float(number) for number in corner.split(",")) for corner in step.split(" ")]
            assert corners[0] in dots
            assert corners[-1] in dots
            assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(corners))
        assert sum(len(run.days) for run in chart.rows) == len({row.local_on for row in rows})
