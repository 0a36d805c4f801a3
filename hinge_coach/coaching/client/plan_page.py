"""The second page about a client: the plan and how it is changed, and all that lies behind them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from hinge_coach.accounts.models import Client
from hinge_coach.booking.models import CallNote
from hinge_coach.coaching.client.page import moves_with_lessons
from hinge_coach.coaching.client.practice_rows import PracticeRow, newest_verdicts
from hinge_coach.coaching.client.written import latest_notes, latest_notes_on_calls
from hinge_coach.coaching.models import Deed, Note
from hinge_coach.safety.models import Closure, Pause, Screening, pause_among
from hinge_coach.safety.screening import texts
from lessons.models import Lesson, Move, NewUsual, StartTest, Talk, lessons_in_order
from lessons.practice.carry_over import CarryOverWeek, carry_over_week
from lessons.practice.cues import CueCount, cue_counts
from lessons.practice.measures import MeasurePicture
from lessons.practice.move_rows import MoveRow
from lessons.practice.position import Position, passed_lessons, track_positions
from lessons.progress.skills import measure_pictures
from lessons.start_test.placing import StartAnswers
from lessons.start_test.wording import answers_line

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PRACTICES_READ = 60  # with their verdicts: more than twelve weeks bring

PRACTICES_SHOWN = 6

MOVES_SHOWN = 60  # more than twelve weeks bring

DEEDS_SHOWN = 50

CARRY_OVERS_READ = timedelta(days=14)  # this week and the one before


class PlanDates(TypedDict):
    answered_at: datetime | None
    answers: Any
    new_usual_at: datetime | None
    new_usual_line: str | None
    first_start_test: Any
    latest_start_test: Any


if TYPE_CHECKING:
    PlanClient = WithAnnotations[Client, PlanDates]


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """What the page shows; lists are newest first. `start_tests` are the first and the latest, each as its day and its
    answers in words. `deeds`: what the trainer did about the client on the desk. Dates and times are the client's.
    """

    client: "PlanClient"
    today: date
    positions: tuple[Position, ...]
    lessons: tuple[Lesson, ...]
    practices: tuple[PracticeRow, ...]
    measures: tuple[MeasurePicture, ...]
    week: CarryOverWeek
    cues: tuple[CueCount, ...]
    moves: tuple[Move, ...]
    past_talks: tuple[Talk, ...]
    has_open_talk: bool
    closures: tuple[Closure, ...]
    pause: Pause | None
    answers: tuple[str, ...]
    start_tests: tuple[tuple[date, str], ...]
    notes_about: tuple[Note, ...]
    notes_on_calls: tuple[CallNote, ...]
    deeds: tuple[Deed, ...]

    @property
    def past_closures(self) -> tuple[Closure, ...]:
        return tuple(closure for closure in self.closures if not closure.is_active)


def clients_of_plan() -> "QuerySet[PlanClient]":
    """Clients with their plan, the last safety answers, the line of the last new usual, and start tests."""
    mine = {"client": OuterRef("pk")}
    screenings, new_usuals = Screening.objects.filter(**mine), NewUsual.objects.filter(**mine)
    test = JSONObject(on="local_on", chair="chair", wall="wall", bow="bow")
    tests = StartTest.objects.filter(**mine, imported=False)
    return Client.objects.select_related("user", "plan").annotate(
        answered_at=Subquery(screenings.values("answered_at")[:1]),
        answers=Subquery(screenings.values("answers")[:1]),
        new_usual_at=Subquery(new_usuals.values("since")[:1]),
        new_usual_line=Subquery(new_usuals.values("line")[:1]),
        first_start_test=Subquery(tests.order_by("taken_at", "pk").values(test=test)[:1]),
        latest_start_test=Subquery(tests.values(test=test)[:1]),
    )


def load_plan_page(client: "PlanClient", *, now: datetime) -> PlanPage:
    """Twelve queries, whatever the client has done."""
    lessons = lessons_in_order()
    practices, moves = client.practices.done(), moves_with_lessons(client, lessons)
    moves_here = [move for move in moves if not (move.verdict and move.verdict.practice.imported)]
    verdicts = newest_verdicts(practices[:PRACTICES_READ], lessons)
    judged_practices = [verdict.practice for verdict in verdicts]
    today, talks = client.today(now), tuple(client.talks.select_related("talked_by"))
    carry_overs = client.carry_overs.filter(local_on__gt=today - CARRY_OVERS_READ)
    return PlanPage(
        client=client,
        today=today,
        positions=track_positions(
            lessons,
            tuple(client.positions.all()),
            moves=tuple(MoveRow.of(move) for move in reversed(moves_here)),
            passed=passed_lessons(practices),
        ),
        lessons=tuple(sorted(lessons, key=lambda lesson: lesson.number)),
        practices=tuple(PracticeRow.of(verdict) for verdict in verdicts[:PRACTICES_SHOWN]),
        measures=measure_pictures(judged_practices),
        week=carry_over_week(carry_overs.values_list("local_on", "situation"), today),
        cues=cue_counts(judged_practices),
        moves=moves[:MOVES_SHOWN],
        past_talks=tuple(talk for talk in talks if not talk.is_open),
        has_open_talk=any(talk.is_open for talk in talks),
        closures=tuple(client.closures.select_related("lifted_by")),
        pause=pause_among(client.pauses.all(), today),
        answers=tuple(texts(client.answers or [])),
        start_tests=_start_tests(client),
        notes_about=latest_notes(client),
        notes_on_calls=latest_notes_on_calls(client),
        deeds=tuple(client.deeds.select_related("by__user")[:DEEDS_SHOWN]),
    )


def _start_tests(client: "PlanClient") -> tuple[tuple[date, str], ...]:
    """The first and the latest start test, read together with the client; one where there was one, none where none."""
    lines = [_start_test(row) for row in (client.first_start_test, client.latest_start_test) if row]
    return tuple(lines[:1] if len(set(lines)) == 1 else lines)


def _start_test(row: dict[str, Any]) -> tuple[date, str]:
    answers = StartAnswers.of(chair=row["chair"], wall=row["wall"], bow=row["bow"])
    return date.fromisoformat(row["on"]), answers_line(answers)
