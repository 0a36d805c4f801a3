"""One client's page: what was read about the client, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery

from hinge_coach.accounts.models import Client
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call
from hinge_coach.coaching.client.adherence import Adherence, adherence, first_sentence, track_adherence
from hinge_coach.coaching.client.since import (
    FIRST_VISIT,
    LONGEST_QUOTE,
    SinceLooked,
    StoryLine,
    number_line,
    practice_line,
    since_looked,
)
from hinge_coach.coaching.client.told_practices import Practices, practices_of
from hinge_coach.coaching.client.visits import A_VISIT_ENDS_AFTER, last_looks_of_visits
from hinge_coach.coaching.desk.rows import TRACKS_AND_SITUATIONS, ClientRow, client_row
from hinge_coach.coaching.desk.wording import change_words
from hinge_coach.coaching.models import Note
from hinge_coach.fixed_reads import FixedRead, Keys
from hinge_coach.safety.models import Closure, Pause, Screening
from hinge_coach.safety.screening import texts
from hinge_coach.tightness import trend
from hinge_coach.tightness.models import Situation
from hinge_coach.tightness.trend import CheckInValue, Moment, at_rest
from hinge_coach.wording import capitalize, one_line
from lessons.messages.thread import Thread, latest_thread
from lessons.models import Lesson, Move, NewUsual, RuleSet, Signal, Talk, answered_variations, lessons_in_order
from lessons.practice import client_rows
from lessons.practice.history import ClientState, state_from
from lessons.practice.move_rows import MoveRow
from lessons.practice.outlook import Outlook, outlook
from lessons.practice.position import passed_lessons, track_positions
from lessons.practice.todays_session import TodaysSession, todays_session
from lessons.progress import chart
from lessons.progress.load_chart import LoadChart, load_charts, used_loads
from lessons.progress.moves import THEIRS, MoveValue, change_sentences, chart_moves
from lessons.progress.wording import change_label
from lessons.rules.prompt_schedule import PromptSchedule, schedule_for
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NUMBER_NOTES_SHOWN = 8

CHART_WEEKS = 12

WORDS_ON_PAGE = 4  # of the thread: the page of it has all

SITUATIONS_COUNTED = timedelta(days=28)

CALLS_AHEAD = timedelta(days=3)


class PageDates(TypedDict):
    next_call_at: datetime | None
    answered_at: datetime | None
    answers: Any
    new_usual_at: datetime | None
    new_usual_on: date | None
    new_usual_line: str | None
    numbers_of_rules: Any
    looked_at: datetime | None
    note_text: str | None
    note_at: datetime | None


if TYPE_CHECKING:
    PageClient = WithAnnotations[Client, PageDates]


@dataclass(frozen=True, kw_only=True)
class TrackShown:
    """A track on the page: what the rules say of it, how often it was practiced lately, and the dose of its lesson."""

    outlook: Outlook
    done: str
    dose: str


@dataclass(frozen=True, kw_only=True)
class ClientPage:
    """What the page of a client shows; `state` is what the rules know of them.

    `usual` and `start` are in points, None while they aren't known. `verdict` is the one that rests or eases every
    track now. `since` begins at `looked`, the end of the trainer's last visit, on the trainer's clock; on a first visit
    `looked` is None. `answers` are the safety questions that got a yes last, in words. `notes`: numbers with a note,
    the newest first. `situations`: with what the numbers of the last weeks came, the most frequent first. All other
    dates and times are on the client's clock.
    """

    client: "PageClient"
    state: ClientState
    row: ClientRow
    change: trend.Change
    today: date
    clock: LocalTime
    looked: LocalTime | None
    since: SinceLooked
    usual: float | None
    start: float | None
    verdict: Verdict | None
    tracks: tuple[TrackShown, ...]
    session: TodaysSession
    chart: chart.Chart
    practiced: Adherence
    situations: tuple[tuple[str, int], ...]
    loads: tuple[LoadChart, ...]
    prompts: PromptSchedule
    open_talks: tuple[Talk, ...]
    answers: tuple[str, ...]
    notes: tuple[CheckInValue, ...]
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


def clients_of_page(ids: Sequence[int], now: datetime) -> dict[int, "PageClient"]:
    """Three clients at most, by their keys, with what the page needs one row or one value of; one query."""
    return {client.pk: client for client in _CLIENTS(ids, now, now + CALLS_AHEAD, now - A_VISIT_ENDS_AFTER)}


def _clients_of_page(
    ids: Sequence[int], now: datetime, calls_until: datetime, visits_until: datetime
) -> "QuerySet[PageClient]":
    """Clients with their summary, variations, what is handled, the call that a page tells of, and more.

    A call knows them by e-mail alone.
    """
    mine = {"client": OuterRef("pk")}
    calls = Call.objects.upcoming(now).filter(starts_at__lt=calls_until, email__iexact=OuterRef("user__email"))
    screenings, new_usuals = Screening.objects.filter(**mine), NewUsual.objects.filter(**mine)
    notes = Note.objects.filter(**mine)
    clients = Client.objects.filter(pk__in=ids).select_related("user", "summary", "variation_answer", "handled")
    return clients.annotate(
        next_call_at=Subquery(calls.values("starts_at")[:1]),
        answered_at=Subquery(screenings.values("answered_at")[:1]),
        answers=Subquery(screenings.values("answers")[:1]),
        new_usual_at=Subquery(new_usuals.values("since")[:1]),
        new_usual_on=Subquery(new_usuals.values("since_on")[:1]),
        new_usual_line=Subquery(new_usuals.values("line")[:1]),
        numbers_of_rules=Subquery(RuleSet.objects.values("values")[:1]),
        looked_at=Subquery(last_looks_of_visits(visits_until).values("at")[:1]),
        note_text=Subquery(notes.values("text")[:1]),
        note_at=Subquery(notes.values("written_at")[:1]),
    )


_CLIENTS = FixedRead(_clients_of_page, Keys(3), datetime, datetime, datetime)


def load_client_page(client: "PageClient", *, trainer_zone: ZoneInfo, now: datetime) -> ClientPage:
    """Ten queries, whatever the client has done."""
    lessons = lessons_in_order()
    check_ins, practices = client_rows.read_entries(client), practices_of(client, lessons)
    closures, pauses, talks = (
        client_rows.read_closures(client),
        client_rows.read_pauses(client),
        client_rows.read_talks(client),
    )
    positions, moves = client_rows.read_positions(client), moves_with_lessons(client, lessons)
    moves_here = [move for move in moves if not (move.verdict and move.verdict.practice.imported)]
    move_rows = tuple(MoveRow.of(move) for move in reversed(moves_here))
    state = state_from(
        client,
        now=now,
        entries=check_ins,
        practices=practices.values,
        closures=closures,
        pauses=pauses,
        positions=track_positions(lessons, positions, moves=move_rows, passed=passed_lessons(practices.values)),
        moves=move_rows,
        talks=talks,
        new_usual=_new_usual(client),
        thresholds=_thresholds(client),
    )
    row = client_row(
        client,
        signals=[signal.value for signal in _SIGNALS(client.pk)],
        titles={**{lesson.pk: lesson.title for lesson in lessons}, **TRACKS_AND_SITUATIONS},
        closure=state.closure,
        pause=state.pause,
        call_on=_call_on(client, state),
        now=now,
    )
    outlooks = tuple(outlook(state, position) for position in state.positions)
    thread, weeks = latest_thread(client, for_trainer=True, count=WORDS_ON_PAGE), _chart(state, pauses, moves)
    loads = used_loads(reversed(practices.loads))
    return ClientPage(
        client=client,
        state=state,
        row=row,
        change=trend.change(check_ins, state.today),
        today=state.today,
        clock=LocalTime(now, client.user.tz),
        looked=LocalTime(client.looked_at, trainer_zone) if client.looked_at else None,
        since=since_looked(_lines(state, practices, moves, thread, since=client.looked_at or now - FIRST_VISIT)),
        usual=state.facts.usual,
        start=state.facts.reported.start,
        verdict=_verdict(state),
        tracks=tuple(_track(each, practices, state.today) for each in outlooks),
        session=todays_session(state, outlooks),
        chart=weeks,
        practiced=adherence((practice.local_on for practice in practices.values), state.today),
        situations=_situations(check_ins, state.today),
        loads=load_charts(loads, weeks.start, weeks.end, unit=client.unit),
        prompts=schedule_for(state.facts),
        open_talks=tuple(talk for talk in talks if talk.is_open),
        answers=tuple(texts(client.answers or [])),
        notes=tuple(entry for entry in reversed(check_ins) if entry.note)[:NUMBER_NOTES_SHOWN],
        thread=thread,
        call=LocalTime(client.next_call_at, client.user.tz) if client.next_call_at else None,
    )


_SIGNALS = FixedRead(lambda client: Signal.objects.filter(client=client), int)
_MOVES = FixedRead(lambda client: Move.objects.filter(client=client).select_related("by", "verdict__practice"), int)


def moves_with_lessons(client: Client, lessons: Iterable[Lesson]) -> tuple[Move, ...]:
    """All moves, newest first; one query."""
    lessons_by_id = {lesson.pk: lesson for lesson in lessons}
    moves = tuple(_MOVES(client.pk))
    for move in moves:
        move.from_lesson, move.to_lesson = lessons_by_id[move.from_lesson_id], lessons_by_id[move.to_lesson_id]
    return moves


def _lines(
    state: ClientState, practices: Practices, moves: Sequence[Move], thread: Thread, *, since: datetime
) -> Iterator[StoryLine]:
    """What has happened after a moment, in any order."""
    client, is_up = state.client, state.facts.is_up
    for entry in state.entries:
        if entry.at > since and entry.moment not in {Moment.BEFORE, Moment.AFTER}:
            hour, situation = entry.at.astimezone(client.user.tz).hour, TRACKS_AND_SITUATIONS.get(entry.situation, "")
            yield number_line(entry, hour=hour, situation=situation, is_up=is_up)
    for practice in practices.told:
        if practice.at > since:
            yield practice_line(practice, is_up=is_up)
    for move in moves:
        if move.moved_at > since:
            words = capitalize(change_sentences(MoveValue.of(move), trainer=THEIRS))
            yield StoryLine(move.moved_at, move.local_on, words)
    for word in thread.messages:
        if word.at > since and not word.is_own:
            yield StoryLine(word.at, client.today(word.at), "Wrote", quote=one_line(word.text, LONGEST_QUOTE))
    for closure in state.closures:
        yield from _closure_lines(closure, client, since)


def _closure_lines(closure: Closure, client: Client, since: datetime) -> Iterator[StoryLine]:
    if closure.closed_at > since:
        by = "the safety questions" if closure.cause == Closure.Cause.ANSWERS else "the coaching rules"
        yield StoryLine(closure.closed_at, client.today(closure.closed_at), "Practice closed", f" by {by}", "", True)
    if closure.lifted_at and closure.lifted_at > since:
        by = f" by {closure.lifted_by}" if closure.lifted_by else ""
        on = client.today(closure.lifted_at)
        yield StoryLine(closure.lifted_at, on, "Practice opened again", by, one_line(closure.note, LONGEST_QUOTE))


def _track(track: Outlook, practices: Practices, today: date) -> TrackShown:
    lesson, on_track = track.position.next, {each.pk for each in track.position.lessons}
    practiced_on = [practice.local_on for practice in practices.values if practice.lesson in on_track]
    return TrackShown(
        outlook=track,
        done=track_adherence(practiced_on, today, lesson.days_between),
        dose=first_sentence(str(lesson.dose.get("text", ""))),
    )


def _situations(check_ins: Iterable[CheckInValue], today: date) -> tuple[tuple[str, int], ...]:
    since = today - SITUATIONS_COUNTED
    lately = Counter(entry.situation for entry in check_ins if entry.situation and entry.local_on > since)
    return tuple((Situation(code).label, times) for code, times in lately.most_common())


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


def _thresholds(client: "PageClient") -> Thresholds:
    """The numbers in force, from what was read together with the client, which saves the page a query."""
    return RuleSet(values=client.numbers_of_rules).thresholds if client.numbers_of_rules else Thresholds()


def _new_usual(client: "PageClient") -> NewUsual | None:
    """The last new usual, likewise."""
    if client.new_usual_at is None or client.new_usual_on is None:
        return None
    return NewUsual(
        client=client, since=client.new_usual_at, since_on=client.new_usual_on, line=client.new_usual_line or ""
    )


def _verdict(state: ClientState) -> Verdict | None:
    """The verdict that rests or eases every track; None where practice is closed or paused, or nothing is up."""
    is_up = state.closure is None and (state.must_rest or state.is_eased)
    return state.client_verdict if is_up else None


def _call_on(client: "PageClient", state: ClientState) -> date | None:
    """As many days from today as the call is on the calendar: a call at ten tomorrow is tomorrow's at any hour."""
    if client.next_call_at is None:
        return None
    return state.today + (client.user.today(client.next_call_at) - client.user.today(state.now))
