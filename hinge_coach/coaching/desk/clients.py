"""Every client's story, gathered for the desk as frozen values in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from hinge_coach.accounts.models import Client
from hinge_coach.booking.models import Call
from hinge_coach.coaching.desk import attention
from hinge_coach.coaching.desk.attention import AttentionReason, ClientSnapshot
from hinge_coach.coaching.models import Note
from hinge_coach.safety.models import Closure, Pause, Screening
from hinge_coach.safety.screening import Level, due_on
from hinge_coach.tightness import trend
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Change, CheckInValue, Moment
from lessons.models import Lesson, Message, Move, Practice, RuleSet, Track, TrackPosition, VerdictRecord
from lessons.practice.position import Position, track_positions
from lessons.progress import chart
from lessons.rules.values import Decision

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


SPARK = timedelta(days=55)  # eight weeks with today

LOOKS_BACK = timedelta(weeks=12)  # longer than that, so that the line's first days have a level

MORNINGS_LOOK_BACK = timedelta(days=14)  # a high morning of last month is no news

CALLS_SHOWN = timedelta(days=3)

PRACTISED_LATELY = timedelta(days=14)

ATTENTION_THRESHOLD = 10  # the weight from which a need is one


class ClientAnnotations(TypedDict):
    """What the database counts for a client.

    ``answers`` are the latest safety answers, ``paused_on`` and ``paused_until`` the latest pause, ``call_at`` the next
    call of these days. ``numbers`` are those of the rules as they were set last, the same for all.
    """

    last_practice_on: date | None
    last_check_in_on: date | None
    noted_at: datetime | None
    told_at: datetime | None
    placed_at: datetime | None
    answered_at: datetime | None
    answers: list[str] | None
    paused_on: date | None
    paused_until: date | None
    call_at: datetime | None
    numbers: dict[str, int] | None


if TYPE_CHECKING:
    KnownClient = WithAnnotations[Client, ClientAnnotations]


@dataclass(frozen=True, kw_only=True)
class JudgedPractice:
    """A practice and the newest verdict on it."""

    lesson_id: int
    at: datetime
    local_on: date
    easier: bool
    decision: str

    @classmethod
    def of(cls, verdict: VerdictRecord) -> "JudgedPractice":
        practice = verdict.practice
        return cls(
            lesson_id=practice.lesson_id,
            at=practice.done_at,
            local_on=practice.local_on,
            easier=practice.easier,
            decision=verdict.decision,
        )


@dataclass(frozen=True, kw_only=True)
class ClientRow:
    """One client as the desk shows them. ``needs`` is never empty, the most urgent first."""

    id: int
    name: str
    needs: tuple[AttentionReason, ...]
    change: Change
    spark: chart.Spark
    positions: tuple[Position, ...]
    is_stopped: bool
    is_paused: bool

    @property
    def first(self) -> AttentionReason:
        return self.needs[0]

    @property
    def others(self) -> tuple[AttentionReason, ...]:
        """What else wants a word; good news and pauses say nothing beside a worry."""
        return tuple(need for need in self.needs[1:] if need.weight >= ATTENTION_THRESHOLD)

    @property
    def needs_a_word(self) -> bool:
        return self.first.weight >= ATTENTION_THRESHOLD

    @property
    def change_words(self) -> str:
        return change_words(self.change)


def change_words(change: Change) -> str:
    """What the label rests on, as the trainer reads it: ``5 at the start, 2 now, from 9 entries on 6 days``."""
    rests = f"{_count(change.entries, 'entry', 'entries')} on {_count(change.days, 'day', 'days')}"
    if change.now is None:
        return "nothing entered lately" if change.start is None else f"{_n(change.start)} at the start, nothing lately"
    if change.start is None:
        return f"{rests} so far"
    return f"{_n(change.start)} at the start, {_n(change.now)} now, from {rests}"


def known_clients(now: datetime) -> "QuerySet[KnownClient]":
    """Clients with their user, and with what the desk counts from the newest rows of other tables."""

    pauses = Pause.objects.filter(begins_on__lte=now + timedelta(days=1))  # somewhere it is tomorrow already
    calls = Call.objects.upcoming(now).filter(starts_at__lt=now + CALLS_SHOWN, email__iexact=OuterRef("user__email"))

    def newest(rows: QuerySet[Any], name: str, by: str = "") -> Subquery:
        return Subquery(rows.filter(client=OuterRef("pk")).order_by(f"-{by or name}").values(name)[:1])

    return Client.objects.select_related("user", "plan").annotate(
        last_practice_on=newest(Practice.objects.all(), "local_on"),
        last_check_in_on=newest(CheckIn.objects.kept(), "local_on"),
        noted_at=newest(Note.objects.all(), "written_at"),
        told_at=newest(Message.objects.all(), "written_at"),
        placed_at=newest(Move.objects.filter(verdict=None), "moved_at"),
        answered_at=newest(Screening.objects.all(), "answered_at"),
        answers=newest(Screening.objects.all(), "answers", by="answered_at"),
        paused_on=newest(pauses, "begins_on"),
        paused_until=newest(pauses, "ends_on", by="begins_on"),
        call_at=Subquery(calls.values("starts_at")[:1]),
        numbers=Subquery(RuleSet.objects.values("values")[:1]),
    )


def client_rows(now: datetime) -> tuple[ClientRow, ...]:
    """All clients, the most urgent first. Six queries, whatever their number."""
    lessons = lesson_titles()
    closures = {closure.client_id: closure for closure in Closure.objects.active()}
    entries = _entries(now)
    judged = _judged(now)
    positions: defaultdict[int, list[TrackPosition]] = defaultdict(list)
    for position in TrackPosition.objects.all():
        positions[position.client_id].append(position)
    found = [
        client_row(
            client,
            lessons=lessons,
            closure=closures.get(client.pk),
            entries=entries[client.pk],
            judged=judged[client.pk],
            positions=positions[client.pk],
            now=now,
        )
        for client in known_clients(now)
    ]
    # The closing 0 puts two needs before one where the first is the same.
    return tuple(sorted(found, key=lambda r: ((*attention.ranking_key(r.needs), 0), r.name.casefold(), r.id)))


def client_row(
    client: "KnownClient",
    *,
    lessons: Sequence[Lesson],
    closure: Closure | None,
    entries: Sequence[CheckInValue],
    judged: Sequence[JudgedPractice],
    positions: Iterable[TrackPosition],
    now: datetime,
) -> ClientRow:
    """``judged`` newest first; ``entries`` in any order, the client's first three among them."""
    today = client.today(now)
    placed = tuple(positions)
    stand = track_positions(lessons, placed)
    change = trend.change(entries, today)
    story = ClientSnapshot(
        name=str(client),
        joined_on=client.today(client.joined_at),
        start=change.start,
        level=change.now,
        change=change.code,
        last_practice_on=client.last_practice_on,
        last_check_in_on=client.last_check_in_on,
        stopped=closure is not None,
        closure_level=_closure_level(closure),
        stopped_on=client.today(closure.closed_at) if closure else None,
        paused=_is_paused(client, today),
        paused_until=client.paused_until,
        call_on=client.today(client.call_at) if client.call_at else None,
        screening_due_on=_screening_due_on(client, entries),
        seen_on=_seen_on(client),
        **_mornings(entries, change.start, today),
        **_lesson(client, stand, placed, judged, today),
        **_finished(client, placed),
    )
    return ClientRow(
        id=client.pk,
        name=str(client),
        needs=attention.attention_reasons(story, today),
        change=change,
        spark=chart.sparkline(entries, today - SPARK, today),
        positions=stand,
        is_stopped=story.stopped,
        is_paused=story.paused,
    )


def lesson_titles() -> list[Lesson]:
    """The lessons without their text: what it takes to say where somebody stands."""
    return list(Lesson.objects.only("slug", "track", "number", "title", "needs", "self_check"))


def _is_paused(client: "KnownClient", today: date) -> bool:
    if client.paused_on is None:
        return False
    return Pause(begins_on=client.paused_on, ends_on=client.paused_until).covers(today)


def _entries(now: datetime) -> defaultdict[int, list[CheckInValue]]:
    """By client: the last twelve weeks, and the first three that a start is made of. After practice is left out."""
    at_rest = CheckIn.objects.kept().exclude(moment=Moment.AFTER)
    rank = Window(RowNumber(), partition_by=F("client"), order_by=("at", "pk"))
    wanted = at_rest.annotate(rank=rank).filter(Q(rank__lte=trend.START_ENTRIES) | Q(at__gte=now - LOOKS_BACK))
    found: defaultdict[int, list[CheckInValue]] = defaultdict(list)
    for client, key, at, local_on, score, moment, imported in wanted.order_by().values_list(
        "client", "id", "at", "local_on", "score", "moment", "imported"
    ):
        entry = CheckInValue(id=str(key), at=at, local_on=local_on, score=score, moment=moment, imported=imported)
        found[client].append(entry)
    return found


def _judged(now: datetime) -> defaultdict[int, list[JudgedPractice]]:
    """By client, newest first."""
    verdicts = VerdictRecord.objects.filter(practice__done_at__gte=now - LOOKS_BACK).order_by(
        "-practice__done_at", "practice", "-decided_at", "-pk"
    )
    found: defaultdict[int, list[JudgedPractice]] = defaultdict(list)
    last = None
    for practice, client, lesson, at, local_on, easier, decision in verdicts.values_list(
        "practice",
        "practice__client",
        "practice__lesson",
        "practice__done_at",
        "practice__local_on",
        "practice__easier",
        "decision",
    ):
        if practice != last:  # the newest verdict of a practice comes first
            found[client].append(
                JudgedPractice(lesson_id=lesson, at=at, local_on=local_on, easier=easier, decision=decision)
            )
        last = practice
    return found


def _closure_level(closure: Closure | None) -> str:
    if closure is None:
        return ""
    if closure.cause == Closure.Cause.RULE:
        return "rules"
    return "urgent" if closure.level == Level.TODAY else closure.level


def _seen_on(client: "KnownClient") -> date | None:
    """The day of the trainer's last word or change; looking alone changes nothing, so it can't be known."""
    acts = [at for at in (client.noted_at, client.told_at, client.placed_at) if at is not None]
    return client.today(max(acts)) if acts else None


def _screening_due_on(client: "KnownClient", entries: Iterable[CheckInValue]) -> date:
    answered_at = client.answered_at or client.joined_at
    jumped = trend.jump(entries, answered_at)
    return due_on(client.today(answered_at), jumped.local_on if jumped else None)


class _Mornings(TypedDict):
    mornings_up: int
    morning_rise: float


def _mornings(entries: Iterable[CheckInValue], start: float | None, today: date) -> _Mornings:
    """How many of the latest mornings running were up, and how far above the start the last one was."""
    highest: dict[date, int] = {}
    for each in entries:
        if each.moment == Moment.MORNING and today - MORNINGS_LOOK_BACK <= each.local_on <= today:
            highest[each.local_on] = max(each.score, highest.get(each.local_on, 0))
    if start is None or not highest:
        return {"mornings_up": 0, "morning_rise": 0}
    rises = [highest[on] - start for on in sorted(highest, reverse=True)]
    running = next((n for n, rise in enumerate(rises) if rise < attention.MORNING_RISE), len(rises))
    return {"mornings_up": running, "morning_rise": rises[0] if running else 0}


class _Lesson(TypedDict):
    lesson: str
    lesson_since: date | None
    holds_running: int
    easier_lately: int
    last_verdict: str
    last_verdict_on: date | None


def _lesson(
    client: Client,
    stand: Iterable[Position],
    positions: Iterable[TrackPosition],
    judged: Sequence[JudgedPractice],
    today: date,
) -> _Lesson:
    """The lesson a word would be about: the one stepped back from, or else the one stayed at longest."""
    since = {position.track: client.today(position.since) for position in positions}
    latest = judged[0] if judged else None
    title, stays, holds = "", None, 0
    for position in stand:
        here = [each for each in judged if each.lesson_id == position.next.pk]
        if position.finished or not here or here[0].local_on < today - PRACTISED_LATELY:
            continue
        begun = max(since.get(position.track, here[-1].local_on), here[-1].local_on)
        held = next((n for n, each in enumerate(here) if each.decision != Decision.HOLD), len(here))
        if stays is None or (begun, -held) < (stays, -holds):
            title, stays, holds = position.next.title, begun, held
    if latest and latest.decision == Decision.REGRESS:
        title = _title_of(latest.lesson_id, stand)
    week_ago = today - timedelta(days=7)
    return {
        "lesson": title,
        "lesson_since": stays,
        "holds_running": holds,
        "easier_lately": sum(each.easier for each in judged if week_ago < each.local_on <= today),
        "last_verdict": latest.decision if latest else "",
        "last_verdict_on": latest.local_on if latest else None,
    }


def _title_of(lesson_id: int, stand: Iterable[Position]) -> str:
    return next((lesson.title for each in stand for lesson in each.lessons if lesson.pk == lesson_id), "")


class _Finished(TypedDict):
    track_finished: str
    track_finished_on: date | None


def _finished(client: Client, positions: Iterable[TrackPosition]) -> _Finished:
    done = [position for position in positions if position.finished]
    if not done:
        return {"track_finished": "", "track_finished_on": None}
    last = max(done, key=lambda position: position.since)
    return {"track_finished": Track(last.track).label, "track_finished_on": client.today(last.since)}


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
