"""From a history to a verdict: the row that decides, its reasons, and what would change it. PURE."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hinge_coach.tightness.trend import Moment
from lessons.rules import wording
from lessons.rules.facts import Facts, gather_facts
from lessons.rules.table import RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, Reason, Report, StepBack, Verdict

IMAGINED_MORNING_HOURS = 10  # from a practice to the morning that is tried out

LOOK_AGAIN_AFTER_MOVE, LOOK_AGAIN_AFTER_STAY = timedelta(days=7), timedelta(days=2)


def decide(history: History, thresholds: Thresholds, now: datetime) -> Verdict:
    """The first row of `RULES` that fits decides; the rows of the same decision right below it add their reasons.

    `now` is in the client's zone, because `look_again_on` is a local date. Raises ValueError where it is naive.
    """
    facts = _facts(history, thresholds, now)
    decision, reasons = _judge(facts)
    return Verdict(
        decision=decision,
        reasons=reasons,
        would_change=_would_change(facts, decision),
        look_again_on=_look_again_on(facts, decision),
        morning_reference=facts.morning_reference,
        step_back_to=_step_back_to(history) if decision == Decision.REGRESS else None,
    )


def decision_of(history: History, thresholds: Thresholds, now: datetime) -> Decision:
    """The decision of `decide` alone, for callers that decide many times: it skips what would change the decision."""
    return _judge(_facts(history, thresholds, now))[0]


def _facts(history: History, thresholds: Thresholds, now: datetime) -> Facts:
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    return gather_facts(history, thresholds, now)


def _judge(facts: Facts) -> tuple[Decision, tuple[Reason, ...]]:
    decision, reasons = Decision.HOLD, list[Reason]()
    for rule in RULES:
        if reasons and rule.decision != decision:
            break
        finding = rule.test(facts)
        if finding is not None:
            decision, sentences = rule.decision, finding.sentences
            reasons.append(
                Reason(code=rule.code, client=sentences.client, trainer=sentences.trainer, entries=finding.entries)
            )
    return decision, tuple(reasons)


def _step_back_to(history: History) -> StepBack:
    if history.has_easier:
        return StepBack.EASIER
    return StepBack.PREVIOUS if history.has_previous else StepBack.SMALLER


def _would_change(facts: Facts, decision: Decision) -> str:
    limits, reference = facts.thresholds, facts.morning_reference
    if decision == Decision.STOP:
        return wording.TALK_REOPENS
    if facts.history.paused:
        return wording.PAUSE_ENDS
    if decision == Decision.PROGRESS:
        return wording.what_steps_back(limit=limits.limit_score, rise=limits.morning_rise, reference=reference)
    calm_enough = _morning_that_moves_on(facts)
    if calm_enough is not None:
        return wording.morning_moves_on(calm_enough)
    clean_days = () if decision == Decision.REGRESS else facts.clean_run  # a step back starts the count again
    number = max(1, limits.clean_practices - len(clean_days))
    clean_practices = wording.clean_practices_move_on(number, easy_line=facts.easy_line, reference=reference)
    if not any(day.is_fine for day in facts.full_days):
        return clean_practices
    needs_numbers = not clean_days or all(day.is_fine for day in clean_days)
    return f"{clean_practices} {wording.fine_counts_as_clean(needs_numbers=needs_numbers)}"


def _morning_that_moves_on(facts: Facts) -> int | None:
    """The score at or below which a next morning would turn the verdict into progress; None where none would.

    Each score is tried on the rules, because one more morning can also shift the reference that it is compared with.
    """
    day = facts.day_awaiting_morning
    if day is None:
        return None
    hours = min(IMAGINED_MORNING_HOURS, facts.thresholds.morning_hours)
    at = max(facts.now, day.at + timedelta(hours=hours))
    on = max(facts.today, day.local_on + timedelta(days=1))
    past = replace(
        facts.history,
        practices=tuple(practice for practice in facts.history.practices if practice.at <= facts.now),
        reports=tuple(report for report in facts.history.reports if report.at <= facts.now),
    )
    highest = None
    for score in range(11):
        morning = Report(id="", at=at, local_on=on, score=score, moment=Moment.MORNING)
        history = replace(past, reports=(*past.reports, morning))
        if _judge(gather_facts(history, facts.thresholds, at))[0] != Decision.PROGRESS:
            break
        highest = score
    return highest


def _look_again_on(facts: Facts, decision: Decision) -> date | None:
    if decision == Decision.STOP or facts.history.paused or facts.last_day is None:
        return None
    if decision in {Decision.REGRESS, Decision.PROGRESS}:
        return facts.today + LOOK_AGAIN_AFTER_MOVE
    if day := facts.day_awaiting_morning:
        return max(facts.today, day.local_on + timedelta(days=1))
    return facts.today + LOOK_AGAIN_AFTER_STAY
