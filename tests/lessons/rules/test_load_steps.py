"""One step up, then at least a week: what to use today, and the words for it. Today is Wednesday March 4, 2026."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.accounts.weight_unit import WeightUnit
from lessons.models.load import LADDERS, LessonLoad, Load, step_down, step_up
from lessons.rules.load_steps import LoadHistory, LoadPractice, LoadReason, LoadStep, load_advice
from lessons.rules.load_wording import load_sentence

KG, LB = WeightUnit.KG, WeightUnit.LB
TODAY = date(2026, 3, 4)
LESSON = LessonLoad(what="Both weights together", start_kg=Decimal(4), start_lb=Decimal(8), optional=False)
OPTIONAL = LessonLoad(what="One weight", start_kg=Decimal(4), start_lb=Decimal(8), optional=True)


def kg(value: str | int) -> Load:
    return Load(Decimal(value), KG)


def lb(value: str | int) -> Load:
    return Load(Decimal(value), LB)


def used(days_ago: int, load: Load | None, **changed: Any) -> LoadPractice:
    """An easy practice of the full version that was passed, but for what is `changed`."""
    on = TODAY - timedelta(days=days_ago)
    at = datetime.combine(on, time(18), tzinfo=UTC)
    return LoadPractice(**{"at": at, "local_on": on, "load": load, "passed": True, "effort": 5, **changed})


def advised(*practices: LoadPractice, today: date = TODAY, **values: Any) -> tuple[LoadStep, LoadReason, Load]:
    advice = load_advice(LoadHistory(practices=practices, start=kg(4), **values), today)
    return advice.step, advice.reason, advice.load


def words(*practices: LoadPractice, lesson: LessonLoad = LESSON, unit: WeightUnit | None = KG, **values: Any) -> str:
    history = LoadHistory(practices=practices, start=lesson.start(unit or KG), **values)
    return load_sentence(load_advice(history, TODAY), lesson, unit)


UP_TO_5 = (LoadStep.UP, LoadReason.WENT_WELL, kg(5))


def stay(reason: LoadReason, load: Load | None = None) -> tuple[LoadStep, LoadReason, Load]:
    return LoadStep.STAY, reason, load or kg(4)


def test_the_first_time_is_the_start_of_the_lesson() -> None:
    start = (LoadStep.START, LoadReason.FIRST_TIME, kg(4))
    assert advised() == start
    assert advised(used(3, None), used(2, kg(0))) == start


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(6, stay(LoadReason.WITHIN_THE_WEEK)), (7, UP_TO_5), (8, UP_TO_5), (14, UP_TO_5)]
)
def test_a_step_up_comes_on_the_seventh_day_after_the_first(
    days_ago: int, expected: tuple[LoadStep, LoadReason, Load]
) -> None:
    assert advised(used(days_ago, kg(4)), used(1, kg(4))) == expected


def test_one_practice_day_is_too_few_however_long_ago() -> None:
    assert advised(used(9, kg(4))) == stay(LoadReason.ONE_DAY)
    assert advised(used(9, kg(4)), used(9, kg(4))) == stay(LoadReason.ONE_DAY)
    assert advised(used(9, kg(4)), used(0, kg(4))) == UP_TO_5


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"effort": 6}, UP_TO_5),
        ({"effort": 7}, stay(LoadReason.HARD)),
        ({"passed": False}, stay(LoadReason.MISSED)),
        ({"easier": True}, stay(LoadReason.EASIER_LAST)),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_the_last_two_days_must_have_been_easy_passed_and_full(
    which: int, changed: dict[str, Any], expected: tuple[LoadStep, LoadReason, Load]
) -> None:
    each: list[dict[str, Any]] = [{}, {}]
    each[which] = changed
    assert advised(used(10, kg(4)), used(4, kg(4), **each[0]), used(1, kg(4), **each[1])) == expected


def test_what_was_hard_before_the_last_two_days_is_forgotten() -> None:
    assert advised(used(10, kg(4), effort=9), used(4, kg(4)), used(1, kg(4))) == UP_TO_5


def test_of_several_practices_on_one_day_each_must_have_gone_well() -> None:
    assert advised(used(10, kg(4)), used(1, kg(4), passed=False), used(1, kg(4))) == stay(LoadReason.MISSED)


def test_the_week_begins_again_with_each_new_load() -> None:
    up = [used(20, kg(4)), used(12, kg(4)), used(5, kg(5)), used(2, kg(5))]
    assert advised(*up) == stay(LoadReason.WITHIN_THE_WEEK, kg(5))
    assert advised(*up, today=TODAY + timedelta(days=2)) == (LoadStep.UP, LoadReason.WENT_WELL, kg(6))


def test_days_without_a_weight_neither_help_nor_harm() -> None:
    assert advised(used(8, kg(4)), used(5, None, passed=False), used(3, kg(0), effort=9), used(1, kg(4))) == UP_TO_5


def test_a_stop_is_passed_over_once_a_practice_went_well_after_it() -> None:
    stopped = used(4, kg(5), effort=None, passed=False)
    assert advised(used(8, kg(4)), stopped, used(1, kg(4))) == UP_TO_5
    assert advised(used(10, kg(4)), used(8, kg(4)), stopped) == stay(LoadReason.STOPPED_LAST)
    assert advised(stopped) == (LoadStep.START, LoadReason.FIRST_TIME, kg(4))


def test_pounds_and_kilograms_of_the_same_weight_are_one_load() -> None:
    assert advised(used(8, lb(8)), used(1, kg("3.6"))) == (LoadStep.UP, LoadReason.WENT_WELL, kg(4))
    assert advised(used(8, kg("3.6")), used(1, lb(8))) == (LoadStep.UP, LoadReason.WENT_WELL, lb(10))
    assert advised(used(8, lb(10)), used(1, kg(5))) == stay(LoadReason.WITHIN_THE_WEEK, kg(5))


@pytest.mark.parametrize(("days_ago", "expected"), [(21, UP_TO_5), (22, stay(LoadReason.LONG_AGO))])
def test_after_a_long_break_the_same_load_comes_first(
    days_ago: int, expected: tuple[LoadStep, LoadReason, Load]
) -> None:
    assert advised(used(days_ago + 8, kg(4)), used(days_ago, kg(4))) == expected


def test_a_long_break_begins_the_week_again() -> None:
    assert advised(used(60, kg(4)), used(50, kg(4)), used(1, kg(4))) == stay(LoadReason.WITHIN_THE_WEEK)


def test_a_flare_or_a_step_back_takes_one_step_off_and_no_second_one() -> None:
    before, eased_on = [used(12, kg(5)), used(4, kg(5))], TODAY - timedelta(days=3)
    down = (LoadStep.DOWN, LoadReason.EASED, kg(4))
    assert advised(*before, eased_on=eased_on) == down
    assert advised(*before, used(1, kg(5)), eased_on=eased_on) == down
    assert advised(*before, used(2, kg(4)), eased_on=eased_on) == stay(LoadReason.EASED_ALREADY)
    assert advised(*before, used(2, kg(4)), used(1, kg(5)), eased_on=eased_on) == down
    assert advised(*before, used(2, kg(2)), eased_on=eased_on) == stay(LoadReason.EASED_ALREADY, kg(2))
    assert advised(*before, used(3, kg(4)), eased_on=eased_on) == stay(LoadReason.EASED_ALREADY)


def test_who_began_with_a_weight_in_a_flare_stays_with_it() -> None:
    assert advised(used(2, kg(4)), eased_on=TODAY - timedelta(days=3)) == stay(LoadReason.EASED_ALREADY)


def test_no_step_up_is_offered_in_a_flare_or_while_practice_rests() -> None:
    ready = [used(8, kg(4)), used(1, kg(4))]
    assert advised(*ready) == UP_TO_5
    assert advised(*ready, eased_on=TODAY) == (LoadStep.DOWN, LoadReason.EASED, kg(3))
    assert advised(*ready, rests=True) == stay(LoadReason.RESTS)


def test_below_the_lowest_rung_is_no_weight_and_above_the_highest_none() -> None:
    assert advised(used(8, kg(1)), eased_on=TODAY) == (LoadStep.DOWN, LoadReason.EASED, kg(0))
    assert advised(used(8, kg(200)), used(1, kg(200))) == stay(LoadReason.TOP, kg(200))


def test_what_lies_ahead_is_left_out() -> None:
    assert advised(used(8, kg(4)), used(1, kg(4)), used(-1, kg(20), effort=10)) == UP_TO_5


# In words


@pytest.mark.parametrize(
    ("practices", "values", "sentence"),
    [
        ([], {}, "Start with 4 kg, or less."),
        (
            [used(1, kg(4))],
            {},
            "Last time 4 kg. Use it for a week: one step up is 5 kg, from March 10 at the earliest.",
        ),
        ([used(8, kg(4))], {}, "Last time 4 kg. Use it on one more day. If that goes well, one step up is 5 kg."),
        ([used(8, kg(4)), used(1, kg(4))], {}, "4 kg on two days since February 24. If you like, one step up is 5 kg."),
        (
            [used(8, kg(4)), used(1, kg(4), passed=False)],
            {},
            "Last time 4 kg. Reach the pass mark with it on two days before you go up.",
        ),
        (
            [used(8, kg(4)), used(1, kg(4), effort=8)],
            {},
            "Last time 4 kg. Stay with it until two days feel like 6 of 10 or less.",
        ),
        (
            [used(8, kg(4)), used(1, kg(4), easier=True)],
            {},
            "Last time 4 kg. Use it in the full version on two days before you go up.",
        ),
        (
            [used(8, kg(4)), used(1, kg(4), effort=None)],
            {},
            "You stopped last time. Before that you used 4 kg: use it again, or less.",
        ),
        ([used(30, kg(4))], {}, "Last time 4 kg, more than three weeks ago. Use 4 kg again, or less."),
        ([used(8, kg(4))], {"eased_on": TODAY}, "Last time 4 kg. One step down is 3 kg: use that for now."),
        ([used(8, kg(1))], {"eased_on": TODAY}, "Last time 1 kg. Do it without a weight for now."),
        (
            [used(8, kg(4)), used(1, kg(3))],
            {"eased_on": TODAY - timedelta(days=2)},
            "Last time 3 kg. Stay with it for now.",
        ),
        ([used(8, kg(4))], {"rests": True}, "Last time 4 kg. Practice rests now."),
        ([used(8, kg(200)), used(1, kg(200))], {}, "Last time 200 kg. Stay with it."),
    ],
)
def test_each_advice_in_words(practices: list[LoadPractice], values: dict[str, Any], sentence: str) -> None:
    assert words(*practices, **values) == sentence


@pytest.mark.parametrize(
    ("lesson", "unit", "sentence"),
    [
        (LESSON, LB, "Start with 8 lb, or less."),
        (LESSON, None, "Start with 4 kg or 8 lb, or less."),
        (OPTIONAL, LB, "You can do this without a weight. To add one, start with 8 lb."),
    ],
)
def test_the_start_is_said_in_the_unit_of_the_client(
    lesson: LessonLoad, unit: WeightUnit | None, sentence: str
) -> None:
    assert words(lesson=lesson, unit=unit) == sentence


# Whatever happened


rungs = st.one_of(*(st.sampled_from([Load(rung, unit) for rung in LADDERS[unit][:12]]) for unit in WeightUnit))
practices = st.builds(
    used,
    st.integers(0, 40),
    st.one_of(st.none(), rungs),
    passed=st.booleans(),
    effort=st.integers(0, 10),
    easier=st.booleans(),
)
histories = st.builds(
    LoadHistory,
    practices=st.lists(practices, max_size=8).map(tuple),
    start=st.just(kg(4)),
    eased_on=st.one_of(st.none(), st.integers(0, 20).map(lambda days: TODAY - timedelta(days=days))),
    rests=st.booleans(),
)


@given(histories)
def test_it_is_never_more_than_one_step_from_what_was_used_last(history: LoadHistory) -> None:
    advice = load_advice(history, TODAY)
    if advice.last is None:
        assert (advice.step, advice.load) == (LoadStep.START, history.start)
        return
    allowed = {LoadStep.STAY: advice.last, LoadStep.UP: step_up(advice.last), LoadStep.DOWN: step_down(advice.last)}
    assert advice.load == allowed[advice.step]
    assert load_sentence(advice, LESSON, KG).startswith(("Last time", advice.last.words))


@given(histories)
def test_a_step_up_always_has_its_week_and_its_two_easy_days(history: LoadHistory) -> None:
    advice = load_advice(history, TODAY)
    if advice.step != LoadStep.UP or advice.last is None or advice.since is None:
        return
    assert TODAY - advice.since >= timedelta(days=7)
    assert advice.days >= 2
    assert not history.rests
    assert history.eased_on is None
    latest = max((row for row in history.practices if row.load and row.load.value), key=lambda row: row.local_on)
    assert latest.passed
    assert latest.effort is not None
    assert latest.effort <= 6
    assert not latest.easier


@given(histories, st.integers(0, 10), st.integers(0, 10))
def test_more_effort_never_gives_more_load(history: LoadHistory, one: int, other: int) -> None:
    less, more = (
        LoadHistory(
            practices=[used((TODAY - row.local_on).days, row.load, effort=effort) for row in history.practices],
            start=history.start,
            eased_on=history.eased_on,
        )
        for effort in sorted((one, other))
    )
    assert load_advice(more, TODAY).load.kg <= load_advice(less, TODAY).load.kg


@given(histories, st.integers(0, 19))
def test_within_three_weeks_waiting_never_takes_the_step_up_away(history: LoadHistory, days: int) -> None:
    advice, later = load_advice(history, TODAY), load_advice(history, TODAY + timedelta(days=days))
    last_used = max((row.local_on for row in history.practices if row.load), default=TODAY)
    if advice.step == LoadStep.UP and TODAY + timedelta(days=days) - last_used <= timedelta(days=21):
        assert later == advice
