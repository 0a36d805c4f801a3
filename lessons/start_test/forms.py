"""The form of the start test."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from django import forms

from hinge_coach.fields import Chips, MaybeScoreField
from lessons.start_test import wording
from lessons.start_test.placing import BowLevel, ChairLevel, StartAnswers, WallLevel

LEFT_OUT = "left-out"


def _level_field(label: str, labels: Mapping[Any, str], levels: type[IntEnum]) -> forms.TypedChoiceField:
    """Chips for the levels of one test and for leaving it out; cleans to a level, or to None."""
    return forms.TypedChoiceField(
        label=label,
        choices=[*((str(level.value), words) for level, words in labels.items()), (LEFT_OUT, wording.NOT_DONE)],
        coerce=lambda value: None if value == LEFT_OUT else levels(int(value)),
        widget=Chips,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Please choose one of these."),
    )


class StartTestForm(forms.Form):
    """The answers to the three tests, and the number before them, which may be left out."""

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Please open this page anew."),
    )
    before = MaybeScoreField(label="How tight is your low back now?", no_number="I’d rather not say")
    chair = _level_field("How did you sit down?", wording.CHAIR_LABELS, ChairLevel)
    wall = _level_field("How far from the wall were your heels at the last clean tap?", wording.WALL_LABELS, WallLevel)
    bow = _level_field("How low did your fingertips come?", wording.BOW_LABELS, BowLevel)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        tasks = ("chair", "wall", "bow")
        if not self.errors and all(cleaned[name] is None for name in tasks):
            self.add_error(None, "You left out all three. Please do at least one, or skip the test on Today.")
        return cleaned

    @property
    def answers(self) -> StartAnswers:
        """Of a valid form."""
        return StartAnswers(**{name: self.cleaned_data[name] for name in ("chair", "wall", "bow")})
