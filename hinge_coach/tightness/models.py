"""Check-ins: self-reports of low-back tightness."""

import uuid
from datetime import date, datetime
from typing import Any, Self

from django.db import models

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.trend import CheckInValue, Moment

MOMENT_CHOICES = [
    (Moment.ANY.value, "Any time"),
    (Moment.BEFORE.value, "Before practice"),
    (Moment.AFTER.value, "After practice"),
    (Moment.MORNING.value, "Next morning"),
    (Moment.RECALLED.value, "From memory, at sign-up"),
]


LONGEST_NOTE = 300  # letters, with a number or a practice


class Situation(models.TextChoices):
    SITTING = "sitting", "Sitting down"
    BATHROOM = "bathroom", "Bathroom"
    SPORT = "sport", "Pickleball or sport"
    LIFTING = "lifting", "Lifting"
    GETTING_UP = "getting-up", "Getting up"
    MORNING = "morning", "Morning"
    OTHER = "other", "Other"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def kept(self) -> Self:
        """Check-ins that the client has not deleted."""
        return self.filter(deleted_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def entries(self) -> tuple[CheckInValue, ...]:
        """Check-ins that are not deleted, as values, oldest first; one query."""
        return tuple(CheckInValue(str(pk), *values) for pk, *values in self.entry_rows())

    def entry_rows(self) -> "models.QuerySet[CheckIn, tuple[Any, ...]]":
        """The columns of the values that `entries` gives."""
        columns = ("pk", "at", "local_on", "score", "moment", "situation", "imported", "note", "note_for_doctor")
        return self.kept().order_by("at", "pk").values_list(*columns)


class CheckIn(models.Model):
    """How tight it was, 0-10, at an instant. The browser makes the id, so that sending it again changes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    local_on = models.DateField()
    score = models.PositiveSmallIntegerField()
    moment = models.CharField(max_length=8, choices=MOMENT_CHOICES, default=Moment.ANY)
    situation = models.CharField(max_length=12, choices=Situation.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    imported = models.BooleanField(default=False)  # from a client's own file: drawn, but left out by the rules
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)  # for the trainer
    note_for_doctor = models.BooleanField(default=False)  # the client wants the note in the summary for a doctor
    sent_at = models.DateTimeField(null=True, blank=True)  # when it reached the site, where it had waited on a device

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["client", "at"], name="check_ins_of_a_client")]
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=10), name="tightness_is_0_to_10"),
            models.CheckConstraint(
                condition=models.Q(moment__in=[moment.value for moment in Moment]), name="check_in_moment_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(situation__in=["", *Situation.values]), name="check_in_situation_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.score} on {self.local_on}"

    @classmethod
    def record(
        cls,
        *,
        id: uuid.UUID,
        client: Client,
        at: datetime,
        score: int,
        local_on: date | None = None,
        moment: str = Moment.ANY,
        situation: str = "",
        sent_at: datetime | None = None,
        note: str = "",
        note_for_doctor: bool = False,
    ) -> "CheckIn":
        """Stores a check-in once; with the same id again it returns the stored one, unchanged.

        `local_on` is the client's day at `at`, unless it is given: both scores of a practice lie on the day of that
        practice. `sent_at`: now, where it had waited on a device.
        Raises `CheckIn.DoesNotExist` where the id belongs to somebody else.
        """
        values = {
            "client": client,
            "at": at,
            "local_on": local_on or client.today(at),
            "score": score,
            "moment": moment,
            "situation": situation,
            "sent_at": sent_at,
            "note": note,
            "note_for_doctor": note_for_doctor,
        }
        check_in, is_new = cls.objects.get_or_create(id=id, defaults=values)
        if not is_new and check_in.client_id != client.pk:
            raise cls.DoesNotExist
        return check_in

    @property
    def value(self) -> CheckInValue:
        """For the rules and the trend."""
        return CheckInValue(
            id=str(self.pk),
            at=self.at,
            local_on=self.local_on,
            score=self.score,
            moment=self.moment,
            situation=self.situation,
            imported=self.imported,
        )

    @property
    def is_of_a_practice(self) -> bool:
        """Whether it belongs to a practice. It can't be deleted then, and only its score can be corrected."""
        return self.moment in (Moment.BEFORE, Moment.AFTER)

    @property
    def is_recalled(self) -> bool:
        """Whether it was given from memory at sign-up. Only its score can be corrected then, and it can be deleted."""
        return self.moment == Moment.RECALLED

    def correct(
        self,
        *,
        score: int,
        situation: str,
        at: datetime,
        note: str | None = None,
        note_for_doctor: bool | None = None,
        now: datetime,
    ) -> None:
        """A note that isn't given stays as it is. What changes nothing, as a second press, is no edit."""
        before = self.at, self.score, self.situation, self.note, self.note_for_doctor
        if at != self.at:  # an unchanged instant keeps its local day, even if the client's zone or hour has changed
            self.at, self.local_on = at, self.client.today(at)
        self.score, self.situation = score, situation
        self.note = self.note if note is None else note
        self.note_for_doctor = self.note_for_doctor if note_for_doctor is None else note_for_doctor
        if (self.at, self.score, self.situation, self.note, self.note_for_doctor) == before:
            return
        self.edited_at = now
        self.save(update_fields=["score", "situation", "at", "local_on", "note", "note_for_doctor", "edited_at"])

    def delete_softly(self, now: datetime) -> None:
        self.deleted_at = now
        self.save(update_fields=["deleted_at"])

    def restore(self, now: datetime) -> None:
        """Undeletes it. Counts as an edit, because the rules may have judged without it."""
        self.deleted_at, self.edited_at = None, now
        self.save(update_fields=["deleted_at", "edited_at"])
