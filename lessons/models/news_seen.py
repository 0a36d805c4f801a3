"""What a client has read of the news on Today."""

from django.db import models

from hinge_coach.accounts.models import Client


class NewsSeen(models.Model):
    """When the news on Today were last in view: a move that was made before is no news anymore. UTC instant."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="news_seen")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client}: {self.seen_at:%Y-%m-%d %H:%M} UTC"
