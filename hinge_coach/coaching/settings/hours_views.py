"""When people can book a call: the hours of the week, the dates that differ, and the rules of calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.hours_forms import (
    MOST_DATE_ROWS,
    MOST_HOUR_ROWS,
    CallRulesForm,
    DateRowForm,
    DateRows,
    RowFormSet,
    WeekRowForm,
    WeekRows,
    copy_to_workdays,
    dates_text,
    hours_text,
    typed_rows,
)
from hinge_coach.booking.availability.saving_hours import dates_ahead, interval_of, range_of, save_hours, save_rules
from hinge_coach.booking.availability.wording import join_words
from hinge_coach.booking.calls.asking import ask_all_to_move
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call, CallRules, DateRule, Hours, Weekday
from hinge_coach.coaching.settings.calls_off import calls_off, count_to_ask, date_rows
from hinge_coach.fields import focus_first_error
from hinge_coach.wording import counted, listed

JOINS_TOLD = 5

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class HoursForms:
    """The three parts of the one form, and what was done to its rows since it was saved, each as a sentence."""

    week: RowFormSet
    dates: RowFormSet
    rules: CallRulesForm
    week_told: str = ""
    dates_told: str = ""

    def is_valid(self) -> bool:
        return all([self.week.is_valid(), self.dates.is_valid(), self.rules.is_valid()])

    def has_errors(self) -> bool:
        parts = (self.week, self.dates, self.rules)
        return any(part.is_bound and not part.is_valid() for part in parts)


@get_or_post
@trainer_page
def hours(request: TrainerRequest) -> HttpResponse:
    """One form with one button to save. Its other buttons store nothing and keep what was typed."""
    trainer, now = request.trainer, timezone.now()
    today = trainer.user.today(now)
    stored_rules = CallRules.objects.filter(trainer=trainer).first() or CallRules(trainer=trainer)
    if request.method != "POST":
        forms = _stored_forms(trainer, stored_rules, today)
    elif "do" in request.POST:
        forms = _typed_forms(request.POST, request.POST["do"], stored_rules, today)
    else:
        forms = _sent_forms(request.POST, stored_rules, today)
        if forms.is_valid():
            with transaction.atomic():
                joins = save_hours(trainer, forms.week, forms.dates, today=today)
                save_rules(trainer, forms.rules)
            messages.success(request, "Saved. Calls that are booked already stay where they are.")
            for join in joins[:JOINS_TOLD]:
                messages.info(request, join_words(join))
            return redirect("coaching:hours")
        focus_first_error(*forms.week.forms, *forms.dates.forms, forms.rules)
    return _hours_page(request, forms, now=now, today=today)


@require_POST
@trainer_page
def ask_all(request: TrainerRequest, id: int) -> HttpResponse:
    """Asks everybody whose call lies in these hours off to choose another time."""
    trainer, now = request.trainer, timezone.now()
    rule = get_object_or_404(DateRule, pk=id, trainer=trainer)
    others = [range_of(each) for each in dates_ahead(trainer, trainer.user.today(now))]
    calls = Call.objects.filter(trainer=trainer).upcoming(now).with_trainer()
    off = calls_off(calls, range_of(rule), others, trainer, now=now)
    asked = ask_all_to_move([each.call for each in off if each.may_ask], now=now)
    if asked:
        messages.success(request, f"{counted(asked, 'person gets', 'people get')} a mail.".capitalize())
    return redirect(f"{reverse('coaching:hours')}?asked={rule.pk}#dates")


def _hours_page(request: TrainerRequest, forms: HoursForms, *, now: datetime, today: date) -> HttpResponse:
    trainer = request.trainer
    stored_dates = list(dates_ahead(trainer, today))
    rows = date_rows(forms.dates.forms, stored_dates, trainer, now=now, today=today)
    context = {
        "forms": forms,
        "rows": rows,
        "to_ask": count_to_ask(row for row in rows if row.rule_id),
        "asked": request.GET.get("asked", ""),
        "clock": LocalTime(now, trainer.user.tz),
        "nav": "settings",
    }
    return render(request, "coaching/settings/hours.html", context)


def _stored_forms(trainer: Trainer, rules: CallRules, today: date) -> HoursForms:
    week: list[Row] = []
    for interval in map(interval_of, Hours.objects.filter(trainer=trainer)):
        row = {"weekday": interval.weekday, "starts": interval.start, "ends": interval.end}
        week.append({**row, "was": hours_text(interval)})
    dates: list[Row] = []
    for dated in map(range_of, dates_ahead(trainer, today)):
        days, times = {"on": dated.on, "last": dated.last}, {"starts": dated.start, "ends": dated.end}
        dates.append({**days, "kind": dated.kind.value, **times, "was": dates_text(dated)})
    return HoursForms(
        week=WeekRows(initial=week, prefix="week"),
        dates=DateRows(initial=dates, prefix="dates", form_kwargs={"today": today}),
        rules=CallRulesForm(instance=rules, prefix="rules"),
    )


def _sent_forms(data: Mapping[str, Any], rules: CallRules, today: date) -> HoursForms:
    return HoursForms(
        week=WeekRows(data, prefix="week"),
        dates=DateRows(data, prefix="dates", form_kwargs={"today": today}),
        rules=CallRulesForm(data, instance=rules, prefix="rules"),
    )


def _typed_forms(data: Mapping[str, Any], action: str, rules: CallRules, today: date) -> HoursForms:
    """The forms as they were typed, after a button that stores nothing: one row more, or a row copied."""
    week = typed_rows(data, "week", WeekRowForm, MOST_HOUR_ROWS)
    dates = typed_rows(data, "dates", DateRowForm, MOST_DATE_ROWS)
    week_told = dates_told = ""
    if action == "add-hours":
        week_told = _add(week, MOST_HOUR_ROWS)
    elif action == "add-dates":
        dates_told = _add(dates, MOST_DATE_ROWS)
    elif action == "look":
        dates_told = "The calls on these dates are named in each row. Nothing is saved yet."
    elif action.startswith("copy-"):
        week, week_told = _copied(week, action.removeprefix("copy-"))
    week_set = WeekRows(initial=week, prefix="week")
    date_set = DateRows(initial=dates, prefix="dates", form_kwargs={"today": today})
    week_set.extra = date_set.extra = 0
    typed_rules = {name: data.get(f"rules-{name}", "") for name in CallRulesForm.base_fields}
    return HoursForms(
        week=week_set,
        dates=date_set,
        rules=CallRulesForm(initial=typed_rules, instance=rules, prefix="rules"),
        week_told=week_told,
        dates_told=dates_told,
    )


def _add(rows: list[dict[str, str]], most: int) -> str:
    """Adds an empty row. The sentence says so, or that there are rows enough."""
    if len(rows) >= most:
        return f"There are {most} rows already, and more don't fit. Please save these first."
    rows.append({})
    return "Here is one more row. Nothing is saved yet."


def _copied(rows: list[dict[str, str]], place: str) -> tuple[list[dict[str, str]], str]:
    """The rows after a row was copied to the weekdays, and a sentence about it."""
    if not (place.isascii() and place.isdigit() and len(place) < 6 and int(place) < len(rows)):
        return rows, "That row is not there anymore. Nothing was copied."
    row = rows[int(place)]
    if not (row["starts"] and row["ends"]):
        return rows, "Please write both times into a row first, then copy it."
    copied = copy_to_workdays(rows, int(place))
    if len(copied) > MOST_HOUR_ROWS:
        return rows, f"There is no room for more than {MOST_HOUR_ROWS} rows. Nothing was copied."
    days = [Weekday(int(new["weekday"])).label for old, new in _changed(rows, copied)]
    if not days:
        return rows, "Monday to Friday have these times already."
    return copied, f"Copied to {listed(days)}. Nothing is saved yet."


def _changed(before: list[dict[str, str]], after: list[dict[str, str]]) -> list[tuple[dict[str, str], dict[str, str]]]:
    padded = [*before, *({} for _ in range(len(after) - len(before)))]
    return [(old, new) for old, new in zip(padded, after, strict=True) if old != new]
