"""Forms about when the trainer takes calls: rows of weekly hours, rows of dates that differ, and the rules of calls.

A row remembers what it said when the page was made, so that saving changes what was changed on this page and nothing
else: see `saving_hours`.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from hinge_coach.booking.availability.days_off import DatedRange
from hinge_coach.booking.availability.slots import DateRuleKind, WeeklyInterval
from hinge_coach.booking.availability.wording import clock_words, slip_words
from hinge_coach.booking.models import CallRules, DateRule, Weekday
from hinge_coach.fields import NUL
from hinge_coach.wording import dated

MOST_HOUR_ROWS, MOST_DATE_ROWS = 60, 200  # rows
LONGEST_RANGE = timedelta(days=366)
FARTHEST_DATE = timedelta(days=3 * 366)
WORKDAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)
MIDNIGHT = time()

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
        if cleaned is not None and (cleaned.minute % 15 or cleaned.second or cleaned.microsecond):
            raise forms.ValidationError("Please choose a quarter hour: 9:00, 9:15, 9:30 or 9:45.", code="quarter")
        return cleaned


class DayField(forms.DateField):
    """A date as browsers send it."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = "Please choose a date."
        super().__init__(
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": wrong, "invalid": wrong},
            **kwargs,
        )


class RowForm(forms.Form):
    """One row with times. `was` is the text of the row that is stored; empty for a new row."""

    was = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput, error_messages=NUL)
    past_midnight = forms.BooleanField(required=False, label="Yes, past midnight")

    def has_changed(self) -> bool:
        return not self.is_blank  # a row with only a weekday says nothing yet

    @property
    def is_blank(self) -> bool:
        """Whether this is a new row in which no date and no time was written."""
        names = [name for name in ("on", "last", "starts", "ends", "was") if name in self.fields]
        return not any(self[name].value() for name in names)

    @property
    def asks_about_midnight(self) -> bool:
        """Whether the row has to show its check box: it was asked, or has been checked."""
        errors = self.errors if self.is_bound else {}
        return "past_midnight" in errors or bool(self["past_midnight"].value())


class WeekRowForm(RowForm):
    """A weekday with hours. An end before the start runs past midnight, and has to be confirmed."""

    weekday = forms.TypedChoiceField(coerce=int, choices=Weekday.choices, label="Day", initial=Weekday.MONDAY)
    starts = QuarterField(label="From")
    ends = QuarterField(label="Until")
    field_order = ("weekday", "starts", "ends", "past_midnight", "was")

    @property
    def hours(self) -> WeeklyInterval:
        """What a valid row says."""
        data = self.cleaned_data
        return WeeklyInterval(data["weekday"], data["starts"], data["ends"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        hours = self.hours
        if (
            data["was"] != hours_text(hours)
            and not data["past_midnight"]
            and runs_past_midnight(hours.start, hours.end)
        ):
            day, next_day = Weekday(hours.weekday).label, Weekday((hours.weekday + 1) % 7).label
            words = f"{day} {clock_words(hours.start)} to {clock_words(hours.end)}"
            self.add_error(
                "past_midnight",
                f"{words} runs past midnight, until {next_day} {clock_words(hours.end)}."
                f" {slip_words(hours.start, hours.end)}",
            )
        return data


class DateRowForm(RowForm):
    """A date, or a range of dates, that differs from the week."""

    on = DayField(label="First date")
    last = DayField(label="Last date", required=False)
    kind = forms.TypedChoiceField(
        coerce=DateRuleKind, choices=DateRule.Kind, label="What", initial=DateRule.Kind.OFF.value
    )
    starts = QuarterField(label="From", required=False)
    ends = QuarterField(label="Until", required=False)
    field_order = ("on", "last", "kind", "starts", "ends", "past_midnight", "was")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def dates(self) -> DatedRange:
        """What a valid row says."""
        data = self.cleaned_data
        last = data["last"] if data["last"] != data["on"] else None
        return DatedRange(data["on"], last, data["kind"], data["starts"], data["ends"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if (starts is None) != (ends is None) and not {"starts", "ends"} & self.errors.keys():
            self.add_error("ends" if ends is None else "starts", "Please give both times, or none for the whole day.")
        if data.get("kind") == DateRuleKind.EXTRA and starts is None and ends is None and not self.errors:
            self.add_error("starts", "Extra hours need a time from and a time until.")
        if not self.errors and data["was"] != dates_text(self.dates):
            self._check_dates(data["on"], data["last"])
            if starts and ends and not data["past_midnight"] and runs_past_midnight(starts, ends):
                words = f"{clock_words(starts)} to {clock_words(ends)}"
                sentence = f"{words} runs past midnight, into the next day. {slip_words(starts, ends)}"
                self.add_error("past_midnight", sentence)
        return data

    def _check_dates(self, on: date, last: date | None) -> None:
        if last and last < on:
            self.add_error("last", f"The last date is before the first, {dated(on)}.")
        elif last and last - on > LONGEST_RANGE:
            self.add_error("last", "Please keep one row to a year at most.")
        elif (last or on) < self.today:
            self.add_error("last" if last else "on", f"{dated(last or on)} has passed already.")
        elif on > self.today + FARTHEST_DATE:
            self.add_error("on", "Please choose a date within the next three years.")


class RowFormSet(BaseFormSet[Any]):
    """Rows that count as new, all of them: what is stored is asked for when they are saved."""

    default_error_messages = {
        "missing_management_form": "This form came back incomplete. Please open the page again.",
        "too_many_forms": "That is a lot of rows. Please keep it to %(num)d; a range of dates needs only one.",
    }

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def kept_rows(self) -> list[Any]:
        """The rows of a valid form set that are neither blank nor to be deleted."""
        return [form for form in self.forms if form not in self.deleted_forms and not form.is_blank]

    def deleted_texts(self) -> list[str]:
        """Of a valid form set: what the rows to be deleted said when the page was made."""
        return [was for form in self.deleted_forms if (was := str(form["was"].value() or ""))]


def _formset_of(form: type[RowForm], most: int) -> type[RowFormSet]:
    made = formset_factory(
        form, formset=RowFormSet, extra=1, max_num=most, absolute_max=400, validate_max=True, can_delete=True
    )
    return cast("type[RowFormSet]", made)


WeekRows = _formset_of(WeekRowForm, MOST_HOUR_ROWS)

DateRows = _formset_of(DateRowForm, MOST_DATE_ROWS)


def typed_rows(data: Mapping[str, Any], prefix: str, form: type[RowForm], most: int) -> list[dict[str, str]]:
    """What was typed into the rows of a form set, unjudged, by field name; never more than `most` rows."""
    sent = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    count = min(int(sent), most) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0
    names = [*form.base_fields, "DELETE"]
    return [{name: str(data.get(f"{prefix}-{place}-{name}", "")) for name in names} for place in range(count)]


def copy_to_workdays(rows: list[dict[str, str]], place: int) -> list[dict[str, str]]:
    """The rows with the times of one of them on each day from Monday to Friday; what stands there stays.

    New rows fill the blank ones first. Returns the same rows where the days have these times already.
    """
    times = (rows[place]["starts"], rows[place]["ends"])
    there = {row["weekday"] for row in rows if (row["starts"], row["ends"]) == times and not row["DELETE"]}
    copies = [
        {**dict.fromkeys(rows[place], ""), "weekday": str(day.value), "starts": times[0], "ends": times[1]}
        | {"past_midnight": rows[place]["past_midnight"]}
        for day in WORKDAYS
        if str(day.value) not in there
    ]
    filled = [copies.pop(0) if copies and _is_blank(row) else row for row in rows]
    return [*filled, *copies]


def _is_blank(row: Mapping[str, str]) -> bool:
    return not (row["starts"] or row["ends"] or row["was"])


def runs_past_midnight(starts: time, ends: time) -> bool:
    """Whether the hours end on the next day. Until midnight itself is not past it."""
    return ends <= starts and ends != MIDNIGHT


def hours_text(hours: WeeklyInterval) -> str:
    """A row of weekly hours as the page remembers it, such as `0 09:00 12:00`."""
    return f"{hours.weekday} {hours.start:%H:%M} {hours.end:%H:%M}"


def dates_text(dates: DatedRange) -> str:
    """A row of dates as the page remembers it, such as `2026-12-24 2027-01-02 off - -`."""
    times = [f"{wall:%H:%M}" if wall else "-" for wall in (dates.start, dates.end)]
    return " ".join([dates.on.isoformat(), dates.last.isoformat() if dates.last else "-", dates.kind.value, *times])
