"""The forms of a check-in, and of the first numbers at sign-up."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms

from hinge_coach.fields import NUL, Chips, LineField, MaybeScoreField, ScoreField
from hinge_coach.tightness.models import LONGEST_NOTE, Situation


def note_field() -> forms.CharField:
    """One short line that the trainer reads."""
    return LineField(
        max_length=LONGEST_NOTE,
        required=False,
        label="A note for your trainer",
        error_messages={"max_length": f"Please keep this to {LONGEST_NOTE} letters or fewer.", **NUL},
    )


def note_for_doctor_field() -> forms.BooleanField:
    return forms.BooleanField(required=False, label="Also in my summary for a doctor")


class CheckInForm(forms.Form):
    """A check-in made now: the score, and optionally the situation."""

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Please open this page again.", "invalid": "Please open this page again."},
    )
    score = ScoreField(label="How tight is your low back now?")
    situation = forms.ChoiceField(
        choices=[("", "Nothing special"), *Situation.choices],
        required=False,
        widget=Chips,
        label="When did you notice the tightness?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    note = note_field()
    note_for_doctor = note_for_doctor_field()


class NumberNoteForm(forms.Form):
    """A note with a number that is stored already. Without words it takes the note away."""

    note = note_field()
    note_for_doctor = note_for_doctor_field()


class FirstNumbersForm(forms.Form):
    """The numbers of the sign-up, for today and, from memory, for the two days before. Each may be left out."""

    today = MaybeScoreField(label="How tight is it today?", no_number="I can’t say")
    yesterday = MaybeScoreField(label="And yesterday?", no_number="I don’t remember")
    day_before = MaybeScoreField(label="And the day before yesterday?", no_number="I don’t remember")

    prefix = "tight"

    def __init__(
        self, data: Any = None, *, days: Collection[int] = range(3), on: date | None = None, initial: Any = None
    ) -> None:
        """Asks for these days only: 0 is today, or `on` where that has ended meanwhile."""
        super().__init__(data, initial=initial)
        self.names = tuple(self.fields)
        for days_before, name in enumerate(self.names):
            if on:
                day = f"{on - timedelta(days=days_before):%A}"
                self.fields[name].label = f"And on {day}?" if days_before else f"How tight was it on {day}?"
            if days_before not in days:
                del self.fields[name]

    def numbers(self) -> tuple[int | None, ...]:
        """What was given, the latest day first; of a valid form."""
        return tuple(self.cleaned_data.get(name) for name in self.names)
