"""Why a client moves on, stays, steps back or stops.

The rules are a table (`RULES`), read from the top: the first row that fits decides. Each row is plain data and a
small question about the facts, so the public page prints the table from the very rows that run.

Everything here is a coaching rule. The cut-offs come from tendon and kneecap training and are stretched to a
tight low back; `Thresholds` says where each number is from. A verdict is never stored facts: edit or back-date
an entry, ask again, and the answer is the one the corrected entries give.

How the words of the table are read:

* A *session* is a local day with at least one practice of the lesson. Several practices that day are one session:
  the highest score after, the highest effort, and the last self-check of the day.
* A *next morning* is a report with the moment "morning". It belongs to the last session on an earlier local day,
  and only within `morning_hours` of it. Two on one morning: the higher one counts.
* The *baseline* is the median of the first `baseline_reports` mornings, "the first mornings" in the sentences. While
  there are fewer, the first reports of any moment that isn't "after" stand in. While there are fewer still, there is
  none, and we hold. *The start* is the median of those first reports, as in the picture of the weeks.
* What happened before the last step back no longer counts for stepping back or moving on. What happened before
  the trainer opened practice again no longer counts for anything but the baseline and the start.
* A gentle practice is a practice, and its scores count. Its self-check and its effort don't: it neither fails nor
  moves anybody on.
* A *fine* session is one whose practices were all answered with "fine today" instead of scores; `asking` says when
  that is offered. It is no number and waits for no morning. It is clean where self-check and effort are, but fine
  sessions alone move nobody on: one of the clean ones needs its scores and its next morning.
* A *week* with a fine practice in it, of whatever lesson, has no mean: few reports, taken at other times of the day
  than the week before, would step back people who are only asked less. The level looks at three weeks then.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import islice, zip_longest
from operator import attrgetter
from statistics import median
from typing import Any, NamedTuple, TypeVar

BY_DAY = attrgetter("local_on")
BY_TIME = attrgetter("at")
IN_ORDER = attrgetter("at", "id")


class Decision(StrEnum):
    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"
    STOP = "stop"


def _number(default: int, words: str, source: str) -> Any:
    return field(default=default, metadata={"words": words, "source": source})


_TRAFFIC = "Thomee 1997 and Silbernagel 2007, for tendons and kneecaps; stretched to backs"
_OURS = "our own choice"
_CHANGE = "Ostelo 2008, for low-back pain; borrowed for tightness"


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Every number the rules use, whole numbers only. Field metadata holds `words` and `source`."""

    easy_score: int = _number(2, "a score up to this is easy", _TRAFFIC)
    limit_score: int = _number(5, "a score up to this is acceptable in practice", _TRAFFIC)
    refer_score: int = _number(8, "from this score on we stop and talk first", _OURS)
    morning_rise: int = _number(2, "points above the first mornings that make a morning too high", _CHANGE)
    mornings_up_stop: int = _number(2, "high mornings in a row, after a step back, that stop practice", _OURS)
    easy_effort: int = _number(6, "effort up to this is easy enough to move on", _OURS)
    hard_effort: int = _number(8, "effort from this on is hard", _OURS)
    clean_practices: int = _number(2, "clean sessions needed to move on", _OURS)
    sessions_looked_at: int = _number(3, "latest sessions in which the clean ones must lie", _OURS)
    failed_checks: int = _number(2, "missed self-checks in a row that step back", _OURS)
    week_rise_regress: int = _number(1, "rise of the week's mean that steps back", "Silbernagel 2007; for tendons")
    week_rise_stop: int = _number(2, "rise of the mean, kept for two weeks, that stops practice", _OURS)
    week_reports: int = _number(3, "reports seven days need before they count", _OURS)
    no_change_weeks: int = _number(6, "weeks of practice after which some change should show", _OURS)
    change_points: int = _number(2, "points that count as a change", _CHANGE)
    change_percent: int = _number(30, "percent of the start that count as a change", _CHANGE)
    morning_hours: int = _number(36, "hours after a practice in which a next morning counts", _OURS)
    baseline_reports: int = _number(3, "reports that make the first mornings, and the start", _OURS)
    steady_sessions: int = _number(6, "calm sessions in a row after which we ask at every third practice", _OURS)
    steady_days: int = _number(14, "days that those calm sessions must span", _OURS)
    settled_sessions: int = _number(12, "calm sessions in a row after which we ask once a week", _OURS)
    settled_days: int = _number(28, "days that all these calm sessions must span", _OURS)

    def as_dict(self) -> dict[str, int]:
        """For keeping beside a verdict; `Thresholds(**stored)` brings it back."""
        return asdict(self)

    def problems(self) -> list[str]:
        """One sentence for each thing that makes the set senseless; empty when it is fine. Never raises."""
        odd = [each for each in fields(self) if type(getattr(self, each.name)) is not int]
        if odd:
            return [f"“{_upper(each.metadata['words'])}” must be a whole number." for each in odd]
        return [sentence for is_wrong, sentence in self._checks() if is_wrong]

    def _checks(self) -> tuple[tuple[bool, str], ...]:
        return (
            (not 0 <= self.easy_score <= 10, "The easy score must lie between 0 and 10."),
            (not 0 <= self.limit_score <= 10, "The acceptable score must lie between 0 and 10."),
            (not 1 <= self.refer_score <= 10, "The stop score must lie between 1 and 10."),
            (self.easy_score >= self.limit_score, "The easy score must be below the acceptable score."),
            (self.limit_score >= self.refer_score, "The acceptable score must be below the stop score."),
            (
                not 2 <= self.morning_rise <= 10,
                "A high morning must be 2 to 10 points above the first ones: one point is noise.",
            ),
            (not 2 <= self.mornings_up_stop <= 7, "High mornings that stop practice must be 2 to 7 in a row."),
            (not 0 <= self.easy_effort <= 10, "The easy effort must lie between 0 and 10."),
            (not 0 <= self.hard_effort <= 10, "The hard effort must lie between 0 and 10."),
            (self.easy_effort >= self.hard_effort, "The easy effort must be below the hard effort."),
            (
                not 2 <= self.clean_practices <= 10,
                "Moving on needs 2 to 10 clean sessions: nobody moves on after a single report.",
            ),
            (
                not self.clean_practices <= self.sessions_looked_at <= 20,
                "The sessions looked at must be at least the clean sessions needed, and at most 20.",
            ),
            (not 2 <= self.failed_checks <= 10, "A step back needs 2 to 10 missed self-checks in a row."),
            (not 1 <= self.week_rise_regress <= 10, "The week's rise for a step back must be 1 to 10 points."),
            (not 1 <= self.week_rise_stop <= 10, "The week's rise for a stop must be 1 to 10 points."),
            (
                self.week_rise_regress > self.week_rise_stop,
                "The week's rise for a step back can't be above the one for a stop.",
            ),
            (not 2 <= self.week_reports <= 50, "Seven days need 2 to 50 reports before they count."),
            (not 2 <= self.no_change_weeks <= 52, "The weeks without change must be 2 to 52."),
            (not 2 <= self.change_points <= 10, "A change must be 2 to 10 points: one point is noise."),
            (not 1 <= self.change_percent <= 100, "A change must be 1 to 100 percent of the start."),
            (not 12 <= self.morning_hours <= 72, "A next morning must count for 12 to 72 hours."),
            (not 1 <= self.baseline_reports <= 20, "The first mornings must rest on 1 to 20 reports."),
            (not 3 <= self.steady_sessions <= 50, "Asking at every third practice needs 3 to 50 calm sessions."),
            (not 7 <= self.steady_days <= 180, "Calm sessions must span 7 to 180 days for every third practice."),
            (not 3 <= self.settled_sessions <= 100, "Asking once a week needs 3 to 100 calm sessions."),
            (not 7 <= self.settled_days <= 365, "Calm sessions must span 7 to 365 days for once a week."),
            (
                self.steady_sessions > self.settled_sessions or self.steady_days > self.settled_days,
                "Asking once a week can't come before asking at every third practice.",
            ),
        )


class Report(NamedTuple):
    """One check-in of the client, from any lesson or none. `score` is 0-10; `at` is aware.

    A tuple, for there may be thousands.
    """

    id: str
    at: datetime
    local_on: date
    score: int
    moment: str  # before, after, morning, any


@dataclass(frozen=True, kw_only=True)
class Done:
    """One practice. `after` stands for during and after; scores and effort are 0-10; `lesson` is a key.

    Both scores are None where the client said "fine today" instead. One that was `brought_in` from a file is for the
    picture: no history holds it.
    """

    id: str
    at: datetime
    local_on: date
    before: int | None
    after: int | None
    passed: bool
    effort: int
    gentle: bool = False
    lesson: int = 0
    brought_in: bool = False

    @property
    def is_fine(self) -> bool:
        return self.after is None


Timed = TypeVar("Timed", Report, Done)


@dataclass(frozen=True, kw_only=True)
class History:
    """All the rules may know. The order of the tuples doesn't matter; what lies after `now` is left out.

    `fine_at`: when practices of other lessons were answered with "fine today"; those of this one are known anyway.
    `screening` is clear, refer, urgent or emergency. `stepped_back_at`: the last time the client was moved back
    (to this lesson or to its easier version). `reopened_at`: the last time the trainer opened practice again.
    """

    practices: tuple[Done, ...] = ()
    reports: tuple[Report, ...] = ()
    fine_at: tuple[datetime, ...] = ()
    screening: str = "clear"
    stepped_back_at: datetime | None = None
    reopened_at: datetime | None = None
    paused: bool = False
    has_easier: bool = True
    has_previous: bool = False


@dataclass(frozen=True, kw_only=True)
class Reason:
    """`entries`: the ids of the practices and reports that made the rule fit."""

    code: str
    client: str
    trainer: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`look_again_on` is a local date. `step_back_to` is easier, previous or smaller, and empty unless regress."""

    decision: Decision
    reasons: tuple[Reason, ...]
    would_change: str
    look_again_on: date | None
    baseline: float | None
    step_back_to: str = ""


class Session(NamedTuple):
    """One local day of this lesson; see the top of the module. `morning` is its next morning, once reported."""

    local_on: date
    at: datetime
    before: int | None
    after: int | None
    passed: bool
    effort: int
    gentle: bool
    practices: tuple[str, ...]
    morning: Report | None

    @property
    def is_fine(self) -> bool:
        return self.after is None

    @property
    def entries(self) -> tuple[str, ...]:
        return (*self.practices, self.morning.id) if self.morning else self.practices


@dataclass(frozen=True, kw_only=True)
class Week:
    """Seven days of reports, with their exact mean."""

    mean: Fraction
    entries: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The history, sorted and counted once, so that each rule is one short question."""

    history: History
    thresholds: Thresholds
    now: datetime  # UTC, so that seven days are seven times 24 hours whatever the clocks do
    today: date  # the client's
    baseline: float | None
    firsts: str  # what the baseline is made of: "first mornings", or "first reports" while those are too few
    start: float | None  # of the first reports at rest, as in the picture of the weeks
    easy_line: float  # a session at or below it is easy for this client
    sessions: tuple[Session, ...]  # since the last step back or reopening, oldest first
    full: tuple[Session, ...]  # the same without the gentle ones
    mornings: tuple[Report, ...]  # one for each local day since the reopening, oldest first
    reports: tuple[Report, ...]  # since the reopening, oldest first
    practices: tuple[Done, ...]  # since the reopening, oldest first
    level: float | None  # median of the last `level_days`, right after practice left out
    level_days: int  # seven, or three times as many with a fine practice among them
    weeks: tuple[Week | None, Week | None, Week | None]  # this one, the one before, the one before that

    @property
    def last(self) -> Session | None:
        return self.sessions[-1] if self.sessions else None

    def is_morning_up(self, morning: Report | None) -> bool:
        if morning is None or self.baseline is None:
            return False
        return morning.score >= self.baseline + self.thresholds.morning_rise

    def is_morning_due(self, session: Session) -> bool:
        """True while the next morning can still be reported. After a fine session none is asked for."""
        until = session.at + timedelta(hours=self.thresholds.morning_hours)
        return session.morning is None and not session.is_fine and self.now <= until

    @property
    def waits_for(self) -> Session | None:
        """The session whose next morning can still be reported: the last, or the one before a fine one of today."""
        for session in reversed(self.sessions[-2:]):
            if self.is_morning_due(session):
                return session
            if not session.is_fine or session.local_on != self.today:
                return None
        return None

    def is_clean(self, session: Session) -> bool:
        if self.baseline is None or session.gentle or self.has_other_fault(session):
            return False
        if session.morning is None:
            return session.is_fine
        return session.morning.score <= self.baseline

    @property
    def clean_run(self) -> tuple[Session, ...]:
        """Clean sessions running, newest first. An older one whose next morning is missing is passed over."""
        run: list[Session] = []
        for session in reversed(self.full[-self.thresholds.sessions_looked_at :]):
            if self.is_clean(session):
                run.append(session)
            elif session.morning is not None or not run or self.has_other_fault(session):
                break
        return tuple(run)

    def has_other_fault(self, session: Session) -> bool:
        is_tight = session.after is not None and session.after > self.easy_line
        return is_tight or not session.passed or session.effort > self.thresholds.easy_effort


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a fitting rule has to say; the engine adds the code."""

    client: str
    trainer: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of the table. `when` is plain words with the names of thresholds in braces."""

    decision: Decision
    code: str
    when: str
    test: Callable[[Facts], Said | None]

    def words(self, thresholds: Thresholds) -> str:
        """`when` with the numbers filled in, for the public page."""
        return self.when.format_map(thresholds.as_dict())


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spoken(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _n(value: float) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def counted(number: int, one: str, many: str) -> str:
    return f"{_count(number)} {one if number == 1 else many}"


def _story(session: Session) -> str:
    """The three touches of one session: "Your low back was 3 before and 3 after, and 3 the next morning." """
    if session.before is None or session.after is None:
        start = "You were fine, as usual"
        return f"{start}." if session.morning is None else f"{start}; next morning it was {session.morning.score}."
    start = f"Your low back was {session.before} before and {session.after} after"
    if session.morning is None:
        return f"{start}."
    if session.morning.score == session.before and session.after > session.before:
        return f"{start}, and next morning it was back to {session.morning.score}."
    return f"{start}, and next morning it was {session.morning.score}."


# --- stop -----------------------------------------------------------------------------------------------------


def _emergency(facts: Facts) -> Said | None:
    if facts.history.screening != "emergency":
        return None
    return Said(
        client="One of your safety answers means: get help now, before anything else. Practice is closed for now.",
        trainer="A safety answer asks for help at once. Practice is closed until you open it.",
    )


def _urgent(facts: Facts) -> Said | None:
    if facts.history.screening != "urgent":
        return None
    return Said(
        client="One of your safety answers means: speak to a doctor today. Practice waits until that is done.",
        trainer="A safety answer asks for a doctor today. Practice is closed until you open it.",
    )


def _refer(facts: Facts) -> Said | None:
    if facts.history.screening != "refer":
        return None
    return Said(
        client=(
            "One of your safety answers means: see a doctor or a physiotherapist first. The lessons stay open to read."
        ),
        trainer="A safety answer asks for a doctor or a physiotherapist first. Practice is closed until you open it.",
    )


def _very_tight(facts: Facts) -> Said | None:
    limit = facts.thresholds.refer_score
    found = [(each.at, each.local_on, each.score, each.id) for each in facts.reports if each.score >= limit]
    found += [
        (each.at, each.local_on, max(each.before, each.after), each.id)
        for each in facts.practices
        if each.before is not None and each.after is not None and max(each.before, each.after) >= limit
    ]
    if not found:
        return None
    _, on, score, _ = max(found)
    return Said(
        client=f"You put your low back at {score} on {spoken(on)}. From {limit} on we stop and talk first.",
        trainer=f"Reported {score} on {spoken(on)}; the stop score is {limit}.",
        entries=tuple(sorted({each[3] for each in found})),
    )


def _mornings_stay_up(facts: Facts) -> Said | None:
    stepped_back_at, needed = facts.history.stepped_back_at, facts.thresholds.mornings_up_stop
    if stepped_back_at is None or facts.baseline is None:
        return None
    run: list[Report] = []
    for morning in reversed(facts.mornings):
        if not facts.is_morning_up(morning):
            break
        run.insert(0, morning)
    since = [morning for morning in run if morning.at > stepped_back_at]
    # Each high morning may itself step the client back, which would start the count again and again; so one more
    # than needed, with a step back among them, stops as well.
    if len(since) < needed and not (since and len(run) > needed):
        return None
    return Said(
        client=(
            f"After a step back, {counted(len(since), 'morning was', 'mornings in a row were')} still "
            f"{facts.thresholds.morning_rise} or more above your {facts.firsts}, at {_n(facts.baseline)}. "
            "Let's talk first."
        ),
        trainer=_upper(
            f"{counted(len(run), 'high next morning', 'high next mornings')} in a row although a step back was made; "
            f"the {facts.firsts} were at {_n(facts.baseline)}."
        ),
        entries=tuple(morning.id for morning in run),
    )


def _no_change(facts: Facts) -> Said | None:
    limits, start, level = facts.thresholds, facts.start, facts.level
    practised = [each.at for each in facts.reports if each.moment in {"before", "after"}]
    practised += [each.at for each in facts.practices]
    if start is None or level is None or not practised:
        return None
    if level <= limits.easy_score or facts.now < min(practised) + timedelta(weeks=limits.no_change_weeks):
        return None
    drop = Fraction(start) - Fraction(level)
    if drop >= limits.change_points or drop * 100 >= limits.change_percent * Fraction(start):
        return None
    return Said(
        client=(
            f"You started at {_n(start)} and are at {_n(level)} after {_count(limits.no_change_weeks)} weeks. "
            "That is a good moment to talk about another way."
        ),
        trainer=(
            f"Start {_n(start)}, now {_n(level)}: less than {limits.change_points} points and less than "
            f"{limits.change_percent} % in {limits.no_change_weeks} weeks of practice."
        ),
        entries=tuple(each.id for each in facts.reports if each.at > facts.now - timedelta(days=facts.level_days)),
    )


def _weeks_stay_up(facts: Facts) -> Said | None:
    this, last, before = facts.weeks
    if this is None or last is None or before is None:
        return None
    if min(this.mean, last.mean) - before.mean < facts.thresholds.week_rise_stop:
        return None
    return Said(
        client=(
            f"Your weeks went from {_n(float(before.mean))} to {_n(float(last.mean))} and {_n(float(this.mean))}. "
            "Two weeks that much higher is a reason to talk first."
        ),
        trainer=(
            f"Weekly mean {_n(float(before.mean))}, then {_n(float(last.mean))} and {_n(float(this.mean))}: "
            f"up {facts.thresholds.week_rise_stop} or more for two weeks."
        ),
        entries=this.entries + last.entries,
    )


# --- pause ----------------------------------------------------------------------------------------------------


def _paused(facts: Facts) -> Said | None:
    if not facts.history.paused:
        return None
    return Said(
        client="You are on a planned pause. Your place is kept just as it is.",
        trainer="On a planned pause.",
    )


# --- regress --------------------------------------------------------------------------------------------------


def _over_limit(facts: Facts) -> Said | None:
    last, limit = facts.last, facts.thresholds.limit_score
    if last is None or last.after is None or last.after <= limit:
        return None
    return Said(
        client=f"{_story(last)} Above {limit} in practice, we make it easier for a while.",
        trainer=f"{last.after} in practice on {spoken(last.local_on)}; the limit is {limit}.",
        entries=last.practices,
    )


def _morning_up(facts: Facts) -> Said | None:
    recent = facts.sessions[-facts.thresholds.sessions_looked_at :]
    known = [session for session in recent if session.morning]
    if not known or facts.baseline is None or not facts.is_morning_up(known[-1].morning):
        return None
    session = known[-1]
    assert session.morning is not None
    rise = session.morning.score - facts.baseline
    return Said(
        client=(
            f"The morning after {spoken(session.local_on)} was {session.morning.score}. That is {_n(rise)} above your "
            f"{facts.firsts}, at {_n(facts.baseline)}, so we take less for a while."
        ),
        trainer=(
            f"Next morning {session.morning.score} after {spoken(session.local_on)}: {_n(rise)} above the "
            f"{facts.firsts}, at {_n(facts.baseline)}."
        ),
        entries=session.entries,
    )


def _failed_running(facts: Facts) -> Said | None:
    needed = facts.thresholds.failed_checks
    tail = facts.full[-needed:]
    if len(tail) < needed or any(session.passed for session in tail):
        return None
    return Said(
        client=f"The self-check didn't come off {_times(needed)} in a row. An easier step will get you there.",
        trainer=f"Self-check missed {_times(needed)} in a row.",
        entries=tuple(entry for session in tail for entry in session.practices),
    )


def _week_up(facts: Facts) -> Said | None:
    this, last, _ = facts.weeks
    stepped_back_at = facts.history.stepped_back_at
    if this is None or last is None or this.mean - last.mean < facts.thresholds.week_rise_regress:
        return None
    # A step back gets a week to work before the same week's mean asks for the next one.
    if stepped_back_at is not None and stepped_back_at > facts.now - timedelta(days=7):
        return None
    return Said(
        client=(
            f"Your last seven days were {_n(float(this.mean))} on average, the seven before {_n(float(last.mean))}. "
            "We take a step back until it settles."
        ),
        trainer=f"Weekly mean {_n(float(last.mean))}, now {_n(float(this.mean))}.",
        entries=this.entries,
    )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{_count(number)} times")


# --- hold -----------------------------------------------------------------------------------------------------


def _no_practice(facts: Facts) -> Said | None:
    if facts.last is not None:
        return None
    return Said(
        client="Nothing to go by yet: your first practice here starts the story.",
        trainer="No practice of this lesson yet, or none since the last step back.",
    )


def _gentle(facts: Facts) -> Said | None:
    if facts.last is None or not facts.last.gentle:
        return None
    return Said(
        client="You took the easier version. It counts as practice; the next one as written decides.",
        trainer=f"Sore on {spoken(facts.last.local_on)}: took the easier version.",
        entries=facts.last.practices,
    )


def _worked_up(facts: Facts) -> Said | None:
    last = facts.last
    if last is None or last.after is None or not facts.easy_line < last.after <= facts.thresholds.limit_score:
        return None
    # Without a baseline nobody knows yet what is easy for this client; the rows below hold in any case.
    if facts.baseline is None:
        return None
    return Said(
        client=f"{_story(last)} Up to {facts.thresholds.limit_score} is fine, so we stay here until it feels easier.",
        trainer=f"{last.after} in practice on {spoken(last.local_on)}; easy is up to {_n(facts.easy_line)}.",
        entries=last.entries,
    )


def _failed_once(facts: Facts) -> Said | None:
    last = facts.last
    if last is None or last.gentle or last.passed:
        return None
    return Said(
        client="The self-check didn't come off this time. That is what practice is for: same lesson again.",
        trainer=f"Self-check missed on {spoken(last.local_on)}.",
        entries=last.practices,
    )


def _hard(facts: Facts) -> Said | None:
    last = facts.last
    if last is None or last.gentle or last.effort < facts.thresholds.hard_effort:
        return None
    return Said(
        client=f"You put the effort at {last.effort} out of 10. Same lesson again, with less push.",
        trainer=f"Effort {last.effort} on {spoken(last.local_on)}; hard is {facts.thresholds.hard_effort} and up.",
        entries=last.practices,
    )


def _too_few(facts: Facts) -> Said | None:
    needed, got = facts.thresholds.clean_practices, len(facts.full)
    if facts.last is None or got >= needed:
        return None
    as_written = " as written" if len(facts.sessions) > got else ""
    days = f"{counted(got, 'day', 'days')} of practice here{as_written} so far"
    return Said(
        client=_upper(f"{days}. One good day can be luck, so we look at {_count(needed)}."),
        trainer=_upper(f"{days}; {_count(needed)} needed."),
        entries=facts.last.entries,
    )


def _morning_missing(facts: Facts) -> Said | None:
    last = facts.last
    if last is None or last.is_fine or last.morning is not None:
        return None
    if facts.is_morning_due(last):
        story = "" if _worked_up(facts) else f"{_story(last)} "  # told already
        return Said(
            client=f"{story}How it feels next morning decides; one tap then is all it takes.",
            trainer=f"Waiting for the morning after {spoken(last.local_on)}.",
            entries=last.practices,
        )
    return Said(
        client=f"We don't know how the morning after {spoken(last.local_on)} felt, so we stay here once more.",
        trainer=f"No report for the morning after {spoken(last.local_on)}.",
        entries=last.practices,
    )


def _no_baseline(facts: Facts) -> Said | None:
    if facts.last is None or facts.baseline is not None or _too_few(facts):
        return None
    needed = facts.thresholds.baseline_reports
    return Said(
        client=f"We need {counted(needed, 'report', 'reports')} to know where you started.",
        trainer=f"Fewer than {counted(needed, 'report', 'reports')}: nothing to compare mornings with yet.",
        entries=facts.last.entries,
    )


def _no_scores(facts: Facts) -> Said | None:
    run = facts.clean_run
    if len(run) < facts.thresholds.clean_practices or not all(session.is_fine for session in run):
        return None
    return Said(
        client=f"{_story(run[0])} Nobody moves on without numbers, so next time we ask for numbers.",
        trainer=_upper(
            f"{counted(len(run), 'clean session', 'clean sessions')} in a row, all “fine today”; no scores."
        ),
        entries=tuple(entry for session in run for entry in session.entries),
    )


# --- progress, and what is left -------------------------------------------------------------------------------


def _clean(facts: Facts) -> Said | None:
    run = facts.clean_run
    if len(run) < facts.thresholds.clean_practices or facts.last is not run[0]:
        return None
    fine = sum(session.is_fine for session in run)
    if fine == len(run):
        return None
    told = f"; {_count(fine)} of them “fine today”" if fine else ""
    return Said(
        client=f"{_story(run[0])} That makes {counted(len(run), 'clean practice', 'clean practices')} in a row: "
        "you are ready for the next step.",
        trainer=_upper(
            f"{counted(len(run), 'clean session', 'clean sessions')} in a row, the last on "
            f"{spoken(run[0].local_on)}{told}."
        ),
        entries=tuple(entry for session in run for entry in session.entries),
    )


def _not_yet(facts: Facts) -> Said | None:
    last = facts.last
    if last is None:
        return Said(client="Nothing to go by yet.", trainer="Nothing to go by yet.")
    client, trainer = f"{_story(last)} Nearly there.", f"Close on {spoken(last.local_on)}, but not clean."
    if last.morning and facts.baseline is not None and last.morning.score > facts.baseline:
        client = (
            f"{_story(last)} A point or so above your {facts.firsts}, at {_n(facts.baseline)}, is noise, "
            "so we stay and look again."
        )
        trainer = f"Next morning {last.morning.score}, {facts.firsts} at {_n(facts.baseline)}: inside the noise."
    elif last.effort > facts.thresholds.easy_effort:
        easy = facts.thresholds.easy_effort
        client = f"{_story(last)} The effort was {last.effort}; at {easy} it would count as easy."
        trainer = f"Effort {last.effort} on {spoken(last.local_on)}, a little above easy."
    elif facts.is_clean(last):
        client = f"{_story(last)} That was a clean one. One good day can be luck, so we wait for another."
        trainer = _upper(f"{counted(len(facts.clean_run), 'clean session', 'clean sessions')} in a row so far.")
    return Said(client=client, trainer=trainer, entries=last.entries)


RULES: tuple[Rule, ...] = (
    Rule(
        decision=Decision.STOP,
        code="safety_emergency",
        when="A safety answer says: get help now.",
        test=_emergency,
    ),
    Rule(
        decision=Decision.STOP,
        code="safety_urgent",
        when="A safety answer says: speak to a doctor today.",
        test=_urgent,
    ),
    Rule(
        decision=Decision.STOP,
        code="safety_refer",
        when="A safety answer says: see a doctor or physiotherapist first.",
        test=_refer,
    ),
    Rule(
        decision=Decision.STOP,
        code="very_tight",
        when="Any score of {refer_score} or more.",
        test=_very_tight,
    ),
    Rule(
        decision=Decision.STOP,
        code="mornings_stay_up",
        when=(
            "After a step back, {mornings_up_stop} next mornings in a row at {morning_rise} or more above the first "
            "mornings."
        ),
        test=_mornings_stay_up,
    ),
    Rule(
        decision=Decision.STOP,
        code="no_change",
        when=(
            "After {no_change_weeks} weeks of practice the last seven days (three weeks, with “fine today” among them) "
            "are above {easy_score}, and lower than the start by less than {change_points} points and less than "
            "{change_percent} percent."
        ),
        test=_no_change,
    ),
    Rule(
        decision=Decision.STOP,
        code="weeks_stay_up",
        when=(
            "Two weeks in a row, the week's mean is {week_rise_stop} or more above the week before them; no week with "
            "“fine today” in it is compared."
        ),
        test=_weeks_stay_up,
    ),
    Rule(
        decision=Decision.HOLD,
        code="paused",
        when="A pause is planned.",
        test=_paused,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="over_limit",
        when="The last session was above {limit_score}.",
        test=_over_limit,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="morning_up",
        when="The last next morning was {morning_rise} or more above the first mornings.",
        test=_morning_up,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="failed_running",
        when="The self-check was missed in {failed_checks} sessions in a row.",
        test=_failed_running,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="week_up",
        when=(
            "The mean of the last seven days is {week_rise_regress} or more above the seven days before, with no "
            "“fine today” in either."
        ),
        test=_week_up,
    ),
    Rule(
        decision=Decision.HOLD,
        code="no_practice",
        when="Nothing was practised here yet.",
        test=_no_practice,
    ),
    Rule(
        decision=Decision.HOLD,
        code="gentle",
        when="The last practice was the easier version.",
        test=_gentle,
    ),
    Rule(
        decision=Decision.HOLD,
        code="worked_up",
        when=(
            "The last session was above {easy_score} (or above first mornings higher than that), and not above "
            "{limit_score}."
        ),
        test=_worked_up,
    ),
    Rule(
        decision=Decision.HOLD,
        code="failed_once",
        when="The self-check was missed once.",
        test=_failed_once,
    ),
    Rule(
        decision=Decision.HOLD,
        code="hard",
        when="The effort was {hard_effort} or more.",
        test=_hard,
    ),
    Rule(
        decision=Decision.HOLD,
        code="too_few",
        when="There are fewer than {clean_practices} sessions; two practices on one day are one session.",
        test=_too_few,
    ),
    Rule(
        decision=Decision.HOLD,
        code="morning_missing",
        when=(
            "The last session has scores, and its next morning isn't reported, or was reported more than "
            "{morning_hours} hours later."
        ),
        test=_morning_missing,
    ),
    Rule(
        decision=Decision.HOLD,
        code="no_baseline",
        when="There are sessions enough, but fewer than {baseline_reports} reports to compare mornings with.",
        test=_no_baseline,
    ),
    Rule(
        decision=Decision.HOLD,
        code="no_scores",
        when="There are clean sessions enough, but all of them “fine today”: one needs its scores and next morning.",
        test=_no_scores,
    ),
    Rule(
        decision=Decision.PROGRESS,
        code="clean",
        when=(
            "{clean_practices} of the last {sessions_looked_at} sessions, the last one among them and none with a "
            "fault between: {easy_score} or less (or not above first mornings of up to {limit_score}), next morning "
            "not above the first mornings, self-check passed, effort {easy_effort} or less. In all of them but one, "
            "“fine today” may stand for the score and the morning."
        ),
        test=_clean,
    ),
    Rule(
        decision=Decision.HOLD,
        code="not_yet",
        when="Anything else.",
        test=_not_yet,
    ),
)


def decide(history: History, thresholds: Thresholds, now: datetime) -> Verdict:
    """The first row of `RULES` that fits decides; the rows of the same decision right below add their reasons.

    `now` is aware; give it in the client's zone, for `look_again_on` is its local date. Raises ValueError when
    `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    facts = gather(history, thresholds, now)
    decision, reasons = _judge(facts)
    return Verdict(
        decision=decision,
        reasons=reasons,
        would_change=_would_change(facts, decision),
        look_again_on=_look_again_on(facts, decision),
        baseline=facts.baseline,
        step_back_to=_step_back_to(history) if decision == Decision.REGRESS else "",
    )


def decision_of(history: History, thresholds: Thresholds, now: datetime) -> Decision:
    """What `decide` would decide, without its words; an eighth of the work, for asking many times."""
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    return _judge(gather(history, thresholds, now))[0]


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


def missing(needs: tuple[str, ...], passed: frozenset[str]) -> tuple[str, ...]:
    """The lessons still to be passed before one that needs `needs` opens, in the order given."""
    return tuple(need for need in needs if need not in passed)


def open_lessons(needs: Mapping[str, tuple[str, ...]], passed: frozenset[str]) -> tuple[str, ...]:
    """The lessons whose needs are all passed, in the order of the mapping."""
    return tuple(lesson for lesson, its_needs in needs.items() if not missing(its_needs, passed))


def gather(history: History, thresholds: Thresholds, now: datetime) -> Facts:
    """`now` is aware, in the client's zone. The practices may be of one lesson or of all."""
    today, now = now.date(), now.astimezone(UTC)
    reports = _between(sorted(history.reports, key=IN_ORDER), None, now)
    practices = _between(sorted(history.practices, key=IN_ORDER), None, now)
    start = _first((each for each in reports if each.moment != "after"), thresholds)
    baseline = _first((each for each in reports if each.moment == "morning"), thresholds)
    firsts = "first reports" if baseline is None else "first mornings"
    baseline = start if baseline is None else baseline
    easy_line: float = thresholds.easy_score
    if baseline is not None and thresholds.easy_score < baseline <= thresholds.limit_score:
        easy_line = baseline
    if history.reopened_at is not None:
        reports = _between(reports, history.reopened_at, now)
        practices = _between(practices, history.reopened_at, now)
    mornings = _mornings(reports)
    fine_at = [*history.fine_at, *(each.at for each in history.practices if each.after is None)]
    level_days = 21 if _is_within(fine_at, now - timedelta(days=7), now) else 7
    counted = [each for each in practices if history.stepped_back_at is None or each.at > history.stepped_back_at]
    sessions = _sessions(counted, mornings, thresholds)
    return Facts(
        history=history,
        thresholds=thresholds,
        now=now,
        today=today,
        baseline=baseline,
        firsts=firsts,
        start=start,
        easy_line=easy_line,
        sessions=sessions,
        full=tuple(session for session in sessions if not session.gentle),
        mornings=mornings,
        reports=tuple(reports),
        practices=tuple(practices),
        level=_level(reports, now, level_days, thresholds),
        level_days=level_days,
        weeks=(
            _week(reports, fine_at, now, thresholds),
            _week(reports, fine_at, now - timedelta(days=7), thresholds),
            _week(reports, fine_at, now - timedelta(days=14), thresholds),
        ),
    )


def _first(reports: Iterable[Report], thresholds: Thresholds) -> float | None:
    first = [each.score for each in islice(reports, thresholds.baseline_reports)]
    return float(median(first)) if len(first) == thresholds.baseline_reports else None


def _mornings(reports: Iterable[Report]) -> tuple[Report, ...]:
    highest: dict[date, Report] = {}
    for each in reports:
        if each.moment == "morning" and (each.local_on not in highest or each.score > highest[each.local_on].score):
            highest[each.local_on] = each
    return tuple(highest[on] for on in sorted(highest))


def _sessions(practices: Iterable[Done], mornings: tuple[Report, ...], thresholds: Thresholds) -> tuple[Session, ...]:
    days: dict[date, list[Done]] = {}
    for each in practices:
        days.setdefault(each.local_on, []).append(each)
    ordered, told_on = sorted(days), [each.local_on for each in mornings]
    counts_for = timedelta(hours=thresholds.morning_hours)
    sessions = []
    for on, following in zip_longest(ordered, ordered[1:], fillvalue=date.max):
        day = days[on]
        full = [each for each in day if not each.gentle] or day
        scored = [(each.before, each.after) for each in day if each.before is not None and each.after is not None]
        ended = day[-1].at.astimezone(UTC)
        after = mornings[bisect_right(told_on, on) : bisect_right(told_on, following)]
        morning = next((each for each in after if each.at <= ended + counts_for), None)
        sessions.append(
            Session(
                local_on=on,
                at=ended,
                before=scored[0][0] if scored else None,
                after=max((after for _, after in scored), default=None),
                passed=full[-1].passed,
                effort=max(each.effort for each in full),
                gentle=full[-1].gentle,
                practices=tuple(each.id for each in day),
                morning=morning,
            )
        )
    return tuple(sessions)


def _between(ordered: Sequence[Timed], start: datetime | None, end: datetime) -> Sequence[Timed]:
    """What came after `start` and up to `end`; `ordered` may hold thousands, so it is not walked through."""
    first = bisect_right(ordered, start, key=BY_TIME) if start is not None else 0
    return ordered[first : bisect_right(ordered, end, key=BY_TIME)]


def _level(reports: Sequence[Report], now: datetime, days: int, thresholds: Thresholds) -> float | None:
    scores = [each.score for each in _between(reports, now - timedelta(days=days), now) if each.moment != "after"]
    return float(median(scores)) if len(scores) >= thresholds.week_reports else None


def _week(reports: Sequence[Report], fine_at: Iterable[datetime], end: datetime, thresholds: Thresholds) -> Week | None:
    start = end - timedelta(days=7)
    inside = _between(reports, start, end)
    if len(inside) < thresholds.week_reports or _is_within(fine_at, start, end):
        return None
    return Week(
        mean=Fraction(sum(each.score for each in inside), len(inside)),
        entries=tuple(each.id for each in inside),
    )


def _is_within(instants: Iterable[datetime], start: datetime, end: datetime) -> bool:
    return any(start < each <= end for each in instants)


def _step_back_to(history: History) -> str:
    if history.has_easier:
        return "easier"
    return "previous" if history.has_previous else "smaller"


def _would_change(facts: Facts, decision: Decision) -> str:
    limits, baseline = facts.thresholds, facts.baseline
    if decision == Decision.STOP:
        return "A talk with your trainer, who then opens practice again."
    if facts.history.paused:
        return "The end of your pause."
    if decision == Decision.PROGRESS:
        high = (
            f"a morning {limits.morning_rise} or more above your first ones"
            if baseline is None
            else f"a morning at {math.ceil(baseline) + limits.morning_rise} or above"
        )
        return f"A practice above {limits.limit_score}, or {high}, would take you a step back."
    calm_enough = _morning_that_moves_on(facts)
    if calm_enough is not None:
        return f"A next morning at {calm_enough}{' or below' if calm_enough else ''} would move you on."
    # A step back starts the count again.
    done = 0 if decision == Decision.REGRESS else len(facts.clean_run)
    left = max(1, limits.clean_practices - done)
    calm = f"at {_n(baseline)} or below" if baseline is not None else "no higher than your first ones"
    asked = _upper(
        f"{counted(left, 'clean practice', 'clean practices')} ({_n(facts.easy_line)} or less, self-check passed), "
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
        if _judge(gather(history, facts.thresholds, at))[0] != Decision.PROGRESS:
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
