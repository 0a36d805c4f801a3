"""Today's session of one client, from the state that a page has loaded already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil

from lessons.models import Lesson
from lessons.practice.history import ClientState
from lessons.practice.outlook import Outlook, outlook
from lessons.practice.player import led_phases
from lessons.practice.position import Position
from lessons.practice.session import DayKind, Done, Session, TrackToday, Why, compose
from lessons.rules.values import Decision, PracticeValue


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """One lesson of today's session. `practice`: the last one of it today; None while it is to be done.

    `why`: None once it is done.
    """

    lesson: Lesson
    easier: bool
    minutes: int
    practice: PracticeValue | None = None
    why: Why | None = None

    @property
    def is_done(self) -> bool:
        return self.practice is not None


@dataclass(frozen=True, kw_only=True)
class TodaysSession:
    """What was practiced today and what is left, in this order. `day_off`: why nothing is due; empty otherwise."""

    day: DayKind
    rows: tuple[SessionRow, ...]
    day_off: str = ""

    @cached_property
    def next(self) -> SessionRow | None:
        """The next lesson that is not done."""
        return next((row for row in self.rows if not row.is_done), None)

    @property
    def minutes(self) -> int:
        """How long what is left takes."""
        return sum(row.minutes for row in self.rows if not row.is_done)

    @property
    def is_easier(self) -> bool:
        """Whether all that is left is the easier version."""
        return all(row.easier for row in self.rows if not row.is_done)


def todays_session(state: ClientState, outlooks: Iterable[Outlook] = ()) -> TodaysSession:
    """Adds no query. `outlooks` of all tracks where the page has worked them out already: they cost some time."""
    tracks = tuple(outlooks) or tuple(outlook(state, position) for position in state.positions)
    lessons = {lesson.pk: lesson for position in state.positions for lesson in position.lessons}
    done = tuple(_done_rows(state, lessons))
    session = _session(state, tracks, lessons, done)
    easier = {track.position.next.pk: track.is_easier for track in tracks}
    planned = tuple(
        SessionRow(lesson=lessons[each.lesson], easier=easier[each.lesson], minutes=each.minutes, why=each.why)
        for each in session.planned
    )
    return TodaysSession(day=session.day, rows=(*done, *planned), day_off=session.day_off)


def _session(
    state: ClientState, tracks: Sequence[Outlook], lessons: dict[int, Lesson], done: Sequence[SessionRow]
) -> Session:
    practices = state.facts.practices
    verdict = state.client_verdict
    is_paused = verdict is not None and verdict.decision == Decision.PAUSED
    return compose(
        [_track_today(track, state, lessons) for track in tracks],
        today=state.today,
        done=[Done(row.lesson.pk, row.minutes) for row in done],
        practiced_on={practice.local_on for practice in practices},
        hard_on={practice.local_on for practice in practices if (practice.effort or 0) > state.thresholds.effort},
        may_practice=state.may_practice and not is_paused,
        is_eased=state.is_eased,
    )


def _done_rows(state: ClientState, lessons: dict[int, Lesson]) -> Iterable[SessionRow]:
    """The lessons that were practiced today, each once, in the order they were first practiced."""
    last: dict[int, PracticeValue] = {}
    for practice in state.facts.practices:
        if practice.local_on == state.today and practice.lesson in lessons:
            last[practice.lesson] = practice
    for pk, practice in last.items():
        minutes = practice_minutes(lessons[pk], easier=practice.easier)
        yield SessionRow(lesson=lessons[pk], easier=practice.easier, minutes=minutes, practice=practice)


def _track_today(track: Outlook, state: ClientState, lessons: dict[int, Lesson]) -> TrackToday:
    position, future = track.position, track.ahead.future
    on_track = {lesson.pk for lesson in position.lessons}
    practices = [practice for practice in state.facts.practices if practice.lesson in on_track]
    spaced = [practice for practice in practices if lessons[practice.lesson].days_between]
    return TrackToday(
        lesson=position.next.pk,
        minutes=practice_minutes(position.next, easier=track.is_easier),
        is_open=position.is_open,
        finished=position.finished,
        opens_another=_opens_another(position, state.positions),
        takes_a_number=track.ahead.needs_one_number,
        is_last_day=future is not None and future.starts_today and future.practices > 0,
        last_on=_last_on(practices),
        days_between=position.next.days_between,
        spaced_on=_last_on(spaced),
    )


def _last_on(practices: Sequence[PracticeValue]) -> date | None:
    return max((practice.local_on for practice in practices), default=None)


def _opens_another(position: Position, positions: Iterable[Position]) -> bool:
    return any(need in position.lessons for other in positions for need in other.waits_for)


def practice_minutes(lesson: Lesson, *, easier: bool) -> int:
    """How long one practice takes: as the lesson says, and by the clock for the easier version."""
    if not easier or not lesson.easier_steps:
        return lesson.minutes
    seconds = sum(phase.seconds for phase in led_phases(lesson, easier=True))
    return min(lesson.minutes, ceil(seconds / 60))
