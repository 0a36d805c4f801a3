"""When the site was backed up, for the desk."""

from datetime import datetime, timedelta

from django.db import models

LATE_AFTER = timedelta(days=2)


class Backup(models.Model):
    """One backup that was written and read back. `taken_at` is the instant whose state it holds."""

    taken_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField("bytes")

    class Meta:
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return self.name

    def is_late(self, now: datetime) -> bool:
        """Whether there should be a newer one by now."""
        return now - self.taken_at > LATE_AFTER
