"""One check-in."""

from django import forms

from hinge_coach.fields import Chips, ScoreField
from hinge_coach.tightness.models import Situation


class CheckInForm(forms.Form):
    """One tap: how tight now, and in which situation if one wants to say."""

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
