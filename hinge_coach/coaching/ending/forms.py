"""Ending the coaching of a client: from which day on, and with which words."""

from datetime import date
from typing import Any

from django import forms

from hinge_coach.fields import WordsField

LATEST_DAYS = 366
"""A day farther ahead than this is more likely a slip of the finger than a plan."""


class EndingForm(forms.Form):
    """`today` is the client's own day. Cleans to a day, today or later, and to the words for the mail."""

    on = forms.DateField(
        label="From which day on?",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), "Please give a date, such as 2026-12-24."),
    )
    line = WordsField(
        ask="",
        required=False,
        max_length=300,
        rows=3,
        label="A few words of your own",
        help_text="They stand in the mail. Leave it empty, and the mail says it for you.",
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today
        self.fields["on"].widget.attrs["min"] = f"{today:%Y-%m-%d}"

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError("This day is over already. Please choose today or a later one.")
        if (on - self.today).days > LATEST_DAYS:
            raise forms.ValidationError("Please choose a day within the next twelve months.")
        return on
