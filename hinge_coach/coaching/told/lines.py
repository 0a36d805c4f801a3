"""The quiet lines on top of the desk: what the trainer should know, and what is about no client of the list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hinge_coach import outbox
from hinge_coach.accounts.models import Trainer
from hinge_coach.coaching.models import DeskLine
from hinge_coach.coaching.settings.calendar_status import CalendarStatus, outdated_calendars
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.wording import number_word

CALENDARS_NAMED = 3


class LineKind(StrEnum):
    ERASED = "erased"
    WORKER = "worker"
    CALENDARS = "calendars"
    LOST = "lost"


@dataclass(frozen=True, kw_only=True)
class ToldLine:
    """One line: what it tells, how many it is about, and when: the latest erased account, the first overdue mail.

    `read_up_to` is the newest `DeskLine` that it tells of. It is None for what can't be put away: that goes by itself.
    `calendars` are those that were not read for a day.
    """

    kind: LineKind
    number: int
    at: datetime | None = None
    read_up_to: int | None = None
    calendars: tuple[CalendarStatus, ...] = ()

    @property
    def calendars_named(self) -> tuple[CalendarStatus, ...]:
        return self.calendars[:CALENDARS_NAMED]

    @property
    def more_calendars(self) -> str:
        """How many are not named, in words; empty where all are."""
        more = len(self.calendars) - CALENDARS_NAMED
        return number_word(more) if more > 0 else ""


def desk_lines(trainer: Trainer, *, now: datetime) -> tuple[ToldLine, ...]:
    """What stands on top of the desk, the most pressing first. Three queries.

    A new client is not among them: until their first practice they stand in the list itself, with a reason.
    """
    unsent = outbox.backlog(now)
    lines = (
        ToldLine(kind=LineKind.WORKER, number=unsent.overdue, at=unsent.first_at),
        _outdated_calendars(trainer, now),
        ToldLine(kind=LineKind.LOST, number=unsent.failed),
        _erased_accounts(),
    )
    return tuple(line for line in lines if line.number)


def tell_of_erased_account(*, at: datetime) -> None:
    """Puts a line on the desk that names nobody. Call it in the transaction that erases."""
    DeskLine.objects.create(kind=DeskLine.Kind.ERASED, at=at)


def put_lines_away(*, up_to: int, at: datetime) -> int:
    """Marks this line and all before it as read, and returns how many were not. What came since stays."""
    return DeskLine.objects.filter(read_at=None, pk__lte=up_to).update(read_at=at)


def _outdated_calendars(trainer: Trainer, now: datetime) -> ToldLine:
    calendars = outdated_calendars(trainer, now=now)
    return ToldLine(kind=LineKind.CALENDARS, number=len(calendars), calendars=calendars)


def _erased_accounts() -> ToldLine:
    lines = _ERASED()
    return ToldLine(
        kind=LineKind.ERASED,
        number=len(lines),
        at=max((at for _, at in lines), default=None),
        read_up_to=max((key for key, _ in lines), default=None),
    )


_ERASED = FixedRead(
    lambda: DeskLine.objects.filter(kind=DeskLine.Kind.ERASED, read_at=None).order_by().values_list("pk", "at")
)
