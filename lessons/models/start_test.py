"""Start tests: a chair, a wall and a bow."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.urls import reverse

from hinge_coach.accounts.models import Client
from lessons.start_test.placing import (
    BowLevel,
    ChairLevel,
    Placement,
    PlacingReason,
    ReasonCode,
    StartAnswers,
    WallLevel,
)


class StartTest(models.Model):
    """One time a client did the start test. The browser makes the id, so that sending it again changes nothing.

    `chair`, `wall` and `bow` are levels of `lessons.start_test.placing`, None where that one wasn't done. Rows are only
    added. `placements` are what the first test placed, and why; a test that only compares has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="start_tests")
    taken_at = models.DateTimeField()
    local_on = models.DateField()
    chair = models.PositiveSmallIntegerField(null=True, blank=True)
    wall = models.PositiveSmallIntegerField(null=True, blank=True)  # in half lengths of the client's own foot
    bow = models.PositiveSmallIntegerField(null=True, blank=True)
    placements = models.JSONField(default=list, blank=True)  # list of {track, lesson, reasons: {code, lesson, need}}
    imported = models.BooleanField(default=False)  # from a client's own file: shown, but neither placed nor offered by

    class Meta:
        ordering = ["-taken_at", "-pk"]
        indexes = [models.Index(fields=["client", "taken_at"], name="start_tests_of_a_client")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(chair=None) | models.Q(chair__in=[level.value for level in ChairLevel]),
                name="start_test_chair_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(wall=None) | models.Q(wall__in=[level.value for level in WallLevel]),
                name="start_test_wall_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(bow=None) | models.Q(bow__in=[level.value for level in BowLevel]),
                name="start_test_bow_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(chair=None, wall=None, bow=None), name="no_start_test_without_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: start test on {self.local_on}"

    def get_absolute_url(self) -> str:
        return reverse("lessons:start_test_result", args=[self.pk])

    @property
    def answers(self) -> StartAnswers:
        return StartAnswers.of(chair=self.chair, wall=self.wall, bow=self.bow)

    @property
    def placed(self) -> tuple[Placement, ...]:
        """What this test placed, as stored."""
        return tuple(
            Placement(track=row["track"], lesson=row["lesson"], reasons=tuple(map(_reason, row["reasons"])))
            for row in self.placements
        )


class SkippedStartTest(models.Model):
    """A client wanted no start test, so that Today keeps it to one small line."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="skipped_start_test")
    skipped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client}: skipped the start test"


def placement_rows(placements: Iterable[Placement]) -> list[dict[str, Any]]:
    """Placements as a start test stores them."""
    return [
        {
            "track": placement.track,
            "lesson": placement.lesson,
            "reasons": [
                {"code": reason.code.value, "lesson": reason.lesson, "need": reason.need}
                for reason in placement.reasons
            ],
        }
        for placement in placements
    ]


def _reason(row: Mapping[str, str]) -> PlacingReason:
    return PlacingReason(code=ReasonCode(row["code"]), lesson=row["lesson"], need=row["need"])
