"""What the trainer writes and decides about one client."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.models import Note
from hinge_coach.fields import NUL, SPOILED_FORM, WordsField
from hinge_coach.safety.models import Closure
from lessons.messages.forms import WrittenForm
from lessons.models import Lesson, Move, NewUsual, Talk, Track, move_client
from lessons.practice.deciding import decide_again
from lessons.practice.position import Position

FINISHED = "finished"


class NoteForm(WrittenForm):
    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="note_%s", **kwargs)
        self.fields["text"].label = "A note to yourself"

    def save(self, *, client: Client, by: Trainer, at: datetime) -> bool:
        """Where other words about the client have the id already, both are kept.

        False where the id belongs to a note about another client; then nothing is stored.
        """
        text = self.cleaned_data["text"]
        values = {"client": client, "by": by, "text": text, "written_at": at}
        note, is_new = Note.objects.get_or_create(id=self.cleaned_data["id"], defaults=values)
        if not is_new and note.client_id != client.pk:
            self.add_error(None, SPOILED_FORM)
            return False
        if note.text != text:
            Note.objects.get_or_create(id=self.changed_id(), defaults=values)
        return True


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
            "invalid_choice": "This is not a lesson of this track. Please choose one from the list.",
        },
    )
    easier = forms.BooleanField(required=False, label="Begin with the easier version")
    note = WordsField(
        ask="Please say why, so that it can be read later.",
        max_length=2000,
        rows=2,
        label="Why?",
        help_text="They read it: on Today, and with the move below their chart.",
    )

    def __init__(self, data: Any = None, *, track: str, lessons: list[Lesson], **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{track}_%s", **kwargs)
        # Nobody is moved to an extra: it opens by itself once the others are done.
        required = [lesson for lesson in lessons if lesson.track == track and not lesson.optional]
        self.lessons = {lesson.slug: lesson for lesson in required}
        choices = [(slug, f"{lesson.number}. {lesson.title}") for slug, lesson in self.lessons.items()]
        self.fields["lesson"].choices = [*choices, (FINISHED, "The track is finished")]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, position: Position, *, refused: "PositionForm | None") -> "PositionForm":
        """The form of this track: the one that was refused, if it is of this track, or a fresh one."""
        if refused is not None and refused.data.get("track") == position.track:
            return refused
        lesson = FINISHED if position.finished else position.next.slug
        initial = {"track": position.track, "lesson": lesson, "easier": position.easier}
        return cls(track=position.track, lessons=list(position.lessons), initial=initial)

    @transaction.atomic
    def save(self, *, client: Client, by: Trainer, at: datetime) -> Move | None:
        """The move, with the trainer and the reason; None where the client stands there already.

        It waits for a report of the client that is being decided on: the rules move from where they found the client.
        """
        client.lock()
        slug, note = self.cleaned_data["lesson"], self.cleaned_data["note"]
        finished = slug == FINISHED
        lesson = list(self.lessons.values())[-1] if finished else self.lessons[slug]
        easier = self.cleaned_data["easier"] and not finished
        return move_client(client=client, lesson=lesson, at=at, finished=finished, easier=easier, by=by.user, note=note)


class LiftForm(forms.Form):
    """Why practice opens again. `seen` says which closure the page showed, so that no graver one is opened unread."""

    seen = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput, error_messages=NUL)
    note = WordsField(
        ask="Please say what has changed, so that it can be read later.",
        max_length=2000,
        rows=2,
        label="What has changed?",
        help_text="For example, whom they saw and what was said. They can download it.",
    )

    def __init__(self, data: Any = None, *, closure: Closure | None) -> None:
        """`closure` is the one that is active now."""
        now_seen = f"{closure.level} {closure.closed_at.isoformat()}" if closure else ""
        super().__init__(data, initial={"seen": now_seen})
        if data is not None and data.get("seen") not in {None, "", now_seen}:
            self.data = {**{name: data.get(name) for name in self.fields}, "seen": now_seen}
            self.is_stale = True
        else:
            self.is_stale = False

    def clean(self) -> dict[str, Any]:
        if self.is_stale:
            self.add_error(None, "Practice was closed more urgently since you opened this page. Please read why first.")
        return self.cleaned_data

    def save(self, closure: Closure, *, by: Trainer, at: datetime) -> None:
        closure.lift(by=by.user, note=self.cleaned_data["note"], at=at)


LONGEST_LINE = 2000


class TalkedForm(forms.Form):
    """What came of a talk, and whether the numbers of the last week are the client's usual now."""

    line = WordsField(
        ask="",
        required=False,
        max_length=LONGEST_LINE,
        rows=2,
        label="A line about it",
        help_text="They read it. A new usual needs one.",
    )
    is_usual = forms.BooleanField(required=False, label="This is the usual now")

    def __init__(self, data: Any = None, *, talk: Talk, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"talk_{talk.pk}_%s", **kwargs)
        self.talk = talk

    @classmethod
    def of(cls, talk: Talk, *, refused: "TalkedForm | None") -> "TalkedForm":
        """The form of this talk: the one that was refused, if it is of this talk, or a fresh one."""
        return refused if refused is not None and refused.talk == talk else cls(talk=talk)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("is_usual") and not self.cleaned_data.get("line") and "line" not in self.errors:
            self.add_error("line", "A new usual needs a line that they read. Please write one.")
        return self.cleaned_data

    @transaction.atomic
    def save(self, *, client: Client, by: Trainer, at: datetime) -> bool:
        """Notes the talk on the client's local day, then asks the rules again. False if it was noted before."""
        client.lock()
        talk = Talk.objects.get(pk=self.talk.pk)  # as it is behind the lock, not as the page knew it
        if not talk.is_open:
            return False
        line, on = self.cleaned_data["line"], client.today(at)
        talk.note_talked(by=by.user, line=line, at=at, on=on)
        if self.cleaned_data["is_usual"]:
            NewUsual.objects.create(client=client, since=at, since_on=on, by=by.user, line=line)
        decide_again(client, now=at)
        return True


class NewUsualForm(forms.Form):
    """That the client's numbers of the last week are their usual now."""

    line = WordsField(
        ask="Please write a line: they read it.",
        max_length=LONGEST_LINE,
        rows=2,
        label="Why, in a line",
        help_text="They read it. From here on, their numbers are compared with those of the last week.",
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="usual_%s", **kwargs)

    @transaction.atomic
    def save(self, *, client: Client, by: Trainer, at: datetime) -> bool:
        """Stores it, then asks the rules again. False where the same line was stored on this local day before."""
        client.lock()
        on, line = client.today(at), self.cleaned_data["line"]
        if client.new_usuals.filter(since_on=on, line=line).exists():
            return False
        NewUsual.objects.create(client=client, since=at, since_on=on, by=by.user, line=line)
        decide_again(client, now=at)
        return True
