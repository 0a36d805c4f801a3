"""What the trainer writes about a client."""

import uuid

from django.db import models

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
