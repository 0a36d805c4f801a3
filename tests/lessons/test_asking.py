"""What is asked of whom, and when: read as a table."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.rules import prompt_schedule
from lessons.rules.decide import decide
from lessons.rules.prompt_schedule import Frequency, morning_after, prompt_for, schedule_for
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PracticeValue, Report

TODAY = date(2026, 5, 20)
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime(2026, 5, 20, 18, tzinfo=UTC)
DEFAULT = Thresholds()


def at(day: int, hour: float) -> datetime:
    """`day` counts in May 2026, backwards through April where it is below one."""
    return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def report(day: int, score: int, moment: str = "any", *, hour: float = 12) -> Report:
    when = at(day, hour)
    return Report(id=f"{moment} {day} {hour:g}", at=when, local_on=when.date(), score=score, moment=moment)


def practice(
    day: int, *, before: int | None = 3, after: int | None = 3, hour: float = 17, **more: bool
) -> PracticeValue:
    when = at(day, hour)
    return PracticeValue(
        id=f"practice {day} {hour:g}",
        at=when,
        local_on=when.date(),
        before=before,
        after=after,
        passed=True,
        effort=5,
        **more,
    )


def fine(day: int, *, hour: float = 17) -> PracticeValue:
    return practice(day, before=None, after=None, hour=hour)


def calm(*days: int, score: int = 3) -> History:
    """Practised in full on these days, at the start's own score, with as calm a morning after each."""
    return History(
        practices=tuple(practice(day, before=score, after=score) for day in days),
        reports=tuple(report(day + 1, score, "morning", hour=7) for day in days),
    )


def with_(history: History, *more: PracticeValue | Report) -> History:
    return replace(
        history,
        practices=(*history.practices, *(each for each in more if isinstance(each, PracticeValue))),
        reports=(*history.reports, *(each for each in more if isinstance(each, Report))),
    )


def changed(history: History, day: int, *, after: int) -> History:
    """As it was, with the practice of that day at another score."""
    on = at(day, 12).date()
    return replace(
        history,
        practices=tuple(replace(p, after=after) if p.local_on == on else p for p in history.practices),
    )


SIX = (5, 8, 11, 14, 16, 19)  # two weeks to the day
TWELVE = (-9, -7, -5, -3, 0, 2, *SIX)  # four weeks to the day

RHYTHMS: dict[str, tuple[History, Frequency, bool]] = {
    "nothing yet": (History(), Frequency.EACH, False),
    "six calm days over two weeks": (calm(*SIX), Frequency.THIRD, True),
    "five calm days over two weeks": (calm(5, 8, 11, 16, 19), Frequency.EACH, False),
    "six calm days over 13 days": (calm(6, 8, 11, 14, 16, 19), Frequency.EACH, False),
    "twelve calm days over four weeks": (calm(*TWELVE), Frequency.WEEKLY, True),
    "eleven calm days over four weeks": (calm(*TWELVE[:1], *TWELVE[2:]), Frequency.THIRD, True),
    "twelve calm days over 27 days": (calm(-8, *TWELVE[1:]), Frequency.THIRD, True),
    "two practices a day are one": (
        with_(calm(5, 8, 11, 16, 19), *(practice(day, hour=9) for day in (5, 8, 11))),
        Frequency.EACH,
        False,
    ),
    "fine days between take nothing away": (with_(calm(*SIX), fine(6), fine(12), fine(20)), Frequency.THIRD, True),
    "fine days add nothing": (with_(calm(5, 8, 11, 16, 19), fine(14)), Frequency.EACH, False),
    "a day without its morning takes nothing away": (with_(calm(*SIX), practice(12)), Frequency.THIRD, True),
    "a day without its morning adds nothing": (with_(calm(5, 8, 11, 16, 19), practice(13)), Frequency.EACH, False),
    "a score in between two points up": (with_(calm(*SIX), report(17, 5)), Frequency.EACH, False),
    "a score in between one point up": (with_(calm(*SIX), report(17, 4)), Frequency.THIRD, True),
    "a morning in between two points up": (
        with_(calm(5, 8, 11, 14, 19), practice(16), report(17, 5, "morning", hour=7)),
        Frequency.EACH,
        False,
    ),
    "a morning in between one point up": (
        with_(calm(5, 8, 11, 14, 19), practice(16), report(17, 4, "morning", hour=7)),
        Frequency.THIRD,
        True,
    ),
    "a practice above the easy line": (changed(calm(*SIX), 14, after=4), Frequency.EACH, False),
    "a practice at an easy 2, by who started at 0": (
        with_(changed(calm(*SIX, score=0), 14, after=2), report(14, 2, "after", hour=17)),
        Frequency.THIRD,
        True,
    ),
    "a 2 at any other time, by who started at 0": (with_(calm(*SIX, score=0), report(14, 2)), Frequency.EACH, False),
    "a practice at 3, by who started at 2": (changed(calm(*SIX, score=2), 14, after=3), Frequency.EACH, False),
    "a start of 5, and a 6": (with_(calm(*SIX, score=5), report(17, 6)), Frequency.EACH, False),
    "a start of 5, and a 5": (with_(calm(*SIX, score=5), report(17, 5)), Frequency.THIRD, True),
    "a start of 6": (calm(*SIX, score=6), Frequency.EACH, False),
    "a flare, and steady again since": (with_(calm(*SIX), report(4, 7)), Frequency.THIRD, True),
    "the day of the flare is not one of the calm ones": (
        with_(calm(*SIX), report(5, 7, hour=9)),
        Frequency.EACH,
        False,
    ),
    "a flare after two steady weeks": (with_(calm(*SIX), report(20, 6)), Frequency.EACH, True),
    "a flare of two days after two steady weeks": (
        with_(calm(*SIX), report(20, 6, hour=0), report(20, 6)),
        Frequency.EACH,
        True,
    ),
    "a flare after two steady weeks, and three calm days since": (
        with_(calm(-12, -9, -6, -3, 0, 2, 14, 16, 18), report(9, 6), report(10, 5)),
        Frequency.EACH,
        True,
    ),
    "a stop that was opened again after the first day": (
        replace(calm(*SIX), lifted_at=at(6, 12)),
        Frequency.EACH,
        False,
    ),
    "a stop that was opened again before": (replace(calm(*SIX), lifted_at=at(4, 12)), Frequency.THIRD, True),
    "a flare before the trainer opened practice again": (
        replace(with_(calm(*SIX), report(4, 9)), lifted_at=at(4, 13)),
        Frequency.THIRD,
        True,
    ),
    "a step back is no flare": (replace(calm(*SIX), stepped_back_at=at(19, 18)), Frequency.THIRD, True),
    "a easier day is a day": (
        with_(calm(5, 8, 11, 14, 19), practice(16, easier=True), report(17, 3, "morning", hour=7)),
        Frequency.THIRD,
        True,
    ),
}
SHIFTED = (
    "easy_score",
    "steady_sessions",
    "steady_days",
    "settled_sessions",
    "settled_days",
    "morning_rise",
    "limit_score",
)


def rhythm(history: History, thresholds: Thresholds = DEFAULT) -> tuple[Frequency, bool]:
    found = schedule_for(history, thresholds, NOW)
    return found.frequency, found.is_news


@pytest.mark.parametrize("name", RHYTHMS)
def test_the_rhythm_follows_the_weeks(name: str) -> None:
    history, pace, is_news = RHYTHMS[name]
    assert rhythm(history) == (pace, is_news)


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", SHIFTED)
def test_no_number_of_the_rhythm_can_shift_by_one_unnoticed(name: str, step: int) -> None:
    shifted = replace(DEFAULT, **{name: getattr(DEFAULT, name) + step})
    noticed = [case for case, (history, *expected) in RHYTHMS.items() if rhythm(history, shifted) != tuple(expected)]
    assert noticed != []


@pytest.mark.parametrize(
    ("name", "client", "trainer"),
    [
        (
            "nothing yet",
            "We ask for numbers at each practice.",
            "Asked at each practice: no calm session yet; 6 over 14 days make it every third.",
        ),
        (
            "five calm days over two weeks",
            "We ask for numbers at each practice.",
            "Asked at each practice: five calm sessions over 14 days; 6 over 14 days make it every third.",
        ),
        (
            "six calm days over two weeks",
            "You have been steady for two weeks, so we ask for numbers at every third practice.",
            "Steady for two weeks (six calm sessions over 14 days), so the scores are asked at every third practice.",
        ),
        (
            "twelve calm days over four weeks",
            "You have been steady for four weeks, so we ask for numbers once a week.",
            "Steady for four weeks (12 calm sessions over 28 days), so the scores are asked once a week.",
        ),
        (
            "a flare after two steady weeks, and three calm days since",
            "Since the 5 on 10 May we ask for numbers at each practice again.",
            "Asked at each practice again since the 5 on 10 May: three calm sessions over four days; "
            "6 over 14 days make it every third.",
        ),
    ],
)
def test_the_rhythm_says_why(name: str, client: str, trainer: str) -> None:
    found = schedule_for(RHYTHMS[name][0], DEFAULT, NOW)
    assert (found.client, found.trainer) == (client, trainer)


# --- one practice ---------------------------------------------------------------------------------------------

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
        with_(STEADY, fine(19, hour=18), fine(19, hour=19), practice(20), report(21, 3, "morning", hour=7)),
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
    everywhere, here, now, code = ASKED[name]
    found = prompt_for(everywhere, here, DEFAULT, now)
    assert (found.code, found.asks_scores) == (code, code != "fine")


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", ["EVERY", "WEEK_DAYS", "AWAY_DAYS"])
def test_no_number_of_asking_can_shift_by_one_unnoticed(monkeypatch: pytest.MonkeyPatch, name: str, step: int) -> None:
    monkeypatch.setattr(prompt_schedule, name, getattr(prompt_schedule, name) + step)
    noticed = [
        case
        for case, (everywhere, here, now, code) in ASKED.items()
        if prompt_for(everywhere, here, DEFAULT, now).code != code
    ]
    assert noticed != []


def test_the_easier_version_and_the_safety_questions_ask_in_full() -> None:
    easier = prompt_for(STEADY, HERE, DEFAULT, WHEN, easier=True)
    assert (easier.code, easier.may_be_fine) == ("easier", False)
    due = prompt_for(STEADY, HERE, DEFAULT, WHEN, questions_due=True)
    assert (due.code, due.may_be_fine) == ("questions", False)


@pytest.mark.parametrize("name", ASKED)
def test_fine_is_an_answer_wherever_it_isnt_asked_each_time(name: str) -> None:
    everywhere, here, now, code = ASKED[name]
    assert prompt_for(everywhere, here, DEFAULT, now).may_be_fine == (code != "each")


def test_each_reason_is_a_whole_sentence() -> None:
    said = {code: prompt_for(everywhere, here, DEFAULT, now).sentence for everywhere, here, now, code in ASKED.values()}
    assert said == {
        "each": "We ask for numbers at each practice.",
        "fine": said["fine"],
        "turn": said["turn"],
        "away": "It has been ten days, so we ask for numbers today.",
        "no_morning": "The morning after 20 May was not told, so we ask for numbers once more.",
        "decides": "Your answers decide the next step, so we ask for numbers today.",
        "stepped_back": "This is the first practice after a step back, so we ask for numbers today.",
    }
    assert said["fine"].startswith("You have been steady for ")
    third = prompt_for(*ASKED["steady, the third practice since"][:2], DEFAULT, WHEN).sentence
    assert third == "This is the third practice since the last numbers, so we ask for numbers today."
    assert said["turn"] == "A week has passed, so we ask for numbers today."


# --- properties -----------------------------------------------------------------------------------------------

SCORES = st.integers(0, 10)


@st.composite
def months(draw: st.DrawFn) -> History:
    """Calm weeks, fine days among them, and perhaps a few other scores."""
    days = draw(st.lists(st.integers(-40, 19), unique=True, max_size=25))
    is_fine = {day: draw(st.booleans()) and draw(st.booleans()) for day in days}
    found = calm(*(day for day in days if not is_fine[day]))
    odd = draw(st.lists(st.tuples(st.integers(-40, 20), SCORES, st.sampled_from(["any", "morning"])), max_size=2))
    more = [report(day, score, moment, hour=6) for day, score, moment in odd]
    return with_(found, *(fine(day) for day in days if is_fine[day]), *more)


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


@given(history=months(), score=st.integers(6, 10), moment=st.sampled_from(["before", "after", "morning", "any"]))
@settings(max_examples=40, deadline=None)
def test_a_flare_always_brings_back_each(history: History, score: int, moment: str) -> None:
    flared = prompt_for(with_(history, report(20, score, moment)), History(), DEFAULT, NOW)
    assert (flared.schedule.frequency, flared.asks_scores, flared.may_be_fine) == (Frequency.EACH, True, False)


@given(history=months(), days=st.lists(st.integers(-40, 19), max_size=5))
@settings(max_examples=40, deadline=None)
def test_a_fine_day_more_never_takes_steadiness_away(history: History, days: list[int]) -> None:
    more = with_(history, *(replace(fine(day, hour=20), id=f"more {n}") for n, day in enumerate(days)))
    assert rhythm(more) == rhythm(history)


def practices_until_progress(start: History, days: list[int], tells: list[bool], *, fades: bool) -> int | None:
    """How many practices of a new lesson move a calm client on, asked as `asking` asks or in full each time."""
    everywhere, here = start, replace(start, practices=())
    for number, (day, tells_morning) in enumerate(zip(days, tells, strict=True), start=1):
        now = at(day, 17)
        if fades and not prompt_for(everywhere, here, DEFAULT, now).asks_scores:
            done: tuple[PracticeValue | Report, ...] = (fine(day),)
        else:
            told = (report(day + 1, 3, "morning", hour=7),) if tells_morning else ()
            done = (practice(day), *told)
        everywhere, here = with_(everywhere, *done), with_(here, *done)
        if any(decide(here, DEFAULT, moment).decision == Decision.PROGRESS for moment in (now, at(day + 1, 8))):
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


# --- the next morning -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Practised:
    name: str
    local_on: date
    is_fine: bool = False


@dataclass(frozen=True)
class Felt:
    moment: str
    local_on: date


LATE, EARLY = Practised("late", YESTERDAY), Practised("early", YESTERDAY)


@pytest.mark.parametrize(
    ("practices", "entries", "expected"),
    [
        ([], [], None),
        ([LATE, EARLY], [], LATE),
        ([Practised("now", TODAY), LATE], [], LATE),
        ([Practised("now", TODAY)], [], None),
        ([Practised("long ago", TODAY - timedelta(days=2))], [], None),
        ([LATE], [Felt("morning", TODAY)], None),
        ([Practised("fine", YESTERDAY, is_fine=True)], [], None),
        ([Practised("fine", YESTERDAY, is_fine=True), EARLY], [], EARLY),
        ([LATE], [Felt("any", TODAY), Felt("before", TODAY), Felt("morning", YESTERDAY)], LATE),
    ],
)
def test_the_morning_is_asked_for_once_on_the_day_after(
    practices: list[Practised], entries: list[Felt], expected: Practised | None
) -> None:
    assert morning_after(practices, entries, TODAY) == expected
