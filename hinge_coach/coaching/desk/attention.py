"""Why a client needs the trainer now, the most urgent first. PURE.

The signals come worked out (`lessons.summary`). Here they meet what other rooms know: whether practice is closed or
paused, a booked call, and what the trainer has handled already. What was handled comes back only on evidence of a later
moment, or when its snooze ends.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from hinge_coach.coaching.desk import wording
from hinge_coach.coaching.desk.values import AttentionCode, AttentionReason, ClosedPractice, HandledUpTo, PausedUntil
from hinge_coach.safety.screening import Level
from lessons.summary.values import SignalCode, SignalValue

CALL_DAYS = 1  # a call of today or tomorrow

CALL_WEIGHT, PAUSED_WEIGHT, QUIET_WEIGHT = 30, 1, 0

# By the level of the safety answer, None where the coaching rules closed practice: only the trainer can lift that,
# while a client who was asked to see a doctor first can lift it alone.
CLOSURE_WEIGHTS: dict[str | None, int] = {Level.EMERGENCY: 100, Level.TODAY: 96, None: 94, Level.REFER: 92}

# Reasons that a message doesn't answer as well as a voice does.
RINGS = {AttentionCode.CLOSED, SignalCode.REST, SignalCode.WORSE_TWO_WEEKS, SignalCode.WEEK_UP, SignalCode.SILENT}


def attention_reasons(
    signals: Iterable[SignalValue],
    *,
    now: datetime,
    today: date,
    titles: wording.Titles,
    closed: ClosedPractice | None = None,
    paused: PausedUntil | None = None,
    call_on: date | None = None,
    handled: HandledUpTo | None = None,
) -> tuple[AttentionReason, ...]:
    """All reasons that hold now, those to act on first, then those that are handled; `quiet` where there is none.

    `today` is the client's own day. `call_on`: the day of their next call, on their calendar.
    """
    reasons = [
        *_closure(closed, handled, now, today),
        *_signals(signals, handled, now=now, today=today, titles=titles, is_closed=closed is not None),
        *_call(call_on, today),
        *_pause(paused),
    ]
    if not reasons:
        quiet = AttentionCode.QUIET
        return (AttentionReason(code=quiet, weight=QUIET_WEIGHT, sentence=wording.QUIET, suggestion=wording.NOTHING),)
    return tuple(sorted(reasons, key=_most_urgent_first))


def _closure(
    closed: ClosedPractice | None, handled: HandledUpTo | None, now: datetime, today: date
) -> Iterator[AttentionReason]:
    if closed is None:
        return
    sentence, suggestion = wording.closure(closed.level, (now - closed.at).days)
    yield AttentionReason(
        code=AttentionCode.CLOSED,
        weight=CLOSURE_WEIGHTS[closed.level],
        sentence=sentence,
        suggestion=suggestion,
        size="Stop",
        since=closed.at,
        evidence_at=closed.at,
        is_handled=handled is not None and handled.covers(closed.at, now),
        rings=True,
    )


def _signals(
    signals: Iterable[SignalValue],
    handled: HandledUpTo | None,
    *,
    now: datetime,
    today: date,
    titles: wording.Titles,
    is_closed: bool,
) -> Iterator[AttentionReason]:
    for signal in signals:
        if not signal.holds(now) or (is_closed and not signal.though_closed):
            continue
        yield AttentionReason(
            code=signal.code,
            weight=signal.weight,
            sentence=wording.sentence(signal, today, titles),
            suggestion=wording.SUGGESTIONS[SignalCode(signal.code)],
            size=wording.size(signal, today),
            points=signal.points,
            since=signal.since,
            evidence_at=signal.evidence_at,
            is_handled=handled is not None and handled.covers(signal.evidence_at, now),
            rings=signal.code in RINGS,
        )


def _call(call_on: date | None, today: date) -> Iterator[AttentionReason]:
    if call_on is not None and 0 <= (days := (call_on - today).days) <= CALL_DAYS:
        sentence, suggestion = wording.call_booked(days)
        yield AttentionReason(code=AttentionCode.CALL, weight=CALL_WEIGHT, sentence=sentence, suggestion=suggestion)


def _pause(paused: PausedUntil | None) -> Iterator[AttentionReason]:
    if paused is not None:
        sentence, suggestion = wording.paused(paused.ends_on)
        yield AttentionReason(code=AttentionCode.PAUSED, weight=PAUSED_WEIGHT, sentence=sentence, suggestion=suggestion)


def _most_urgent_first(reason: AttentionReason) -> tuple[bool, int, float, float]:
    return reason.is_handled, -reason.weight, -reason.points, reason.since.timestamp() if reason.since else 0
