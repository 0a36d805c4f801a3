"""From a history to a verdict: its reasons, where a step back leads, what would change it and when to look again."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from lessons.rules.decide import decide
from lessons.rules.values import Decision, History, StepBack
from tests.lessons.rules.histories import (
    DEFAULT,
    NOW,
    THREE_MORNINGS_OF_3,
    at,
    fine,
    last_morning,
    last_practice,
    morning,
    mornings,
    outcome,
    practice,
    two_clean,
)


def test_several_reasons_for_one_decision_are_all_given() -> None:
    history = last_practice(after=6, passed=False)
    history = replace(history, reports=(*history.reports[:-1], morning(20, 5)))
    assert outcome(history) == ("regress", ("over_limit", "morning_up"))


@pytest.mark.parametrize(
    ("has_easier", "has_previous", "step"),
    [
        (True, True, StepBack.EASIER),
        (True, False, StepBack.EASIER),
        (False, True, StepBack.PREVIOUS),
        (False, False, StepBack.SMALLER),
    ],
)
def test_a_step_back_says_where_to(has_easier: bool, has_previous: bool, step: StepBack) -> None:
    history = replace(last_practice(after=6), has_easier=has_easier, has_previous=has_previous)
    assert decide(history, DEFAULT, NOW).step_back_to == step
    assert decide(two_clean(has_easier=has_easier, has_previous=has_previous), DEFAULT, NOW).step_back_to is None


def test_after_a_fine_day_the_morning_of_the_day_before_can_still_decide() -> None:
    """Practised in full last evening and again today, before this morning was told."""
    history = History(practices=(practice(18, after=3), fine(19)), reports=THREE_MORNINGS_OF_3)
    verdict = decide(history, DEFAULT, at(19, 19))
    assert (verdict.decision, verdict.would_change) == (
        Decision.HOLD,
        "A next morning at 3 or below would move you on.",
    )
    assert verdict.look_again_on == date(2026, 5, 19)
    told = replace(history, reports=(*history.reports, morning(19, 3, hour=20)))
    assert decide(told, DEFAULT, at(19, 21)).decision == Decision.PROGRESS


def test_when_only_the_morning_is_open_the_verdict_names_it() -> None:
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18)))
    verdict = decide(history, DEFAULT, at(19, 19))
    assert verdict.would_change == "A next morning at 3 or below would move you on."
    calm = replace(history, reports=(*history.reports, morning(20, 3)))
    assert decide(calm, DEFAULT, at(20, 8)).decision == Decision.PROGRESS
    high = replace(history, reports=(*history.reports, morning(20, 4)))
    assert decide(high, DEFAULT, at(20, 8)).decision == Decision.HOLD


def test_the_morning_is_waited_for_to_the_last_minute() -> None:
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18)))
    for now, trainer in (
        (at(21, 6), "Waiting for the morning after 19 May."),
        (at(21, 6.1), "No report for the morning after 19 May."),
    ):
        assert decide(history, DEFAULT, now).reasons[-1].trainer == trainer


def test_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        decide(History(), DEFAULT, datetime(2026, 5, 20, 12))  # noqa: DTZ001


def test_look_again_is_a_day_of_the_client() -> None:
    late_evening = datetime(2026, 5, 20, 23, tzinfo=timezone(timedelta(hours=-7)))
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, *mornings(may_18=3, may_20=3)))
    assert decide(history, DEFAULT, late_evening).look_again_on == date(2026, 5, 27)


def test_a_back_dated_entry_gives_the_verdict_it_would_have_given_then() -> None:
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18)))
    assert decide(history, DEFAULT, NOW).decision == Decision.HOLD
    back_dated = replace(history, reports=(*history.reports, morning(20)))
    assert decide(back_dated, DEFAULT, NOW) == decide(two_clean(practices=history.practices), DEFAULT, NOW)


def test_an_edited_morning_takes_the_step_back_away() -> None:
    assert decide(last_morning(5), DEFAULT, NOW).decision == Decision.REGRESS
    assert decide(last_morning(3), DEFAULT, NOW).decision == Decision.PROGRESS
