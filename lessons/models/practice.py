"""Practices and their verdicts."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Self

from django.db import models

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import LONGEST_NOTE, CheckIn
from lessons.models.answer import Clean, answer_words
from lessons.models.lesson import Lesson
from lessons.models.load import HEAVIEST, Load, load_of
from lessons.models.measure import HIGHEST_MEASURE as MOST_MEASURED
from lessons.rules.values import Decision, PracticeValue


class Guess(models.TextChoices):
    """How much of the set was clean. Up to 0.4.0 it was guessed before the pass mark was shown."""

    CLEAN = Clean.ALL.value, "Yes, all"
    NEARLY = Clean.MOST.value, "Most"
    NOT_YET = Clean.NOT_YET.value, "Not yet"


VALUE_COLUMNS = (
    *("pk", "done_at", "local_on", "before__score", "after__score", "passed", "effort", "easier", "stopped"),
    *("lesson_id", "imported"),
)


def practice_value(row: Sequence[Any]) -> PracticeValue:
    """The value of a row of `VALUE_COLUMNS`, for queries that read no whole practices."""
    pk, at, local_on, before, after, passed, effort, easier, stopped, lesson, imported = row
    return PracticeValue(
        id=str(pk),
        at=at,
        local_on=local_on,
        before=before,
        after=after,
        passed=passed,
        effort=effort,
        easier=easier,
        stopped=bool(stopped),
        lesson=lesson,
        imported=imported,
    )


def answered_words(lesson: Lesson, answer: int | None, guess: str) -> str:
    """What was answered to the self-check: `7 of 8`, or in words."""
    return answer_words(lesson.self_check, answer) or str(Guess(guess).label)


def was_self_checked(*, answer: int | None, passed: bool, guess: str, easier: bool, stopped: bool) -> bool:
    """Whether the self-check was answered. It isn't asked after a stop and in the easier version."""
    is_left_out = answer is None and not passed and guess == Guess.NOT_YET
    return not (stopped or (easier and is_left_out))


class PracticeQuerySet(models.QuerySet["Practice"]):
    def kept(self) -> Self:
        """Practices that the client has not deleted."""
        return self.filter(deleted_at=None)

    def done(self) -> tuple[PracticeValue, ...]:
        """Practices as values, newest first, with imported ones; one query."""
        return tuple(practice for _, practice in self.order_by("-done_at", "-pk").done_by_client())

    def done_by_client(self) -> Iterator[tuple[int, PracticeValue]]:
        """The key of the client and the practice as a value, in the order of the query; one query."""
        for client, *values in self.values_list("client_id", *VALUE_COLUMNS):
            yield client, practice_value(values)


_Practices = models.Manager.from_queryset(PracticeQuerySet)


class KeptPractices(_Practices["Practice"]):
    """Leaves deleted practices out. It is the default, so that no page counts one of them by mistake."""

    def get_queryset(self) -> PracticeQuerySet:
        return PracticeQuerySet(self.model, using=self._db).kept()


class Practice(models.Model):
    """One time a client did a lesson. The browser makes the id, so that sending it again changes nothing.

    `before` and `after` are both None where the client answered "fine today" instead of scores. A practice that was
    stopped on the way has the number after it, no effort, and the number before it only where one was told.

    `sent_at`: when it reached the site, where it had waited on a device or was added later; None where that was when
    it was done. `back_dated`: added later for an earlier day. Deleting only marks, and marks its check-ins, too.
    """

    class Stopped(models.TextChoices):
        """Why it was stopped on the way."""

        TIGHTER = "tighter", "It was getting tighter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="practices")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="practices")
    done_at = models.DateTimeField()
    local_on = models.DateField()
    before = models.OneToOneField(CheckIn, on_delete=models.CASCADE, null=True, related_name="practice_before")
    after = models.OneToOneField(CheckIn, on_delete=models.CASCADE, null=True, related_name="practice_after")
    guess = models.CharField(max_length=8, choices=Guess.choices)
    passed = models.BooleanField()
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    stopped = models.CharField(max_length=8, choices=Stopped.choices, blank=True)
    easier = models.BooleanField(default=False)
    cue = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)  # for the trainer
    note_for_doctor = models.BooleanField(default=False)  # the client wants the note in the summary for a doctor
    measure = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)  # in the lesson's own unit
    answer = models.PositiveSmallIntegerField(null=True, blank=True)  # index on the scale of the self-check
    # As typed, with its unit; 0 is "no weight", and None "not said".
    load = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    load_unit = models.CharField(max_length=2, blank=True)
    imported = models.BooleanField(default=False)  # from a client's own file: drawn, but left out by the rules
    sent_at = models.DateTimeField(null=True, blank=True)
    back_dated = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = KeptPractices()
    with_deleted = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-done_at", "-pk"]
        indexes = [models.Index(fields=["client", "done_at"], name="practices_of_a_client")]
        constraints = [
            models.CheckConstraint(condition=models.Q(effort__gte=0, effort__lte=10), name="effort_is_0_to_10"),
            models.CheckConstraint(condition=models.Q(stopped__in=["", "tighter"]), name="stop_is_known"),
            models.CheckConstraint(
                condition=models.Q(effort__isnull=False) | ~models.Q(stopped=""),
                name="only_a_stopped_practice_has_no_effort",
            ),
            models.CheckConstraint(condition=models.Q(guess__in=Guess.values), name="guess_is_known"),
            models.CheckConstraint(
                condition=models.Q(measure=None) | models.Q(measure__gte=0, measure__lte=MOST_MEASURED),
                name="measure_is_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(answer=None) | models.Q(answer__lte=20), name="answer_is_on_a_scale"
            ),
            models.CheckConstraint(
                condition=models.Q(before=None, after=None, stopped="")
                | models.Q(before__isnull=False, after__isnull=False)
                | (models.Q(after__isnull=False) & ~models.Q(stopped="")),
                name="both_scores_or_neither",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(load=None, load_unit=""),
                    *(
                        # A comparison with null is null, which a constraint lets pass.
                        models.Q(load_unit=unit.value, load__isnull=False, load__gte=0, load__lte=most)
                        for unit, most in HEAVIEST.items()
                    ),
                    _connector=models.Q.OR,
                ),
                name="a_load_is_possible_and_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.lesson} on {self.local_on}"

    @property
    def value(self) -> PracticeValue:
        """For the rules. Reads its check-ins, so select them with it."""
        return PracticeValue(
            id=str(self.pk),
            at=self.done_at,
            local_on=self.local_on,
            before=self.before.score if self.before else None,
            after=self.after.score if self.after else None,
            passed=self.passed,
            effort=self.effort,
            easier=self.easier,
            stopped=bool(self.stopped),
            lesson=self.lesson_id,
            imported=self.imported,
        )

    @property
    def is_fine(self) -> bool:
        """Answered with "fine today" instead of scores."""
        return self.after_id is None

    @property
    def measured(self) -> str:
        """The measure with its unit, such as `1½ foot-lengths`; empty where nothing was measured."""
        measure = self.lesson.measure
        return measure.words(self.measure) if measure and self.measure is not None else ""

    @property
    def answered(self) -> str:
        """What was answered to the self-check: `7 of 8`, or in words."""
        return answered_words(self.lesson, self.answer, self.guess)

    @property
    def has_self_check(self) -> bool:
        """Whether the self-check was answered. It isn't asked after a stop and in the easier version."""
        return was_self_checked(
            answer=self.answer, passed=self.passed, guess=self.guess, easier=self.easier, stopped=bool(self.stopped)
        )

    @property
    def used(self) -> Load | None:
        """The load as typed; None where nothing was said."""
        return load_of(self.load, self.load_unit)

    @property
    def verdict(self) -> "VerdictRecord":
        """The newest verdict. Every practice has one, stored together with it."""
        return max(self.verdicts.all(), key=lambda verdict: (verdict.decided_at, verdict.pk))


class VerdictRecord(models.Model):
    """A verdict on a practice, with its reasons, the thresholds used and the entries behind it.

    A later number or a corrected entry can lead to another verdict on the same practice. The newest counts; the
    earlier ones are never changed. `usual` is what the numbers were compared with.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="verdicts")
    decision = models.CharField(max_length=8, choices=[(d.value, d.value) for d in Decision])
    reasons = models.JSONField(default=list)  # list of {code, client, trainer, entries}
    would_change = models.TextField(blank=True)  # of verdicts before 0.3.0; now it is worked out when a page is drawn
    look_again_on = models.DateField(null=True, blank=True)  # of verdicts before 0.3.0
    morning_reference = models.FloatField(null=True, blank=True)  # of verdicts before 0.3.0
    usual = models.FloatField(null=True, blank=True)
    thresholds = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    next_lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=[d.value for d in Decision]), name="decision_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=[]), name="no_verdict_without_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.decision}"

    @property
    def is_progress(self) -> bool:
        return self.decision == Decision.PROGRESS

    @property
    def is_regress(self) -> bool:
        return self.decision == Decision.REGRESS

    @property
    def is_stop(self) -> bool:
        return self.decision == Decision.STOP
