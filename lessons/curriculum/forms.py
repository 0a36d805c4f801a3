"""The question which variations of lessons fit a client."""

from datetime import datetime
from typing import Any

from django import forms

from hinge_coach.accounts.models import Client
from lessons.models import VariationAnswer
from lessons.models.variation import Variation, contradiction

NO_VARIATION = "none"


class VariationForm(forms.Form):
    """One group of check boxes, "none of these" the last. Cleans to kinds, and to None where nothing was ticked.

    On the welcome page nothing may be ticked: that is no answer yet, and Today asks once more. Elsewhere it has to be
    one.
    """

    variations = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Does one of these fit you?",
        help_text="Check all that fit. Your lessons then show what to do instead. Your trainer sees it, too.",
        choices=[*((kind.value, kind.question) for kind in Variation), (NO_VARIATION, "None of these")],
        error_messages={"invalid_choice": "Please check only what is on this list."},
    )

    def __init__(self, data: Any = None, *, answer: VariationAnswer | None = None, needs_answer: bool = True) -> None:
        ticked = None if answer is None else [*map(str, answer.kinds)] or [NO_VARIATION]
        super().__init__(data, initial={"variations": ticked})
        self.needs_answer = needs_answer

    def clean_variations(self) -> tuple[Variation, ...] | None:
        codes: list[str] = self.cleaned_data["variations"]
        if not codes and self.needs_answer:
            raise forms.ValidationError("Please check what fits you, or “None of these”.")
        kinds = tuple(kind for kind in Variation if kind in codes)
        if sentence := contradiction(kinds, is_none=NO_VARIATION in codes):
            raise forms.ValidationError(sentence)
        return kinds if codes else None

    def save(self, client: Client, *, at: datetime, is_first: bool = False) -> None:
        """Stores the answer, if there is one. With `is_first`, one that is stored already stays as it is."""
        kinds: tuple[Variation, ...] | None = self.cleaned_data["variations"]
        if kinds is not None:
            VariationAnswer.record(client, kinds, at=at, is_first=is_first)
