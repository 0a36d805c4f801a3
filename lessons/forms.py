"""What a practice and a morning hand over."""

from decimal import Decimal
from typing import Any

from django import forms

from hinge_coach.tightness.forms import Chips, ScoreField
from lessons.measures import Measure, number
from lessons.models import Guess, Lesson


def measure_field(measure: Measure) -> forms.Field:
    """Chips where the answers are few, else a whole number. Left out it is None."""
    if measure.choices:
        return forms.TypedChoiceField(
            choices=[(str(value), number(value)) for value in measure.choices],
            coerce=Decimal,
            empty_value=None,
            required=False,
            widget=Chips,
            label=measure.question,
            error_messages={"invalid_choice": "Please choose one of these."},
        )
    wrong = f"Please give a whole number from 0 to {measure.most}, or leave it out."
    return forms.IntegerField(
        min_value=0,
        max_value=measure.most,
        required=False,
        label=measure.question,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class PracticeForm(forms.Form):
    """One practice from the first score to the last. Cleans to the values that ``practising.record`` takes."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Please open this page anew."})
    before = ScoreField(label="How tight is your low back now?")
    gentle = forms.ChoiceField(
        choices=[("", "As written"), ("yes", "The easier version")],
        required=False,
        widget=Chips,
        label="Which version today?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    guess = forms.ChoiceField(
        choices=Guess.choices,
        widget=Chips,
        error_messages={"required": "Please say how it went.", "invalid_choice": "Please choose one of these."},
    )
    passed = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "Not yet")],
        coerce=lambda value: value == "yes",
        widget=Chips,
        label="Did you reach it today?",
        error_messages={"required": "Please say yes or not yet.", "invalid_choice": "Please say yes or not yet."},
    )
    effort = ScoreField(label="How hard was it?", ends=("no effort", "all I had"))
    cue = forms.ChoiceField(
        required=False,
        widget=Chips,
        label="Which words helped most?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    after = ScoreField(label="And how tight is your low back after it?")

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lesson.measure:
            self.fields["measure"] = measure_field(lesson.measure)
        self.fields["guess"].label = lesson.self_check["question"]
        self.fields["cue"].choices = [(cue, cue) for cue in lesson.cues]  # type: ignore[attr-defined]

    def clean_gentle(self) -> bool:
        return bool(self.cleaned_data["gentle"])
