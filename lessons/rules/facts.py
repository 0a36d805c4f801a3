"""A history sorted and counted once, so that each rule is one short question. PURE."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import islice, zip_longest
from statistics import median
from typing import NamedTuple

from hinge_coach.tightness.trend import Moment
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import BY_TIME, BY_TIME_AND_ID, History, PracticeValue, Report, Timed

WEEK = timedelta(days=7)  # of 24 hours each, not days of the calendar

LEVEL_DAYS, LEVEL_DAYS_WITH_FINE = 7, 21


class PracticeDay(NamedTuple):
    """One local day with practice of a lesson; several practices of the day are one.

    `at` is the end of the last practice, in UTC. `before` and `after` are None on a fine day. `morning` is the next
    morning, once reported.
    """

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
        """The ids of its practices and of its next morning."""
        return (*self.practices, self.morning.id) if self.morning else self.practices


@dataclass(frozen=True, kw_only=True)
class WeekMean:
    """The exact mean of seven days of reports, and their ids."""

    mean: Fraction
    entries: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rows of the table ask about. All tuples are in order of time, oldest first."""

    history: History
    thresholds: Thresholds
    now: datetime  # UTC, so that seven days are seven times 24 hours whatever the clocks do
    today: date  # the client's
    start: float | None  # median of the first reports at rest
    morning_reference: float | None  # median of the first mornings; the start while those are too few
    is_reference_of_mornings: bool
    easy_line: float  # a practice up to it is easy for this client
    days: tuple[PracticeDay, ...]  # since the last step back and the last lifting
    full_days: tuple[PracticeDay, ...]  # the same without those of the easier version
    mornings: tuple[Report, ...]  # one for each local day since the last lifting
    reports: tuple[Report, ...]  # since the last lifting
    practices: tuple[PracticeValue, ...]  # since the last lifting
    level: float | None  # median of the reports at rest of the last `level_days`
    level_days: int
    weeks: tuple[WeekMean | None, WeekMean | None, WeekMean | None]  # this one, the one before, the one before that

    @property
    def last_day(self) -> PracticeDay | None:
        return self.days[-1] if self.days else None

    def is_morning_up(self, morning: Report | None) -> bool:
        """Whether a next morning is so far above the reference that it steps back."""
        if morning is None or self.morning_reference is None:
            return False
        return morning.score >= self.morning_reference + self.thresholds.morning_rise

    def is_morning_due(self, day: PracticeDay) -> bool:
        """Whether the next morning can still be reported. After a fine day none is asked for."""
        until = day.at + timedelta(hours=self.thresholds.morning_hours)
        return day.morning is None and not day.is_fine and self.now <= until

    @property
    def day_awaiting_morning(self) -> PracticeDay | None:
        """The day whose next morning can still be reported: the last one, or the one before a fine day of today."""
        for day in reversed(self.days[-2:]):
            if self.is_morning_due(day):
                return day
            if not day.is_fine or day.local_on != self.today:
                return None
        return None

    def is_clean(self, day: PracticeDay) -> bool:
        if self.morning_reference is None or day.easier or self.has_other_fault(day):
            return False
        if day.morning is None:
            return day.is_fine
        return day.morning.score <= self.morning_reference

    def has_other_fault(self, day: PracticeDay) -> bool:
        """Whether anything but its next morning keeps a day from being clean."""
        is_tight = day.after is not None and day.after > self.easy_line
        return is_tight or not day.passed or day.effort > self.thresholds.easy_effort

    @property
    def clean_run(self) -> tuple[PracticeDay, ...]:
        """The latest clean days without a fault between them, newest first.

        An older day whose next morning is missing is passed over if it has no other fault.
        """
        run: list[PracticeDay] = []
        for day in reversed(self.full_days[-self.thresholds.sessions_looked_at :]):
            if self.is_clean(day):
                run.append(day)
            elif day.morning is not None or not run or self.has_other_fault(day):
                break
        return tuple(run)


def gather_facts(history: History, thresholds: Thresholds, now: datetime) -> Facts:
    """`now` is aware, in the client's zone. The practices may be of one lesson or of all."""
    today, now = now.date(), now.astimezone(UTC)
    reports = _between(sorted(history.reports, key=BY_TIME_AND_ID), None, now)
    practices = _between(sorted(history.practices, key=BY_TIME_AND_ID), None, now)
    start = _median_of_first((report for report in reports if report.moment != Moment.AFTER), thresholds)
    first_mornings = _median_of_first((report for report in reports if report.moment == Moment.MORNING), thresholds)
    morning_reference = start if first_mornings is None else first_mornings
    if history.lifted_at is not None:
        reports = _between(reports, history.lifted_at, now)
        practices = _between(practices, history.lifted_at, now)
    mornings = _highest_mornings(reports)
    fine_at = [*history.fine_at, *(practice.at for practice in history.practices if practice.is_fine)]
    level_days = LEVEL_DAYS_WITH_FINE if _is_within(fine_at, now - WEEK, now) else LEVEL_DAYS
    back = history.stepped_back_at
    counting = [practice for practice in practices if back is None or practice.at > back]
    days = _practice_days(counting, mornings, thresholds)
    return Facts(
        history=history,
        thresholds=thresholds,
        now=now,
        today=today,
        start=start,
        morning_reference=morning_reference,
        is_reference_of_mornings=first_mornings is not None,
        easy_line=_easy_line(morning_reference, thresholds),
        days=days,
        full_days=tuple(day for day in days if not day.easier),
        mornings=mornings,
        reports=tuple(reports),
        practices=tuple(practices),
        level=_level(reports, now, level_days, thresholds),
        level_days=level_days,
        weeks=(
            _week_mean(reports, fine_at, now, thresholds),
            _week_mean(reports, fine_at, now - WEEK, thresholds),
            _week_mean(reports, fine_at, now - 2 * WEEK, thresholds),
        ),
    )


def _median_of_first(reports: Iterable[Report], thresholds: Thresholds) -> float | None:
    scores = [report.score for report in islice(reports, thresholds.reference_reports)]
    return float(median(scores)) if len(scores) == thresholds.reference_reports else None


def _easy_line(morning_reference: float | None, thresholds: Thresholds) -> float:
    """The easy score; the morning reference where that is higher, but within the limit."""
    if morning_reference is not None and thresholds.easy_score < morning_reference <= thresholds.limit_score:
        return morning_reference
    return thresholds.easy_score


def _highest_mornings(reports: Iterable[Report]) -> tuple[Report, ...]:
    """One report for each local day: the highest."""
    highest: dict[date, Report] = {}
    for report in reports:
        if report.moment == Moment.MORNING:
            other = highest.get(report.local_on)
            if other is None or report.score > other.score:
                highest[report.local_on] = report
    return tuple(highest[on] for on in sorted(highest))


def _practice_days(
    practices: Iterable[PracticeValue], mornings: tuple[Report, ...], thresholds: Thresholds
) -> tuple[PracticeDay, ...]:
    by_day: dict[date, list[PracticeValue]] = {}
    for practice in practices:
        by_day.setdefault(practice.local_on, []).append(practice)
    practiced_on, reported_on = sorted(by_day), [morning.local_on for morning in mornings]
    days = []
    for on, following in zip_longest(practiced_on, practiced_on[1:], fillvalue=date.max):
        # A morning on the day of the next practice still belongs to this day, because it comes before that practice.
        candidates = mornings[bisect_right(reported_on, on) : bisect_right(reported_on, following)]
        days.append(_practice_day(on, by_day[on], candidates, thresholds))
    return tuple(days)


def _practice_day(
    on: date, practices: Sequence[PracticeValue], mornings: Iterable[Report], thresholds: Thresholds
) -> PracticeDay:
    full = [practice for practice in practices if not practice.easier] or practices
    scores = [
        (practice.before, practice.after)
        for practice in practices
        if practice.before is not None and practice.after is not None
    ]
    end = practices[-1].at.astimezone(UTC)
    latest = end + timedelta(hours=thresholds.morning_hours)
    return PracticeDay(
        local_on=on,
        at=end,
        before=scores[0][0] if scores else None,
        after=max((after for _, after in scores), default=None),
        passed=full[-1].passed,
        effort=max(practice.effort for practice in full),
        easier=full[-1].easier,
        practices=tuple(practice.id for practice in practices),
        morning=next((morning for morning in mornings if morning.at <= latest), None),
    )


def _between(ordered: Sequence[Timed], start: datetime | None, end: datetime) -> Sequence[Timed]:
    """The values after `start` and up to `end`, by bisection, because `ordered` may hold thousands."""
    first = bisect_right(ordered, start, key=BY_TIME) if start is not None else 0
    return ordered[first : bisect_right(ordered, end, key=BY_TIME)]


def _level(reports: Sequence[Report], now: datetime, days: int, thresholds: Thresholds) -> float | None:
    recent = _between(reports, now - timedelta(days=days), now)
    scores = [report.score for report in recent if report.moment != Moment.AFTER]
    return float(median(scores)) if len(scores) >= thresholds.week_reports else None


def _week_mean(
    reports: Sequence[Report], fine_at: Iterable[datetime], end: datetime, thresholds: Thresholds
) -> WeekMean | None:
    """None where the reports are too few, or where a fine practice lies among them."""
    start = end - WEEK
    inside = _between(reports, start, end)
    if len(inside) < thresholds.week_reports or _is_within(fine_at, start, end):
        return None
    return WeekMean(
        mean=Fraction(sum(report.score for report in inside), len(inside)),
        entries=tuple(report.id for report in inside),
    )


def _is_within(instants: Iterable[datetime], start: datetime, end: datetime) -> bool:
    return any(start < instant <= end for instant in instants)
