"""Listing a site of the trainer's that may show the call form in a frame."""

from typing import Any

from django import forms
from django.conf import settings

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.origins import OriginError, OriginFlaw, read_origin
from hinge_coach.booking.models import EmbedOrigin
from hinge_coach.fields import NUL, LineField

MOST_ORIGINS = 10

FLAW_SENTENCES = {
    OriginFlaw.OPAQUE: "This stands for no site of yours. Please write one address, such as https://blog.example.com.",
    OriginFlaw.WILDCARD: "A star would let in sites that aren't yours. Please add each address by itself.",
    OriginFlaw.SCHEME: "The address has to begin with https://, such as https://blog.example.com.",
    OriginFlaw.USER: "Please leave out the name before the @.",
    OriginFlaw.PATH: "Only the address of the whole site, please, and no page of it: https://blog.example.com.",
    OriginFlaw.HOST: "This doesn't look like the address of a site. Please copy it from your browser's address bar.",
    OriginFlaw.PORT: "What stands behind the colon has to be a number from 1 to 65535. Most sites need none.",
}


class EmbedOriginForm(forms.Form):
    """The address of one site; at most `MOST_ORIGINS`, each once."""

    origin = LineField(
        label="Address of your site",
        max_length=300,
        widget=forms.URLInput({"autocomplete": "off", "placeholder": "https://blog.example.com"}),
        help_text="As it stands in the browser's address bar, up to the first single slash.",
        error_messages={
            "required": "Please write the address of your site.",
            "max_length": "This is too long for the address of a site. Please leave out what stands behind the name.",
            **NUL,
        },
    )

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        self.trainer = trainer
        super().__init__(*args, **kwargs)

    def clean_origin(self) -> str:
        try:
            origin = read_origin(self.cleaned_data["origin"], allows_here=settings.DEBUG)
        except OriginError as error:
            raise forms.ValidationError(FLAW_SENTENCES[error.flaw]) from None
        listed = set(self.trainer.embed_origins.values_list("origin", flat=True))
        if origin in listed:
            raise forms.ValidationError(f"{origin} is in the list already.")
        if len(listed) >= MOST_ORIGINS:
            raise forms.ValidationError(f"{MOST_ORIGINS} sites are the most. Please remove one first.")
        return origin

    def save(self) -> EmbedOrigin:
        origin, _ = EmbedOrigin.objects.get_or_create(trainer=self.trainer, origin=self.cleaned_data["origin"])
        return origin
