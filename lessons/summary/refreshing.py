"""Working out the summaries of clients: one at a time, all that are stale, or all of them to see whether any drifted.

Whoever writes about a client marks their summary as stale, in the same transaction (`Client.lock`). It is worked out
anew right after the request, so that no report waits for it or fails because of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from hinge_coach import __version__, outbox
from hinge_coach.accounts.models import Client
from hinge_coach.fixed_reads import FixedRead
from lessons.models import ClientSummary, Signal
from lessons.practice.history import load_state
from lessons.summary.signals import signals_of
from lessons.summary.snapshot import snapshot_of
from lessons.summary.values import SignalValue

DAYS_KEPT = 56  # reported days, for the small charts

SORT_NAME = 80  # letters

SUMMARIES_A_TASK = 200  # clients that one task works out, some seconds' work, so that no mail waits long behind it


@dataclass(frozen=True, kw_only=True)
class Summary:
    """All that is stored about one client: the columns of their `ClientSummary`, and their signals."""

    columns: dict[str, Any]
    signals: tuple[SignalValue, ...]


def work_out(client: Client, *, now: datetime) -> Summary:
    """What the rows about a client come to. Sixteen queries; reads only."""
    state = load_state(client, now=now)
    snapshot = snapshot_of(state)
    reported, last = state.facts.reported, state.facts.last_number
    reports = [last.at] if last else []
    reports += [practice.at for practice in state.practices[:1]]
    columns = {
        "release": __version__,
        "sort_name": sort_name(client),
        "usual": reported.usual_now,
        "start": reported.start,
        "last_score": last.score if last else None,
        "last_number_on": last.local_on if last else None,
        "last_practice_on": snapshot.last_practice_on,
        "last_report_at": max(reports, default=None),
        "numbers": snapshot.numbers,
        "days": [[day.local_on.isoformat(), day.score] for day in reported.days[-DAYS_KEPT:]],
        "lessons": [
            {
                "track": position.track.value,
                "lesson": position.next.pk,
                "finished": position.finished,
                "easier": position.easier,
            }
            for position in state.positions
        ],
    }
    return Summary(columns=columns, signals=signals_of(snapshot))


def sort_name(client: Client) -> str:
    """The name by which clients are in order: any case the same, the address where there is no name."""
    return str(client).casefold()[:SORT_NAME]


@transaction.atomic
def refresh(client_id: int, *, now: datetime | None = None) -> bool:
    """Works out the summary of the client with this id and stores it. Whether it differs from what was stored.

    `now`: the instant at which its turn came, unless it is given. One that has waited for a post would otherwise be
    older than what was posted, and the rules leave out what is later than their clock.
    """
    client = Client.objects.select_for_update(of=("self",)).select_related("user").filter(pk=client_id).first()
    if client is None:  # erased meanwhile
        return False
    now = now or timezone.now()
    summary, stored = work_out(client, now=now), _stored(client)
    if stored is None:
        ClientSummary.objects.create(client=client, made_at=now, **summary.columns)
    elif summary != stored:
        ClientSummary.objects.filter(client=client).update(made_at=now, **summary.columns)
    if summary.signals != (stored.signals if stored else ()):
        client.signals.all().delete()
        Signal.objects.bulk_create([_row(client, signal) for signal in summary.signals])
    if client.stale_since is not None:
        Client.objects.filter(pk=client_id).update(stale_since=None)
    return summary != stored


def refresh_marked(*, limit: int) -> int:
    """Works out summaries that somebody has just written about, the last ones first, and returns how many."""
    marked = Client.objects.filter(stale_since__isnull=False).order_by("-stale_since")
    return _refresh_each(marked.values_list("pk", flat=True)[:limit])


def refresh_stale(*, limit: int | None = None) -> int:
    """Works out the stale summaries, each in a transaction, and returns how many."""
    return _refresh_each(_stale().order_by("pk").values_list("pk", flat=True)[:limit])


def _refresh_each(ids: QuerySet[Client, int]) -> int:
    stale = list(ids)
    for client_id in stale:
        refresh(client_id)
    return len(stale)


def drifted(*, now: datetime) -> Iterator[Client]:
    """Clients whose stored summary isn't stale, and yet not what their rows come to now. There should be none."""
    for client in Client.objects.select_related("user").exclude(pk__in=_stale().values("pk")).iterator():
        if work_out(client, now=now) != _stored(client):
            yield client


def mark_all_stale() -> None:
    """For what all summaries rest on, such as the numbers of the rules. The worker works them out, some at a time."""
    Client.objects.update(stale_since=timezone.now())
    outbox.enqueue(refresh_a_batch)


def refresh_later() -> None:
    """Leaves all stale summaries to the worker, where there are any."""
    if _stale().exists():
        outbox.enqueue(refresh_a_batch)


@outbox.mail_task(about=lambda: "to nobody: what the desk shows, worked out anew")
def refresh_a_batch() -> None:
    """Works out some of the stale summaries, and leaves the rest to another task. It is tried again as a mail is."""
    if refresh_stale(limit=SUMMARIES_A_TASK) == SUMMARIES_A_TASK:
        outbox.enqueue(refresh_a_batch)


def _stale() -> QuerySet[Client]:
    """Clients without a summary, with one of another release, or with one that something has happened since."""
    return Client.objects.filter(
        Q(stale_since__isnull=False) | Q(summary__isnull=True) | ~Q(summary__release=__version__)
    )


def _stored(client: Client) -> Summary | None:
    row = _SUMMARY.first(client.pk)
    if row is None:
        return None
    columns = dict(zip(_COLUMNS, row, strict=True))
    return Summary(columns=columns, signals=tuple(signal.value for signal in _SIGNALS(client.pk)))


_COLUMNS = tuple(
    field.attname for field in ClientSummary._meta.concrete_fields if field.attname not in {"client_id", "made_at"}
)
_SUMMARY = FixedRead(lambda client: ClientSummary.objects.filter(client=client).values_list(*_COLUMNS), int)
_SIGNALS = FixedRead(lambda client: Signal.objects.filter(client=client).order_by("pk"), int)


def _row(client: Client, signal: SignalValue) -> Signal:
    values = {field.name: getattr(signal, field.name) for field in fields(SignalValue)}
    return Signal(client=client, weight=signal.weight, **values)
