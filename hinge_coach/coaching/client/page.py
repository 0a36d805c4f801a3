"""One client's page: what was read about the client, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hinge_coach.accounts.models import Client
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.client.practice_rows import PracticeRow, newest_verdicts
from hinge_coach.coaching.client.written import WrittenItem, written_items
from hinge_coach.coaching.desk.clients import ClientRecords, latest, pause_among
from hinge_coach.coaching.desk.lesson_in_question import JudgedPractice
from hinge_coach.coaching.desk.rows import ClientRow, client_row, lesson_titles
from hinge_coach.safety.models import Closure, Pause
from hinge_coach.safety.screening import texts
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, RuleSet
from lessons.practice.carry_over import CarryOverWeek, carry_over_week
from lessons.practice.cues import CueCount, cue_counts
from lessons.practice.history import all_history
from lessons.practice.measures import MeasurePicture
from lessons.progress import chart
from lessons.progress.moves import THEIRS, MoveValue, chart_moves
from lessons.progress.skills import measure_pictures
from lessons.rules.prompt_schedule import PromptSchedule, schedule_for

if TYPE_CHECKING:
    from hinge_coach.coaching.desk.clients import ClientWithCall

PRACTICES_READ = 60  # with their verdicts: more than twelve weeks bring

PRACTICES_SHOWN = 6

MOVES_READ = 60  # more than twelve weeks bring

CHART_WEEKS = 12

CARRY_OVERS_READ = timedelta(days=14)  # this week and the one before


@dataclass(frozen=True, kw_only=True)
class ClientPage:
    """What the page of a client shows; `records` is what the desk reads about them, too.

    `lessons` come by number, `practices` and `moves` newest first. `answers` are the safety questions that got a yes
    last, in words. Dates and times are on the client's clock.
    """

    client: Client
    records: ClientRecords
    row: ClientRow
    today: date
    clock: LocalTime
    chart: chart.Chart
    lessons: tuple[Lesson, ...]
    practices: tuple[PracticeRow, ...]
    measures: tuple[MeasurePicture, ...]
    week: CarryOverWeek
    cues: tuple[CueCount, ...]
    moves: tuple[Move, ...]
    prompts: PromptSchedule
    past_closures: tuple[Closure, ...]
    answers: tuple[str, ...]
    written: tuple[WrittenItem, ...]
    call: LocalTime | None

    @property
    def closure(self) -> Closure | None:
        return self.records.closure

    @property
    def pause(self) -> Pause | None:
        return self.records.pause

    @property
    def answered_at(self) -> datetime | None:
        """When the safety questions were answered last."""
        return self.records.answered_at


def load_client_page(client: "ClientWithCall", *, now: datetime) -> ClientPage:
    """Thirteen queries, whatever the client has done."""
    today, lessons = client.today(now), lesson_titles()
    check_ins = CheckIn.objects.filter(client=client).entries()
    practices = Practice.objects.filter(client=client).done()
    closures = tuple(client.closures.select_related("lifted_by"))
    pauses = tuple(client.pauses.all())
    moves = _moves(client, lessons)
    written = written_items(client)
    screening = client.screenings.first()
    verdicts = newest_verdicts(practices[:PRACTICES_READ], lessons)
    judged_practices = [verdict.practice for verdict in verdicts]
    carry_overs = client.carry_overs.filter(local_on__gt=today - CARRY_OVERS_READ)
    history = all_history(check_ins, practices, closures=closures)
    records = ClientRecords(
        client=client,
        check_ins=check_ins,
        judged=[JudgedPractice.of(verdict) for verdict in verdicts],
        positions=tuple(client.positions.all()),
        closure=next((closure for closure in closures if closure.is_active), None),
        pause=pause_among(pauses, today),
        last_practice_on=max((practice.local_on for practice in practices), default=None),
        last_check_in_on=max((check_in.local_on for check_in in check_ins), default=None),
        answered_at=screening.answered_at if screening else None,
        trainer_acted_at=latest(
            *(item.at for item in written), *(move.moved_at for move in moves if move.verdict is None)
        ),
        next_call_at=client.next_call_at,
    )
    return ClientPage(
        client=client,
        records=records,
        row=client_row(records, lessons=lessons, now=now),
        today=today,
        clock=LocalTime(now, client.user.tz),
        chart=chart.progress_chart(
            check_ins,
            *chart.span(check_ins, today, CHART_WEEKS),
            pauses=[(pause.begins_on, pause.ends_on) for pause in pauses],
            changes=chart_moves(map(MoveValue.of, reversed(moves)), trainer=THEIRS),
            fine=[practice.local_on for practice in practices if practice.is_fine],
        ),
        lessons=tuple(sorted(lessons, key=lambda lesson: lesson.number)),
        practices=tuple(PracticeRow.of(verdict) for verdict in verdicts[:PRACTICES_SHOWN]),
        measures=measure_pictures(judged_practices),
        week=carry_over_week(carry_overs.values_list("local_on", "situation"), today),
        cues=cue_counts(judged_practices),
        moves=moves,
        prompts=schedule_for(history, RuleSet.objects.in_force(), now.astimezone(client.user.tz)),
        past_closures=tuple(closure for closure in closures if not closure.is_active),
        answers=tuple(texts(screening.answers if screening else [])),
        written=written,
        call=LocalTime(client.next_call_at, client.user.tz) if client.next_call_at else None,
    )


def _moves(client: Client, lessons: Iterable[Lesson]) -> tuple[Move, ...]:
    lessons_by_id = {lesson.pk: lesson for lesson in lessons}
    moves = tuple(client.moves.select_related("verdict", "by")[:MOVES_READ])
    for move in moves:
        move.from_lesson, move.to_lesson = lessons_by_id[move.from_lesson_id], lessons_by_id[move.to_lesson_id]
    return moves
