"""Safety answers, closures of practice, planned pauses, and the clinician's review of the questions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils import timezone

from hinge_coach.accounts.models import Client, User
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.safety.screening import FINGERPRINT, Level


class PauseQuerySet(models.QuerySet["Pause"]):
    def covering(self, on: date) -> Self:
        return self.around(on, on)

    def around(self, first: date, last: date) -> Self:
        """Those of which at least one day lies among these."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=first), begins_on__lte=last)


class Pause(models.Model):
    """Days on which nothing is asked of a client: travel, illness. `ends_on` is None while the last day is unknown."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="pauses")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("begins_on")),
                name="a_pause_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ends_on=None), name="one_open_pause_per_client"
            ),
            models.UniqueConstraint(fields=["client", "begins_on"], name="one_pause_begins_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.begins_on} to {self.ends_on or 'an open end'}"

    def covers(self, on: date) -> bool:
        return self.begins_on <= on and (self.ends_on is None or on <= self.ends_on)


class Screening(models.Model):
    """One time a client answered the safety questions: the codes of yes, and their level."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="screenings")
    answered_at = models.DateTimeField(default=timezone.now)
    answers = models.JSONField(default=list, blank=True)  # the codes that were answered with yes
    level = models.CharField(max_length=10, choices=Level.choices())
    # The id that the browser made, where the answers had waited on a device: sent again, they change nothing.
    sent_as = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-answered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.client}: {self.level}"


class ClosureQuerySet(models.QuerySet["Closure"]):
    def active(self) -> Self:
        """Closures that no one has lifted yet."""
        return self.filter(lifted_at=None)


class Closure(models.Model):
    """Practice closed for a client, by the safety questions or by a coaching rule, until it is lifted."""

    class Cause(models.TextChoices):
        ANSWERS = "answers", "safety questions"
        RULE = "rule", "coaching rule"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="closures")
    cause = models.CharField(max_length=9, choices=Cause.choices)
    level = models.CharField(max_length=10, choices=Level.choices())
    sentence = models.TextField(max_length=600)
    closed_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(max_length=2000, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-closed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(lifted_at=None), name="one_active_closure_per_client"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.level}"

    @property
    def is_active(self) -> bool:
        return self.lifted_at is None

    @property
    def client_may_lift(self) -> bool:
        """Whether the client may lift it: only after answers that ask to see somebody first."""
        return self.cause == self.Cause.ANSWERS and self.level == Level.REFER

    def lift(self, *, by: User | None, note: str, at: datetime) -> bool:
        """Opens practice again. `by` is None where no person does it, as in an upgrade.

        False, and nothing is opened, where it was opened or became more urgent since this was read.
        """
        as_read = Closure.objects.active().filter(pk=self.pk, closed_at=self.closed_at, level=self.level)
        if not as_read.update(lifted_at=at, lifted_by=by, note=note):
            return False
        self.lifted_at, self.lifted_by, self.note = at, by, note
        return True


class Review(models.Model):
    """The clinician who has read the safety questions, and when. No row: the questions await a review."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=80)
    profession = models.CharField(max_length=80, blank=True)
    reviewed_on = models.DateField()  # not null: a name without a date is no review, nor is a date without a name
    fingerprint = models.CharField(max_length=16, editable=False)  # of the questions that were read

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="one_review_of_the_questions"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_review_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.reviewed_on}"

    @property
    def is_of_these_questions(self) -> bool:
        """Whether the questions are still asked as they were read."""
        return self.fingerprint == FINGERPRINT


def active_closure(client: Client) -> Closure | None:
    """The closure that keeps this client from practice now."""
    return client.closures.active().first()


def last_lift(closures: Iterable[Closure]) -> datetime | None:
    """The latest instant at which one of these closures was lifted."""
    return max((closure.lifted_at for closure in closures if closure.lifted_at), default=None)


def pause_among(pauses: Iterable[Pause], on: date) -> Pause | None:
    """The one of these pauses that covers this local day."""
    return next((pause for pause in pauses if pause.covers(on)), None)


def pause_on(client: Client, on: date) -> Pause | None:
    """The pause that covers this local day."""
    return client.pauses.covering(on).first()


def last_answered_at(client: Client) -> datetime:
    """When the safety questions were answered last; when the client joined if no answers are stored."""
    return _LAST_ANSWERED.first(client.pk) or client.joined_at


_LAST_ANSWERED = FixedRead(
    lambda client: (
        Screening.objects.filter(client=client).order_by("-answered_at").values_list("answered_at", flat=True)[:1]
    ),
    int,
)
