"""Reading what the desk needs about clients, each table once, whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict, TypeVar

from django.db.models import F, Max, Model, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import DenseRank

from hinge_coach.accounts.models import Client
from hinge_coach.booking.models import Call
from hinge_coach.safety.models import Closure, Pause, Screening, pause_among
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue
from lessons.models import Message, Move, NewUsual, Practice, Talk, TrackPosition
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

Row = TypeVar("Row", Move, Pause, Talk, TrackPosition)

FIRST_DAYS_READ = 14  # days with numbers: the start and the first weeks

LATEST_DAYS_READ = 63  # days with numbers: the eight weeks of the small chart, and one so that they have a level

PRACTICE_DAYS_READ = timedelta(weeks=12)

MOVES_READ = timedelta(days=10)  # two more than a step back stays on the desk, because days are the client's own

CALLS_AHEAD = timedelta(days=3)


class DeskDates(TypedDict):
    next_call_at: datetime | None
    answered_at: datetime | None
    messaged_at: datetime | None
    talked_at: datetime | None
    lifted_at: datetime | None
    new_usual_at: datetime | None
    new_usual_on: date | None
    last_practice_on: date | None


if TYPE_CHECKING:
    DeskClient = WithAnnotations[Client, DeskDates]


@dataclass(frozen=True, kw_only=True)
class StepBackRow:
    """A step back by the rules, on one track: the lesson it led away from, when, and the reason for the trainer."""

    lesson: int
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClientRecords:
    """What was read about one client.

    `check_ins` come in any order, the first and the latest among them. `practice_days` are the distinct local days with
    practice of the last weeks, newest first. `talks` are the open ones. `step_back` is the latest of the last days that
    no later placement by the trainer has answered. `pause_ended_on`: the last day of the latest pause that is over. The
    client has the dates of `DeskDates`.
    """

    client: "DeskClient"
    check_ins: Sequence[CheckInValue]
    practice_days: tuple[date, ...]
    positions: Sequence[TrackPosition]
    closure: Closure | None
    pause: Pause | None
    pause_ended_on: date | None
    talks: tuple[Talk, ...]
    step_back: StepBackRow | None


def desk_clients(now: datetime) -> "QuerySet[DeskClient]":
    """Clients with user, plan, variations and the dates the desk asks about; a call knows them by e-mail alone."""
    calls = Call.objects.upcoming(now).filter(starts_at__lt=now + CALLS_AHEAD, email__iexact=OuterRef("user__email"))
    return Client.objects.select_related("user", "plan", "variation_answer").annotate(
        next_call_at=Subquery(calls.values("starts_at")[:1]),
        answered_at=_newest(Screening, "answered_at"),
        messaged_at=_newest(Message, "written_at"),
        talked_at=_newest(Talk, "talked_at"),
        lifted_at=_newest(Closure, "lifted_at"),
        new_usual_at=_newest(NewUsual, "since"),
        new_usual_on=_newest(NewUsual, "since_on"),
        last_practice_on=_newest(Practice, "local_on"),
    )


def load_clients(thresholds: Thresholds, *, now: datetime) -> tuple[ClientRecords, ...]:
    """All clients, in the order in which they joined. Eight queries."""
    rule_days = thresholds.week_days + thresholds.usual_days  # the longest flare, and the usual before it
    check_ins, practice_days = _check_ins(max(LATEST_DAYS_READ, rule_days)), _practice_days(now)
    positions, pauses, talks = _by_client(TrackPosition.objects.all()), _pauses(now), _by_client(Talk.objects.open())
    closures = {closure.client_id: closure for closure in Closure.objects.active()}
    step_backs = _step_backs(now)
    return tuple(
        ClientRecords(
            client=client,
            check_ins=check_ins[client.pk],
            practice_days=tuple(practice_days[client.pk]),
            positions=positions[client.pk],
            closure=closures.get(client.pk),
            pause=pause_among(pauses[client.pk], client.today(now)),
            pause_ended_on=last_pause_end(pauses[client.pk], client.today(now)),
            talks=tuple(talks[client.pk]),
            step_back=step_backs.get(client.pk),
        )
        for client in desk_clients(now)
    )


def last_pause_end(pauses: Iterable[Pause], today: date) -> date | None:
    """The last day of the latest of these pauses that was over before this local day."""
    ends = [pause.ends_on for pause in pauses if pause.ends_on is not None]
    return max((end for end in ends if end < today), default=None)


def last_step_back(moves: Iterable[Move]) -> StepBackRow | None:
    """The latest step back by the rules; `moves` are those of one client with their verdicts, newest first.

    A step back is answered where the trainer placed the client on the same track afterwards.
    """
    placed: set[str] = set()
    for move in moves:
        if move.verdict is None:
            placed.add(move.track)
        elif move.verdict.decision == Decision.REGRESS and move.track not in placed:
            return StepBackRow(lesson=move.from_lesson_id, at=move.moved_at, reason=move.verdict.reasons[0]["trainer"])
    return None


def _newest(model: type[Model], field: str) -> Subquery:
    """The latest value of a date or a time among a client's rows."""
    rows = model._default_manager.filter(client=OuterRef("pk")).order_by().values("client")
    return Subquery(rows.annotate(newest=Max(field)).values("newest"))


def _check_ins(latest_days: int) -> defaultdict[int, list[CheckInValue]]:
    """By client: those of the first days with any and of the latest days, whenever these were.

    Ranked by days and not cut by date, so that somebody who was away for months has the same usual here as on their
    own page. Imported ones are ranked for themselves, because the rules leave them out.
    """
    owner = [F("client"), F("imported")]
    first = Window(DenseRank(), partition_by=owner, order_by=F("local_on").asc())
    latest = Window(DenseRank(), partition_by=owner, order_by=F("local_on").desc())
    rows = CheckIn.objects.kept().annotate(first=first, latest=latest)
    rows = rows.filter(Q(first__lte=FIRST_DAYS_READ) | Q(latest__lte=latest_days)).order_by()
    columns = ("pk", "at", "local_on", "score", "moment", "situation", "imported")
    check_ins: defaultdict[int, list[CheckInValue]] = defaultdict(list)
    for client, pk, *values in rows.values_list("client", *columns):
        check_ins[client].append(CheckInValue(str(pk), *values))
    return check_ins


def _practice_days(now: datetime) -> defaultdict[int, list[date]]:
    """By client: the distinct local days with practice of the last weeks, newest first."""
    practices = Practice.objects.filter(done_at__gte=now - PRACTICE_DAYS_READ).order_by("-local_on")
    days: defaultdict[int, list[date]] = defaultdict(list)
    for client, local_on in practices.values_list("client", "local_on").distinct():
        days[client].append(local_on)
    return days


def _step_backs(now: datetime) -> dict[int, StepBackRow]:
    """By client: the latest step back of the last days that is not answered."""
    moves = Move.objects.filter(moved_at__gte=now - MOVES_READ).select_related("verdict")
    by_client = _by_client(moves.exclude(verdict__practice__imported=True))
    rows = {client: last_step_back(client_moves) for client, client_moves in by_client.items()}
    return {client: row for client, row in rows.items() if row}


def _by_client(rows: QuerySet[Row]) -> defaultdict[int, list[Row]]:
    by_client: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_client[row.client_id].append(row)
    return by_client


def _pauses(now: datetime) -> defaultdict[int, list[Pause]]:
    """By client: the pauses that cover today somewhere in the world, and those that ended in the last weeks."""
    since, tomorrow = (now - PRACTICE_DAYS_READ).date(), now.date() + timedelta(days=1)
    return _by_client(Pause.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), begins_on__lte=tomorrow))
