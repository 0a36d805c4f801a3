"""Why a client needs the trainer: signals, and what other rooms know beside them."""

from datetime import date, timedelta

import pytest

from hinge_coach.coaching.desk.attention import CLOSURE_WEIGHTS, attention_reasons
from hinge_coach.coaching.desk.values import AttentionReason, ClosedPractice, HandledUpTo, PausedUntil
from hinge_coach.coaching.desk.wording import Titles
from hinge_coach.safety.screening import Level
from lessons.summary.signals import signals_of
from lessons.summary.values import ClientSnapshot, SignalCode, SignalValue
from tests.lessons.summary.snapshots import (
    MAYA,
    NOW,
    TODAY,
    ago,
    ahead,
    at,
    finished,
    flare,
    maya,
    rest,
    silent_for,
    stepped_back,
    wrote,
)

TITLES: Titles = {7: "Wall tap", "neutral": "Find neutral", "sport": "Pickleball or sport"}


def reasons_of(
    client: ClientSnapshot,
    *,
    closed: ClosedPractice | None = None,
    paused: PausedUntil | None = None,
    call_on: date | None = None,
    handled: HandledUpTo | None = None,
) -> tuple[AttentionReason, ...]:
    return attention_reasons(
        signals_of(client),
        now=NOW,
        today=TODAY,
        titles=TITLES,
        closed=closed,
        paused=paused,
        call_on=call_on,
        handled=handled,
    )


def codes(reasons: tuple[AttentionReason, ...], *, to_act_on: bool = False) -> tuple[str, ...]:
    return tuple(reason.code for reason in reasons if reason.needs_attention or not to_act_on)


def test_nothing_is_quiet() -> None:
    assert reasons_of(MAYA) == (
        AttentionReason(code="quiet", weight=0, sentence="All quiet.", suggestion="Nothing to do today."),
    )


@pytest.mark.parametrize(
    ("level", "weight"), [(Level.EMERGENCY, 100), (Level.TODAY, 96), (None, 94), (Level.REFER, 92)]
)
def test_a_closure_weighs_by_its_level_and_rings(level: Level | None, weight: int) -> None:
    first = reasons_of(maya(rest=rest()), closed=ClosedPractice(level=level, at=at(0, 9)))[0]
    assert (first.code, first.weight, first.size, first.rings) == ("closed", weight, "Stop", True)


def test_every_level_that_closes_has_a_weight() -> None:
    assert set(CLOSURE_WEIGHTS) == {None, *Level} - {Level.CLEAR}


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (silent_for(40), ("closed",)),
        (maya(screening_due_on=ago(3)), ("closed",)),
        (maya(flare=flare()), ("closed",)),
        (maya(track_end=finished(1)), ("closed",)),
        (maya(step_back=stepped_back(1)), ("closed", "step_back")),
        (maya(waiting=wrote(1)), ("closed", "message")),
    ],
)
def test_while_practice_is_closed_nothing_is_late_and_nothing_is_good_news(
    client: ClientSnapshot, expected: tuple[str, ...]
) -> None:
    assert codes(reasons_of(client, closed=ClosedPractice(level=None, at=at(2)))) == expected


@pytest.mark.parametrize(
    ("call_on", "expected"),
    [(ago(1), ("quiet", 0)), (TODAY, ("call", 30)), (ahead(1), ("call", 30)), (ahead(2), ("quiet", 0))],
)
def test_a_call_of_today_or_tomorrow_is_named(call_on: date, expected: tuple[str, int]) -> None:
    assert [(reason.code, reason.weight) for reason in reasons_of(MAYA, call_on=call_on)] == [expected]


def test_a_pause_is_shown_and_asks_nothing() -> None:
    reasons = reasons_of(MAYA, paused=PausedUntil(ends_on=ahead(9)))
    assert [(reason.code, reason.weight, reason.needs_attention) for reason in reasons] == [("paused", 1, False)]


def test_good_news_asks_for_a_word_too() -> None:
    reasons = reasons_of(maya(track_end=finished(1)))
    assert [(reason.code, reason.weight, reason.needs_attention) for reason in reasons] == [
        ("track_finished", 10, True)
    ]


@pytest.mark.parametrize(
    "reasons",
    [
        reasons_of(MAYA),
        reasons_of(MAYA, closed=ClosedPractice(level=None, at=at(2))),
        reasons_of(MAYA, call_on=TODAY),
        reasons_of(MAYA, paused=PausedUntil(ends_on=None)),
    ],
    ids=["quiet", "closed", "call", "paused"],
)
def test_what_is_no_number_has_no_points_above_the_usual(reasons: tuple[AttentionReason, ...]) -> None:
    assert [reason.points for reason in reasons] == [0]


def test_what_a_message_does_not_answer_as_well_as_a_voice_rings() -> None:
    reasons = reasons_of(maya(rest=rest(), waiting=wrote(2)), call_on=TODAY)
    assert [(reason.code, reason.rings) for reason in reasons] == [("rest", True), ("message", False), ("call", False)]


def test_of_equal_weight_more_points_come_first_and_then_the_older() -> None:
    cases = [
        (SignalCode.TRACK_FINISHED, 0, at(3)),
        (SignalCode.EASIER, 2, at(1)),
        (SignalCode.TRACK_FINISHED, 0, at(9)),
        (SignalCode.EASIER, 3, at(2)),
    ]
    facts = {"track": "sport", "start": 5, "usual": 3, "on": str(ago(1))}
    signals = [
        SignalValue(code=code, since=since, evidence_at=since, from_at=since, points=points, facts=facts)
        for code, points, since in cases
    ]
    reasons = attention_reasons(signals, now=NOW, today=TODAY, titles=TITLES)
    assert [(reason.points, reason.since) for reason in reasons] == [(3, at(2)), (2, at(1)), (0, at(9)), (0, at(3))]


MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("handled", "to_act_on"),
    [
        (None, ("rest", "step_back")),
        (HandledUpTo(up_to=at(0) - MOMENT), ("rest",)),  # the number came a moment later
        (HandledUpTo(up_to=at(0)), ()),
        (HandledUpTo(up_to=at(1) - MOMENT), ("rest", "step_back")),
        (HandledUpTo(up_to=at(0), until=NOW + MOMENT), ()),
        (HandledUpTo(up_to=at(0), until=NOW), ("rest", "step_back")),  # the snooze is over
    ],
)
def test_what_is_handled_comes_back_on_later_evidence_or_when_its_snooze_ends(
    handled: HandledUpTo | None, to_act_on: tuple[str, ...]
) -> None:
    reasons = reasons_of(maya(rest=rest(), step_back=stepped_back(1)), handled=handled)
    assert codes(reasons, to_act_on=True) == to_act_on
    assert set(codes(reasons)) == {"rest", "step_back"}


def test_what_is_to_be_done_stands_before_what_is_handled() -> None:
    handled = HandledUpTo(up_to=at(1))
    reasons = reasons_of(maya(rest=rest(days=1), waiting=wrote(2)), handled=handled)
    assert [(reason.code, reason.is_handled) for reason in reasons] == [("message", False), ("rest", True)]


def test_a_handled_closure_is_still_named() -> None:
    reasons = reasons_of(MAYA, closed=ClosedPractice(level=None, at=at(2)), handled=HandledUpTo(up_to=at(1)))
    assert [(reason.code, reason.is_handled) for reason in reasons] == [("closed", True)]
