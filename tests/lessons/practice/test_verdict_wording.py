"""The heading of a verdict: by code and by what is ahead, and never more than what would move the client on says."""

from dataclasses import replace
from typing import Any

import pytest

from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Practice, Track, VerdictRecord
from lessons.practice.verdict_wording import STAYS, heading
from lessons.rules.ahead import NOTHING_AHEAD, Ahead, Future
from lessons.rules.decide import decide
from lessons.rules.table import CLIENT_RULES, LESSON_RULES
from lessons.rules.values import Decision, RuleCode
from tests.lessons.rules.histories import facts_of
from tests.lessons.rules.test_ahead import CASES

WALL_TAP = Lesson(pk=1, slug="wall-tap", title="Wall tap", track=Track.HINGE, number=2)
BOW = Lesson(pk=2, slug="waiters-bow", title="Waiter’s bow", track=Track.HINGE, number=3)
DECISIONS: dict[str, Decision] = {
    **{rule.code: rule.decision for rule in CLIENT_RULES},
    **{rule.code: rule.decision for rule in LESSON_RULES},
}
HOLDS = sorted(code for code, decision in DECISIONS.items() if decision == Decision.HOLD)


def way(calm_days: int, practices: int, **changed: Any) -> Ahead:
    """A way on; `limit` is None while the usual is learned."""
    values = {"limit": 3, "today": False, "leads_to": Decision.PROGRESS, **changed}
    number_after = values.pop("number_after", False)
    return Ahead(
        sentence="What `ahead` says.",
        future=Future(calm_days=calm_days, practices=practices, number_after=number_after),
        **values,
    )


ONE_NUMBER = way(1, 0)
RESTORED = {"leads_to": Decision.RESTORE}

IN_SHORT = [
    (ONE_NUMBER, "One more day with a number"),
    (way(3, 0), "Three calm days to go"),
    (way(0, 1), "One more good practice"),
    (way(0, 1, number_after=True), "One more good practice, then a number"),
    (way(0, 2), "Two good practices to go"),
    (way(0, 2, number_after=True), "Two good practices, then a number"),
    (way(1, 1), "One calm day, then one good practice"),
    (way(2, 2, number_after=True), "Two calm days, then two good practices"),
    (way(0, 1, limit=None), "A number on one more day"),
    (way(1, 2, limit=None), "Numbers on three more days"),
    (way(0, 1, **RESTORED), "One more easier day"),
    (way(0, 2, **RESTORED), "Two easier days to go"),
    (way(2, 0, **RESTORED), "Two calm days to go"),
    (way(3, 1, **RESTORED), "Three calm days, then one easier day"),
    (Ahead(sentence="Talk.", held_until=facts_of(CASES["nothing yet"].history).today), "Let’s talk first"),
    (NOTHING_AHEAD, ""),
]


def of(code: str, ahead: Ahead | None = None, *, is_fine: bool = False, **changed: Any) -> str:
    practice = Practice(lesson=WALL_TAP, after=None if is_fine else CheckIn(score=2), **changed)
    verdict = VerdictRecord(decision=DECISIONS.get(code, Decision.HOLD), reasons=[{"code": code}], next_lesson=BOW)
    return heading(practice, verdict, ahead)


@pytest.mark.parametrize(("ahead", "words"), IN_SHORT)
def test_what_is_ahead_has_a_short_form(ahead: Ahead, words: str) -> None:
    assert ahead.in_short == words


@pytest.mark.parametrize(("ahead", "words"), IN_SHORT)
@pytest.mark.parametrize("code", HOLDS)
def test_staying_says_what_is_ahead_and_that_a_number_decides_only_where_it_alone_is_missing(
    code: RuleCode, ahead: Ahead, words: str
) -> None:
    if code == RuleCode.ALREADY_PASSED or not words:
        expected = STAYS[code]
    elif code == RuleCode.ANSWER_MISSING and ahead == ONE_NUMBER:
        expected = "Good. Tomorrow’s number decides."
    elif code == RuleCode.ONE_MORE and ahead == way(0, 1, leads_to=ahead.leads_to, limit=ahead.limit):
        expected = "Good. One more practice like this."
    elif code in {RuleCode.ONE_MORE, RuleCode.ANSWER_MISSING}:
        expected = f"Good. {words}."
    else:
        expected = words
    assert of(code, ahead) == expected


@pytest.mark.parametrize("code", HOLDS)
def test_where_nothing_is_known_of_the_way_on_it_promises_nothing(code: RuleCode) -> None:
    assert of(code) == of(code, NOTHING_AHEAD) == STAYS[code]
    assert [word for word in ("next", "tomorrow", "decides", "once more") if word in STAYS[code].lower()] == []


OTHERS = {
    RuleCode.SAFETY_EMERGENCY: "Stop here and talk first",
    RuleCode.SAFETY_URGENT: "Stop here and talk first",
    RuleCode.SAFETY_REFER: "Stop here and talk first",
    RuleCode.VERY_TIGHT: "Stop here and talk first",
    RuleCode.PAUSED: "Your place is kept",
    RuleCode.VERY_HIGH_NOW: "Rest for now",
    RuleCode.FLARE: "Easier for a few days",
    RuleCode.ROSE_RUNNING: "A step back, on purpose",
    RuleCode.MISSED_RUNNING: "A step back, on purpose",
    RuleCode.EASIER_WENT_WELL: "The full version is back",
    RuleCode.TWO_GOOD: "You moved on to “Waiter’s bow”",
}


@pytest.mark.parametrize("code", list(RuleCode))
def test_every_code_has_a_heading_whatever_is_ahead(code: RuleCode) -> None:
    headings = {of(code, ahead) for ahead, _ in IN_SHORT}
    assert headings == {OTHERS[code]} if code in OTHERS else len(headings) >= 1
    assert [words for words in headings if "once more" in words or "Stay here" in words] == []


def test_a_track_that_ends_is_named() -> None:
    practice = Practice(lesson=BOW, after=CheckIn(score=2))
    verdict = VerdictRecord(decision=Decision.PROGRESS, reasons=[{"code": RuleCode.TWO_GOOD}], next_lesson=BOW)
    assert heading(practice, verdict, None) == "You finished the track “Hinge”"


def test_a_number_that_can_come_now_decides_now() -> None:
    now = replace(ONE_NUMBER, today=True)
    assert of(RuleCode.ANSWER_MISSING, now) == "Good. A number now decides."
    assert of(RuleCode.NOT_GOOD, now) == "One more day with a number"


def test_a_fine_day_is_not_what_one_more_is_to_be_like() -> None:
    assert of(RuleCode.ONE_MORE, way(0, 1), is_fine=True) == "Good. One more good practice."


def test_stopping_was_right_whatever_is_ahead() -> None:
    assert of(RuleCode.NOT_GOOD, way(0, 2), stopped="tighter") == "You stopped. Good call."


def test_a_code_of_before_0_3_0_keeps_its_place() -> None:
    assert of("too_early") == "Your place stays"


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.ahead().sentence])
def test_for_real_histories_it_counts_what_the_sentence_below_it_counts(name: str) -> None:
    case = CASES[name]
    verdict, ahead = decide(facts_of(case.history, now=case.now), case.standing), case.ahead()
    words = of(verdict.reason.code, ahead)
    if verdict.decision != Decision.HOLD:
        assert words == OTHERS[verdict.reason.code]
    elif ahead.needs_one_number and ahead.limit is not None:
        assert words in {"Good. A number now decides.", "Good. Tomorrow’s number decides."}
        assert verdict.reason.code == RuleCode.ANSWER_MISSING
    else:
        counts = {"one", "two", "three", "four"}
        in_heading = counts & set(words.lower().split())
        assert in_heading <= {
            *ahead.sentence.lower().replace(",", " ").split(),
            *({"one"} if "One more" in words else ()),
        }
        assert "decides" not in words
