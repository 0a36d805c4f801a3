"""Where a client stands on each track, and what is next there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Track, TrackPosition, lessons_in_order
from lessons.practice.move_rows import MoveRow, move_rows
from lessons.practice.skipped import Jump, skipped_lessons
from lessons.rules.values import Decision, PracticeValue


def missing_needs(needs: tuple[str, ...], passed: frozenset[str]) -> tuple[str, ...]:
    """The lessons still to be passed before one that needs `needs` opens, in the order given."""
    return tuple(need for need in needs if need not in passed)


class PathState(StrEnum):
    """How a lesson of a track stands to the client. `SKIPPED`: a placement led past it, and it was not passed."""

    DONE = "done"
    SKIPPED = "skipped"
    HERE = "here"
    EXTRA = "extra"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Position:
    """One track for one client: the lesson that comes `next`, and whether in its easier version.

    `lessons` are all of the track in order, the optional ones last. Nobody ever stands on an optional one.

    `waits_for`: lessons of other tracks to be passed before the next one opens. `passed_over`: the keys of lessons, of
    all tracks, that a placement led past and that were not passed.
    """

    track: Track
    lessons: tuple[Lesson, ...]
    next: Lesson
    finished: bool
    easier: bool
    waits_for: tuple[Lesson, ...]
    passed_over: frozenset[int] = frozenset()

    @property
    def behind(self) -> int:
        """How many of the required lessons lie behind the client, done or skipped."""
        required = self.required
        return len(required) if self.finished else min(self.next.number - 1, len(required))

    @property
    def done(self) -> int:
        """How many of the required lessons are passed."""
        return self.behind - self.skipped

    @property
    def skipped(self) -> int:
        """How many of the lessons behind the client were passed over."""
        return sum(state == PathState.SKIPPED for _, state in self.path)

    @cached_property
    def required(self) -> tuple[Lesson, ...]:
        """The lessons that make up the track: it is finished with the last of them."""
        return tuple(lesson for lesson in self.lessons if not lesson.optional)

    @cached_property
    def extras(self) -> tuple[Lesson, ...]:
        """The optional lessons, once they are open: after the track is finished."""
        return tuple(lesson for lesson in self.lessons if lesson.optional and self.finished)

    def following(self) -> Lesson | None:
        """The required lesson after the next one; None where the next one is the last."""
        return next((lesson for lesson in self.required if lesson.number == self.next.number + 1), None)

    def may_keep(self, lesson: Lesson) -> bool:
        """Whether a practice of this lesson is stored. Lessons ahead can only be tried; an optional one opens last."""
        if lesson.optional:
            return self.finished
        return lesson.number <= self.next.number and not (lesson == self.next and self.waits_for)

    @property
    def is_open(self) -> bool:
        return not self.waits_for

    def is_easier(self, lesson: Lesson) -> bool:
        """Whether it is the easier version of this lesson that the client stands on."""
        return self.easier and lesson == self.next

    @cached_property
    def path(self) -> tuple[tuple[Lesson, PathState], ...]:
        """Each lesson with its state."""
        return tuple((lesson, self._state(lesson)) for lesson in self.lessons)

    @property
    def dots(self) -> tuple[tuple[str, PathState], ...]:
        """Titles with their states, as the path is drawn. An extra isn't counted, so it comes once it is open."""
        return tuple(
            (lesson.title, state) for lesson, state in self.path if not lesson.optional or state == PathState.EXTRA
        )

    def _state(self, lesson: Lesson) -> PathState:
        if lesson in self.extras:
            return PathState.EXTRA
        if lesson.number <= self.behind:
            return PathState.SKIPPED if lesson.pk in self.passed_over else PathState.DONE
        return PathState.HERE if lesson == self.next else PathState.AHEAD


def track_positions(
    lessons: Iterable[Lesson],
    positions: Iterable[TrackPosition],
    *,
    moves: Iterable[MoveRow] = (),
    passed: Collection[int] = (),
) -> tuple[Position, ...]:
    """The position on each track that has lessons, in the order the tracks are taught.

    `moves`, oldest first, and the lessons that were `passed`, by their keys, tell the lessons that were skipped from
    those that were done. Without moves all that lies behind somebody is done.
    """
    ordered = sorted(lessons, key=lambda lesson: lesson.number)
    by_slug = {lesson.slug: lesson for lesson in ordered}
    by_id = {lesson.pk: lesson for lesson in ordered}
    by_track = {position.track: position for position in positions}
    rows = []
    for track in Track:
        track_lessons = tuple(lesson for lesson in ordered if lesson.track == track)
        position = by_track.get(track)
        if track_lessons:
            here = by_id[position.lesson_id] if position else track_lessons[0]
            rows.append((track, track_lessons, here, bool(position and position.finished), position))
    behind = frozenset(
        lesson.slug
        for _, track_lessons, here, finished, _ in rows
        for lesson in track_lessons
        if finished or lesson.number < here.number
    )
    finished_tracks = [track for track, _, _, finished, _ in rows if finished]
    passed_over = _passed_over(ordered, finished_tracks, moves=tuple(moves), passed=passed)
    return tuple(
        Position(
            track=track,
            lessons=track_lessons,
            next=here,
            finished=finished,
            easier=bool(position and position.easier),
            waits_for=() if finished else tuple(by_slug[slug] for slug in missing_needs(tuple(here.needs), behind)),
            passed_over=passed_over,
        )
        for track, track_lessons, here, finished, position in rows
    )


def _passed_over(
    lessons: Iterable[Lesson], finished: Iterable[Track], *, moves: Iterable[MoveRow], passed: Collection[int]
) -> frozenset[int]:
    tracks: dict[str, list[int]] = {}
    for lesson in lessons:
        if not lesson.optional:
            tracks.setdefault(lesson.track, []).append(lesson.pk)
    last_moves = {move.track: move for move in moves}
    moved_on = {move.from_lesson for move in moves if move.decision == Decision.PROGRESS}
    return skipped_lessons(
        tracks,
        [Jump(move.track, move.from_lesson, move.to_lesson) for move in moves if move.is_placement],
        passed=moved_on.union(passed),
        placed_at_the_end=[track for track in finished if track in last_moves and last_moves[track].is_placement],
    )


def passed_lessons(practices: Iterable[PracticeValue]) -> frozenset[int]:
    """The keys of the lessons that one of these practices passed: the full version, with its mark reached."""
    return frozenset(practice.lesson for practice in practices if practice.passed and not practice.easier)


def positions_of(client: Client) -> tuple[Position, ...]:
    """The client's position on each track that has lessons; four queries."""
    return track_positions(
        lessons_in_order(),
        client.positions.all(),
        moves=move_rows(client),
        passed=client.practices.filter(passed=True, easier=False).values_list("lesson", flat=True),
    )
