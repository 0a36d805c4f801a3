"""The numbers of the rules in the hands of the trainer."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db import transaction

from hinge_coach.accounts.models import User
from hinge_coach.fields import NUL, WordsField
from hinge_coach.wording import capitalize
from lessons.models import RuleSet
from lessons.rules.thresholds import Thresholds
from lessons.rules.views import threshold_rows
from lessons.summary.refreshing import mark_all_stale

THRESHOLD_GROUPS = (
    ("Scores", ("rise", "fine_score", "acceptable", "very_high", "jump")),
    ("Days looked at", ("flare_days", "week_days", "usual_days")),
    ("Moving on", ("good", "of_last", "effort")),
    ("Stepping back", ("missed", "rose")),
    ("The day after", ("night_hours", "answer_days")),
    ("Talks", ("talk_weeks",)),
    (
        "How often we ask; it decides nothing else",
        ("steady_sessions", "steady_days", "settled_sessions", "settled_days"),
    ),
)

HIGHEST_NUMBER = 999


class RulesForm(forms.Form):
    """The numbers of the rules. Cleans to `thresholds` and `note`; a senseless set is refused with the reason.

    `tried` holds the fingerprint of the numbers that were last tried on the past: only those can be saved.
    """

    note = WordsField(
        label="Why do you change them?",
        ask="Please say why, for whoever reads the history.",
        max_length=2000,
        required=False,
        help_text="The history below shows it.",
    )
    tried = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput, error_messages=NUL)

    def __init__(self, data: Any = None, *, in_force: Thresholds) -> None:
        super().__init__(data, initial=in_force.as_dict())
        self.in_force = in_force
        error = f"Please give a whole number from 0 to {HIGHEST_NUMBER}."
        for row in threshold_rows(in_force):
            self.fields[row.name] = forms.IntegerField(
                label=capitalize(row.words),
                min_value=0,
                max_value=HIGHEST_NUMBER,
                help_text=f"The site came with {row.usual}: {row.source}.",
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), error),
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Title and fields of each group, as the page shows them."""
        return [(title, [self[name] for name in names]) for title, names in THRESHOLD_GROUPS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["thresholds"] = Thresholds(**{name: cleaned[name] for name in self.in_force.as_dict()})
            for problem in cleaned["thresholds"].problems():
                self.add_error(problem.name or None, problem.sentence)
        return cleaned

    @property
    def thresholds(self) -> Thresholds:
        return cast("Thresholds", self.cleaned_data["thresholds"])

    @property
    def is_changed(self) -> bool:
        return self.thresholds != self.in_force

    @property
    def fingerprint(self) -> str:
        """The typed numbers and those in force: the result of a try holds for these two sets alone."""
        numbers = [*self.thresholds.as_dict().values(), *self.in_force.as_dict().values()]
        return "-".join(map(str, numbers))

    @property
    def is_tried(self) -> bool:
        return bool(self.cleaned_data["tried"] == self.fingerprint)

    @transaction.atomic
    def save(self, *, by: User, at: datetime) -> RuleSet:
        """Stores the numbers. What the desk shows of each client is worked out anew with them."""
        rule_set = RuleSet.objects.create(
            values=self.thresholds.as_dict(), note=self.cleaned_data["note"], by=by, saved_at=at
        )
        mark_all_stale()
        return rule_set
