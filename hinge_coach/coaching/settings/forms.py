"""What the trainer sets for the whole site."""

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction

from hinge_coach.accounts.models import Trainer, User
from hinge_coach.accounts.zones.fields import ZoneField
from hinge_coach.booking.calls import phones
from hinge_coach.fields import NUL, LinesField, NameField, WordsField
from lessons.models import Lesson, Practice, RuleSet
from lessons.rules.thresholds import Thresholds
from lessons.rules.views import threshold_rows

CUE_LETTERS = Practice._meta.get_field("cue").max_length or 80


class LessonForm(forms.ModelForm[Lesson]):
    """The words of a lesson. Saving marks it as the trainer's, and the loader leaves it alone from then on."""

    title = forms.CharField(max_length=60, error_messages={"required": "A lesson needs a title.", **NUL})
    summary = WordsField(
        ask="Please write one sentence.", max_length=140, rows=2, help_text="One sentence, for lists and for sharing."
    )
    why = WordsField(ask="Please say why.", max_length=4000, rows=10, label="Why")
    how = WordsField(ask="Please say how.", max_length=4000, rows=10, label="How")
    real_life = WordsField(ask="Please say where it helps.", max_length=4000, rows=10, label="In real life")
    set_up = LinesField(
        line_letters=200, most=12, ask="Please write one line at least.", help_text="One thing on each line."
    )
    cues = LinesField(
        line_letters=CUE_LETTERS,
        most=8,
        ask="Please write one cue at least.",
        help_text=f"One short cue on each line, at most {CUE_LETTERS} letters. Clients choose the one that clicked.",
    )
    pass_mark = WordsField(ask="Please say when it counts as reached.", max_length=200, rows=2, label="Pass mark")
    easier = WordsField(ask="Please describe the easier version.", max_length=600, label="An easier version")

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
    bio = WordsField(
        ask="",
        required=False,
        max_length=1200,
        rows=5,
        label="About you",
        help_text="A few sentences for the home page.",
    )
    allow_signup = forms.BooleanField(required=False, label="Anyone may sign up without an invitation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.attrs = {}  # chosen once: nothing to guess here

    @classmethod
    def of(cls, trainer: Trainer, data: Any = None) -> "SettingsForm":
        known = {"phone": trainer.phone, "bio": trainer.bio, "allow_signup": trainer.allow_signup}
        return cls(data, initial={"name": trainer.user.name, "zone": trainer.user.zone, **known})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone") and phones.parse_phone(data["phone"], zone.key) is None:
            self.add_error("phone", "This doesn't look like a number. Try it with + and the country code.")
        return data

    @transaction.atomic
    def save(self, trainer: Trainer) -> None:
        user, data = trainer.user, self.cleaned_data
        user.name, user.zone = data["name"], data["zone"].key
        user.save(update_fields=["name", "zone"])
        trainer.phone, trainer.bio, trainer.allow_signup = data["phone"], data["bio"], data["allow_signup"]
        trainer.save(update_fields=["phone", "bio", "allow_signup"])


GROUPS = (
    ("Scores", ("easy_score", "limit_score", "refer_score")),
    ("Next mornings", ("morning_rise", "mornings_up_stop", "morning_hours")),
    ("Effort and self-checks", ("easy_effort", "hard_effort", "failed_checks")),
    ("Moving on", ("clean_practices", "sessions_looked_at", "reference_reports")),
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

    note = WordsField(
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
        for each in threshold_rows(in_force):
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
