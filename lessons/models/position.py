"""Track positions, and every move with its reason."""

from datetime import datetime
from typing import Any

from django.db import models

from hinge_coach.accounts.models import Client, User
from lessons.models.lesson import Lesson, Track
from lessons.models.practice import VerdictRecord
from lessons.models.start_test import StartTest


class TrackPosition(models.Model):
    """Where a client stands on a track. Without a row, it is the first lesson."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="positions")
    track = models.CharField(max_length=8, choices=Track.choices)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    finished = models.BooleanField(default=False)
    easier = models.BooleanField(default=False)  # the easier version of the lesson, after a step back
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "track"], name="one_position_per_track"),
            models.CheckConstraint(condition=models.Q(track__in=Track.values), name="position_track_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.lesson}"


class Move(models.Model):
    """One change of a track position, with the verdict, the start test or the trainer's note that caused it.

    A move by a start test has a note, too, which says what the test showed.
    `local_on` is the client's own day then, so that the move stays on it when they change their zone.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="moves")
    track = models.CharField(max_length=8, choices=Track.choices)
    from_lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    to_lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    local_on = models.DateField()
    verdict = models.ForeignKey(VerdictRecord, on_delete=models.CASCADE, null=True, blank=True, related_name="moves")
    start_test = models.ForeignKey(StartTest, on_delete=models.CASCADE, null=True, blank=True, related_name="moves")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__isnull=False) | ~models.Q(note=""), name="no_move_without_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.from_lesson} to {self.to_lesson}"


def move_client(
    *,
    client: Client,
    lesson: Lesson,
    at: datetime,
    finished: bool = False,
    easier: bool = False,
    counts_anew: bool = False,
    first: Lesson | None = None,
    **why: Any,
) -> Move | None:
    """Moves a client to a lesson and stores why (`verdict=`, or `by=` or `start_test=` with `note=`).

    Where the client stands there already, returns None and stores nothing; unless practice `counts_anew` from here, as
    after a step back to the easier version on which the client stands. `first`: the first lesson of the track, where
    the caller has it; else it is read where it is needed.
    """
    position = TrackPosition.objects.select_for_update().filter(client=client, track=lesson.track).first()
    if position is None:
        if first is None:
            first = lesson if lesson.number == 1 else Lesson.objects.get(track=lesson.track, number=1)
        position = TrackPosition(client=client, track=lesson.track, lesson=first, since=at)
    previous_id = position.lesson_id
    is_there = previous_id == lesson.pk and (position.finished, position.easier) == (finished, easier)
    if is_there and not counts_anew:
        return None
    if previous_id != lesson.pk or finished != position.finished:
        position.since = at
    position.lesson, position.finished, position.easier = lesson, finished, easier
    position.save()
    return Move.objects.create(
        client=client,
        track=lesson.track,
        from_lesson_id=previous_id,
        to_lesson=lesson,
        moved_at=at,
        local_on=client.today(at),
        **why,
    )
