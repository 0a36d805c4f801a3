"""The clients of one page of the list, in the chosen order, in a fixed number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.clients.filters import Filter, Sort
from hinge_coach.coaching.desk.clients import MOST_COUNTED, needing_closures, needing_signals, needs_a_word
from hinge_coach.coaching.desk.rows import ClientRow, client_rows
from hinge_coach.coaching.models import Tag

CLIENTS_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ClientList:
    """One page of the list: each client as on the desk, with the tags. `count` is None where more than 1,000 fit."""

    rows: tuple[tuple[ClientRow, tuple[Tag, ...]], ...]
    number: int
    has_next: bool
    count: int | None


def load_list(chosen: Filter, number: int, *, now: datetime) -> ClientList:
    """The page with this number, from 1 on. Eight queries, and one or two more where order or filter need them."""
    ids = ordered_ids(chosen, now=now, start=(number - 1) * CLIENTS_A_PAGE, most=CLIENTS_A_PAGE + 1)
    count = chosen.apply(Client.objects.order_by(), now).values("pk")[: MOST_COUNTED + 1].count()
    return ClientList(
        rows=rows_with_tags(ids[:CLIENTS_A_PAGE], now=now),
        number=number,
        has_next=len(ids) > CLIENTS_A_PAGE,
        count=None if count > MOST_COUNTED else count,
    )


def rows_with_tags(ids: Sequence[int], *, now: datetime) -> tuple[tuple[ClientRow, tuple[Tag, ...]], ...]:
    """These clients in this order, each with the tags. Six queries, whatever their number."""
    tags: defaultdict[int, list[Tag]] = defaultdict(list)
    for tag in Tag.objects.filter(client__in=ids):
        tags[tag.client_id].append(tag)
    return tuple((row, tuple(tags[row.id])) for row in client_rows(ids, now=now))


def ordered_ids(chosen: Filter, *, now: datetime, start: int = 0, most: int | None = None) -> list[int]:
    """Keys of the clients who fit, in the chosen order, without the first `start`; `most` of them, or all.

    Only keys are read in order, along an index, so that what is shown about a client is read for one page alone.
    """
    ids: list[int] = []
    for part in _parts(chosen, now):
        end = None if most is None else start + most - len(ids)
        keys = list(part[start:end])
        ids += keys
        if most is not None and len(ids) == most:
            break
        start = 0 if keys or not start else max(0, start - part.count())
    return ids


def _parts(chosen: Filter, now: datetime) -> list[QuerySet[Any, int]]:
    """Lists of keys that make up the order, one after the other. Each is read along one index.

    By a value of the summary: who has none yet, and who has no summary yet, comes last.
    """
    clients = chosen.apply(Client.objects.order_by(), now)
    if chosen.sort == Sort.JOINED:
        return [_keys(clients.order_by("-joined_at", "-pk"))]
    if chosen.sort == Sort.REPORT:
        reported = clients.filter(summary__last_report_at__isnull=False)
        never = clients.filter(summary__last_report_at=None)
        return [_keys(reported.order_by("-summary__last_report_at", "-summary__client_id")), *_by_name(never)]
    if chosen.sort == Sort.USUAL:
        known, unknown = clients.filter(summary__usual__isnull=False), clients.filter(summary__usual=None)
        return [_keys(known.order_by("-summary__usual", "-summary__client_id")), *_by_name(unknown)]
    if chosen.sort == Sort.URGENT:
        fits = Exists(chosen.apply(Client.objects.order_by().filter(pk=OuterRef("client")), now))
        urgent = [rows.filter(fits).values_list("client", flat=True) for rows in _needing(now)]
        return [*urgent, *_by_name(clients.exclude(needs_a_word(now)))]
    return _by_name(clients)


def _needing(now: datetime) -> tuple[QuerySet[Any], QuerySet[Any]]:
    return needing_closures(now), needing_signals(now)


def _by_name(clients: QuerySet[Client]) -> list[QuerySet[Any, int]]:
    named = clients.filter(summary__isnull=False).order_by("summary__sort_name", "summary__client_id")
    return [_keys(named), _keys(clients.filter(summary=None).order_by("pk"))]


def _keys(clients: QuerySet[Client]) -> QuerySet[Any, int]:
    return clients.values_list("pk", flat=True)
