"""Takes a start test: stores it once, places the client where nothing has happened yet, in one transaction."""

import uuid
from collections.abc import Iterable

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import StartTest, move_client, placement_rows
from lessons.practice.deciding import decide_again
from lessons.practice.history import ClientState, load_state
from lessons.practice.position import Position
from lessons.practice.recording import NotYoursError, PracticeIsClosedError, locked
from lessons.rules.prompt_schedule import morning_after
from lessons.start_test.placing import Placement, PlacingPosition, StartAnswers, TrackLesson, place
from lessons.start_test.wording import move_note


class NotOfferedNowError(Exception):
    """The client is on a pause or in a flare, or practice rests, so no test is taken; Today says why."""


def take_start_test(
    *, id: uuid.UUID, client: Client, answers: StartAnswers, before: int | None = None
) -> StartTest | None:
    """Stores a start test and moves the client; the same id again changes nothing and gives the stored test.

    The first test places on each track where nothing has happened yet; a later one only compares. `before` is the
    number given before it, stored as a report. Where it means rest or a flare, it is stored alone, and None comes back.
    Raises `PracticeIsClosedError`, `NotOfferedNowError` or `NotYoursError`; then nothing is stored.
    """
    with locked(client) as now:
        stored = StartTest.objects.filter(pk=id).first()
        if stored is not None:
            if stored.client_id != client.pk:
                raise NotYoursError
            return stored
        state = load_state(client, now=now)
        if state.closure is not None:
            raise PracticeIsClosedError(state.closure)
        if not may_take(state):
            raise NotOfferedNowError
        if before is not None:
            _report(id, state, before)
            state = load_state(client, now=now)
            if not may_take(state):
                decide_again(client, now=now)
                return None
        test = _store(id, state, answers)
        if before is not None:  # the test itself is no report, and the rules have no say where nobody practiced
            decide_again(client, now=now)
    return test


def may_take(state: ClientState) -> bool:
    """Whether the test is offered: practice is neither closed, paused nor resting, and no flare holds every track."""
    return state.may_practice and state.pause is None and not state.is_eased


def has_history(state: ClientState) -> bool:
    """Whether the client has practiced here or was moved, on any track."""
    return bool(state.facts.practices or state.moves)


def _report(id: uuid.UUID, state: ClientState, score: int) -> None:
    night_hours = state.thresholds.night_hours
    asked = morning_after(state.practices, state.entries, state.today, state.now, night_hours=night_hours)
    moment = Moment.ANY if asked is None else Moment.MORNING
    try:
        CheckIn.record(id=uuid.uuid5(id, "before"), client=state.client, at=state.now, score=score, moment=moment)
    except CheckIn.DoesNotExist:
        raise NotYoursError from None


def _store(id: uuid.UUID, state: ClientState, answers: StartAnswers) -> StartTest:
    client, now = state.client, state.now
    is_first = not client.start_tests.filter(imported=False).exists()
    placements = place(answers, placing_positions(state)) if is_first else ()
    test = StartTest.objects.create(
        id=id,
        client=client,
        taken_at=now,
        local_on=state.today,
        chair=answers.chair,
        wall=answers.wall,
        bow=answers.bow,
        placements=placement_rows(placements),
    )
    _move(test, state.positions, placements)
    return test


def placing_positions(state: ClientState) -> tuple[PlacingPosition, ...]:
    """The tracks as the placing sees them. Imported practices are for the picture, and don't count as history."""
    practiced = {practice.lesson for practice in state.facts.practices}
    moved = {move.track for move in state.moves}
    return tuple(
        PlacingPosition(
            track=position.track.value,
            lessons=tuple(TrackLesson(slug=lesson.slug, needs=tuple(lesson.needs)) for lesson in position.lessons),
            passed=position.behind,
            is_free=position.behind == 0
            and not position.easier
            and position.track not in moved
            and practiced.isdisjoint(lesson.pk for lesson in position.lessons),
        )
        for position in state.positions
    )


def _move(test: StartTest, positions: Iterable[Position], placements: Iterable[Placement]) -> None:
    by_track = {position.track.value: position for position in positions}
    titles = {lesson.slug: lesson.title for position in by_track.values() for lesson in position.lessons}
    for placement in placements:
        position = by_track[placement.track]
        move_client(
            client=test.client,
            lesson=next(lesson for lesson in position.lessons if lesson.slug == placement.lesson),
            at=test.taken_at,
            first=position.lessons[0],
            start_test=test,
            note=move_note(placement.reasons, titles),
        )
