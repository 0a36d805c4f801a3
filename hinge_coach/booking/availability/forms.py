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
    known = ZONE_NAME.fullmatch(name)
    browser = f"Your browser says “{name}”, a time zone" if known else "Your browser has a time zone"
    return f"{browser} we don’t know. Please choose yours from the list."
