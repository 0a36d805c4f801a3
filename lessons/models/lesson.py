"""Tracks and lessons."""

from dataclasses import dataclass
from typing import Self

from django.db import models
from django.urls import reverse

from lessons.models.measure import MEASURES, Measure


class Track(models.TextChoices):
    NEUTRAL = "neutral", "Find neutral"
    HINGE = "hinge", "Hinge"
    SIT = "sit", "Sit down"

    @property
    def promise(self) -> str:
        return {
            Track.NEUTRAL: "The middle your pelvis can always come back to.",
            Track.HINGE: "Fold at the hips, with a wall and a stick to show you.",
            Track.SIT: "Chair, bathroom, court, a child on your arm.",
        }[self]


@dataclass(frozen=True)
class TrackLessons:
    track: Track
    lessons: tuple["Lesson", ...]


class LessonQuerySet(models.QuerySet["Lesson"]):
    def in_order(self) -> Self:
        """Track by track, as they are taught."""
        place = models.Case(*[models.When(track=track, then=index) for index, track in enumerate(Track)])
        return self.order_by(place, "number")

    def by_track(self) -> tuple[TrackLessons, ...]:
        """The lessons of each track, in order; one query."""
        lessons = list(self.in_order())
        return tuple(TrackLessons(t, tuple(lesson for lesson in lessons if lesson.track == t)) for t in Track)


class Lesson(models.Model):
    """One step of a track. The text comes from `lessons/curriculum` until the trainer edits it."""

    slug = models.SlugField(unique=True)
    track = models.CharField(max_length=8, choices=Track.choices)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    summary = models.CharField(max_length=140)
    minutes = models.PositiveSmallIntegerField()
    why = models.TextField(max_length=4000)
    how = models.TextField(max_length=4000)
    real_life = models.TextField("in real life", max_length=4000)
    set_up = models.JSONField(default=list)  # list of sentences
    steps = models.JSONField(default=list)  # list of {text, seconds, reps?}
    cues = models.JSONField(default=list)  # list of short sentences
    faults = models.JSONField(default=list)  # list of {fault, fix}
    feel = models.JSONField(default=list)  # list of short lines
    muscles = models.JSONField(default=list)
    dose = models.JSONField(default=dict)  # {text, sets?, reps?, seconds?}
    self_check = models.JSONField(default=dict)  # {question, pass_mark, kind}
    easier = models.TextField(max_length=600)
    equipment = models.JSONField(default=list)
    needs = models.JSONField(default=list)  # slugs of the lessons to pass first, with the one before it
    sources = models.JSONField(default=list)
    right_label = models.CharField(max_length=40)
    fault_label = models.CharField(max_length=40)
    source_hash = models.CharField(max_length=64, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "number"], name="one_lesson_per_place_in_a_track"),
            models.CheckConstraint(condition=models.Q(track__in=Track.values), name="lesson_track_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lessons:lesson", args=[self.slug])

    @property
    def track_name(self) -> str:
        return Track(self.track).label

    @property
    def measure(self) -> Measure | None:
        """What is measured after this lesson; None where the self-check is only felt."""
        return MEASURES.get(self.self_check.get("kind", ""))

    @property
    def seconds(self) -> int:
        """How long all steps take together."""
        return sum(step["seconds"] for step in self.steps)
