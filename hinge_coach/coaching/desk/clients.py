"""Which clients need a word, in the database's own order: the same answer for the desk, its filters and the digest.

Everything here is read from rows that are worked out already (`lessons.summary`) and joined with what other rooms know:
closures, the archive, what the trainer has handled.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from hinge_coach.accounts.models import Client, coached
from hinge_coach.coaching.desk.attention import CLOSURE_WEIGHTS
from hinge_coach.coaching.models import Handled
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.safety.models import Closure
from lessons.models import Signal

HANDLED_LATELY = timedelta(hours=18)  # since this morning

PUT_AWAY_SHOWN = 30

MOST_LISTED = 120  # clients on the desk's own list; whoever has more of them works through the list of all clients

QUIET_LISTED = 41  # one more than are shown, so that the page knows of more

MOST_COUNTED = 1000  # a larger number says nothing more, and would cost time with each client


def _theirs(condition: Q) -> Q:
    """The same condition on the client of a row."""
    return Q(*((f"client__{name}", value) for name, value in condition.children), _connector=condition.connector)  # type: ignore[misc]


def _unhandled(evidence: str, now: datetime) -> Q:
    """Rows about a client whose evidence the trainer has not handled, or whose snooze has ended."""
    return (
        Q(client__handled=None)
        | Q(client__handled__up_to__lt=F(evidence))
        | Q(client__handled__until__isnull=False, client__handled__until__lte=now)
    )


def needing_closures(now: datetime) -> QuerySet[Closure]:
    """Active closures that are not handled, the gravest first."""
    by_rule = When(cause=Closure.Cause.RULE, then=Value(CLOSURE_WEIGHTS[None]))
    by_level = (When(level=level, then=Value(weight)) for level, weight in CLOSURE_WEIGHTS.items() if level)
    weight = Case(by_rule, *by_level, default=Value(0), output_field=IntegerField())
    closures = Closure.objects.active().filter(_theirs(coached(now)), _unhandled("closed_at", now))
    return closures.order_by(-weight, "closed_at", "client_id")


def holding_signals(now: datetime) -> QuerySet[Signal]:
    """Signals that hold, of clients who are not archived; of a closed practice only those that matter then, too."""
    closed = Closure.objects.active().filter(client=OuterRef("client"))
    return Signal.objects.filter(
        Q(until_at=None) | Q(until_at__gt=now),
        Q(though_closed=True) | ~Exists(closed),
        _theirs(coached(now)),
        from_at__lte=now,
    )


def unhandled_signals(now: datetime) -> QuerySet[Signal]:
    """Signals that hold and aren't handled."""
    return holding_signals(now).filter(_unhandled("evidence_at", now))


def needing_signals(now: datetime) -> QuerySet[Signal]:
    """For each client without an unhandled closure: the heaviest signal that holds and isn't handled.

    The most urgent client first.
    """
    unhandled = unhandled_signals(now)
    heavier = unhandled.filter(client=OuterRef("client")).filter(
        Q(weight__gt=OuterRef("weight"))
        | Q(weight=OuterRef("weight"), points__gt=OuterRef("points"))
        | Q(weight=OuterRef("weight"), points=OuterRef("points"), since__lt=OuterRef("since"))
        | Q(weight=OuterRef("weight"), points=OuterRef("points"), since=OuterRef("since"), pk__lt=OuterRef("pk"))
    )
    closures = needing_closures(now).order_by().filter(client=OuterRef("client"))
    return unhandled.filter(~Exists(heavier), ~Exists(closures))


def needing_ids(now: datetime) -> list[int]:
    """The ids of clients who need a word, the most urgent first, `MOST_LISTED` at most. Two queries."""
    return [*_CLOSED_IDS(now), *_SIGNAL_IDS(now)][:MOST_LISTED]


_CLOSED_IDS = FixedRead(lambda now: needing_closures(now).values_list("client", flat=True)[:MOST_LISTED], datetime)
_SIGNAL_IDS = FixedRead(lambda now: needing_signals(now).values_list("client", flat=True)[:MOST_LISTED], datetime)


def count_needing(now: datetime) -> int:
    """How many clients need a word, `MOST_COUNTED` at most. Two queries."""
    closed = needing_closures(now).order_by()[:MOST_COUNTED].count()
    return min(closed + needing_signals(now).order_by()[:MOST_COUNTED].count(), MOST_COUNTED)


def needs_a_word(now: datetime) -> Q:
    """A condition on clients: whether they are on the desk's list."""
    signals = unhandled_signals(now).filter(client=OuterRef("pk"))
    closures = needing_closures(now).order_by().filter(client=OuterRef("pk"))
    return Q(Exists(signals)) | Q(Exists(closures))


def quiet_clients(now: datetime) -> QuerySet[Client]:
    """Clients who need no word, by name. Without a summary yet, as right after joining, nobody is among them."""
    clients = Client.objects.filter(coached(now), ~needs_a_word(now), summary__isnull=False)
    return clients.order_by("summary__sort_name", "summary__client_id")  # as the index has them


def quiet_ids(now: datetime) -> list[int]:
    """The ids of the first `QUIET_LISTED` of them; one query."""
    return _QUIET_IDS(now)


_QUIET_IDS = FixedRead(lambda now: quiet_clients(now).values_list("pk", flat=True)[:QUIET_LISTED], datetime)


def put_away(now: datetime) -> list[Handled]:
    """What was handled today or lately and what is snoozed, the latest first, while it is in force. One query."""
    return _PUT_AWAY(now, now - HANDLED_LATELY)


def _put_away(now: datetime, since: datetime) -> QuerySet[Handled]:
    handled = Handled.objects.filter(Q(until=None, up_to__gt=since) | Q(until__gt=now))
    present_ones = handled.filter(_theirs(coached(now))).select_related("client__user")
    return present_ones.order_by("-up_to", "client_id")[:PUT_AWAY_SHOWN]


_PUT_AWAY = FixedRead(_put_away, datetime, datetime)


def in_this_order(ids: Iterable[int], clients: Iterable[Client]) -> list[Client]:
    """These clients in the order of `ids`; who was erased meanwhile is left out."""
    by_id = {client.pk: client for client in clients}
    return [by_id[key] for key in ids if key in by_id]
