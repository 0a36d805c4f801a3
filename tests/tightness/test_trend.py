from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import (
    CHANGE_LABELS,
    NOT_AT_REST,
    NOTE,
    SILENT,
    Change,
    CheckInValue,
    TrendPoint,
    by_situation,
    change,
    level,
    line,
    next_morning,
    start_score,
    within_practice,
)

FIRST = date(2026, 3, 2)


def on(day: int) -> date:
    """Day 1 is the client's first."""
    return FIRST + timedelta(days=day - 1)


def entry(day: int, score: int, moment: str = "any", *, hour: int = 8, situation: str = "") -> CheckInValue:
    return CheckInValue(
        id=f"{moment} {day} {hour} {situation}",
        at=datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day - 1),
        local_on=on(day),
        score=score,
        moment=moment,
        situation=situation,
    )


def days(scores: dict[int, int]) -> list[CheckInValue]:
    return [entry(day, score) for day, score in scores.items()]


def began_at(score: int, later: dict[int, int]) -> list[CheckInValue]:
    """Three entries of `score` on the first three days, then what came later."""
    return days({1: score, 2: score, 3: score, **later})


# entries, the day asked about, and the code, start and level it should give
CASES: dict[str, tuple[list[CheckInValue], int, tuple[str, float | None, float | None]]] = {
    "nothing": ([], 1, ("too_early", None, None)),
    "two entries on two days": (days({1: 5, 2: 5}), 2, ("too_early", None, 5)),
    "three entries on two days": ([entry(1, 5), entry(2, 5), entry(2, 5, hour=9)], 2, ("too_early", None, 5)),
    "three entries on three days": (days({1: 5, 2: 4, 3: 5}), 3, ("same", 5, 5)),
    "one point down": (began_at(5, {20: 4, 21: 4, 22: 4}), 22, ("same", 5, 4)),
    "two points down": (began_at(5, {20: 3, 21: 3, 22: 3}), 22, ("easier", 5, 3)),
    "two points up": (began_at(5, {20: 7, 21: 7, 22: 7}), 22, ("tighter", 5, 7)),
    "one and a half points down": (began_at(5, {19: 3, 20: 3, 21: 4, 22: 4}), 22, ("same", 5, 3.5)),
    "two points from 7 are as good as two from 4": (began_at(7, {20: 5, 21: 5, 22: 5}), 22, ("easier", 7, 5)),
    "two points up from 7": (began_at(7, {20: 9, 21: 9, 22: 9}), 22, ("tighter", 7, 9)),
    "two points from 10": (began_at(10, {20: 8, 21: 8, 22: 8}), 22, ("easier", 10, 8)),
    "two points up from nought": (began_at(0, {20: 2, 21: 2, 22: 2}), 22, ("tighter", 0, 2)),
    "one point up from nought": (began_at(0, {20: 1, 21: 1, 22: 1}), 22, ("same", 0, 1)),
    "one point of three": (began_at(3, {20: 2, 21: 2, 22: 2}), 22, ("same", 3, 2)),
    "the fourth day is no part of the start": (days({1: 4, 2: 6, 3: 8, 4: 8}), 4, ("same", 6, 7)),
    "the third day is": (days({1: 2, 2: 6, 3: 6, 4: 6, 5: 6}), 5, ("same", 6, 6)),
    "many entries of the first day are one day of the start": (
        [*(entry(1, 9, hour=hour) for hour in range(6, 12)), *days({2: 5, 3: 5, 20: 5, 21: 5, 22: 5})],
        22,
        ("same", 5, 5),
    ),
    "the seventh day back counts": (began_at(5, {16: 9, 20: 3, 21: 3, 22: 9}), 22, ("same", 5, 6)),
    "the eighth day back doesn't": (began_at(5, {15: 9, 20: 3, 21: 3, 22: 9}), 22, ("easier", 5, 3)),
    "once a week is enough": (began_at(5, {8: 9, 15: 2, 22: 2, 29: 2}), 29, ("easier", 5, 2)),
    "once every eight days isn't": (began_at(5, {13: 2, 21: 2, 29: 2}), 29, ("too_early", 5, 2)),
    "a week of silence": (began_at(5, {15: 2, 16: 2, 17: 2}), 24, ("easier", 5, 2)),
    "eight days of silence": (began_at(5, {15: 2, 16: 2, 17: 2}), 25, ("too_early", 5, None)),
    "two days after a break": (began_at(5, {21: 2, 22: 2}), 22, ("too_early", 5, 2)),
    "what comes later isn't known yet": (began_at(5, {4: 5, 5: 0, 6: 0}), 4, ("same", 5, 5)),
    "right after practice is left out": (
        [*began_at(5, {20: 5, 21: 5, 22: 5}), *(entry(day, 0, "after", hour=9) for day in (20, 21, 22))],
        22,
        ("same", 5, 5),
    ),
    "right after practice is no start": (
        [entry(1, 0, "after"), *days({2: 5, 3: 5, 4: 5})],
        4,
        ("same", 5, 5),
    ),
    "from memory is no start": (
        [entry(1, 0, "recalled"), entry(2, 0, "recalled"), *days({3: 5, 4: 5, 5: 5})],
        5,
        ("same", 5, 5),
    ),
    "from memory is too little": (
        [entry(1, 5, "recalled"), entry(2, 5, "recalled"), entry(3, 5)],
        3,
        ("too_early", None, 5),
    ),
    "a talkative day is one day": (
        [*began_at(5, {20: 5, 21: 5}), *(entry(22, 9, hour=hour) for hour in range(6, 22))],
        22,
        ("same", 5, 5),
    ),
}


def outcome(entries: list[CheckInValue], day: int) -> tuple[str, float | None, float | None]:
    found = change(entries, on(day))
    return found.code, found.start, found.now


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_changes(name: str) -> None:
    entries, day, expected = CASES[name]
    assert outcome(entries, day) == expected


@pytest.mark.parametrize(
    ("entries", "day", "label"),
    [
        ([], 1, "Too early to say"),
        (days({1: 5, 2: 5}), 2, "Too early to say"),
        (began_at(5, {15: 2, 16: 2, 17: 2}), 25, "Can't tell right now"),
        (began_at(5, {15: 2, 16: 2, 17: 2}), 24, "Likely easier"),
    ],
)
def test_silence_after_a_start_is_not_called_too_early(entries: list[CheckInValue], day: int, label: str) -> None:
    assert change(entries, on(day)).label == label


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", ["WINDOW_DAYS", "GAP_DAYS", "FEWEST_DAYS", "CHANGE_POINTS"])
def test_no_number_can_shift_by_one_unnoticed(name: str, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trend, name, getattr(trend, name) + step)
    noticed = [case for case, (entries, day, expected) in CASES.items() if outcome(entries, day) != expected]
    assert noticed != []


# --- words ----------------------------------------------------------------------------------------------------


def test_a_change_names_what_it_rests_on() -> None:
    entries = [*began_at(5, {20: 3, 21: 3, 22: 3}), entry(22, 3, hour=20)]
    assert change(entries, on(22)) == Change(
        code="easier",
        label="Likely easier",
        start=5,
        now=3,
        entries=4,
        days=3,
        sentence="You started at 5 and are at 3 now (4 entries on 3 days).",
        note="",
    )
    assert change(entries, on(22)).points == -2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nothing", "Nothing was entered in the last seven days, so there is nothing to compare."),
        (
            "three entries on two days",
            "Only 3 entries on 2 days lately. It takes numbers on three days to compare.",
        ),
        (
            "two days after a break",
            "Only 2 entries on 2 days lately. It takes numbers on three days to compare.",
        ),
        (
            "one and a half points down",
            "You started at 5 and are at 3½ now: less than 2 points apart, so no real change (4 entries on 4 days).",
        ),
        (
            "two points from 7 are as good as two from 4",
            "You started at 7 and are at 5 now (3 entries on 3 days).",
        ),
        ("three entries on three days", "You started at 5 and are at 5 now (3 entries on 3 days)."),
    ],
)
def test_sentences_say_how_much_is_known(name: str, sentence: str) -> None:
    entries, day, _ = CASES[name]
    assert change(entries, on(day)).sentence == sentence


def test_one_lone_entry_is_counted_in_the_singular() -> None:
    assert change([entry(1, 4)], on(1)).sentence == (
        "Only 1 entry on 1 day lately. It takes numbers on three days to compare."
    )


@pytest.mark.parametrize(
    "entries",
    [
        began_at(7, {8: 4, 9: 4, 10: 4}),
        began_at(7, {14: 5, 20: 4, 21: 4, 22: 4}),
        [*days({1: 7, 7: 7, 8: 5}), *days({20: 3, 21: 3, 22: 3})],
        days({1: 9, 8: 6, 9: 6, 20: 3, 21: 3, 22: 3}),
    ],
    ids=[
        "on the eighth day",
        "by just two points on the fourteenth",
        "the seventh day is of the first week",
        "the eighth day is of the second week",
    ],
)
def test_a_fall_right_after_a_hard_first_week_earns_the_note(entries: list[CheckInValue]) -> None:
    found = change(entries, max(each.local_on for each in entries))
    assert (found.code, found.note) == ("easier", NOTE)


@pytest.mark.parametrize(
    "entries",
    [
        began_at(7, {8: 6, 9: 6, 10: 6, 20: 3, 21: 3, 22: 3}),
        began_at(7, {20: 3, 21: 3, 22: 3}),
        began_at(7, {15: 3, 20: 3, 21: 3, 22: 3}),
        began_at(7, {7: 1, 8: 6, 20: 3, 21: 3, 22: 3}),
        began_at(4, {8: 7, 9: 7, 10: 7, 20: 1, 21: 1, 22: 1}),
    ],
    ids=[
        "fell by one in the second week",
        "nothing in the second week",
        "nothing before the fifteenth day",
        "low on the seventh day",
        "rose in the second week",
    ],
)
def test_a_slower_fall_earns_no_note(entries: list[CheckInValue]) -> None:
    found = change(entries, on(22))
    assert (found.code, found.note) == ("easier", "")


def test_no_note_without_a_change() -> None:
    assert change(began_at(7, {8: 4, 9: 4, 10: 4, 20: 7, 21: 7, 22: 7}), on(22)).note == ""


# --- start and level ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "start"), [([], None), ([4], None), ([4, 6], None), ([4, 6, 5], 5), ([4, 6, 6, 0], 6)]
)
def test_the_start_is_the_median_of_the_first_three_days(scores: list[int], start: float | None) -> None:
    assert start_score(days(dict(enumerate(scores, 1)))) == start


def test_the_start_goes_by_local_day_whenever_it_was_entered() -> None:
    """Two entries on one local day, flown west, are one day."""
    entries = [entry(1, 1), entry(2, 2), entry(3, 4)._replace(local_on=on(2)), entry(4, 9)]
    assert start_score(reversed(entries)) == 3


def test_a_day_counts_with_its_median() -> None:
    entries = [entry(1, 2), entry(1, 4, hour=9), entry(1, 9, hour=10)]
    assert level(entries, on(1)) == 4


def test_a_check_in_is_the_clients_own_unless_it_says_so() -> None:
    plain = CheckInValue("1", datetime(2026, 3, 2, 8, tzinfo=UTC), FIRST, 4)
    assert plain[4:] == ("any", "", False, "", False)


def test_level_leaves_later_days_out() -> None:
    assert level(days({1: 4, 2: 9}), on(1)) == 4


# --- the line -------------------------------------------------------------------------------------------------


def test_a_line_bridges_seven_days_and_breaks_at_eight() -> None:
    assert line(days({1: 4, 8: 6, 16: 2}), on(1), on(30)) == (
        (TrendPoint(on=on(1), level=4), TrendPoint(on=on(8), level=5)),
        (TrendPoint(on=on(16), level=2),),
    )


def test_nothing_is_carried_over_a_break() -> None:
    entries = began_at(9, {30: 1})
    assert line(entries, on(1), on(30))[-1] == (TrendPoint(on=on(30), level=1),)


def test_a_line_knows_the_days_before_its_first() -> None:
    assert line(days({1: 8, 2: 8, 3: 2}), on(3), on(3)) == ((TrendPoint(on=on(3), level=8),),)


def test_a_line_includes_both_ends() -> None:
    entries = days({1: 4, 2: 4, 3: 4, 4: 4})
    assert [point.on for point in line(entries, on(2), on(3))[0]] == [on(2), on(3)]


def test_no_entries_make_no_line() -> None:
    assert line([], on(1), on(30)) == ()
    assert line([entry(1, 3, "after")], on(1), on(30)) == ()


# --- situations -----------------------------------------------------------------------------------------------


def in_situation(situation: str, start: int, now: int) -> list[CheckInValue]:
    return [
        entry(day, score, situation=situation)
        for day, score in {1: start, 2: start, 3: start, 20: now, 21: now, 22: now}.items()
    ]


def test_what_changed_most_comes_first_and_the_unknown_last() -> None:
    entries = [
        *in_situation("lifting", 5, 5),
        *in_situation("bathroom", 6, 2),
        *in_situation("sport", 3, 6),
        entry(21, 9, situation="getting up"),
        entry(22, 9),
        entry(22, 0, "after", situation="lifting"),
    ]
    found = by_situation(entries, on(22))
    assert [(each.situation, each.change.code, each.entries) for each in found] == [
        ("bathroom", "easier", 6),
        ("sport", "tighter", 6),
        ("lifting", "same", 6),
        ("getting up", "too_early", 1),
    ]


def test_of_equal_changes_the_one_that_rests_on_more_entries_comes_first() -> None:
    entries = [*in_situation("lifting", 5, 3), *in_situation("sport", 7, 5), entry(10, 5, situation="sport")]
    assert [row.situation for row in by_situation(entries, on(22))] == ["sport", "lifting"]


def test_situations_of_later_days_are_not_known_yet() -> None:
    assert by_situation([entry(5, 3, situation="sport")], on(4)) == ()


# --- within a practice ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("pairs", [[], [(4, 2)], [(4, 2), (5, 5)]])
def test_fewer_than_three_practices_say_nothing(pairs: list[tuple[int, int]]) -> None:
    effect = within_practice(pairs)
    assert (effect.usual, effect.low, effect.high, effect.pairs) == (None, None, None, len(pairs))
    assert effect.sentence.endswith("It takes three to say what a practice does.")


def test_three_practices_say_something() -> None:
    effect = within_practice([(4, 2), (5, 5), (4, 3)])
    assert (effect.usual, effect.low, effect.high, effect.pairs) == (-1, -1.5, -0.5, 3)
    assert effect.sentence == "Usually from the same to 2 lower (3 practices)."


def test_the_next_morning_is_told_in_the_same_way() -> None:
    pairs = [(4, 2), (5, 5), (4, 3)]
    assert next_morning(pairs) == within_practice(pairs)


@pytest.mark.parametrize(
    ("changes", "usually"),
    [
        ([0, 0, 0, 0, 0], "the same"),
        ([-2, -2, -2, -2, -2], "2 lower"),
        ([-1, -1, 0, 0, 0], "the same or 1 lower"),
        ([0, 0, 1, 1, 1], "the same or 1 higher"),
        ([-2, -2, -1, -1, -1], "1 or 2 lower"),
        ([1, 1, 2, 2, 2], "1 or 2 higher"),
        ([-3, -3, -2, -1, -1], "from 1 lower to 3 lower"),
        ([-1, -1, 0, 2, 2], "from 1 lower to 2 higher"),
        ([0, 0, 2, 2, 3], "from the same to 2 higher"),
    ],
)
def test_what_is_usual_is_told_in_whole_points(changes: list[int], usually: str) -> None:
    assert within_practice([(5, 5 + points) for points in changes]).sentence == f"Usually {usually} (5 practices)."


# --- properties -----------------------------------------------------------------------------------------------

DAYS = st.integers(1, 40)
SCORES = st.integers(0, 10)
MOMENTS = st.sampled_from(["before", "after", "morning", "any", "recalled"])


@st.composite
def diaries(draw: st.DrawFn) -> list[CheckInValue]:
    rows = draw(
        st.lists(
            st.tuples(DAYS, st.integers(0, 23), SCORES, MOMENTS),
            max_size=25,
            unique_by=lambda row: row[:2],
        )
    )
    return [
        entry(day, score, moment, hour=hour, situation=("", "sport", "bathroom")[hour % 3])
        for day, hour, score, moment in rows
    ]


def everything(entries: list[CheckInValue]) -> tuple[object, ...]:
    return (
        start_score(entries),
        level(entries, on(40)),
        change(entries, on(40)),
        line(entries, on(1), on(40)),
        by_situation(entries, on(40)),
    )


@given(entries=diaries(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_the_order_of_entries_doesnt_matter(entries: list[CheckInValue], data: st.DataObject) -> None:
    assert everything(data.draw(st.permutations(entries))) == everything(entries)


@given(entries=diaries(), hours=st.integers(-12, 14))
@settings(max_examples=25, deadline=None)
def test_shifting_instants_and_zone_together_changes_nothing(entries: list[CheckInValue], hours: int) -> None:
    abroad = [each._replace(at=each.at - timedelta(hours=hours)) for each in entries]
    assert everything(abroad) == everything(entries)


@given(entries=diaries(), later=st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_shifting_the_calendar_shifts_the_line_and_nothing_else(entries: list[CheckInValue], later: int) -> None:
    by = timedelta(days=later)
    moved = [each._replace(at=each.at + by, local_on=each.local_on + by) for each in entries]
    assert change(moved, on(40) + by) == change(entries, on(40))
    assert line(moved, on(1) + by, on(40) + by) == tuple(
        tuple(replace(point, on=point.on + by) for point in segment) for segment in line(entries, on(1), on(40))
    )


@given(start=SCORES, day=st.integers(20, 40), data=st.data())
@settings(max_examples=40, deadline=None)
def test_one_more_day_inside_the_band_doesnt_flip_about_the_same(start: int, day: int, data: st.DataObject) -> None:
    """Holds for an entry that is its day's only one and later than the three days that make the start.

    On a day that has entries already it need not hold: with an even number of days the level is the mean of two,
    and moving one of these towards the band can pull that mean out on the other side.
    """
    near = st.integers(max(0, start - 4), min(10, start + 4))
    hours = st.tuples(st.integers(20, 40), st.integers(0, 23))
    later = data.draw(st.dictionaries(hours, near, min_size=1, max_size=12))
    entries = began_at(start, {})
    entries += [entry(on_day, score, hour=hour) for (on_day, hour), score in later.items() if on_day != day]
    assume(change(entries, on(40)).code == "same")
    inside = data.draw(st.sampled_from([score for score in range(11) if abs(score - start) < 2]))
    assert change([*entries, entry(day, inside)], on(40)).code == "same"


def test_one_more_entry_on_a_day_that_has_some_may_flip_it() -> None:
    """The edge of the promise above, kept here so that nobody takes it for more than it is."""
    entries = [*began_at(5, {37: 10, 38: 0, 39: 0}), entry(40, 4), entry(40, 10, hour=9)]
    assert outcome(entries, 40) == ("same", 5, 3.5)
    assert outcome([*entries, entry(40, 4, hour=10)], 40) == ("easier", 5, 2)


@given(entries=diaries())
@settings(max_examples=25, deadline=None)
def test_a_line_has_a_point_for_each_day_and_never_bridges_a_break(entries: list[CheckInValue]) -> None:
    segments = line(entries, on(1), on(40))
    points = [point for segment in segments for point in segment]
    assert [point.on for point in points] == sorted(
        {each.local_on for each in entries if each.moment not in NOT_AT_REST}
    )
    assert all(0 <= point.level <= 10 for point in points)
    for segment in segments:
        assert all((right.on - left.on).days <= 7 for left, right in pairwise(segment))
    for left, right in pairwise(segments):
        assert (right[0].on - left[-1].on).days > 7


@given(entries=diaries())
@settings(max_examples=25, deadline=None)
def test_a_name_is_never_bolder_than_its_numbers(entries: list[CheckInValue]) -> None:
    found = change(entries, on(40))
    assert found.label in {CHANGE_LABELS[found.code], SILENT}
    assert (found.label == SILENT) == (found.start is not None and found.now is None)
    if found.code in {"easier", "tighter"}:
        assert found.points is not None
        assert abs(found.points) >= 2
        assert found.days >= 3
        assert found.entries >= 3


@given(entries=diaries())
@settings(max_examples=25, deadline=None)
def test_the_last_point_of_the_line_is_the_level_of_its_day(entries: list[CheckInValue]) -> None:
    segments = line(entries, on(1), on(40))
    for segment in segments:
        assert segment[-1].level == level(entries, segment[-1].on)
