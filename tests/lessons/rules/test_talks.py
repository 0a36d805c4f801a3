"""The second table: what is worth a talk with the trainer, and for how long a talk quiets it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from lessons.rules.talks import TALK_RULES, talk_reasons
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import History, PauseDays, Standing, TalkCode, TalkReason, TalkValue
from tests.lessons.rules.histories import (
    DEFAULT,
    EASIER_HERE,
    HERE,
    LESSON,
    NOW,
    OTHER_LESSON,
    READY,
    USUAL_2,
    at,
    extended,
    facts_of,
    maya,
    number,
    numbers,
    practice,
    reported,
)


@dataclass(frozen=True, kw_only=True)
class TalkCase:
    """A history, and the talks that must fit."""

    history: History
    codes: tuple[TalkCode, ...] = ()
    standings: tuple[Standing, ...] = (HERE,)
    now: datetime = NOW

    def reasons(self, thresholds: Thresholds = DEFAULT) -> tuple[TalkReason, ...]:
        return talk_reasons(facts_of(self.history, thresholds, now=self.now), self.standings)

    def fitting(self, thresholds: Thresholds = DEFAULT) -> tuple[TalkCode, ...]:
        return tuple(reason.code for reason in self.reasons(thresholds))


def talked(code: TalkCode, days_ago: int) -> TalkValue:
    on = NOW.date() - timedelta(days=days_ago)
    return TalkValue(code=code, opened_on=on, talked_on=on)


CALM_WEEKS = numbers(-21, *[3] * 28)  # to the sixth of May

TWO_WEEKS_AT_6 = reported(CALM_WEEKS, numbers(7, *[6] * 14))

WEEK_UP = maya(numbers(14, 4, 4, 4, 4, 2, 2, 2))

HARMFUL_DAYS = tuple(entries for day in range(1, 20, 3) for entries in (practice(day), number(day + 1, 4, hour=7)))

HARMFUL = reported(numbers(-6, *[3] * 6), *HARMFUL_DAYS)

SIX_WEEKS = reported(numbers(-22, 4, 4, 4), practice(-22, 4, 4), number(7, 4))  # 42 days before the 20th of May

STEPS_BACK = replace(HERE, steps_back=((LESSON, at(1).date()), (LESSON, NOW.date())))

EIGHT_DAYS = reported(numbers(-10, 2, 2, 2), *(practice(day, effort=9) for day in range(-2, 20, 3)))

ONLY = {code: (code,) for code in TalkCode}

TWO_WEEKS = {
    "two weeks at 6, usual and start at 3": TalkCase(
        history=TWO_WEEKS_AT_6, codes=(TalkCode.WORSE_TWO_WEEKS, TalkCode.WEEK_UP, TalkCode.ABOVE_START)
    ),
    "two weeks at 5, usual and start at 3": TalkCase(
        history=reported(CALM_WEEKS, numbers(7, *[5] * 14)), codes=(TalkCode.WEEK_UP, TalkCode.ABOVE_START)
    ),
    "eight of 14 days at 6": TalkCase(
        history=reported(CALM_WEEKS, numbers(7, *[6] * 8, *[3] * 6)), codes=(TalkCode.WORSE_TWO_WEEKS,)
    ),
    "seven of 14 days at 6": TalkCase(history=reported(CALM_WEEKS, numbers(7, *[6] * 7, *[3] * 7))),
    "two weeks at 6, and a usual of 4": TalkCase(
        history=reported(numbers(-21, 4, 4, 4), numbers(-18, *[4] * 25), numbers(7, *[6] * 14)),
        codes=(TalkCode.WORSE_TWO_WEEKS, TalkCode.WEEK_UP, TalkCode.ABOVE_START),
    ),
    "two weeks at 6, and a start of 5": TalkCase(
        history=reported(numbers(-21, 5, 5, 5), numbers(-18, *[4] * 25), numbers(7, *[6] * 14)),
        codes=(TalkCode.WEEK_UP, TalkCode.ABOVE_START),
    ),
    "eight of 14 days up, seven of them above 5": TalkCase(
        history=reported(CALM_WEEKS, numbers(7, *[6] * 7, 5, *[3] * 6))
    ),
    "eight of 14 days above 5, seven of them 2 above the start": TalkCase(
        history=reported(numbers(-21, 5, 5, 5), numbers(-18, *[4] * 25), numbers(7, *[7] * 7, 6, *[4] * 6))
    ),
    "two weeks at 6, after 13 days": TalkCase(
        history=reported(numbers(-6, *[3] * 13), numbers(7, *[6] * 14)),
        codes=(TalkCode.WEEK_UP, TalkCode.ABOVE_START),
    ),
    "two weeks at 6 that ended 20 days ago": TalkCase(
        history=TWO_WEEKS_AT_6,
        now=at(40),
        codes=(TalkCode.WORSE_TWO_WEEKS, TalkCode.WEEK_UP, TalkCode.ABOVE_START),
    ),
    "two weeks at 6 that ended 21 days ago": TalkCase(history=TWO_WEEKS_AT_6, now=at(41)),
}

WEEK = {
    "four of seven days at 4": TalkCase(history=WEEK_UP, codes=ONLY[TalkCode.WEEK_UP]),
    "four of seven days, from 4 to 6": TalkCase(
        history=maya(numbers(14, 4, 6, 5, 4, 2, 2, 2)), codes=ONLY[TalkCode.WEEK_UP]
    ),
    "three of seven days at 4": TalkCase(history=maya(numbers(14, 2, 4, 4, 4, 2, 2, 2))),
    "four of seven days at 3": TalkCase(history=maya(numbers(14, 3, 3, 3, 3, 2, 2, 2))),
    "talked about the week 41 days ago": TalkCase(history=replace(WEEK_UP, talks=(talked(TalkCode.WEEK_UP, 41),))),
    "talked about the week 42 days ago": TalkCase(
        history=replace(WEEK_UP, talks=(talked(TalkCode.WEEK_UP, 42),)), codes=ONLY[TalkCode.WEEK_UP]
    ),
    "a talk about the week that is still open": TalkCase(
        history=replace(WEEK_UP, talks=(TalkValue(code=TalkCode.WEEK_UP, opened_on=NOW.date()),)),
        codes=ONLY[TalkCode.WEEK_UP],
    ),
    "talked about something else": TalkCase(
        history=replace(WEEK_UP, talks=(talked(TalkCode.NO_CHANGE, 1),)), codes=ONLY[TalkCode.WEEK_UP]
    ),
}

ABOVE = {
    "at 4 since, and the trainer said 41 days ago that this is the usual now": TalkCase(
        history=reported(numbers(-40, 2, 2, 2, 2), numbers(10, *[4] * 10), anew_on=NOW.date() - timedelta(days=41)),
        codes=(),
    ),
    "at 4 since, and the trainer said 42 days ago that this is the usual now": TalkCase(
        history=reported(numbers(-40, 2, 2, 2, 2), numbers(10, *[4] * 10), anew_on=NOW.date() - timedelta(days=42)),
        codes=ONLY[TalkCode.ABOVE_START],
    ),
    "14 days, the first week at 2, and at 4 since": TalkCase(
        history=reported(numbers(-40, 2, 2, 2, 2), numbers(10, *[4] * 10)), codes=ONLY[TalkCode.ABOVE_START]
    ),
    "13 days, the first week at 2, and at 4 since": TalkCase(
        history=reported(numbers(-40, 2, 2, 2, 2), numbers(11, *[4] * 9))
    ),
    "14 days, the first week at 2, and at 3 since": TalkCase(
        history=reported(numbers(-40, 2, 2, 2, 2), numbers(10, *[3] * 10))
    ),
    "14 days, 2 higher, and nothing for 20 days": TalkCase(
        history=reported(numbers(-40, 2, 2, 2, 2), numbers(10, *[4] * 10)), now=at(39), codes=ONLY[TalkCode.ABOVE_START]
    ),
    "14 days, 2 higher, and nothing for 21 days": TalkCase(
        history=reported(numbers(-40, 2, 2, 2, 2), numbers(10, *[4] * 10)), now=at(40)
    ),
}

NEXT_DAYS = {
    "the day after practice was 2 higher": TalkCase(history=HARMFUL, codes=ONLY[TalkCode.NEXT_DAYS_UP]),
    "talked about the next days 41 days ago": TalkCase(
        history=replace(HARMFUL, talks=(talked(TalkCode.NEXT_DAYS_UP, 41),))
    ),
    "the hold about the next days is over, and nobody talked": TalkCase(
        history=replace(HARMFUL, talks=(TalkValue(code=TalkCode.NEXT_DAYS_UP, opened_on=at(1).date()),)),
        codes=ONLY[TalkCode.NEXT_DAYS_UP],
    ),
}

NO_CHANGE = {
    "six weeks since the first practice": TalkCase(history=SIX_WEEKS, codes=ONLY[TalkCode.NO_CHANGE]),
    "a day less than six weeks": TalkCase(history=SIX_WEEKS, now=at(19)),
    "six weeks, and one day of them on a pause": TalkCase(
        history=replace(SIX_WEEKS, pauses=(PauseDays(at(1).date(), at(1).date()),))
    ),
    "six weeks, and the next pause begins today": TalkCase(
        history=replace(SIX_WEEKS, pauses=(PauseDays(at(20).date(), None),)), codes=ONLY[TalkCode.NO_CHANGE]
    ),
    "six weeks since the first number, and no practice": TalkCase(
        history=reported(numbers(-22, 4, 4, 4), number(7, 4))
    ),
    "six weeks, and talked about anything a day after the first practice": TalkCase(
        history=replace(SIX_WEEKS, talks=(talked(TalkCode.WEEK_UP, 41),))
    ),
    "six weeks, the last number 13 days old": TalkCase(history=SIX_WEEKS, codes=ONLY[TalkCode.NO_CHANGE]),
    "six weeks, the last number 14 days old": TalkCase(history=SIX_WEEKS, now=at(21)),
    "six weeks at 2": TalkCase(history=reported(numbers(-22, 2, 2, 2), practice(-22, 2, 2), number(7, 2))),
    "six weeks at 3": TalkCase(
        history=reported(numbers(-22, 3, 3, 3), practice(-22, 3, 3), number(7, 3)), codes=ONLY[TalkCode.NO_CHANGE]
    ),
    "six weeks, from 5 to 3": TalkCase(
        history=reported(numbers(-22, 5, 5, 5), practice(-22, 5, 5), numbers(1, *[3] * 7))
    ),
    "six weeks, from 4 to 3": TalkCase(
        history=reported(numbers(-22, 4, 4, 4), practice(-22, 4, 4), numbers(1, *[3] * 7)),
        codes=ONLY[TalkCode.NO_CHANGE],
    ),
}

TWICE_BACK = {
    "two steps back from one lesson": TalkCase(history=READY, standings=(STEPS_BACK,), codes=ONLY[TalkCode.TWICE_BACK]),
    "steps back from two lessons": TalkCase(
        history=READY,
        standings=(replace(HERE, steps_back=((LESSON, at(1).date()), (OTHER_LESSON, NOW.date()))),),
    ),
    "one step back on each of two tracks": TalkCase(
        history=READY,
        standings=(
            replace(HERE, steps_back=((LESSON, NOW.date()),)),
            Standing(lesson=OTHER_LESSON, steps_back=((OTHER_LESSON, NOW.date()),)),
        ),
    ),
    "the first of the two steps back is 41 days old": TalkCase(
        history=READY,
        standings=(replace(HERE, steps_back=((LESSON, at(-21).date()), (LESSON, NOW.date()))),),
        codes=ONLY[TalkCode.TWICE_BACK],
    ),
    "the first of the two steps back is 42 days old": TalkCase(
        history=READY,
        standings=(replace(HERE, steps_back=((LESSON, at(-22).date()), (LESSON, NOW.date()))),),
    ),
    "eight practice days in one lesson": TalkCase(history=EIGHT_DAYS, codes=ONLY[TalkCode.TWICE_BACK]),
    "seven practice days in one lesson": TalkCase(
        history=reported(numbers(-10, 2, 2, 2), *(practice(day, effort=9) for day in range(1, 20, 3)))
    ),
    "eight practices on seven days": TalkCase(
        history=reported(
            numbers(-10, 2, 2, 2), *(practice(day, effort=9) for day in range(1, 20, 3)), practice(19, hour=20)
        )
    ),
    "eight practice days, one of them easier": TalkCase(
        history=extended(
            reported(numbers(-10, 2, 2, 2), *(practice(day, effort=9) for day in range(1, 20, 3))),
            practice(17, easier=True),
        ),
    ),
    "eight practice days, the track finished": TalkCase(history=EIGHT_DAYS, standings=(replace(HERE, passed=True),)),
    "eight practice days, placed by the trainer after the first": TalkCase(
        history=EIGHT_DAYS, standings=(replace(HERE, placed_at=at(-2, 18)),)
    ),
    "a calm back, and the easier version": TalkCase(history=READY, standings=(EASIER_HERE,)),
}

TALKS = {**TWO_WEEKS, **WEEK, **ABOVE, **NEXT_DAYS, **NO_CHANGE, **TWICE_BACK}


@pytest.mark.parametrize("name", TALKS)
def test_every_talk_that_fits_is_named(name: str) -> None:
    assert TALKS[name].fitting() == TALKS[name].codes


def test_every_row_of_the_talks_is_reached() -> None:
    reached = {code for case in TALKS.values() for code in case.codes}
    assert reached == {rule.code for rule in TALK_RULES} == set(TalkCode)


@pytest.mark.parametrize("code", TalkCode)
def test_every_talk_is_quiet_for_41_days(code: TalkCode) -> None:
    quiet = next(case for case in TALKS.values() if code in case.codes and case.now == NOW)
    fitting = {
        days: replace(quiet, history=replace(quiet.history, talks=(talked(code, days),))).fitting() for days in (41, 42)
    }
    assert (code in fitting[41], code in fitting[42]) == (False, True)


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("two weeks at 6, usual and start at 3", [(3, 14), (3, 7), (3, 0)]),
        ("four of seven days at 4", [(2, 4)]),
        ("four of seven days, from 4 to 6", [(4, 4)]),
        ("the day after practice was 2 higher", [(2, 7)]),
        ("six weeks, from 4 to 3", [(-1, 0)]),
        ("two steps back from one lesson", [(2, 0)]),
        ("eight practice days in one lesson", [(0, 8)]),
    ],
)
def test_talks_of_one_code_are_ordered_by_points_then_days(name: str, sizes: list[tuple[float, int]]) -> None:
    assert [reason.size for reason in TALKS[name].reasons()] == sizes


def test_the_public_table_of_talks_takes_its_numbers_from_the_thresholds() -> None:
    words = {rule.code.value: rule.words(Thresholds(week_days=9, rise=3)) for rule in TALK_RULES}
    assert words["worse_two_weeks"] == (
        "Of the latest 18 reported days, most are up, most are 3 or more above the start, and most are above 5."
    )
    assert [sentence for sentence in words.values() if "{" in sentence] == []


def test_somebody_without_a_number_has_nothing_to_talk_about() -> None:
    assert TalkCase(history=History()).fitting() == ()
    assert TalkCase(history=reported(USUAL_2[:2])).fitting() == ()
