"""Days are counted from Monday, January 5, 2026; plots of ten days make a day ten percent wide."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.tightness.trend import CheckInValue
from hinge_coach.tightness.usual import ReportedDays
from lessons.progress import chart
from lessons.progress.axis import AxisTick, ChartDot, ChartFlare, ChartPause, LessonChange, Mark
from lessons.progress.chart import Bar
from lessons.rules.thresholds import Thresholds

FIRST = date(2026, 1, 5)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def felt(number: int, score: int, moment: str = "any", hour: int = 12) -> CheckInValue:
    at = datetime.combine(day(number), time(hour), tzinfo=UTC)
    return CheckInValue(id=f"{at:%Y%m%d%H}{moment}", at=at, local_on=day(number), score=score, moment=moment)


def ten_days(*entries: CheckInValue) -> chart.Chart:
    return chart.progress_chart(entries, FIRST, day(9))


def weekly(*scores: int) -> list[CheckInValue]:
    return [felt(number, score) for number, score in enumerate(scores)]


def test_an_entry_stands_in_the_middle_of_its_day_and_at_its_score() -> None:
    assert ten_days(felt(2, 7)).dots == (ChartDot(x=25, y=30, text="Wed, Jan 7: 7"),)


def test_the_scale_runs_from_0_at_the_foot_to_10_whatever_was_felt() -> None:
    assert [(tick.text, tick.at) for tick in ten_days(felt(0, 3)).scores] == [
        ("0", 100),
        ("2", 80),
        ("4", 60),
        ("6", 40),
        ("8", 20),
        ("10", 0),
    ]


def test_entries_of_one_day_stand_beside_each_other_in_order_of_time() -> None:
    dots = ten_days(felt(0, 6, hour=20), felt(0, 4, "morning", hour=7)).dots
    assert dots == (
        ChartDot(x=2.5, y=60, text="Mon, Jan 5: 4, the next morning"),
        ChartDot(x=7.5, y=40, text="Mon, Jan 5: 6"),
    )


def test_what_was_felt_right_after_practice_is_a_ring_and_marks_the_practice_at_the_foot() -> None:
    drawn = ten_days(felt(1, 6, "before", 17), felt(1, 4, "after", 18), felt(1, 3, "after", 20))
    assert [dot.text for dot in drawn.dots] == ["Tue, Jan 6: 6, before practice"]
    assert [ring.y for ring in drawn.rings] == [60, 70]
    assert drawn.practices == (AxisTick(at=15, text="Jan 6: 2 practices"),)


def test_a_practice_without_an_entry_has_its_mark_and_nothing_else() -> None:
    entries = [felt(1, 6, "before", 17), felt(1, 4, "after", 18)]
    drawn = chart.progress_chart(entries, day(0), day(9), fine=[day(-1), day(1), day(3), day(10)])
    assert drawn.practices == (AxisTick(at=15, text="Jan 6: 2 practices"), AxisTick(at=35, text="Jan 8: practice"))
    assert drawn.dots == chart.progress_chart(entries, day(0), day(9)).dots


def test_what_lies_outside_the_range_is_not_drawn_but_counts_for_the_start() -> None:
    drawn = chart.progress_chart(weekly(6, 6, 6, 2), day(3), day(12))
    assert [dot.y for dot in drawn.dots] == [80]
    assert drawn.start_line == AxisTick(at=40, text="start 6")


def with_usual(*entries: CheckInValue, end: date | None = None, **others: Any) -> chart.Chart:
    reported = ReportedDays.of(entries)
    return chart.progress_chart(entries, FIRST, end or day(9), reported=reported, **others)


def test_the_band_is_one_point_around_the_usual_from_the_day_on_which_it_is_known() -> None:
    drawn = with_usual(*weekly(6, 6, 6, 6))
    assert drawn.bands == ("20.0,30.0 40.0,30.0 40.0,50.0 20.0,50.0",)
    assert drawn.reach == 1


def test_the_band_follows_the_usual_as_it_stood_on_each_day() -> None:
    (band,) = with_usual(*weekly(6, 6, 6, 2, 2, 2, 2, 2, 2)).bands
    assert band.split() == [
        *("20.0,30.0", "80.0,30.0", "80.0,50.0", "90.0,50.0"),  # the upper edge, from the left
        *("90.0,70.0", "80.0,70.0", "80.0,50.0", "20.0,50.0"),
    ]


@pytest.mark.parametrize(("usual", "top", "foot"), [(10, 0, 10), (0, 90, 100)])
def test_the_band_stays_on_the_scale(usual: int, top: float, foot: float) -> None:
    (band,) = with_usual(*weekly(usual, usual, usual)).bands
    assert {float(point.split(",")[1]) for point in band.split()} == {top, foot}


def test_the_band_breaks_off_where_the_line_does() -> None:
    drawn = with_usual(*weekly(6, 6, 6, 6), felt(11, 6), felt(12, 6), end=day(19))
    assert (len(drawn.lines), len(drawn.bands)) == (2, 2)


def test_the_band_is_as_wide_as_what_counts_as_noise() -> None:
    drawn = with_usual(*weekly(6, 6, 6), thresholds=Thresholds(rise=3))
    assert (drawn.reach, drawn.bands) == (2, ("20.0,20.0 30.0,20.0 30.0,60.0 20.0,60.0",))


def test_the_usual_from_memory_has_a_band_from_the_first_day() -> None:
    drawn = with_usual(felt(0, 4, "recalled"), felt(1, 6, "recalled"), felt(2, 5))
    assert drawn.bands == ("20.0,40.0 30.0,40.0 30.0,60.0 20.0,60.0",)
    assert [dot.text for dot in drawn.recalled] == ["Mon, Jan 5: 4, from memory", "Tue, Jan 6: 6, from memory"]
    assert [dot.text for dot in drawn.dots] == ["Wed, Jan 7: 5"]
    assert (drawn.start_line, drawn.is_empty) == (None, False)
    assert "From memory: 2." in drawn.summary


def test_numbers_from_memory_alone_are_something_to_draw() -> None:
    assert not ten_days(felt(0, 4, "recalled")).is_empty


FLARING = (3, 3, 3, 3, 3, 3, 6, 6, 3, 3)


def test_a_flare_is_shaded_from_the_day_that_eased_everything_to_the_last_eased_one() -> None:
    drawn = with_usual(*weekly(*FLARING))
    assert drawn.flares == (ChartFlare(begin=70, size=20, when="from January 12 to January 13"),)
    assert drawn.flare_path == "M70.0 0h20.0v100h-20.0z"
    assert "Flares: 1, the last from January 12 to January 13." in drawn.summary


def test_without_what_the_rules_know_there_is_neither_usual_nor_flare() -> None:
    drawn = ten_days(*weekly(*FLARING))
    assert (drawn.bands, drawn.flares) == ((), ())


def test_below_three_entries_there_is_no_start_to_draw() -> None:
    drawn = ten_days(*weekly(6, 6))
    assert (drawn.start_line, drawn.bands) == (None, ())


def test_the_line_goes_through_the_levels() -> None:
    assert ten_days(*weekly(6, 6, 6)).lines == ("5.0,40.0 15.0,40.0 25.0,40.0",)


def test_the_line_breaks_where_nothing_was_entered_for_more_than_a_week() -> None:
    entries = [felt(0, 6), felt(1, 6), felt(9, 4), felt(10, 4)]
    drawn = chart.progress_chart(entries, FIRST, day(19))
    assert drawn.lines == ("2.5,40.0 7.5,40.0", "47.5,60.0 52.5,60.0")
    assert "Nothing was entered between Jan 6 and Jan 14." in drawn.summary


def test_a_day_alone_is_a_dash_as_wide_as_the_day() -> None:
    assert ten_days(felt(2, 5)).lines == ("20.0,50.0 30.0,50.0",)


def test_the_summary_says_what_the_eye_sees() -> None:
    assert ten_days(*weekly(6, 6, 6, 5)).summary == (
        "4 entries on 4 days. The start was 6. The seven-day level was 6 on Jan 5 and 6 on Jan 8."
    )
    assert ten_days(felt(0, 4)).summary == "1 entry on 1 day. The seven-day level was 4 on Jan 5 and 4 on Jan 5."
    assert ten_days().summary == "There are no entries in this time."
    assert ten_days().title == "Tightness from 0 to 10, Jan 5 to Jan 14, 2026"


def test_without_entries_there_is_an_empty_chart() -> None:
    assert (ten_days().is_empty, ten_days(felt(0, 0)).is_empty) == (True, False)


def test_a_pause_is_shaded_as_far_as_it_reaches_into_the_range() -> None:
    pauses = [(day(-5), day(1)), (day(8), day(30)), (day(20), day(30))]
    assert chart.progress_chart([], FIRST, day(9), pauses=pauses).pauses == (
        ChartPause(begin=0, size=20, when="from December 31, 2025 to January 6"),
        ChartPause(begin=80, size=20, when="from January 13 to February 4"),
    )


@pytest.mark.parametrize(
    ("pause", "drawn"),
    [
        ((day(2), day(2)), ChartPause(begin=20, size=10, when="on January 7")),
        ((day(2), None), ChartPause(begin=20, size=80, when="since January 7")),
        ((day(9), None), ChartPause(begin=90, size=10, when="since January 14")),
    ],
)
def test_a_pause_says_all_of_when_it_was(pause: tuple[date, date | None], drawn: ChartPause) -> None:
    assert chart.progress_chart([], FIRST, day(9), pauses=[pause]).pauses == (drawn,)
    assert drawn.text == f"Paused {drawn.when}"


def test_several_pauses_are_shaded_each() -> None:
    pauses = [(day(7), day(8)), (day(1), day(2)), (day(4), day(4))]
    assert [pause.begin for pause in chart.progress_chart([], FIRST, day(9), pauses=pauses).pauses] == [10, 40, 70]


def test_a_change_of_the_lesson_stands_at_its_day_and_two_of_a_day_share_a_mark() -> None:
    bow, wall = LessonChange("moved on to Bow"), LessonChange("your trainer moved you to Wall tap", "It looks ready.")
    changes = [(day(-1), LessonChange("began")), (day(2), bow), (day(2), wall), (day(10), LessonChange("later"))]
    drawn = chart.progress_chart([], FIRST, day(9), changes=changes)
    assert drawn.changes == (Mark(at=25, day="January 7", what=(bow, wall)),)
    assert drawn.changes[0].text == "January 7: moved on to Bow; your trainer moved you to Wall tap"


def test_over_two_years_a_change_says_in_which() -> None:
    drawn = chart.progress_chart(
        [], FIRST, day(400), changes=[(day(2), LessonChange("moved on")), (day(380), LessonChange("stepped back"))]
    )
    assert [mark.day for mark in drawn.changes] == ["January 7, 2026", "January 20, 2027"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (14, ["Jan 5", "Jan 12"]),
        (28, ["Jan 5", "Jan 12", "Jan 19", "Jan 26"]),
        (29, ["Jan 5", "Jan 19", ""]),
        (84, ["Jan 5", "Feb 2", "Mar 2"]),
        (700, ["Jan 2026", "Jul 2026", "Jan 2027", "Jul 2027"]),
        (1456, ["Jan 2026", "Jan 2027", "Jan 2028", "Jan 2029"]),
        (1457, ["Jan 2026", "Jan 2028", ""]),
    ],
)
def test_four_dates_at_most_stand_at_the_foot(days: int, words: list[str]) -> None:
    drawn = chart.progress_chart([], FIRST, day(days - 1))
    assert [tick.text for tick in drawn.days if not tick.minor] == words


def test_a_date_at_the_very_end_has_a_tick_and_no_word_that_would_hang_over_the_edge() -> None:
    drawn = chart.progress_chart([], FIRST, day(56))
    assert [(tick.at, tick.text) for tick in drawn.days if tick.text][-1] == (73.68, "Feb 16")
    assert [(tick.at, tick.text) for tick in drawn.days][-1] == (98.25, "")


def test_the_dates_between_are_for_wide_screens() -> None:
    drawn = chart.progress_chart([], FIRST, day(83))
    assert [(tick.text, tick.minor) for tick in drawn.days][:3] == [
        ("Jan 5", False),
        ("Jan 19", True),
        ("Feb 2", False),
    ]


def test_four_hundred_entries_have_a_dot_each() -> None:
    drawn = chart.progress_chart([felt(number // 10, 5, hour=number % 10) for number in range(400)], FIRST, day(39))
    assert (len(drawn.dots), drawn.bin_days, drawn.binned) == (400, 0, "")


def test_one_more_and_a_dot_is_the_middle_of_its_day_with_the_range() -> None:
    entries = [felt(number // 10, number % 10, hour=number % 10) for number in range(401)]
    drawn = chart.progress_chart(entries, FIRST, day(49))
    assert len(drawn.dots) == 41
    assert drawn.dots[0] == ChartDot(x=1, y=55, text="Jan 5: 4½, from 0 to 9, 10 entries", top=10, bottom=100)
    assert drawn.dots[40] == ChartDot(x=81, y=100, text="Feb 14: 0, 1 entry")
    assert drawn.binned == "one day: the middle, with a bar from lowest to highest"


def test_years_of_entries_share_a_dot_a_week() -> None:
    drawn = chart.progress_chart([felt(number, 5) for number in range(1000)], FIRST, day(999))
    assert (drawn.bin_days, len(drawn.dots), len(drawn.lines[0].split())) == (7, 143, 143)
    assert drawn.dots[0].text == "7 days from Jan 5: 5, 7 entries"


MOMENTS = st.sampled_from(["any", "before", "after", "morning", "recalled"])
ENTRIES = st.lists(
    st.builds(felt, st.integers(0, 60), st.integers(0, 10), MOMENTS, st.integers(0, 23)),
    max_size=60,
    unique_by=lambda each: each.id,
)


@given(ENTRIES)
def test_every_mark_stands_on_the_plot(entries: list[CheckInValue]) -> None:
    drawn = with_usual(*entries, end=day(60))
    places = [(dot.x, dot.y) for dot in drawn.dots + drawn.rings + drawn.recalled]
    places += [tuple(map(float, point.split(","))) for line in drawn.lines + drawn.bands for point in line.split()]  # type: ignore[misc]
    assert [place for place in places if not (0 <= place[0] <= 100 and 0 <= place[1] <= 100)] == []


@given(ENTRIES, st.randoms())
def test_the_order_in_which_entries_come_does_not_matter(entries: list[CheckInValue], chance: Random) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert chart.progress_chart(shuffled, FIRST, day(60)) == chart.progress_chart(entries, FIRST, day(60))
    assert chart.pairs(shuffled) == chart.pairs(entries)


@pytest.mark.parametrize(
    ("entries", "weeks", "expected"),
    [
        ([], 12, (day(0), day(13))),
        ([felt(-3, 5)], 12, (day(-3), day(10))),
        ([felt(-60, 5)], 12, (day(-60), day(0))),
        ([felt(-300, 5)], 12, (day(-83), day(0))),
        ([felt(-300, 5)], 4, (day(-27), day(0))),
        ([felt(-300, 5)], None, (day(-300), day(0))),
    ],
)
def test_the_range_ends_today_and_a_newcomers_has_room_to_fill(
    entries: list[CheckInValue], weeks: int | None, expected: tuple[date, date]
) -> None:
    assert chart.span(entries, day(0), weeks) == expected


def test_a_practice_is_a_before_and_the_after_that_follows() -> None:
    entries = [
        felt(0, 6, "before", 17),
        felt(0, 4, "after", 18),
        felt(1, 5, "before", 8),  # begun, never finished
        felt(1, 7, "before", 20),
        felt(1, 6, "any", 21),
        felt(1, 5, "after", 22),
        felt(2, 3, "after", 9),  # its before was never kept
        felt(3, 8, "before", 8),
        felt(3, 1, "after", 20),  # twelve hours later is another story
    ]
    assert chart.pairs(entries) == ((6, 4), (7, 5))


def test_six_hours_are_the_longest_practice() -> None:
    assert chart.pairs([felt(0, 6, "before", 8), felt(0, 4, "after", 14)]) == ((6, 4),)
    assert chart.pairs([felt(0, 6, "before", 8), felt(0, 4, "after", 15)]) == ()


def test_a_practice_around_midnight_is_one() -> None:
    assert chart.pairs([felt(0, 6, "before", 23), felt(1, 4, "after", 0)]) == ((6, 4),)


def test_what_practices_do_is_counted_from_lower_to_higher() -> None:
    drawn = chart.effect([(6, 4), (5, 3), (4, 4), (9, 0), (2, 3)])
    assert drawn.summary == "Lower 3 times, the same once, higher once."
    assert drawn.bars == (
        Bar(x=0, y=50, width=11.11, height=50, text="4 or more lower: once"),
        Bar(x=22.22, y=0, width=11.11, height=100, text="2 lower: twice"),
        Bar(x=44.44, y=50, width=11.11, height=50, text="The same: once"),
        Bar(x=55.56, y=50, width=11.11, height=50, text="1 higher: once"),
    )


def test_bars_are_drawn_to_the_hundredth_of_a_percent() -> None:
    drawn = chart.effect([(3, 3), (3, 3), (3, 3), (3, 2)])
    assert [(bar.x, bar.y, bar.height) for bar in drawn.bars] == [(33.33, 66.67, 33.33), (44.44, 0, 100)]


def test_without_practices_there_are_no_bars() -> None:
    assert chart.effect([]).bars == ()


# --- the next morning -----------------------------------------------------------------------------------------


def told(day: int, score: int, moment: str, *, hour: int) -> CheckInValue:
    at = datetime(2026, 3, day, hour, tzinfo=UTC)
    return CheckInValue(id=f"{moment} {day} {hour}", at=at, local_on=at.date(), score=score, moment=moment)


NIGHTS: dict[str, tuple[list[CheckInValue], tuple[tuple[int, int], ...]]] = {
    "nothing": ([], ()),
    "before and the next morning": ([told(3, 4, "before", hour=18), told(4, 3, "morning", hour=7)], ((4, 3),)),
    "a missing morning is missing": ([told(3, 4, "before", hour=18), told(5, 3, "morning", hour=7)], ()),
    "a morning without a practice": ([told(4, 3, "morning", hour=7)], ()),
    "the higher of two mornings": (
        [told(3, 4, "before", hour=18), told(4, 3, "morning", hour=7), told(4, 5, "morning", hour=9)],
        ((4, 5),),
    ),
    "two practices are one day": (
        [told(3, 4, "before", hour=8), told(3, 2, "before", hour=18), told(4, 3, "morning", hour=7)],
        ((4, 3),),
    ),
    "right after says nothing about it": (
        [told(3, 4, "before", hour=18), told(3, 1, "after", hour=19), told(4, 4, "morning", hour=7)],
        ((4, 4),),
    ),
}


@pytest.mark.parametrize("name", NIGHTS)
def test_the_table_of_nights(name: str) -> None:
    entries, expected = NIGHTS[name]
    assert chart.nights(reversed(entries)) == expected
