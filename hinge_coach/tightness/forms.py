"""Scores from 0 to 10, and check-ins as people enter and correct them."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn, Situation

NOT_AT_ALL, AS_TIGHT_AS_IT_GETS = "not at all", "as tight as it gets"


class Scale(forms.RadioSelect):
    """Eleven large buttons that are one radio group, with words at the ends."""

    template_name = "forms/scale.html"

    def __init__(self, ends: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ends = ends

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["ends"] = self.ends
        return context


class Chips(forms.RadioSelect):
    """One word out of a few."""

    template_name = "forms/chips.html"


class ScoreField(forms.TypedChoiceField):
    """A whole number from 0 to 10; cleans to an int."""

    default_error_messages = {
        "required": "Please choose a number from 0 to 10.",
        "invalid_choice": "Please choose a whole number from 0 to 10.",
    }

    def __init__(self, *, ends: tuple[str, str] = (NOT_AT_ALL, AS_TIGHT_AS_IT_GETS), **kwargs: Any) -> None:
        choices = [(number, str(number)) for number in range(11)]
        super().__init__(choices=choices, coerce=int, widget=Scale(ends), **kwargs)


class CheckInForm(forms.Form):
    """One tap: how tight now, and in which situation if one wants to say."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Please open this page anew."})
    score = ScoreField(label="How tight is your low back now?")
    situation = forms.ChoiceField(
        choices=[("", "Nothing special"), *Situation.choices],
        required=False,
        widget=Chips,
        label="When did you notice it?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )


class EntryForm(CheckInForm):
    """The same at a time of one's own: to back-date, or to correct."""

    at = forms.DateTimeField(
        label="When was it?",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Please say when it was.", "invalid": "Please give a day and a time."},
    )

    field_order = ["id", "at", "score", "situation"]

    def __init__(self, *args: Any, client: Client, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.now = client, now or timezone.now()
        self.fields["score"].label = "How tight was your low back?"
        self.fields["at"].help_text = f"In your time zone, {client.user.zone.replace('_', ' ')}."

    def clean_at(self) -> datetime:
        """The wall time that was typed, as the client's zone has it; Django read it in the site's zone."""
        typed: datetime = self.cleaned_data["at"]
        at = typed.replace(tzinfo=self.client.user.tz)
        if at > self.now + timedelta(minutes=1):
            raise forms.ValidationError("This is in the future. Please give a time that has been.")
        if at < self.now - timedelta(days=366 * 2):
            raise forms.ValidationError("This is more than two years ago. Please give a later day.")
        return at

    @classmethod
    def of(cls, check_in: CheckIn, data: Any = None) -> "EntryForm":
        at = check_in.at.astimezone(check_in.client.user.tz).replace(tzinfo=None)
        initial = {"id": check_in.pk, "score": check_in.score, "situation": check_in.situation, "at": at}
        return cls(data, initial=initial, client=check_in.client)
