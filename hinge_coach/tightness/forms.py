"""The form of one check-in."""

from django import forms

from hinge_coach.fields import Chips, ScoreField
from hinge_coach.tightness.models import Situation


class CheckInForm(forms.Form):
    """A check-in made now: the score, and optionally the situation."""

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Please open this page anew.", "invalid": "Please open this page anew."},
    )
    score = ScoreField(label="How tight is your low back now?")
    situation = forms.ChoiceField(
        choices=[("", "Nothing special"), *Situation.choices],
        required=False,
        widget=Chips,
        label="When did you notice it?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
