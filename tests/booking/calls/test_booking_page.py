"""The visitor's pages: does it, once, and only for whom it should; and every bad input gets a sentence."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse, HttpResponseBase
from django.test import Client as Browser
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.calls.changing import cancel, note_outcome
from hinge_coach.booking.calls.forms import open_stamp
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent, Cell, DateRule, Hours

CALL_ID = "0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01"
TUESDAY_TEN = "2026-03-03T09:00Z"
HTMX = {"HX-Request": "true"}
Filled = Callable[..., dict[str, str]]


@pytest.fixture
def filled(trainer: Trainer, now: datetime) -> Filled:
    """The form as Maya in New York fills it in, a minute after she opened it."""

    def form(**changes: str) -> dict[str, str]:
        return {
            "id": CALL_ID,
            "opened": open_stamp(now - timedelta(minutes=1)),
            "zone": "America/New_York",
            "shown": "America/New_York",
            "start": TUESDAY_TEN,
            "name": "Maya",
            "email": "Maya@Example.com",
            "phone": "(202) 555-0143",
            "about": "Tight after long drives.",
            "nickname": "",
            **changes,
        }

    return form


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def page(call: Call, name: str = "") -> str:
    return f"/call/{call.token}/{name}"


# Looking


def test_the_page_shows_days_and_times_in_the_trainers_zone_first(client: Browser, trainer: Trainer) -> None:
    response = client.get("/call/")
    assert "Choose a time : Tuesday 3 to Monday 9 March" in text(response)
    assert "Tuesday 3 March Berlin time (UTC+1) 9:00 am 9:30 am 10:00 am" in text(response)
    assert "Dana rings you at the time you choose, from a number ending in 1820 ." in text(response)


def test_times_are_shown_on_the_clock_of_the_zone_asked_for(client: Browser, trainer: Trainer) -> None:
    shown = text(client.get("/call/", {"zone": "Asia/Kathmandu"}))
    assert "Tuesday 3 March Kathmandu time (UTC+5:45) 1:45 pm , that is 9:00 am for Dana" in shown
    assert "The small time is on Dana’s clock, Berlin time." in shown


def test_another_date_for_the_trainer_is_named(client: Browser, trainer: Trainer) -> None:
    shown = text(client.get("/call/", {"zone": "Pacific/Pago_Pago"}))
    assert "Monday 2 March Pago Pago time (UTC−11) 9:00 pm , that is Tue 9:00 am for Dana" in shown


def test_an_old_name_of_a_zone_is_understood_and_shown_by_its_new_one(client: Browser, trainer: Trainer) -> None:
    assert "Kathmandu time (UTC+5:45)" in text(client.get("/call/", {"zone": "Asia/Katmandu"}))


def test_a_change_of_clocks_among_the_days_is_told(client: Browser, trainer: Trainer) -> None:
    shown = text(client.get("/call/", {"zone": "America/New_York"}))
    assert "In New York the clocks go forward 1 hour on Sunday 8 March. The times here already count that." in shown


def test_later_and_earlier_days_come_by_page(client: Browser, trainer: Trainer) -> None:
    assert "Tuesday 10 to Monday 16 March" in text(client.get("/call/", {"from": "2026-03-10"}))
    assert "Monday 23 March" in text(client.get("/call/", {"from": "2999-01-01"}))
    assert "Tuesday 3 to Monday 9 March" in text(client.get("/call/", {"from": "nonsense"}))


def test_the_month_names_each_free_day_and_its_count(client: Browser, trainer: Trainer) -> None:
    """Nine to twelve on weekdays for three weeks, from tomorrow on."""
    body = client.get("/call/").content.decode()
    named = re.findall(r'<button[^>]* name="from" value="(2026-03-\d\d)"[^>]*>(<span class.*?)</button>', body)
    words = {on: re.sub("<[^>]+>", "", name) for on, name in named}
    assert words["2026-03-03"] == "Tuesday 3 March, 6 free times"
    weekdays = [date(2026, 3, day) for day in range(3, 24) if date(2026, 3, day).weekday() < 5]
    assert list(words) == [f"{on}" for on in weekdays]
    assert "<td>7</td>" in body


@pytest.mark.parametrize("address", ["/call/", "move"])
def test_a_day_of_the_month_brings_its_times_into_the_list(client: Browser, call: Call, address: str) -> None:
    address = page(call, "move/") if address == "move" else address
    shown = client.post(address, {"from": "2026-03-17", "zone": "Europe/Berlin", "page": "2026-03-10", "name": "Maya"})
    assert "Choose a time : Tuesday 17 to Monday 23 March" in text(shown)
    assert (Call.objects.count(), '<details class="more call-month no-print">' in shown.content.decode()) == (1, True)


def test_another_month_brings_its_first_days_and_stays_open(client: Browser, filled: Filled, trainer: Trainer) -> None:
    trainer.call_rules.horizon_days = 60
    trainer.call_rules.save()
    first, april = client.get("/call/"), client.post("/call/", filled(month="2026-04-01", shown="Europe/Berlin"))
    assert [re.findall(r'name="month" value="([^"]+)"', each.content.decode()) for each in (first, april)] == [
        ["2026-04-01"],
        ["2026-03-03", "2026-05-01"],
    ]
    body = april.content.decode()
    assert "Choose a time : Wednesday 1 to Tuesday 7 April" in text(april)
    assert ('<details class="more call-month no-print" open>' in body, 'value="Maya"' in body) == (True, True)


def test_to_htmx_another_month_takes_the_focus_to_its_name(client: Browser, filled: Filled) -> None:
    body = client.post("/call/", filled(month="2026-03-10"), headers=HTMX).content.decode()
    assert (body.count("autofocus"), '<caption tabindex="-1" autofocus>' in body) == (1, True)


def test_looking_at_other_times_keeps_what_was_typed(client: Browser, filled: Filled) -> None:
    response = client.post("/call/", filled(show="1", zone="Asia/Tokyo", email="not yet"))
    body = response.content.decode()
    assert "Tokyo time (UTC+9)" in text(response)
    assert ('value="Maya"' in body, 'value="not yet"' in body, "Tight after long drives." in body) == (True,) * 3
    assert f'value="{TUESDAY_TEN}" required checked' in body
    assert "Please" not in text(response)
    assert Call.objects.count() == 0


def test_to_htmx_other_times_come_as_a_fragment(client: Browser, filled: Filled) -> None:
    response = client.post("/call/", filled(**{"from": "2026-03-10"}), headers=HTMX)
    assert response.content.decode().strip().startswith('<div id="slots"')
    assert "HX-Request" in response.headers["Vary"]
    assert 'tabindex="-1" autofocus' in response.content.decode()


def test_focus_stays_in_the_list_of_zones_while_somebody_looks_through_it(client: Browser, filled: Filled) -> None:
    response = client.post("/call/", filled(show="1"), headers={**HTMX, "HX-Trigger-Name": "zone"})
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


def test_a_zone_nobody_knows_gets_a_sentence(client: Browser, filled: Filled) -> None:
    response = client.post("/call/", filled(show="1", zone="Mars/Olympus"))
    assert "We don't know this time zone." in text(response)
    assert "Berlin time (UTC+1)" in text(response)


def test_without_free_times_the_phone_is_offered(client: Browser, trainer: Trainer) -> None:
    Hours.objects.all().delete()
    shown = text(client.get("/call/"))
    assert "There is no free time just now. Ring Dana on +49 30 901820 , or look again tomorrow." in shown


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
    with django_assert_num_queries(3):
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


# Booking


def test_a_form_filled_in_well_books_and_leads_to_the_receipt(
    client: Browser, filled: Filled, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/call/", filled())
    call = Call.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, page(call))
    assert (str(call.pk), call.name, call.email, call.phone) == (CALL_ID, "Maya", "maya@example.com", "+12025550143")
    assert (call.zone.key, call.starts_at) == ("America/New_York", datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert [message.to for message in mail.outbox] == [["maya@example.com"], ["dana@example.com"]]


def test_the_form_as_the_page_hands_it_out_books(client: Browser, filled: Filled, now: datetime) -> None:
    body = client.get("/call/", {"zone": "America/New_York"}).content.decode()
    given = {
        name: re.search(rf'name="{name}" value="([^"]*)"', body).group(1)  # type: ignore[union-attr]
        for name in ("id", "opened", "shown")
    }
    with time_machine.travel(now + timedelta(seconds=40), tick=False):
        client.post("/call/", filled(**given))
    assert str(Call.objects.get().pk) == given["id"]


def test_a_form_sent_twice_books_once_and_answers_alike(client: Browser, filled: Filled) -> None:
    first, again = client.post("/call/", filled()), client.post("/call/", filled(start="2026-03-03T10:00Z"))
    assert first.headers["Location"] == again.headers["Location"]
    assert (Call.objects.count(), Cell.objects.count(), CallEvent.objects.count()) == (1, 3, 1)


def test_a_slot_that_has_just_gone_offers_the_nearest_three_and_keeps_the_rest(
    client: Browser, filled: Filled, trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    reserve(replace(booking_request, id=uuid4(), email="lee@example.com", phone="+12025550144"), trainer, now=now)
    response = client.post("/call/", filled())
    assert response.status_code == 200
    assert "That time has just gone. These are the nearest free ones:" in text(response)
    assert "Tuesday 3 March, 3:00 am, New York time (UTC−5) (9:00 am for Dana)" in text(response)
    assert re.findall(r'<input type="radio" name="start" value="([^"]+)">', response.content.decode()) == [
        "2026-03-03T08:00Z",
        "2026-03-03T10:00Z",
        "2026-03-03T10:30Z",
    ]
    assert 'value="(202) 555-0143"' in response.content.decode()
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "2026-03-03T09:10Z"}, "That time is not one of the free times."),
        ({"start": "2026-03-07T09:00Z"}, "That time is not one of the free times."),
        ({"start": "2026-03-02T08:00Z"}, "That time is too soon to book here."),
        ({"start": "2026-09-01T09:00Z"}, "That time is too far ahead to book yet."),
        ({"start": ""}, "Please choose a time."),
        ({"start": "tomorrow"}, "Please choose one of the free times."),
        ({"start": "2026-13-40T09:00Z"}, "Please choose one of the free times."),
        ({"start": "9999-12-31T23:59Z"}, "Please choose one of the free times."),
        ({"start": "2026-03-03T09:00Z\0"}, "Please choose one of the free times."),
        ({"start": "٢٠٢٦-03-03T09:00Z"}, "Please choose one of the free times."),
        ({"zone": "Mars/Olympus"}, "We don't know this time zone. Please choose one from the list."),
        ({"zone": "../../etc/passwd"}, "We don't know this time zone. Please choose one from the list."),
        ({"zone": "UTC\0"}, "We don't know this time zone. Please choose one from the list."),
        ({"shown": "Asia/Tokyo"}, "The times are now in New York time. Please check yours, and send the form again."),
        ({"name": ""}, "Please tell us your name."),
        ({"name": " \r\n\u202e "}, "Please tell us your name."),
        ({"name": "x" * 10_000}, "Please keep this to 80 letters or fewer."),
        ({"name": "Ma\0ya"}, "This holds a character that can't be written down. Please type it again."),
        ({"email": ""}, "Please tell us your e-mail address."),
        ({"email": "maya"}, "This doesn't look like an e-mail address. It needs an @ and a name after it."),
        ({"email": "maya@example.com\0"}, "This holds a character that can't be written down. Please type it again."),
        ({"email": "maya@example.com\nBcc: lee@example.com"}, "This doesn't look like an e-mail address."),
        ({"email": f"{'m' * 10_000}@example.com"}, "Please keep this to 254 letters or fewer."),
        ({"phone": ""}, "Please tell us the number to ring you on."),
        ({"phone": "12"}, "This doesn't look like a number we can ring."),
        ({"phone": "call me"}, "This doesn't look like a number we can ring."),
        ({"phone": "0" * 10_000}, "Please keep this to 40 letters or fewer."),
        ({"phone": "202\x00555"}, "This holds a character that can't be written down. Please type it again."),
        ({"zone": "UTC", "shown": "UTC"}, "Try it with + and the country code: +1 202 555 0143."),
        ({"about": "x" * 2_001}, "Please keep this to 2000 letters or fewer."),
        ({"about": "tight\0"}, "This holds a character that can't be written down. Please type it again."),
        ({"id": ""}, "This form came back incomplete. Please send it once more."),
        ({"id": "not an id"}, "This form came back incomplete. Please send it once more."),
        ({"id": str(UUID(int=0))}, "This form came back incomplete. Please send it once more."),
        ({"opened": "1772438400:forged"}, "This form came back incomplete. Please send it once more."),
        ({"nickname": "Buy now"}, "A field that should stay empty was filled in. Please send the form once more."),
    ],
)
def test_a_bad_value_gets_a_sentence_and_stores_nothing(
    client: Browser, filled: Filled, changes: dict[str, str], sentence: str
) -> None:
    response = client.post("/call/", filled(**changes))
    assert response.status_code == 200
    assert sentence in text(response)
    assert "Tight after long drives." in response.content.decode() or "about" in changes
    assert (Call.objects.count(), Cell.objects.count(), CallEvent.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", ["José 🙂", "مايا بنت علي", "李 小龍", "O'Neil & <b>Sons</b>"])
def test_names_of_all_kinds_are_kept_as_they_are(client: Browser, filled: Filled, name: str) -> None:
    client.post("/call/", filled(name=name))
    call = Call.objects.get()
    assert call.name == name
    assert f"rings {name} on +1 202-555-0143" in text(client.get(page(call)))


def test_line_breaks_and_turned_text_in_a_name_become_one_plain_line(client: Browser, filled: Filled) -> None:
    client.post("/call/", filled(name=" Maya\r\n\u202e of\tOslo "))
    assert Call.objects.get().name == "Maya of Oslo"


def test_a_form_sent_within_two_seconds_is_asked_for_again_and_then_taken(
    client: Browser, filled: Filled, now: datetime
) -> None:
    form = filled(opened=open_stamp(now))
    assert "That was very quick. Please press the button once more." in text(client.post("/call/", form))
    with time_machine.travel(now + timedelta(seconds=3), tick=False):
        client.post("/call/", form)
    assert Call.objects.count() == 1


def test_a_form_that_was_spoiled_can_be_sent_again_as_it_comes_back(client: Browser, filled: Filled) -> None:
    body = client.post("/call/", filled(id="spoiled", nickname="Buy now")).content.decode()
    fresh = re.search(r'name="id" value="([^"]+)"', body)
    assert fresh is not None
    assert UUID(fresh.group(1)).version == 4
    assert "Buy now" not in body
    client.post("/call/", filled(id=fresh.group(1)))
    assert Call.objects.count() == 1


def test_a_second_call_for_the_same_person_is_refused(client: Browser, filled: Filled, call: Call) -> None:
    response = client.post("/call/", filled(id=str(uuid4())))
    assert "A call is booked already with this e-mail address or phone number." in text(response)
    assert call.token not in response.content.decode()
    assert Call.objects.count() == 1


def test_a_lost_form_cookie_stores_nothing(filled: Filled) -> None:
    response = Browser(enforce_csrf_checks=True).post("/call/", filled())
    assert (response.status_code, Call.objects.count()) == (403, 0)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Browser, trainer: Trainer, method: str) -> None:
    response = getattr(client, method)("/call/")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


# The receipt, and what its buttons do


def test_the_receipt_says_when_who_and_what_can_be_done(client: Browser, call: Call) -> None:
    response = client.get(page(call))
    shown = text(response)
    assert "Wednesday 4 March 2026, 4:00 am New York time (UTC−5)" in shown
    assert "For Dana it is Wednesday 4 March, 10:00 am, Berlin time (UTC+1)." in shown
    assert "Dana rings Maya on +1 202-555-0143 , from a number ending in 1820 ." in shown
    assert "Booked Monday 2 March 2026, 3:00 am, New York time (UTC−5)" in shown
    assert [label in shown for label in ("Add to my calendar", "Move it", "Cancel it")] == [True] * 3


def test_the_receipt_stays_between_the_visitor_and_us(client: Browser, call: Call) -> None:
    headers = client.get(page(call)).headers
    assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize("name", ["", "move/", "cancel/", "calendar.ics"])
def test_a_stranger_with_a_wrong_token_finds_nothing(client: Browser, call: Call, name: str) -> None:
    for token in ("A" * 43, str(call.pk), call.token_hash, call.token[:-1], "%00", "🙂"):
        assert client.get(f"/call/{token}/{name}").status_code == 404
    assert client.post(f"/call/{'A' * 43}/restore/").status_code == 404


@pytest.mark.parametrize("name", ["", "move/", "cancel/", "calendar.ics", "restore/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(client: Browser, call: Call, name: str, method: str) -> None:
    before = snapshot()
    response = getattr(client, method)(page(call, name))
    assert response.status_code == (405 if name == "restore/" else 200)
    assert snapshot() == before


def snapshot() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Call, Cell, CallEvent)]


def test_the_receipt_can_not_be_posted_to(client: Browser, call: Call) -> None:
    assert client.post(page(call)).status_code == 405
    assert client.post(page(call, "calendar.ics")).status_code == 405


def test_moving_by_button(client: Browser, call: Call) -> None:
    response = client.post(page(call, "move/"), {"start": "2026-03-05T09:00Z"})
    assert response.headers["Location"] == page(call)
    call.refresh_from_db()
    assert (call.starts_at, call.sequence) == (datetime(2026, 3, 5, 9, tzinfo=UTC), 1)
    assert "Moved to Thursday 5 March, 4:00 am" in text(client.get(page(call)))


def test_moving_shows_the_times_beside_its_own(client: Browser, call: Call) -> None:
    body = client.get(page(call, "move/")).content.decode()
    assert ("2026-03-04T08:30Z" in body, "2026-03-04T09:00Z" in body, "2026-03-04T09:30Z" in body) == (
        True,
        False,
        True,
    )


def test_moving_to_a_slot_that_has_gone_offers_the_nearest_three(
    client: Browser, call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    other = replace(booking_request, id=uuid4(), email="lee@example.com", phone="+12025550144")
    reserve(other, call.trainer, now=now)
    response = client.post(page(call, "move/"), {"start": TUESDAY_TEN})
    assert "That time has just gone. These are the nearest free ones:" in text(response)
    assert snapshot_of(call) == ("booked", 0)


def snapshot_of(call: Call) -> tuple[str, int]:
    call.refresh_from_db()
    return call.status, call.sequence


@pytest.mark.parametrize("start", ["", "\0", "nonsense", "2026-03-04T09:10Z"])
def test_moving_to_no_real_slot_changes_nothing(client: Browser, call: Call, start: str) -> None:
    response = client.post(page(call, "move/"), {"start": start})
    assert (response.status_code, snapshot_of(call)) == (200, ("booked", 0))


def test_later_days_to_move_to_come_as_a_fragment_to_htmx(client: Browser, call: Call) -> None:
    response = client.post(page(call, "move/"), {"from": "2026-03-10"}, headers=HTMX)
    assert response.content.decode().strip().startswith('<div id="slots"')
    assert "Tuesday 10 to Monday 16 March" in text(response)
    assert snapshot_of(call) == ("booked", 0)


def test_cancelling_by_button_frees_the_time(client: Browser, call: Call) -> None:
    response = client.post(page(call, "cancel/"), {"reason": "Back at work"})
    assert response.headers["Location"] == page(call)
    assert (snapshot_of(call), call.cancel_reason, Cell.objects.count()) == (("cancelled", 1), "Back at work", 0)
    assert "This call is cancelled" in text(client.get(page(call)))


@pytest.mark.parametrize("reason", ["x" * 301, "\0"])
def test_a_bad_reason_cancels_nothing(client: Browser, call: Call, reason: str) -> None:
    assert "Please" in text(client.post(page(call, "cancel/"), {"reason": reason}))
    assert snapshot_of(call) == ("booked", 0)


def test_a_cancel_is_taken_back_by_button_within_ten_minutes(client: Browser, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    assert "Keep the call after all" in text(client.get(page(call)))
    client.post(page(call, "restore/"))
    assert snapshot_of(call) == ("booked", 2)


def test_a_cancel_stays_after_ten_minutes(client: Browser, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert "Keep the call after all" not in text(client.get(page(call)))
        client.post(page(call, "restore/"))
    assert snapshot_of(call) == ("cancelled", 1)


def test_within_the_shortest_notice_the_phone_is_offered_instead(client: Browser, call: Call) -> None:
    with time_machine.travel(call.starts_at - timedelta(hours=11), tick=False):
        shown = text(client.get(page(call)))
        assert "The call is too close to change it here. Please ring Dana on +49 30 901820" in shown
        assert ("Move it" in shown, "Cancel it" in shown) == (False, False)
        for name, form in (("move/", {"start": "2026-03-05T09:00Z"}), ("cancel/", {})):
            assert client.post(page(call, name), form).headers["Location"] == page(call)
            assert client.get(page(call, name)).headers["Location"] == page(call)
    assert snapshot_of(call) == ("booked", 0)


def test_a_cancelled_call_is_neither_moved_nor_cancelled_again(client: Browser, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    client.post(page(call, "move/"), {"start": "2026-03-05T09:00Z"})
    client.post(page(call, "cancel/"))
    assert snapshot_of(call) == ("cancelled", 1)


def test_a_call_that_is_over_leads_to_the_next_one(client: Browser, call: Call) -> None:
    with time_machine.travel(call.ends_at, tick=False):
        shown = text(client.get(page(call)))
    assert "This call is over" in shown
    assert "Book another call" in shown


def test_a_missed_call_leads_to_another_time(client: Browser, call: Call) -> None:
    with time_machine.travel(call.ends_at, tick=False):
        note_outcome(call, Call.Status.MISSED, now=call.ends_at)
        shown = text(client.get(page(call)))
    assert "We missed each other" in shown
    assert "Missed by Dana" not in shown
    assert "Another time? These are the next free ones Thursday 5 March, 3:00 am" in shown


def test_the_calendar_file_can_be_fetched_from_the_receipt(client: Browser, call: Call) -> None:
    response = client.get(page(call, "calendar.ics"))
    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="call.ics"'
    assert (str(calendar["METHOD"]), str(event["UID"]), event["SEQUENCE"]) == ("PUBLISH", call.uid, 0)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (call.starts_at, call.ends_at)


def test_hours_off_on_a_date_close_it(client: Browser, trainer: Trainer) -> None:
    DateRule.objects.create(trainer=trainer, on=date(2026, 3, 3), kind="off")
    DateRule.objects.create(trainer=trainer, on=date(2026, 3, 7), kind="extra", starts=time(10), ends=time(11))
    shown = text(client.get("/call/"))
    assert ("Tuesday 3 March" in shown, "Saturday 7 March Berlin time (UTC+1) 10:00 am 10:30 am" in shown) == (
        False,
        True,
    )
