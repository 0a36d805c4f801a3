"""Which clients need the trainer today, why, and how urgently. PURE.

Everything is measured against the client's own usual, never against one limit for all: a usual 2 that becomes 4 is
news, a usual 6 that stays 6 is not. What is above the usual is found by the coaching rules and by their numbers; the
numbers below are the desk's own. A planned pause is shown as a pause, not as silence.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from hinge_coach.coaching.desk import wording
from hinge_coach.coaching.desk.values import (
    AttentionCode,
    AttentionReason,
    ClientSnapshot,
    Direction,
    OpenTalk,
)
from hinge_coach.safety.screening import Level

SILENT_DAYS = 10

NEW_DAYS = 7  # from this day on, somebody who has not practiced is not new but has not begun

GAP_LEAST_DAYS = 7

GAP_TIMES = 4  # practice is missing after so many times the client's own median gap

GAPS_LOOKED_AT = 8

NEWS_DAYS = 7  # how long a step back or good news stays on the desk

REVIEW_DAYS = 3  # a closed practice waits no longer than this for a second reminder

CALL_DAYS = 1

WEIGHTS = {
    AttentionCode.CLOSURE_REVIEW: 90,
    AttentionCode.REST: 88,
    AttentionCode.WORSE_TWO_WEEKS: 85,
    AttentionCode.WEEK_UP: 80,
    AttentionCode.EASED: 72,
    AttentionCode.ABOVE_START: 70,
    AttentionCode.NEXT_DAYS_UP: 70,
    AttentionCode.STEP_BACK: 60,
    AttentionCode.NEVER_PRACTICED: 50,
    AttentionCode.SILENT: 48,
    AttentionCode.PRACTICE_GAP: 45,
    AttentionCode.TWICE_BACK: 40,
    AttentionCode.SCREENING_DUE: 35,
    AttentionCode.CALL: 30,
    AttentionCode.NEW: 25,
    AttentionCode.NO_CHANGE: 20,
    AttentionCode.TRACK_FINISHED: 10,
    AttentionCode.EASIER: 10,
    AttentionCode.PAUSED: 1,
    AttentionCode.QUIET: 0,
}

# By the level of the safety answer, None where the coaching rules closed practice: only the trainer can lift that,
# while a client who was asked to see a doctor first can lift it alone.
CLOSURE_WEIGHTS = {Level.EMERGENCY: 100, Level.TODAY: 96, None: 94, Level.REFER: 92}


class Need(NamedTuple):
    """A reason before it is weighed: its sentence, and its size in points and in days."""

    code: AttentionCode
    sentence: str
    points: float = 0
    days: int = 0


def attention_reasons(client: ClientSnapshot, today: date) -> tuple[AttentionReason, ...]:
    """All reasons that hold today, the most urgent first; one of code `quiet` where there is none."""
    needs = list(_needs(client, today)) or [Need(AttentionCode.QUIET, wording.QUIET)]
    reasons = [
        AttentionReason(
            code=need.code,
            weight=_weight(need.code, client),
            sentence=need.sentence,
            suggestion=wording.suggestion(need.code, client),
            points=need.points,
            days=need.days,
        )
        for need in needs
    ]
    return tuple(sorted(reasons, key=lambda reason: -reason.weight))


def ranking_key(reasons: tuple[AttentionReason, ...], name: str) -> tuple[tuple[tuple[float, float, int], ...], str]:
    """Sort key of a client: the heaviest reason first, then its size, then the next reason, and so on; then by name."""
    # The closing zeros rank two reasons above one where the first is the same.
    return (*((-reason.weight, -reason.points, -reason.days) for reason in reasons), (0, 0, 0)), name.casefold()


def _needs(client: ClientSnapshot, today: date) -> Iterator[Need]:
    yield from _closure(client, today)
    if client.rest is not None:
        yield Need(AttentionCode.REST, wording.rest(client.rest, today), client.rest.points)
    if client.flare is not None:
        yield Need(AttentionCode.EASED, wording.eased(client.flare), client.flare.points, client.flare.days)
    yield from (_talk(talk, today) for talk in client.talks)
    yield from _step_back(client, today)
    if client.call_on is not None and 0 <= (client.call_on - today).days <= CALL_DAYS:
        days_ahead = (client.call_on - today).days
        yield Need(AttentionCode.CALL, wording.call_booked(days_ahead), days=CALL_DAYS - days_ahead)
    if client.paused:
        yield Need(AttentionCode.PAUSED, wording.paused(client.paused_until))
    if not client.closed:
        yield from _good_news(client, today)
        if not client.paused:  # practice that is closed or paused can't be late
            yield from _overdue(client, today)


def _closure(client: ClientSnapshot, today: date) -> Iterator[Need]:
    if not client.closed:
        return
    days = 0 if client.closed_on is None else (today - client.closed_on).days
    yield Need(AttentionCode.CLOSED, wording.closed(client.closure_level), days=days)
    if days >= REVIEW_DAYS:
        yield Need(AttentionCode.CLOSURE_REVIEW, wording.closure_review(days), days=days)


def _talk(talk: OpenTalk, today: date) -> Need:
    return Need(AttentionCode(talk.code), wording.open_talk(talk, today), talk.points, talk.days)


def _step_back(client: ClientSnapshot, today: date) -> Iterator[Need]:
    news = client.step_back
    if news is not None and (today - news.on).days <= NEWS_DAYS and _is_unanswered(news.at, client):
        yield Need(AttentionCode.STEP_BACK, wording.step_back(news, today), days=(today - news.on).days)


def _is_unanswered(at: datetime, client: ClientSnapshot) -> bool:
    """Whether no word was sent since. Instants and not days: a word of the morning doesn't answer the evening."""
    return client.word_at is None or client.word_at <= at


def _good_news(client: ClientSnapshot, today: date) -> Iterator[Need]:
    end, word_on = client.track_end, client.word_on
    if end is not None and (today - end.on).days <= NEWS_DAYS and _is_unanswered(end.at, client):
        yield Need(AttentionCode.TRACK_FINISHED, wording.track_finished(end))
    elif (
        client.change == Direction.EASIER
        and client.flare is None
        and (word_on is None or (today - word_on).days > NEWS_DAYS)
    ):
        yield Need(AttentionCode.EASIER, wording.easier(client.start, client.level), _fall(client))


def _overdue(client: ClientSnapshot, today: date) -> Iterator[Need]:
    if client.screening_due_on is not None and client.screening_due_on < today:
        days = (today - client.screening_due_on).days
        yield Need(AttentionCode.SCREENING_DUE, wording.screening_due(days), days=days)
    last_report_on = client.last_report_on
    is_silent = last_report_on is not None and _idle_days(client, last_report_on, today) >= SILENT_DAYS
    if is_silent and last_report_on is not None:
        days = (today - last_report_on).days
        yield Need(AttentionCode.SILENT, wording.silent(days), days=days)
    if client.last_practice_on is None:
        yield from _not_begun(client, today)
    elif not is_silent:
        yield from _practice_gap(client, client.last_practice_on, today)


def _idle_days(client: ClientSnapshot, since: date, today: date) -> int:
    """Days since a local day, counted from the end of a pause where one ended later."""
    return (today - max(since, client.pause_ended_on or since)).days


def _not_begun(client: ClientSnapshot, today: date) -> Iterator[Need]:
    days = (today - client.joined_on).days
    if days >= NEW_DAYS:
        yield Need(AttentionCode.NEVER_PRACTICED, wording.never_practiced(days, client.numbers), days=days)
    else:
        yield Need(AttentionCode.NEW, wording.new(days), days=days)


def _practice_gap(client: ClientSnapshot, last_practice_on: date, today: date) -> Iterator[Need]:
    """Numbers came, but no practice, for longer than this client usually leaves between two."""
    has_reported_since = client.last_check_in_on is not None and client.last_check_in_on > last_practice_on
    if client.all_finished or not has_reported_since:
        return
    days, usual = (today - last_practice_on).days, usual_gap(client.practice_days)
    if _idle_days(client, last_practice_on, today) >= max(GAP_LEAST_DAYS, GAP_TIMES * (usual or 0)):
        yield Need(AttentionCode.PRACTICE_GAP, wording.practice_gap(days, usual), days=days)


def usual_gap(practice_days: tuple[date, ...]) -> float | None:
    """The median of the latest gaps between two days with practice, in days; None where there is no gap yet.

    `practice_days` are distinct, newest first.
    """
    gaps = [(later - earlier).days for later, earlier in pairwise(practice_days[: GAPS_LOOKED_AT + 1])]
    return median(gaps) if gaps else None


def _weight(code: AttentionCode, client: ClientSnapshot) -> int:
    if code == AttentionCode.CLOSED:
        return CLOSURE_WEIGHTS.get(client.closure_level, CLOSURE_WEIGHTS[None])
    return WEIGHTS[code]


def _fall(client: ClientSnapshot) -> float:
    return 0 if client.start is None or client.level is None else client.start - client.level
