"""What a practice and a morning hand over."""

from typing import Any

from django import forms

from hinge_coach.tightness.forms import Chips, ScoreField
from lessons.models import Guess, Lesson


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
        self.fields["guess"].label = lesson.self_check["question"]
        self.fields["cue"].choices = [(cue, cue) for cue in lesson.cues]  # type: ignore[attr-defined]

    def clean_gentle(self) -> bool:
        return bool(self.cleaned_data["gentle"])
