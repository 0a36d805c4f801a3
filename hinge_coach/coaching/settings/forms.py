"""The trainer as everybody sees them."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction

from hinge_coach.accounts import phones
from hinge_coach.accounts.models import MORNING_HOURS, Trainer
from hinge_coach.accounts.zones.fields import ZoneField
from hinge_coach.fields import NUL, Chips, NameField, WordsField

NO_DIGEST = "off"


class YesNoField(forms.TypedChoiceField):
    """Cleans to a bool; to None where the page is from before the field existed, which leaves it as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            choices=[("yes", "Yes"), ("no", "No")],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=Chips,
            error_messages={"invalid_choice": "Please choose yes or no."},
            **kwargs,
        )


class SettingsForm(forms.Form):
    """The trainer as everybody sees them."""

    name = NameField(label="Your name", widget=forms.TextInput({"autocomplete": "name"}))
    zone = ZoneField(help_text="Your hours for calls are read in it.")
    phone = forms.CharField(
        required=False,
        max_length=32,
        label="Your phone, as people should see it",
        error_messages={"max_length": "Please use at most 32 letters and digits.", **NUL},
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    bio = WordsField(
        ask="",
        required=False,
        max_length=1200,
        rows=5,
        label="About you",
        help_text="A few sentences for the home page.",
    )
    message_mail = YesNoField(
        label="A mail when a client has written?", help_text="It says who, and not what. None comes at night."
    )
    allow_signup = forms.BooleanField(required=False, label="Anyone may sign up without an invitation")
    digest_hour = forms.ChoiceField(
        required=False,
        label="A mail in the morning: how many clients need a word",
        help_text="It says nothing about anybody: a number, a link, and which of your calendars is not read.",
        choices=[(NO_DIGEST, "Never: no mail"), *((str(hour), f"At {hour}:00 am") for hour in MORNING_HOURS)],
        error_messages={"invalid_choice": "Please choose one of these."},
    )

    has_keys = YesNoField(
        label="Keys on the desk?", help_text="Such as j and k for the next client and the one before; ? lists them."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.attrs = {}  # chosen once: no script guesses a zone here

    @classmethod
    def of(cls, trainer: Trainer, data: Any = None) -> "SettingsForm":
        """The form with what is stored; `data` is what was typed over it."""
        stored = {"phone": trainer.phone, "bio": trainer.bio, "allow_signup": trainer.allow_signup}
        stored["message_mail"] = "yes" if trainer.message_mail else "no"
        stored["has_keys"] = "yes" if trainer.has_keys else "no"
        stored["digest_hour"] = str(trainer.digest_hour or NO_DIGEST)
        return cls(data, initial={"name": trainer.user.name, "zone": trainer.user.zone, **stored})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone") and phones.parse_phone(data["phone"], zone.key) is None:
            self.add_error("phone", "This doesn't look like a number. Try it with + and the country code.")
        return data

    @transaction.atomic
    def save(self, trainer: Trainer) -> None:
        user, data = trainer.user, self.cleaned_data
        if user.tz.key != data["zone"].key:  # what other calendars say without a zone is read in this one
            trainer.busy_calendars.update(etag="", last_modified="")
        user.name, user.zone = data["name"], data["zone"].key
        user.save(update_fields=["name", "zone"])
        trainer.phone, trainer.bio, trainer.allow_signup = data["phone"], data["bio"], data["allow_signup"]
        if data["message_mail"] is not None:
            trainer.message_mail = data["message_mail"]
        if data["has_keys"] is not None:
            trainer.has_keys = data["has_keys"]
        if hour := data["digest_hour"]:  # a page from before this field existed doesn't send it
            trainer.digest_hour = None if hour == NO_DIGEST else int(hour)
        trainer.save(update_fields=["phone", "bio", "message_mail", "allow_signup", "digest_hour", "has_keys"])
