"""The morning answer, the if-then plan, and the news that were seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from hinge_coach.fields import UNWRITABLE, ScoreField

PLAIN_WORDS = {"max_length": "Please keep this to 120 letters or fewer.", "null_characters_not_allowed": UNWRITABLE}

PLANS = (
    ("I feel the chair behind my calves", "my hips go back first"),
    ("I open the dishwasher", "I fold at the hips and my back stays long"),
    ("I pick up a kid or a bag", "I get close, hug it and stand up"),
    ("the other side serves", "I drop into ready"),
)

OWN = "own"


class MorningForm(forms.Form):
    """The answer to a morning mail: eleven buttons, each of which submits the form."""

    score = ScoreField(label="How tight is your low back this morning?")
    score.widget.template_name = "forms/presses.html"


@dataclass(frozen=True)
class ShownSince:
    """A page shows the moves since `seen_at`; None where it shows them all."""

    seen_at: datetime | None

    def or_earlier(self, seen_at: datetime | None) -> datetime | None:
        """The earlier of the two."""
        return None if self.seen_at is None or seen_at is None else min(self.seen_at, seen_at)


class NewsSeenForm(forms.Form):
    """The news on Today, up to the newest move among them, made at `shown_at`."""

    shown_at = forms.DateTimeField()

    @classmethod
    def shown_since(cls, data: Mapping[str, str]) -> ShownSince | None:
        """What `news_since` of a page says: since when it shows moves. None where it says nothing that can be read."""
        if not data.get("news_since"):
            return ShownSince(None) if "news_since" in data else None
        form = cls({"shown_at": data["news_since"]})
        return ShownSince(form.cleaned_data["shown_at"]) if form.is_valid() else None


class PlanForm(forms.Form):
    """The if-then plan: one of `PLANS`, or the client's own words. Cleans to `when` and `then`."""

    chosen = forms.ChoiceField(
        choices=[(str(number), f"When {when}, then {then}.") for number, (when, then) in enumerate(PLANS)]
        + [(OWN, "My own words, below")],
        widget=forms.RadioSelect({"class": "ticks"}),
        label="Choose one",
        error_messages={"required": "Please choose one.", "invalid_choice": "Please choose one of these."},
    )
    when = forms.CharField(label="When …", required=False, max_length=120, error_messages=PLAIN_WORDS)
    then = forms.CharField(label="then …", required=False, max_length=120, error_messages=PLAIN_WORDS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("chosen", "")
        if chosen.isdecimal():
            cleaned["when"], cleaned["then"] = PLANS[int(chosen)]
        elif chosen == OWN:
            for name, ask in (("when", "Please say when it happens."), ("then", "Please say what you do then.")):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ask)
        return cleaned
