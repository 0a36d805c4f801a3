"""What is written in a thread, what was seen of it, and what is looked for in it."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.fields import NUL, SPOILED_FORM, LineField, WordsField
from hinge_coach.wording import first_name
from lessons.messages.sending import OthersMessageError, send
from lessons.models import LONGEST_MESSAGE, Message, Practice

MOST_SEEN = 100  # words in view at once


class WrittenForm(forms.Form):
    """A note or a message. The page that shows the form makes the id, so that sending it again changes nothing."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": SPOILED_FORM, "required": SPOILED_FORM})
    text = WordsField(ask="Please write a line.", max_length=LONGEST_MESSAGE)

    def clean_id(self) -> uuid.UUID:
        key = cast("uuid.UUID", self.cleaned_data["id"])
        if key.version != 4:  # an id made up by hand, such as all zeros, could be that of somebody else's note
            raise forms.ValidationError(SPOILED_FORM)
        return key

    def clean(self) -> dict[str, Any]:
        if "id" in self.errors:
            self.add_error(None, SPOILED_FORM)  # a hidden field has no place for a sentence
        return self.cleaned_data

    def changed_id(self) -> uuid.UUID:
        """The id of these words where others are stored under that of the form.

        So it is where the answer never came, or somebody went back, and the words were changed and sent again.
        """
        return uuid.uuid5(self.cleaned_data["id"], self.cleaned_data["text"])

    @classmethod
    def empty(cls, **kwargs: Any) -> Self:
        return cls(initial={"id": uuid.uuid4()}, **kwargs)

    def renewed(self) -> Self:
        """The same words to send again, with a new id where the old one was spoiled."""
        if self.non_field_errors():
            self.data = {**{name: self.data.get(name) for name in self.fields}, "id": str(uuid.uuid4())}
        return self


class MessageForm(WrittenForm):
    """A word to the other side of a thread. `number` tells forms on one page apart, as that of the client."""

    # What the button says is done besides; declared, so that a form that comes too late knows it is nothing typed.
    then = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput, error_messages=NUL)

    def __init__(self, data: Any = None, *, to: str, number: int | None = None, **kwargs: Any) -> None:
        """`to`: whom the label names."""
        super().__init__(data, auto_id="message_%s" if number is None else f"message_{number}_%s", **kwargs)
        self.fields["text"].label = f"A message to {to}"
        self.fields["text"].widget.attrs |= {"rows": 2, "placeholder": f"Write to {to}"}

    def save(
        self,
        *,
        client: Client,
        by: Trainer | None,
        at: datetime,
        sent_at: datetime | None = None,
        practice: Practice | None = None,
    ) -> Message | None:
        """The word; where other words of theirs have the id already, both are kept.

        None where the id belongs to somebody else's word; then nothing is stored. Raises `Client.DoesNotExist`.
        """
        text = self.cleaned_data["text"]
        send_as = partial(send, client, by=by, practice=practice, sent_at=sent_at, text=text, at=at)
        try:
            sent = send_as(id=self.cleaned_data["id"])
            return sent if sent.text == text else send_as(id=self.changed_id())
        except OthersMessageError:
            self.add_error(None, SPOILED_FORM)
            return None


def composer_to(trainer: str | None) -> dict[str, object]:
    """What a client's page shows to write to the trainer: the first name, and the form. Nothing where there is none."""
    if trainer is None:
        return {}
    name = first_name(trainer) or "your trainer"
    return {"trainer_name": name, "message_form": MessageForm.empty(to=name)}


class SearchForm(forms.Form):
    """What is looked for in one thread."""

    q = LineField(
        required=False,
        max_length=100,
        label="Look for a word",
        error_messages={"max_length": "Please look for at most 100 letters.", **NUL},
        widget=forms.TextInput({"type": "search", "placeholder": "Look for a word"}),
    )

    def wanted(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


def seen_ids(data: QueryDict) -> set[uuid.UUID]:
    """The ids of the words that a page says were in view; what is no id is left out."""
    return set(_ids(data.getlist("seen")[:MOST_SEEN]))


def _ids(values: Iterable[str]) -> Iterable[uuid.UUID]:
    for value in values:
        try:
            yield uuid.UUID(value)
        except ValueError:
            continue
