"""The public page of the rules, printed from the rows and thresholds that decide."""

from dataclasses import dataclass, fields

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from lessons.models import RuleSet
from lessons.rules.table import RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.wording import DECISION_LABELS


@dataclass(frozen=True, kw_only=True)
class ThresholdRow:
    """One threshold: what it means, its value, the usual value, and where that comes from."""

    name: str
    words: str
    value: int
    usual: int
    source: str

    @property
    def is_changed(self) -> bool:
        return self.value != self.usual


def threshold_rows(thresholds: Thresholds) -> tuple[ThresholdRow, ...]:
    """A row for each threshold, in the order of `Thresholds`."""
    usual = Thresholds()
    return tuple(
        ThresholdRow(
            name=field.name,
            words=field.metadata["words"],
            value=getattr(thresholds, field.name),
            usual=getattr(usual, field.name),
            source=field.metadata["source"],
        )
        for field in fields(Thresholds)
    )


def differences(rule_set: RuleSet) -> tuple[ThresholdRow, ...]:
    """The thresholds of a set that differ from the usual ones."""
    return tuple(row for row in threshold_rows(rule_set.thresholds) if row.is_changed)


@require_safe
@public
def how_it_decides(request: SiteRequest) -> HttpResponse:
    thresholds = RuleSet.objects.in_force()
    rows = [(rule, rule.words(thresholds), DECISION_LABELS[rule.decision]) for rule in RULES]
    context = {"rows": rows, "numbers": threshold_rows(thresholds), "thresholds": thresholds, "nav": "safety"}
    return render(request, "lessons/rules/how_it_decides.html", context)
