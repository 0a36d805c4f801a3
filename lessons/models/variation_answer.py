"""What a client answered about the variations of lessons."""

from collections.abc import Collection
from datetime import datetime

from django.db import models

from hinge_coach.accounts.models import Client
from lessons.models.lesson import Lesson
from lessons.models.variation import LessonVariation, Variation, variations_for


class VariationAnswer(models.Model):
    """The answer of a client to "does one of these fit you?", replaced by a later one. No row: not answered yet.

    A column for each `Variation`, so that the database knows no kind that the lessons don't, and refuses somebody who
    is both tall and short.
    """

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="variation_answer")
    answered_at = models.DateTimeField()
    floor = models.BooleanField(default=False)
    unsteady = models.BooleanField(default=False)
    thin_bones = models.BooleanField(default=False)
    pregnancy = models.BooleanField(default=False)
    new_joint = models.BooleanField(default=False)
    tall = models.BooleanField(default=False)
    short = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(tall=True, short=True), name="nobody_is_both_tall_and_short")
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.words or 'none of them'}"

    @property
    def kinds(self) -> tuple[Variation, ...]:
        """In the order of the question; empty for "none of these"."""
        return tuple(kind for kind in Variation if getattr(self, _column(kind)))

    @property
    def words(self) -> str:
        """For the trainer; empty for "none of these"."""
        return ", ".join(kind.label for kind in self.kinds)

    @classmethod
    def record(
        cls, client: Client, kinds: Collection[str], *, at: datetime, is_first: bool = False
    ) -> "VariationAnswer":
        """Stores the answer; `kinds` are values of `Variation`. With `is_first`, an earlier answer stays as it is."""
        values = {"answered_at": at, **{_column(kind): kind in kinds for kind in Variation}}
        if is_first:
            return cls.objects.get_or_create(client=client, defaults=values)[0]
        return cls.objects.update_or_create(client=client, defaults=values)[0]


def _column(kind: Variation) -> str:
    return kind.name.lower()


def answered_variations(client: Client) -> VariationAnswer | None:
    """The client's answer; None where there is none yet. No query where it was selected with the client."""
    answer: VariationAnswer | None = getattr(client, "variation_answer", None)
    return answer


def shown_variations(lesson: Lesson, client: Client | None) -> dict[str, tuple[LessonVariation, ...]]:
    """What the pages of a lesson show: `for_you` of a client who has answered, else all `variations`.

    At most one query, and none where the lesson has no variations.
    """
    answer = answered_variations(client) if client and lesson.variations else None
    if answer is None:
        return {"for_you": (), "variations": variations_for(lesson.variations, tuple(Variation))}
    return {"for_you": variations_for(lesson.variations, answer.kinds), "variations": ()}
