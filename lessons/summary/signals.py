"""Which things about a client are worth a word from the trainer, since when, and from when until when. PURE.

Everything is measured against the client's own usual, never against one limit for all: a usual 2 that becomes 4 is
news, a usual 6 that stays 6 is not. What is above the usual is found by the coaching rules and by their numbers; the
numbers below are the desk's own.

What comes with time alone (silence, a gap, questions that fall due) is worked out ahead, as a signal that begins on a
later day. So nothing has to be worked out again before something happens: at each later moment the signals that hold
are those that would be worked out then, which a property test holds.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from lessons.summary.values import ClientSnapshot, OpenTalk, SignalCode, SignalValue

SILENT_DAYS = 10

NEW_DAYS = 7  # from this day on, somebody who has not practiced is not new but has not begun

GAP_LEAST_DAYS = 7

GAP_TIMES = 4  # practice is missing after so many times the client's own median gap

GAPS_LOOKED_AT = 8

NEWS_DAYS = 7  # how long a high number, a step back or good news stays on the desk

LONG_AGO = date(2000, 1, 1)  # before anybody was here

DOUBLINGS = 5  # silence that was handled is news again when it has doubled; ten days become 320


def signals_of(client: ClientSnapshot) -> tuple[SignalValue, ...]:
    """All signals of now and of later, the heaviest first."""
    # What reached the site too late to be news any more has no time in which it holds.
    signals = [signal for signal in _signals(client) if signal.until_at is None or signal.from_at < signal.until_at]
    return tuple(sorted(signals, key=lambda signal: (-signal.weight, -signal.points, signal.since)))


def _signals(client: ClientSnapshot) -> Iterator[SignalValue]:
    yield from _high_number(client)
    yield from (_talk(talk) for talk in client.talks)
    yield from _waiting_word(client)
    yield from _step_back(client)
    yield from _good_news(client)
    if (first_day := _first_day_after_pauses(client)) is not None:
        yield from _flare(client, first_day)
        yield from _questions_due(client, first_day)
        yield from _absence(client, first_day)


def _high_number(client: ClientSnapshot) -> Iterator[SignalValue]:
    if (number := client.rest or client.jump) is not None:
        yield SignalValue(
            code=SignalCode.REST if client.rest else SignalCode.JUMP,
            points=number.points,
            since=number.at,
            evidence_at=number.at,
            from_at=number.at,
            until_at=None if client.rest else client.begins(number.on + timedelta(days=NEWS_DAYS + 1)),
            facts={"score": number.score, "on": number.on.isoformat(), "usual": number.usual},
            though_closed=True,
        )


def _flare(client: ClientSnapshot, first_day: date) -> Iterator[SignalValue]:
    if (flare := client.flare) is not None:
        yield SignalValue(
            code=SignalCode.EASED,
            points=flare.points,
            since=client.begins(flare.first_on),
            evidence_at=flare.told_at,
            from_at=max(flare.told_at, client.begins(first_day)) if client.pauses else flare.told_at,
            until_at=client.begins(flare.last_on + timedelta(days=client.flare_days)),
            facts={
                "usual": flare.usual,
                "score": flare.score,
                "on": flare.first_on.isoformat(),
                "days": flare.days,
                "situation": flare.situation,
                "note": flare.note,
            },
        )


def _talk(talk: OpenTalk) -> SignalValue:
    return SignalValue(
        code=SignalCode(talk.code),
        points=talk.points,
        since=talk.opened_at,
        evidence_at=talk.opened_at,
        from_at=talk.opened_at,
        facts={"sentence": talk.sentence, "on": talk.opened_on.isoformat(), "days": talk.days},
        though_closed=True,
    )


def _waiting_word(client: ClientSnapshot) -> Iterator[SignalValue]:
    if (word := client.waiting) is not None:
        yield SignalValue(
            code=SignalCode.MESSAGE,
            since=word.first_at,
            evidence_at=word.last_at,
            from_at=word.first_at,
            facts={"line": word.line, "count": word.number},
            though_closed=True,
        )


def _step_back(client: ClientSnapshot) -> Iterator[SignalValue]:
    news = client.step_back
    if news is not None and (client.word_at is None or client.word_at <= news.at):
        yield SignalValue(
            code=SignalCode.STEP_BACK,
            since=news.at,
            evidence_at=news.at,
            from_at=news.at,
            until_at=client.begins(news.on + timedelta(days=NEWS_DAYS + 1)),
            facts={"lesson": news.lesson, "reason": news.reason, "on": news.on.isoformat()},
            though_closed=True,
        )


def _good_news(client: ClientSnapshot) -> Iterator[SignalValue]:
    if (end := client.track_end) is not None and (client.word_at is None or client.word_at <= end.at):
        yield SignalValue(
            code=SignalCode.TRACK_FINISHED,
            since=end.at,
            evidence_at=end.at,
            from_at=end.at,
            until_at=client.begins(end.on + timedelta(days=NEWS_DAYS + 1)),
            facts={"track": end.track, "on": end.on.isoformat()},
        )
    news = client.easier
    if news is None or client.flare is not None:
        return
    since = client.begins(news.on)
    if client.word_at is None or client.word_at <= since:
        yield SignalValue(
            code=SignalCode.EASIER,
            points=news.start - news.usual,
            since=since,
            evidence_at=since,
            from_at=since,
            until_at=client.begins(news.on + timedelta(days=NEWS_DAYS + 1)),
            facts={"start": news.start, "usual": news.usual, "on": news.on.isoformat()},
        )


def _first_day_after_pauses(client: ClientSnapshot) -> date | None:
    """The first local day after all pauses, one long ago where there was none; None during an open one.

    On a pause nothing is late, and what was late before it isn't counted on.
    """
    ends = [pause.ends_on for pause in client.pauses]
    if any(end is None for end in ends):
        return None
    return max((end + timedelta(days=1) for end in ends if end is not None), default=LONG_AGO)


def _questions_due(client: ClientSnapshot, first_day: date) -> Iterator[SignalValue]:
    if client.screening_due_on is None:
        return
    since = client.begins(client.screening_due_on)
    from_at = client.begins(max(client.screening_due_on + timedelta(days=1), first_day))
    yield SignalValue(
        code=SignalCode.SCREENING_DUE,
        since=since,
        evidence_at=from_at,
        from_at=from_at,
        facts={"on": client.screening_due_on.isoformat()},
    )


def _absence(client: ClientSnapshot, first_day: date) -> Iterator[SignalValue]:
    """Nothing practiced yet, silence, and a gap between practices, each from the day on which it is one.

    Somebody who joins is heard that day. What is older, a number from before a call or what a file brought along, is no
    time in which they were missed here.
    """
    silent_from = None
    if client.last_report_on is not None:
        last_heard_on = max(client.last_report_on, client.joined_on)
        counted_from = max(last_heard_on, first_day - timedelta(days=1))
        silent_from = counted_from + timedelta(days=SILENT_DAYS)
        facts = {"on": last_heard_on.isoformat()}
        yield from _doubling(client, SignalCode.SILENT, counted_from, last_heard_on, SILENT_DAYS, facts)
    yield from _new(client, first_day)
    if client.last_practice_on is None:
        yield from _not_begun(client, first_day)
    elif silent_from is not None:
        yield from _practice_gap(client, client.last_practice_on, first_day, silent_from)


def _new(client: ClientSnapshot, first_day: date) -> Iterator[SignalValue]:
    """Somebody who has just joined, until the trainer's first word to them, whether they have practiced or not."""
    if client.word_at is None or client.word_at <= client.joined_at:
        yield SignalValue(
            code=SignalCode.NEW,
            since=client.joined_at,
            evidence_at=client.joined_at,
            from_at=max(client.joined_at, client.begins(first_day)),
            until_at=client.begins(client.joined_on + timedelta(days=NEW_DAYS)),
            facts={"on": client.joined_on.isoformat(), "has_practiced": client.last_practice_on is not None},
        )


def _not_begun(client: ClientSnapshot, first_day: date) -> Iterator[SignalValue]:
    facts = {"on": client.joined_on.isoformat(), "numbers": client.numbers}
    counted_from = max(client.joined_on + timedelta(days=NEW_DAYS), first_day) - timedelta(days=NEW_DAYS)
    yield from _doubling(client, SignalCode.NEVER_PRACTICED, counted_from, client.joined_on, NEW_DAYS, facts)


def _practice_gap(
    client: ClientSnapshot, last_practice_on: date, first_day: date, silent_from: date
) -> Iterator[SignalValue]:
    """Numbers came, but no practice, for longer than this client usually leaves between two."""
    has_reported_since = client.last_check_in_on is not None and client.last_check_in_on > last_practice_on
    if client.all_finished or not has_reported_since:
        return
    usual = usual_gap(client.practice_days)
    limit = ceil(max(GAP_LEAST_DAYS, GAP_TIMES * (usual or 0)))
    counted_from = max(last_practice_on, client.joined_on, first_day - timedelta(days=1))
    from_on = counted_from + timedelta(days=limit)
    if from_on >= silent_from:
        return
    from_at = client.begins(from_on)
    yield SignalValue(
        code=SignalCode.PRACTICE_GAP,
        since=client.begins(last_practice_on),
        evidence_at=from_at,
        from_at=from_at,
        until_at=client.begins(silent_from),
        facts={"on": last_practice_on.isoformat(), "usual": usual},
    )


def _doubling(
    client: ClientSnapshot, code: SignalCode, counted_from: date, since: date, days: int, facts: Mapping[str, object]
) -> Iterator[SignalValue]:
    """A signal from `days` after `counted_from` on, and new evidence each time that it has lasted twice as long."""
    for number in range(DOUBLINGS + 1):
        from_at = client.begins(counted_from + timedelta(days=days * 2**number))
        is_last = number == DOUBLINGS
        yield SignalValue(
            code=code,
            since=client.begins(since),
            evidence_at=from_at,
            from_at=from_at,
            until_at=None if is_last else client.begins(counted_from + timedelta(days=days * 2 ** (number + 1))),
            facts=dict(facts),
        )


def usual_gap(practice_days: tuple[date, ...]) -> float | None:
    """The median of the latest gaps between two days with practice, in days; None where there is no gap yet.

    `practice_days` are distinct, newest first.
    """
    gaps = [(later - earlier).days for later, earlier in pairwise(practice_days[: GAPS_LOOKED_AT + 1])]
    return median(gaps) if gaps else None
