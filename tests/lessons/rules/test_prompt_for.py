"""What one practice is asked, and whose next morning."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.tightness.trend import Moment
from lessons.rules import prompt_schedule
from lessons.rules.decide import decide
from lessons.rules.prompt_schedule import Frequency, morning_after, prompt_for
from lessons.rules.values import Decision, History, PracticeValue, Report
from tests.lessons.rules.steady_histories import (
    DEFAULT,
    NOW,
    SIX,
    TODAY,
    TWELVE,
    YESTERDAY,
    at,
    calm,
    fine,
    frequency_of,
    practice,
    report,
    with_,
)

STEADY, SETTLED = calm(*SIX), calm(*TWELVE)
HERE = replace(STEADY, practices=STEADY.practices[2:4])  # clean enough: nothing hangs on the scores of the next one


WHEN = at(21, 17)


ASKED: dict[str, tuple[History, History, datetime, str]] = {
    "not steady": (calm(*SIX[1:]), HERE, WHEN, "each"),
    "steady, the first practice since": (STEADY, HERE, WHEN, "fine"),
    "steady, the second practice since": (with_(STEADY, fine(20)), HERE, WHEN, "fine"),
    "steady, the third practice since": (with_(STEADY, fine(20), fine(20, hour=18)), HERE, WHEN, "turn"),
    "steady, the third practice since, on the day of the scores": (
        with_(STEADY, fine(19, hour=18), fine(19, hour=19)),
        HERE,
        WHEN,
        "turn",
    ),
    "steady, scores given unasked begin the count anew": (
        with_(STEADY, fine(19, hour=18), fine(19, hour=19), practice(20), report(21, 3, Moment.MORNING, hour=7)),
        HERE,
        WHEN,
        "fine",
    ),
    "settled, after six days": (SETTLED, HERE, at(25, 17), "fine"),
    "settled, after a week": (SETTLED, HERE, at(26, 17), "turn"),
    "settled, after six days and many practices": (
        with_(SETTLED, *(fine(day) for day in (20, 21, 22, 23, 24))),
        HERE,
        at(25, 17),
        "fine",
    ),
    "settled, after a week of fine days": (
        with_(SETTLED, *(fine(day) for day in (20, 21, 22, 23, 24))),
        HERE,
        at(26, 17),
        "turn",
    ),
    "nine days away": (STEADY, HERE, at(28, 17), "fine"),
    "ten days away": (STEADY, HERE, at(29, 17), "away"),
    "the last morning wasn't told": (with_(STEADY, practice(20)), HERE, at(22, 17), "no_morning"),
    "the last morning can still be told": (with_(STEADY, practice(20)), HERE, at(21, 17), "fine"),
    "the last morning can still be told, to the minute": (with_(STEADY, practice(20)), HERE, at(22, 5), "fine"),
    "a new lesson": (STEADY, History(), WHEN, "fine"),
    "a new lesson, the second time, without scores so far": (
        with_(STEADY, fine(20)),
        with_(calm(), fine(20), *STEADY.reports),
        WHEN,
        "decides",
    ),
    "a new lesson, the second time, after scores": (
        STEADY,
        replace(STEADY, practices=STEADY.practices[-1:]),
        WHEN,
        "fine",
    ),
    "the first time after a step back": (
        STEADY,
        replace(STEADY, practices=STEADY.practices[-2:], stepped_back_at=at(20, 9)),
        WHEN,
        "stepped_back",
    ),
    "the second time after a step back, with scores the first time": (
        STEADY,
        replace(STEADY, practices=STEADY.practices[-2:], stepped_back_at=at(17, 9)),
        WHEN,
        "fine",
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_one_practice_asks(name: str) -> None:
    all_lessons, one_lesson, now, code = ASKED[name]
    prompt = prompt_for(all_lessons, one_lesson, DEFAULT, now)
    assert (prompt.code, prompt.asks_scores) == (code, code != "fine")


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", ["EVERY", "WEEK_DAYS", "AWAY_DAYS"])
def test_no_number_of_asking_can_shift_by_one_unnoticed(monkeypatch: pytest.MonkeyPatch, name: str, step: int) -> None:
    monkeypatch.setattr(prompt_schedule, name, getattr(prompt_schedule, name) + step)
    noticed = [
        case
        for case, (all_lessons, one_lesson, now, code) in ASKED.items()
        if prompt_for(all_lessons, one_lesson, DEFAULT, now).code != code
    ]
    assert noticed != []


def test_the_easier_version_and_the_safety_questions_ask_in_full() -> None:
    easier = prompt_for(STEADY, HERE, DEFAULT, WHEN, easier=True)
    assert (easier.code, easier.may_be_fine) == ("easier", False)
    due = prompt_for(STEADY, HERE, DEFAULT, WHEN, questions_due=True)
    assert (due.code, due.may_be_fine) == ("questions", False)


@pytest.mark.parametrize("name", ASKED)
def test_fine_is_an_answer_wherever_it_isnt_asked_each_time(name: str) -> None:
    all_lessons, one_lesson, now, code = ASKED[name]
    assert prompt_for(all_lessons, one_lesson, DEFAULT, now).may_be_fine == (code != "each")


def test_each_reason_is_a_whole_sentence() -> None:
    sentences = {
        code: prompt_for(all_lessons, one_lesson, DEFAULT, now).sentence
        for all_lessons, one_lesson, now, code in ASKED.values()
    }
    assert sentences == {
        "each": "We ask for numbers at each practice.",
        "fine": sentences["fine"],
        "turn": sentences["turn"],
        "away": "It has been ten days, so we ask for numbers today.",
        "no_morning": "The morning after 20 May was not told, so we ask for numbers once more.",
        "decides": "Your answers decide the next step, so we ask for numbers today.",
        "stepped_back": "This is the first practice after a step back, so we ask for numbers today.",
    }
    assert sentences["fine"].startswith("You have been steady for ")
    third = prompt_for(*ASKED["steady, the third practice since"][:2], DEFAULT, WHEN).sentence
    assert third == "This is the third practice since the last numbers, so we ask for numbers today."
    assert sentences["turn"] == "A week has passed, so we ask for numbers today."


SCORES = st.integers(0, 10)


@st.composite
def months(draw: st.DrawFn) -> History:
    """Calm weeks, fine days among them, and perhaps a few other scores."""
    days = draw(st.lists(st.integers(-40, 19), unique=True, max_size=25))
    is_fine = {day: draw(st.booleans()) and draw(st.booleans()) for day in days}
    history = calm(*(day for day in days if not is_fine[day]))
    odd = draw(
        st.lists(st.tuples(st.integers(-40, 20), SCORES, st.sampled_from([Moment.ANY, Moment.MORNING])), max_size=2)
    )
    more = [report(day, score, moment, hour=6) for day, score, moment in odd]
    return with_(history, *(fine(day) for day in days if is_fine[day]), *more)


@given(history=months(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_entries_doesnt_matter(history: History, data: st.DataObject) -> None:
    shuffled = replace(
        history,
        practices=tuple(data.draw(st.permutations(history.practices))),
        reports=tuple(data.draw(st.permutations(history.reports))),
    )
    assert prompt_for(shuffled, shuffled, DEFAULT, NOW) == prompt_for(history, history, DEFAULT, NOW)


@given(history=months(), hours=st.integers(-12, 14))
@settings(max_examples=30, deadline=None)
def test_shifting_instants_and_zone_together_changes_nothing(history: History, hours: int) -> None:
    shift = timedelta(hours=hours)
    abroad = replace(
        history,
        practices=tuple(replace(each, at=each.at - shift) for each in history.practices),
        reports=tuple(each._replace(at=each.at - shift) for each in history.reports),
    )
    now = (NOW - shift).astimezone(timezone(shift))
    assert prompt_for(abroad, abroad, DEFAULT, now) == prompt_for(history, history, DEFAULT, NOW)


@given(history=months(), score=st.integers(6, 10), moment=st.sampled_from(Moment))
@settings(max_examples=40, deadline=None)
def test_a_flare_always_brings_back_each(history: History, score: int, moment: Moment) -> None:
    flared = prompt_for(with_(history, report(20, score, moment)), History(), DEFAULT, NOW)
    assert (flared.schedule.frequency, flared.asks_scores, flared.may_be_fine) == (Frequency.EACH, True, False)


@given(history=months(), days=st.lists(st.integers(-40, 19), max_size=5))
@settings(max_examples=40, deadline=None)
def test_a_fine_day_more_never_takes_steadiness_away(history: History, days: list[int]) -> None:
    more = with_(history, *(replace(fine(day, hour=20), id=f"more {n}") for n, day in enumerate(days)))
    assert frequency_of(more) == frequency_of(history)


def practices_until_progress(start: History, days: list[int], tells: list[bool], *, fades: bool) -> int | None:
    """How many practices of a new lesson move a calm client on, asked as scheduled or in full each time."""
    all_lessons, one_lesson = start, replace(start, practices=())
    for number, (day, tells_morning) in enumerate(zip(days, tells, strict=True), start=1):
        now = at(day, 17)
        if fades and not prompt_for(all_lessons, one_lesson, DEFAULT, now).asks_scores:
            done: tuple[PracticeValue | Report, ...] = (fine(day),)
        else:
            told = (report(day + 1, 3, Moment.MORNING, hour=7),) if tells_morning else ()
            done = (practice(day), *told)
        all_lessons, one_lesson = with_(all_lessons, *done), with_(one_lesson, *done)
        if any(decide(one_lesson, DEFAULT, moment).decision == Decision.PROGRESS for moment in (now, at(day + 1, 8))):
            return number
    return None


@given(
    start=st.sampled_from([STEADY, SETTLED, with_(STEADY, fine(19, hour=20)), with_(SETTLED, practice(20))]),
    gaps=st.lists(st.tuples(st.integers(1, 5), st.booleans() | st.just(value=True)), min_size=2, max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_nobody_is_held_longer_for_being_asked_less(start: History, gaps: list[tuple[int, bool]]) -> None:
    days, day = [], 20
    for gap, _ in gaps:
        day += gap
        days.append(day)
    tells = [tells_morning for _, tells_morning in gaps]
    in_full = practices_until_progress(start, days, tells, fades=False)
    asked_less = practices_until_progress(start, days, tells, fades=True)
    assert in_full is None or (asked_less is not None and asked_less <= in_full)


@dataclass(frozen=True)
class Practised:
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


NOON = datetime.combine(TODAY, time(12), UTC)
LATE, EARLY = Practised("late", YESTERDAY), Practised("early", YESTERDAY)


@pytest.mark.parametrize(
    ("practices", "entries", "expected"),
    [
        ([], [], None),
        ([LATE, EARLY], [], LATE),
        ([Practised("this morning", TODAY, hour=7), LATE], [], LATE),
        ([Practised("this morning", TODAY, hour=7)], [], None),
        ([Practised("long ago", TODAY - timedelta(days=2))], [], None),
        ([LATE], [Felt(Moment.MORNING, TODAY)], None),
        ([Practised("fine", YESTERDAY, is_fine=True)], [], None),
        ([Practised("fine", YESTERDAY, is_fine=True), EARLY], [], EARLY),
        ([LATE], [Felt(Moment.ANY, TODAY), Felt(Moment.BEFORE, TODAY), Felt(Moment.MORNING, YESTERDAY)], LATE),
    ],
)
def test_the_morning_is_asked_for_once_on_the_day_after(
    practices: list[Practised], entries: list[Felt], expected: Practised | None
) -> None:
    assert morning_after(practices, entries, TODAY, NOON) == expected


@pytest.mark.parametrize("minutes", [-1, 0])
@pytest.mark.parametrize(
    "practices",
    [
        [Practised("late", YESTERDAY, hour=23)],
        [Practised("today", TODAY, hour=6), LATE],
        [Practised("fine today", TODAY, hour=6, is_fine=True), LATE],
    ],
    ids=lambda practices: practices[0].name,
)
def test_it_is_asked_for_five_hours_after_the_last_practice(practices: list[Practised], minutes: int) -> None:
    now = practices[0].at + timedelta(hours=5, minutes=minutes)
    assert (morning_after(practices, [], TODAY, now) is not None) == (minutes == 0)
