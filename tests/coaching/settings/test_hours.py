"""When people can book a call."""

from datetime import time
from typing import Any

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.models import CallRules, DateRule, Hours
from tests.coaching.pages import html_of, stored, url


def hours_typed(browser: Browser, **typed: str) -> dict[str, str]:
    context = browser.get(url("hours")).context
    filled: dict[str, Any] = {}
    for form in (*context["week"].forms, *context["dates"].forms, context["rules"]):
        filled |= {form.add_prefix(name): form[name].value() for name in form.fields}
    for rows in (context["week"], context["dates"]):
        manage = rows.management_form
        filled |= {manage.add_prefix(name): manage[name].value() for name in manage.fields}
    sent = {name: value for name, value in filled.items() if value is not None and value is not False}
    return {name: f"{value:%H:%M}" if isinstance(value, time) else str(value) for name, value in sent.items()} | typed


def test_hours_and_dates_are_added_in_one_go(trainer: Trainer, desk_browser: Browser) -> None:
    typed = hours_typed(
        desk_browser,
        **{
            "week-0-weekday": "2",
            "week-0-starts": "09:00",
            "week-0-ends": "12:00",
            "dates-0-on": "2026-03-11",
            "rules-length_minutes": "45",
        },
    )
    assert desk_browser.post(url("hours"), typed).headers["Location"] == url("hours")
    assert [str(hours) for hours in Hours.objects.all()] == ["Wednesday 09:00-12:00"]
    assert [str(rule) for rule in DateRule.objects.all()] == ["March 11, 2026: off"]
    assert CallRules.objects.get(trainer=trainer).length_minutes == 45


def test_saving_the_hours_as_they_are_changes_nothing(call_hours: Trainer, desk_browser: Browser) -> None:
    before = list(Hours.objects.values())
    assert desk_browser.post(url("hours"), hours_typed(desk_browser)).status_code == 302
    assert list(Hours.objects.values()) == before


def test_hours_can_be_taken_away(call_hours: Trainer, desk_browser: Browser) -> None:
    desk_browser.post(url("hours"), hours_typed(desk_browser, **{"week-0-DELETE": "on"}))
    assert [hours.weekday for hours in Hours.objects.all()] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"week-5-weekday": "6", "week-5-starts": "9 o'clock"}, "Please write a time such as 09:30."),
        ({"week-5-weekday": "6", "week-5-starts": "09:07", "week-5-ends": "12:00"}, "Please choose a quarter hour"),
        (
            {"week-5-weekday": "0", "week-5-starts": "09:00", "week-5-ends": "12:00"},
            "This day and time is there twice.",
        ),
        ({"dates-0-on": "2026-02-30"}, "Enter a valid date."),
        ({"rules-horizon_days": "9999"}, "Ensure this value is less than or equal to 120."),
        ({"week-TOTAL_FORMS": "x"}, "This form came back incomplete. Please open the page again."),
    ],
)
def test_hours_that_make_no_sense_store_nothing_at_all(
    call_hours: Trainer, desk_browser: Browser, typed: dict[str, str], sentence: str
) -> None:
    good = {"dates-0-on": "2026-03-11", "rules-length_minutes": "45"}
    before = stored()
    answer = desk_browser.post(url("hours"), hours_typed(desk_browser, **good | typed))
    assert answer.status_code == 200
    assert sentence in html_of(answer)
    assert stored() == before
    assert CallRules.objects.get().length_minutes == 30
