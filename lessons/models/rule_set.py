"""The thresholds of the rules as the trainer set them."""

from django.db import models

from hinge_coach.accounts.models import User
from lessons.rules.thresholds import Thresholds


class RuleSetManager(models.Manager["RuleSet"]):
    def in_force(self) -> Thresholds:
        """The thresholds of the newest rule set; the defaults where there is none."""
        newest = self.first()
        return newest.thresholds if newest else Thresholds()


class RuleSet(models.Model):
    """One set of thresholds that the trainer saved, and why. Rows are only added, never changed."""

    values = models.JSONField()  # as Thresholds.as_dict
    note = models.TextField(max_length=2000)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = RuleSetManager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(note=""), name="no_new_numbers_without_a_reason")]

    def __str__(self) -> str:
        return f"Numbers of {self.saved_at:%Y-%m-%d}"

    @property
    def thresholds(self) -> Thresholds:
        """The stored thresholds. Names that this release doesn't know are ignored; missing ones get their default."""
        usual = Thresholds().as_dict()
        return Thresholds(**{name: self.values.get(name, number) for name, number in usual.items()})
