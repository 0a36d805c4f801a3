"""From a history to a verdict: the row that decides, its reasons, and what would change it. PURE."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta

from hinge_coach.wording import capitalize, counted, decimal
from lessons.rules.facts import Facts, gather_facts
from lessons.rules.table import RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, Reason, Report, Verdict


def decide(history: History, thresholds: Thresholds, now: datetime) -> Verdict:
    """The first row of `RULES` that fits decides; the rows of the same decision right below add their reasons.

    `now` is aware; give it in the client's zone, for `look_again_on` is its local date. Raises ValueError when
    `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    facts = gather_facts(history, thresholds, now)
    decision, reasons = _judge(facts)
    return Verdict(
        decision=decision,
        reasons=reasons,
        would_change=_would_change(facts, decision),
        look_again_on=_look_again_on(facts, decision),
        morning_reference=facts.morning_reference,
        step_back_to=_step_back_to(history) if decision == Decision.REGRESS else "",
    )


def decision_of(history: History, thresholds: Thresholds, now: datetime) -> Decision:
    """What `decide` would decide, without its words; an eighth of the work, for asking many times."""
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    return _judge(gather_facts(history, thresholds, now))[0]


def _judge(facts: Facts) -> tuple[Decision, tuple[Reason, ...]]:
    decision, reasons = Decision.HOLD, list[Reason]()
    for rule in RULES:
        if reasons and rule.decision != decision:
            break
        said = rule.test(facts)
        if said is not None:
            decision = rule.decision
            reasons.append(Reason(code=rule.code, client=said.client, trainer=said.trainer, entries=said.entries))
    return decision, tuple(reasons)


def _step_back_to(history: History) -> str:
    if history.has_easier:
        return "easier"
    return "previous" if history.has_previous else "smaller"


def _would_change(facts: Facts, decision: Decision) -> str:
    limits, morning_reference = facts.thresholds, facts.morning_reference
    if decision == Decision.STOP:
        return "A talk with your trainer, who then opens practice again."
    if facts.history.paused:
        return "The end of your pause."
    if decision == Decision.PROGRESS:
        high = (
            f"a morning {limits.morning_rise} or more above your first ones"
            if morning_reference is None
            else f"a morning at {math.ceil(morning_reference) + limits.morning_rise} or above"
        )
        return f"A practice above {limits.limit_score}, or {high}, would take you a step back."
    calm_enough = _morning_that_moves_on(facts)
    if calm_enough is not None:
        return f"A next morning at {calm_enough}{' or below' if calm_enough else ''} would move you on."
    # A step back starts the count again.
    done = 0 if decision == Decision.REGRESS else len(facts.clean_run)
    left = max(1, limits.clean_practices - done)
    calm = (
        f"at {decimal(morning_reference)} or below"
        if morning_reference is not None
        else "no higher than your first ones"
    )
    asked = capitalize(
        f"{counted(left, 'clean practice', 'clean practices')} ({decimal(facts.easy_line)} or less, "
        f"self-check passed), "
        f"{'with' if left == 1 else 'each with'} a next morning {calm}, would move you on."
    )
    if not any(session.is_fine for session in facts.full):
        return asked
    beside = "" if done and not all(session.is_fine for session in facts.clean_run) else ", beside one with numbers"
    return f"{asked} Where we don't ask for numbers, “fine today” counts as clean{beside}."


def _morning_that_moves_on(facts: Facts) -> int | None:
    """The score at or below which a next morning would turn the verdict into progress; None where none would.

    Asked of the rules themselves: a further morning can also shift the first ones that it is measured by.
    """
    waiting = facts.waits_for
    if waiting is None:
        return None
    at = max(facts.now, waiting.at + timedelta(hours=min(10, facts.thresholds.morning_hours)))
    known = replace(
        facts.history,
        practices=tuple(each for each in facts.history.practices if each.at <= facts.now),
        reports=tuple(each for each in facts.history.reports if each.at <= facts.now),
    )
    on = max(facts.today, waiting.local_on + timedelta(days=1))
    highest = None
    for score in range(11):
        morning = Report(id="", at=at, local_on=on, score=score, moment="morning")
        history = replace(known, reports=(*known.reports, morning))
        if _judge(gather_facts(history, facts.thresholds, at))[0] != Decision.PROGRESS:
            break
        highest = score
    return highest


def _look_again_on(facts: Facts, decision: Decision) -> date | None:
    if decision == Decision.STOP or facts.history.paused or facts.last is None:
        return None
    if decision in {Decision.REGRESS, Decision.PROGRESS}:
        return facts.today + timedelta(days=7)
    if waiting := facts.waits_for:
        return max(facts.today, waiting.local_on + timedelta(days=1))
    return facts.today + timedelta(days=2)
