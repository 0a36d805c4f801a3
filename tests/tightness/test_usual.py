"""A client's usual tightness: which days make it, what a new usual forgets, and when a number is a jump."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.tightness import usual
from hinge_coach.tightness.trend import CheckInValue, Moment, at_rest, middle
from hinge_coach.tightness.usual import ReportedDays, days_to_recall, is_up, jump, lowest_jump, reported_days


def at(day: int, hour: float = 12) -> datetime:
    """`day` counts in March 2026."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def number(day: int, score: int, moment: str = Moment.ANY, *, hour: float = 12, imported: bool = False) -> CheckInValue:
    when = at(day, hour)
    return CheckInValue(
        id=f"{moment} {day} {hour:g} {imported}",
        at=when,
        local_on=when.date(),
        score=score,
        moment=moment,
        imported=imported,
    )


def numbers(first_day: int, *scores: int) -> list[CheckInValue]:
    """One number at noon on each day from `first_day` on."""
    return [number(first_day + offset, score) for offset, score in enumerate(scores)]


def days_of(*entries: CheckInValue, anew_on: date | None = None) -> ReportedDays:
    return ReportedDays.of(entries, anew_on=anew_on)


def test_a_day_counts_once_with_the_median_of_its_numbers_at_rest() -> None:
    entries = [
        number(2, 3),
        number(1, 6, Moment.MORNING, hour=7),
        number(1, 4, Moment.BEFORE, hour=17),
        number(1, 9, Moment.AFTER, hour=18),
        number(1, 9, Moment.RECALLED, hour=1),
        number(1, 2, hour=20),
    ]
    assert [(day.local_on, day.score, day.entries) for day in reported_days(entries)] == [
        (date(2026, 3, 1), 4.0, ("any 1 20 False", "before 1 17 False", "morning 1 7 False")),
        (date(2026, 3, 2), 3.0, ("any 2 12 False",)),
    ]
    assert [entry.score for entry in at_rest(entries)] == [3, 6, 4, 2]


@given(scores=st.lists(st.integers(0, 10), min_size=1, max_size=9))
def test_half_of_the_scores_lie_on_either_side_of_the_middle(scores: list[int]) -> None:
    median = middle(scores)
    assert 2 * sum(score < median for score in scores) <= len(scores)
    assert 2 * sum(score > median for score in scores) <= len(scores)
    assert middle(scores[::-1]) == median


@pytest.mark.parametrize(
    ("score", "usual_score", "expected"),
    [
        (4, 2, True),
        (3, 2, False),
        (4, 2.5, False),
        (2, 0, False),  # up to 2 is always fine
        (3, 0, True),
        (3, 1.5, False),
        (9, None, False),
    ],
)
def test_up_is_two_above_the_usual_and_above_what_is_always_fine(
    score: int, usual_score: float | None, expected: bool
) -> None:
    assert is_up(score, usual_score, rise=2, fine=2) == expected


@pytest.mark.parametrize(
    ("entries", "usual_score", "usual_now", "start"),
    [
        ([], None, None, None),
        (numbers(1, 4, 5), None, None, None),
        (numbers(1, 4, 5, 7), 5, 5, 5),  # fewer than three before the latest three: the start
        (numbers(1, 1, 1, 1, 5, 7), 1, 1, 1),
        (numbers(1, 4, 5, 7, 8, 9), 5, 7, 5),
        (numbers(1, 4, 5, 7, 8, 9, 9), 5, 7.5, 5),
        (numbers(1, 2, 2, 2, 6, 6, 6), 2, 4, 2),
        (numbers(1, 2, 2, 2, 6, 6, 6, 6), 2, 6, 2),
        (numbers(1, *[5] * 11, *[1] * 10, *[9] * 3), 5, 5, 5),  # 21 days before the latest three
        (numbers(0, *[5] * 11, *[1] * 11, *[9] * 3), 1, 1, 5),  # 22 days: the first of them is out
        ([*numbers(1, 6, 6, 4), *numbers(40, 2, 2, 2)], 6, 2, 6),
        ([*numbers(1, 6, 6, 4), *numbers(40, 2, 2, 9, 9, 9)], 2, 9, 6),  # two in the window: the last three
    ],
)
def test_the_usual_is_the_median_of_three_weeks_before_the_latest_days(
    entries: list[CheckInValue], usual_score: float | None, usual_now: float | None, start: float | None
) -> None:
    days = days_of(*entries)
    assert (days.usual, days.usual_now, days.start) == (usual_score, usual_now, start)


def test_the_usual_before_the_latest_week_leaves_that_week_out() -> None:
    days = days_of(*numbers(1, *[3] * 7, *[6] * 7))
    assert (days.usual_before(days.latest(7)), days.usual_before(days.latest(3)), days.first(7)) == (3, 3, 3)
    assert (days.first(15), days.latest(20)) == (None, days.days)


TODAY, YESTERDAY, DAY_BEFORE = number(3, 6), number(2, 4, Moment.RECALLED), number(1, 2, Moment.RECALLED)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([TODAY, YESTERDAY, DAY_BEFORE], 4),
        ([DAY_BEFORE, number(3, 1, Moment.MORNING, hour=7), TODAY, YESTERDAY], 3.5),  # the median of the day
        ([number(3, 1, Moment.AFTER, hour=7), TODAY, YESTERDAY, DAY_BEFORE], 4),
        ([TODAY, YESTERDAY], None),
        ([TODAY, DAY_BEFORE], None),
        ([YESTERDAY, DAY_BEFORE], None),
        ([number(4, 6), YESTERDAY, DAY_BEFORE], None),
        ([], None),
    ],
)
def test_three_numbers_at_sign_up_stand_in_for_the_usual(entries: list[CheckInValue], expected: float | None) -> None:
    assert days_of(*entries).usual == expected


@pytest.mark.parametrize(
    ("scores", "usual_score", "usual_now", "start"),
    [
        ((6,), 4, 4, None),
        ((6, 7), 4, 4, None),
        ((6, 7, 7), 4, 6, 7),  # before the latest three there are the sign-up numbers alone
        ((6, 7, 7, 7), 4, 6.5, 7),
        ((6, 7, 7, 7, 7), 5, 7, 7),
        ((6, 7, 7, 7, 7, 7), 6, 7, 7),
    ],
)
def test_recalled_days_are_part_of_the_usual_and_not_of_the_start(
    scores: tuple[int, ...], usual_score: float, usual_now: float, start: float | None
) -> None:
    days = days_of(DAY_BEFORE, YESTERDAY, *numbers(3, *scores))
    assert (days.usual, days.usual_now, days.start) == (usual_score, usual_now, start)


def test_recalled_days_count_as_no_days_before_the_latest() -> None:
    days = days_of(DAY_BEFORE, YESTERDAY, *numbers(3, 6, 7, 7, 7))
    assert [day.score for day in days.before(days.latest(3))] == [6]


def test_recalled_days_grow_old_like_others() -> None:
    days = days_of(DAY_BEFORE, YESTERDAY, *numbers(3, 6), *numbers(30, 7, 7, 7, 7, 7, 7))
    assert days.usual == 7


@pytest.mark.parametrize(
    ("entries", "anew_day", "usual_score", "latest"),
    [
        (numbers(1, *[2] * 10, *[6] * 3), 13, 2, 0),  # of the last eight days, five at 2
        (numbers(1, *[2] * 6, *[6] * 7), 13, 6, 0),
        (numbers(1, *[2] * 6, *[6] * 8), 13, 6, 1),
        (numbers(1, *[2] * 6, *[6] * 11), 13, 6, 3),
    ],
)
def test_a_new_usual_rests_on_the_week_before_it_and_on_what_follows(
    entries: list[CheckInValue], anew_day: int, usual_score: float, latest: int
) -> None:
    days = days_of(*entries, anew_on=at(anew_day).date())
    assert (days.usual, len(days.latest(3)), days.start) == (usual_score, latest, 2)


@pytest.mark.parametrize(("first_day", "expected"), [(3, 3.5), (2, 2)])
def test_the_week_before_a_new_usual_begins_seven_days_before_it(first_day: int, expected: float) -> None:
    """Numbers of 5, 5, 2 and 2 on days in a row; of the last three alone the median is 2."""
    days = days_of(*numbers(-10, 2, 2, 2), *numbers(first_day, 5, 5, 2, 2), anew_on=at(10).date())
    assert days.usual == expected


def test_a_new_usual_of_somebody_who_reports_rarely_rests_on_the_last_three_days() -> None:
    """Fewer than three numbers lie in the week before it, and the start is long ago."""
    weekly = [number(day, 6) for day in (20, 27, 34, 41)]
    days = days_of(*numbers(1, 2, 2, 2), *weekly, anew_on=at(42).date())
    assert (days.usual, days.start) == (6, 2)
    later = days_of(*numbers(1, 2, 2, 2), *weekly, *numbers(43, 6, 6, 6), anew_on=at(42).date())
    assert later.usual == 6


def test_a_new_usual_without_three_days_is_the_start_or_what_was_recalled() -> None:
    assert days_of(*numbers(1, 2, 3, 4), anew_on=at(1).date()).usual == 3
    assert days_of(DAY_BEFORE, YESTERDAY, *numbers(3, 6, 7), anew_on=at(4).date()).usual == 4
    assert days_of(DAY_BEFORE, YESTERDAY, *numbers(3, 6, 7, 7), anew_on=at(3).date()).usual == 7


def test_what_was_known_on_a_day_leaves_later_days_and_a_later_new_usual_out() -> None:
    days = days_of(*numbers(1, 2, 2, 2, 6, 6, 6), anew_on=at(5).date())
    assert [day.local_on for day in days.until(at(4).date()).days] == [at(day).date() for day in (1, 2, 3, 4)]
    assert days.until(at(4).date()).anew_on is None
    assert days.until(at(5).date()).anew_on == at(5).date()


@pytest.mark.parametrize("later", range(1, 7))
def test_with_later_numbers_the_days_are_those_of_all_numbers(later: int) -> None:
    """The sixth comes on the same day as the fifth, and the first two are recalled."""
    entries = [DAY_BEFORE, YESTERDAY, *numbers(3, 6, 7), number(5, 7, hour=7), number(5, 2)]
    known = days_of(*entries[:-later], anew_on=at(4).date())
    assert known.with_later(entries, entries[-later:]) == days_of(*entries, anew_on=at(4).date())


@pytest.mark.parametrize(
    ("entries", "joined", "expected"),
    [
        ([], 3, (0, 1, 2)),
        ([number(3, 5)], 3, (1, 2)),
        ([number(2, 5), number(3, 5)], 3, (1, 2)),  # the day before joining: told in a call
        ([number(2, 5), number(3, 5)], 2, ()),
        ([number(1, 5)], 1, ()),
        ([YESTERDAY], 3, ()),
        (numbers(-3, 4, 5, 6), 3, ()),  # three reported days make a usual
        (numbers(-3, 4, 5), 3, (0, 1, 2)),
    ],
)
def test_the_first_numbers_are_asked_for_days_without_one(
    entries: list[CheckInValue], joined: int, expected: tuple[int, ...]
) -> None:
    assert days_to_recall(entries, at(3).date(), joined_on=at(joined).date()) == expected


CALM = numbers(1, 2, 2, 2)

ANSWERED = at(3, 13)


@pytest.mark.parametrize(
    ("entries", "since", "expected"),
    [
        ([*CALM, number(4, 5)], ANSWERED, "any 4 12 False"),
        ([*CALM, number(4, 4)], ANSWERED, None),
        ([*CALM, number(4, 9, Moment.AFTER)], ANSWERED, None),
        ([*CALM, number(4, 9, Moment.RECALLED)], ANSWERED, None),
        ([*CALM, number(4, 5), number(5, 9)], ANSWERED, "any 4 12 False"),
        ([*CALM, number(4, 5)], at(4, 12), None),  # answered in that very second
        (numbers(1, 2, 2, 9), at(1), None),  # no usual before it
        (
            [number(1, 2, Moment.RECALLED), number(2, 2, Moment.RECALLED), *numbers(3, 2, 5)],
            at(3, 13),
            "any 4 12 False",
        ),
        ([number(3, 5), number(4, 2), number(5, 5), number(6, 7)], at(1), None),
        ([*CALM, *numbers(4, 5, 5)], at(4, 13), None),  # the same flare
        ([*CALM, *numbers(4, 5, 6)], at(4, 13), "any 5 12 False"),  # higher than the number that asked
        ([*CALM, *numbers(4, 6, 5, 6)], at(4, 13), None),
        ([*CALM, number(4, 5), number(11, 5)], at(4, 12), None),  # seven days after the answers, to the second
        ([*CALM, number(4, 5), number(11, 5)], at(4, 11.99), "any 4 12 False"),
        ([*CALM, number(4, 5), number(11, 5, hour=12.01)], at(4, 12), "any 11 12.01 False"),
        ([*CALM, number(4, 5, hour=11.99), number(11, 5)], at(11, 11.99), "any 11 12 False"),
        ([*CALM, number(4, 5), number(11, 5)], at(11, 11.99), None),
    ],
)
def test_a_number_3_above_the_usual_is_a_jump_once_in_a_flare(
    entries: list[CheckInValue], since: datetime, expected: str | None
) -> None:
    entry = jump(entries[::-1], since)
    assert (entry and entry.id) == expected


def test_how_many_points_are_a_jump_can_be_set() -> None:
    entries = [*CALM, number(4, 5)]
    assert [bool(jump(entries, ANSWERED, points)) for points in (2, 3, 4)] == [True, True, False]


def test_imported_numbers_may_add_a_jump_but_not_hide_one() -> None:
    imported_calm = [number(day, 2, hour=6, imported=True) for day in (1, 2, 3)]
    imported_high = [number(day, 9, hour=6, imported=True) for day in (1, 2, 3)]
    assert jump([*imported_calm, number(4, 5)], ANSWERED) == number(4, 5)
    assert jump([*CALM, *imported_high, number(4, 5)], ANSWERED) == number(4, 5)
    assert jump([*CALM, number(4, 5, imported=True)], ANSWERED) == number(4, 5, imported=True)


@pytest.mark.parametrize("step", [-1, 1])
def test_the_quiet_after_the_answers_is_seven_days(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    entries = [*CALM, number(4, 5), number(11, 5), number(12, 5)]
    assert jump(entries, at(4, 12)) == number(12, 5)
    monkeypatch.setattr(usual, "QUIET_AFTER_ANSWERS", timedelta(days=7 + step))
    assert jump(entries, at(4, 12)) != number(12, 5)


@pytest.mark.parametrize(
    ("entries", "since", "day", "expected"),
    [
        (CALM, ANSWERED, 4, 5),
        (numbers(1, 7, 7, 7), ANSWERED, 4, 10),
        (numbers(1, 8, 8, 8), ANSWERED, 4, None),
        (CALM[:2], ANSWERED, 4, None),  # no usual
        ([*CALM, number(4, 5)], ANSWERED, 5, 0),  # there is one already
        ([*CALM, number(4, 5)], at(4, 13), 5, 6),  # higher than the number that asked
        ([*CALM, number(4, 10)], at(4, 13), 5, None),
        ([*CALM, number(4, 5)], at(4, 13), 12, 5),
    ],
)
def test_from_which_number_on_there_is_a_jump(
    entries: list[CheckInValue], since: datetime, day: int, expected: int | None
) -> None:
    assert lowest_jump(entries, since, 3, at=at(day, 20), on=at(day).date()) == expected


@given(
    told=st.lists(
        st.tuples(
            st.integers(1, 24),
            st.integers(0, 10),
            st.sampled_from([Moment.ANY, Moment.MORNING, Moment.AFTER, Moment.RECALLED]),
            st.sampled_from([7.0, 12.0, 18.0]),
            st.booleans(),
        ),
        max_size=14,
    ),
    since=st.integers(5, 25),
    next_day=st.booleans(),
)
def test_the_lowest_number_that_is_a_jump_is_the_first_of_all_that_is_one(
    told: list[tuple[int, int, Moment, float, bool]], since: int, next_day: bool
) -> None:
    entries = [number(day, score, moment, hour=hour, imported=new) for day, score, moment, hour, new in told]
    when = at(25 if next_day else 24, 23)

    def is_jump(score: int) -> bool:
        one_more = CheckInValue(id="", at=when, local_on=when.date(), score=score)
        return jump([*entries, one_more], at(since)) is not None

    expected = next(filter(is_jump, range(11)), None)
    assert lowest_jump(entries, at(since), 3, at=when, on=when.date()) == expected
