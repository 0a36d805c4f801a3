"""The safety questions, and planned pauses."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction

from hinge_coach.accounts.models import Client, User
from hinge_coach.safety.models import Pause, pause_on
from hinge_coach.safety.screening import QUESTIONS, Level
from hinge_coach.wording import spoken

LONGEST_PAUSE = timedelta(days=366)


class ScreeningForm(forms.Form):
    """The safety questions as three groups of tick-boxes; `answers` cleans to the codes ticked."""

    emergency = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Today, or new in the last few weeks, do you have any of these?",
        choices=[(q.code, q.text) for q in QUESTIONS if q.level == Level.EMERGENCY],
    )
    today = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Any of these?",
        choices=[(q.code, q.text) for q in QUESTIONS if q.level == Level.TODAY],
    )
    refer = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="And any of these?",
        choices=[(q.code, q.text) for q in QUESTIONS if q.level == Level.REFER],
    )
    none_of_these = forms.BooleanField(required=False, label="None of these is true for me")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        answers = [code for group in ("emergency", "today", "refer") for code in cleaned.get(group, [])]
        if not self.errors and not answers and not cleaned.get("none_of_these"):
            self.add_error("none_of_these", "Please tick what is true for you, or tick this box.")
        if answers and cleaned.get("none_of_these"):
            self.add_error("none_of_these", "You ticked something above as well. Please untick one or the other.")
        cleaned["answers"] = answers
        return cleaned


class ClearedForm(forms.Form):
    cleared = forms.BooleanField(
        label="I have seen a doctor or physiotherapist, and they are happy for me to practice",
        error_messages={"required": "Please tick this once you have been."},
    )


class PauseForm(forms.Form):
    """A planned pause from today: travel, illness. Set by the client or by the trainer."""

    until = forms.DateField(
        label="Until, the last day of it",
        required=False,
        help_text="Leave it empty when nobody knows yet.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a date, such as 2026-12-24."},
    )

    def __init__(self, data: Any = None, *, client: Client, today: date) -> None:
        super().__init__(data, auto_id="pause_%s")
        self.client, self.today = client, today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < self.today:
            raise forms.ValidationError("This day has passed. Please give today or a later day.")
        if until and until > self.today + LONGEST_PAUSE:
            raise forms.ValidationError("This is more than a year away. Please give an earlier day, or none.")
        following = self.client.pauses.filter(begins_on__gt=self.today).order_by("begins_on").first()
        if following and (until is None or until >= following.begins_on):
            begins = spoken(following.begins_on)
            raise forms.ValidationError(f"Another pause begins on {begins}. Please give a day before it.")
        return until

    def save(self, *, by: User) -> None:
        """Starts a pause today, or gives the current one a new last day."""
        with transaction.atomic():
            self.client.lock()
            running = pause_on(self.client, self.today) or Pause(client=self.client, begins_on=self.today, by=by)
            running.ends_on = self.cleaned_data["until"]
            running.save()

    @staticmethod
    def end(client: Client, *, today: date) -> None:
        """Ends the current pause with yesterday; one that began today is deleted."""
        running = client.pauses.covering(today)
        running.filter(begins_on=today).delete()
        running.update(ends_on=today - timedelta(days=1))
