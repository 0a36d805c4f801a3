"""The quiet lines on top of the desk: what the trainer should know, and what is about no client of the list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Max, Min

from hinge_coach import outbox
from hinge_coach.coaching.models import DeskLine


class LineKind(StrEnum):
    ERASED = "erased"
    WORKER = "worker"
    LOST = "lost"


@dataclass(frozen=True, kw_only=True)
class ToldLine:
    """One line: what it tells, how many it is about, and when: the latest erased account, the first overdue mail.

    `read_up_to` is the newest `DeskLine` that it tells of. It is None for what can't be put away: that goes by itself.
    """

    kind: LineKind
    number: int
    at: datetime | None = None
    read_up_to: int | None = None


def desk_lines(now: datetime) -> tuple[ToldLine, ...]:
    """What stands on top of the desk, the most pressing first. Three queries.

    A new client is not among them: until their first practice they stand in the list itself, with a reason.
    """
    return tuple(line for line in (_overdue_mails(now), _lost_mails(), _erased_accounts()) if line.number)


def tell_of_erased_account(*, at: datetime) -> None:
    """Puts a line on the desk that names nobody. Call it in the transaction that erases."""
    DeskLine.objects.create(kind=DeskLine.Kind.ERASED, at=at)


def put_lines_away(*, up_to: int, at: datetime) -> int:
    """Marks this line and all before it as read, and returns how many were not. What came since stays."""
    return DeskLine.objects.filter(read_at=None, pk__lte=up_to).update(read_at=at)


def _overdue_mails(now: datetime) -> ToldLine:
    overdue = outbox.overdue(now).aggregate(number=Count("pk"), first=Min("enqueued_at"))
    return ToldLine(kind=LineKind.WORKER, number=overdue["number"], at=overdue["first"])


def _lost_mails() -> ToldLine:
    return ToldLine(kind=LineKind.LOST, number=outbox.failed().count())


def _erased_accounts() -> ToldLine:
    unread = DeskLine.objects.filter(kind=DeskLine.Kind.ERASED, read_at=None).order_by()
    erased = unread.aggregate(number=Count("pk"), last=Max("at"), newest=Max("pk"))
    return ToldLine(kind=LineKind.ERASED, number=erased["number"], at=erased["last"], read_up_to=erased["newest"])
