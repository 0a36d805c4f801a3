"""The public page of the rules, printed from the rows and thresholds that decide."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.tightness.usual import FIRST_DAYS
from lessons.models import RuleSet
from lessons.rules.operating_characteristics import SIMULATED
from lessons.rules.page_wording import DECISION_EFFECTS
from lessons.rules.table import CLIENT_RULES, LESSON_RULES, ClientRule, LessonRule
from lessons.rules.talks import TALK_RULES
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


@dataclass(frozen=True, kw_only=True)
class ShownRule:
    """A row of the table as the page shows it."""

    rule: ClientRule | LessonRule
    words: str

    @property
    def then(self) -> str:
        """The decision in words."""
        return DECISION_LABELS[self.rule.decision]


def shown_rules(rules: Sequence[ClientRule] | Sequence[LessonRule], thresholds: Thresholds) -> tuple[ShownRule, ...]:
    return tuple(ShownRule(rule=rule, words=rule.words(thresholds)) for rule in rules)


@require_safe
@same_for_everybody
@public
def how_it_decides(request: SiteRequest) -> HttpResponse:
    thresholds = RuleSet.objects.in_force()
    numbers = threshold_rows(thresholds)
    context = {
        "client_rules": shown_rules(CLIENT_RULES, thresholds),
        "lesson_rules": shown_rules(LESSON_RULES, thresholds),
        "effects": [(label, DECISION_EFFECTS[decision]) for decision, label in DECISION_LABELS.items()],
        "talks": [(rule, rule.words(thresholds)) for rule in TALK_RULES],
        "numbers": numbers,
        "is_changed": any(number.is_changed for number in numbers),
        "thresholds": thresholds,
        "first_days": FIRST_DAYS,
        "simulated": SIMULATED,
        "nav": "safety",
    }
    return render(request, "lessons/rules/how_it_decides.html", context)
