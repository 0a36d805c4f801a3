"""One client's page: everything the desk knows about them, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, DateField, Value

from hinge_coach.accounts.models import Client, Pause, Stop, last_reopening
from hinge_coach.accounts.screening import texts
from hinge_coach.booking.when import When
from hinge_coach.coaching.desk import Judged, Row, row, titles
from hinge_coach.coaching.models import Note
from hinge_coach.tightness import chart
from hinge_coach.tightness.models import CheckIn
from lessons import practising, progression
from lessons.asking import Rhythm, rhythm_of
from lessons.everyday import Week, week
from lessons.measures import Picture
from lessons.models import Lesson, Message, Move, Placement, Practice, RealPlace, RuleSet, Verdict
from lessons.progression import Thresholds
from lessons.skills import Clicked, ledger, pictures
from lessons.weeks import THEIRS, Moved, changes

if TYPE_CHECKING:
    from hinge_coach.coaching.desk import KnownClient

PRACTICES_LOADED = 60  # what the rules' memory and the first lines of the page need
PRACTICES_SHOWN = 6
PRACTICES_A_PAGE = 25
MOVES_SHOWN = 60  # more than twelve weeks bring
WRITTEN_SHOWN = 30
CHART_WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class Written:
    """A note, or a message that the client reads too."""

    id: UUID
    text: str
    at: datetime
    is_private: bool


@dataclass(frozen=True, kw_only=True)
class Done:
    """A practice with what the rules said. ``unusual`` are thresholds other than the usual ones, in words."""

    practice: Practice
    verdict: Verdict
    unusual: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, verdict: Verdict) -> "Done":
        used = {**Thresholds().as_dict(), **verdict.thresholds}
        unusual = tuple((words, used[name]) for name, words, value in thresholds() if used[name] != value)
        return cls(practice=verdict.practice, verdict=verdict, unusual=unusual)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Dates and times in it are the client's."""

    client: Client
    row: Row
    today: date
    clock: When
    chart: chart.Chart
    lessons: tuple[Lesson, ...]
    practices: tuple[Done, ...]
    pictures: tuple[Picture, ...]
    week: Week
    clicked: tuple[Clicked, ...]
    moves: tuple[Move, ...]
    rhythm: Rhythm
    stop: Stop | None
    past_stops: tuple[Stop, ...]
    answers: tuple[str, ...]
    answered_at: datetime | None
    written: tuple[Written, ...]
    call: When | None


def sheet(client: "KnownClient", *, now: datetime) -> Sheet:
    """Nine queries, whatever the client has done."""
    lessons, today = titles(), client.today(now)
    entries = CheckIn.objects.filter(client=client).entries()
    practised = Practice.objects.filter(client=client).done()
    stops = tuple(client.stops.select_related("reopened_by"))
    stop = next((each for each in stops if each.is_open), None)
    known = practising.everywhere(entries, practised, reopened_at=last_reopening(stops))
    in_force = RuleSet(values=client.numbers or {}).thresholds
    verdicts = _verdicts(practised[:PRACTICES_LOADED], lessons)
    practices = [each.practice for each in verdicts]
    pauses, places = _days(client, today)
    moves = _moves(client, lessons)
    return Sheet(
        client=client,
        row=row(
            client,
            lessons=lessons,
            stop=stop,
            entries=entries,
            judged=[Judged.of(verdict) for verdict in verdicts],
            placements=Placement.objects.filter(client=client),
            now=now,
        ),
        today=today,
        clock=When(now, client.user.tz),
        chart=chart.weeks(
            entries,
            *chart.span(entries, today, CHART_WEEKS),
            pauses=pauses,
            changes=changes(client, map(Moved.of, reversed(moves)), trainer=THEIRS),
            fine=[each.local_on for each in practised if each.is_fine],
        ),
        lessons=tuple(sorted(lessons, key=lambda lesson: lesson.number)),
        practices=tuple(Done.of(verdict) for verdict in verdicts[:PRACTICES_SHOWN]),
        pictures=pictures(practices),
        week=week(places, today),
        clicked=ledger(practices),
        moves=moves,
        rhythm=rhythm_of(known, in_force, now.astimezone(client.user.tz)),
        stop=stop,
        past_stops=tuple(each for each in stops if not each.is_open),
        answers=tuple(texts(client.answers or [])),
        answered_at=client.answered_at,
        written=_written(client),
        call=When(client.call_at, client.user.tz) if client.call_at else None,
    )


def practice_page(client: Client, number: str | None) -> Page[Practice]:
    """All practices, newest first; the last page where the number is too high."""
    practices = client.practices.select_related("before", "after", "lesson").prefetch_related("verdicts")
    return Paginator(practices, PRACTICES_A_PAGE).get_page(number)


def thresholds() -> list[tuple[str, str, int]]:
    """The usual ones: name, words, value."""
    usual = Thresholds()
    fields = Thresholds.__dataclass_fields__
    return [(name, fields[name].metadata["words"], value) for name, value in usual.as_dict().items()]


def _verdicts(practices: Iterable[progression.Done], lessons: Iterable[Lesson]) -> tuple[Verdict, ...]:
    """The newest on each of these practices, with the practice, in their order; one query."""
    by_id, keys = {lesson.pk: lesson for lesson in lessons}, [UUID(each.id) for each in practices]
    found = Verdict.objects.filter(practice__in=keys).select_related("practice__before", "practice__after")
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


def _written(client: Client) -> tuple[Written, ...]:
    """Notes and messages in one list, for together they are what was said."""
    columns = ("id", "text", "written_at", "kind")
    notes = Note.objects.filter(client=client).annotate(kind=Value("note", CharField())).order_by()
    words = Message.objects.filter(client=client).annotate(kind=Value("message", CharField())).order_by()
    both = notes.values_list(*columns).union(words.values_list(*columns), all=True).order_by("-written_at", "-id")
    return tuple(
        Written(id=key, text=text, at=at, is_private=kind == "note") for key, text, at, kind in both[:WRITTEN_SHOWN]
    )


def _days(client: Client, today: date) -> tuple[list[tuple[date, date | None]], list[tuple[date, str]]]:
    """The pauses as (first day, last day), and the places of two weeks as (day, spot), from one query."""
    pauses = Pause.objects.filter(client=client).annotate(spot=Value("", CharField())).order_by()
    places = RealPlace.objects.filter(client=client, local_on__gt=today - timedelta(days=14))
    both = pauses.values_list("begins_on", "ends_on", "spot").union(
        places.annotate(ends_on=Value(None, DateField())).order_by().values_list("local_on", "ends_on", "spot"),
        all=True,
    )
    found = list(both)
    return [(on, ends_on) for on, ends_on, spot in found if not spot], [(on, spot) for on, _, spot in found if spot]
