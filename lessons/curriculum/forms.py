"""The questions which variations of lessons fit a client."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from hinge_coach.accounts.models import Client
from hinge_coach.fields import Ticks
from hinge_coach.safety.forms import GROUP_TEMPLATE
from hinge_coach.safety.screening import QUESTIONS
from lessons.models import VariationAnswer
from lessons.models.variation import Variation, contradiction

NO_VARIATION = "none"


class VariationsField(forms.MultipleChoiceField):
    """One group of check boxes, "None of these" the last. Cleans to kinds."""

    widget = Ticks

    def __init__(self, kinds: Iterable[Variation], *, required: str, **kwargs: Any) -> None:
        super().__init__(
            choices=[*((kind.value, kind.question) for kind in kinds), (NO_VARIATION, "None of these")],
            error_messages={
                "required": required,
                "invalid_choice": "Please check only what is on this list.",
                "invalid_list": "Please check only what is on this list.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> tuple[Variation, ...]:
        codes: list[str] = super().clean(value)
        kinds = tuple(kind for kind in Variation if kind in codes)
        if sentence := contradiction(kinds, is_none=NO_VARIATION in codes):
            raise forms.ValidationError(sentence)
        return kinds


class VariationForm(forms.Form):
    """All variations, on /me/."""

    variations = VariationsField(
        Variation,
        required="Please check what fits you, or “None of these”.",
        label="Does one of these fit you?",
        help_text="Check all that fit. Your lessons then show what to do instead. Your trainer sees it, too.",
    )

    def __init__(self, data: Any = None, *, answer: VariationAnswer | None = None) -> None:
        # "None of these" is checked again only where it was said about all of them.
        kinds = answer.kinds if answer else ()
        is_none = answer is not None and not answer.kinds and not answer.unanswered
        super().__init__(data, initial={"variations": [NO_VARIATION] if is_none else [*map(str, kinds)]})

    def save(self, client: Client, *, at: datetime, is_first: bool = False) -> None:
        """Stores the answer. With `is_first`, what was answered earlier stays as it is."""
        VariationAnswer.record(client, self.cleaned_data["variations"], at=at, is_first=is_first)


SAFETY_KINDS = tuple(kind for kind in Variation if kind.matters_for_safety)
_IN_SCREENING = tuple(kind for kind in SAFETY_KINDS if kind in {question.code for question in QUESTIONS})
_BESIDE_SCREENING = tuple(kind for kind in SAFETY_KINDS if kind not in _IN_SCREENING)


class SafetyVariationForm(forms.Form):
    """The variations that matter for safety, below the safety questions, without those that are among these."""

    fits = VariationsField(
        _BESIDE_SCREENING,
        required="Please check what is true for you, or “None of these”.",
        template_name=GROUP_TEMPLATE,
        label="On your feet",
        help_text="This doesn’t stop you. Your lessons show what to do instead.",
    )

    @staticmethod
    def ticks(answer: VariationAnswer | None) -> dict[str, list[str]]:
        """The initial values that show a stored answer again."""
        if answer is None or set(_BESIDE_SCREENING) & set(answer.unanswered):
            return {}
        return {"fits": [kind.value for kind in _BESIDE_SCREENING if kind in answer.kinds] or [NO_VARIATION]}

    def save(self, client: Client, *, screening: Iterable[str], at: datetime) -> None:
        """Stores the answer, and what the codes answered with yes in the safety questions say about it."""
        told = set(_IN_SCREENING) & set(screening)
        VariationAnswer.record(client, {*self.cleaned_data["fits"], *told}, at=at, asked=SAFETY_KINDS)
