"""What one practice is asked, and whose next morning."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.tightness.trend import Moment
from lessons.rules import prompt_schedule
from lessons.rules.decide import decide
from lessons.rules.prompt_schedule import Frequency, Prompt, PromptReason, morning_after, prompt_for
from lessons.rules.values import Decision, History, PauseDays, PracticeValue, Standing
from tests.lessons.rules.histories import Entries, at, extended, facts_of, number, numbers, practice, reported
from tests.lessons.rules.histories import fine as fine_practice
from tests.lessons.rules.steady_histories import EVENING, SIX, TODAY, TWELVE, YESTERDAY, calm, frequency_of

LESSON, NEW_LESSON = 1, 3

HERE, ANEW = Standing(lesson=LESSON), Standing(lesson=NEW_LESSON)

NEXT_EVENING = at(21, 17)


def two_here(history: History) -> History:
    """The days of the 11th and 14th are of this lesson and the others of another: nothing hangs on the next one."""
    here = {at(11).date(), at(14).date()}
    return replace(
        history,
        practices=tuple(replace(value, lesson=LESSON if value.local_on in here else 2) for value in history.practices),
    )


def fine(day: int, *, hour: float = 17, lesson: int = 2) -> tuple[PracticeValue, ...]:
    return tuple(
        replace(value, lesson=lesson) for value in fine_practice(day, hour=hour) if isinstance(value, PracticeValue)
    )


STEADY, SETTLED = two_here(calm(*SIX)), two_here(calm(*TWELVE))


@dataclass(frozen=True, kw_only=True)
class PromptCase:
    history: History
    code: PromptReason
    standing: Standing = HERE
    now: datetime = NEXT_EVENING

    def prompt(self) -> Prompt:
        return prompt_for(facts_of(self.history, now=self.now), self.standing)


CASES = {
    "not steady": PromptCase(history=two_here(calm(*SIX[1:])), code=PromptReason.EACH),
    "steady, the first practice since": PromptCase(history=STEADY, code=PromptReason.FINE),
    "steady, the second practice since": PromptCase(history=extended(STEADY, fine(20)), code=PromptReason.FINE),
    "steady, the third practice since": PromptCase(
        history=extended(STEADY, fine(20), fine(20, hour=18)), code=PromptReason.TURN
    ),
    "steady, the third practice since, on the day of the numbers": PromptCase(
        history=extended(STEADY, fine(19, hour=18), fine(19, hour=19)), code=PromptReason.TURN
    ),
    "steady, numbers given unasked begin the count again": PromptCase(
        history=extended(
            STEADY,
            *(fine(19, hour=hour) for hour in (18, 19)),
            practice(20, 3, 3, hour=17, lesson=2),
            number(21, 3, Moment.MORNING, hour=7),
        ),
        code=PromptReason.FINE,
    ),
    "settled, after six days": PromptCase(history=SETTLED, now=at(25, 17), code=PromptReason.FINE),
    "settled, after a week": PromptCase(history=SETTLED, now=at(26, 17), code=PromptReason.TURN),
    "settled, after six days and many practices": PromptCase(
        history=extended(SETTLED, *(fine(day) for day in (20, 21, 22, 23, 24))), now=at(25, 17), code=PromptReason.FINE
    ),
    "settled, after a week of fine days": PromptCase(
        history=extended(SETTLED, *(fine(day) for day in (20, 21, 22, 23, 24))), now=at(26, 17), code=PromptReason.TURN
    ),
    "nine days away": PromptCase(history=STEADY, now=at(28, 17), code=PromptReason.FINE),
    "ten days away": PromptCase(history=STEADY, now=at(29, 17), code=PromptReason.AWAY),
    "the last answer is missing": PromptCase(
        history=extended(STEADY, practice(20, 3, 3, hour=17, lesson=2)), now=at(23, 17), code=PromptReason.NO_ANSWER
    ),
    "the last answer can still come": PromptCase(
        history=extended(STEADY, practice(20, 3, 3, hour=17, lesson=2)), now=at(22, 17), code=PromptReason.FINE
    ),
    "a new lesson": PromptCase(history=STEADY, standing=ANEW, code=PromptReason.FINE),
    "a new lesson, the second time, without numbers so far": PromptCase(
        history=extended(STEADY, fine(20, lesson=NEW_LESSON)), standing=ANEW, code=PromptReason.DECIDES
    ),
    "a new lesson, the second time, after numbers": PromptCase(
        history=extended(STEADY, practice(20, 3, 3, hour=9, lesson=NEW_LESSON), number(21, 3, Moment.MORNING, hour=7)),
        standing=ANEW,
        code=PromptReason.FINE,
    ),
    "the first time after a step back": PromptCase(
        history=STEADY, standing=replace(HERE, was_eased=True, placed_at=at(20, 9)), code=PromptReason.STEPPED_BACK
    ),
    "the second time after a step back, with numbers the first time": PromptCase(
        history=STEADY, standing=replace(HERE, was_eased=True, placed_at=at(13, 9)), code=PromptReason.FINE
    ),
    "two days 2 higher": PromptCase(history=extended(STEADY, numbers(20, 5, 5)), code=PromptReason.EACH),
    "in a pause": PromptCase(history=replace(STEADY, pauses=(PauseDays(at(20).date(), None),)), code=PromptReason.FINE),
}


@pytest.mark.parametrize("name", CASES)
def test_what_one_practice_asks(name: str) -> None:
    prompt = CASES[name].prompt()
    assert (prompt.code, prompt.asks_scores) == (CASES[name].code, CASES[name].code != PromptReason.FINE)


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", ["EVERY", "WEEK_DAYS", "AWAY_DAYS"])
def test_no_number_of_asking_can_shift_by_one_unnoticed(monkeypatch: pytest.MonkeyPatch, name: str, step: int) -> None:
    monkeypatch.setattr(prompt_schedule, name, getattr(prompt_schedule, name) + step)
    assert any(case.prompt().code != case.code for case in CASES.values())


def test_the_easier_version_and_the_safety_questions_ask_in_full() -> None:
    facts = facts_of(STEADY, now=NEXT_EVENING)
    easier, due = prompt_for(facts, HERE, easier=True), prompt_for(facts, HERE, questions_due=True)
    assert (easier.code, easier.may_be_fine) == (PromptReason.EASIER, False)
    assert (due.code, due.may_be_fine) == (PromptReason.QUESTIONS, False)


def test_a_rest_that_ends_no_run_asks_in_full() -> None:
    """The 8 is 3 above the usual before the latest three days, and only 2.5 above that of all days before its own."""
    calm_at_5 = two_here(calm(*SIX, score=5))
    rising = replace(
        calm_at_5,
        practices=tuple(
            replace(value, before=6, after=6) if value.at > at(14, 0) else value for value in calm_at_5.practices
        ),
        reports=tuple(report._replace(score=6) if report.at > at(14, 0) else report for report in calm_at_5.reports),
    )
    prompt = prompt_for(facts_of(extended(rising, number(21, 8)), now=NEXT_EVENING), HERE)
    assert (prompt.schedule.frequency, prompt.code, prompt.may_be_fine) == (
        Frequency.THIRD,
        PromptReason.FLARE,
        False,
    )
    assert prompt.sentence == "Your tightness is above your usual right now, so we ask for numbers today."


@pytest.mark.parametrize("name", CASES)
def test_fine_is_an_answer_wherever_numbers_are_not_asked_each_time(name: str) -> None:
    assert CASES[name].prompt().may_be_fine == (CASES[name].code != PromptReason.EACH)


def test_each_reason_is_a_whole_sentence() -> None:
    sentences = {case.code: case.prompt().sentence for case in CASES.values()}
    assert sentences == {
        PromptReason.EACH: "We ask for numbers at every practice.",
        PromptReason.FINE: "You have been steady for two weeks, so we ask for numbers at every third practice.",
        PromptReason.TURN: "A week has passed, so we ask for numbers today.",
        PromptReason.AWAY: "It has been ten days, so we ask for numbers today.",
        PromptReason.NO_ANSWER: "There is no number for the day after May 20, so we ask for numbers again.",
        PromptReason.DECIDES: "Your answers decide the next step, so we ask for numbers today.",
        PromptReason.STEPPED_BACK: "This is the first practice after a step back, so we ask for numbers today.",
    }
    assert CASES["steady, the third practice since"].prompt().sentence == (
        "This is the third practice since the last numbers, so we ask for numbers today."
    )


@st.composite
def months(draw: st.DrawFn) -> History:
    """Calm weeks, fine days among them, and perhaps a few other scores."""
    days = draw(st.lists(st.integers(-8, 19), unique=True, max_size=20))
    is_fine = {day: draw(st.integers(0, 3)) == 0 for day in days}
    history = calm(*(day for day in days if not is_fine[day]))
    odd = draw(st.lists(st.tuples(st.integers(-8, 20), st.integers(0, 10)), max_size=2))
    more = [number(day, score, hour=6) for day, score in odd]
    return extended(history, *(fine(day, lesson=LESSON) for day in days if is_fine[day]), *more)


@given(history=months(), data=st.data())
def test_the_order_of_entries_changes_no_prompt(history: History, data: st.DataObject) -> None:
    shuffled = replace(
        history,
        practices=tuple(data.draw(st.permutations(history.practices))),
        reports=tuple(data.draw(st.permutations(history.reports))),
    )
    assert prompt_for(facts_of(shuffled, now=EVENING), HERE) == prompt_for(facts_of(history, now=EVENING), HERE)


@given(history=months(), score=st.integers(6, 10), moment=st.sampled_from([Moment.ANY, Moment.MORNING, Moment.AFTER]))
def test_a_number_3_above_the_usual_always_brings_back_each(history: History, score: int, moment: Moment) -> None:
    calm_history = replace(history, reports=tuple(report._replace(score=3) for report in history.reports))
    flared = prompt_for(facts_of(extended(calm_history, number(20, score, moment)), now=EVENING), ANEW)
    assert (flared.schedule.frequency, flared.asks_scores, flared.may_be_fine) == (Frequency.EACH, True, False)


@given(history=months())
def test_where_numbers_are_not_asked_fine_is_accepted(history: History) -> None:
    prompt = prompt_for(facts_of(history, now=EVENING), HERE)
    assert prompt.asks_scores or prompt.may_be_fine


@given(history=months(), days=st.lists(st.integers(-8, 19), max_size=5))
def test_a_fine_day_more_never_takes_steadiness_away(history: History, days: list[int]) -> None:
    more = [replace(fine(day, hour=20)[0], id=f"more {index}") for index, day in enumerate(days)]
    assert frequency_of(extended(history, *more)) == frequency_of(history)


def practices_until_progress(start: History, days: list[int], *, fades: bool) -> int | None:
    """How many practices of a new lesson move a calm client on, asked as scheduled or in full each time."""
    history = start
    for count, day in enumerate(days, start=1):
        now = at(day, 17)
        if fades and not prompt_for(facts_of(history, now=now), ANEW).asks_scores:
            done: tuple[Entries, ...] = fine(day, lesson=NEW_LESSON)
        else:
            done = (practice(day, 3, 3, hour=17, lesson=NEW_LESSON), number(day + 1, 3, Moment.MORNING, hour=7))
        history = extended(history, *done)
        moments = (now, at(day + 1, 8))
        if any(decide(facts_of(history, now=moment), ANEW).decision == Decision.PROGRESS for moment in moments):
            return count
    return None


@given(
    start=st.sampled_from(
        [STEADY, SETTLED, extended(STEADY, fine(19, hour=20)), extended(SETTLED, practice(20, 3, 3, hour=17, lesson=2))]
    ),
    gaps=st.lists(st.integers(1, 9), min_size=2, max_size=8),
)
def test_nobody_who_reports_the_next_day_is_held_longer_for_being_asked_less(start: History, gaps: list[int]) -> None:
    """Somebody who never does is: the number before the next practice answers for them, and "fine" carries none."""
    days = [20 + sum(gaps[: count + 1]) for count in range(len(gaps))]
    in_full = practices_until_progress(start, days, fades=False)
    asked_less = practices_until_progress(start, days, fades=True)
    assert in_full is None or (asked_less is not None and asked_less <= in_full)


def test_somebody_without_any_number_is_asked() -> None:
    assert PromptCase(history=reported(fine(19)), code=PromptReason.EACH).prompt().asks_scores


@dataclass(frozen=True)
class Practiced:
    name: str
    local_on: date
    is_fine: bool = False
    hour: int = 19

    @property
    def at(self) -> datetime:
        return datetime.combine(self.local_on, time(self.hour), UTC)


@dataclass(frozen=True)
class Felt:
    moment: str
    local_on: date
    hour: int = 9

    @property
    def at(self) -> datetime:
        return datetime.combine(self.local_on, time(self.hour), UTC)


NOON = datetime.combine(TODAY, time(12), UTC)
LATE, EARLY = Practiced("late", YESTERDAY), Practiced("early", YESTERDAY)
AT_ELEVEN = Practiced("at eleven", YESTERDAY, hour=23)


@pytest.mark.parametrize(
    ("practices", "entries", "expected"),
    [
        ([], [], None),
        ([LATE, EARLY], [], LATE),
        ([Practiced("this morning", TODAY, hour=7), LATE], [], LATE),
        ([Practiced("this morning", TODAY, hour=7)], [], None),
        ([Practiced("long ago", TODAY - timedelta(days=2))], [], None),
        ([LATE], [Felt(Moment.MORNING, TODAY)], None),
        ([Practiced("fine", YESTERDAY, is_fine=True)], [], None),
        ([Practiced("fine", YESTERDAY, is_fine=True), EARLY], [], EARLY),
        ([LATE], [Felt(Moment.ANY, TODAY)], None),
        ([LATE], [Felt(Moment.BEFORE, TODAY)], None),
        ([AT_ELEVEN], [Felt(Moment.ANY, TODAY, hour=4)], None),
        ([AT_ELEVEN], [Felt(Moment.ANY, TODAY, hour=3)], AT_ELEVEN),
        ([LATE], [Felt(Moment.AFTER, TODAY), Felt(Moment.RECALLED, TODAY), Felt(Moment.MORNING, YESTERDAY)], LATE),
    ],
)
def test_the_morning_is_asked_for_once_on_the_day_after(
    practices: list[Practiced], entries: list[Felt], expected: Practiced | None
) -> None:
    assert morning_after(practices, entries, TODAY, NOON) == expected


@pytest.mark.parametrize("minutes", [-1, 0])
@pytest.mark.parametrize(
    "practices",
    [
        [Practiced("late", YESTERDAY, hour=23)],
        [Practiced("today", TODAY, hour=6), LATE],
        [Practiced("fine today", TODAY, hour=6, is_fine=True), LATE],
    ],
    ids=lambda practices: practices[0].name,
)
def test_it_is_asked_for_five_hours_after_the_last_practice(practices: list[Practiced], minutes: int) -> None:
    now = practices[0].at + timedelta(hours=5, minutes=minutes)
    assert (morning_after(practices, [], TODAY, now) is not None) == (minutes == 0)
