"""Scores from 0 to 10, and check-ins as people enter and correct them."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django import forms

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.zones import city
from hinge_coach.tightness.models import CheckIn, Situation

LONGEST_BACK = timedelta(days=366 * 2)
WALL_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", re.ASCII)  # as browsers send it
SLACK = timedelta(minutes=1)  # clocks differ a little
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


class WallTimeField(forms.DateTimeField):
    """A day and a time as a clock on the wall shows them; cleans to a datetime without a zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"required": "Please say when it was.", "invalid": "Please give a day and a time."}

    def to_python(self, value: Any) -> datetime | None:
        """Django would read it in the site's zone, and stumble over the clock changes there."""
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if WALL_TIME.fullmatch(text):
            with suppress(ValueError):
                return datetime.fromisoformat(text)
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class EntryForm(CheckInForm):
    """A check-in at a time of one's own. Cleans to the values that ``CheckIn.record`` takes."""

    at = WallTimeField(label="When was it?")

    field_order = ["id", "at", "score", "situation"]

    def __init__(self, *args: Any, client: Client, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.now = client, now
        self.fields["score"].label = "How tight was your low back?"
        self.fields["at"].widget.attrs["max"] = f"{now.astimezone(client.user.tz):%Y-%m-%dT%H:%M}"
        self.fields["at"].help_text = f"By the clock in {city(client.user.zone)}, your time zone."

    def clean_at(self) -> datetime:
        """As the client's zone has it. In an hour that came twice, when clocks went back, it is the first time."""
        typed: datetime = self.cleaned_data["at"]
        at = typed.replace(tzinfo=self.client.user.tz)
        if at < self.now - LONGEST_BACK:
            raise forms.ValidationError("This is more than two years ago. Please give a later day.")
        if at > self.now + SLACK:
            raise forms.ValidationError("This is still to come. Please give a time that has been.")
        at = at.astimezone(UTC)
        if at.astimezone(self.client.user.tz).replace(tzinfo=None) != typed:
            raise forms.ValidationError(
                "The clocks went forward over this time, so it never was. Please give one before or after."
            )
        return at

    def renewed(self) -> Self:
        """The same form to send again: with a new id where that was spoiled."""
        if "id" in self.errors:
            self.data = {**{name: self.data.get(name) for name in self.fields}, "id": str(uuid4())}
        return self


class CorrectionForm(EntryForm):
    """What can be put right in a check-in: of one from a practice, its number. Cleans to what ``correct`` takes."""

    def __init__(self, data: Any = None, *, check_in: CheckIn, now: datetime) -> None:
        self.check_in = check_in
        self.wall = check_in.at.astimezone(check_in.client.user.tz).replace(tzinfo=None, second=0, microsecond=0)
        initial = {"score": check_in.score, "situation": check_in.situation, "at": self.wall}
        super().__init__(data, initial=initial, client=check_in.client, now=now)
        for name in ["id", "at", "situation"] if check_in.is_of_a_practice else ["id"]:
            del self.fields[name]

    def clean_at(self) -> datetime:
        """Left as it stood it is the same instant, to the second, also in an hour that came twice."""
        return self.check_in.at if self.cleaned_data["at"] == self.wall else super().clean_at()

    def clean(self) -> dict[str, Any]:
        kept = {"at": self.check_in.at, "situation": self.check_in.situation}
        return {**kept, **self.cleaned_data}
