"""Booking for somebody on the phone."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.models import Call
from tests.coaching.pages import url, words_of

pytestmark = pytest.mark.usefixtures("call_hours")


def their_form(**changes: str) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "start": "2026-03-04T16:00Z",
        "name": "Olu",
        "email": "Olu@example.com",
        "phone": "020 7946 0018",
        "zone": "Europe/London",
        **changes,
    }


def test_the_trainer_books_for_somebody_at_short_notice(
    desk_browser: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    form = their_form()
    with django_capture_on_commit_callbacks(execute=True):
        desk_browser.post("/desk/calls/new/", form)
        desk_browser.post("/desk/calls/new/", form)
    call = Call.objects.get()
    assert (call.email, call.phone, call.zone.key) == ("olu@example.com", "+442079460018", "Europe/London")
    assert mail.outbox[0].subject == "Booked: your free call with Robin Hale on Wednesday, March 4, 4:00 pm"
    assert "Robin Hale has booked a free call with you:" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": ""}, "Please choose a time."),
        ({"start": "2026-03-04T03:00Z"}, "That time is too soon to book here."),
        ({"name": "O\0lu"}, "This holds a character that can't be written down."),
        ({"email": "olu"}, "This doesn't look like an e-mail address."),
        ({"phone": "12"}, "This doesn't look like a number."),
        ({"zone": "Mars"}, "We don't know this time zone."),
        ({"id": "x"}, "This form came back incomplete."),
        ({"minutes": "4"}, "Please give a number of minutes from 5 to 180."),
        ({"minutes": "181"}, "Please give a number of minutes from 5 to 180."),
        ({"minutes": "twenty"}, "Please give a number of minutes from 5 to 180."),
        ({"minutes": "9" * 5000}, "Please give a number of minutes from 5 to 180."),
        ({"minutes": "0", "show": "length"}, "Please give a number of minutes from 5 to 180."),
        ({"title": "a" * 61}, "Please keep this to 60 letters or fewer."),
        ({"title": "Re\0view"}, "This holds a character that can't be written down."),
        ({"minutes": "150", "start": "2026-03-04T15:00Z"}, "That time is not one of the free times."),
        ({"day": "2026-03-09"}, "Monday, March 9"),
    ],
)
def test_a_booking_that_makes_no_sense_is_not_stored(
    desk_browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    response = desk_browser.post("/desk/calls/new/", their_form(**changes))
    assert sentence in words_of(response)
    assert 'value="Olu"' in response.content.decode() or "name" in changes
    assert Call.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"start": "", "name": ""}, "id_start"),
        ({"minutes": "4", "start": ""}, "id_minutes"),
        ({"name": "", "phone": "12"}, "id_name"),
        ({"id": "x"}, ""),  # the sentence at the top, which has no id
    ],
)
def test_the_focus_goes_to_the_first_thing_to_correct(
    desk_browser: Browser, changes: dict[str, str], where: str
) -> None:
    page = desk_browser.post("/desk/calls/new/", their_form(**changes)).content.decode()
    focused = re.findall(r"<[^>]*\sautofocus\b[^>]*>", page)
    ids = [(re.findall(r'\sid="([^"]*)"', tag) or [""])[0] for tag in focused]
    assert (ids, any('type="hidden"' in tag for tag in focused)) == ([where], False)


def test_enter_in_a_field_presses_the_forms_own_button(desk_browser: Browser, ninas_call: Call) -> None:
    """Enter presses the first button of a form, and the times bring buttons of their own."""
    buttons = {url("book_call"): "Book the call", url("move_call", ninas_call.pk): "Move the call"}
    for address, words in buttons.items():
        form = desk_browser.get(address).content.decode().split("<main", 1)[1]
        first = re.search("<button[^>]*>([^<]*)</button>", form)
        assert first is not None
        assert first[1] == words


def test_a_call_with_a_client_begins_with_what_is_known_of_them(
    desk_browser: Browser, call_hours: Trainer, maya: Client
) -> None:
    Client.objects.filter(pk=maya.pk).update(phone="+13125550143")
    page = desk_browser.get(f"/desk/calls/new/?client={maya.pk}&name=Mallory&email=m@example.com").content.decode()
    for field, value in (("name", "Maya"), ("email", "maya@example.com"), ("phone", "+1 312-555-0143")):
        assert f'value="{value}"' in re.findall(rf'<input[^>]*name="{field}"[^>]*>', page)[0]
    assert '<option value="America/Chicago" selected' in page
    assert "Mallory" not in page


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 30, "١", "1.0", "-1"])
def test_a_client_who_is_not_there_leaves_the_form_empty(
    desk_browser: Browser, call_hours: Trainer, maya: Client, key: str
) -> None:
    page = desk_browser.get("/desk/calls/new/", {"client": key})
    assert page.status_code == 200
    assert "maya@example.com" not in page.content.decode()


REVIEW = {"title": "Review", "minutes": "20", "start": "2026-03-04T16:00Z"}


def test_a_call_of_another_kind_has_its_own_title_and_length(desk_browser: Browser) -> None:
    form = their_form(**REVIEW)
    for _ in range(2):
        assert desk_browser.post("/desk/calls/new/", form).headers["Location"] == "/desk/calls/"
    call = Call.objects.get()
    assert (call.title, call.minutes, f"{call.ends_at:%H:%M}") == ("Review", 20, "16:20")


def test_somebody_with_an_open_call_can_have_a_review_as_well(desk_browser: Browser) -> None:
    desk_browser.post("/desk/calls/new/", their_form())
    desk_browser.post("/desk/calls/new/", their_form(**REVIEW | {"start": "2026-03-05T16:00Z"}))
    assert sorted(call.title for call in Call.objects.all()) == ["", "Review"]


def test_another_length_lists_its_own_times_and_keeps_what_was_typed(desk_browser: Browser) -> None:
    typed = their_form(**{**REVIEW, "minutes": "150", "about": "Six weeks on.", "show": "length"})
    page = desk_browser.post("/desk/calls/new/", typed).content.decode()
    assert re.findall(r'name="start" value="([^"]*)"', page)[:2] == ["2026-03-05T14:00Z", "2026-03-05T14:30Z"]
    for kept in ('value="Review"', 'value="150"', 'value="Olu"', "Six weeks on.", f'value="{typed["id"]}"'):
        assert kept in page
    only_times = desk_browser.post("/desk/calls/new/", typed, headers={"HX-Request": "true"}).content.decode()
    assert only_times.lstrip().startswith('<div id="slots"')
    assert Call.objects.count() == 0


def test_a_form_that_has_booked_says_so_where_it_is_sent_again_with_something_else(desk_browser: Browser) -> None:
    form = their_form(**REVIEW)
    desk_browser.post("/desk/calls/new/", form)
    sentence = "This form has booked a call with Olu already, for Wednesday, March 4, 11:00 am."
    later = desk_browser.post("/desk/calls/new/", {**form, "start": "2026-03-05T16:00Z"}, follow=True)
    assert sentence in words_of(later)
    for_another = desk_browser.post("/desk/calls/new/", {**form, "email": "ada@example.com"})
    assert sentence in words_of(for_another)
    assert Call.objects.count() == 1


def test_from_the_clients_page_the_form_begins_with_a_review(
    desk_browser: Browser, call_hours: Trainer, maya: Client
) -> None:
    link = f"/desk/calls/new/?client={maya.pk}"
    assert f'href="{link}"' in desk_browser.get(url("client", maya.pk)).content.decode()
    page = desk_browser.get(link).content.decode()
    for field, value in (("title", "Review"), ("minutes", "20")):
        assert f'value="{value}"' in re.findall(rf'<input[^>]*name="{field}"[^>]*>', page)[0]


def test_a_slip_in_the_address_is_asked_about_once_and_the_extension_is_kept(desk_browser: Browser) -> None:
    sent = their_form(email="nina@gmial.con", phone="+1 202 555 0143 x12")
    asked = desk_browser.post("/desk/calls/new/", sent).content.decode()
    assert ("Did you mean nina@gmail.com?" in asked, Call.objects.count()) == (True, 0)
    desk_browser.post("/desk/calls/new/", {**sent, "email_taken": "nina@gmail.com"})
    booked = Call.objects.get()
    assert (booked.email, booked.phone, booked.extension) == ("nina@gmail.com", "+12025550143", "12")
