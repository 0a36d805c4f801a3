"""One client's page: what was read about the client, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from hinge_coach.accounts.models import Client
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call
from hinge_coach.coaching.client.practice_rows import PracticeRow, newest_verdicts
from hinge_coach.coaching.client.written import latest_notes
from hinge_coach.coaching.desk.clients import (
    PRACTICE_DAYS_READ,
    ClientRecords,
    DeskDates,
    desk_clients,
    last_pause_end,
    last_step_back,
)
from hinge_coach.coaching.desk.rows import ClientRow, client_row, lesson_titles
from hinge_coach.coaching.models import Note
from hinge_coach.safety.models import Closure, Pause, Screening
from hinge_coach.safety.screening import texts
from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import CheckInValue, at_rest
from lessons.messages.thread import Thread, latest_thread
from lessons.models import Lesson, Move, NewUsual, RuleSet, StartTest, Talk, answered_variations
from lessons.practice.carry_over import CarryOverWeek, carry_over_week
from lessons.practice.cues import CueCount, cue_counts
from lessons.practice.history import ClientState, state_from
from lessons.practice.measures import MeasurePicture
from lessons.practice.move_rows import MoveRow
from lessons.practice.outlook import Outlook, outlook
from lessons.practice.position import passed_lessons, track_positions
from lessons.progress import chart
from lessons.progress.load_chart import LoadChart, load_charts, used_loads
from lessons.progress.moves import THEIRS, MoveValue, chart_moves
from lessons.progress.skills import measure_pictures
from lessons.progress.wording import change_label
from lessons.rules.prompt_schedule import PromptSchedule, schedule_for
from lessons.rules.values import Decision, Verdict
from lessons.start_test.placing import StartAnswers
from lessons.start_test.wording import answers_line

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PRACTICES_READ = 60  # with their verdicts: more than twelve weeks bring

NUMBER_NOTES_SHOWN = 8

PRACTICES_SHOWN = 6

MOVES_SHOWN = 60  # more than twelve weeks bring

CHART_WEEKS = 12

CALLS_AHEAD = timedelta(days=3)

CARRY_OVERS_READ = timedelta(days=14)  # this week and the one before


class PageDates(TypedDict):
    next_call_at: datetime | None
    answered_at: datetime | None
    answers: Any
    new_usual_at: datetime | None
    new_usual_on: date | None
    new_usual_line: str | None
    first_start_test: Any
    latest_start_test: Any


if TYPE_CHECKING:
    PageClient = WithAnnotations[Client, PageDates]


@dataclass(frozen=True, kw_only=True)
class ClientPage:
    """What the page of a client shows; `state` is what the rules know of them.

    `usual` and `start` are in points, None while they aren't known. `verdict` is the one that rests or eases every
    track now. `lessons` come by number; `practices`, `moves` and the talks newest first. `answers` are the safety
    questions that got a yes last, in words. `start_tests` are the first and the latest, each as its day
    and its answers in words. `notes`: numbers with a note, and `notes_about` the trainer's own, both newest first.
    Dates and times are on the client's clock.
    """

    client: "PageClient"
    state: ClientState
    row: ClientRow
    change: trend.Change
    today: date
    clock: LocalTime
    usual: float | None
    start: float | None
    verdict: Verdict | None
    tracks: tuple[Outlook, ...]
    chart: chart.Chart
    lessons: tuple[Lesson, ...]
    practices: tuple[PracticeRow, ...]
    measures: tuple[MeasurePicture, ...]
    loads: tuple[LoadChart, ...]
    week: CarryOverWeek
    cues: tuple[CueCount, ...]
    moves: tuple[Move, ...]
    prompts: PromptSchedule
    open_talks: tuple[Talk, ...]
    past_talks: tuple[Talk, ...]
    past_closures: tuple[Closure, ...]
    answers: tuple[str, ...]
    start_tests: tuple[tuple[date, str], ...]
    notes: tuple[CheckInValue, ...]
    notes_about: tuple[Note, ...]
    thread: Thread
    call: LocalTime | None

    @property
    def closure(self) -> Closure | None:
        return self.state.closure

    @property
    def pause(self) -> Pause | None:
        return self.state.pause

    @property
    def variations(self) -> str:
        """Which variations of lessons fit them, in words; empty for none, and before they answered."""
        answer = answered_variations(self.client)
        return answer.words if answer else ""

    @property
    def answered_at(self) -> datetime | None:
        """When the safety questions were answered last."""
        return self.client.answered_at

    @property
    def change_label(self) -> str:
        return change_label(self.change, has_flare=bool(self.state.facts.flare))

    @property
    def change_words(self) -> str:
        return change_words(self.change)

    @property
    def is_resting(self) -> bool:
        return self.verdict is not None and self.verdict.decision == Decision.REST

    @property
    def is_eased(self) -> bool:
        return self.verdict is not None and self.verdict.decision == Decision.EASE

    @property
    def days_reported(self) -> int:
        """How many days with a number there are while the usual is being learned."""
        return len({entry.local_on for entry in at_rest(self.state.entries) if not entry.imported})


def clients_of_page(now: datetime) -> "QuerySet[PageClient]":
    """Clients with their summary, plan, variations, what is handled, and what the page needs one value of.

    A call knows them by e-mail alone.
    """
    mine = {"client": OuterRef("pk")}
    calls = Call.objects.upcoming(now).filter(starts_at__lt=now + CALLS_AHEAD, email__iexact=OuterRef("user__email"))
    screenings, new_usuals = Screening.objects.filter(**mine), NewUsual.objects.filter(**mine)
    test = JSONObject(on="local_on", chair="chair", wall="wall", bow="bow")
    tests = StartTest.objects.filter(**mine, imported=False)
    return Client.objects.select_related("user", "summary", "plan", "variation_answer", "handled").annotate(
        next_call_at=Subquery(calls.values("starts_at")[:1]),
        answered_at=Subquery(screenings.values("answered_at")[:1]),
        answers=Subquery(screenings.values("answers")[:1]),
        new_usual_at=Subquery(new_usuals.values("since")[:1]),
        new_usual_on=Subquery(new_usuals.values("since_on")[:1]),
        new_usual_line=Subquery(new_usuals.values("line")[:1]),
        first_start_test=Subquery(tests.order_by("taken_at", "pk").values(test=test)[:1]),
        latest_start_test=Subquery(tests.values(test=test)[:1]),
    )


def load_client_page(client: "PageClient", *, now: datetime) -> ClientPage:
    """Thirteen queries, whatever the client has done."""
    lessons, today = lesson_titles(), client.today(now)
    check_ins, practices = client.check_ins.entries(), client.practices.done()
    closures = tuple(client.closures.select_related("lifted_by"))
    pauses, talks = tuple(client.pauses.all()), tuple(client.talks.select_related("talked_by"))
    positions = tuple(client.positions.all())
    moves = _moves(client, lessons)
    moves_here = [move for move in moves if not (move.verdict and move.verdict.practice.imported)]
    move_rows = tuple(MoveRow.of(move) for move in reversed(moves_here))
    state = state_from(
        client,
        now=now,
        entries=check_ins,
        practices=practices,
        closures=closures,
        pauses=pauses,
        positions=track_positions(lessons, positions, moves=move_rows, passed=passed_lessons(practices)),
        moves=move_rows,
        talks=talks,
        new_usual=_new_usual(client),
        thresholds=RuleSet.objects.in_force(),
    )
    verdicts = newest_verdicts(practices[:PRACTICES_READ], lessons)
    judged_practices = [verdict.practice for verdict in verdicts]
    carry_overs = client.carry_overs.filter(local_on__gt=today - CARRY_OVERS_READ)
    open_talks = tuple(talk for talk in talks if talk.is_open)
    weeks = _chart(state, pauses, moves)
    in_order = reversed(judged_practices)
    loads = used_loads((each.local_on, each.lesson.title, each.load, each.load_unit) for each in in_order)
    titles = {**{lesson.pk: lesson.title for lesson in lessons}, **TRACKS_AND_SITUATIONS}
    row = client_row(
        client,
        signals=[signal_value(signal) for signal in client.signals.all()],
        titles=titles,
        closure=state.closure,
        pause=state.pause,
        call_on=_call_on(client, state),
        now=now,
    )
    return ClientPage(
        client=client,
        state=state,
        row=row,
        change=trend.change(check_ins, today),
        today=today,
        clock=LocalTime(now, client.user.tz),
        usual=state.facts.usual,
        start=state.facts.reported.start,
        verdict=_verdict(state),
        tracks=tuple(outlook(state, position) for position in state.positions),
        chart=weeks,
        lessons=tuple(sorted(lessons, key=lambda lesson: lesson.number)),
        practices=tuple(PracticeRow.of(verdict) for verdict in verdicts[:PRACTICES_SHOWN]),
        measures=measure_pictures(judged_practices),
        loads=load_charts(loads, weeks.start, weeks.end, unit=client.unit),
        week=carry_over_week(carry_overs.values_list("local_on", "situation"), today),
        cues=cue_counts(judged_practices),
        moves=moves[:MOVES_SHOWN],
        prompts=schedule_for(state.facts),
        open_talks=open_talks,
        past_talks=tuple(talk for talk in talks if not talk.is_open),
        past_closures=tuple(closure for closure in closures if not closure.is_active),
        answers=tuple(texts(client.answers or [])),
        start_tests=_start_tests(client),
        notes=tuple(entry for entry in reversed(check_ins) if entry.note)[:NUMBER_NOTES_SHOWN],
        notes_about=latest_notes(client),
        thread=latest_thread(client, for_trainer=True),
        call=LocalTime(client.next_call_at, client.user.tz) if client.next_call_at else None,
    )


def _chart(state: ClientState, pauses: Iterable[Pause], moves: Sequence[Move]) -> chart.Chart:
    return chart.progress_chart(
        state.entries,
        *chart.span(state.entries, state.today, CHART_WEEKS),
        reported=state.facts.reported,
        thresholds=state.thresholds,
        pauses=[(pause.begins_on, pause.ends_on) for pause in pauses],
        changes=chart_moves(map(MoveValue.of, reversed(moves)), trainer=THEIRS),
        fine=[practice.local_on for practice in state.practices if practice.is_fine],
    )


def _new_usual(client: "PageClient") -> NewUsual | None:
    """The last new usual, from what was read together with the client, which saves the page a query."""
    if client.new_usual_at is None or client.new_usual_on is None:
        return None
    return NewUsual(
        client=client, since=client.new_usual_at, since_on=client.new_usual_on, line=client.new_usual_line or ""
    )


def _start_tests(client: "PageClient") -> tuple[tuple[date, str], ...]:
    """The first and the latest start test, read together with the client; one where there was one, none where none."""
    lines = [_start_test(row) for row in (client.first_start_test, client.latest_start_test) if row]
    return tuple(lines[:1] if len(set(lines)) == 1 else lines)


def _start_test(row: dict[str, Any]) -> tuple[date, str]:
    answers = StartAnswers.of(chair=row["chair"], wall=row["wall"], bow=row["bow"])
    return date.fromisoformat(row["on"]), answers_line(answers)


def _verdict(state: ClientState) -> Verdict | None:
    """The verdict that rests or eases every track; None where practice is closed or paused, or nothing is up."""
    is_up = state.closure is None and (state.must_rest or state.is_eased)
    return state.client_verdict if is_up else None


def _call_on(client: "PageClient", state: ClientState) -> date | None:
    """As many days from today as the call is on the calendar: a call at ten tomorrow is tomorrow's at any hour."""
    if client.next_call_at is None:
        return None
    return state.today + (client.user.today(client.next_call_at) - client.user.today(state.now))


def lesson_titles() -> list[Lesson]:
    """The lessons without their texts: what it takes to say where somebody stands."""
    return list(Lesson.objects.only("slug", "track", "number", "title", "needs", "self_check", "optional"))


def _moves(client: Client, lessons: Iterable[Lesson]) -> tuple[Move, ...]:
    """All moves, newest first."""
    lessons_by_id = {lesson.pk: lesson for lesson in lessons}
    moves = tuple(client.moves.select_related("by", "verdict__practice"))
    for move in moves:
        move.from_lesson, move.to_lesson = lessons_by_id[move.from_lesson_id], lessons_by_id[move.to_lesson_id]
    return moves
