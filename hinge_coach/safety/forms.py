"""The safety questions, planned pauses, and the clinician's review."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict

from hinge_coach.accounts.models import Client, User
from hinge_coach.fields import NUL, SPOILED_FORM, LineField, NameField, Ticks
from hinge_coach.safety.models import Pause, Review, pause_on
from hinge_coach.safety.screening import FINGERPRINT, QUESTIONS, Group
from hinge_coach.wording import spoken

LONGEST_PAUSE = timedelta(days=366)


NONE = "none"

GROUP_TEMPLATE = "safety/_group.html"
"""A long group of check boxes, with what is wrong above them, where it is read first."""

OLD_NAMES = ("emergency", "today", "refer", "none_of_these")
"""The fields of the questions up to 0.3.0: a page that was opened before the upgrade still sends them."""


class GroupField(forms.MultipleChoiceField):
    """One group of the safety questions, with "None of these". Cleans to the codes checked, [] for none."""

    widget = Ticks
    REQUIRED = "Please check what is true for you, or “None of these”."
    BOTH = "You checked “None of these” as well. Please uncheck one or the other."

    def __init__(self, group: Group) -> None:
        asked = [(question.code, question.text) for question in QUESTIONS if question.group == group]
        super().__init__(
            label=group.heading,
            help_text=group.hint,
            choices=[*asked, (NONE, "None of these")],
            error_messages={
                "required": self.REQUIRED,
                "invalid_choice": "These questions have changed. Please check again what is true for you.",
                "invalid_list": SPOILED_FORM,
            },
        )
        self.template_name = GROUP_TEMPLATE

    def clean(self, value: Any) -> list[str]:
        ticked: list[str] = super().clean(value)
        answers = [code for code in ticked if code != NONE]
        if answers and len(answers) < len(ticked):
            raise forms.ValidationError(self.BOTH)
        return answers


class ScreeningForm(forms.Form):
    """The safety questions in their groups. Each group needs an answer; `answers` cleans to the codes checked."""

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        self.is_old = data is not None and any(name in data for name in OLD_NAMES)
        super().__init__(_renamed(data) if data is not None and self.is_old else data, initial=initial)
        for group in Group:
            self.fields[group.value] = GroupField(group)

    @staticmethod
    def ticks(answers: list[str]) -> dict[str, list[str]]:
        """The initial values that show these answers again: the codes of each group, or "None of these"."""
        return {
            group.value: [
                question.code for question in QUESTIONS if question.group == group and question.code in answers
            ]
            or [NONE]
            for group in Group
        }

    @property
    def groups(self) -> list[forms.BoundField]:
        return [self[group.value] for group in Group]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if self.is_old:
            sentence = "The questions have changed since you opened this page. Please answer them again."
            raise forms.ValidationError(sentence)
        cleaned["answers"] = [code for group in Group for code in cleaned.get(group.value, [])]
        return cleaned


def _renamed(data: QueryDict) -> QueryDict:
    """What an old page sent, with each tick in the group where it is asked now. "None" is not an answer anymore."""
    data = data.copy()
    ticked = {code for name in OLD_NAMES for code in data.getlist(name)}
    for group in Group:
        asked = [question.code for question in QUESTIONS if question.group == group]
        data.setlist(group.value, [*data.getlist(group.value), *(code for code in asked if code in ticked)])
    return data


class ClearedForm(forms.Form):
    cleared = forms.BooleanField(
        label="I have seen a doctor or physical therapist, and they are happy for me to practice",
        error_messages={"required": "Please check this box once they have seen you."},
    )


class PauseForm(forms.Form):
    """A planned pause from today: travel, illness. Set by the client or by the trainer."""

    until = forms.DateField(
        label="Until, the last day of it",
        required=False,
        help_text="Leave it empty when nobody knows yet.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a date, such as 2026-12-24."},
    )

    def __init__(self, data: Any = None, *, client: Client, today: date) -> None:
        super().__init__(data, auto_id="pause_%s")
        self.client, self.today = client, today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < self.today:
            raise forms.ValidationError("This day has passed. Please give today or a later day.")
        if until and until > self.today + LONGEST_PAUSE:
            raise forms.ValidationError("This is more than a year away. Please give an earlier day, or none.")
        following = self.client.pauses.filter(begins_on__gt=self.today).order_by("begins_on").first()
        if following and (until is None or until >= following.begins_on):
            begins = spoken(following.begins_on)
            raise forms.ValidationError(f"Another pause begins on {begins}. Please give a day before it.")
        return until

    def save(self, *, by: User) -> None:
        """Starts a pause today, or gives the current one a new last day."""
        with transaction.atomic():
            self.client.lock()
            running = pause_on(self.client, self.today) or Pause(client=self.client, begins_on=self.today, by=by)
            running.ends_on = self.cleaned_data["until"]
            running.save()

    @staticmethod
    def end(client: Client, *, today: date) -> None:
        """Ends the current pause with yesterday; one that began today is deleted."""
        with transaction.atomic():
            client.lock()
            running = client.pauses.covering(today)
            running.filter(begins_on=today).delete()
            running.update(ends_on=today - timedelta(days=1))


class ReviewForm(forms.Form):
    """Which clinician has read the safety questions, and when. All empty: nobody has."""

    name = NameField(
        label="The clinician's name",
        required=False,
        help_text="Everybody sees it on the safety page, so ask first.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    profession = LineField(
        label="What they are",
        required=False,
        max_length=80,
        help_text="For example: physical therapist.",
        error_messages={"max_length": "Please use at most 80 letters.", **NUL},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reviewed_on = forms.DateField(
        label="The day they read the questions",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a date, such as 2026-12-24."},
    )

    def __init__(self, data: Any = None, *, stored: Review | None, today: date) -> None:
        initial = {name: getattr(stored, name) for name in self.base_fields} if stored else None
        super().__init__(data, initial=initial)
        self.stored, self.today = stored, today

    def clean_reviewed_on(self) -> date | None:
        reviewed_on: date | None = self.cleaned_data["reviewed_on"]
        if reviewed_on and reviewed_on > self.today:
            raise forms.ValidationError("This day is still to come. Please give the day on which it was done.")
        return reviewed_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, reviewed_on = cleaned.get("name"), cleaned.get("reviewed_on")
        if "name" not in self.errors and not name and (reviewed_on or cleaned.get("profession")):
            self.add_error("name", "Please give the name as well, or leave everything empty.")
        if "reviewed_on" not in self.errors and not reviewed_on and (name or cleaned.get("profession")):
            self.add_error("reviewed_on", "Please give the day as well, or leave everything empty.")
        return cleaned

    @transaction.atomic
    def save(self) -> None:
        """Stores the review of the questions as they are asked now; with nothing filled in, there is none any more.

        A review of the same day keeps the questions that it was for: a name put right is no new reading.
        """
        if not self.cleaned_data["name"]:
            Review.objects.all().delete()
            return
        is_same_day = self.stored is not None and "reviewed_on" not in self.changed_data
        questions = self.stored.fingerprint if self.stored and is_same_day else FINGERPRINT
        Review.objects.update_or_create(defaults={**self.cleaned_data, "fingerprint": questions})
