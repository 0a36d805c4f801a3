"""Where a client stands on each track, and what is next there."""

from collections.abc import Iterable
from dataclasses import dataclass

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Placement, Track
from lessons.progression import missing


@dataclass(frozen=True)
class Standing:
    """One track for one client. ``waits_for``: lessons of other tracks to be passed before the next one opens."""

    track: Track
    lessons: tuple[Lesson, ...]
    next: Lesson
    finished: bool
    gentle: bool
    waits_for: tuple[Lesson, ...]

    @property
    def done(self) -> int:
        return len(self.lessons) if self.finished else self.next.number - 1

    @property
    def is_open(self) -> bool:
        return not self.waits_for

    def is_easier(self, lesson: Lesson) -> bool:
        """Whether it is the easier version of this lesson that the client stands on."""
        return self.gentle and lesson == self.next

    @property
    def path(self) -> tuple[tuple[Lesson, str], ...]:
        """Each lesson with ``done``, ``here`` or ``ahead``."""
        return tuple((lesson, self._state(lesson)) for lesson in self.lessons)

    def _state(self, lesson: Lesson) -> str:
        if lesson.number <= self.done:
            return "done"
        return "here" if lesson == self.next else "ahead"


def standings(lessons: Iterable[Lesson], placements: Iterable[Placement]) -> tuple[Standing, ...]:
    """The three tracks, in the order they are taught."""
    everything = sorted(lessons, key=lambda lesson: lesson.number)
    by_slug = {lesson.slug: lesson for lesson in everything}
    by_id = {lesson.pk: lesson for lesson in everything}
    placed = {placement.track: placement for placement in placements}
    rows = []
    for track in Track:
        of_track = tuple(lesson for lesson in everything if lesson.track == track)
        placement = placed.get(track)
        if of_track:
            here = by_id[placement.lesson_id] if placement else of_track[0]
            rows.append((track, of_track, here, bool(placement and placement.finished), placement))
    passed = frozenset(
        lesson.slug
        for _, of_track, here, finished, _ in rows
        for lesson in of_track
        if finished or lesson.number < here.number
    )
    return tuple(
        Standing(
            track=track,
            lessons=of_track,
            next=here,
            finished=finished,
            gentle=bool(placement and placement.gentle),
            waits_for=() if finished else tuple(by_slug[slug] for slug in missing(tuple(here.needs), passed)),
        )
        for track, of_track, here, finished, placement in rows
    )


def standings_of(client: Client) -> tuple[Standing, ...]:
    """Two queries, whatever the client has done."""
    return standings(Lesson.objects.all(), client.placements.all())
