"""The texts of a lesson in the hands of the trainer."""

from datetime import datetime
from typing import Any

from django import forms

from hinge_coach.fields import NUL, LinesField, WordsField
from lessons.curriculum.schema import BRIEF_WORDS
from lessons.models import Lesson, Practice

CUE_LETTERS = Practice._meta.get_field("cue").max_length or 80


class BriefField(WordsField):
    """One short paragraph; it may be left out in a text that was edited before lessons had it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ask="", max_length=500, rows=4, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        words = super().clean(value).split()
        if len(words) > BRIEF_WORDS:
            raise forms.ValidationError(f"Please keep this to {BRIEF_WORDS} words. These are {len(words)}.")
        return " ".join(words)


class LessonForm(forms.ModelForm[Lesson]):
    """The texts of a lesson. Saving a change marks it as the trainer's; the loader leaves it alone from then on."""

    title = forms.CharField(max_length=60, error_messages={"required": "A lesson needs a title.", **NUL})
    summary = WordsField(
        ask="Please write one sentence.", max_length=140, rows=2, help_text="One sentence, for lists and for sharing."
    )
    brief = BriefField(
        label="What to do", help_text=f"The page shows it first, in at most {BRIEF_WORDS} words. Empty: not shown."
    )
    reason = BriefField(label="Why", help_text=f"It stands right below, in at most {BRIEF_WORDS} words.")
    why = WordsField(ask="Please say why.", max_length=4000, rows=10, label="More on why")
    how = WordsField(ask="Please say how.", max_length=4000, rows=10, label="More on how")
    real_life = WordsField(ask="Please say where it helps.", max_length=4000, rows=10, label="In real life")
    set_up = LinesField(
        line_letters=200, most=12, ask="Please write one line at least.", help_text="One thing on each line."
    )
    cues = LinesField(
        line_letters=CUE_LETTERS,
        most=8,
        ask="Please write one cue at least.",
        help_text=f"One short cue on each line, at most {CUE_LETTERS} letters. Clients choose the one that helped.",
    )
    pass_mark = WordsField(ask="Please say when it counts as reached.", max_length=200, rows=2, label="Pass mark")
    easier = WordsField(ask="Please describe the easier version.", max_length=600, label="An easier version")

    class Meta:
        model = Lesson
        fields = ["title", "summary", "brief", "reason", "set_up", "cues", "why", "how", "real_life", "easier"]

    field_order = [
        *("title", "summary", "brief", "reason", "set_up", "cues", "pass_mark", "easier"),
        *("how", "why", "real_life"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pass_mark"].initial = self.instance.self_check["pass_mark"]
        if scale := self.instance.answer_scale:
            least = scale.words[scale.passes]
            self.fields[
                "pass_mark"
            ].help_text = f"The mark in words. What counts is the answer: “{least}” or more passes."

    def clean_summary(self) -> str:
        return " ".join(self.cleaned_data["summary"].split())

    def save_edited(self, *, at: datetime) -> None:
        """Stores what was changed and marks the lesson as edited; where nothing was, it stays unmarked."""
        if not self.has_changed():
            return
        lesson = self.instance
        lesson.self_check = {**lesson.self_check, "pass_mark": self.cleaned_data["pass_mark"]}
        lesson.edited_at = at
        lesson.save(update_fields=[*self.Meta.fields, "self_check", "edited_at"])
