from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.coaching.desk import attention
from hinge_coach.coaching.desk.attention import (
    ALL_QUIET,
    AttentionReason,
    ClientSnapshot,
    attention_reasons,
    order,
    ranking_key,
)

TODAY = date(2026, 5, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


# Practised yesterday, on a lesson for a week, nothing amiss.
MAYA = ClientSnapshot(
    name="Maya",
    joined_on=ago(60),
    start=5,
    level=4,
    change="same",
    last_practice_on=ago(1),
    last_check_in_on=ago(0),
    lesson="Wall tap",
    lesson_since=ago(7),
)


def maya(**changes: object) -> ClientSnapshot:
    return replace(MAYA, **changes)  # type: ignore[arg-type]


def silent_for(days: int, **changes: object) -> ClientSnapshot:
    return maya(last_practice_on=ago(days + 3), last_check_in_on=ago(days), **changes)


CASES: dict[str, tuple[ClientSnapshot, tuple[str, ...]]] = {
    "all is well": (MAYA, ("fine",)),
    # stopped
    "a safety answer for help at once": (maya(stopped=True, closure_level="emergency"), ("stopped",)),
    "a safety answer for today": (maya(stopped=True, closure_level="urgent"), ("stopped",)),
    "a safety answer for a doctor first": (maya(stopped=True, closure_level="refer"), ("stopped",)),
    "stopped by the rules": (maya(stopped=True, closure_level="rules"), ("stopped",)),
    "stopped, nobody knows why": (maya(stopped=True), ("stopped",)),
    "stopped two days ago": (maya(stopped=True, stopped_on=ago(2)), ("stopped",)),
    "stopped three days ago": (maya(stopped=True, stopped_on=ago(3)), ("stopped", "stop_review")),
    "a day of stopping without a stop": (maya(stopped_on=ago(30)), ("fine",)),
    "stopped and quiet since": (silent_for(40, stopped=True, lesson_since=ago(60)), ("stopped",)),
    "stopped with a step back": (
        maya(stopped=True, last_verdict="regress", last_verdict_on=ago(1)),
        ("stopped", "regressed"),
    ),
    # mornings
    "one high morning": (maya(mornings_up=1, morning_rise=3), ("fine",)),
    "two high mornings": (maya(mornings_up=2, morning_rise=2), ("next_mornings_up",)),
    "two mornings a little up": (maya(mornings_up=2, morning_rise=1.5), ("fine",)),
    "two mornings a point up": (maya(mornings_up=2, morning_rise=1), ("fine",)),
    # tighter
    "likely tighter": (maya(change="tighter", level=7), ("tighter",)),
    # step back
    "a step back today": (maya(last_verdict="regress", last_verdict_on=TODAY), ("regressed",)),
    "a step back a week ago": (maya(last_verdict="regress", last_verdict_on=ago(7)), ("regressed",)),
    "a step back eight days ago": (maya(last_verdict="regress", last_verdict_on=ago(8)), ("fine",)),
    "a step back the trainer has seen": (
        maya(last_verdict="regress", last_verdict_on=ago(2), seen_on=ago(1)),
        ("regressed_seen",),
    ),
    "a step back seen, eight days ago": (
        maya(last_verdict="regress", last_verdict_on=ago(8), seen_on=ago(1)),
        ("fine",),
    ),
    "a step back on the day the trainer looked": (
        maya(last_verdict="regress", last_verdict_on=ago(2), seen_on=ago(2)),
        ("regressed",),
    ),
    "a step back on nobody knows which day": (maya(last_verdict="regress"), ("fine",)),
    "moving on is no step back": (maya(last_verdict="progress", last_verdict_on=TODAY), ("fine",)),
    # stuck
    "three weeks less a day on one lesson": (maya(lesson_since=ago(20)), ("fine",)),
    "three weeks on one lesson": (maya(lesson_since=ago(21)), ("stuck",)),
    "three holds running": (maya(holds_running=3), ("fine",)),
    "four holds running": (maya(holds_running=4), ("stuck",)),
    "on no lesson": (maya(lesson="", lesson_since=None), ("fine",)),
    "three weeks on one lesson, paused": (maya(lesson_since=ago(21), paused=True), ("paused",)),
    # silent
    "quiet for nine days": (silent_for(9), ("fine",)),
    "quiet for ten days": (silent_for(10), ("silent",)),
    "practised, but no check-in": (maya(last_check_in_on=None), ("fine",)),
    "quiet for ten days, then a practice": (maya(last_check_in_on=ago(10)), ("fine",)),
    "quiet on a pause": (silent_for(30, paused=True), ("paused",)),
    "quiet since joining": (
        ClientSnapshot(name="Lee", joined_on=ago(10)),
        ("silent",),
    ),
    # new
    "joined today": (ClientSnapshot(name="Lee", joined_on=TODAY), ("new",)),
    "joined a week ago, no practice": (ClientSnapshot(name="Lee", joined_on=ago(7)), ("new",)),
    "joined eight days ago, no practice": (ClientSnapshot(name="Lee", joined_on=ago(8)), ("fine",)),
    "joined today and practised": (ClientSnapshot(name="Lee", joined_on=TODAY, last_practice_on=TODAY), ("fine",)),
    "joined today, on a pause": (ClientSnapshot(name="Lee", joined_on=TODAY, paused=True), ("paused",)),
    # sore
    "one easier practice": (maya(easier_lately=1), ("fine",)),
    "two easier practices": (maya(easier_lately=2), ("sore",)),
    # screening
    "safety questions due today": (maya(screening_due_on=TODAY), ("fine",)),
    "safety questions due yesterday": (maya(screening_due_on=ago(1)), ("screening",)),
    "safety questions due, on a pause": (maya(screening_due_on=ago(1), paused=True), ("paused",)),
    "safety questions due, stopped": (maya(screening_due_on=ago(1), stopped=True), ("stopped",)),
    # call
    "a call yesterday": (maya(call_on=ago(1)), ("fine",)),
    "a call today": (maya(call_on=TODAY), ("call",)),
    "a call tomorrow": (maya(call_on=ahead(1)), ("call",)),
    "a call the day after": (maya(call_on=ahead(2)), ("fine",)),
    # ready
    "likely easier": (maya(change="easier", level=3), ("ready",)),
    "likely easier, seen a week ago": (maya(change="easier", level=3, seen_on=ago(7)), ("fine",)),
    "likely easier, seen eight days ago": (maya(change="easier", level=3, seen_on=ago(8)), ("ready",)),
    "a track finished": (maya(track_finished="Find neutral", track_finished_on=ago(7)), ("ready",)),
    "a track finished eight days ago": (maya(track_finished="Find neutral", track_finished_on=ago(8)), ("fine",)),
    "easier, and stopped": (maya(change="easier", stopped=True), ("stopped",)),
    # several
    "the most urgent first": (
        maya(
            change="tighter",
            mornings_up=3,
            morning_rise=3,
            last_verdict="regress",
            last_verdict_on=ago(1),
            easier_lately=2,
            call_on=TODAY,
            screening_due_on=ago(3),
            lesson_since=ago(30),
        ),
        ("next_mornings_up", "tighter", "regressed", "screening", "stuck", "sore", "call"),
    ),
    "a pause hides only what time makes of it": (
        maya(change="tighter", paused=True, lesson_since=ago(30)),
        ("tighter", "paused"),
    ),
}


def codes(story: ClientSnapshot) -> tuple[str, ...]:
    return tuple(need.code for need in attention_reasons(story, TODAY))


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_needs(name: str) -> None:
    story, expected = CASES[name]
    assert codes(story) == expected


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
    assert [case for case, (story, expected) in CASES.items() if codes(story) != expected] != []


def test_no_number_is_left_out_of_the_shifting() -> None:
    found = [name for name, value in vars(attention).items() if name.isupper() and type(value) is int]
    assert found == NUMBERS


@pytest.mark.parametrize(
    ("story", "sentence", "suggestion"),
    [
        (
            maya(stopped=True, closure_level="emergency"),
            "A safety answer asks for help at once.",
            "Ring today before anything else.",
        ),
        (
            maya(stopped=True, closure_level="rules"),
            "The rules have stopped practice.",
            "Look at the reasons, then ring.",
        ),
        (
            maya(mornings_up=2, morning_rise=3),
            "Next morning was 3 above the usual, twice.",
            "Ask what else those days held, and make the next practice smaller.",
        ),
        (
            maya(mornings_up=5, morning_rise=2.5),
            "Next morning was 2.5 above the usual, 5 times.",
            "Ask what else those days held, and make the next practice smaller.",
        ),
        (
            maya(change="tighter", level=7),
            "Likely tighter: 7 now, 5 at the start.",
            "Ring this week and look at the plan together.",
        ),
        (
            maya(change="tighter", level=None),
            "Likely tighter.",
            "Ring this week and look at the plan together.",
        ),
        (
            maya(last_verdict="regress", last_verdict_on=ago(2), seen_on=ago(1)),
            "The rules made a step back in Wall tap, 2 days ago; you have looked since.",
            "See what the next practice brings.",
        ),
        (
            maya(last_verdict="regress", last_verdict_on=ago(1)),
            "The rules made a step back in Wall tap, yesterday.",
            "Read the reason and send a word: a step back is part of the way.",
        ),
        (
            maya(screening_due_on=ago(1)),
            "The safety questions have been waiting for one day.",
            "Ask for the answers; practice stays safer with them.",
        ),
        (
            silent_for(14),
            "Nothing heard for 14 days.",
            "Send a friendly line, and offer to carry on or to repeat the last lesson.",
        ),
        (
            ClientSnapshot(name="Lee", joined_on=ago(12)),
            "Nothing heard since joining 12 days ago.",
            "Send a friendly line, and offer to carry on or to repeat the last lesson.",
        ),
        (
            maya(lesson_since=ago(21), holds_running=5),
            "Wall tap for 3 weeks.",
            "Try another cue or the easier version, or look at it together on a call.",
        ),
        (
            maya(holds_running=4),
            "Wall tap: stayed put four times in a row.",
            "Try another cue or the easier version, or look at it together on a call.",
        ),
        (
            maya(easier_lately=3),
            "Sore: took the easier version three times in the last seven days.",
            "Ask how it is, and what the days were like.",
        ),
        (maya(call_on=ahead(1)), "A call is booked for tomorrow.", "Read the story before it."),
        (
            ClientSnapshot(name="Lee", joined_on=TODAY),
            "Joined today; no practice yet.",
            "Say hello and point to the first lesson.",
        ),
        (maya(change="easier", level=2.5), "Likely easier: 2.5 now, 5 at the start.", "Worth a good word."),
        (
            maya(change="easier", track_finished="Find neutral", track_finished_on=ago(1)),
            "Finished Find neutral.",
            "Worth a good word.",
        ),
        (
            maya(paused=True, paused_until=date(2026, 6, 3)),
            "On a planned pause until 3 June.",
            "Nothing to do until then.",
        ),
        (maya(paused=True), "On a planned pause.", "Nothing to do for now."),
        (MAYA, "All quiet and on the way.", "Nothing to do today."),
    ],
)
def test_a_need_says_why_and_what_next(story: ClientSnapshot, sentence: str, suggestion: str) -> None:
    first = attention_reasons(story, TODAY)[0]
    assert (first.sentence, first.suggestion) == (sentence, suggestion)


def test_a_long_stop_asks_for_a_decision() -> None:
    _, review = attention_reasons(maya(stopped=True, closure_level="refer", stopped_on=ago(5)), TODAY)
    assert review == AttentionReason(
        code="stop_review",
        weight=90,
        sentence="Practice has been closed for 5 days.",
        suggestion="Open it again, or note what it is waiting for.",
    )


def test_the_graver_stop_weighs_more() -> None:
    weights = [
        attention_reasons(maya(stopped=True, closure_level=closure_level), TODAY)[0].weight
        for closure_level in ("emergency", "urgent", "rules", "refer")
    ]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 4


def test_the_list_goes_by_need_then_by_name() -> None:
    ana = maya(name="Ana", stopped=True, closure_level="emergency")
    sam = maya(name="Sam", mornings_up=2, morning_rise=3)
    sam_and_stuck = maya(name="Zoe", mornings_up=2, morning_rise=3, lesson_since=ago(21))
    tom = silent_for(14, name="tom")
    quiet, also_quiet = maya(name="maya"), maya(name="Lee")
    listed = order([quiet, tom, also_quiet, sam, ana, sam_and_stuck], TODAY)
    assert [story.name for story, _ in listed] == ["Ana", "Zoe", "Sam", "tom", "Lee", "maya"]
    assert listed[-1] == (quiet, (ALL_QUIET,))


def test_the_key_puts_the_heavier_need_first() -> None:
    stuck, sore = maya(lesson_since=ago(21)), maya(easier_lately=2)
    both = maya(lesson_since=ago(21), easier_lately=2)
    assert sorted(
        [(ALL_QUIET,), attention_reasons(sore, TODAY), attention_reasons(stuck, TODAY), attention_reasons(both, TODAY)],
        key=ranking_key,
    ) == [
        attention_reasons(both, TODAY),
        attention_reasons(stuck, TODAY),
        attention_reasons(sore, TODAY),
        (ALL_QUIET,),
    ]


DAYS_BACK = st.integers(0, 60).map(ago)


@st.composite
def stories(draw: st.DrawFn) -> ClientSnapshot:
    return ClientSnapshot(
        name=draw(st.sampled_from(["Maya", "Sam", "Lee", "ana", "Tom"])),
        joined_on=draw(DAYS_BACK),
        start=draw(st.none() | st.integers(0, 10)),
        level=draw(st.none() | st.integers(0, 10)),
        change=draw(st.sampled_from(["too_early", "same", "easier", "tighter"])),
        last_practice_on=draw(st.none() | DAYS_BACK),
        last_check_in_on=draw(st.none() | DAYS_BACK),
        stopped=draw(st.booleans()),
        closure_level=draw(st.sampled_from(["", "emergency", "urgent", "refer", "rules"])),
        stopped_on=draw(st.none() | DAYS_BACK),
        paused=draw(st.booleans()),
        mornings_up=draw(st.integers(0, 4)),
        morning_rise=draw(st.integers(0, 5)),
        last_verdict=draw(st.sampled_from(["", "progress", "hold", "regress", "stop"])),
        last_verdict_on=draw(st.none() | DAYS_BACK),
        lesson_since=draw(st.none() | DAYS_BACK),
        holds_running=draw(st.integers(0, 6)),
        easier_lately=draw(st.integers(0, 4)),
        call_on=draw(st.none() | DAYS_BACK),
        screening_due_on=draw(st.none() | DAYS_BACK),
        seen_on=draw(st.none() | DAYS_BACK),
    )


@given(story=stories())
@settings(max_examples=30, deadline=None)
def test_needs_are_never_empty_and_fall_in_weight(story: ClientSnapshot) -> None:
    found = attention_reasons(story, TODAY)
    weights = [need.weight for need in found]
    assert found != ()
    assert weights == sorted(weights, reverse=True)
    assert len({need.code for need in found}) == len(found)
    assert all(need.sentence.endswith(".") and need.suggestion.endswith(".") for need in found)
    assert (found == (ALL_QUIET,)) == ("fine" in {need.code for need in found})


@given(story=stories())
@settings(max_examples=30, deadline=None)
def test_nobody_who_is_paused_or_stopped_is_called_silent_stuck_or_new(story: ClientSnapshot) -> None:
    if story.paused or story.stopped:
        assert {"silent", "stuck", "new"} & set(codes(story)) == set()


@given(someone=st.lists(stories(), max_size=6), data=st.data())
@settings(max_examples=15, deadline=None)
def test_the_order_of_clients_doesnt_matter(someone: list[ClientSnapshot], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(someone))
    found, again = order(someone, TODAY), order(shuffled, TODAY)
    assert [(story.name, wants) for story, wants in found] == [(story.name, wants) for story, wants in again]
