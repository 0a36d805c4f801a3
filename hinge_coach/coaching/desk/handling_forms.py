"""What the trainer says when a client has been handled, or can wait."""

from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms

from hinge_coach.coaching.desk.handling import LONGEST_SNOOZE, snooze_end
from hinge_coach.coaching.desk.shown import PageShown, read_shown
from hinge_coach.fields import NUL, SPOILED_FORM, LineField

OLD_PAGE = "This form came back incomplete, so it is not clear what you had read. Please open the page again."

_DAYS_AHEAD = {"tomorrow": timedelta(days=1), "week": timedelta(days=7)}


class HandledForm(forms.Form):
    """A line for the trainer alone, and what the page showed, which cleans to a `PageShown`."""

    shown_at = forms.CharField(required=False, widget=forms.HiddenInput, error_messages=NUL)
    line = LineField(
        label="A line for yourself",
        required=False,
        max_length=300,
        error_messages={"max_length": "Please keep this to 300 letters or fewer.", **NUL},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, client_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"handle_{client_id}_%s", **kwargs)
        self.client_id, self.now = client_id, now

    def clean_shown_at(self) -> PageShown:
        shown = read_shown(self.cleaned_data["shown_at"], self.client_id, now=self.now)
        if shown is None:
            raise forms.ValidationError(OLD_PAGE)
        return shown

    @property
    def shown(self) -> PageShown | None:
        """What the page showed; None where that can't be read, so that the same press can't be tried again."""
        return cast("PageShown | None", self.cleaned_data.get("shown_at")) if self.is_bound else None


class SnoozeForm(HandledForm):
    """Until which morning of the trainer's the client can wait; `until` cleans to its moment."""

    until = forms.ChoiceField(
        required=False,
        choices=[("tomorrow", "Until tomorrow"), ("week", "For a week"), ("day", "Until that day")],
        error_messages={"invalid_choice": "Please choose tomorrow, a week, or a day."},
        widget=forms.HiddenInput,
    )
    day = forms.DateField(
        label="Until this day",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a date, such as 2026-12-24."},
    )

    def __init__(self, data: Any = None, *, client_id: int, zone: ZoneInfo, now: datetime) -> None:
        super().__init__(data, client_id=client_id, now=now)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        today, until, day = self.now.astimezone(self.zone).date(), self.cleaned_data.get("until"), None
        if until in _DAYS_AHEAD:
            # A day that was typed beside the button for tomorrow was not meant.
            self.errors.pop("day", None)
            day = today + _DAYS_AHEAD[until]
        elif "day" not in self.errors and "until" not in self.errors:
            day = self._chosen_day(today)
        if day is not None:
            self.cleaned_data["until"] = snooze_end(day, self.zone)
        return self.cleaned_data

    def _chosen_day(self, today: date) -> date | None:
        day: date | None = self.cleaned_data.get("day")
        if day is None:
            self.add_error("day", "Please choose the day on which they come back.")
        elif day <= today:
            self.add_error("day", "This day has come already. Please give tomorrow or a later day.")
        elif day > today + LONGEST_SNOOZE:
            self.add_error("day", "This is more than a year away. Please give an earlier day.")
        else:
            return day
        return None


class UndoForm(forms.Form):
    """Which `Handled` the page showed, by its `up_to`; None where it named none."""

    up_to = forms.CharField(required=False, max_length=40, error_messages=NUL)

    def clean_up_to(self) -> datetime | None:
        text = self.cleaned_data["up_to"]
        try:
            up_to = datetime.fromisoformat(text) if text else None
        except ValueError:
            raise forms.ValidationError(SPOILED_FORM) from None
        if up_to is not None and up_to.tzinfo is None:
            raise forms.ValidationError(SPOILED_FORM)
        return up_to
