"""What the desk reads about a client without working it out: one summary, and the signals in it."""

from django.db import models

from hinge_coach.accounts.models import Client
from lessons.summary.values import SignalCode, SignalValue


class ClientSummary(models.Model):
    """One row per client, worked out anew after each write about them (`lessons.summary`).

    Scores are 0-10, days are the client's own. `days` holds the latest reported days, oldest first, as pairs of an ISO
    date and a score. `lessons` holds one object per track: `track`, `lesson` (id), `finished`, `easier`.
    """

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="summary")
    made_at = models.DateTimeField()
    release = models.CharField(max_length=20)  # of the site that worked it out; another one makes it stale
    sort_name = models.CharField(max_length=80)  # folded, so that any case is the same
    usual = models.FloatField(null=True)  # with the latest days in it
    start = models.FloatField(null=True)
    last_score = models.PositiveSmallIntegerField(null=True)
    last_number_on = models.DateField(null=True)
    last_practice_on = models.DateField(null=True)
    last_report_at = models.DateTimeField(null=True)  # of a number or a practice, for sorting
    numbers = models.PositiveIntegerField(default=0)
    days = models.JSONField(default=list)
    lessons = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["sort_name", "client"], name="summaries_by_name"),
            models.Index(fields=["last_report_at", "client"], name="summaries_by_last_report"),
            models.Index(fields=["-usual", "-client"], name="summaries_by_usual"),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.made_at}"


class Signal(models.Model):
    """Something about a client that is worth a word from the trainer, while it holds: from `from_at` until `until_at`.

    What comes with time alone, such as silence, is stored ahead. `evidence_at` is the moment of what it rests on: a
    trainer who has handled all up to a moment has handled this one if its evidence is no later. Ordered by `weight`,
    then by `points` (above the usual, or what else makes it large), then by `since`. `facts` are the values of its
    sentence. `though_closed`: it matters also while practice is closed.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="signals")
    code = models.CharField(max_length=20)
    weight = models.PositiveSmallIntegerField()
    points = models.FloatField(default=0)
    since = models.DateTimeField()
    evidence_at = models.DateTimeField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    though_closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-weight", "-points", "since", "client_id"]
        indexes = [
            models.Index(fields=["-weight", "-points", "since", "client"], name="signals_most_urgent_first"),
            models.Index(fields=["client", "-weight"], name="signals_of_a_client"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at=None) | models.Q(until_at__gt=models.F("from_at")),
                name="a_signal_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.code}"

    @property
    def value(self) -> SignalValue:
        return SignalValue(
            code=SignalCode(self.code),
            points=self.points,
            since=self.since,
            evidence_at=self.evidence_at,
            from_at=self.from_at,
            until_at=self.until_at,
            facts=self.facts,
            though_closed=self.though_closed,
        )
