"""The rows of one client that nearly every page asks for, as reads whose SQL is compiled once."""

from typing import TypeVar

from hinge_coach.accounts.models import Client
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.safety.models import Closure, Pause
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue
from lessons.models import NewUsual, Practice, RuleSet, Talk, TrackPosition
from lessons.models.practice import VALUE_COLUMNS, practice_value
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import PracticeValue

OfClient = TypeVar("OfClient", Closure, Pause, TrackPosition, Talk, NewUsual)

_ENTRIES = FixedRead(lambda client: CheckIn.objects.filter(client=client).entry_rows(), int)
_PRACTICES = FixedRead(
    lambda client: Practice.objects.filter(client=client).order_by("-done_at", "-pk").values_list(*VALUE_COLUMNS),
    int,
)
_CLOSURES = FixedRead(lambda client: Closure.objects.filter(client=client).select_related("lifted_by"), int)
_PAUSES = FixedRead(lambda client: Pause.objects.filter(client=client), int)
_POSITIONS = FixedRead(lambda client: TrackPosition.objects.filter(client=client), int)
_TALKS = FixedRead(lambda client: Talk.objects.filter(client=client).select_related("talked_by"), int)
_NEW_USUAL = FixedRead(lambda client: NewUsual.objects.filter(client=client).select_related("by")[:1], int)
_RULE_SET = FixedRead(lambda: RuleSet.objects.all()[:1])


def read_entries(client: Client) -> tuple[CheckInValue, ...]:
    """Check-ins that are not deleted, as values, oldest first; one query."""
    return tuple(CheckInValue(str(pk), *values) for pk, *values in _ENTRIES(client.pk))


def read_practices(client: Client) -> tuple[PracticeValue, ...]:
    """Practices as values, newest first, with imported ones; one query."""
    return tuple(practice_value(row) for row in _PRACTICES(client.pk))


def read_closures(client: Client) -> tuple[Closure, ...]:
    """Newest first, with who opened practice again; one query."""
    return _of(client, _CLOSURES)


def read_pauses(client: Client) -> tuple[Pause, ...]:
    """Newest first; one query."""
    return _of(client, _PAUSES)


def read_positions(client: Client) -> tuple[TrackPosition, ...]:
    """One query."""
    return _of(client, _POSITIONS)


def read_talks(client: Client) -> tuple[Talk, ...]:
    """Newest first, with who talked; one query."""
    return _of(client, _TALKS)


def read_new_usual(client: Client) -> NewUsual | None:
    """The last time the trainer said "this is the usual now"; one query."""
    return next(iter(_of(client, _NEW_USUAL)), None)


def read_thresholds() -> Thresholds:
    """The thresholds in force; one query."""
    newest = _RULE_SET.first()
    return newest.thresholds if newest else Thresholds()


def _of(client: Client, read: FixedRead[OfClient]) -> tuple[OfClient, ...]:
    """The rows, each of which knows its client already."""
    rows = tuple(read(client.pk))
    for row in rows:
        row.client = client
    return rows
