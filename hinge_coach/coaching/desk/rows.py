"""Clients as the desk lists them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.desk.attention import attention_reasons
from hinge_coach.coaching.desk.clients import holding_signals, in_this_order, needing_ids
from hinge_coach.coaching.desk.dots import Dots, dots_of
from hinge_coach.coaching.desk.values import (
    AttentionCode,
    AttentionReason,
    ClosedPractice,
    HandledUpTo,
    PausedUntil,
)
from hinge_coach.coaching.desk.wording import Titles
from hinge_coach.coaching.models import Handled
from hinge_coach.fixed_reads import FixedRead, Keys
from hinge_coach.safety.models import Closure, Pause
from hinge_coach.tightness.models import Situation
from lessons.models import ClientSummary, Lesson, Track
from lessons.summary.values import SignalCode, SignalValue

DOT_DAYS = 14

TRACKS_AND_SITUATIONS: Titles = {**dict(Track.choices), **dict(Situation.choices)}


class LessonPlace(NamedTuple):
    """Where a client stands on a track, in words: `Chair sit`, `Hinge done`."""

    track: str
    words: str
    is_easier: bool
    is_finished: bool


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """What a row of the desk shows, by which its HTML is kept. `phone` is empty where no call is the way to answer."""

    id: int
    name: str
    places: str
    size: str
    is_stopped: bool
    is_urgent: bool
    is_above_usual: bool
    sentence: str
    others: tuple[str, ...]
    suggestion: str
    dots: Dots
    has_written: bool
    phone: str
    phone_words: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class ClientRow:
    """One client as the desk shows them. `reasons` is never empty: those to act on, then those that are handled.

    `last` is when something was reported last, with the last number: `yesterday, 2`. `handled` is what the trainer has
    noted, while it is in force.
    """

    client: Client
    today: date
    reasons: tuple[AttentionReason, ...]
    places: tuple[LessonPlace, ...]
    dots: Dots
    last: str
    handled: Handled | None
    is_closed: bool
    is_paused: bool

    @property
    def id(self) -> int:
        return self.client.pk

    @property
    def name(self) -> str:
        return str(self.client)

    @property
    def usual(self) -> float | None:
        summary = _summary(self.client)
        return summary.usual if summary else None

    @property
    def first(self) -> AttentionReason:
        return self.reasons[0]

    @property
    def others(self) -> tuple[AttentionReason, ...]:
        """The other reasons to act on."""
        return tuple(reason for reason in self.reasons[1:] if reason.needs_attention)

    @property
    def needs_attention(self) -> bool:
        return self.first.needs_attention

    @property
    def places_in_words(self) -> str:
        """Where they stand: what is finished is left out, unless all is."""
        places = [place.words for place in self.places if not place.is_finished]
        return " · ".join(places) or "all tracks done"

    @property
    def places_now(self) -> str:
        """Where they stand, or why they don't practice."""
        return "practice closed" if self.is_closed else "on a pause" if self.is_paused else self.places_in_words

    @property
    def rings(self) -> bool:
        """Whether one of the reasons is better answered by a call."""
        return any(reason.rings and reason.needs_attention for reason in self.reasons)

    @property
    def has_written(self) -> bool:
        """Whether the client has written, and nobody has answered yet."""
        return any(reason.code == SignalCode.MESSAGE and reason.needs_attention for reason in self.reasons)

    @property
    def shown(self) -> ShownRow:
        """The same in words and numbers."""
        return ShownRow(
            id=self.id,
            name=self.name,
            places=self.places_now,
            size=self.first.size,
            is_stopped=self.first.code == AttentionCode.CLOSED,
            is_urgent=self.is_urgent,
            is_above_usual=self.is_above_usual,
            sentence=self.first.sentence,
            others=tuple(reason.sentence for reason in self.others),
            suggestion=self.first.suggestion,
            dots=self.dots,
            has_written=self.has_written,
            phone=self.client.phone if self.rings else "",
            phone_words=self.client.phone_words if self.rings else "",
        )

    @property
    def is_above_usual(self) -> bool:
        """Whether the badge tells points above the usual. Good news have points, too, and a word in their badge."""
        return self.first.size.startswith("+")

    @property
    def is_urgent(self) -> bool:
        """Whether tightness is up, or practice closed: what the badge shows in color."""
        return self.first.code == AttentionCode.CLOSED or self.is_above_usual


class Neighbors(NamedTuple):
    """The keys of the clients before and after one, in the order of the desk; None at the ends.

    `number` is the client's place in it, None where nobody needs to say a word to them.
    """

    previous: int | None
    following: int | None
    number: int | None
    total: int


MOST_ROWS = 100  # the desk shows two lists, of 40 clients at most

_CLIENTS = FixedRead(
    lambda ids: Client.objects.filter(pk__in=ids).select_related("user", "summary", "handled"), Keys(MOST_ROWS)
)
_SIGNALS = FixedRead(lambda ids, now: holding_signals(now).filter(client__in=ids), Keys(MOST_ROWS), datetime)
_CLOSURES = FixedRead(lambda ids: Closure.objects.active().filter(client__in=ids), Keys(MOST_ROWS))
_PAUSES = FixedRead(
    lambda ids, yesterday, tomorrow: Pause.objects.filter(client__in=ids).around(yesterday, tomorrow),
    *(Keys(MOST_ROWS), date, date),
)
_TITLES = FixedRead(lambda: Lesson.objects.values_list("pk", "title"))


def client_rows(ids: Sequence[int], *, now: datetime) -> tuple[ClientRow, ...]:
    """These clients, `MOST_ROWS` at most, in this order. Five queries, whatever their number."""
    clients = in_this_order(ids, _CLIENTS(ids))
    signals, titles = _signals(ids, now), titles_of_lessons()
    closures = {closure.client_id: closure for closure in _CLOSURES(ids)}
    pauses = _pauses(ids, now)
    return tuple(
        client_row(
            client,
            signals=signals[client.pk],
            titles=titles,
            closure=closures.get(client.pk),
            pause=next((pause for pause in pauses[client.pk] if pause.covers(client.today(now))), None),
            now=now,
        )
        for client in clients
    )


def client_row(
    client: Client,
    *,
    signals: Iterable[SignalValue],
    titles: Titles,
    closure: Closure | None,
    pause: Pause | None,
    call_on: date | None = None,
    now: datetime,
) -> ClientRow:
    """One client, from what was read about them; select the summary and what is handled with the client."""
    today, handled, summary = client.today(now), _handled(client, now), _summary(client)
    return ClientRow(
        client=client,
        today=today,
        reasons=attention_reasons(
            signals,
            now=now,
            today=today,
            titles=titles,
            closed=_closed(closure),
            paused=PausedUntil(ends_on=pause.ends_on) if pause else None,
            call_on=call_on,
            handled=HandledUpTo(up_to=handled.up_to, until=handled.until) if handled else None,
        ),
        places=_places(summary, titles),
        dots=dots_of(_reported_days(summary), summary.usual if summary else None, today, days=DOT_DAYS),
        last=_last(summary, today),
        handled=handled,
        is_closed=closure is not None,
        is_paused=pause is not None,
    )


def titles_of_lessons() -> Titles:
    """What the sentences of the desk call by name; one query."""
    return {**dict(_TITLES()), **TRACKS_AND_SITUATIONS}


def neighbors(client_id: int, now: datetime, *, place: int = 1) -> Neighbors:
    """Two queries. `place`: where a client who isn't on the list stood until they were handled; from 1."""
    ids = needing_ids(now)
    is_there = client_id in ids
    before = ids.index(client_id) if is_there else min(place - 1, len(ids))
    after = before + 1 if is_there else before
    return Neighbors(
        previous=ids[before - 1] if before else None,
        following=ids[after] if after < len(ids) else None,
        number=before + 1 if is_there else None,
        total=len(ids),
    )


def _signals(ids: Sequence[int], now: datetime) -> defaultdict[int, list[SignalValue]]:
    by_client: defaultdict[int, list[SignalValue]] = defaultdict(list)
    for signal in _SIGNALS(ids, now):
        by_client[signal.client_id].append(signal.value)
    return by_client


def _pauses(ids: Sequence[int], now: datetime) -> defaultdict[int, list[Pause]]:
    """By client: the pauses that cover today somewhere in the world."""
    by_client: defaultdict[int, list[Pause]] = defaultdict(list)
    one_day = timedelta(days=1)
    for pause in _PAUSES(ids, (now - one_day).date(), (now + one_day).date()):
        by_client[pause.client_id].append(pause)
    return by_client


def _closed(closure: Closure | None) -> ClosedPractice | None:
    if closure is None:
        return None
    level = None if closure.cause == Closure.Cause.RULE else closure.level
    return ClosedPractice(level=level, at=closure.closed_at)


def _handled(client: Client, now: datetime) -> Handled | None:
    handled: Handled | None = getattr(client, "handled", None)
    return handled if handled is not None and handled.is_in_force(now) else None


def _summary(client: Client) -> ClientSummary | None:
    return getattr(client, "summary", None)


def _reported_days(summary: ClientSummary | None) -> list[tuple[date, float]]:
    return [(date.fromisoformat(on), score) for on, score in summary.days] if summary else []


def _places(summary: ClientSummary | None, titles: Titles) -> tuple[LessonPlace, ...]:
    places = summary.lessons if summary else []
    return tuple(
        LessonPlace(
            track=titles[place["track"]],
            words=f"{titles[place['track']]} done" if place["finished"] else titles.get(place["lesson"], ""),
            is_easier=place["easier"],
            is_finished=place["finished"],
        )
        for place in places
    )


def _last(summary: ClientSummary | None, today: date) -> str:
    if summary is None:
        return ""
    days = [day for day in (summary.last_practice_on, summary.last_number_on) if day is not None]
    if not days:
        return "nothing yet"
    ago = max((today - max(days)).days, 0)
    when = {0: "today", 1: "yesterday"}.get(ago, f"{ago} days ago")
    return when if summary.last_score is None else f"{when}, {summary.last_score}"
