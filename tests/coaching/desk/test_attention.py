"""Which clients need the trainer today: a table of cases, and what holds for all."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.coaching.desk import attention
from hinge_coach.coaching.desk.attention import CLOSURE_WEIGHTS, WEIGHTS, attention_reasons, ranking_key, usual_gap
from hinge_coach.coaching.desk.values import AttentionCode, AttentionReason, ClientSnapshot, Direction, FlareDays
from hinge_coach.safety.screening import Level
from lessons.rules.values import TalkCode
from tests.coaching.desk.snapshots import (
    FLARE,
    MAYA,
    TODAY,
    ago,
    ahead,
    at,
    finished,
    maya,
    newcomer,
    rest,
    silent_for,
    stepped_back,
    talk,
    without_practice_for,
    word,
)

CASES: dict[str, tuple[ClientSnapshot, tuple[str, ...]]] = {
    "all is well": (MAYA, ("quiet",)),
    # closed
    "a safety answer for help at once": (maya(closed=True, closure_level=Level.EMERGENCY), ("closed",)),
    "a safety answer for today": (maya(closed=True, closure_level=Level.TODAY), ("closed",)),
    "a safety answer for a doctor first": (maya(closed=True, closure_level=Level.REFER), ("closed",)),
    "closed by the rules": (maya(closed=True, closure_level=None), ("closed",)),
    "closed two days ago": (maya(closed=True, closed_on=ago(2)), ("closed",)),
    "closed three days ago": (maya(closed=True, closed_on=ago(3)), ("closed", "closure_review")),
    "a day of closing without a closure": (maya(closed_on=ago(30)), ("quiet",)),
    "closed and silent since": (silent_for(40, closed=True), ("closed",)),
    "closed with a step back": (maya(closed=True, step_back=stepped_back(1)), ("closed", "step_back")),
    # rest and ease
    "a number that rests": (maya(rest=rest()), ("rest",)),
    "a number that rests, on a pause": (maya(rest=rest(), paused=True), ("rest", "paused")),
    "a flare": (maya(flare=FLARE), ("eased",)),
    # talks
    "two bad weeks": (maya(talks=(talk(TalkCode.WORSE_TWO_WEEKS),)), ("worse_two_weeks",)),
    "a week above the usual": (maya(talks=(talk(TalkCode.WEEK_UP),)), ("week_up",)),
    "above the start": (maya(talks=(talk(TalkCode.ABOVE_START),)), ("above_start",)),
    "next days up": (maya(talks=(talk(TalkCode.NEXT_DAYS_UP),)), ("next_days_up",)),
    "twice back": (maya(talks=(talk(TalkCode.TWICE_BACK),)), ("twice_back",)),
    "no change": (maya(talks=(talk(TalkCode.NO_CHANGE),)), ("no_change",)),
    "a talk stays on a pause": (maya(talks=(talk(TalkCode.NO_CHANGE),), paused=True), ("no_change", "paused")),
    # step back
    "a step back today": (maya(step_back=stepped_back(0)), ("step_back",)),
    "a step back a week ago": (maya(step_back=stepped_back(7)), ("step_back",)),
    "a step back eight days ago": (maya(step_back=stepped_back(8)), ("quiet",)),
    "a word later that day": (maya(step_back=stepped_back(2, hour=9), **word(2, hour=10)), ("quiet",)),
    "a word earlier that day": (maya(step_back=stepped_back(2, hour=10), **word(2, hour=9)), ("step_back",)),
    "a word at the same moment": (maya(step_back=stepped_back(2), **word(2)), ("step_back",)),
    # silent
    "silent for nine days": (silent_for(9), ("practice_gap",)),
    "silent for ten days": (silent_for(10), ("silent",)),
    "practiced, but no check-in": (maya(last_check_in_on=None), ("quiet",)),
    "no number for ten days, then a practice": (maya(last_check_in_on=ago(10)), ("quiet",)),
    "silent, back from a pause for nine days": (silent_for(30, pause_ended_on=ago(9)), ("practice_gap",)),
    "silent, back from a pause for ten days": (silent_for(30, pause_ended_on=ago(10)), ("silent",)),
    "silent since a pause that ended long ago": (silent_for(10, pause_ended_on=ago(40)), ("silent",)),
    "silent on a pause": (silent_for(30, paused=True), ("paused",)),
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
    "joined a week ago, on a pause": (newcomer(7, paused=True), ("paused",)),
    "joined today and practiced": (newcomer(0, last_practice_on=TODAY, practice_days=(TODAY,)), ("quiet",)),
    # a gap
    "six days without practice": (without_practice_for(6), ("quiet",)),
    "a week without practice": (without_practice_for(7), ("practice_gap",)),
    "a week without daily practice": (without_practice_for(7, 1, 1, 1), ("practice_gap",)),
    "six days without daily practice": (without_practice_for(6, 1, 1, 1), ("quiet",)),
    "seven days, usually every two": (without_practice_for(7, 2, 2), ("quiet",)),
    "eight days, usually every two": (without_practice_for(8, 2, 2), ("practice_gap",)),
    "nine days, usually every two and a half": (without_practice_for(9, 2, 3), ("quiet",)),
    "the eighth gap counts": (without_practice_for(9, 1, 1, 1, 2, 4, 4, 4, 4), ("quiet",)),
    "the ninth gap doesn't": (without_practice_for(8, 1, 1, 1, 1, 3, 4, 4, 4, 4), ("practice_gap",)),
    "a week without practice or number": (without_practice_for(7, last_check_in_on=ago(7)), ("quiet",)),
    "a week without practice, all done": (without_practice_for(7, all_finished=True), ("quiet",)),
    "no practice, back from a pause for six days": (without_practice_for(20, pause_ended_on=ago(6)), ("quiet",)),
    "no practice, back from a pause for a week": (
        without_practice_for(20, pause_ended_on=ago(7)),
        ("practice_gap",),
    ),
    "a week without practice, on a pause": (without_practice_for(7, paused=True), ("paused",)),
    # screening
    "safety questions due today": (maya(screening_due_on=TODAY), ("quiet",)),
    "safety questions due yesterday": (maya(screening_due_on=ago(1)), ("screening_due",)),
    "safety questions due, on a pause": (maya(screening_due_on=ago(1), paused=True), ("paused",)),
    "safety questions due, closed": (maya(screening_due_on=ago(1), closed=True), ("closed",)),
    "safety questions never above silence": (silent_for(10, screening_due_on=ago(9)), ("silent", "screening_due")),
    # call
    "a call yesterday": (maya(call_on=ago(1)), ("quiet",)),
    "a call today": (maya(call_on=TODAY), ("call",)),
    "a call tomorrow": (maya(call_on=ahead(1)), ("call",)),
    "a call the day after": (maya(call_on=ahead(2)), ("quiet",)),
    # good news
    "likely easier": (maya(change=Direction.EASIER, level=3), ("easier",)),
    "likely easier, a word a week ago": (maya(change=Direction.EASIER, level=3, **word(7)), ("quiet",)),
    "likely easier, a word eight days ago": (maya(change=Direction.EASIER, level=3, **word(8)), ("easier",)),
    "likely easier over the weeks, and a flare is on": (
        maya(change=Direction.EASIER, level=3, flare=FLARE),
        ("eased",),
    ),
    "a track finished": (maya(track_end=finished(7)), ("track_finished",)),
    "a track finished eight days ago": (maya(track_end=finished(8)), ("quiet",)),
    "a track finished, then a word": (maya(track_end=finished(2, hour=9), **word(2, hour=10)), ("quiet",)),
    "a track finished after the word": (maya(track_end=finished(2, hour=10), **word(2, hour=9)), ("track_finished",)),
    "easier, and closed": (maya(change=Direction.EASIER, closed=True), ("closed",)),
    "likely tighter is left to the talks": (maya(change=Direction.TIGHTER, level=7), ("quiet",)),
    # several
    "the most urgent first": (
        without_practice_for(
            9,
            rest=rest(),
            flare=FLARE,
            talks=tuple(talk(code) for code in reversed(TalkCode)),
            step_back=stepped_back(1),
            screening_due_on=ago(3),
            call_on=TODAY,
            change=Direction.EASIER,
        ),
        (
            *("rest", "worse_two_weeks", "week_up", "eased", "next_days_up", "above_start", "step_back"),
            *("practice_gap", "twice_back", "screening_due", "call", "no_change"),
        ),
    ),
}


def codes(client: ClientSnapshot) -> tuple[str, ...]:
    return tuple(reason.code for reason in attention_reasons(client, TODAY))


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_reasons(name: str) -> None:
    client, expected = CASES[name]
    assert codes(client) == expected


NUMBERS = [
    "SILENT_DAYS",
    "NEW_DAYS",
    "GAP_LEAST_DAYS",
    "GAP_TIMES",
    "GAPS_LOOKED_AT",
    "NEWS_DAYS",
    "REVIEW_DAYS",
    "CALL_DAYS",
]


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", NUMBERS)
def test_no_number_can_shift_by_one_unnoticed(name: str, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, name, getattr(attention, name) + step)
    assert [case for case, (client, expected) in CASES.items() if codes(client) != expected] != []


def test_no_number_is_left_out_of_the_shifting() -> None:
    names = [name for name, value in vars(attention).items() if name.isupper() and type(value) is int]
    assert names == NUMBERS


@pytest.mark.parametrize(
    ("code", "weight"),
    [
        ("closure_review", 90),
        ("rest", 88),
        ("worse_two_weeks", 85),
        ("week_up", 80),
        ("eased", 72),
        ("above_start", 70),
        ("next_days_up", 70),
        ("step_back", 60),
        ("never_practiced", 50),
        ("silent", 48),
        ("practice_gap", 45),
        ("twice_back", 40),
        ("screening_due", 35),
        ("call", 30),
        ("new", 25),
        ("no_change", 20),
        ("track_finished", 10),
        ("easier", 10),
        ("paused", 1),
        ("quiet", 0),
    ],
)
def test_each_weight(code: str, weight: int) -> None:
    assert WEIGHTS[AttentionCode(code)] == weight


def test_every_reason_has_a_weight() -> None:
    assert set(WEIGHTS) == set(AttentionCode) - {AttentionCode.CLOSED}
    assert CLOSURE_WEIGHTS == {Level.EMERGENCY: 100, Level.TODAY: 96, None: 94, Level.REFER: 92}


def test_every_talk_has_a_reason() -> None:
    assert {AttentionCode(code) for code in TalkCode} <= set(AttentionCode)


def test_a_long_closure_asks_for_a_decision() -> None:
    _, review = attention_reasons(maya(closed=True, closure_level=Level.REFER, closed_on=ago(5)), TODAY)
    assert review == AttentionReason(
        code=AttentionCode.CLOSURE_REVIEW,
        weight=90,
        sentence="Practice has been closed for 5 days.",
        suggestion="Open practice again, or note what it is waiting for.",
        days=5,
    )


@pytest.mark.parametrize(
    ("client", "size"),
    [
        (maya(rest=rest(9, 3)), (6, 0)),
        (maya(rest=rest(9, None)), (9, 0)),
        (maya(flare=FlareDays(2.5, 3, 3)), (2.5, 3)),
        (maya(talks=(talk(TalkCode.WEEK_UP, points=4, days=5),)), (4, 5)),
        (maya(step_back=stepped_back(3)), (0, 3)),
        (newcomer(12), (0, 12)),
        (silent_for(14), (0, 14)),
        (without_practice_for(9), (0, 9)),
        (maya(screening_due_on=ago(4)), (0, 4)),
        (maya(call_on=TODAY), (0, 1)),
        (maya(call_on=ahead(1)), (0, 0)),
        (maya(change=Direction.EASIER, level=2.5), (2.5, 0)),
    ],
)
def test_a_reason_has_its_size(client: ClientSnapshot, size: tuple[float, int]) -> None:
    first = attention_reasons(client, TODAY)[0]
    assert (first.points, first.days) == size


@pytest.mark.parametrize(
    ("gaps", "usual"), [((), None), ((3,), 3), ((1, 2), 1.5), ((1,) * 5 + (9,) * 8, 1), ((1,) * 4 + (9,) * 8, 5)]
)
def test_the_usual_gap_is_the_median_of_the_latest_eight(gaps: tuple[int, ...], usual: float | None) -> None:
    assert usual_gap(without_practice_for(1, *gaps).practice_days) == usual


def ranked(clients: Iterable[ClientSnapshot]) -> list[str]:
    in_order = sorted(clients, key=lambda client: ranking_key(attention_reasons(client, TODAY), client.name))
    return [client.name for client in in_order]


def test_the_list_goes_by_reasons_then_by_name() -> None:
    ana = maya(name="Ana", closed=True, closure_level=Level.EMERGENCY)
    sam, sam_and_waiting = maya(name="Sam", flare=FLARE), maya(name="Zoe", flare=FLARE, screening_due_on=ago(2))
    tom = silent_for(14, name="tom")
    quiet, also_quiet = maya(name="maya"), maya(name="Lee")
    assert ranked([quiet, tom, also_quiet, sam, ana, sam_and_waiting]) == ["Ana", "Zoe", "Sam", "tom", "Lee", "maya"]


def test_within_a_reason_the_larger_one_stands_first() -> None:
    ana, bea = maya(name="Ana", flare=FlareDays(2, 3, 3)), maya(name="Bea", flare=FlareDays(4, 2, 3))
    cem = maya(name="Cem", flare=FlareDays(4, 3, 3))
    assert ranked([ana, bea, cem]) == ["Cem", "Bea", "Ana"]
    assert ranked([silent_for(11, name="Ana"), silent_for(30, name="Zoe")]) == ["Zoe", "Ana"]


def test_a_larger_size_stands_before_a_second_reason() -> None:
    large, and_more = maya(name="Zoe", rest=rest(10, 2)), maya(name="Ana", rest=rest(9, 2), screening_due_on=ago(5))
    assert ranked([and_more, large]) == ["Zoe", "Ana"]


DAYS_BACK = st.integers(0, 60).map(ago)
SIZES = st.integers(0, 8)


@st.composite
def snapshots(draw: st.DrawFn) -> ClientSnapshot:
    word_days = draw(st.none() | st.integers(0, 20))
    practice_days = sorted(draw(st.sets(DAYS_BACK, max_size=12)), reverse=True)
    talk_codes = draw(st.lists(st.sampled_from(TalkCode), unique=True, max_size=3))
    client = ClientSnapshot(
        name=draw(st.sampled_from(["Maya", "Sam", "Lee", "ana", "Tom"])),
        joined_on=draw(DAYS_BACK),
        start=draw(st.none() | st.integers(0, 10)),
        level=draw(st.none() | st.integers(0, 10)),
        change=draw(st.sampled_from(Direction)),
        last_practice_on=practice_days[0] if practice_days else None,
        practice_days=tuple(practice_days),
        last_check_in_on=draw(st.none() | DAYS_BACK),
        numbers=draw(st.integers(0, 12)),
        all_finished=draw(st.booleans()),
        closed=draw(st.booleans()),
        closure_level=draw(st.sampled_from([None, *Level])),
        closed_on=draw(st.none() | DAYS_BACK),
        paused=draw(st.booleans()),
        rest=draw(st.none() | st.builds(rest, st.integers(8, 10), st.none() | SIZES, SIZES)),
        flare=draw(st.none() | st.builds(FlareDays, SIZES, st.integers(2, 3), st.just(3))),
        talks=tuple(talk(code, points=draw(SIZES), days=draw(SIZES), opened=draw(SIZES)) for code in talk_codes),
        step_back=draw(st.none() | st.builds(stepped_back, st.integers(0, 20))),
        call_on=draw(st.none() | DAYS_BACK),
        screening_due_on=draw(st.none() | DAYS_BACK),
        track_end=draw(st.none() | st.builds(finished, st.integers(0, 20))),
    )
    return client if word_days is None else replace(client, word_at=at(word_days), word_on=ago(word_days))


@given(client=snapshots())
@settings(max_examples=30, deadline=None)
def test_reasons_are_never_empty_and_fall_in_weight(client: ClientSnapshot) -> None:
    reasons = attention_reasons(client, TODAY)
    weights = [reason.weight for reason in reasons]
    assert reasons != ()
    assert weights == sorted(weights, reverse=True)
    assert len({reason.code for reason in reasons}) == len(reasons)
    assert all(reason.sentence.endswith(".") and reason.suggestion.endswith(".") for reason in reasons)
    assert "quiet" not in codes(client) or len(reasons) == 1


@given(client=snapshots())
@settings(max_examples=30, deadline=None)
def test_nobody_who_is_paused_or_closed_is_called_silent_late_or_new(client: ClientSnapshot) -> None:
    if client.paused or client.closed:
        assert {"silent", "practice_gap", "never_practiced", "screening_due", "new"} & set(codes(client)) == set()


@given(client=snapshots())
@settings(max_examples=30, deadline=None)
def test_a_word_never_adds_a_reason(client: ClientSnapshot) -> None:
    answered = replace(client, word_at=at(0, 23), word_on=TODAY)
    assert set(codes(answered)) <= {*codes(client), "quiet"}


@given(clients=st.lists(snapshots(), max_size=6), data=st.data())
@settings(max_examples=15, deadline=None)
def test_the_order_of_clients_doesnt_matter(clients: list[ClientSnapshot], data: st.DataObject) -> None:
    def ordered(people: Iterable[ClientSnapshot]) -> list[str]:
        reasons = [(attention_reasons(client, TODAY), client.name) for client in people]
        return [name for _, name in sorted(reasons, key=lambda row: ranking_key(row[0], row[1]))]

    shuffled = data.draw(st.permutations(clients))
    assert ordered(clients) == ordered(shuffled)
