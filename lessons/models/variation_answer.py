"""What a client answered about the variations of lessons."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import models

from hinge_coach.accounts.models import Client
from lessons.models.lesson import Lesson
from lessons.models.variation import LessonVariation, Variation, variations_for


class VariationAnswer(models.Model):
    """The answer of a client to "does one of these fit you?", replaced by a later one. No row: nothing answered yet.

    A column for each `Variation`, so that the database knows no kind that the lessons don't, and refuses somebody who
    is both tall and short. Null: not asked yet. The welcome asks those that matter for safety, Today asks the rest.
    """

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="variation_answer")
    answered_at = models.DateTimeField()
    floor = models.BooleanField(null=True, blank=True)
    unsteady = models.BooleanField(null=True, blank=True)
    thin_bones = models.BooleanField(null=True, blank=True)
    pregnancy = models.BooleanField(null=True, blank=True)
    new_joint = models.BooleanField(null=True, blank=True)
    tall = models.BooleanField(null=True, blank=True)
    short = models.BooleanField(null=True, blank=True)

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
    def unanswered(self) -> tuple[Variation, ...]:
        """What was not asked yet, in the order of the question."""
        return tuple(kind for kind in Variation if getattr(self, _column(kind)) is None)

    @property
    def words(self) -> str:
        """For the trainer; empty for "none of these"."""
        return ", ".join(kind.label for kind in self.kinds)

    @classmethod
    def record(
        cls,
        client: Client,
        kinds: Collection[str],
        *,
        at: datetime,
        asked: Iterable[Variation] = tuple(Variation),
        is_first: bool = False,
    ) -> "VariationAnswer":
        """Stores the answer to what was `asked`; `kinds` are values of `Variation`.

        What was not asked stays as it is. With `is_first`, so does what was answered earlier. The same
        answer again was given when it was.
        """
        values: dict[str, Any] = {_column(kind): kind in kinds for kind in asked}
        if not is_first:
            if same := cls.objects.filter(client=client, **values).first():
                return same
            return cls.objects.update_or_create(client=client, defaults={**values, "answered_at": at})[0]
        answer, is_new = cls.objects.get_or_create(client=client, defaults={**values, "answered_at": at})
        open_values = {name: value for name, value in values.items() if getattr(answer, name) is None}
        if open_values and not is_new:
            cls.objects.filter(pk=answer.pk).update(**open_values, answered_at=at)
            answer.refresh_from_db()
        return answer


def _column(kind: Variation) -> str:
    return kind.name.lower()


def answered_variations(client: Client) -> VariationAnswer | None:
    """The client's answer; None where there is none yet. No query where it was selected with the client."""
    answer: VariationAnswer | None = getattr(client, "variation_answer", None)
    return answer


def shown_variations(lesson: Lesson, client: Client | None) -> dict[str, tuple[LessonVariation, ...]]:
    """What the pages of a lesson show: `for_you` what a client has answered, and all other `variations` not asked yet.

    At most one query, and none where the lesson has no variations.
    """
    answer = answered_variations(client) if client and lesson.variations else None
    if answer is None:
        return {"for_you": (), "variations": variations_for(lesson.variations, tuple(Variation))}
    return {
        "for_you": variations_for(lesson.variations, answer.kinds),
        "variations": variations_for(lesson.variations, answer.unanswered),
    }
