"""A word from the trainer to one client."""

import uuid

from django.db import models

from hinge_coach.accounts.models import Client, Trainer


class Message(models.Model):
    """A word from the trainer to one client, shown on their Today page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="messages")
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.client}: {self.text[:40]}"
