"""Choosing a free time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.zones.fields import ZoneField

START = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\dZ", re.ASCII)

ZONE_NAME = re.compile(r"[A-Za-z_]{1,20}(/[A-Za-z0-9_+-]{1,20}){1,2}", re.ASCII)


class StartField(forms.CharField):
    """The start of a call in the form `2026-12-01T14:30Z`; cleans to a UTC datetime."""

    default_error_messages = {
        "required": "Please choose a time.",
        "unknown": "Please choose one of the free times.",
        "null_characters_not_allowed": "Please choose one of the free times.",
    }

    def clean(self, value: Any) -> datetime:
        text = super().clean(value)
        try:
            if START.fullmatch(text):
                return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        except ValueError:
            pass
        raise forms.ValidationError(self.error_messages["unknown"], code="unknown")


# The names of buttons that book nothing: times in another zone, the days from a date on, another month.
PICKER_BUTTONS = ("show", "day", "month")


def asks_for_times(typed: Mapping[str, Any]) -> bool:
    """Whether a form was sent only to see other free times."""
    return any(name in typed for name in PICKER_BUTTONS)


class PickerForm(forms.Form):
    """Which free times to show: on the clock of a zone, from a local date on."""

    zone = ZoneField()
    first = forms.DateField(required=False)

    @classmethod
    def of(cls, typed: Mapping[str, Any], zone: Any) -> "PickerForm":
        """The validated form; `cleaned_data` has None as `first` where no date was asked for."""
        first = typed.get("month") or typed.get("day") or typed.get("page")
        form = cls({"zone": zone, "first": first})
        form.is_valid()
        return form


@dataclass(frozen=True)
class PickerQuery:
    """Which free times to show: on the clock of `zone`, from the local date `first` on.

    `problem` is a sentence where the zone that was asked for is unknown.
    """

    zone: ZoneInfo
    first: date | None
    problem: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, Any], trainer: Trainer) -> "PickerQuery":
        """What was asked for; the trainer's zone where no known one was."""
        form = PickerForm.of(typed, typed.get("zone"))
        problem = _unknown_zone(str(typed["zone"])) if typed.get("zone") and "zone" in form.errors else ""
        zone = form.cleaned_data.get("zone") or trainer.user.tz
        return cls(zone, form.cleaned_data.get("first"), problem)


def _unknown_zone(name: str) -> str:
    """Nobody can choose such a zone on the page: their browser reported it. Only what looks like a name is repeated."""
    browser = (
        f"Your browser says “{name}”, a time zone" if ZONE_NAME.fullmatch(name) else "Your browser has a time zone"
    )
    return f"{browser} we don’t know. Please choose yours from the list."


MINUTES = {
    "length_minutes": [15, 20, 30, 45, 60],
    "buffer_before": [0, 5, 10, 15, 30],
    "buffer_after": [0, 5, 10, 15, 30, 60],
    "grid_minutes": [15, 20, 30, 45, 60],
}

NOTICE = [
    (0, "none"),
    (60, "1 hour"),
    (4 * 60, "4 hours"),
    (12 * 60, "12 hours"),
    (24 * 60, "1 day"),
    (48 * 60, "2 days"),
    (7 * 24 * 60, "1 week"),
]


class CallRulesForm(forms.ModelForm[CallRules]):
    class Meta:
        model = CallRules
        fields = [
            "length_minutes",
            "grid_minutes",
            "buffer_before",
            "buffer_after",
            "notice_minutes",
            "horizon_days",
            "calls_a_day",
            "confirm_by_mail",
        ]
        labels = {
            "horizon_days": "How many days ahead",
            "calls_a_day": "At most this many calls a day",
            "confirm_by_mail": "People confirm by mail first (for when robots come)",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, minutes in MINUTES.items():
            self._set_choices(name, [(count, f"{count} minutes" if count else "none") for count in minutes])
        self._set_choices("notice_minutes", NOTICE)

    def _set_choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        """Offers a few sensible values, and the stored one where it is another."""
        stored = getattr(self.instance, name)
        if stored not in dict(choices):
            choices = sorted([*choices, (stored, f"{stored} minutes")])
        self.fields[name] = forms.TypedChoiceField(
            coerce=int, choices=choices, label=(self.fields[name].label or "").capitalize(), initial=stored
        )


class QuarterField(forms.TimeField):
    """A wall time on a quarter hour, because the cells that calls occupy are quarter hours."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput({"type": "time", "step": 900}, format="%H:%M")
        messages = {"invalid": "Please write a time such as 09:30.", "required": "Please write a time such as 09:30."}
        super().__init__(**{"widget": widget, "error_messages": messages, **kwargs})

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned is not None and (cleaned.minute % 15 or cleaned.second):
            raise forms.ValidationError("Please choose a quarter hour: 9:00, 9:15, 9:30 or 9:45.", code="quarter")
        return cleaned


class HoursForm(forms.ModelForm[Hours]):
    """One row of weekly hours. An end before the start runs past midnight."""

    starts = QuarterField(label="From")
    ends = QuarterField(label="Until")

    class Meta:
        model = Hours
        fields = ["weekday", "starts", "ends"]
        labels = {"weekday": "Day"}


class DateRuleForm(forms.ModelForm[DateRule]):
    starts = QuarterField(label="From", required=False)
    ends = QuarterField(label="Until", required=False)

    class Meta:
        model = DateRule
        fields = ["on", "kind", "starts", "ends"]
        labels = {"on": "Date", "kind": "What"}
        widgets = {"on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if (starts is None) != (ends is None) and not {"starts", "ends"} & self.errors.keys():
            self.add_error("ends" if ends is None else "starts", "Please give both times, or none for the whole day.")
        if data.get("kind") == DateRule.Kind.EXTRA and starts is None and ends is None and not self.errors:
            self.add_error("starts", "Extra hours need a time from and a time until.")
        return data


class HoursFormSetBase(BaseInlineFormSet[Hours, Trainer, HoursForm]):
    """Refuses two rows with the same day and start by a sentence, before the database does by an error."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        return "Two rows begin on the same day at the same time. Please delete one of them."

    def get_form_error(self) -> str:
        return "This day and time is there twice."


HoursFormSet = inlineformset_factory(
    Trainer, Hours, form=HoursForm, formset=HoursFormSetBase, extra=1, max_num=42, can_delete=True
)

DateRuleFormSet = inlineformset_factory(Trainer, DateRule, form=DateRuleForm, extra=1, max_num=200, can_delete=True)
