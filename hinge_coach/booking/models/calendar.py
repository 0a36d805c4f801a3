"""The feed of calls that the trainer subscribes to, and the trainer's other calendars with their busy times."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from hinge_coach.accounts.models import Trainer
from hinge_coach.tokens import hash_token


class Feed(models.Model):
    """The link to the trainer's calls as a calendar. Whoever has it can read them; a new link replaces the old one."""

    trainer = models.OneToOneField(Trainer, on_delete=models.CASCADE, related_name="call_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.made_at:%Y-%m-%d}"

    @classmethod
    def make(cls, trainer: Trainer, *, at: datetime) -> str:
        """Replaces the link. Returns the new token, which can be shown only now: its hash is all that is stored."""
        token = secrets.token_urlsafe(32)
        cls.objects.update_or_create(trainer=trainer, defaults={"token_hash": hash_token(token), "made_at": at})
        return token


class BusyCalendar(models.Model):
    """A calendar of the trainer's on another site. Its busy times stay until it could be read again.

    `etag` and `last_modified` are sent back with the next request, so that an unchanged file need not come again.
    `expanded_until` is how far ahead its repeating events were worked out. `entries` is how many entries the file
    held, `left_out` how many of them could not be read; `left_out_words` names some, and `unknown_zones` the zones that
    nobody knows.
    """

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="busy_calendars")
    name = models.CharField(max_length=60)
    url = models.URLField("address", max_length=1000)
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    expanded_until = models.DateTimeField(null=True, blank=True)
    entries = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    left_out_words = models.JSONField(default=list, blank=True)  # sentences
    unknown_zones = models.JSONField(default=list, blank=True)  # names as the file writes them

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["trainer", "url"], name="a_calendar_is_read_once")]

    def __str__(self) -> str:
        return self.name

    def is_stale(self, now: datetime) -> bool:
        """Whether the trainer should know: it could not be read, or nobody has tried for a day."""
        return bool(self.problem) or self.is_outdated(now)

    def is_outdated(self, now: datetime) -> bool:
        """Whether people may book while the trainer is busy: it was never read, or not for a day."""
        return self.read_at is None or now - self.read_at > timedelta(days=1)


class BusySpan(models.Model):
    """A time, UTC, at which the trainer is busy according to one of the calendars."""

    calendar = models.ForeignKey(BusyCalendar, on_delete=models.CASCADE, related_name="spans")
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        ordering = ["start"]
        indexes = [models.Index(fields=["start", "end"], name="busy_by_time")]
        constraints = [models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="busy_time_has_a_length")]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:%H:%M} UTC"
