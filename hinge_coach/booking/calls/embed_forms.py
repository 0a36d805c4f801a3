"""The form of a call inside a frame on another site."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core import signing

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.forms import CallForm

TOKEN_SALT = "hinge_coach.booking.embed"  # noqa: S105
TOKEN_LASTS = timedelta(hours=2)

TOO_OLD = "This form was open for a long time, so it was not taken. Please look it over, and press the button again."
SPOILED_TOKEN = "This form came back incomplete, so it was not taken. Please press the button again."  # noqa: S105


class EmbeddedCallForm(CallForm):
    """The visitor's form with a signed token in the place of a cookie.

    Browsers keep cookies from frames of other sites, so the token that Django compares with a cookie can't work here.
    It isn't needed either: it keeps another site from using what a visitor may do because they are signed in, and here
    nobody is. Whoever sends this form may do no more than anybody with a browser. The token makes a form be fetched
    before it is sent, once for each call, and soon; the limits against robots hold as on the site's own page.
    """

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def empty(cls, trainer: Trainer, now: datetime, typed: Mapping[str, Any]) -> "EmbeddedCallForm":
        form = cast("EmbeddedCallForm", super().empty(trainer, now, typed))
        form.initial["token"] = form_token(str(form.initial["id"]))
        return form

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        signer = signing.TimestampSigner(salt=TOKEN_SALT)
        try:
            is_of_this_form = signer.unsign(data.get("token", ""), max_age=TOKEN_LASTS) == str(self.data.get("id"))
        except signing.SignatureExpired:
            self.add_error(None, TOO_OLD)
        except signing.BadSignature:
            self.add_error(None, SPOILED_TOKEN)
        else:
            if not is_of_this_form:
                self.add_error(None, SPOILED_TOKEN)
        return data

    def renewed(self) -> "EmbeddedCallForm":
        """The same form to send again, with a token for two more hours."""
        form = cast("EmbeddedCallForm", super().renewed())
        form.data = {**form.data, "token": form_token(str(form.data.get("id", "")))}
        return form


def form_token(form_id: str) -> str:
    """A token for the form with this id, good for two hours."""
    return signing.TimestampSigner(salt=TOKEN_SALT).sign(form_id)
