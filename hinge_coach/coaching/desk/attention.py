"""Which clients need the trainer today, why, and how urgently. PURE.

Everything is measured against the client's own reports, never against one limit for all: a usual 2 that becomes 4 is
news, a usual 6 that stays 6 is not. A planned pause is shown as a pause, not as silence.
"""

from collections.abc import Iterator
from datetime import date

from hinge_coach.coaching.desk.values import AttentionCode, AttentionReason, ClientSnapshot, Direction
from hinge_coach.coaching.desk.wording import sentence, suggestion
from hinge_coach.safety.screening import Level
from lessons.rules.values import Decision

MORNINGS_UP = 2  # high next mornings in a row; one alone can be chance

MORNING_RISE = 2  # points above the start that make a morning high; one point is noise

STUCK_DAYS = 21

STUCK_HOLDS = 4

SILENT_DAYS = 10

NEW_DAYS = 7

SORE_PRACTICES = 2  # practices of an easier version in seven days

NEWS_DAYS = 7  # how long a step back or good news stays on the desk

REVIEW_DAYS = 3  # a closed practice waits no longer than this for a second reminder

CALL_DAYS = 1

WEIGHTS = {
    AttentionCode.CLOSURE_REVIEW: 90,
    AttentionCode.MORNINGS_UP: 80,
    AttentionCode.TIGHTER: 70,
    AttentionCode.REGRESSED: 60,
    AttentionCode.SCREENING_DUE: 50,
    AttentionCode.SILENT: 45,
    AttentionCode.LONG_ON_LESSON: 40,
    AttentionCode.HOLDING: 40,
    AttentionCode.SORE: 35,
    AttentionCode.CALL: 30,
    AttentionCode.NEW: 25,
    AttentionCode.TRACK_FINISHED: 10,
    AttentionCode.EASIER: 10,
    AttentionCode.REGRESSED_SEEN: 2,
    AttentionCode.PAUSED: 1,
    AttentionCode.QUIET: 0,
}

# By the level of the safety answer, None where the coaching rules closed practice: only the trainer can lift that,
# while a client who was asked to see a doctor first can lift it alone.
CLOSURE_WEIGHTS = {Level.EMERGENCY: 100, Level.TODAY: 96, None: 94, Level.REFER: 92}


def attention_reasons(client: ClientSnapshot, today: date) -> tuple[AttentionReason, ...]:
    """All reasons that hold today, the most urgent first; one of code `quiet` where there is none."""
    codes = list(_codes(client, today)) or [AttentionCode.QUIET]
    reasons = [
        AttentionReason(
            code=code,
            weight=_weight(code, client),
            sentence=sentence(code, client, today),
            suggestion=suggestion(code, client),
        )
        for code in codes
    ]
    return tuple(sorted(reasons, key=lambda reason: -reason.weight))


def ranking_key(reasons: tuple[AttentionReason, ...], name: str) -> tuple[tuple[int, ...], str]:
    """Sort key of a client: the heaviest reason first, then the next one, and so on; then by name."""
    # The closing 0 ranks two reasons above one where the first is the same.
    return (*(-reason.weight for reason in reasons), 0), name.casefold()


def _codes(client: ClientSnapshot, today: date) -> Iterator[AttentionCode]:
    if client.closed:
        yield AttentionCode.CLOSED
        if client.closed_on is not None and (today - client.closed_on).days >= REVIEW_DAYS:
            yield AttentionCode.CLOSURE_REVIEW
    if client.mornings_up >= MORNINGS_UP and client.morning_rise >= MORNING_RISE:
        yield AttentionCode.MORNINGS_UP
    if client.change == Direction.TIGHTER:
        yield AttentionCode.TIGHTER
    if client.last_verdict == Decision.REGRESS and _is_recent(client.last_verdict_on, today):
        is_news = _is_news(client.last_verdict_on, client, today)
        yield AttentionCode.REGRESSED if is_news else AttentionCode.REGRESSED_SEEN
    if client.easier_lately >= SORE_PRACTICES:
        yield AttentionCode.SORE
    if client.call_on is not None and 0 <= (client.call_on - today).days <= CALL_DAYS:
        yield AttentionCode.CALL
    if client.paused:
        yield AttentionCode.PAUSED
    if not client.closed:
        yield from _good_news(client, today)
        if not client.paused:  # practice that is closed or paused can't be late
            yield from _overdue(client, today)


def _good_news(client: ClientSnapshot, today: date) -> Iterator[AttentionCode]:
    if client.track_finished and _is_news(client.track_finished_on, client, today):
        yield AttentionCode.TRACK_FINISHED
    elif client.change == Direction.EASIER and not _is_recent(client.seen_on, today):
        yield AttentionCode.EASIER


def _overdue(client: ClientSnapshot, today: date) -> Iterator[AttentionCode]:
    if client.screening_due_on is not None and client.screening_due_on < today:
        yield AttentionCode.SCREENING_DUE
    if (today - (client.last_report_on or client.joined_on)).days >= SILENT_DAYS:
        yield AttentionCode.SILENT
    if client.lesson_since is not None and (today - client.lesson_since).days >= STUCK_DAYS:
        yield AttentionCode.LONG_ON_LESSON
    elif client.holds_running >= STUCK_HOLDS:
        yield AttentionCode.HOLDING
    if client.last_practice_on is None and (today - client.joined_on).days <= NEW_DAYS:
        yield AttentionCode.NEW


def _weight(code: AttentionCode, client: ClientSnapshot) -> int:
    if code == AttentionCode.CLOSED:
        return CLOSURE_WEIGHTS.get(client.closure_level, CLOSURE_WEIGHTS[None])
    return WEIGHTS[code]


def _is_recent(day: date | None, today: date) -> bool:
    return day is not None and (today - day).days <= NEWS_DAYS


def _is_news(day: date | None, client: ClientSnapshot, today: date) -> bool:
    """Within the last week, and not on a day before the trainer last looked."""
    if day is None or not _is_recent(day, today):
        return False
    return client.seen_on is None or day >= client.seen_on
