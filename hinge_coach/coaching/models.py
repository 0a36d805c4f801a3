"""What the trainer writes and does about a client, and what the desk tells of nobody in particular."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models.functions import Lower

from hinge_coach.accounts.models import Client, Trainer


class Note(models.Model):
    """Private to the trainer. What the client should read is a `lessons.Message`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.client}: {self.text[:40]}"


class Handled(models.Model):
    """Up to when the trainer has handled what the desk says about a client; one row per client at most.

    All signals with evidence up to `up_to` are handled: until newer evidence comes, or until `until`, where the trainer
    has snoozed them. `line` is for the trainer alone.
    """

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="handled")
    up_to = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    line = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("up_to")), name="a_snooze_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: up to {self.up_to}"

    def is_in_force(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class Deed(models.Model):
    """What the trainer did about a client on the desk, and when. Rows are only added."""

    class Kind(models.TextChoices):
        HANDLED = "handled", "Handled"
        SNOOZED = "snoozed", "Snoozed"
        UNDONE = "undone", "Put back on the desk"
        ARCHIVED = "archived", "Archived"
        RETURNED = "returned", "Taken back from the archive"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="deeds")
    by = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    up_to = models.DateTimeField(null=True, blank=True)  # of what was handled or snoozed: when the page was made
    until = models.DateTimeField(null=True, blank=True)
    line = models.CharField(max_length=300, blank=True)
    # What it was about: a list of {code, sentence}, as the desk said it then.
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["client", "-at"], name="deeds_about_a_client")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["handled", "snoozed", "undone", "archived", "returned"]),
                name="deed_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.kind}"


class Tag(models.Model):
    """A word of the trainer's own on a client, to find and to filter by."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("client", Lower("name"), name="a_tag_once_per_client"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DeskLine(models.Model):
    """A line on the desk about nobody in particular, until the trainer has read it: an account was erased."""

    class Kind(models.TextChoices):
        ERASED = "erased", "An account was erased"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=["erased"]), name="desk_line_is_known")]

    def __str__(self) -> str:
        return f"{self.kind}, {self.at}"


class Digest(models.Model):
    """The morning digest of one of the trainer's days, mailed once."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on}"
