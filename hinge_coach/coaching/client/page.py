"""One client's page: everything the desk knows about them, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Page, Paginator

from hinge_coach.accounts.models import Client
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.desk.clients import ClientRow, JudgedPractice, client_row, lesson_titles
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import texts
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, RuleSet, TrackPosition, VerdictRecord
from lessons.practice.carry_over import CarryOverWeek, carry_over_week
from lessons.practice.cues import CueCount, cue_counts
from lessons.practice.history import all_history
from lessons.practice.measures import MeasurePicture
from lessons.progress import chart
from lessons.progress.moves import THEIRS, MoveValue, chart_moves
from lessons.progress.skills import measure_pictures
from lessons.rules import values
from lessons.rules.prompt_schedule import PromptSchedule, schedule_for
from lessons.rules.thresholds import Thresholds

if TYPE_CHECKING:
    from hinge_coach.coaching.desk.clients import KnownClient


PRACTICES_LOADED = 60  # what the rules' memory and the first lines of the page need

PRACTICES_SHOWN = 6

PRACTICES_A_PAGE = 25

MOVES_SHOWN = 60  # more than twelve weeks bring

WRITTEN_SHOWN = 30

CHART_WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class WrittenItem:
    """A note, or a message that the client reads too."""

    id: UUID
    text: str
    at: datetime
    is_private: bool


@dataclass(frozen=True, kw_only=True)
class PracticeRow:
    """A practice with what the rules said. ``unusual`` are thresholds other than the usual ones, in words."""

    practice: Practice
    verdict: VerdictRecord
    unusual: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, verdict: VerdictRecord) -> "PracticeRow":
        used = {**Thresholds().as_dict(), **verdict.thresholds}
        unusual = tuple((words, used[name]) for name, words, value in usual_thresholds() if used[name] != value)
        return cls(practice=verdict.practice, verdict=verdict, unusual=unusual)


@dataclass(frozen=True, kw_only=True)
class ClientPage:
    """Dates and times in it are the client's."""

    client: Client
    row: ClientRow
    today: date
    clock: LocalTime
    chart: chart.Chart
    lessons: tuple[Lesson, ...]
    practices: tuple[PracticeRow, ...]
    pictures: tuple[MeasurePicture, ...]
    week: CarryOverWeek
    clicked: tuple[CueCount, ...]
    moves: tuple[Move, ...]
    rhythm: PromptSchedule
    closure: Closure | None
    past_closures: tuple[Closure, ...]
    answers: tuple[str, ...]
    answered_at: datetime | None
    written: tuple[WrittenItem, ...]
    call: LocalTime | None


def client_page_of(client: "KnownClient", *, now: datetime) -> ClientPage:
    """Nine queries, whatever the client has done."""
    lessons, today = lesson_titles(), client.today(now)
    entries = CheckIn.objects.filter(client=client).entries()
    practised = Practice.objects.filter(client=client).done()
    closures = tuple(client.closures.select_related("lifted_by"))
    closure = next((each for each in closures if each.is_active), None)
    known = all_history(entries, practised, closures=closures)
    in_force = RuleSet(values=client.numbers or {}).thresholds
    verdicts = _verdicts(practised[:PRACTICES_LOADED], lessons)
    practices = [each.practice for each in verdicts]
    carry_overs = client.carry_overs.filter(local_on__gt=today - timedelta(days=14))
    moves = _moves(client, lessons)
    return ClientPage(
        client=client,
        row=client_row(
            client,
            lessons=lessons,
            closure=closure,
            entries=entries,
            judged=[JudgedPractice.of(verdict) for verdict in verdicts],
            positions=TrackPosition.objects.filter(client=client),
            now=now,
        ),
        today=today,
        clock=LocalTime(now, client.user.tz),
        chart=chart.progress_chart(
            entries,
            *chart.span(entries, today, CHART_WEEKS),
            pauses=client.pauses.values_list("begins_on", "ends_on"),
            changes=chart_moves(client, map(MoveValue.of, reversed(moves)), trainer=THEIRS),
            fine=[each.local_on for each in practised if each.is_fine],
        ),
        lessons=tuple(sorted(lessons, key=lambda lesson: lesson.number)),
        practices=tuple(PracticeRow.of(verdict) for verdict in verdicts[:PRACTICES_SHOWN]),
        pictures=measure_pictures(practices),
        week=carry_over_week(carry_overs.values_list("local_on", "situation"), today),
        clicked=cue_counts(practices),
        moves=moves,
        rhythm=schedule_for(known, in_force, now.astimezone(client.user.tz)),
        closure=closure,
        past_closures=tuple(each for each in closures if not each.is_active),
        answers=tuple(texts(client.answers or [])),
        answered_at=client.answered_at,
        written=_written(client),
        call=LocalTime(client.call_at, client.user.tz) if client.call_at else None,
    )


def practice_page(client: Client, number: str | None) -> Page[Practice]:
    """All practices, newest first; the last page where the number is too high."""
    practices = client.practices.select_related("before", "after", "lesson").prefetch_related("verdicts")
    return Paginator(practices, PRACTICES_A_PAGE).get_page(number)


def usual_thresholds() -> list[tuple[str, str, int]]:
    """The usual ones: name, words, value."""
    usual = Thresholds()
    fields = Thresholds.__dataclass_fields__
    return [(name, fields[name].metadata["words"], value) for name, value in usual.as_dict().items()]


def _verdicts(practices: Iterable[values.PracticeValue], lessons: Iterable[Lesson]) -> tuple[VerdictRecord, ...]:
    """The newest on each of these practices, with the practice, in their order; one query."""
    by_id, keys = {lesson.pk: lesson for lesson in lessons}, [UUID(each.id) for each in practices]
    found = VerdictRecord.objects.filter(practice__in=keys).select_related("practice__before", "practice__after")
    newest = {each.practice_id: each for each in found.order_by("decided_at", "pk")}
    verdicts = tuple(newest[key] for key in keys if key in newest)
    for each in verdicts:
        each.practice.lesson = by_id[each.practice.lesson_id]  # without the text of each lesson again and again
    return verdicts


def _moves(client: Client, lessons: Iterable[Lesson]) -> tuple[Move, ...]:
    by_id = {lesson.pk: lesson for lesson in lessons}
    moves = tuple(client.moves.select_related("verdict", "by")[:MOVES_SHOWN])
    for move in moves:
        move.from_lesson, move.to_lesson = by_id[move.from_lesson_id], by_id[move.to_lesson_id]
    return moves


def _written(client: Client) -> tuple[WrittenItem, ...]:
    """Notes and messages in one list, newest first, for together they are what was said."""
    rows = [
        *(
            WrittenItem(id=note.pk, text=note.text, at=note.written_at, is_private=True)
            for note in client.notes.all()[:WRITTEN_SHOWN]
        ),
        *(
            WrittenItem(id=message.pk, text=message.text, at=message.written_at, is_private=False)
            for message in client.messages.all()[:WRITTEN_SHOWN]
        ),
    ]
    return tuple(sorted(rows, key=lambda item: (item.at, str(item.id)), reverse=True)[:WRITTEN_SHOWN])
