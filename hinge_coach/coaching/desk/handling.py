"""Taking a client off the desk's list: handled, snoozed, and put back.

Each is one transaction behind the client's lock and adds a `Deed`. What is handled is what the trainer has read, up to
the moment at which their page was made; what came later stays.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.desk.shown import SaidReason
from hinge_coach.coaching.models import Deed, Handled

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

SNOOZE_ENDS = time(6)  # on the trainer's clock

LONGEST_SNOOZE = timedelta(days=366)

LATER_THAN_ALL = timedelta(microseconds=1)


def snooze_end(day: "date", zone: "ZoneInfo") -> datetime:
    """The moment at which a snooze until this day ends: in the morning, before the trainer opens the desk."""
    return datetime.combine(day, SNOOZE_ENDS, tzinfo=zone)


def handle(
    client: Client,
    *,
    by: Trainer,
    up_to: datetime,
    line: str = "",
    at: datetime,
    reasons: Sequence[SaidReason] = (),
) -> Deed | None:
    """Handles all that the desk knew about the client at `up_to`. None where that was done before: nothing changes.

    `up_to` is when the page was made that said the `reasons`; `at` is the press.
    """
    kind = Deed.Kind.HANDLED
    return _take_off(client, kind=kind, by=by, up_to=up_to, until=None, line=line, at=at, reasons=reasons)


def snooze(
    client: Client,
    *,
    by: Trainer,
    up_to: datetime,
    until: datetime,
    line: str = "",
    at: datetime,
    reasons: Sequence[SaidReason] = (),
) -> Deed | None:
    """As `handle`, but only until a moment that lies ahead of `at`. Newer evidence brings the client back earlier."""
    kind = Deed.Kind.SNOOZED
    return _take_off(client, kind=kind, by=by, up_to=up_to, until=until, line=line, at=at, reasons=reasons)


@transaction.atomic
def undo(client: Client, *, by: Trainer, at: datetime, up_to: datetime | None = None) -> Deed | None:
    """Puts the client where they stood before the last `handle` or `snooze` that is in force.

    `up_to` is that of the `Handled` that the page showed. None, and nothing changes, where another one stands by now,
    or nothing is in force.
    """
    client.lock()
    handled = Handled.objects.filter(client=client).first()
    if handled is None or not handled.is_in_force(at) or up_to not in {None, handled.up_to}:
        return None
    in_force = deeds_in_force(client.deeds.all())
    _restore(client, in_force[1] if len(in_force) > 1 else None)
    reasons = in_force[0].reasons if in_force else []
    return Deed.objects.create(client=client, by=by, kind=Deed.Kind.UNDONE, at=_after_all(client, at), reasons=reasons)


def deeds_in_force(deeds: Iterable[Deed]) -> list[Deed]:
    """The deeds by which the client was taken off the list and that nobody has undone, newest first, as `deeds` are."""
    in_force: list[Deed] = []
    to_skip = 0
    for deed in deeds:
        if deed.kind == Deed.Kind.UNDONE:
            to_skip += 1
        elif deed.kind in {Deed.Kind.HANDLED, Deed.Kind.SNOOZED}:
            if to_skip:
                to_skip -= 1
            else:
                in_force.append(deed)
    return in_force


@transaction.atomic
def _take_off(
    client: Client,
    *,
    kind: Deed.Kind,
    by: Trainer,
    up_to: datetime,
    until: datetime | None,
    line: str,
    at: datetime,
    reasons: Sequence[SaidReason],
) -> Deed | None:
    client.lock()
    if not Client.objects.filter(pk=client.pk).exists():  # erased since the page was made
        return None
    handled = Handled.objects.filter(client=client).first()
    last = next(iter(deeds_in_force(client.deeds.all())), None)
    if handled is not None and handled.is_in_force(at) and _is_told_already(handled, last, up_to, reasons):
        return None
    Handled.objects.update_or_create(client=client, defaults={"up_to": up_to, "until": until, "line": line})
    return Deed.objects.create(
        client=client,
        by=by,
        kind=kind,
        at=_after_all(client, at),
        up_to=up_to,
        until=until,
        line=line,
        reasons=list(reasons),
    )


def _is_told_already(handled: Handled, last: Deed | None, up_to: datetime, reasons: Sequence[SaidReason]) -> bool:
    """Whether the page of this press showed nothing that isn't handled: it is older than the press that handled it.

    A page that was made after that press shows what has come since, so its press is always new.
    """
    if up_to <= handled.up_to:
        return True
    if last is None or up_to > last.at:
        return False
    handled_then = {(reason["code"], reason["sentence"]) for reason in last.reasons}
    return all((reason["code"], reason["sentence"]) in handled_then for reason in reasons)


def _restore(client: Client, deed: Deed | None) -> None:
    """Handled as it stood by this deed."""
    if deed is None:
        Handled.objects.filter(client=client).delete()
    else:
        Handled.objects.filter(client=client).update(up_to=deed.up_to, until=deed.until, line=deed.line)


def _after_all(client: Client, at: datetime) -> datetime:
    """The moment of a deed: later than all before, so that two within one instant keep their order."""
    last = client.deeds.first()
    return at if last is None else max(at, last.at + LATER_THAN_ALL)
