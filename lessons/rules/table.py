"""The rules as a table, read from the top: the first row that fits decides. PURE.

The first rows ask about the client alone and give the same answer for every track. The rows after them ask about one
lesson. The test of a row returns a `Finding` where the row fits, with its sentences from `wording` and the ids of the
entries that made it fit.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from hinge_coach.safety.screening import Level
from hinge_coach.tightness.usual import FIRST_DAYS, ReportedDay
from lessons.rules import wording
from lessons.rules.facts import Facts, LessonFacts, PracticeDay, calm_days_needed, score_that_ends_rest
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, RuleCode
from lessons.rules.wording import Sentences


@dataclass(frozen=True)
class Finding:
    sentences: Sentences
    entries: tuple[str, ...] = ()


Asked = TypeVar("Asked", Facts, LessonFacts)


@dataclass(frozen=True)
class Rule(Generic[Asked]):
    """One row: what it decides, the code it is stored with, and its test of the facts about a client or a lesson."""

    decision: Decision
    code: RuleCode
    test: Callable[[Asked], Finding | None]

    def words(self, thresholds: Thresholds) -> str:
        """When the row fits, with the numbers filled in, for the public page."""
        return wording.when(self.code, thresholds)


ClientRule: TypeAlias = Rule[Facts]
LessonRule: TypeAlias = Rule[LessonFacts]


# --- the client: stop, pause, rest, ease


def _safety_emergency(facts: Facts) -> Finding | None:
    return Finding(wording.SAFETY_EMERGENCY) if facts.history.screening == Level.EMERGENCY else None


def _safety_urgent(facts: Facts) -> Finding | None:
    return Finding(wording.SAFETY_URGENT) if facts.history.screening == Level.TODAY else None


def _safety_refer(facts: Facts) -> Finding | None:
    return Finding(wording.SAFETY_REFER) if facts.history.screening == Level.REFER else None


def _very_tight(facts: Facts) -> Finding | None:
    limit = facts.thresholds.very_high
    if days := facts.very_tight_first:
        return Finding(wording.very_tight_from_the_start(days, limit=limit), _entries_of(days))
    days = facts.very_tight_latest
    usual = facts.reported.usual_before(days) if days else None
    if usual is None:
        return None
    return Finding(wording.very_tight(days, usual=usual, limit=limit), _entries_of(days))


def _paused(facts: Facts) -> Finding | None:
    return Finding(wording.PAUSED) if facts.is_paused else None


def _very_high_now(facts: Facts) -> Finding | None:
    number = facts.last_number
    if number is None or not facts.must_rest:
        return None
    sentences = wording.very_high_now(number, usual=facts.usual, ends_at=score_that_ends_rest(facts))
    return Finding(sentences, (number.id,))


def _flare(facts: Facts) -> Finding | None:
    days = facts.flare
    usual = facts.reported.usual_before(days) if days else None
    if usual is None:
        return None
    high = tuple(day for day in days if facts.is_up(day.score, usual))
    sentences = wording.flare(high, looked_at=len(days), usual=usual, calm_days=calm_days_needed(facts))
    return Finding(sentences, _entries_of(high))


# --- the lesson: a step back


def _already_passed(facts: LessonFacts) -> Finding | None:
    if not facts.standing.passed:
        return None
    if facts.standing.predates_move:
        return Finding(wording.BEFORE_A_MOVE)
    return Finding(wording.AN_EXTRA if facts.standing.is_extra else wording.ALREADY_PASSED)


def _rose_running(facts: LessonFacts) -> Finding | None:
    limits = facts.client.thresholds
    days = [day for day in facts.days if day.has_both_scores][-limits.rose :]
    if len(days) < limits.rose or not all(_rose(day, facts) for day in days):
        return None
    sentences = wording.rose_running(
        days, rise=limits.rise, to_previous=leads_to_previous(facts), is_easier=facts.standing.easier
    )
    return Finding(sentences, _entries_of(days))


def _rose(day: PracticeDay, facts: LessonFacts) -> bool:
    return (
        day.before is not None
        and day.after is not None
        and facts.client.is_up(day.after)
        and day.after - day.before >= facts.client.thresholds.rise
    )


def _missed_running(facts: LessonFacts) -> Finding | None:
    needed = facts.client.thresholds.missed
    days = facts.full_days[-needed:]
    if len(days) < needed or any(day.passed for day in days):
        return None
    sentences = wording.missed_running(days, to_previous=leads_to_previous(facts), is_easier=facts.standing.easier)
    return Finding(sentences, _entries_of(days))


def leads_to_previous(facts: LessonFacts) -> bool:
    """Whether a step back leads to the previous lesson, because the easier version of this one was tried before."""
    standing = facts.standing
    return standing.has_previous and (standing.easier or standing.was_eased)


# --- the lesson: stay, restore, move on


def _nothing_yet(facts: LessonFacts) -> Finding | None:
    if facts.last_day is not None:
        return None
    practices = facts.client.practices
    is_away = bool(practices) and not facts.client.is_recent(practices[-1].local_on)
    return Finding(wording.nothing_yet(facts.client.thresholds.usual_days, is_back=is_away))


def _learning_usual(facts: LessonFacts) -> Finding | None:
    if facts.client.usual is not None or facts.last_day is None:
        return None
    sentences = wording.learning_usual(len(facts.client.reported.days), needed=FIRST_DAYS)
    return Finding(sentences, facts.last_day.entries)


def _easier_went_well(facts: LessonFacts) -> Finding | None:
    days = facts.calm_easier_days[: facts.client.thresholds.good]
    if not facts.standing.easier or len(days) < facts.client.thresholds.good:
        return None
    return Finding(wording.easier_went_well(len(days)), _entries_of(days))


def _easier_last(facts: LessonFacts) -> Finding | None:
    day = facts.last_day
    if day is None or not day.easier:
        return None
    missing = facts.client.thresholds.good - len(facts.calm_easier_days) if facts.standing.easier else None
    rise = wording.number_up(day, facts.client) if facts.client.has_rise(day) else ""
    return Finding(wording.easier_last(day, missing=missing, rise=rise), day.entries)


def _next_days_up(facts: LessonFacts) -> Finding | None:
    until, rise = facts.client.held_until, facts.client.next_day_rise
    if until is None or rise is None:
        return None
    entries = tuple(practice for _, practice in facts.client.next_days)
    return Finding(wording.next_days_up(rise, until=until), entries)


def _two_good(facts: LessonFacts) -> Finding | None:
    days = facts.good_days
    is_answered = any(day.after is not None and day.answer is not None for day in days)
    if len(days) < facts.client.thresholds.good or days[-1] is not facts.full_days[-1] or not is_answered:
        return None
    return Finding(wording.two_good(days), _entries_of(days))


def _not_good(facts: LessonFacts) -> Finding | None:
    day, client = facts.last_day, facts.client
    if day is None or day.easier or client.is_good(day):
        return None
    if client.has_rise(day) and client.usual is not None:
        sentences = wording.one_number_up(day, client)
    elif day.stopped or day.effort is None:
        sentences = wording.stopped(day)
    elif not day.passed:
        sentences = wording.check_missed(day)
    else:
        sentences = wording.too_much_effort(day, effort=day.effort, limit=client.thresholds.effort)
    return Finding(sentences, day.entries)


def _one_more(facts: LessonFacts) -> Finding | None:
    limits, days = facts.client.thresholds, facts.good_days
    if len(days) >= limits.good:
        return None
    looked_at = min(len(facts.full_days), limits.of_last)
    return Finding(wording.one_more(len(days), looked_at=looked_at, needed=limits.good), _entries_of(days))


def _answer_missing(facts: LessonFacts) -> Finding:
    days = facts.good_days
    has_numbers = any(not day.is_fine for day in days)
    return Finding(wording.answer_missing(len(days), has_numbers=has_numbers), _entries_of(days))


def _entries_of(days: Iterable[PracticeDay | ReportedDay]) -> tuple[str, ...]:
    return tuple(entry for day in days for entry in day.entries)


CLIENT_RULES: tuple[ClientRule, ...] = (
    Rule(Decision.STOP, RuleCode.SAFETY_EMERGENCY, _safety_emergency),
    Rule(Decision.STOP, RuleCode.SAFETY_URGENT, _safety_urgent),
    Rule(Decision.STOP, RuleCode.SAFETY_REFER, _safety_refer),
    Rule(Decision.STOP, RuleCode.VERY_TIGHT, _very_tight),
    Rule(Decision.PAUSED, RuleCode.PAUSED, _paused),
    Rule(Decision.REST, RuleCode.VERY_HIGH_NOW, _very_high_now),
    Rule(Decision.EASE, RuleCode.FLARE, _flare),
)

LESSON_RULES: tuple[LessonRule, ...] = (
    Rule(Decision.HOLD, RuleCode.ALREADY_PASSED, _already_passed),
    Rule(Decision.REGRESS, RuleCode.ROSE_RUNNING, _rose_running),
    Rule(Decision.REGRESS, RuleCode.MISSED_RUNNING, _missed_running),
    Rule(Decision.HOLD, RuleCode.NOTHING_YET, _nothing_yet),
    Rule(Decision.HOLD, RuleCode.LEARNING_USUAL, _learning_usual),
    Rule(Decision.RESTORE, RuleCode.EASIER_WENT_WELL, _easier_went_well),
    Rule(Decision.HOLD, RuleCode.EASIER_LAST, _easier_last),
    Rule(Decision.HOLD, RuleCode.NEXT_DAYS_UP, _next_days_up),
    Rule(Decision.PROGRESS, RuleCode.TWO_GOOD, _two_good),
    Rule(Decision.HOLD, RuleCode.NOT_GOOD, _not_good),
    Rule(Decision.HOLD, RuleCode.ONE_MORE, _one_more),
    Rule(Decision.HOLD, RuleCode.ANSWER_MISSING, _answer_missing),
)
