"""The pasted list of people to invite."""

from typing import Any

from django import forms

from hinge_coach.coaching.invitations.pasted import PastedLine, read_pasted
from hinge_coach.fields import UNWRITABLE, words_or_nothing

MOST_INVITED = 100
"""Lines at once. Each of them is a mail."""


class PastedField(forms.CharField):
    """People, one a line; cleans to the lines that aren't blank, with what is wrong in each."""

    widget = forms.Textarea
    default_error_messages = {
        "required": "Please paste one e-mail address at least.",
        "null_characters_not_allowed": UNWRITABLE,
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)  # so that lines are counted as they stand in the box

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text if words_or_nothing(text).strip() else ""

    def clean(self, value: Any) -> tuple[PastedLine, ...]:
        lines = read_pasted(super().clean(value))
        if len(lines) > MOST_INVITED:
            raise forms.ValidationError(
                f"Please paste at most {MOST_INVITED} people at once; these are {len(lines):,}. Nothing was sent."
            )
        return lines


class SeveralForm(forms.Form):
    people = PastedField(
        label="People to invite, one on each line",
        help_text=(
            "Each line holds an address alone, or a name as well, as in Maya Ortiz <maya@example.com>. You can also "
            f"paste columns of a spreadsheet: names and addresses. At most {MOST_INVITED} people at once."
        ),
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )
