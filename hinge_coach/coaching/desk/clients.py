"""Reading what the desk needs about clients, each table once, whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from hinge_coach.accounts.models import Client
from hinge_coach.booking.models import Call
from hinge_coach.coaching.desk.lesson_in_question import JudgedPractice
from hinge_coach.coaching.models import Note
from hinge_coach.safety.models import Closure, Pause, Screening
from hinge_coach.tightness import trend
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue, Moment
from lessons.models import Message, Move, Practice, TrackPosition, VerdictRecord
from lessons.rules.values import Decision

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

HISTORY_READ = timedelta(weeks=12)  # four more than the small chart shows, so that its first days have a level

CALLS_AHEAD = timedelta(days=3)


class NextCall(TypedDict):
    next_call_at: datetime | None


if TYPE_CHECKING:
    ClientWithCall = WithAnnotations[Client, NextCall]


@dataclass(frozen=True, kw_only=True)
class ClientRecords:
    """What was read about one client.

    `check_ins` come in any order, the first three and those of the last twelve weeks among them; `judged` is newest
    first. `trainer_acted_at`: when the trainer last wrote a note or a message, or moved the client. `next_call_at`: a
    call within three days.
    """

    client: Client
    check_ins: Sequence[CheckInValue]
    judged: Sequence[JudgedPractice]
    positions: Sequence[TrackPosition]
    closure: Closure | None
    pause: Pause | None
    last_practice_on: date | None
    last_check_in_on: date | None
    answered_at: datetime | None
    trainer_acted_at: datetime | None
    next_call_at: datetime | None


def clients_with_next_call(now: datetime) -> "QuerySet[ClientWithCall]":
    """Clients with user, plan and the start of their next call, which knows them by e-mail address alone."""
    calls = Call.objects.upcoming(now).filter(starts_at__lt=now + CALLS_AHEAD, email__iexact=OuterRef("user__email"))
    return Client.objects.select_related("user", "plan").annotate(next_call_at=Subquery(calls.values("starts_at")[:1]))


def load_clients(now: datetime) -> tuple[ClientRecords, ...]:
    """All clients, in the order in which they joined. Twelve queries."""
    check_ins, judged, positions, pauses = _check_ins(now), _judged(now), _positions(), _pauses(now)
    closures = {closure.client_id: closure for closure in Closure.objects.active()}
    last_practice_on = _newest(Practice.objects.all(), "local_on")
    last_check_in_on = _newest(CheckIn.objects.kept(), "local_on")
    answered_at = _newest(Screening.objects.all(), "answered_at")
    noted_at = _newest(Note.objects.all(), "written_at")
    messaged_at = _newest(Message.objects.all(), "written_at")
    moved_at = _newest(Move.objects.filter(verdict=None), "moved_at")
    return tuple(
        ClientRecords(
            client=client,
            check_ins=check_ins[client.pk],
            judged=judged[client.pk],
            positions=positions[client.pk],
            closure=closures.get(client.pk),
            pause=pause_among(pauses[client.pk], client.today(now)),
            last_practice_on=last_practice_on.get(client.pk),
            last_check_in_on=last_check_in_on.get(client.pk),
            answered_at=answered_at.get(client.pk),
            trainer_acted_at=latest(noted_at.get(client.pk), messaged_at.get(client.pk), moved_at.get(client.pk)),
            next_call_at=client.next_call_at,
        )
        for client in clients_with_next_call(now)
    )


def pause_among(pauses: Iterable[Pause], today: date) -> Pause | None:
    """The pause that covers this local day."""
    return next((pause for pause in pauses if pause.covers(today)), None)


def latest(*instants: datetime | None) -> datetime | None:
    return max((instant for instant in instants if instant is not None), default=None)


def _newest(rows: QuerySet[Any], field: str) -> dict[int, Any]:
    """By client: the latest value of a date or time."""
    return dict(rows.order_by().values_list("client").annotate(Max(field)))


def _check_ins(now: datetime) -> defaultdict[int, list[CheckInValue]]:
    """By client: the last twelve weeks, and the first three that a start is made of. After practice is left out."""
    at_rest = CheckIn.objects.kept().exclude(moment=Moment.AFTER)
    rank = Window(RowNumber(), partition_by=F("client"), order_by=("at", "pk"))
    rows = at_rest.annotate(rank=rank).filter(Q(rank__lte=trend.START_ENTRIES) | Q(at__gte=now - HISTORY_READ))
    check_ins: defaultdict[int, list[CheckInValue]] = defaultdict(list)
    for client, key, at, local_on, score, moment, imported in rows.order_by().values_list(
        "client", "id", "at", "local_on", "score", "moment", "imported"
    ):
        check_ins[client].append(
            CheckInValue(id=str(key), at=at, local_on=local_on, score=score, moment=moment, imported=imported)
        )
    return check_ins


def _judged(now: datetime) -> defaultdict[int, list[JudgedPractice]]:
    """By client: the practices of the last twelve weeks, newest first."""
    verdicts = VerdictRecord.objects.filter(practice__done_at__gte=now - HISTORY_READ).order_by(
        "-practice__done_at", "practice", "-decided_at", "-pk"
    )
    judged: defaultdict[int, list[JudgedPractice]] = defaultdict(list)
    previous = None
    for practice, client, lesson, done_at, local_on, easier, decision in verdicts.values_list(
        "practice",
        "practice__client",
        "practice__lesson",
        "practice__done_at",
        "practice__local_on",
        "practice__easier",
        "decision",
    ):
        if practice != previous:  # the newest verdict of a practice comes first
            judged[client].append(
                JudgedPractice(
                    lesson_id=lesson, done_at=done_at, local_on=local_on, easier=easier, decision=Decision(decision)
                )
            )
        previous = practice
    return judged


def _positions() -> defaultdict[int, list[TrackPosition]]:
    positions: defaultdict[int, list[TrackPosition]] = defaultdict(list)
    for position in TrackPosition.objects.all():
        positions[position.client_id].append(position)
    return positions


def _pauses(now: datetime) -> defaultdict[int, list[Pause]]:
    """By client: the pauses that cover today somewhere in the world, whatever the hour at which a day begins there."""
    earliest, newest = now.date() - timedelta(days=2), now.date() + timedelta(days=1)
    pauses: defaultdict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(Q(ends_on=None) | Q(ends_on__gte=earliest), begins_on__lte=newest):
        pauses[pause.client_id].append(pause)
    return pauses
