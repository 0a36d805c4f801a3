"""What the trainer writes and decides about one client."""

import uuid
from datetime import datetime
from typing import Any, Self, cast

from django import forms
from django.db import transaction

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.models import Note
from hinge_coach.fields import SPOILED_FORM, WordsField
from hinge_coach.safety.models import Closure
from lessons.models import Lesson, Message, Move, Track, move_client
from lessons.practice.position import Position

FINISHED = "finished"


class WrittenForm(forms.Form):
    """A note or a message. The page that shows the form makes the id, so that sending it again changes nothing."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": SPOILED_FORM, "required": SPOILED_FORM})
    text = WordsField(ask="There is nothing here yet. Please write a line.", max_length=4000)
    model: type[Note] | type[Message]

    def clean_id(self) -> uuid.UUID:
        key = cast("uuid.UUID", self.cleaned_data["id"])
        if key.version != 4:  # an id made up by hand, such as all zeros, could be that of somebody else's note
            raise forms.ValidationError(SPOILED_FORM)
        return key

    def clean(self) -> dict[str, Any]:
        if "id" in self.errors:
            self.add_error(None, SPOILED_FORM)  # a hidden field has no place for a sentence
        return self.cleaned_data

    @classmethod
    def empty(cls, **kwargs: Any) -> Self:
        return cls(initial={"id": uuid.uuid4()}, **kwargs)

    def renewed(self) -> Self:
        """The same words to send again, with a new id where the old one was spoiled."""
        if self.non_field_errors():
            self.data = {**{name: self.data.get(name) for name in self.fields}, "id": str(uuid.uuid4())}
        return self

    def save(self, *, client: Client, by: Trainer, at: datetime) -> bool:
        """False where the id belongs to something about another client; then nothing is stored."""
        values = {"client": client, "by": by, "text": self.cleaned_data["text"], "written_at": at}
        row, is_new = self.model._default_manager.get_or_create(id=self.cleaned_data["id"], defaults=values)
        if not is_new and row.client_id != client.pk:
            self.add_error(None, SPOILED_FORM)
            return False
        return True


class NoteForm(WrittenForm):
    model = Note

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="note_%s", **kwargs)
        self.fields["text"].label = "A note to yourself"


class MessageForm(WrittenForm):
    model = Message

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="message_%s", **kwargs)
        self.fields["text"].help_text = "It stands at the top of their Today page."

    def address_to(self, name: str) -> None:
        """Puts the client's name into the label."""
        # Of the bound field: a form that was sent has read the label of the field already.
        self["text"].label = f"A word to {name}"


class PositionForm(forms.Form):
    """Where a client stands on one track, decided by the trainer."""

    track = forms.ChoiceField(
        choices=Track.choices,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": SPOILED_FORM, "required": SPOILED_FORM},
    )
    lesson = forms.ChoiceField(
        label="The next lesson",
        error_messages={
            "required": "Please choose a lesson.",
            "invalid_choice": "This is not a lesson of this path. Please choose one from the list.",
        },
    )
    easier = forms.BooleanField(required=False, label="Begin with the easier version")
    note = WordsField(
        ask="Please say why, so that it can be read later.",
        max_length=2000,
        rows=2,
        label="Why?",
        help_text="Kept with the move, and in what they can download.",
    )

    def __init__(self, data: Any = None, *, track: str, lessons: list[Lesson], **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{track}_%s", **kwargs)
        self.lessons = {lesson.slug: lesson for lesson in lessons if lesson.track == track}
        choices = [(slug, f"{lesson.number}. {lesson.title}") for slug, lesson in self.lessons.items()]
        self.fields["lesson"].choices = [*choices, (FINISHED, "The whole path is done")]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, position: Position, *, refused: "PositionForm | None") -> "PositionForm":
        """The form of this track: the one that was refused, if it is of this track, or a fresh one."""
        if refused is not None and refused.data.get("track") == position.track:
            return refused
        lesson = FINISHED if position.finished else position.next.slug
        initial = {"track": position.track, "lesson": lesson, "easier": position.easier}
        return cls(track=position.track, lessons=list(position.lessons), initial=initial)

    def save(self, *, client: Client, by: Trainer, at: datetime) -> Move | None:
        """The move, with the trainer and the reason; None where the client stands there already."""
        slug, note = self.cleaned_data["lesson"], self.cleaned_data["note"]
        finished = slug == FINISHED
        lesson = list(self.lessons.values())[-1] if finished else self.lessons[slug]
        easier = self.cleaned_data["easier"] and not finished
        with transaction.atomic():
            return move_client(
                client=client, lesson=lesson, at=at, finished=finished, easier=easier, by=by.user, note=note
            )


class LiftForm(forms.Form):
    """Why practice opens again."""

    note = WordsField(
        ask="Please say what has changed, so that it can be read later.",
        max_length=2000,
        rows=2,
        label="What has changed?",
        help_text="Whom they saw, say, and what was said. Kept here, and in what they can download.",
    )

    def save(self, closure: Closure, *, by: Trainer, at: datetime) -> None:
        closure.lift(by=by.user, note=self.cleaned_data["note"], at=at)
