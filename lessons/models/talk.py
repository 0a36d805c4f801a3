"""Reasons to talk with the trainer, and what the trainer declared to be the usual."""

from datetime import date, datetime

from django.db import models

from hinge_coach.accounts.models import Client, User
from lessons.rules.values import TalkCode, TalkValue


class TalkQuerySet(models.QuerySet["Talk"]):
    def open(self) -> "TalkQuerySet":
        """Talks that the trainer has not noted as talked yet."""
        return self.filter(talked_at=None)


class Talk(models.Model):
    """A reason to talk, stored when its row of the rules first fits, until the trainer notes "talked".

    Practice stays open meanwhile. `client_sentence` is empty where the reason is for the trainer alone. `points` and
    `count` are its size, for the order on the desk. `line` is what the trainer noted for the client to read.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="talks")
    code = models.CharField(max_length=16)
    client_sentence = models.TextField(blank=True)
    trainer_sentence = models.TextField()
    points = models.FloatField(default=0)
    count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()  # the client's local day
    talked_at = models.DateTimeField(null=True, blank=True)
    talked_on = models.DateField(null=True, blank=True)  # the client's local day
    talked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    line = models.TextField(max_length=2000, blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=[code.value for code in TalkCode]), name="talk_code_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(talked_at=None, talked_on=None)
                | models.Q(talked_at__isnull=False, talked_on__isnull=False),
                name="a_talk_has_both_times_or_neither",
            ),
            models.UniqueConstraint(
                fields=["client", "code"], condition=models.Q(talked_at=None), name="one_open_talk_per_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.code}"

    @property
    def is_open(self) -> bool:
        return self.talked_at is None

    @property
    def value(self) -> TalkValue:
        return TalkValue(code=self.code, opened_on=self.opened_on, talked_on=self.talked_on)

    def note_talked(self, *, by: User, line: str, at: datetime, on: date) -> None:
        """Handles the talk. Noting it again changes nothing."""
        if self.talked_at is None:
            self.talked_at, self.talked_on, self.talked_by, self.line = at, on, by, line
            self.save(update_fields=["talked_at", "talked_on", "talked_by", "line"])


class NewUsual(models.Model):
    """The trainer said "this is the usual now", with a line that the client reads. Rows are only added."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="new_usuals")
    since = models.DateTimeField()
    since_on = models.DateField()  # the client's local day
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    line = models.TextField(max_length=2000)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(line=""), name="no_new_usual_without_a_line")]

    def __str__(self) -> str:
        return f"{self.client}: from {self.since_on}"
