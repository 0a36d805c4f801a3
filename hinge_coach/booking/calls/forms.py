"""Booking, moving and cancelling a call."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core import signing
from django.http import QueryDict

from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.zones.fields import ZoneField, ZoneSelect
from hinge_coach.booking.availability.forms import SHOW_TIMES, StartField
from hinge_coach.booking.calls import phones
from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.local_time import place_name
from hinge_coach.booking.models import Call
from hinge_coach.fields import LineField
from hinge_coach.safety.screening import QUESTIONS

SPOILED = "This form came back incomplete. Please send it once more."


def line_errors(what: str, longest: int) -> dict[str, str]:
    """The sentences beside a field."""
    return {
        "required": f"Please tell us {what}.",
        "max_length": f"Please keep this to {longest} letters or fewer.",
        "null_characters_not_allowed": "This holds a character that can't be written down. Please type it again.",
    }


VISIBLE = ("zone", "name", "email", "phone", "about", "tightness", "tight_when", "tried", "answers", "taster")

TELL_MORE = ("tightness", "tight_when", "tried", "answers", "none_of_these", "keeps_answers")

TASTER = ("taster", "attach_taster")

BEFORE_FIRST = "Leave this out, or choose a number from 0 to 10."


class CallForm(forms.Form):
    """The visitor's form. `shown` is the zone in which the times on the page are written."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SPOILED, "invalid": SPOILED})
    opened = forms.CharField(widget=forms.HiddenInput, error_messages={"required": SPOILED})
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    zone = ZoneField(widget=ZoneSelect(attrs=SHOW_TIMES))
    start = StartField()
    name = LineField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages=line_errors("your name", 80),
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="For the confirmation, and the link to move or cancel.",
        error_messages={
            **line_errors("your e-mail address", 254),
            "invalid": "This doesn't look like an e-mail address. It needs an @ and a name after it.",
        },
    )
    phone = LineField(
        label="Phone",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text="The number to ring you on. From another country, begin with + and the country code.",
        error_messages=line_errors("the number to ring you on", 40),
    )
    about = forms.CharField(
        label="What is going on?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="A line is plenty: when your low back feels tight, what you would like to do again.",
        error_messages=line_errors("what is going on", 2000),
    )
    # Three more questions; nobody has to answer them.
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
        error_messages={"invalid_choice": BEFORE_FIRST},
    )
    tight_when = LineField(
        label="When is it tight?",
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=line_errors("when it is tight", 120),
    )
    tried = forms.CharField(
        label="What have you tried?",
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
        error_messages=line_errors("what you have tried", 600),
    )
    answers = forms.MultipleChoiceField(
        required=False,
        choices=[(question.code, question.text) for question in QUESTIONS],
        error_messages={"invalid_choice": SPOILED, "invalid_list": SPOILED},
    )
    none_of_these = forms.BooleanField(required=False)
    keeps_answers = forms.BooleanField(required=False)
    taster = forms.ChoiceField(
        required=False, choices=Call.Felt.choices, error_messages={"invalid_choice": "Please choose one of the three."}
    )
    attach_taster = forms.BooleanField(required=False)
    # People don't see this one; robots fill it in.
    nickname = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args: Any, trainer: Trainer, now: datetime, **kwargs: Any) -> None:
        self.trainer, self.now = trainer, now
        super().__init__(*args, **kwargs)
        if self.is_bound or self.initial.pop("zone_chosen", False):
            self.fields["zone"].widget.attrs["data-chosen"] = ""

    @classmethod
    def empty(cls, trainer: Trainer, now: datetime, typed: Mapping[str, Any]) -> "CallForm":
        """A form nobody has sent yet, holding what is known or was `typed` so far."""
        fresh = {"id": uuid4(), "opened": open_stamp(now), "zone": trainer.zone}
        kept = {name: typed[name] for name in cls.base_fields if typed.get(name)}
        return cls(initial={**fresh, **kept, "zone_chosen": "zone" in kept}, trainer=trainer, now=now)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_id(self) -> UUID:
        wanted = cast("UUID", self.cleaned_data["id"])
        if wanted.version != 4:  # a made-up id could be somebody else's too
            raise forms.ValidationError(SPOILED)
        return wanted

    def clean_opened(self) -> str:
        """Nobody reads the times and types a phone number within two seconds."""
        try:
            opened = float(signing.Signer(salt=STAMP).unsign(self.cleaned_data["opened"]))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(SPOILED) from None
        if self.now.timestamp() - opened < getattr(settings, "CALL_FORM_SECONDS", 2):
            raise forms.ValidationError("That was very quick. Please press the button once more.")
        return cast("str", self.cleaned_data["opened"])

    def clean_nickname(self) -> str:
        if self.cleaned_data["nickname"]:
            raise forms.ValidationError("A field that should stay empty was filled in. Please send the form once more.")
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone"):
            number = phones.parse_phone(data["phone"], zone.key)
            if number is None:
                self.add_error(
                    "phone",
                    "This doesn't look like a number we can ring. Try it with + and the country code: +1 202 555 0143.",
                )
            data["phone"] = number
        if data.get("answers") and data.get("none_of_these"):
            self.add_error("answers", "You ticked “none of these” as well. Please untick one or the other.")
        if zone and data.get("shown") and data["shown"] != zone.key:
            self.add_error(
                "zone", f"The times are now in {place_name(zone)}. Please check yours, and send the form again."
            )
        return data

    def wish(self) -> BookingRequest:
        data = self.cleaned_data
        return BookingRequest(
            id=data["id"],
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            about=data["about"],
            zone=data["zone"],
            starts_at=data["start"],
            tightness=data["tightness"],
            tight_when=data["tight_when"],
            tried=data["tried"],
            answers=data["answers"] if data["answers"] or data["none_of_these"] else None,
            taster=data["taster"] if data["attach_taster"] else "",
            keeps_answers=data["keeps_answers"],
        )

    @property
    def tells_more(self) -> bool:
        """Whether the three questions are open: where something was typed there, it must be seen."""
        return any(self[name].value() for name in TELL_MORE)

    @property
    def tastes(self) -> bool:
        return any(self[name].value() for name in TASTER)

    @property
    def ticked(self) -> list[str]:
        return self["answers"].value() or []

    def problems(self) -> list[tuple[str, str]]:
        """Where and what, for the list at the head of the page: a phone shows only a part of this form at once."""
        places = {"start": "times", **{name: str(self[name].id_for_label) for name in VISIBLE}}
        return [(places[name], str(error)) for name in places for error in self.errors.get(name, [])]

    def unseen_errors(self) -> list[str]:
        """Sentences of fields that have no place on the page, each once."""
        return list(
            dict.fromkeys(str(error) for name in ("id", "opened", "nickname") for error in self.errors.get(name, []))
        )

    def renewed(self) -> "CallForm":
        """The same form to send again: a new id and stamp where those were spoiled, the robot's field empty."""
        spoiled = {"id": str(uuid4()), "opened": open_stamp(self.now)}
        fresh = {name: value for name, value in spoiled.items() if SPOILED in self.errors.get(name, [])}
        self.data = {**as_typed(self.data), **fresh, "nickname": ""}
        return self


def as_typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, by field; of tick-boxes all that were ticked."""
    typed: dict[str, Any] = {name: data[name] for name in data}
    if isinstance(data, QueryDict):
        typed["answers"] = data.getlist("answers")
    return typed


STAMP = "hinge_coach.booking.opened"


def open_stamp(now: datetime) -> str:
    """When a form was handed out, signed."""
    return signing.Signer(salt=STAMP).sign(str(int(now.timestamp())))


class BehalfForm(forms.Form):
    """The trainer books for somebody, as on the phone. Times are on the trainer's own clock."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SPOILED, "invalid": SPOILED})
    start = StartField()
    name = LineField(label="Their name", max_length=80, error_messages=line_errors("their name", 80))
    email = forms.EmailField(
        label="Their e-mail",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            **line_errors("their e-mail address", 254),
            "invalid": "This doesn't look like an e-mail address.",
        },
    )
    phone = LineField(
        label="Their phone",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
        error_messages=line_errors("the number to ring them on", 40),
    )
    zone = ZoneField(label="Their time zone")
    about = forms.CharField(
        label="What is going on?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages=line_errors("what is going on", 2000),
    )

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.attrs.pop("data-guess-zone", None)  # it is theirs, not this browser's

    @classmethod
    def empty(cls, trainer: Trainer, typed: Mapping[str, Any]) -> "BehalfForm":
        kept = {name: typed[name] for name in cls.base_fields if typed.get(name)}
        return cls(initial={"id": uuid4(), "zone": trainer.zone, **kept}, trainer=trainer)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone"):
            number = phones.parse_phone(data["phone"], zone.key)
            if number is None:
                self.add_error("phone", "This doesn't look like a number. Try it with + and the country code.")
            data["phone"] = number
        return data

    def wish(self) -> BookingRequest:
        return BookingRequest(
            starts_at=self.cleaned_data["start"], **{k: v for k, v in self.cleaned_data.items() if k != "start"}
        )


class MoveForm(forms.Form):
    start = StartField()


class CancelForm(forms.Form):
    reason = LineField(
        label="Why?",
        required=False,
        max_length=300,
        error_messages=line_errors("why", 300),
    )
