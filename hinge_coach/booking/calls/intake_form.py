"""What a visitor may tell before the call. Nobody has to answer any of it."""

from django import forms

from hinge_coach.booking.models import Call
from hinge_coach.booking.wording import field_errors
from hinge_coach.fields import SPOILED_FORM, LineField
from hinge_coach.safety.screening import QUESTIONS, RETIRED

QUESTION_FIELDS = ("tightness", "tight_when", "tried", "answers", "none_of_these", "keeps_answers")

TASTER_FIELDS = ("taster", "attach_taster")


class IntakeForm(forms.Form):
    """Three questions, and where the two-minute hinge (the taster) was felt."""

    tightness = forms.TypedChoiceField(
        label="How tight is it, from 0 to 10?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "I'd rather not say"),
            (0, "0, not at all"),
            *((n, str(n)) for n in range(1, 10)),
            (10, "10, most"),
        ],
        error_messages={"invalid_choice": "Leave this out, or choose a number from 0 to 10."},
    )
    tight_when = LineField(
        label="When is it tight?",
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=field_errors("when it is tight", 120),
    )
    tried = forms.CharField(
        label="What have you tried?",
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
        error_messages=field_errors("what you have tried", 600),
    )
    answers = forms.MultipleChoiceField(
        required=False,
        # Retired ones too: the page may have been opened before they were.
        choices=[(question.code, question.text) for question in (*QUESTIONS, *RETIRED)],
        error_messages={"invalid_choice": SPOILED_FORM, "invalid_list": SPOILED_FORM},
    )
    none_of_these = forms.BooleanField(required=False)
    keeps_answers = forms.BooleanField(required=False)
    taster = forms.ChoiceField(
        required=False, choices=Call.Felt.choices, error_messages={"invalid_choice": "Please choose one of the three."}
    )
    attach_taster = forms.BooleanField(required=False)

    @property
    def tells_more(self) -> bool:
        """Whether the questions are shown open: something is filled in there, and must be seen."""
        return any(self[name].value() for name in QUESTION_FIELDS)

    @property
    def tastes(self) -> bool:
        """Whether the taster is shown open."""
        return any(self[name].value() for name in TASTER_FIELDS)

    @property
    def ticked(self) -> list[str]:
        """The codes of the safety questions that are ticked."""
        return self["answers"].value() or []
