"""What is worth a word from the trainer: a table of cases, and what holds for all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.rules.values import TalkCode
from lessons.summary import signals
from lessons.summary.signals import signals_of, usual_gap
from lessons.summary.values import WEIGHTS, ClientSnapshot, PausedDays, SignalCode, SignalValue
from tests.lessons.summary.snapshots import (
    MAYA,
    NOW,
    TODAY,
    ago,
    ahead,
    at,
    easier,
    finished,
    flare,
    maya,
    newcomer,
    paused,
    rest,
    silent_for,
    stepped_back,
    talk,
    without_practice_for,
    word,
    wrote,
)

CASES: dict[str, tuple[ClientSnapshot, tuple[str, ...]]] = {
    "all is well": (MAYA, ()),
    # high numbers
    "a number that rests": (maya(rest=rest()), ("rest",)),
    "a number that rests, long ago": (silent_for(40, rest=rest(days=40)), ("rest", "silent")),
    "a number that rests, on a pause": (maya(rest=rest(), **paused(1, 3)), ("rest",)),
    "a jump": (maya(jump=rest(6, 2)), ("jump",)),
    "a jump a week ago": (maya(jump=rest(6, 2, days=7)), ("jump",)),
    "a jump eight days ago": (maya(jump=rest(6, 2, days=8)), ()),
    "a flare": (maya(flare=flare()), ("eased",)),
    "a flare, nothing told for twenty days": (silent_for(20, flare=flare(begun=22, last=20)), ("eased", "silent")),
    "a flare, nothing told for three weeks": (silent_for(21, flare=flare(begun=23, last=21)), ("silent",)),
    "a flare on a pause": (maya(flare=flare(), **paused(1, 3)), ()),
    "a flare, the pause is over": (maya(flare=flare(), **paused(9, -1)), ("eased",)),
    # talks
    "two bad weeks": (maya(talks=(talk(TalkCode.WORSE_TWO_WEEKS),)), ("worse_two_weeks",)),
    "a week above the usual": (maya(talks=(talk(TalkCode.WEEK_UP),)), ("week_up",)),
    "above the start": (maya(talks=(talk(TalkCode.ABOVE_START),)), ("above_start",)),
    "next days up": (maya(talks=(talk(TalkCode.NEXT_DAYS_UP),)), ("next_days_up",)),
    "twice back": (maya(talks=(talk(TalkCode.TWICE_BACK),)), ("twice_back",)),
    "no change": (maya(talks=(talk(TalkCode.NO_CHANGE),)), ("no_change",)),
    "a talk stays on a pause": (maya(talks=(talk(TalkCode.NO_CHANGE),), **paused(1, 9)), ("no_change",)),
    # a word that waits
    "a word that waits": (maya(waiting=wrote(1)), ("message",)),
    "a word that waits, on a pause": (maya(waiting=wrote(1), **paused(1, None)), ("message",)),
    # step back
    "a step back today": (maya(step_back=stepped_back(0)), ("step_back",)),
    "a step back a week ago": (maya(step_back=stepped_back(7)), ("step_back",)),
    "a step back eight days ago": (maya(step_back=stepped_back(8)), ()),
    "a word later that day": (maya(step_back=stepped_back(2, hour=9), **word(2, hour=10)), ()),
    "a word earlier that day": (maya(step_back=stepped_back(2, hour=10), **word(2, hour=9)), ("step_back",)),
    "a word at the same moment": (maya(step_back=stepped_back(2), **word(2)), ("step_back",)),
    # silent
    "silent for nine days": (silent_for(9), ("practice_gap",)),
    "silent for ten days": (silent_for(10), ("silent",)),
    "practiced, but no check-in": (maya(last_check_in_on=None), ()),
    "no number for ten days, then a practice": (maya(last_check_in_on=ago(10)), ()),
    "silent, back from a pause for nine days": (silent_for(30, **paused(20, -9)), ("practice_gap",)),
    "silent, back from a pause for ten days": (silent_for(30, **paused(20, -10)), ("silent",)),
    "silent since a pause that ended long ago": (silent_for(10, **paused(50, -40)), ("silent",)),
    "silent on a pause": (silent_for(30, **paused(9, 0)), ()),
    # not begun
    "joined today": (newcomer(0), ("new",)),
    "joined six days ago, no practice": (newcomer(6), ("new",)),
    "joined a week ago, no practice": (newcomer(7), ("never_practiced",)),
    "numbers, but no practice": (newcomer(7, numbers=3, last_check_in_on=ago(0)), ("never_practiced",)),
    "numbers, no practice, then silence": (
        newcomer(20, numbers=3, last_check_in_on=ago(10)),
        ("never_practiced", "silent"),
    ),
    "nothing since joining": (newcomer(30), ("never_practiced",)),
    "joined a week ago, on a pause": (newcomer(7, **paused(1, 5)), ()),
    "joined and on a pause, over today": (newcomer(3, **paused(3, -1)), ("new",)),
    "joined today and practiced": (newcomer(0, practice_days=(TODAY,)), ("new",)),
    "joined three days ago, and a word since": (newcomer(3, **word(2)), ()),
    # a gap
    "six days without practice": (without_practice_for(6), ()),
    "a week without practice": (without_practice_for(7), ("practice_gap",)),
    "a week without daily practice": (without_practice_for(7, 1, 1, 1), ("practice_gap",)),
    "six days without daily practice": (without_practice_for(6, 1, 1, 1), ()),
    "seven days, usually every two": (without_practice_for(7, 2, 2), ()),
    "eight days, usually every two": (without_practice_for(8, 2, 2), ("practice_gap",)),
    "nine days, usually every two and a half": (without_practice_for(9, 2, 3), ()),
    "the eighth gap counts": (without_practice_for(9, 1, 1, 1, 2, 4, 4, 4, 4), ()),
    "the ninth gap doesn't": (without_practice_for(8, 1, 1, 1, 1, 3, 4, 4, 4, 4), ("practice_gap",)),
    "a week without practice or number": (without_practice_for(7, last_check_in_on=ago(7)), ()),
    "a week without practice, all done": (without_practice_for(7, all_finished=True), ()),
    "no practice, back from a pause for six days": (without_practice_for(20, **paused(19, -6)), ()),
    "no practice, back from a pause for a week": (without_practice_for(20, **paused(19, -7)), ("practice_gap",)),
    "a week without practice, on a pause": (without_practice_for(7, **paused(5, 1)), ()),
    # the safety questions
    "safety questions due today": (maya(screening_due_on=TODAY), ()),
    "safety questions due yesterday": (maya(screening_due_on=ago(1)), ("screening_due",)),
    "safety questions due, on a pause": (maya(screening_due_on=ago(1), **paused(5, 0)), ()),
    "safety questions never above silence": (silent_for(10, screening_due_on=ago(9)), ("silent", "screening_due")),
    # good news
    "easier": (maya(easier=easier(0)), ("easier",)),
    "easier for a week": (maya(easier=easier(7)), ("easier",)),
    "easier for eight days": (maya(easier=easier(8)), ()),
    "easier, then a word": (maya(easier=easier(2), **word(1)), ()),
    "easier since the word": (maya(easier=easier(1), **word(2)), ("easier",)),
    "easier over the weeks, and a flare is on": (maya(easier=easier(1), flare=flare()), ("eased",)),
    "a track finished": (maya(track_end=finished(7)), ("track_finished",)),
    "a track finished eight days ago": (maya(track_end=finished(8)), ()),
    "a track finished, then a word": (maya(track_end=finished(2, hour=9), **word(2, hour=10)), ()),
    "a track finished after the word": (maya(track_end=finished(2, hour=10), **word(2, hour=9)), ("track_finished",)),
    # several
    "the most urgent first": (
        without_practice_for(
            9,
            rest=rest(),
            flare=flare(),
            talks=tuple(talk(code) for code in reversed(TalkCode)),
            waiting=wrote(1),
            step_back=stepped_back(1),
            screening_due_on=ago(3),
            track_end=finished(1),
        ),
        (
            *("rest", "worse_two_weeks", "week_up", "eased", "next_days_up", "above_start", "message", "step_back"),
            *("practice_gap", "twice_back", "screening_due", "no_change", "track_finished"),
        ),
    ),
}


def holding(client: ClientSnapshot, days_later: int = 0) -> list[SignalValue]:
    return [signal for signal in signals_of(client) if signal.holds(NOW + timedelta(days=days_later))]


def codes(client: ClientSnapshot, days_later: int = 0) -> tuple[str, ...]:
    return tuple(signal.code for signal in holding(client, days_later))


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_signals(name: str) -> None:
    client, expected = CASES[name]
    assert codes(client) == expected


NUMBERS = ["SILENT_DAYS", "NEW_DAYS", "GAP_LEAST_DAYS", "GAP_TIMES", "GAPS_LOOKED_AT", "NEWS_DAYS", "DOUBLINGS"]


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", NUMBERS[:-1])
def test_no_number_can_shift_by_one_unnoticed(name: str, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, name, getattr(signals, name) + step)
    assert [case for case, (client, expected) in CASES.items() if codes(client) != expected] != []


def test_no_number_is_left_out_of_the_shifting() -> None:
    assert [name for name, value in vars(signals).items() if name.isupper() and type(value) is int] == NUMBERS


@pytest.mark.parametrize(
    ("code", "weight"),
    [
        ("rest", 88),
        ("worse_two_weeks", 85),
        ("week_up", 80),
        ("eased", 72),
        ("above_start", 70),
        ("next_days_up", 70),
        ("message", 65),
        ("jump", 62),
        ("step_back", 60),
        ("never_practiced", 50),
        ("silent", 48),
        ("practice_gap", 45),
        ("twice_back", 40),
        ("screening_due", 35),
        ("new", 25),
        ("no_change", 20),
        ("track_finished", 10),
        ("easier", 10),
    ],
)
def test_each_weight(code: str, weight: int) -> None:
    assert WEIGHTS[SignalCode(code)] == weight


def test_every_signal_has_a_weight_and_every_talk_is_one() -> None:
    assert set(WEIGHTS) == set(SignalCode)
    assert {SignalCode(code) for code in TalkCode} <= set(SignalCode)


def test_while_practice_is_closed_only_high_numbers_talks_words_and_steps_back_matter() -> None:
    told = {signal.code: signal.though_closed for client, _ in CASES.values() for signal in signals_of(client)}
    assert set(told) == set(SignalCode)
    assert {code for code, matters in told.items() if matters} == {
        *(SignalCode.REST, SignalCode.JUMP, SignalCode.MESSAGE, SignalCode.STEP_BACK),
        *(SignalCode(code) for code in TalkCode),
    }


def test_silence_that_has_doubled_is_news_again() -> None:
    """Handled after ten days, it comes back after twenty: the evidence is of the day on which it doubled."""
    silent = [signal for signal in signals_of(silent_for(0)) if signal.code == "silent"]
    assert [signal.evidence_at for signal in silent] == [
        MAYA.begins(ahead(days)) for days in (10, 20, 40, 80, 160, 320)
    ]
    assert [signal.until_at for signal in silent] == [*(signal.from_at for signal in silent[1:]), None]


@pytest.mark.parametrize(
    ("client", "points"),
    [
        (maya(rest=rest(9, 3)), 6),
        (maya(rest=rest(9, None)), 9),
        (maya(flare=flare(5.5, 2)), 3.5),
        (maya(talks=(talk(TalkCode.WEEK_UP, points=4),)), 4),
        (maya(easier=easier(1, 2.5)), 2.5),
        (silent_for(14), 0),
    ],
)
def test_a_signal_has_its_size_in_points(client: ClientSnapshot, points: float) -> None:
    assert holding(client)[0].points == points


def test_a_number_that_arrives_a_fortnight_late_is_no_news() -> None:
    late = rest(6, 2, days=14)._replace(at=at(0))
    assert [signal.code for signal in signals_of(maya(jump=late)) if signal.code == "jump"] == []


@pytest.mark.parametrize(
    ("gaps", "usual"), [((), None), ((3,), 3), ((1, 2), 1.5), ((1,) * 5 + (9,) * 8, 1), ((1,) * 4 + (9,) * 8, 5)]
)
def test_the_usual_gap_is_the_median_of_the_latest_eight(gaps: tuple[int, ...], usual: float | None) -> None:
    assert usual_gap(without_practice_for(1, *gaps).practice_days) == usual


DAYS_BACK = st.integers(0, 60).map(ago)
SIZES = st.integers(0, 8)


@st.composite
def snapshots(draw: st.DrawFn) -> ClientSnapshot:
    word_days = draw(st.none() | st.integers(0, 20))
    practice_days = sorted(draw(st.sets(DAYS_BACK, max_size=12)), reverse=True)
    talk_codes = draw(st.lists(st.sampled_from(TalkCode), unique=True, max_size=3))
    joined = draw(st.integers(0, 60))
    pauses = draw(st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(-20, 20)), max_size=2))
    client = newcomer(
        joined,
        practice_days=tuple(practice_days),
        last_check_in_on=draw(st.none() | DAYS_BACK),
        numbers=draw(st.integers(0, 12)),
        all_finished=draw(st.booleans()),
        pauses=tuple(PausedDays(ago(begun), None if until is None else ahead(until)) for begun, until in pauses),
        rest=draw(st.none() | st.builds(rest, st.integers(8, 10), st.none() | SIZES, SIZES)),
        flare=draw(st.none() | st.builds(flare, SIZES, SIZES)),
        talks=tuple(talk(code, points=draw(SIZES), opened=draw(SIZES)) for code in talk_codes),
        step_back=draw(st.none() | st.builds(stepped_back, st.integers(0, 20))),
        screening_due_on=draw(st.none() | DAYS_BACK),
        track_end=draw(st.none() | st.builds(finished, st.integers(0, 20))),
        easier=draw(st.none() | st.builds(easier, st.integers(0, 20))),
        waiting=draw(st.none() | st.builds(wrote, st.integers(0, 20))),
    )
    return client if word_days is None else replace(client, word_at=at(word_days))


@given(client=snapshots(), days_later=st.integers(-5, 40))
@settings(max_examples=60, deadline=None)
def test_of_each_code_one_signal_holds_at_a_time_and_weights_fall(client: ClientSnapshot, days_later: int) -> None:
    signals_then = holding(client, days_later)
    weights = [signal.weight for signal in signals_then]
    assert weights == sorted(weights, reverse=True)
    assert len({signal.code for signal in signals_then}) == len(signals_then)
    assert all(signal.until_at is None or signal.from_at < signal.until_at for signal in signals_of(client))


@given(client=snapshots(), days_later=st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_nobody_on_a_pause_is_called_silent_late_or_new(client: ClientSnapshot, days_later: int) -> None:
    on = TODAY + timedelta(days=days_later)
    if any(pause.ends_on is None or pause.ends_on >= on for pause in client.pauses):
        late = {"silent", "practice_gap", "never_practiced", "screening_due", "new", "eased"}
        assert late & set(codes(client, days_later)) == set()


@given(client=snapshots())
@settings(max_examples=60, deadline=None)
def test_a_word_never_adds_a_signal(client: ClientSnapshot) -> None:
    answered = replace(client, word_at=at(0, 23))
    assert set(codes(answered)) <= set(codes(client))


def ordered(signals_of_all: Iterable[SignalValue]) -> list[SignalValue]:
    return sorted(signals_of_all, key=lambda signal: (-signal.weight, -signal.points, signal.since))


@given(client=snapshots())
@settings(max_examples=30, deadline=None)
def test_the_heaviest_comes_first_then_the_largest_then_the_oldest(client: ClientSnapshot) -> None:
    assert list(signals_of(client)) == ordered(signals_of(client))
