"""Carry-over to daily life, and the one if-then plan."""

from datetime import datetime

from django.db import models

from hinge_coach.accounts.models import Client


class DailySituation(models.TextChoices):
    """A place of daily life where one can hinge."""

    CHAIR = "chair", "A chair"
    CAR = "car", "The car"
    BATHROOM = "bathroom", "The bathroom"
    DISHWASHER = "dishwasher", "The dishwasher"
    LAUNDRY = "laundry", "The laundry"
    PICKING_UP = "picking-up", "A child or a bag"
    COURT = "court", "The court"


class CarryOver(models.Model):
    """A client hinged in a daily situation on a local day: one row, however often it happened that day."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="carry_overs")
    local_on = models.DateField()
    situation = models.CharField(max_length=10, choices=DailySituation.choices)

    class Meta:
        ordering = ["-local_on", "situation"]
        constraints = [
            models.UniqueConstraint(fields=["client", "local_on", "situation"], name="a_carry_over_counts_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(situation__in=DailySituation.values), name="carry_over_situation_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.situation} on {self.local_on}"


class Plan(models.Model):
    """The one if-then plan of a client: when this happens, then I do that."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="plan")
    when = models.CharField(max_length=120)
    then = models.CharField(max_length=120)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(when="") & ~models.Q(then=""), name="a_plan_has_both_halves")
        ]

    def __str__(self) -> str:
        return f"When {self.when}, then {self.then}."

    @classmethod
    def choose(cls, client: Client, when: str, then: str, *, at: datetime) -> None:
        """Makes this the client's one plan, in place of the one before; the same again was chosen when it was."""
        if cls.objects.filter(client=client, when=when, then=then).exists():
            return
        values = {"when": when, "then": then, "chosen_at": at}
        cls.objects.update_or_create(client=client, defaults=values)
