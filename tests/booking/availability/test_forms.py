"""What the trainer sets: hours, dates that differ, and the rules of calls."""

from datetime import date, time

import pytest

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.forms import CallRulesForm, DateRuleForm, DateRuleFormSet, HoursForm, HoursFormSet
from hinge_coach.booking.models import CallRules, Hours

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"weekday": "0", "starts": "09:00", "ends": "12:15"}, (0, time(9), time(12, 15))),
        ({"weekday": "6", "starts": "22:00", "ends": "01:00"}, (6, time(22), time(1))),
    ],
    ids=["a morning", "past midnight"],
)
def test_hours_are_taken(typed: dict[str, str], expected: tuple[int, time, time]) -> None:
    form = HoursForm(typed)
    assert form.is_valid()
    assert tuple(form.cleaned_data[name] for name in ("weekday", "starts", "ends")) == expected


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"weekday": "0", "starts": "09:10", "ends": "12:00"},
            {"starts": ["Please choose a quarter hour: 9:00, 9:15, 9:30 or 9:45."]},
        ),
        ({"weekday": "0", "starts": "nine", "ends": "12:00"}, {"starts": ["Please write a time such as 09:30."]}),
        ({"weekday": "0", "starts": "09:00", "ends": "\0"}, {"ends": ["Please write a time such as 09:30."]}),
        ({"weekday": "0", "starts": "", "ends": "12:00"}, {"starts": ["Please write a time such as 09:30."]}),
    ],
)
def test_hours_off_the_quarter_hour_get_a_sentence(typed: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert HoursForm(typed).errors == errors


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"on": "2026-03-06", "kind": "off"}, {}),
        ({"on": "2026-03-06", "kind": "off", "starts": "09:00", "ends": "10:00"}, {}),
        ({"on": "2026-03-06", "kind": "extra", "starts": "18:00", "ends": "20:00"}, {}),
        (
            {"on": "2026-03-06", "kind": "off", "starts": "09:00"},
            {"ends": ["Please give both times, or none for the whole day."]},
        ),
        (
            {"on": "2026-03-06", "kind": "extra"},
            {"starts": ["Extra hours need a time from and a time until."]},
        ),
    ],
)
def test_a_date_that_differs_needs_both_times_or_is_a_whole_day_off(
    typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    assert DateRuleForm(typed).errors == errors


def rows(prefix: str, *typed: dict[str, str]) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(typed)), f"{prefix}-INITIAL_FORMS": "0"}
    return data | {f"{prefix}-{place}-{name}": value for place, row in enumerate(typed) for name, value in row.items()}


def test_two_rows_that_begin_alike_get_a_sentence(trainer: Trainer) -> None:
    Hours.objects.all().delete()
    row = {"weekday": "0", "starts": "09:00", "ends": "12:00"}
    hours = HoursFormSet(rows("call_hours", row, row), instance=trainer)
    assert not hours.is_valid()
    assert hours.non_form_errors() == ["Two rows begin on the same day at the same time. Please delete one of them."]


def test_rows_of_hours_and_dates_are_stored(trainer: Trainer) -> None:
    Hours.objects.all().delete()
    morning, evening = {"weekday": "0", "starts": "09:00", "ends": "12:00"}, {"weekday": "0", "starts": "18:00"}
    hours = HoursFormSet(rows("call_hours", morning, {**evening, "ends": "20:00"}), instance=trainer)
    dates = DateRuleFormSet(rows("call_date_rules", {"on": "2026-03-06", "kind": "off"}), instance=trainer)
    assert hours.is_valid()
    assert dates.is_valid()
    hours.save()
    dates.save()
    assert list(trainer.call_hours.values_list("weekday", "starts", "ends")) == [
        (0, time(9), time(12)),
        (0, time(18), time(20)),
    ]
    assert list(trainer.call_date_rules.values_list("on", "kind")) == [(date(2026, 3, 6), "off")]


def test_the_rules_of_calls_are_chosen_from_good_values_and_the_stored_one(trainer: Trainer) -> None:
    stored = CallRules(trainer=trainer, length_minutes=25)
    form = CallRulesForm(instance=stored)
    assert [value for value, _ in form.fields["length_minutes"].choices] == [15, 20, 25, 30, 45, 60]  # type: ignore[attr-defined]
    assert form.fields["length_minutes"].label == "Length of a call"


@pytest.mark.parametrize("calls_a_day", ["0", "-1", "41", "many", "\0"])
def test_a_number_of_calls_that_makes_no_sense_is_refused(trainer: Trainer, calls_a_day: str) -> None:
    typed = {
        "length_minutes": "30",
        "grid_minutes": "30",
        "buffer_before": "0",
        "buffer_after": "15",
        "notice_minutes": "720",
        "horizon_days": "21",
        "calls_a_day": calls_a_day,
    }
    assert list(CallRulesForm(typed, instance=trainer.call_rules).errors) == ["calls_a_day"]
    assert CallRulesForm({**typed, "calls_a_day": "2"}, instance=trainer.call_rules).errors == {}


def test_labels_of_the_rules_begin_with_a_capital() -> None:
    labels = [str(field.label) for field in CallRulesForm()]
    assert [label for label in labels if not label[0].isupper()] == []
