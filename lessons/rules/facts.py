"""A history sorted and counted once, so that each rule is one short question. PURE."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, TypeVar

from hinge_coach.tightness.trend import CheckInValue, Moment, at_rest, in_order, middle, rows_by_day
from hinge_coach.tightness.usual import (
    BY_DAY,
    FIRST_DAYS,
    ReportedDay,
    ReportedDays,
    is_up,
    jump,
    lowest_jump,
    reported_days,
)
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import History, PracticeValue, Standing, TalkCode

BY_TIME, BY_TIME_AND_ID = attrgetter("at"), attrgetter("at", "id")

Timed = TypeVar("Timed", CheckInValue, PracticeValue)

TOP_SCORE = 10

HOLD_DAYS = 14  # how long a talk about the next days keeps a lesson, if nobody talks


class PracticeDay(NamedTuple):
    """One local day with practice of a lesson; several practices of the day are one.

    `at` is the end of the last practice, in UTC. `before` and `after` are None on a fine day. `stopped`: one of its
    practices was, which leaves its effort unknown, and perhaps the score before it. `answer` is the highest number at
    rest of the first reported day after it, once there is one.
    """

    local_on: date
    at: datetime
    before: int | None
    after: int | None
    passed: bool
    effort: int | None
    easier: bool
    stopped: bool
    practices: tuple[str, ...]
    answer: CheckInValue | None

    @property
    def is_fine(self) -> bool:
        return self.after is None

    @property
    def has_both_scores(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def entries(self) -> tuple[str, ...]:
        """The ids of its practices and of its next day's answer."""
        return (*self.practices, self.answer.id) if self.answer else self.practices


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rows about the client ask: the same for every track. All tuples are in order of time, oldest first.

    `now` is in UTC, `today` the client's local day.
    """

    history: History
    thresholds: Thresholds
    now: datetime
    today: date
    reported: ReportedDays
    reports: tuple[CheckInValue, ...]
    practices: tuple[PracticeValue, ...]
    earlier: "Facts | None" = field(default=None, repr=False, compare=False)
    """The facts to whose reports the last ones were added; what was worked out of those holds here, too."""

    @cached_property
    def usual(self) -> float | None:
        return self.reported.usual

    @cached_property
    def is_paused(self) -> bool:
        return any(pause.covers(self.today) for pause in self.history.pauses)

    @cached_property
    def last_number(self) -> CheckInValue | None:
        """The last number reported, right after practice included."""
        numbers = (report for report in reversed(self.reports) if report.moment != Moment.RECALLED)
        return next(numbers, None)

    def is_up(self, score: float | None, usual: float | None = None) -> bool:
        """Whether a score is up against the usual, or against another `usual` where one is given."""
        limits = self.thresholds
        usual = self.usual if usual is None else usual
        return score is not None and is_up(score, usual, rise=limits.rise, fine=limits.fine_score)

    def is_recent(self, on: date) -> bool:
        """Whether a local day lies in the window that ends today."""
        return on > self.today - timedelta(days=self.thresholds.usual_days)

    def latest_up(self, number: int) -> tuple[ReportedDay, ...]:
        """The latest `number` reported days where most of them are up against the usual before them; else empty."""
        days = self.reported.days
        return latest_up(self.reported, number, self.thresholds) if days and self.is_recent(days[-1].local_on) else ()

    @cached_property
    def very_tight_first(self) -> tuple[ReportedDay, ...]:
        """The first reported days ever, where they are so high that practice closes; else empty.

        In the first week of numbers alone, while no day was lower, and until the trainer opened practice once.
        Afterward there is a usual to compare with.
        """
        days = self.reported.days
        if not FIRST_DAYS <= len(days) <= self.thresholds.week_days or self.reported.anew_on is not None:
            return ()
        return days[:FIRST_DAYS] if all(day.score >= self.thresholds.very_high for day in days) else ()

    @cached_property
    def very_tight_latest(self) -> tuple[ReportedDay, ...]:
        """The latest reported days, where they close practice because the usual before them was lower; else empty."""
        limits, days = self.thresholds, self.reported.latest(self.thresholds.flare_days)
        usual = self.reported.usual_before(days)
        if len(days) < limits.flare_days or usual is None or usual > limits.very_high - limits.rise:
            return ()
        if not self.is_recent(days[-1].local_on) or any(day.score < limits.very_high for day in days):
            return ()
        return days

    @cached_property
    def flare(self) -> tuple[ReportedDay, ...]:
        """The reported days that ease everything: the latest few, or the latest week. Empty without a flare."""
        return flare_on(self.today, self.reported, self.thresholds)

    @property
    def must_rest(self) -> bool:
        """Whether the last number is so high that practice rests until the next one."""
        limits, number = self.thresholds, self.last_number
        if number is None or number.score < limits.very_high:
            return False
        return len(self.reported.days) < FIRST_DAYS or (
            self.usual is not None and number.score >= self.usual + limits.jump
        )

    @cached_property
    def next_days(self) -> tuple[tuple[float, str], ...]:
        """What the last practiced days with a free eve did to the next reported day, with the ids of the practices.

        Points from before the practice to the reported day after it. Of the days of the last weeks only, the latest
        few; `next_day_rise` needs them all.
        """
        since = self.today - timedelta(weeks=self.thresholds.talk_weeks)
        practices = [practice for practice in self.practices if practice.local_on >= since]
        practiced_on = {practice.local_on for practice in practices}
        days_since = self.reported.days[bisect_left(self.reported.days, since, key=BY_DAY) :]
        scores = {day.local_on: day.score for day in days_since}
        changes = []
        first: dict[date, PracticeValue] = {}
        for practice in practices:
            if practice.local_on > since and practice.before is not None:
                first.setdefault(practice.local_on, practice)
        for on, practice in first.items():
            if on - timedelta(days=1) in practiced_on or practice.before is None:
                continue
            days = (on + timedelta(days=number + 1) for number in range(self.thresholds.answer_days))
            following = next((scores[day] for day in days if day in scores), None)
            if following is not None:
                changes.append((following - practice.before, practice.id))
        return tuple(changes[-self.thresholds.week_days :])

    @cached_property
    def next_day_rise(self) -> float | None:
        """The median rise to the day after practice, in points, where it is worth a talk; else None."""
        changes = self.next_days
        if len(changes) < self.thresholds.week_days:
            return None
        rise = middle([change for change, _ in changes])
        return rise if rise >= self.thresholds.rise else None

    @cached_property
    def held_until(self) -> date | None:
        """The last local day on which the talk about the next days keeps a lesson; None where it doesn't."""
        if self.next_day_rise is None:
            return None
        talks = [talk for talk in self.history.talks if talk.code == TalkCode.NEXT_DAYS_UP]
        opened_on = max((talk.opened_on for talk in talks if talk.talked_on is None), default=self.today)
        until = opened_on + timedelta(days=HOLD_DAYS - 1)
        return None if until < self.today or self.is_quiet(TalkCode.NEXT_DAYS_UP) else until

    def is_quiet(self, code: TalkCode) -> bool:
        """Whether client and trainer talked about this in the last weeks."""
        since = self.today - timedelta(weeks=self.thresholds.talk_weeks)
        talks = (talk for talk in self.history.talks if talk.code == code)
        return any(talk.talked_on is not None and talk.talked_on > since for talk in talks)

    def practice_days(self, standing: Standing) -> tuple[PracticeDay, ...]:
        """The days with practice of this lesson since the last move on its track, in the window that ends today."""
        practices = (practice for practice in self.practices if practice.lesson == standing.lesson)
        if (placed_at := standing.placed_at) is not None:
            practices = (practice for practice in practices if practice.at > placed_at)
        return self._days(practice for practice in practices if self.is_recent(practice.local_on))

    def days_of_all_lessons(self, since: date) -> tuple[PracticeDay, ...]:
        """The days after `since` with practice of any lesson."""
        return self._days(practice for practice in self.practices if practice.local_on > since)

    def _days(self, practices: Iterable[PracticeValue]) -> tuple[PracticeDay, ...]:
        return tuple(self._practice_day(on, rows) for on, rows in sorted(rows_by_day(practices).items()))

    def _practice_day(self, on: date, practices: Sequence[PracticeValue]) -> PracticeDay:
        """`practices` are those of one local day, oldest first."""
        full = [practice for practice in practices if not practice.easier] or practices
        numbers = [(practice.before, practice.after) for practice in practices if practice.after is not None]
        efforts = [practice.effort for practice in full if practice.effort is not None]
        end = practices[-1].at.astimezone(UTC)
        return PracticeDay(
            local_on=on,
            at=end,
            before=numbers[0][0] if numbers else None,
            after=max((after for _, after in numbers), default=None),
            passed=full[-1].passed,
            effort=max(efforts, default=None),
            easier=full[-1].easier,
            stopped=any(practice.stopped for practice in practices),
            practices=tuple(practice.id for practice in practices),
            answer=self._answer(on, end),
        )

    def _answer(self, on: date, end: datetime) -> CheckInValue | None:
        """The highest number at rest of the first reported day among the few after `on`, a night after `end`."""
        earliest = end + timedelta(hours=self.thresholds.night_hours)
        for number in range(1, self.thresholds.answer_days + 1):
            answers = [
                report for report in self._at_rest_on.get(on + timedelta(days=number), ()) if report.at >= earliest
            ]
            if answers:
                return max(answers, key=lambda report: (report.score, *in_order(report)))
        return None

    @cached_property
    def _at_rest_on(self) -> dict[date, list[CheckInValue]]:
        if self.earlier is None:
            return rows_by_day(at_rest(self.reports))
        days = dict(self.earlier._at_rest_on)
        for report in at_rest(self.reports[len(self.earlier.reports) :]):
            days[report.local_on] = [*days.get(report.local_on, ()), report]
        return days

    def has_rise(self, day: PracticeDay) -> bool:
        """Whether any number of the day is up: before, after, or the next day's answer."""
        answer = day.answer.score if day.answer else None
        return self.is_up(day.before) or self.is_up(day.after) or self.is_up(answer)

    def is_good(self, day: PracticeDay) -> bool:
        """Whether the day counts toward moving on. What was not reported doesn't count against it; a stop does."""
        is_easy = day.effort is not None and day.effort <= self.thresholds.effort
        return not day.easier and not day.stopped and day.passed and is_easy and not self.has_rise(day)


@dataclass(frozen=True, kw_only=True)
class LessonFacts:
    """What the rows about one lesson ask. `days` are those since the last move on its track."""

    client: Facts
    standing: Standing
    days: tuple[PracticeDay, ...]

    @property
    def full_days(self) -> tuple[PracticeDay, ...]:
        """The days of the full version."""
        return tuple(day for day in self.days if not day.easier)

    @property
    def last_day(self) -> PracticeDay | None:
        return self.days[-1] if self.days else None

    @property
    def good_days(self) -> tuple[PracticeDay, ...]:
        """The good ones among the last few days of the full version."""
        return tuple(day for day in self.full_days[-self.client.thresholds.of_last :] if self.client.is_good(day))

    @property
    def calm_easier_days(self) -> tuple[PracticeDay, ...]:
        """The latest days of the easier version, without a rise or a stop among them; newest first."""
        calm = []
        for day in reversed(self.days):
            if day.easier and (day.stopped or self.client.has_rise(day)):
                break
            if day.easier:
                calm.append(day)
        return tuple(calm)


def gather_facts(history: History, thresholds: Thresholds, *, now: datetime, today: date) -> Facts:
    """`now` is aware; `today` is the client's local day at that instant. Raises ValueError where `now` is naive."""
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    now = now.astimezone(UTC)
    reports = _until(now, sorted(history.reports, key=in_order))
    return Facts(
        history=history,
        thresholds=thresholds,
        now=now,
        today=today,
        reported=ReportedDays.of(reports, window=thresholds.usual_days, anew_on=history.anew_on),
        reports=reports,
        practices=_until(now, sorted(history.practices, key=BY_TIME_AND_ID)),
    )


def later_facts(
    facts: Facts, reports: Sequence[CheckInValue], practices: Sequence[PracticeValue], *, now: datetime, today: date
) -> Facts:
    """The facts at `now`, with `reports` and `practices` that come after all that is known; both in order of time.

    The same as gathered from everything anew, in less time, because only the days of these reports are counted again.
    """
    all_reports, all_practices = (*facts.reports, *reports), (*facts.practices, *practices)
    return Facts(
        history=replace(facts.history, reports=all_reports, practices=all_practices),
        thresholds=facts.thresholds,
        now=now,
        today=today,
        reported=facts.reported.with_later(all_reports, reports),
        reports=all_reports,
        practices=all_practices,
        earlier=facts,
    )


def lesson_facts(facts: Facts, standing: Standing) -> LessonFacts:
    return LessonFacts(client=facts, standing=standing, days=facts.practice_days(standing))


def latest_up(reported: ReportedDays, number: int, thresholds: Thresholds) -> tuple[ReportedDay, ...]:
    """The latest `number` reported days where most of them are up against the usual before them; else empty.

    There must be as many days to compare with as are compared.
    """
    days = reported.latest(number)
    if len(days) < number or len(reported.before(days)) < number:
        return ()
    usual, rise, fine = reported.usual_before(days), thresholds.rise, thresholds.fine_score
    up = sum(is_up(day.score, usual, rise=rise, fine=fine) for day in days)
    return days if 2 * up > number else ()


def flare_days(reported: ReportedDays, thresholds: Thresholds) -> tuple[ReportedDay, ...]:
    """The latest few reported days, or the latest week, where most of them are up; else empty."""
    return latest_up(reported, thresholds.flare_days, thresholds) or latest_up(
        reported, thresholds.week_days, thresholds
    )


def flare_on(today: date, reported: ReportedDays, thresholds: Thresholds) -> tuple[ReportedDay, ...]:
    """The reported days of the flare that is on today; empty without one, or where the last number is too old."""
    oldest = today - timedelta(days=thresholds.usual_days)
    is_recent = bool(reported.days) and reported.days[-1].local_on > oldest
    return flare_days(reported, thresholds) if is_recent else ()


def looks_back_to(reported_on: Sequence[date], today: date, *thresholds: Thresholds) -> date:
    """The first local day whose entries may matter to a row today, beside the first ones of all.

    `reported_on`: the reported days in order. The row that looks at most of them compares two weeks with as many days
    before them, or with the window before them; practices matter for as long as talks do, and a window before that.
    """
    # Two more, because today may be reported in part, and some rows look at a day ahead.
    number = max(2 * limits.stop_days + limits.usual_days + FIRST_DAYS + 2 for limits in thresholds)
    time = max(timedelta(weeks=limits.talk_weeks, days=limits.usual_days) for limits in thresholds)
    before_today = bisect_left(reported_on, today)
    return min(reported_on[max(before_today - number, 0)] if reported_on else today, today - time)


def score_that_ends_rest(facts: Facts) -> int:
    """The highest score of a next number that opens practice again, on the day of the last number or on a later one.

    A number of a later day is compared with another usual, and it may be the one that closes practice. The sentence
    with this score must stay true until it is reported.
    """
    on = facts.last_number.local_on if facts.last_number else facts.today
    days = (on, on + timedelta(days=1))
    return next((score for score in range(TOP_SCORE, 0, -1) if all(_opens(facts, score, day) for day in days)), 0)


def score_that_rests(facts: Facts) -> int | None:
    """The lowest number that keeps practice from beginning if it is the next one, reported today; None where none does.

    Every higher number does so, too: rest and closure ask for very high numbers far above the usual.
    """
    scores = range(facts.thresholds.very_high, TOP_SCORE + 1)
    return next((score for score in scores if not _opens(facts, score, facts.today)), None)


def score_that_asks(
    facts: Facts, entries: Sequence[CheckInValue], answered_at: datetime, *, at: datetime
) -> int | None:
    """The lowest number that brings the safety questions if it is the next one, reported today; None where none does.

    Every higher number does so, too. 0 where a number has brought them already. `entries` with the imported ones, which
    may add a jump; `answered_at`: when the questions were answered last; `at`: when the number is reported.
    """
    points = facts.thresholds.jump
    if all(entry.at <= at and entry.local_on <= facts.today for entry in entries):
        return lowest_jump(entries, answered_at, points, at=at, on=facts.today)

    def asks(score: int) -> bool:
        number = CheckInValue(id="", at=at, local_on=facts.today, score=score)
        return jump([*entries, number], answered_at, points) is not None

    score = bisect_left(range(TOP_SCORE + 1), True, key=asks)  # a number that is earlier than another changes more
    return score if score <= TOP_SCORE else None


def _opens(facts: Facts, score: int, on: date) -> bool:
    number = CheckInValue(id="", at=facts.now, local_on=on, score=score)
    other_days = (day for day in facts.reported.days if day.local_on != on)
    that_day = [report for report in facts.reports if report.local_on == on]
    days = tuple(sorted([*other_days, *reported_days([*that_day, number])]))
    reported = replace(facts.reported, days=days)
    later = replace(facts, today=on, reports=(*facts.reports, number), reported=reported)
    return not (later.must_rest or later.very_tight_first or later.very_tight_latest)


def calm_days_needed(facts: Facts) -> int:
    """How many calm days end a flare, each with the usual before the flare as its number. 0 without a flare."""
    most, number = 2 * facts.thresholds.week_days, 0
    score = facts.reported.usual_before(facts.flare) or 0
    later = facts
    while later.flare and number < most:
        number += 1
        on = later.today + timedelta(days=1)
        reported = replace(later.reported, days=(*later.reported.days, ReportedDay(on, score, ())))
        later = replace(later, today=on, reported=reported)
    return number


def _until(now: datetime, ordered: Sequence[Timed]) -> tuple[Timed, ...]:
    return tuple(ordered[: bisect_right(ordered, now, key=BY_TIME)])
