"""Tracks and lessons."""

from dataclasses import dataclass
from typing import Self

from django.db import models
from django.urls import reverse

from lessons.models.answer import AnswerScale, answer_scale
from lessons.models.measure import MEASURES, Measure
from lessons.models.step import Turn, turns


class Track(models.TextChoices):
    NEUTRAL = "neutral", "Find neutral"
    HINGE = "hinge", "Hinge"
    SIT = "sit", "Sit down"

    @property
    def promise(self) -> str:
        return {
            Track.NEUTRAL: "A middle position that you can find and come back to.",
            Track.HINGE: "Fold at the hips, with a wall and a stick to show you.",
            Track.SIT: "Chairs, the bathroom, the court, and lifting a kid or a bag.",
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


class Lesson(models.Model):
    """One step of a track. The text comes from `lessons/curriculum` until the trainer edits it."""

    slug = models.SlugField(unique=True)
    track = models.CharField(max_length=8, choices=Track.choices)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    summary = models.CharField(max_length=140)
    minutes = models.PositiveSmallIntegerField()
    brief = models.TextField(max_length=500, blank=True)  # what to do, shown first
    reason = models.TextField(max_length=500, blank=True)  # why, shown first
    why = models.TextField(max_length=4000)
    how = models.TextField(max_length=4000)
    real_life = models.TextField("in real life", max_length=4000)
    set_up = models.JSONField(default=list)  # list of sentences
    steps = models.JSONField(default=list)  # see lessons.models.step; before 0.4.0 list of {text, seconds, reps?}
    easier_steps = models.JSONField(default=list)
    cues = models.JSONField(default=list)  # list of short sentences
    faults = models.JSONField(default=list)  # list of {fault, fix}
    feel = models.JSONField(default=list)  # list of short lines
    muscles = models.JSONField(default=list)
    dose = models.JSONField(default=dict)  # {text, sets?, reps?, seconds?, days_between?}
    self_check = models.JSONField(default=dict)  # {question, answers, pass_mark, kind}
    easier = models.TextField(max_length=600)
    equipment = models.JSONField(default=list)
    needs = models.JSONField(default=list)  # slugs of the lessons to pass first, with the one before it
    variations = models.JSONField(default=list)  # list of {for, text, source}
    load = models.JSONField(null=True, blank=True, default=None)  # {what, start_kg, start_lb, optional} or no load
    optional = models.BooleanField(default=False)  # an extra after the last lesson of the track
    sources = models.JSONField(default=list)  # list of {text, url}; before 0.4.0 list of text
    right_label = models.CharField(max_length=40)
    fault_label = models.CharField(max_length=40)
    source_hash = models.CharField(max_length=64, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    shipped_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the newest file, once edited

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
    def turns(self) -> tuple[Turn, ...]:
        return turns(self.steps)

    @property
    def easier_turns(self) -> tuple[Turn, ...]:
        """The easier version by the clock; empty for a text edited before it had steps of its own."""
        return turns(self.easier_steps)

    @property
    def versions(self) -> tuple[tuple[str, tuple[Turn, ...]], ...]:
        """The full version, and the easier one where it has steps of its own, each with its turns."""
        return (("full", self.turns), *((("easier", self.easier_turns),) if self.easier_steps else ()))

    def seconds(self, *, easier: bool = False) -> int:
        """How long all steps take together."""
        return sum(turn.seconds for turn in (self.easier_turns if easier and self.easier_steps else self.turns))

    @property
    def days_between(self) -> int:
        """The least days without this lesson between two practices of it; 0 where it may be done daily."""
        days: int = self.dose.get("days_between", 0)
        return days

    @property
    def answer_scale(self) -> AnswerScale | None:
        """How the question of the self-check is answered; None where it is in words."""
        return answer_scale(self.self_check)

    @property
    def source_links(self) -> tuple[tuple[str, str], ...]:
        """Each source with its link; an empty link for a text edited before sources had one."""
        return tuple(
            (source, "") if isinstance(source, str) else (source["text"], source["url"]) for source in self.sources
        )

    @property
    def shipped_text_changed(self) -> bool:
        """Whether the text that came with the site has changed since the trainer edited this lesson."""
        return self.edited_at is not None and self.shipped_hash not in {"", self.source_hash}
