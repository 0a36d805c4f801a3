"""The booking page before the form is sent: days, times, zones, and the month."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.models import Call, Cell, DateRule, Hours
from tests.booking.calls.conftest import (
    CALL_ID,
    HTMX,
    TUESDAY_TEN,
    FillIn,
    link,
    text,
)


def test_the_page_shows_days_and_times_in_the_trainers_zone_first(client: Browser, trainer: Trainer) -> None:
    response = client.get("/call/")
    assert "Choose a time : Tuesday, March 3 to Monday, March 9" in text(response)
    assert "Tuesday, March 3 Berlin time (UTC+1) 9:00 am 9:30 am 4 more times on Tuesday, March 3 10:00 am" in text(
        response
    )
    assert "Dana calls you at the time you choose, from a number ending in 1820 ." in text(response)


def test_times_are_shown_on_the_clock_of_the_zone_asked_for(client: Browser, trainer: Trainer) -> None:
    shown = text(client.get("/call/", {"zone": "Asia/Kathmandu"}))
    assert "Tuesday, March 3 Kathmandu time (UTC+5:45) 1:45 pm , that is 9:00 am for Dana" in shown
    assert "The small times are Dana’s (Berlin time)." in shown


def test_another_date_for_the_trainer_is_named(client: Browser, trainer: Trainer) -> None:
    shown = text(client.get("/call/", {"zone": "Pacific/Pago_Pago"}))
    assert "Monday, March 2 Pago Pago time (UTC−11) 9:00 pm , that is Tue 9:00 am for Dana" in shown


def test_an_old_name_of_a_zone_is_understood_and_shown_by_its_new_one(client: Browser, trainer: Trainer) -> None:
    assert "Kathmandu time (UTC+5:45)" in text(client.get("/call/", {"zone": "Asia/Katmandu"}))


def test_a_change_of_clocks_among_the_days_is_told(client: Browser, trainer: Trainer) -> None:
    shown = text(client.get("/call/", {"zone": "America/New_York"}))
    assert "In New York the clocks go forward 1 hour on Sunday, March 8. The times here already count that." in shown


def test_later_and_earlier_days_come_by_page(client: Browser, trainer: Trainer) -> None:
    assert "Tuesday, March 10 to Monday, March 16" in text(client.get("/call/", {"day": "2026-03-10"}))
    assert "Monday, March 23" in text(client.get("/call/", {"day": "2999-01-01"}))
    assert "Tuesday, March 3 to Monday, March 9" in text(client.get("/call/", {"day": "nonsense"}))


def test_the_month_names_each_free_day_and_its_count(client: Browser, trainer: Trainer) -> None:
    """Nine to twelve on weekdays for three weeks, from tomorrow on."""
    body = client.get("/call/").content.decode()
    named = re.findall(r'<button[^>]* name="day" value="(2026-03-\d\d)"[^>]*>(<span class.*?)</button>', body)
    words = {on: re.sub("<[^>]+>", "", name) for on, name in named}
    assert words["2026-03-03"] == "Tuesday, March 3, 6 free times"
    weekdays = [date(2026, 3, day) for day in range(3, 24) if date(2026, 3, day).weekday() < 5]
    assert list(words) == [f"{on}" for on in weekdays]
    assert "<td>7</td>" in body


@pytest.mark.parametrize("address", ["/call/", "move"])
def test_a_day_of_the_month_brings_its_times_into_the_list(client: Browser, call: Call, address: str) -> None:
    address = link(call, "move/") if address == "move" else address
    shown = client.post(address, {"day": "2026-03-17", "zone": "Europe/Berlin", "page": "2026-03-10", "name": "Maya"})
    assert "Choose a time : Tuesday, March 17 to Monday, March 23" in text(shown)
    assert (Call.objects.count(), '<details class="more call-month no-print">' in shown.content.decode()) == (1, True)


def test_another_month_brings_its_first_days_and_stays_open(client: Browser, fill_in: FillIn, trainer: Trainer) -> None:
    trainer.call_rules.horizon_days = 60
    trainer.call_rules.save()
    first, april = client.get("/call/"), client.post("/call/", fill_in(month="2026-04-01", shown="Europe/Berlin"))
    assert [re.findall(r'name="month" value="([^"]+)"', shown.content.decode()) for shown in (first, april)] == [
        ["2026-04-01"],
        ["2026-03-03", "2026-05-01"],
    ]
    body = april.content.decode()
    assert "Choose a time : Wednesday, April 1 to Tuesday, April 7" in text(april)
    assert ('<details class="more call-month no-print" open>' in body, 'value="Maya"' in body) == (True, True)


def test_to_htmx_another_month_takes_the_focus_to_its_name(client: Browser, fill_in: FillIn) -> None:
    body = client.post("/call/", fill_in(month="2026-03-10"), headers=HTMX).content.decode()
    assert (body.count("autofocus"), '<caption tabindex="-1" autofocus>' in body) == (1, True)


def test_looking_at_other_times_keeps_what_was_typed(client: Browser, fill_in: FillIn) -> None:
    response = client.post("/call/", fill_in(show="1", zone="Asia/Tokyo", email="not yet"))
    body = response.content.decode()
    assert "Tokyo time (UTC+9)" in text(response)
    assert ('value="Maya"' in body, 'value="not yet"' in body, "Tight after long drives." in body) == (True,) * 3
    assert f'value="{TUESDAY_TEN}" required checked' in body
    assert "Please" not in text(response)
    assert Call.objects.count() == 0


def test_to_htmx_other_times_come_as_a_fragment(client: Browser, fill_in: FillIn) -> None:
    response = client.post("/call/", fill_in(day="2026-03-10"), headers=HTMX)
    assert response.content.decode().strip().startswith('<div id="slots"')
    assert "HX-Request" in response.headers["Vary"]
    assert 'tabindex="-1" autofocus' in response.content.decode()


def test_the_address_keeps_the_zone_the_day_and_the_chosen_time(client: Browser, trainer: Trainer) -> None:
    """A chosen time on another page of days stays chosen."""
    asked = {"zone": "Asia/Tokyo", "clock": "24", "day": "2026-03-10", "start": TUESDAY_TEN}
    for headers in ({}, HTMX):
        response = client.get("/call/", asked, headers=headers)
        body = response.content.decode()
        assert "Choose a time : Tuesday, March 10 to Monday, March 16 Tokyo time (UTC+9)" in text(response)
        assert "Your choice so far: Tuesday, March 3, 18:00" in text(response)
        assert (f'value="{TUESDAY_TEN}" checked' in body, body.strip().startswith('<div id="slots"')) == (
            True,
            headers == HTMX,
        )


def test_a_chosen_time_that_has_gone_is_not_passed_over(client: Browser, trainer: Trainer) -> None:
    shown = text(client.get("/call/", {"start": "2026-03-03T03:00Z"}))
    assert "The time you had chosen is not free anymore. If you booked it just now," in shown


def test_htmx_asks_with_nothing_that_was_typed_about_a_person(client: Browser, trainer: Trainer) -> None:
    """What it asks with stands in the server's log."""
    body = client.get("/call/").content.decode()
    assert set(re.findall(r'hx-include="([^"]+)"', body)) == {"#slots, [name=zone], [name=clock]"}
    assert set(re.findall(r"hx-(?:get|post|push-url|replace-url)", body)) == {"hx-get"}
    slots = body[body.index('<div id="slots"') : body.index('name="name"')]
    assert set(re.findall(r'<input type="\w+"\s+(?:id="\w+"\s+)?(?:autocomplete="off" )?name="(\w+)"', slots)) == {
        "shown",
        "start",
    }


def test_focus_stays_in_the_list_of_zones_while_somebody_looks_through_it(client: Browser, fill_in: FillIn) -> None:
    response = client.post("/call/", fill_in(show="1"), headers={**HTMX, "HX-Trigger-Name": "zone"})
    assert "autofocus" not in response.content.decode()


def test_a_link_may_choose_the_zone_and_the_time_but_never_the_id(client: Browser, trainer: Trainer) -> None:
    link = {"zone": "Asia/Tokyo", "start": TUESDAY_TEN, "id": CALL_ID, "opened": "1:forged", "email": "lee@example.com"}
    body = client.get("/call/", link).content.decode()
    assert (f'value="{TUESDAY_TEN}" required checked' in body, "Tokyo time" in body) == (True, True)
    assert [value for value in (CALL_ID, "1:forged", "lee@example.com") if value in body] == []


def test_a_client_who_is_signed_in_finds_name_and_zone_filled_in(
    client: Browser, trainer: Trainer, maya: Client
) -> None:
    client.force_login(maya.user)
    body = client.get("/call/").content.decode()
    assert ('value="Maya"' in body, 'value="maya@example.com"' in body, "Chicago time" in body) == (True, True, True)
    assert "data-chosen" in body


def test_a_zone_nobody_knows_gets_a_sentence(client: Browser, fill_in: FillIn) -> None:
    response = client.post("/call/", fill_in(show="1", zone="Mars/Olympus"))
    sentence = "Your browser says “Mars/Olympus”, a time zone we don’t know. Please choose yours from the list."
    assert sentence in text(response)
    assert "Berlin time (UTC+1)" in text(response)


def test_without_free_times_the_phone_is_offered(client: Browser, trainer: Trainer) -> None:
    Hours.objects.all().delete()
    shown = text(client.get("/call/"))
    assert "No times are free right now. Call Dana at +49 30 901820 , or look again tomorrow." in shown


@pytest.mark.django_db
def test_without_a_trainer_the_page_says_so(client: Browser) -> None:
    assert "Nobody takes calls here yet." in text(client.get("/call/"))


def test_the_page_is_never_kept_by_caches(client: Browser, trainer: Trainer) -> None:
    assert "no-store" in client.get("/call/").headers["Cache-Control"]


def test_a_year_of_calls_needs_three_queries(
    client: Browser,
    trainer: Trainer,
    booking_request: BookingRequest,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    DateRule.objects.create(trainer=trainer, on=date(2026, 3, 6), kind="off")
    a_year_of_calls(trainer, booking_request)
    with django_assert_num_queries(5):
        client.get("/call/")


def a_year_of_calls(trainer: Trainer, booking_request: BookingRequest) -> None:
    """Four a day, from half a year ago on."""
    first = datetime(2025, 9, 1, 8, tzinfo=UTC)
    starts = [first + timedelta(days=number // 4, hours=number % 4) for number in range(1460)]
    calls = []
    for number, start in enumerate(starts):
        call = Call(id=uuid4(), trainer=trainer, name="Maya", email=f"maya{number}@example.com", phone=f"+1202{number}")
        call.starts_at, call.ends_at, call.booked_at, call.changed_at = (
            start,
            start + timedelta(minutes=30),
            first,
            first,
        )
        call.make_token()
        calls.append(call)
    Call.objects.bulk_create(calls)
    quarter = timedelta(minutes=15)
    Cell.objects.bulk_create(Cell(start=call.starts_at + quarter * n, call=call) for call in calls for n in range(3))


def test_hours_off_on_a_date_close_it(client: Browser, trainer: Trainer) -> None:
    DateRule.objects.create(trainer=trainer, on=date(2026, 3, 3), kind="off")
    DateRule.objects.create(trainer=trainer, on=date(2026, 3, 7), kind="extra", starts=time(10), ends=time(11))
    shown = text(client.get("/call/"))
    assert ("Tuesday, March 3" in shown, "Saturday, March 7 Berlin time (UTC+1) 10:00 am 10:30 am" in shown) == (
        False,
        True,
    )
