"""What the trainer sets: hours, dates that differ, and the rules of calls."""

from datetime import date, time

import pytest

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.days_off import DatedRange
from hinge_coach.booking.availability.hours_forms import CallRulesForm, DateRowForm, WeekRowForm
from hinge_coach.booking.availability.slots import DateRuleKind, WeeklyInterval
from hinge_coach.booking.models import CallRules

pytestmark = pytest.mark.django_db


TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"weekday": "0", "starts": "09:00", "ends": "12:15"}, WeeklyInterval(0, time(9), time(12, 15))),
        ({"weekday": "6", "starts": "18:00", "ends": "00:00"}, WeeklyInterval(6, time(18), time())),
        (
            {"weekday": "6", "starts": "22:00", "ends": "01:00", "past_midnight": "on"},
            WeeklyInterval(6, time(22), time(1)),
        ),
        (
            {"weekday": "6", "starts": "22:00", "ends": "01:00", "was": "6 22:00 01:00"},
            WeeklyInterval(6, time(22), time(1)),
        ),
    ],
    ids=["a morning", "until midnight", "past midnight", "past midnight as before"],
)
def test_hours_are_taken(typed: dict[str, str], expected: WeeklyInterval) -> None:
    form = WeekRowForm(typed)
    assert form.is_valid()
    assert form.hours == expected


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"weekday": "0", "starts": "09:10", "ends": "12:00"},
            {"starts": ["Please choose a quarter hour: 9:00, 9:15, 9:30 or 9:45."]},
        ),
        (
            {"weekday": "0", "starts": "09:00:00.5", "ends": "12:00"},
            {"starts": ["Please choose a quarter hour: 9:00, 9:15, 9:30 or 9:45."]},
        ),
        ({"weekday": "0", "starts": "nine", "ends": "12:00"}, {"starts": ["Please write a time such as 09:30."]}),
        ({"weekday": "0", "starts": "09:00", "ends": "\0"}, {"ends": ["Please write a time such as 09:30."]}),
        ({"weekday": "0", "starts": "", "ends": "12:00"}, {"starts": ["Please write a time such as 09:30."]}),
        (
            {"weekday": "6", "starts": "22:00", "ends": "01:00"},
            {
                "past_midnight": [
                    "Sunday 10:00 pm to 1:00 am runs past midnight, until Monday 1:00 am."
                    " If that is right, check “Yes, past midnight” and save again."
                ]
            },
        ),
        (
            {"weekday": "0", "starts": "21:00", "ends": "17:00"},
            {
                "past_midnight": [
                    "Monday 9:00 pm to 5:00 pm runs past midnight, until Tuesday 5:00 pm."
                    " Did you mean 9:00 am? If not, check “Yes, past midnight” and save again."
                ]
            },
        ),
    ],
)
def test_hours_that_can_not_be_meant_get_a_sentence(typed: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert WeekRowForm(typed).errors == errors


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"on": "2026-03-06", "kind": "off"}, {}),
        ({"on": "2026-03-06", "kind": "off", "starts": "09:00", "ends": "10:00"}, {}),
        ({"on": "2026-03-06", "kind": "extra", "starts": "18:00", "ends": "20:00"}, {}),
        ({"on": "2026-03-01", "last": "2026-03-04", "kind": "off"}, {}),
        ({"on": "2026-03-01", "kind": "off", "was": "2026-03-01 - off - -"}, {}),
        (
            {"on": "2026-03-06", "kind": "off", "starts": "09:00"},
            {"ends": ["Please give both times, or none for the whole day."]},
        ),
        (
            {"on": "2026-03-06", "kind": "extra"},
            {"starts": ["Extra hours need a time from and a time until."]},
        ),
        (
            {"on": "2026-03-06", "last": "2026-03-05", "kind": "off"},
            {"last": ["The last date is before the first, March 6, 2026."]},
        ),
    ],
)
def test_dates_that_differ_need_both_times_or_none_and_an_end_after_their_beginning(
    typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    assert DateRowForm(typed, today=TODAY).errors == errors


def test_a_range_of_one_date_is_a_date() -> None:
    form = DateRowForm({"on": "2026-03-06", "last": "2026-03-06", "kind": "off"}, today=TODAY)
    assert form.is_valid()
    assert form.dates == DatedRange(date(2026, 3, 6), None, DateRuleKind.OFF)


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
