"""How the site decides, told in public from the very rows and numbers that decide."""

from dataclasses import dataclass, fields

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from lessons.models import RuleSet
from lessons.rules.table import RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision

LABELS = {  # from the most careful to the most daring
    Decision.STOP: "stop",
    Decision.REGRESS: "a step back",
    Decision.HOLD: "stay",
    Decision.PROGRESS: "move on",
}


@dataclass(frozen=True, kw_only=True)
class ThresholdRow:
    """One threshold: what it means, what it is now, what it came as, and where it is from."""

    name: str
    words: str
    value: int
    usual: int
    source: str

    @property
    def is_changed(self) -> bool:
        return self.value != self.usual


def threshold_rows(thresholds: Thresholds) -> tuple[ThresholdRow, ...]:
    usual = Thresholds()
    return tuple(
        ThresholdRow(
            name=each.name,
            words=each.metadata["words"],
            value=getattr(thresholds, each.name),
            usual=getattr(usual, each.name),
            source=each.metadata["source"],
        )
        for each in fields(Thresholds)
    )


def differences(rule_set: RuleSet) -> tuple[ThresholdRow, ...]:
    """What in a set differs from the usual numbers."""
    return tuple(each for each in threshold_rows(rule_set.thresholds) if each.is_changed)


@require_safe
@public
def how_it_decides(request: SiteRequest) -> HttpResponse:
    thresholds = RuleSet.objects.in_force()
    rows = [(rule, rule.words(thresholds), LABELS[rule.decision]) for rule in RULES]
    context = {"rows": rows, "numbers": threshold_rows(thresholds), "thresholds": thresholds, "nav": "safety"}
    return render(request, "lessons/how_it_decides.html", context)
