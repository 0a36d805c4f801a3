"""The second table: reasons to talk with the trainer. Every row that fits counts, and practice goes on. PURE."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lessons.rules import talk_wording
from lessons.rules.facts import Facts
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Standing, TalkCode, TalkReason

MANY_PRACTICE_DAYS = 8  # of the full version, without a move

STILL_REPORTING = timedelta(days=14)  # "no change" is worth a talk only for somebody who still reports


@dataclass(frozen=True)
class TalkRule:
    """One row: its code, and the test that returns a `TalkReason` where it fits."""

    code: TalkCode
    test: Callable[[Facts, Sequence[Standing]], TalkReason | None]

    def words(self, thresholds: Thresholds) -> str:
        """When the row fits, with the numbers filled in, for the public page."""
        return talk_wording.when_to_talk(self.code, thresholds)


def talk_reasons(facts: Facts, standings: Iterable[Standing]) -> tuple[TalkReason, ...]:
    """What is worth a talk now, in the order of the rows; without what was talked about in the last weeks."""
    standings = tuple(standings)
    reasons = (rule.test(facts, standings) for rule in TALK_RULES if not facts.is_quiet(rule.code))
    return tuple(reason for reason in reasons if reason)


def _worse_two_weeks(facts: Facts, _: Sequence[Standing]) -> TalkReason | None:
    limits, start = facts.thresholds, facts.reported.start
    days = facts.latest_up(limits.stop_days)
    if not days or start is None:
        return None
    above_start = sum(day.score >= start + limits.rise for day in days)
    above_acceptable = sum(day.score > limits.acceptable for day in days)
    if 2 * above_start <= len(days) or 2 * above_acceptable <= len(days):
        return None
    usual = facts.reported.usual_before(days)
    assert usual is not None  # the days are up against it
    return talk_wording.worse_two_weeks(days, usual=usual, start=start)


def _week_up(facts: Facts, _: Sequence[Standing]) -> TalkReason | None:
    days = facts.latest_up(facts.thresholds.week_days)
    usual = facts.reported.usual_before(days) if days else None
    if usual is None:
        return None
    return talk_wording.week_up(days, high=[day for day in days if facts.is_up(day.score, usual)], usual=usual)


def _above_start(facts: Facts, _: Sequence[Standing]) -> TalkReason | None:
    limits, usual = facts.thresholds, facts.reported.usual_now
    first_week = facts.reported.first(limits.week_days)
    if usual is None or first_week is None or len(facts.reported.days) < limits.stop_days:
        return None
    if not facts.is_recent(facts.reported.days[-1].local_on) or usual < first_week + limits.rise:
        return None
    anew_on = facts.reported.anew_on
    if anew_on is not None and anew_on > facts.today - timedelta(weeks=limits.talk_weeks):
        return None  # the trainer has just said what is usual now, or talked and opened practice
    return talk_wording.above_start(usual=usual, first_week=first_week)


def _next_days_up(facts: Facts, _: Sequence[Standing]) -> TalkReason | None:
    rise = facts.next_day_rise
    return None if rise is None else talk_wording.day_after_up(rise, days=len(facts.next_days))


def _no_change(facts: Facts, _: Sequence[Standing]) -> TalkReason | None:
    limits, start, usual = facts.thresholds, facts.reported.start, facts.usual
    if start is None or usual is None or not facts.practices or usual <= limits.fine_score:
        return None
    if facts.reported.days[-1].local_on <= facts.today - STILL_REPORTING or start - usual >= limits.rise:
        return None
    talked_on = [talk.talked_on for talk in facts.history.talks if talk.talked_on is not None]
    since = max([facts.practices[0].local_on, *talked_on])
    weeks = _days_without_pauses(facts, since) // 7
    return talk_wording.no_change(start=start, usual=usual, weeks=weeks) if weeks >= limits.talk_weeks else None


def _days_without_pauses(facts: Facts, since: date) -> int:
    days = (facts.today - since).days
    if not facts.history.pauses:
        return days
    return sum(
        not any(pause.covers(since + timedelta(days=number)) for pause in facts.history.pauses)
        for number in range(days)
    )


def _twice_back(facts: Facts, standings: Sequence[Standing]) -> TalkReason | None:
    since = facts.today - timedelta(weeks=facts.thresholds.talk_weeks)
    for standing in standings:
        recent = [lesson for lesson, on in standing.steps_back if on > since]
        steps_back = max((recent.count(lesson) for lesson in recent), default=0)
        if steps_back >= 2:
            return talk_wording.twice_back(steps_back)
    for standing in standings:
        if standing.passed:
            continue
        days = _full_days(facts, standing)
        if days >= MANY_PRACTICE_DAYS:
            return talk_wording.many_practice_days(days)
    return None


def _full_days(facts: Facts, standing: Standing) -> int:
    """How many days of any age hold a full practice of the lesson since the last move on its track."""
    placed_at = standing.placed_at
    practices = (practice for practice in facts.practices if practice.lesson == standing.lesson and not practice.easier)
    return len({practice.local_on for practice in practices if placed_at is None or practice.at > placed_at})


TALK_RULES: tuple[TalkRule, ...] = (
    TalkRule(TalkCode.WORSE_TWO_WEEKS, _worse_two_weeks),
    TalkRule(TalkCode.WEEK_UP, _week_up),
    TalkRule(TalkCode.ABOVE_START, _above_start),
    TalkRule(TalkCode.NEXT_DAYS_UP, _next_days_up),
    TalkRule(TalkCode.NO_CHANGE, _no_change),
    TalkRule(TalkCode.TWICE_BACK, _twice_back),
)
