"""The clients of one page of the list, in the chosen order, in a fixed number of queries whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.clients.filters import Filter, Sort, needs_a_word, open_closures, open_signals
from hinge_coach.coaching.clients.fourteen_days import FourteenDays, fourteen_days
from hinge_coach.coaching.clients.paused import is_paused
from hinge_coach.coaching.models import Tag
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level
from hinge_coach.wording import dated, plain_number, short_date
from lessons.models import ClientSummary, Lesson, Signal, Track

CLIENTS_A_PAGE = 50

MOST_COUNTED = 1000  # of the clients who fit; more are "more than 1,000"

LONG_AGO = 60  # days, from which on a date says more than their number


@dataclass(frozen=True, kw_only=True)
class ListedClient:
    """One client as a row. `lessons` are where they stand on each track, in words; days in words are their own."""

    id: int
    name: str
    email: str
    lessons: tuple[str, ...]
    practiced: str
    number: int | None
    numbered: str
    usual: float | None
    days: FourteenDays
    tags: tuple[Tag, ...]
    is_closed: bool
    is_paused: bool
    archived_at: datetime | None

    @property
    def usual_words(self) -> str:
        return "" if self.usual is None else plain_number(self.usual)


@dataclass(frozen=True, kw_only=True)
class ClientList:
    """One page of the list. `count` is None where more than `MOST_COUNTED` fit."""

    rows: tuple[ListedClient, ...]
    number: int
    has_next: bool
    count: int | None


def load_list(chosen: Filter, number: int, lessons: Sequence[Lesson], *, now: datetime) -> ClientList:
    """The page with this number, from 1 on. Six queries, and where the order or the filter asks for more, those."""
    ids = ordered_ids(chosen, now=now, start=(number - 1) * CLIENTS_A_PAGE, most=CLIENTS_A_PAGE + 1)
    count = chosen.apply(Client.objects.order_by(), now).values("pk")[: MOST_COUNTED + 1].count()
    return ClientList(
        rows=tuple(_row(client, lessons, now) for client in clients_with_all(ids[:CLIENTS_A_PAGE])),
        number=number,
        has_next=len(ids) > CLIENTS_A_PAGE,
        count=None if count > MOST_COUNTED else count,
    )


def ordered_ids(chosen: Filter, *, now: datetime, start: int = 0, most: int | None = None) -> list[int]:
    """Keys of the clients who fit, in the chosen order, without the first `start`; `most` of them, or all.

    Only keys are read in order, along an index, so that what is shown about a client is read for one page alone.
    """
    ids: list[int] = []
    for part in _parts(chosen, now):
        end = None if most is None else start + most - len(ids)
        found = list(part[start:end])
        ids += found
        if most is not None and len(ids) == most:
            break
        start = 0 if found or not start else max(0, start - part.count())
    return ids


def clients_with_all(ids: Sequence[int]) -> list[Client]:
    """These clients in this order, with user, summary, tags, pauses, and of closures the active one. Four queries."""
    active = Prefetch("closures", Closure.objects.active())
    clients = Client.objects.select_related("user", "summary").prefetch_related("tags", "pauses", active)
    by_id = clients.in_bulk(ids)
    return [by_id[key] for key in ids if key in by_id]


def is_closed(client: Client) -> bool:
    """For clients read by `clients_with_all`."""
    return bool(client.closures.all())


def summary_of(client: Client) -> ClientSummary:
    """The stored summary; an empty one for somebody whose first one has not been worked out yet."""
    stored: ClientSummary | None = getattr(client, "summary", None)
    return stored or ClientSummary(client=client)


def lesson_words(summary: ClientSummary, lessons: Iterable[Lesson]) -> tuple[str, ...]:
    """Where a client stands on each track: the title of the lesson, or that the track is finished."""
    lessons = list(lessons)
    titles = {lesson.pk: lesson.title for lesson in lessons}
    first = {lesson.track: lesson.title for lesson in lessons if lesson.number == 1}
    stored = {row["track"]: row for row in summary.lessons}
    words = []
    for track in Track:
        row = stored.get(track.value)
        if row and row["finished"]:
            words.append(f"{track.label} finished")
        elif row:
            words.append(titles.get(row["lesson"], "") + (", easier" if row["easier"] else ""))
        else:
            words.append(first.get(track.value, ""))
    return tuple(filter(None, words))


def _parts(chosen: Filter, now: datetime) -> "list[QuerySet[Any, int]]":
    """Lists of keys that make up the order one after the other. Each is read along one index."""
    clients = chosen.apply(Client.objects.order_by(), now)
    if chosen.sort == Sort.JOINED:
        return [_keys(clients.order_by("-joined_at", "-pk"))]
    if chosen.sort == Sort.REPORT:
        reported = clients.filter(summary__last_report_at__isnull=False)
        never = clients.filter(summary__last_report_at=None)
        return [
            _keys(reported.order_by("-summary__last_report_at", "-summary__client_id")),
            _keys(never.order_by("-pk")),
        ]
    if chosen.sort == Sort.USUAL:
        known, unknown = clients.filter(summary__usual__isnull=False), clients.filter(summary__usual=None)
        return [_keys(known.order_by("-summary__usual", "-summary__client_id")), _keys(unknown.order_by("-pk"))]
    if chosen.sort == Sort.URGENT:
        quiet = clients.exclude(needs_a_word(now))
        return [_closed_first(chosen, now), _by_signal(chosen, now), _keys(_by_name(quiet))]
    return [_keys(_by_name(clients))]


def _by_name(clients: QuerySet[Client]) -> QuerySet[Client]:
    return clients.order_by(Lower("user__name"), "pk")


def _keys(clients: QuerySet[Client]) -> "QuerySet[Client, int]":
    return clients.values_list("pk", flat=True)


def _closed_first(chosen: Filter, now: datetime) -> "QuerySet[Closure, int]":
    """Clients whose practice is closed, the gravest answers first."""
    urgency = Case(
        When(cause=Closure.Cause.RULE, then=Value(1)),
        When(level=Level.EMERGENCY, then=Value(3)),
        When(level=Level.TODAY, then=Value(2)),
        default=Value(0),
    )
    closures = open_closures(now).filter(_is_chosen(chosen, now))
    return closures.order_by(-urgency, "closed_at", "client_id").values_list("client_id", flat=True)


def _by_signal(chosen: Filter, now: datetime) -> "QuerySet[Signal, int]":
    """The other clients who need a word, each by the heaviest of their signals."""
    signals = open_signals(now)
    heavier = signals.filter(client=OuterRef("client")).filter(
        Q(weight__gt=OuterRef("weight"))
        | Q(weight=OuterRef("weight"), points__gt=OuterRef("points"))
        | Q(weight=OuterRef("weight"), points=OuterRef("points"), since__lt=OuterRef("since"))
        | Q(weight=OuterRef("weight"), points=OuterRef("points"), since=OuterRef("since"), pk__lt=OuterRef("pk"))
    )
    closed = open_closures(now).filter(client=OuterRef("client"))
    heaviest = signals.filter(~Exists(heavier), ~Exists(closed), _is_chosen(chosen, now))
    return heaviest.order_by("-weight", "-points", "since", "client_id").values_list("client_id", flat=True)


def _is_chosen(chosen: Filter, now: datetime) -> Exists:
    """For rows that belong to a client."""
    return Exists(chosen.apply(Client.objects.order_by().filter(pk=OuterRef("client")), now))


def _row(client: Client, lessons: Sequence[Lesson], now: datetime) -> ListedClient:
    summary, today = summary_of(client), client.today(now)
    return ListedClient(
        id=client.pk,
        name=str(client),
        email=client.user.email,
        lessons=lesson_words(summary, lessons),
        practiced=_day_words(summary.last_practice_on, today),
        number=summary.last_score,
        numbered=_day_words(summary.last_number_on, today),
        usual=summary.usual,
        days=fourteen_days(summary.days, summary.usual, today),
        tags=tuple(client.tags.all()),
        is_closed=is_closed(client),
        is_paused=is_paused(client, now),
        archived_at=client.archived_at,
    )


def _day_words(on: date | None, today: date) -> str:
    """`yesterday`, `9 days ago`, and a date for what is long ago. The day may lie ahead after a change of zone."""
    if on is None:
        return ""
    days = max(0, (today - on).days)
    if days < LONG_AGO:
        return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return short_date(on) if on.year == today.year else dated(on)
