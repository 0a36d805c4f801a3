"""The rules as a table, read from the top: the first row that fits decides. PURE.

The test of a row returns a `Finding` where the row fits, with its sentences from `wording` and the ids of the entries
that made it fit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import takewhile

from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Moment
from lessons.rules import wording
from lessons.rules.facts import WEEK, Facts, PracticeDay
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, RuleCode
from lessons.rules.wording import Sentences


@dataclass(frozen=True)
class Finding:
    sentences: Sentences
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One row of the table."""

    decision: Decision
    code: RuleCode
    test: Callable[[Facts], Finding | None]

    def words(self, thresholds: Thresholds) -> str:
        """When the row fits, with the numbers filled in, for the public page."""
        return wording.WHEN[self.code].format_map(thresholds.as_dict())


# --- stop


def _safety_emergency(facts: Facts) -> Finding | None:
    return Finding(wording.SAFETY_EMERGENCY) if facts.history.screening == Level.EMERGENCY else None


def _safety_urgent(facts: Facts) -> Finding | None:
    return Finding(wording.SAFETY_URGENT) if facts.history.screening == Level.TODAY else None


def _safety_refer(facts: Facts) -> Finding | None:
    return Finding(wording.SAFETY_REFER) if facts.history.screening == Level.REFER else None


def _very_tight(facts: Facts) -> Finding | None:
    limit = facts.thresholds.refer_score
    scores = [(report.at, report.local_on, report.score, report.id) for report in facts.reports]
    scores += [
        (practice.at, practice.local_on, max(practice.before, practice.after), practice.id)
        for practice in facts.practices
        if practice.before is not None and practice.after is not None
    ]
    high = [(at, on, score, entry) for at, on, score, entry in scores if score >= limit]
    if not high:
        return None
    _, on, score, _ = max(high)
    return Finding(wording.very_tight(score, on, limit=limit), tuple(sorted({entry for *_, entry in high})))


def _mornings_stay_up(facts: Facts) -> Finding | None:
    stepped_back_at, needed = facts.history.stepped_back_at, facts.thresholds.mornings_up_stop
    if stepped_back_at is None or facts.morning_reference is None:
        return None
    run = list(takewhile(facts.is_morning_up, reversed(facts.mornings)))[::-1]
    since = [morning for morning in run if morning.at > stepped_back_at]
    # Each high morning may itself step the client back, which would start the count again and again; so one more
    # than needed, with a step back among them, stops as well.
    if len(since) < needed and not (since and len(run) > needed):
        return None
    sentences = wording.mornings_stay_up(
        since_step_back=len(since),
        in_a_row=len(run),
        rise=facts.thresholds.morning_rise,
        reference=facts.morning_reference,
        name=_reference_name(facts),
    )
    return Finding(sentences, tuple(morning.id for morning in run))


def _no_change(facts: Facts) -> Finding | None:
    limits, start, level = facts.thresholds, facts.start, facts.level
    practice_times = [report.at for report in facts.reports if report.moment in {Moment.BEFORE, Moment.AFTER}]
    practice_times += [practice.at for practice in facts.practices]
    if start is None or level is None or not practice_times:
        return None
    if level <= limits.easy_score or facts.now < min(practice_times) + timedelta(weeks=limits.no_change_weeks):
        return None
    drop = Fraction(start) - Fraction(level)
    if drop >= limits.change_points or drop * 100 >= limits.change_percent * Fraction(start):
        return None
    sentences = wording.no_change(
        start=start,
        level=level,
        weeks=limits.no_change_weeks,
        points=limits.change_points,
        percent=limits.change_percent,
    )
    since = facts.now - timedelta(days=facts.level_days)
    return Finding(sentences, tuple(report.id for report in facts.reports if report.at > since))


def _weeks_stay_up(facts: Facts) -> Finding | None:
    (this, last, before), rise = facts.weeks, facts.thresholds.week_rise_stop
    if this is None or last is None or before is None or min(this.mean, last.mean) - before.mean < rise:
        return None
    return Finding(wording.weeks_stay_up(before, last, this, rise=rise), this.entries + last.entries)


# --- pause


def _paused(facts: Facts) -> Finding | None:
    return Finding(wording.PAUSED) if facts.history.paused else None


# --- step back


def _over_limit(facts: Facts) -> Finding | None:
    day, limit = facts.last_day, facts.thresholds.limit_score
    if day is None or day.after is None or day.after <= limit:
        return None
    return Finding(wording.over_limit(day, limit=limit), day.practices)


def _morning_up(facts: Facts) -> Finding | None:
    recent = facts.days[-facts.thresholds.sessions_looked_at :]
    day = next((day for day in reversed(recent) if day.morning), None)
    if day is None or day.morning is None or facts.morning_reference is None or not facts.is_morning_up(day.morning):
        return None
    sentences = wording.morning_up(
        day.morning, after=day.local_on, reference=facts.morning_reference, name=_reference_name(facts)
    )
    return Finding(sentences, day.entries)


def _failed_running(facts: Facts) -> Finding | None:
    needed = facts.thresholds.failed_checks
    days = facts.full_days[-needed:]
    if len(days) < needed or any(day.passed for day in days):
        return None
    return Finding(wording.failed_running(needed), tuple(practice for day in days for practice in day.practices))


def _week_up(facts: Facts) -> Finding | None:
    this, last, _ = facts.weeks
    stepped_back_at = facts.history.stepped_back_at
    if this is None or last is None or this.mean - last.mean < facts.thresholds.week_rise_regress:
        return None
    # A step back gets a week to work before the same week's mean asks for the next one.
    if stepped_back_at is not None and stepped_back_at > facts.now - WEEK:
        return None
    return Finding(wording.week_up(last, this), this.entries)


# --- stay


def _no_practice(facts: Facts) -> Finding | None:
    return Finding(wording.NO_PRACTICE) if facts.last_day is None else None


def _easier(facts: Facts) -> Finding | None:
    day = facts.last_day
    return Finding(wording.easier(day), day.practices) if day and day.easier else None


def _worked_up(facts: Facts) -> Finding | None:
    day, limit = facts.last_day, facts.thresholds.limit_score
    if day is None or day.after is None or not facts.easy_line < day.after <= limit:
        return None
    # Without a morning reference nobody knows yet what is easy for this client; the rows below hold in any case.
    if facts.morning_reference is None:
        return None
    return Finding(wording.worked_up(day, limit=limit, easy_line=facts.easy_line), day.entries)


def _failed_once(facts: Facts) -> Finding | None:
    day = facts.last_day
    if day is None or day.easier or day.passed:
        return None
    return Finding(wording.failed_once(day), day.practices)


def _hard(facts: Facts) -> Finding | None:
    day, hard_effort = facts.last_day, facts.thresholds.hard_effort
    if day is None or day.easier or day.effort < hard_effort:
        return None
    return Finding(wording.hard(day, hard_effort=hard_effort), day.practices)


def _too_few(facts: Facts) -> Finding | None:
    number, needed = len(facts.full_days), facts.thresholds.clean_practices
    if facts.last_day is None or number >= needed:
        return None
    has_easier_days = len(facts.days) > number
    return Finding(wording.too_few(number, needed=needed, has_easier_days=has_easier_days), facts.last_day.entries)


def _morning_missing(facts: Facts) -> Finding | None:
    day = facts.last_day
    if day is None or day.is_fine or day.morning is not None:
        return None
    if facts.is_morning_due(day):
        return Finding(wording.morning_awaited(day, has_day_story=_worked_up(facts) is not None), day.practices)
    return Finding(wording.morning_not_reported(day), day.practices)


def _no_reference(facts: Facts) -> Finding | None:
    if facts.last_day is None or facts.morning_reference is not None or _too_few(facts):
        return None
    return Finding(wording.no_reference(facts.thresholds.reference_reports), facts.last_day.entries)


def _no_scores(facts: Facts) -> Finding | None:
    run = facts.clean_run
    if len(run) < facts.thresholds.clean_practices or not all(day.is_fine for day in run):
        return None
    return Finding(wording.no_scores(run), _entries_of(run))


# --- move on


def _clean(facts: Facts) -> Finding | None:
    run = facts.clean_run
    if len(run) < facts.thresholds.clean_practices or facts.last_day is not run[0]:
        return None
    return None if all(day.is_fine for day in run) else Finding(wording.clean(run), _entries_of(run))


# --- stay, for anything else


def _not_yet(facts: Facts) -> Finding:
    day, reference, easy_effort = facts.last_day, facts.morning_reference, facts.thresholds.easy_effort
    if day is None:
        return Finding(wording.NOTHING_YET)
    if day.morning and reference is not None and day.morning.score > reference:
        name = _reference_name(facts)
        sentences = wording.morning_inside_noise(day, day.morning, reference=reference, name=name)
    elif day.effort > easy_effort:
        sentences = wording.effort_above_easy(day, easy_effort=easy_effort)
    elif facts.is_clean(day):
        sentences = wording.clean_once(facts.clean_run)
    else:
        sentences = wording.nearly(day)
    return Finding(sentences, day.entries)


def _reference_name(facts: Facts) -> str:
    return wording.reference_name(is_of_mornings=facts.is_reference_of_mornings)


def _entries_of(days: tuple[PracticeDay, ...]) -> tuple[str, ...]:
    return tuple(entry for day in days for entry in day.entries)


RULES: tuple[Rule, ...] = (
    Rule(Decision.STOP, RuleCode.SAFETY_EMERGENCY, _safety_emergency),
    Rule(Decision.STOP, RuleCode.SAFETY_URGENT, _safety_urgent),
    Rule(Decision.STOP, RuleCode.SAFETY_REFER, _safety_refer),
    Rule(Decision.STOP, RuleCode.VERY_TIGHT, _very_tight),
    Rule(Decision.STOP, RuleCode.MORNINGS_STAY_UP, _mornings_stay_up),
    Rule(Decision.STOP, RuleCode.NO_CHANGE, _no_change),
    Rule(Decision.STOP, RuleCode.WEEKS_STAY_UP, _weeks_stay_up),
    Rule(Decision.HOLD, RuleCode.PAUSED, _paused),
    Rule(Decision.REGRESS, RuleCode.OVER_LIMIT, _over_limit),
    Rule(Decision.REGRESS, RuleCode.MORNING_UP, _morning_up),
    Rule(Decision.REGRESS, RuleCode.FAILED_RUNNING, _failed_running),
    Rule(Decision.REGRESS, RuleCode.WEEK_UP, _week_up),
    Rule(Decision.HOLD, RuleCode.NO_PRACTICE, _no_practice),
    Rule(Decision.HOLD, RuleCode.EASIER, _easier),
    Rule(Decision.HOLD, RuleCode.WORKED_UP, _worked_up),
    Rule(Decision.HOLD, RuleCode.FAILED_ONCE, _failed_once),
    Rule(Decision.HOLD, RuleCode.HARD, _hard),
    Rule(Decision.HOLD, RuleCode.TOO_FEW, _too_few),
    Rule(Decision.HOLD, RuleCode.MORNING_MISSING, _morning_missing),
    Rule(Decision.HOLD, RuleCode.NO_REFERENCE, _no_reference),
    Rule(Decision.HOLD, RuleCode.NO_SCORES, _no_scores),
    Rule(Decision.PROGRESS, RuleCode.CLEAN, _clean),
    Rule(Decision.HOLD, RuleCode.NOT_YET, _not_yet),
)
