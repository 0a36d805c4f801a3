"""Which clients need the trainer today: a table of cases, and what holds for all."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.coaching.desk import attention
from hinge_coach.coaching.desk.attention import attention_reasons, ranking_key
from hinge_coach.coaching.desk.values import AttentionCode, AttentionReason, ClientSnapshot, Direction
from hinge_coach.safety.screening import Level
from lessons.rules.values import Decision
from tests.coaching.desk.snapshots import MAYA, TODAY, ago, ahead, maya, silent_for

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
    "closed and quiet since": (silent_for(40, closed=True, lesson_since=ago(60)), ("closed",)),
    "closed with a step back": (
        maya(closed=True, last_verdict=Decision.REGRESS, last_verdict_on=ago(1)),
        ("closed", "regressed"),
    ),
    # mornings
    "one high morning": (maya(mornings_up=1, morning_rise=3), ("quiet",)),
    "two high mornings": (maya(mornings_up=2, morning_rise=2), ("mornings_up",)),
    "two mornings a little up": (maya(mornings_up=2, morning_rise=1.5), ("quiet",)),
    "two mornings a point up": (maya(mornings_up=2, morning_rise=1), ("quiet",)),
    # tighter
    "likely tighter": (maya(change=Direction.TIGHTER, level=7), ("tighter",)),
    # step back
    "a step back today": (maya(last_verdict=Decision.REGRESS, last_verdict_on=TODAY), ("regressed",)),
    "a step back a week ago": (maya(last_verdict=Decision.REGRESS, last_verdict_on=ago(7)), ("regressed",)),
    "a step back eight days ago": (maya(last_verdict=Decision.REGRESS, last_verdict_on=ago(8)), ("quiet",)),
    "a step back the trainer has seen": (
        maya(last_verdict=Decision.REGRESS, last_verdict_on=ago(2), seen_on=ago(1)),
        ("regressed_seen",),
    ),
    "a step back seen, eight days ago": (
        maya(last_verdict=Decision.REGRESS, last_verdict_on=ago(8), seen_on=ago(1)),
        ("quiet",),
    ),
    "a step back on the day the trainer looked": (
        maya(last_verdict=Decision.REGRESS, last_verdict_on=ago(2), seen_on=ago(2)),
        ("regressed",),
    ),
    "a step back on nobody knows which day": (maya(last_verdict=Decision.REGRESS), ("quiet",)),
    "moving on is no step back": (maya(last_verdict=Decision.PROGRESS, last_verdict_on=TODAY), ("quiet",)),
    # stuck
    "three weeks less a day on one lesson": (maya(lesson_since=ago(20)), ("quiet",)),
    "three weeks on one lesson": (maya(lesson_since=ago(21)), ("long_on_lesson",)),
    "three holds running": (maya(holds_running=3), ("quiet",)),
    "four holds running": (maya(holds_running=4), ("holding",)),
    "on no lesson": (maya(lesson="", lesson_since=None), ("quiet",)),
    "three weeks on one lesson, paused": (maya(lesson_since=ago(21), paused=True), ("paused",)),
    # silent
    "quiet for nine days": (silent_for(9), ("quiet",)),
    "quiet for ten days": (silent_for(10), ("silent",)),
    "practised, but no check-in": (maya(last_check_in_on=None), ("quiet",)),
    "quiet for ten days, then a practice": (maya(last_check_in_on=ago(10)), ("quiet",)),
    "quiet on a pause": (silent_for(30, paused=True), ("paused",)),
    "quiet since joining": (
        ClientSnapshot(name="Lee", joined_on=ago(10)),
        ("silent",),
    ),
    # new
    "joined today": (ClientSnapshot(name="Lee", joined_on=TODAY), ("new",)),
    "joined a week ago, no practice": (ClientSnapshot(name="Lee", joined_on=ago(7)), ("new",)),
    "joined eight days ago, no practice": (ClientSnapshot(name="Lee", joined_on=ago(8)), ("quiet",)),
    "joined today and practised": (ClientSnapshot(name="Lee", joined_on=TODAY, last_practice_on=TODAY), ("quiet",)),
    "joined today, on a pause": (ClientSnapshot(name="Lee", joined_on=TODAY, paused=True), ("paused",)),
    # sore
    "one easier practice": (maya(easier_lately=1), ("quiet",)),
    "two easier practices": (maya(easier_lately=2), ("sore",)),
    # screening
    "safety questions due today": (maya(screening_due_on=TODAY), ("quiet",)),
    "safety questions due yesterday": (maya(screening_due_on=ago(1)), ("screening_due",)),
    "safety questions due, on a pause": (maya(screening_due_on=ago(1), paused=True), ("paused",)),
    "safety questions due, closed": (maya(screening_due_on=ago(1), closed=True), ("closed",)),
    # call
    "a call yesterday": (maya(call_on=ago(1)), ("quiet",)),
    "a call today": (maya(call_on=TODAY), ("call",)),
    "a call tomorrow": (maya(call_on=ahead(1)), ("call",)),
    "a call the day after": (maya(call_on=ahead(2)), ("quiet",)),
    # good news
    "likely easier": (maya(change=Direction.EASIER, level=3), ("easier",)),
    "likely easier, seen a week ago": (maya(change=Direction.EASIER, level=3, seen_on=ago(7)), ("quiet",)),
    "likely easier, seen eight days ago": (maya(change=Direction.EASIER, level=3, seen_on=ago(8)), ("easier",)),
    "a track finished": (maya(track_finished="Find neutral", track_finished_on=ago(7)), ("track_finished",)),
    "a track finished eight days ago": (maya(track_finished="Find neutral", track_finished_on=ago(8)), ("quiet",)),
    "easier, and closed": (maya(change=Direction.EASIER, closed=True), ("closed",)),
    # several
    "the most urgent first": (
        maya(
            change=Direction.TIGHTER,
            mornings_up=3,
            morning_rise=3,
            last_verdict=Decision.REGRESS,
            last_verdict_on=ago(1),
            easier_lately=2,
            call_on=TODAY,
            screening_due_on=ago(3),
            lesson_since=ago(30),
        ),
        ("mornings_up", "tighter", "regressed", "screening_due", "long_on_lesson", "sore", "call"),
    ),
    "a pause hides only what time makes of it": (
        maya(change=Direction.TIGHTER, paused=True, lesson_since=ago(30)),
        ("tighter", "paused"),
    ),
}


def codes(client: ClientSnapshot) -> tuple[str, ...]:
    return tuple(reason.code for reason in attention_reasons(client, TODAY))


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_reasons(name: str) -> None:
    client, expected = CASES[name]
    assert codes(client) == expected


NUMBERS = [
    "MORNINGS_UP",
    "MORNING_RISE",
    "STUCK_DAYS",
    "STUCK_HOLDS",
    "SILENT_DAYS",
    "NEW_DAYS",
    "SORE_PRACTICES",
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


def test_a_long_closure_asks_for_a_decision() -> None:
    _, review = attention_reasons(maya(closed=True, closure_level=Level.REFER, closed_on=ago(5)), TODAY)
    assert review == AttentionReason(
        code=AttentionCode.CLOSURE_REVIEW,
        weight=90,
        sentence="Practice has been closed for 5 days.",
        suggestion="Open it again, or note what it is waiting for.",
    )


def test_the_graver_closure_weighs_more() -> None:
    weights = [
        attention_reasons(maya(closed=True, closure_level=level), TODAY)[0].weight
        for level in (Level.EMERGENCY, Level.TODAY, None, Level.REFER)
    ]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 4


def ranked(clients: Iterable[ClientSnapshot]) -> list[ClientSnapshot]:
    return sorted(clients, key=lambda client: ranking_key(attention_reasons(client, TODAY), client.name))


def test_the_list_goes_by_reasons_then_by_name() -> None:
    ana = maya(name="Ana", closed=True, closure_level=Level.EMERGENCY)
    sam = maya(name="Sam", mornings_up=2, morning_rise=3)
    sam_and_stuck = maya(name="Zoe", mornings_up=2, morning_rise=3, lesson_since=ago(21))
    tom = silent_for(14, name="tom")
    quiet, also_quiet = maya(name="maya"), maya(name="Lee")
    clients = ranked([quiet, tom, also_quiet, sam, ana, sam_and_stuck])
    assert [client.name for client in clients] == ["Ana", "Zoe", "Sam", "tom", "Lee", "maya"]
    assert [reason.code for reason in attention_reasons(clients[-1], TODAY)] == ["quiet"]


def test_the_key_puts_the_heavier_reason_first() -> None:
    stuck, sore = maya(lesson_since=ago(21)), maya(easier_lately=2)
    both = maya(lesson_since=ago(21), easier_lately=2)
    assert ranked([MAYA, sore, stuck, both]) == [both, stuck, sore, MAYA]


DAYS_BACK = st.integers(0, 60).map(ago)


@st.composite
def snapshots(draw: st.DrawFn) -> ClientSnapshot:
    return ClientSnapshot(
        name=draw(st.sampled_from(["Maya", "Sam", "Lee", "ana", "Tom"])),
        joined_on=draw(DAYS_BACK),
        start=draw(st.none() | st.integers(0, 10)),
        level=draw(st.none() | st.integers(0, 10)),
        change=draw(st.sampled_from(Direction)),
        last_practice_on=draw(st.none() | DAYS_BACK),
        last_check_in_on=draw(st.none() | DAYS_BACK),
        closed=draw(st.booleans()),
        closure_level=draw(st.sampled_from([None, *Level])),
        closed_on=draw(st.none() | DAYS_BACK),
        paused=draw(st.booleans()),
        mornings_up=draw(st.integers(0, 4)),
        morning_rise=draw(st.integers(0, 5)),
        last_verdict=draw(st.none() | st.sampled_from(Decision)),
        last_verdict_on=draw(st.none() | DAYS_BACK),
        lesson_since=draw(st.none() | DAYS_BACK),
        holds_running=draw(st.integers(0, 6)),
        easier_lately=draw(st.integers(0, 4)),
        call_on=draw(st.none() | DAYS_BACK),
        screening_due_on=draw(st.none() | DAYS_BACK),
        seen_on=draw(st.none() | DAYS_BACK),
    )


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
def test_nobody_who_is_paused_or_closed_is_called_silent_stuck_or_new(client: ClientSnapshot) -> None:
    if client.paused or client.closed:
        assert {"silent", "long_on_lesson", "holding", "new"} & set(codes(client)) == set()


@given(clients=st.lists(snapshots(), max_size=6), data=st.data())
@settings(max_examples=15, deadline=None)
def test_the_order_of_clients_doesnt_matter(clients: list[ClientSnapshot], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(clients))
    reasons = [(client.name, attention_reasons(client, TODAY)) for client in ranked(clients)]
    assert reasons == [(client.name, attention_reasons(client, TODAY)) for client in ranked(shuffled)]
