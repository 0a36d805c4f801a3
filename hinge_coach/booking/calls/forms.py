"""Booking, moving and cancelling a call."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from hinge_coach.accounts import phones
from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.zones.fields import ZoneField, ZoneSelect
from hinge_coach.booking.availability.forms import StartField
from hinge_coach.booking.calls.email_field import AskingEmailField, AskingEmailInput
from hinge_coach.booking.calls.intake_form import IntakeForm
from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.calls.source import SourceField
from hinge_coach.booking.local_time import place_name
from hinge_coach.booking.models import rules_of
from hinge_coach.booking.wording import field_errors
from hinge_coach.fields import SPOILED_FORM, LineField

NO_NUMBER_TO_CALL = "This doesn't look like a number we can call. Try it with + and the country code: +1 202 555 0143."

STAMP_SALT = "hinge_coach.booking.opened"

# How each clock writes the same time.
CLOCKS = [("12", "2:30 pm"), ("24", "14:30")]

# In the order of the page.
VISIBLE_FIELDS = (
    "zone",
    "start",
    "name",
    "email",
    "phone",
    "about",
    "tightness",
    "tight_when",
    "tried",
    "answers",
    "taster",
)

HIDDEN_FIELDS = ("id", "opened", "clock", "nickname")


class CallForm(IntakeForm):
    """The visitor's form. `shown` is the zone in which the times on the page are written."""

    says_link_sent = False

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SPOILED_FORM, "invalid": SPOILED_FORM})
    opened = forms.CharField(widget=forms.HiddenInput, error_messages={"required": SPOILED_FORM})
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    # `autocomplete`: a browser that brings back an earlier choice would show it above the times of another zone.
    zone = ZoneField(
        widget=ZoneSelect({"data-follow-zone": "", "autocomplete": "off", "aria-describedby": "zone_hint"})
    )
    clock = forms.ChoiceField(required=False, choices=CLOCKS, error_messages={"invalid_choice": SPOILED_FORM})
    start = StartField()
    name = LineField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages=field_errors("your name", 80),
    )
    email = AskingEmailField(
        label="E-mail",
        max_length=254,
        widget=AskingEmailInput({"autocomplete": "email"}),
        help_text="For the link to move or cancel the call.",
        error_messages={
            **field_errors("your e-mail address", 254),
            "invalid": "This doesn't look like an e-mail address. It needs an @ and a name after it.",
        },
    )
    phone = LineField(
        label="Phone",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text="From another country, begin with + and the country code. An extension goes last: ext. 12.",
        error_messages=field_errors("the number to call you at", 40),
    )
    about = forms.CharField(
        label="What is going on?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text="A line is plenty: when your low back feels tight.",
        error_messages=field_errors("what is going on", 2000),
    )
    source = SourceField(required=False, widget=forms.HiddenInput)
    # A honeypot: people don't see this field, robots fill it in.
    nickname = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args: Any, trainer: Trainer, now: datetime, **kwargs: Any) -> None:
        self.trainer, self.now = trainer, now
        super().__init__(*args, **kwargs)
        if self.is_bound or self.initial.pop("zone_chosen", False):
            self.fields["zone"].widget.attrs["data-chosen"] = ""
        self.guesses_clock = not self.is_bound and self.initial.pop("guesses_clock", False)

    @classmethod
    def empty(cls, trainer: Trainer, now: datetime, typed: Mapping[str, Any]) -> "CallForm":
        """A form that was not sent yet, filled in with what was `typed` so far or is known of the visitor.

        `guessed_clock` in it stands in where no clock was chosen.
        """
        clock = typed.get("guessed_clock", "12")
        fresh = {"id": uuid4(), "opened": open_stamp(now), "zone": trainer.zone, "clock": clock}
        filled = {name: typed[name] for name in cls.base_fields if typed.get(name)}
        if filled.get("clock") not in dict(CLOCKS):
            filled.pop("clock", None)
        guesses = {"zone_chosen": "zone" in filled, "guesses_clock": "clock" not in filled}
        return cls(initial={**fresh, **filled, **guesses}, trainer=trainer, now=now)

    def clean_id(self) -> UUID:
        call_id = cast("UUID", self.cleaned_data["id"])
        if call_id.version != 4:  # the form hands out random ids; any other could be somebody else's call
            raise forms.ValidationError(SPOILED_FORM)
        return call_id

    def clean_opened(self) -> str:
        """Refuses a form sent within two seconds: nobody reads the times and types a phone number that quickly."""
        try:
            opened = float(signing.Signer(salt=STAMP_SALT).unsign(self.cleaned_data["opened"]))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(SPOILED_FORM) from None
        if self.now.timestamp() - opened < getattr(settings, "CALL_FORM_SECONDS", 2):
            raise forms.ValidationError("That was very quick. Please press the button again.")
        return cast("str", self.cleaned_data["opened"])

    def clean_nickname(self) -> str:
        if self.cleaned_data["nickname"]:
            raise forms.ValidationError("A field that should stay empty was filled in. Please send the form again.")
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone:
            clean_phone(self, zone, NO_NUMBER_TO_CALL)
        if data.get("answers") and data.get("none_of_these"):
            self.add_error("answers", "You checked “none of these” as well. Please uncheck one or the other.")
        if zone and data.get("shown") and data["shown"] != zone.key:
            self.add_error(
                "zone", f"The times are now in {place_name(zone)}. Please check yours, and send the form again."
            )
        return data

    def booking_request(self) -> BookingRequest:
        """What a valid form asks for."""
        data = self.cleaned_data
        return BookingRequest(
            id=data["id"],
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            extension=data["extension"],
            about=data["about"],
            zone=data["zone"],
            starts_at=data["start"],
            has_24h_clock=data["clock"] == "24",
            tightness=data["tightness"],
            tight_when=data["tight_when"],
            tried=data["tried"],
            answers=data["answers"] if data["answers"] or data["none_of_these"] else None,
            taster=data["taster"] if data["attach_taster"] else "",
            keeps_answers=data["keeps_answers"],
            source=data["source"],
        )

    @property
    def contact(self) -> tuple[str, str, str]:
        """Address, number and extension, as far as they can be read; what can't is empty."""
        address, phone, extension = (self.cleaned_data.get(name) or "" for name in ("email", "phone", "extension"))
        return address, phone, extension

    def after_link(self) -> "CallForm":
        """The same form to send again, without errors, where the link of another call was asked for."""
        form = type(self).empty(self.trainer, self.now, as_typed(self.data))
        form.says_link_sent = True
        return form

    @property
    def has_call_already(self) -> bool:
        """Whether it was refused because a call is booked already with this address or number."""
        return self.has_error(NON_FIELD_ERRORS, "booked_already")

    def problems(self) -> list[tuple[str, str]]:
        """Pairs of an anchor and an error, for the list at the top: a phone shows only a part of this form at once."""
        return [
            (str(self[name].id_for_label), str(error)) for name in VISIBLE_FIELDS for error in self.errors.get(name, [])
        ]

    @property
    def first_problem(self) -> str:
        """The name of the field to mend first, where the focus goes; empty where there is none."""
        return next((name for name in VISIBLE_FIELDS if name in self.errors), "")

    def unseen_errors(self) -> list[str]:
        """The errors of fields that are not visible on the page, each sentence once."""
        return list(dict.fromkeys(str(error) for name in HIDDEN_FIELDS for error in self.errors.get(name, [])))

    def renewed(self) -> "CallForm":
        """The same form to send again, with a new id and stamp where those were spoiled, and an empty honeypot."""
        replacements = {"id": str(uuid4()), "opened": open_stamp(self.now)}
        fresh = {name: value for name, value in replacements.items() if SPOILED_FORM in self.errors.get(name, [])}
        self.data = {**as_typed(self.data), **fresh, "nickname": ""}
        if self.first_problem:
            self.fields[self.first_problem].widget.attrs["autofocus"] = True
        return self


def clean_phone(form: forms.Form, zone: ZoneInfo, sentence: str) -> None:
    """Puts the number in E.164 into the cleaned data, and its `extension`; the `sentence` beside what is no number.

    A number without a country code is read as one of the country of the `zone`.
    """
    typed = form.cleaned_data.get("phone")
    if not typed:
        return
    number = phones.read_phone(typed, zone.key)
    if number is None:
        form.add_error("phone", sentence)
    else:
        form.cleaned_data |= {"phone": number.e164, "extension": number.extension}


def as_typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, by field name; of the safety questions the list of all that were ticked."""
    typed: dict[str, Any] = {name: data[name] for name in data}
    if isinstance(data, QueryDict):
        typed["answers"] = data.getlist("answers")
    return typed


def open_stamp(now: datetime) -> str:
    """When a form was handed out, in signed seconds since 1970."""
    return signing.Signer(salt=STAMP_SALT).sign(str(int(now.timestamp())))


LENGTHS = (15, 20, 30, 45, 60, 90)  # minutes, as suggestions; any number is taken

SHORTEST_CALL, LONGEST_CALL = 5, 180  # minutes

LENGTH_SENTENCE = f"Please give a number of minutes from {SHORTEST_CALL} to {LONGEST_CALL}."

# Another length loads the times for it by htmx; without htmx the button beside the field does.
SHOW_LENGTH = {
    "list": "lengths",
    "hx-post": "",
    "hx-trigger": "change",
    "hx-vals": '{"show": "1"}',
    "hx-target": "#slots",
    "hx-swap": "outerHTML",
}


class MinutesField(forms.IntegerField):
    """The length of a call in minutes; None where nothing was written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            min_value=SHORTEST_CALL,
            max_value=LONGEST_CALL,
            widget=forms.NumberInput(SHOW_LENGTH),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), LENGTH_SENTENCE),
            **kwargs,
        )


class BehalfForm(forms.Form):
    """The trainer books for somebody, as on the phone. Times are on the trainer's own clock.

    A call of another kind has a title; without one it is a free call.
    """

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SPOILED_FORM, "invalid": SPOILED_FORM})
    title = LineField(
        label="What kind of call?",
        required=False,
        max_length=60,
        help_text="Such as “Review”. Left empty, it is a free call.",
        error_messages=field_errors("what kind of call it is", 60),
    )
    minutes = MinutesField(label="Length, in minutes")
    start = StartField()
    name = LineField(label="Their name", max_length=80, error_messages=field_errors("their name", 80))
    email = AskingEmailField(
        label="Their e-mail",
        max_length=254,
        widget=AskingEmailInput({"autocomplete": "off"}),
        error_messages={
            **field_errors("their e-mail address", 254),
            "invalid": "This doesn't look like an e-mail address.",
        },
    )
    phone = LineField(
        label="Their phone",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
        error_messages=field_errors("the number to call them at", 40),
    )
    zone = ZoneField(label="Their time zone")
    about = forms.CharField(
        label="What is going on?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages=field_errors("what is going on", 2000),
    )

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.attrs.pop("data-guess-zone", None)  # the zone is theirs, not this browser's
        self.usual_minutes = rules_of(trainer).length_minutes

    @classmethod
    def empty(cls, trainer: Trainer, typed: Mapping[str, Any]) -> "BehalfForm":
        """A form that was not sent yet, filled in with what was `typed` so far."""
        filled = {name: typed[name] for name in cls.base_fields if typed.get(name)}
        form = cls(initial={"id": uuid4(), "zone": trainer.zone, **filled}, trainer=trainer)
        form.initial.setdefault("minutes", form.usual_minutes)
        return form

    @property
    def shown_minutes(self) -> int:
        """The length that the list of times is for: the one in the form, or the usual one where that is none."""
        with suppress(forms.ValidationError):
            return self.fields["minutes"].clean(self["minutes"].value()) or self.usual_minutes
        return self.usual_minutes

    @property
    def length_problem(self) -> str:
        """A sentence where the length in a form that was not sent yet makes no sense; else empty."""
        try:
            self.fields["minutes"].clean(self["minutes"].value())
        except forms.ValidationError:
            return "" if self.is_bound else LENGTH_SENTENCE
        return ""

    @property
    def first_problem(self) -> str:
        """The name of the field to correct first, where the focus goes; empty where there is none."""
        return next((field.name for field in self.visible_fields() if field.errors), "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone:
            clean_phone(self, zone, "This doesn't look like a number. Try it with + and the country code.")
        return data

    def booking_request(self) -> BookingRequest:
        """What a valid form asks for."""
        data = dict(self.cleaned_data)
        return BookingRequest(starts_at=data.pop("start"), minutes=data.pop("minutes") or self.usual_minutes, **data)


class MoveForm(forms.Form):
    start = StartField()

    first_problem = "start"


class CancelForm(forms.Form):
    reason = LineField(label="Why?", required=False, max_length=300, error_messages=field_errors("why", 300))
