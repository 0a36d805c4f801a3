"""What the trainer writes and decides, checked at the door and handed over as domain values."""

import uuid
from datetime import datetime
from typing import Any, Self, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction

from hinge_coach.accounts.forms import UNWRITABLE, NameField
from hinge_coach.accounts.models import Client, Stop, Trainer, User
from hinge_coach.accounts.zones import ZoneField
from hinge_coach.booking import phones
from hinge_coach.coaching.models import Note
from lessons.deciding import numbers
from lessons.models import Lesson, Message, Move, Practice, RuleSet, Track, place
from lessons.progression import Thresholds
from lessons.standing import Standing

FINISHED = "finished"
CUE_LETTERS = Practice._meta.get_field("cue").max_length or 80
NUL = {"null_characters_not_allowed": UNWRITABLE}
SPOILED = "This form came back incomplete. Please send it once more."


class Words(forms.CharField):
    """Some lines of the trainer's own."""

    def __init__(self, *, ask: str, max_length: int, rows: int = 3, **kwargs: Any) -> None:
        errors = {"required": ask, "max_length": f"Please keep this to {max_length} letters or fewer.", **NUL}
        super().__init__(max_length=max_length, error_messages=errors, widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return cast("str", super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Lines(Words):
    """One thing a line; cleans to a list of them."""

    def __init__(self, *, each: int, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=each * most, rows=5, **kwargs)
        self.each, self.most = each, most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != self.prepare_value(initial))

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).split("\n")]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > self.most:
            raise forms.ValidationError(f"Please keep this to {self.most} lines.")
        if long := next((line for line in found if len(line) > self.each), None):
            raise forms.ValidationError(f"Please keep each line to {self.each} letters. Too long: “{long[:40]}…”")
        return found


class WrittenForm(forms.Form):
    """A note or a message. The page that shows the form makes the id, so that sending it again changes nothing."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": SPOILED, "required": SPOILED})
    text = Words(ask="There is nothing here yet. Please write a line.", max_length=4000)
    model: type[Note] | type[Message]

    def clean_id(self) -> uuid.UUID:
        wanted = cast("uuid.UUID", self.cleaned_data["id"])
        if wanted.version != 4:  # a made-up id could be somebody else's too
            raise forms.ValidationError(SPOILED)
        return wanted

    def clean(self) -> dict[str, Any]:
        if "id" in self.errors:
            self.add_error(None, SPOILED)  # a hidden field has no place for a sentence
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
        written, made = self.model._default_manager.get_or_create(id=self.cleaned_data["id"], defaults=values)
        if not made and written.client_id != client.pk:
            self.add_error(None, SPOILED)
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

    def name_it(self, name: str) -> None:
        self["text"].label = f"A word to {name}"  # of what is drawn: by now a sent form has read the field's own


class PlaceForm(forms.Form):
    """Where a client stands on one track, decided by the trainer."""

    track = forms.ChoiceField(
        choices=Track.choices, widget=forms.HiddenInput, error_messages={"invalid_choice": SPOILED, "required": SPOILED}
    )
    lesson = forms.ChoiceField(
        label="The next lesson",
        error_messages={
            "required": "Please choose a lesson.",
            "invalid_choice": "This is not a lesson of this path. Please choose one from the list.",
        },
    )
    gentle = forms.BooleanField(required=False, label="Begin with the easier version")
    note = Words(
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
    def of(cls, standing: Standing, wrong: "PlaceForm | None") -> "PlaceForm":
        """One for this track: the one that came back wrong, if it is of this track, or a fresh one."""
        if wrong is not None and wrong.data.get("track") == standing.track:
            return wrong
        here = FINISHED if standing.finished else standing.next.slug
        known = {"track": standing.track, "lesson": here, "gentle": standing.gentle}
        return cls(track=standing.track, lessons=list(standing.lessons), initial=known)

    def save(self, *, client: Client, by: Trainer, at: datetime) -> Move | None:
        """None where they stand there already."""
        chosen, note = self.cleaned_data["lesson"], self.cleaned_data["note"]
        finished = chosen == FINISHED
        lesson = list(self.lessons.values())[-1] if finished else self.lessons[chosen]
        gentle = self.cleaned_data["gentle"] and not finished
        with transaction.atomic():
            return place(client=client, lesson=lesson, at=at, finished=finished, gentle=gentle, by=by.user, note=note)


class ReopenForm(forms.Form):
    note = Words(
        ask="Please say what has changed, so that it can be read later.",
        max_length=2000,
        rows=2,
        label="What has changed?",
        help_text="Whom they saw, say, and what was said. Kept here, and in what they can download.",
    )

    def save(self, stop: Stop, *, by: Trainer, at: datetime) -> None:
        stop.reopen(by=by.user, note=self.cleaned_data["note"], at=at)


class LessonForm(forms.ModelForm[Lesson]):
    """The words of a lesson. Saving marks it as the trainer's, and the loader leaves it alone from then on."""

    title = forms.CharField(max_length=60, error_messages={"required": "A lesson needs a title.", **NUL})
    summary = Words(
        ask="Please write one sentence.", max_length=140, rows=2, help_text="One sentence, for lists and for sharing."
    )
    why = Words(ask="Please say why.", max_length=4000, rows=10, label="Why")
    how = Words(ask="Please say how.", max_length=4000, rows=10, label="How")
    real_life = Words(ask="Please say where it helps.", max_length=4000, rows=10, label="In real life")
    set_up = Lines(each=200, most=12, ask="Please write one line at least.", help_text="One thing on each line.")
    cues = Lines(
        each=CUE_LETTERS,
        most=8,
        ask="Please write one cue at least.",
        help_text=f"One short cue on each line, at most {CUE_LETTERS} letters. Clients choose the one that clicked.",
    )
    pass_mark = Words(ask="Please say when it counts as reached.", max_length=200, rows=2, label="Pass mark")
    easier = Words(ask="Please describe the easier version.", max_length=600, label="An easier version")

    class Meta:
        model = Lesson
        fields = ["title", "summary", "set_up", "cues", "why", "how", "real_life", "easier"]

    field_order = ["title", "summary", "set_up", "cues", "pass_mark", "easier", "why", "how", "real_life"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pass_mark"].initial = self.instance.self_check["pass_mark"]

    def clean_summary(self) -> str:
        return " ".join(self.cleaned_data["summary"].split())

    def keep(self, *, at: datetime) -> None:
        """Nothing was changed, nothing is marked."""
        if not self.has_changed():
            return
        lesson = self.instance
        lesson.self_check = {**lesson.self_check, "pass_mark": self.cleaned_data["pass_mark"]}
        lesson.edited_at = at
        lesson.save(update_fields=[*self.Meta.fields, "self_check", "edited_at"])


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
    bio = Words(
        ask="",
        required=False,
        max_length=1200,
        rows=5,
        label="About you",
        help_text="A few sentences for the home page.",
    )
    open_door = forms.BooleanField(required=False, label="Anyone may sign up without an invitation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.attrs = {}  # chosen once: nothing to guess here

    @classmethod
    def of(cls, trainer: Trainer, data: Any = None) -> "SettingsForm":
        known = {"phone": trainer.phone, "bio": trainer.bio, "open_door": trainer.open_door}
        return cls(data, initial={"name": trainer.user.name, "zone": trainer.user.zone, **known})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone") and phones.parse(data["phone"], zone.key) is None:
            self.add_error("phone", "This doesn't look like a number. Try it with + and the country code.")
        return data

    @transaction.atomic
    def save(self, trainer: Trainer) -> None:
        user, data = trainer.user, self.cleaned_data
        user.name, user.zone = data["name"], data["zone"].key
        user.save(update_fields=["name", "zone"])
        trainer.phone, trainer.bio, trainer.open_door = data["phone"], data["bio"], data["open_door"]
        trainer.save(update_fields=["phone", "bio", "open_door"])


GROUPS = (
    ("Scores", ("easy_score", "limit_score", "refer_score")),
    ("Next mornings", ("morning_rise", "mornings_up_stop", "morning_hours")),
    ("Effort and self-checks", ("easy_effort", "hard_effort", "failed_checks")),
    ("Moving on", ("clean_practices", "sessions_looked_at", "baseline_reports")),
    ("Weeks", ("week_rise_regress", "week_rise_stop", "week_reports")),
    ("Change", ("no_change_weeks", "change_points", "change_percent")),
    (
        "How often we ask; no verdict hangs on it",
        ("steady_sessions", "steady_days", "settled_sessions", "settled_days"),
    ),
)
HIGHEST_NUMBER = 999


class RulesForm(forms.Form):
    """The numbers of the rules. Cleans to ``thresholds`` and ``note``; a senseless set is refused with the reason."""

    note = Words(
        label="Why do you change them?",
        ask="Please say why, for whoever reads the history.",
        max_length=2000,
        required=False,
        help_text="It stands in the history below.",
    )
    tried = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput, error_messages=NUL)

    def __init__(self, data: Any = None, *, in_force: Thresholds) -> None:
        super().__init__(data, initial=in_force.as_dict())
        self.in_force = in_force
        for each in numbers(in_force):
            wrong = f"Please give a whole number from 0 to {HIGHEST_NUMBER}."
            self.fields[each.name] = forms.IntegerField(
                label=each.words[:1].upper() + each.words[1:],
                min_value=0,
                max_value=HIGHEST_NUMBER,
                help_text=f"Usually {each.usual}: {each.source}.",
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["thresholds"] = Thresholds(**{name: cleaned[name] for name in self.in_force.as_dict()})
            for problem in cleaned["thresholds"].problems():
                self.add_error(None, problem)
        return cleaned

    @property
    def thresholds(self) -> Thresholds:
        return cast("Thresholds", self.cleaned_data["thresholds"])

    @property
    def is_changed(self) -> bool:
        return self.thresholds != self.in_force

    @property
    def fingerprint(self) -> str:
        """Of the typed numbers and those in force: a try speaks for these two sets alone."""
        both = [*self.thresholds.as_dict().values(), *self.in_force.as_dict().values()]
        return "-".join(map(str, both))

    @property
    def is_tried(self) -> bool:
        return bool(self.cleaned_data["tried"] == self.fingerprint)

    def save(self, *, by: User, at: datetime) -> RuleSet:
        return RuleSet.objects.create(
            values=self.thresholds.as_dict(), note=self.cleaned_data["note"], by=by, saved_at=at
        )
