"""Where a client stands on each track, and what is next there."""

from collections.abc import Iterable
from dataclasses import dataclass

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Track, TrackPosition


def missing_needs(needs: tuple[str, ...], passed: frozenset[str]) -> tuple[str, ...]:
    """The lessons still to be passed before one that needs `needs` opens, in the order given."""
    return tuple(need for need in needs if need not in passed)


@dataclass(frozen=True)
class Position:
    """One track for one client: the lesson that comes `next`, and whether in its easier version.

    `lessons` are all of the track in order, the optional ones last. Nobody ever stands on an optional one.

    `waits_for`: lessons of other tracks to be passed before the next one opens.
    """

    track: Track
    lessons: tuple[Lesson, ...]
    next: Lesson
    finished: bool
    easier: bool
    waits_for: tuple[Lesson, ...]

    @property
    def done(self) -> int:
        """How many of the required lessons are passed."""
        required = self.required
        return len(required) if self.finished else min(self.next.number - 1, len(required))

    @property
    def required(self) -> tuple[Lesson, ...]:
        """The lessons that make up the track: it is finished with the last of them."""
        return tuple(lesson for lesson in self.lessons if not lesson.optional)

    @property
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

    @property
    def path(self) -> tuple[tuple[Lesson, str], ...]:
        """Each lesson with its state: `done`, `here`, `extra` or `ahead`."""
        return tuple((lesson, self._state(lesson)) for lesson in self.lessons)

    def _state(self, lesson: Lesson) -> str:
        if lesson in self.extras:
            return "extra"
        if lesson.number <= self.done:
            return "done"
        return "here" if lesson == self.next else "ahead"


def track_positions(lessons: Iterable[Lesson], positions: Iterable[TrackPosition]) -> tuple[Position, ...]:
    """The position on each track that has lessons, in the order the tracks are taught."""
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
    passed = frozenset(
        lesson.slug
        for _, track_lessons, here, finished, _ in rows
        for lesson in track_lessons
        if finished or lesson.number < here.number
    )
    return tuple(
        Position(
            track=track,
            lessons=track_lessons,
            next=here,
            finished=finished,
            easier=bool(position and position.easier),
            waits_for=() if finished else tuple(by_slug[slug] for slug in missing_needs(tuple(here.needs), passed)),
        )
        for track, track_lessons, here, finished, position in rows
    )


def positions_of(client: Client) -> tuple[Position, ...]:
    """The client's position on each track that has lessons; two queries."""
    return track_positions(Lesson.objects.all(), client.positions.all())
