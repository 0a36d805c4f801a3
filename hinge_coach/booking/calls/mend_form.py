"""The form that corrects the name, address or number of a call, for its visitor and for the trainer."""

from typing import Any
from uuid import uuid4

from django import forms

from hinge_coach.booking.calls.email_field import AskingEmailField, AskingEmailInput
from hinge_coach.booking.calls.forms import NO_NUMBER_TO_CALL, clean_phone
from hinge_coach.booking.calls.mending import Details
from hinge_coach.booking.models import Call
from hinge_coach.booking.wording import field_errors
from hinge_coach.fields import SPOILED_FORM, LineField


class CallMendForm(forms.Form):
    """Filled in with what is stored. `id` is made with the page, so that a second press is recognized."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SPOILED_FORM, "invalid": SPOILED_FORM})
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
        help_text="Another address gets a new link, and the old one stops working.",
        error_messages={
            **field_errors("your e-mail address", 254),
            "invalid": "This doesn't look like an e-mail address. It needs an @ and a name after it.",
        },
    )
    phone = LineField(
        label="Phone",
        max_length=60,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text="An extension goes last: ext. 12.",
        error_messages=field_errors("the number to call you at", 60),
    )

    def __init__(self, data: Any = None, *, call: Call, for_trainer: bool = False) -> None:
        self.call = call
        initial = {"id": uuid4(), "name": call.name, "email": call.email, "phone": call.phone_words}
        super().__init__(data, initial=initial)
        if for_trainer:
            for name, label in (("name", "Their name"), ("email", "Their e-mail"), ("phone", "Their phone")):
                self.fields[name].label = label
                self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        clean_phone(self, self.call.tz, NO_NUMBER_TO_CALL)
        return data

    def details(self) -> Details:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Details(name=data["name"], email=data["email"], phone=data["phone"], extension=data["extension"])
