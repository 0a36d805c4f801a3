"""What people tell us about themselves, checked at the door and handed over as domain values."""

import unicodedata
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, SignupForm
from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.db import transaction

from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.models import MORNING_HOURS, Client, Pause, Trainer, User
from hinge_coach.accounts.screening import QUESTIONS, Level
from hinge_coach.accounts.zones import ZoneField, city

LONGEST_PAUSE = timedelta(days=366)
UNWRITABLE = "This holds a character that can't be written down. Please type it again."
# These turn the direction of the text after them, also of text that isn't theirs.
TURNS_TEXT = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class LineField(forms.CharField):
    """One line of anybody's writing: line breaks and other control characters become spaces."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        # NUL stays in, for the validator to refuse it with a sentence.
        one_line = "".join(" " if unicodedata.category(c) == "Cc" and c != "\0" else c for c in text)
        return " ".join(one_line.translate(TURNS_TEXT).split())


class NameField(LineField):
    """A name of up to 80 letters in any script, as it goes into subjects of mails."""

    default_error_messages = {
        "required": "Please tell us what to call you.",
        "max_length": "Please use at most 80 letters.",
        "null_characters_not_allowed": UNWRITABLE,
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)


class PersonForm(forms.Form):
    """Name and zone, as on the first entry and on /me/."""

    name = NameField(label="What should we call you?", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    zone = ZoneField(help_text="So that a morning is your morning. Please correct it if it is wrong.")

    def save(self, user: User) -> None:
        zone: ZoneInfo = self.cleaned_data["zone"]
        user.name, user.zone = self.cleaned_data["name"], zone.key
        user.save(update_fields=["name", "zone"])


class ScreeningForm(forms.Form):
    """The safety questions as three groups of tick-boxes; cleans to the codes that got a yes."""

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


class WelcomeForm(PersonForm):
    """The first entry: who you are, and whether we may keep what you report."""

    consent = forms.BooleanField(
        label="I agree that this site keeps what I report about my body, for me and my trainer to see",
        error_messages={"required": "Without this we can't keep your reports. You can read every lesson without it."},
    )


class ClearedForm(forms.Form):
    cleared = forms.BooleanField(
        label="I have seen a doctor or physiotherapist, and they are happy for me to practise",
        error_messages={"required": "Please tick this once you have been."},
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        error_messages={
            "required": "Please type their e-mail address.",
            "invalid": "This does not look like an e-mail address.",
            "max_length": "This is too long for an e-mail address.",
            "null_characters_not_allowed": UNWRITABLE,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = NameField(required=False, label="Their name, if you know it")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if Client.objects.filter(user__email__iexact=email).exists():
            raise forms.ValidationError("This person is your client already.")
        if Trainer.objects.filter(user__email__iexact=email).exists():
            raise forms.ValidationError("This is the trainer's own address.")
        return email


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
            begins = f"{following.begins_on.day} {following.begins_on:%B}"
            raise forms.ValidationError(f"Another pause begins on {begins}. Please give a day before it.")
        return until

    def save(self, *, by: User) -> None:
        """A new pause, or a new last day for the one that runs."""
        with transaction.atomic():
            Client.objects.select_for_update().get(pk=self.client.pk)  # two posts at once take turns
            running = self.client.pause_on(self.today) or Pause(client=self.client, begins_on=self.today, by=by)
            running.ends_on = self.cleaned_data["until"]
            running.save()

    @staticmethod
    def end(client: Client, *, today: date) -> None:
        """What has been stays on the chart; one that began today never was."""
        running = client.pauses.covering(today)
        running.filter(begins_on=today).delete()
        running.update(ends_on=today - timedelta(days=1))


class MorningMailForm(forms.Form):
    """Whether the morning question comes by mail, and when. Cleans to an hour of the client's own clock, or None."""

    OFF = "off"

    hour = forms.ChoiceField(
        label="When should it come?",
        choices=[(OFF, "Never: no morning mail"), *((str(hour), f"At {hour}:00 am") for hour in MORNING_HOURS)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Please choose one of these."),
    )

    def __init__(self, data: Any = None, *, client: Client) -> None:
        super().__init__(data, auto_id="morning_%s", initial={"hour": str(client.morning_hour or self.OFF)})
        self.client = client
        self.fields["hour"].help_text = f"By the clock in {city(client.user.zone)}, your time zone."

    def clean_hour(self) -> int | None:
        hour: str = self.cleaned_data["hour"]
        return None if hour == self.OFF else int(hour)

    def save(self) -> None:
        self.client.morning_hour = self.cleaned_data["hour"]
        self.client.save(update_fields=["morning_hour"])


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label="Yes, erase everything about me. I know that this can't be undone",
        error_messages={"required": "Please tick this, so that nobody erases by a slip."},
    )


class SignInForm(RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"])

    def clean_email(self) -> str:
        """A stranger who asks in somebody's name uses up tries of their own, not that person's."""
        who = f"{address_of(context.request)} {self.cleaned_data['email'].lower()}"
        if not ratelimit.consume(context.request, action="request_login_code_from_here", key=who):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_email())


class JoinForm(SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"])


def _in_our_words(email: forms.Field) -> None:
    email.label = "E-mail"
    email.widget.attrs.pop("placeholder", None)
    email.error_messages["required"] = "Please type your e-mail address."
    email.error_messages["invalid"] = "This does not look like an e-mail address."


class PasskeyField(forms.JSONField):
    """JSON as a browser sends it; what the parser itself gives up on is invalid, too."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        return None  # a passkey answer is never shown again


UNREADABLE = "This passkey is not known here, or your browser could not show it. Please sign in with a mailed code."


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey; what no browser would send is refused like a passkey that isn't known."""

    credential = PasskeyField(widget=forms.HiddenInput, error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except (forms.ValidationError, KeyError, TypeError, ValueError, AttributeError):
            raise forms.ValidationError(UNREADABLE) from None


NOT_SENT = "Your browser sent no passkey that we can read. Please try it again."


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    credential = PasskeyField(widget=forms.HiddenInput, error_messages={"required": NOT_SENT, "invalid": NOT_SENT})
    name = NameField(required=False, label="A name to tell it by")
    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label="It signs me in by itself",
        help_text="Without this it is a second step, after the mailed code.",
    )

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except (forms.ValidationError, KeyError, TypeError, ValueError, AttributeError):
            raise forms.ValidationError(NOT_SENT) from None
        return cleaned
