"""A history sorted and counted once, so that each rule is one short question. PURE."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import islice, zip_longest
from statistics import median
from typing import NamedTuple

from lessons.rules.thresholds import Thresholds
from lessons.rules.values import BY_TIME, BY_TIME_AND_ID, History, PracticeValue, Report, Timed


class Session(NamedTuple):
    """One local day of this lesson; see the top of the module. `morning` is its next morning, once reported."""

    local_on: date
    at: datetime
    before: int | None
    after: int | None
    passed: bool
    effort: int
    easier: bool
    practices: tuple[str, ...]
    morning: Report | None

    @property
    def is_fine(self) -> bool:
        return self.after is None

    @property
    def entries(self) -> tuple[str, ...]:
        return (*self.practices, self.morning.id) if self.morning else self.practices


@dataclass(frozen=True, kw_only=True)
class WeekMean:
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
    morning_reference: float | None
    firsts: str  # what the morning_reference is made of: "first mornings", or "first reports" while those are too few
    start: float | None  # of the first reports at rest, as in the picture of the weeks
    easy_line: float  # a session at or below it is easy for this client
    sessions: tuple[Session, ...]  # since the last step back or reopening, oldest first
    full: tuple[Session, ...]  # the same without the easier ones
    mornings: tuple[Report, ...]  # one for each local day since the reopening, oldest first
    reports: tuple[Report, ...]  # since the reopening, oldest first
    practices: tuple[PracticeValue, ...]  # since the reopening, oldest first
    level: float | None  # median of the last `level_days`, right after practice left out
    level_days: int  # seven, or three times as many with a fine practice among them
    weeks: tuple[WeekMean | None, WeekMean | None, WeekMean | None]  # this one, the one before, the one before that

    @property
    def last(self) -> Session | None:
        return self.sessions[-1] if self.sessions else None

    def is_morning_up(self, morning: Report | None) -> bool:
        if morning is None or self.morning_reference is None:
            return False
        return morning.score >= self.morning_reference + self.thresholds.morning_rise

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
        if self.morning_reference is None or session.easier or self.has_other_fault(session):
            return False
        if session.morning is None:
            return session.is_fine
        return session.morning.score <= self.morning_reference

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


def gather_facts(history: History, thresholds: Thresholds, now: datetime) -> Facts:
    """`now` is aware, in the client's zone. The practices may be of one lesson or of all."""
    today, now = now.date(), now.astimezone(UTC)
    reports = _between(sorted(history.reports, key=BY_TIME_AND_ID), None, now)
    practices = _between(sorted(history.practices, key=BY_TIME_AND_ID), None, now)
    start = _first((each for each in reports if each.moment != "after"), thresholds)
    morning_reference = _first((each for each in reports if each.moment == "morning"), thresholds)
    firsts = "first reports" if morning_reference is None else "first mornings"
    morning_reference = start if morning_reference is None else morning_reference
    easy_line: float = thresholds.easy_score
    if morning_reference is not None and thresholds.easy_score < morning_reference <= thresholds.limit_score:
        easy_line = morning_reference
    if history.lifted_at is not None:
        reports = _between(reports, history.lifted_at, now)
        practices = _between(practices, history.lifted_at, now)
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
        morning_reference=morning_reference,
        firsts=firsts,
        start=start,
        easy_line=easy_line,
        sessions=sessions,
        full=tuple(session for session in sessions if not session.easier),
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
    first = [each.score for each in islice(reports, thresholds.reference_reports)]
    return float(median(first)) if len(first) == thresholds.reference_reports else None


def _mornings(reports: Iterable[Report]) -> tuple[Report, ...]:
    highest: dict[date, Report] = {}
    for each in reports:
        if each.moment == "morning" and (each.local_on not in highest or each.score > highest[each.local_on].score):
            highest[each.local_on] = each
    return tuple(highest[on] for on in sorted(highest))


def _sessions(
    practices: Iterable[PracticeValue], mornings: tuple[Report, ...], thresholds: Thresholds
) -> tuple[Session, ...]:
    days: dict[date, list[PracticeValue]] = {}
    for each in practices:
        days.setdefault(each.local_on, []).append(each)
    ordered, told_on = sorted(days), [each.local_on for each in mornings]
    counts_for = timedelta(hours=thresholds.morning_hours)
    sessions = []
    for on, following in zip_longest(ordered, ordered[1:], fillvalue=date.max):
        day = days[on]
        full = [each for each in day if not each.easier] or day
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
                easier=full[-1].easier,
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


def _week(
    reports: Sequence[Report], fine_at: Iterable[datetime], end: datetime, thresholds: Thresholds
) -> WeekMean | None:
    start = end - timedelta(days=7)
    inside = _between(reports, start, end)
    if len(inside) < thresholds.week_reports or _is_within(fine_at, start, end):
        return None
    return WeekMean(
        mean=Fraction(sum(each.score for each in inside), len(inside)),
        entries=tuple(each.id for each in inside),
    )


def _is_within(instants: Iterable[datetime], start: datetime, end: datetime) -> bool:
    return any(start < each <= end for each in instants)
