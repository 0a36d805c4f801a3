"""A client's own page."""

import re

import pytest

from hinge_coach.accounts.models import Client, User
from tests.conftest import SignIn
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

UNWRITABLE = "This holds a character that can&#x27;t be written down. Please type it again."


def test_a_client_corrects_name_and_zone(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    page = browser.get("/me/").content.decode()
    assert 'value="Maya"' in page
    assert '<option value="America/Chicago" selected' in page
    saved = browser.post("/me/", {"name": "Maya R.", "zone": "Europe/Madrid"}, follow=True)
    maya.user.refresh_from_db()
    assert "Saved." in page_text(saved)
    assert (maya.user.name, maya.user.zone.key) == ("Maya R.", "Europe/Madrid")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "M" * 10_240}, "Please use at most 80 letters."),
        ({"name": "\0"}, UNWRITABLE),
        ({"zone": "Nowhere"}, "We don&#x27;t know this time zone."),
        ({"day_begins": ""}, "Please choose one of these hours."),
        ({"day_begins": "24"}, "Please choose one of these hours."),
        ({"day_begins": "-1"}, "Please choose one of these hours."),
        ({"day_begins": "half past four"}, "Please choose one of these hours."),
    ],
)
def test_a_wrong_name_zone_or_hour_changes_nothing(
    maya: Client, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    new = {"name": "Maya R.", "zone": "Europe/Madrid", "day_begins": "14"}
    response = sign_in(maya).post("/me/", {**new, **wrong})
    maya.refresh_from_db()
    assert sentence in response.content.decode()
    assert (maya.user.name, maya.user.zone.key, maya.day_begins) == ("Maya", "America/Chicago", 4)


@pytest.mark.parametrize(("hour", "words"), [("0", "Midnight"), ("4", "4 am"), ("12", "Noon"), ("14", "2 pm")])
def test_who_works_at_night_says_when_the_day_begins(maya: Client, sign_in: SignIn, hour: str, words: str) -> None:
    browser = sign_in(maya)
    browser.post("/me/", {"name": "Maya", "zone": "America/Chicago", "day_begins": hour})
    maya.refresh_from_db()
    assert maya.day_begins == int(hour)
    page = browser.get("/me/")
    assert f'<option value="{hour}" selected>{words}</option>' in page.content.decode()
    assert ("Your day begins at 2 pm, so no mail comes before." in page_text(page)) == (hour == "14")


def test_a_page_from_before_there_was_an_hour_leaves_it_as_it_is(maya: Client, sign_in: SignIn) -> None:
    Client.objects.filter(pk=maya.pk).update(day_begins=14)
    sign_in(maya).post("/me/", {"name": "Maya", "zone": "Europe/Madrid"})
    maya.refresh_from_db()
    assert (maya.user.zone.key, maya.day_begins) == ("Europe/Madrid", 14)


def test_saving_the_page_leaves_a_zone_with_an_older_name_as_it_is(maya: Client, sign_in: SignIn) -> None:
    User.objects.filter(pk=maya.user.pk).update(zone="US/Central")
    page = sign_in(maya).get("/me/").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["US/Central", "4", "off"]


@pytest.mark.parametrize(
    ("zone", "offered"), [("America/Chicago", "lb"), ("Europe/Berlin", "kg"), ("America/Puerto_Rico", "lb")]
)
def test_the_unit_of_weights_is_that_of_the_country_until_it_is_chosen(
    maya: Client, sign_in: SignIn, zone: str, offered: str
) -> None:
    User.objects.filter(pk=maya.user.pk).update(zone=zone)
    page = sign_in(maya).get("/me/").content.decode()
    assert re.findall(r'name="weight_unit" value="(\w+)"[^>]*checked', page) == [offered]
    maya.refresh_from_db()
    assert maya.weight_unit == ""


def test_where_no_country_is_known_neither_unit_is_chosen(maya: Client, sign_in: SignIn) -> None:
    User.objects.filter(pk=maya.user.pk).update(zone="UTC")
    browser = sign_in(maya)
    assert re.findall(r'name="weight_unit"[^>]*checked', browser.get("/me/").content.decode()) == []
    browser.post("/me/", {"name": "Maya", "zone": "UTC", "day_begins": "4"})
    maya.refresh_from_db()
    assert maya.weight_unit == ""


def test_a_client_changes_kilograms_to_pounds_and_back(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    for unit in ("kg", "lb", "kg"):
        browser.post("/me/", {"name": "Maya", "zone": "America/Chicago", "day_begins": "4", "weight_unit": unit})
        maya.refresh_from_db()
        assert (maya.weight_unit, maya.unit) == (unit, unit)


@pytest.mark.parametrize("wrong", ["", "st", "KG", "kg\x00", "🙂"])
def test_an_unknown_unit_gets_a_sentence_and_changes_nothing(maya: Client, sign_in: SignIn, wrong: str) -> None:
    sent = {"name": "Maya R.", "zone": "Europe/Madrid", "day_begins": "14", "weight_unit": wrong}
    response = sign_in(maya).post("/me/", sent)
    maya.refresh_from_db()
    assert "Please choose kilograms or pounds." in response.content.decode()
    assert (maya.user.name, maya.weight_unit, maya.day_begins) == ("Maya", "", 4)


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("312 555 0143", "+13125550143", "+1 312-555-0143"),
        ("+44 20 7946 0018", "+442079460018", "+44 20 7946 0018"),
        ("  ", "", ""),
    ],
)
def test_a_client_keeps_changes_and_takes_back_a_phone_number(
    maya: Client, sign_in: SignIn, typed: str, stored: str, shown: str
) -> None:
    Client.objects.filter(pk=maya.pk).update(phone="+12025550143")
    browser = sign_in(maya)
    browser.post("/me/", {"name": "Maya", "zone": "America/Chicago", "phone": typed})
    maya.refresh_from_db()
    assert (maya.phone, maya.phone_words) == (stored, shown)
    field = re.findall(r'<input[^>]*name="phone"[^>]*>', browser.get("/me/").content.decode())[0]
    assert (f'value="{shown}"' in field) == bool(shown)


@pytest.mark.parametrize("typed", ["12", "call me", "+1 555", "٣", "1" * 41, "5\0"])
def test_what_can_not_be_called_gets_a_sentence_and_changes_nothing(maya: Client, sign_in: SignIn, typed: str) -> None:
    Client.objects.filter(pk=maya.pk).update(phone="+12025550143")
    response = sign_in(maya).post("/me/", {"name": "Maya R.", "zone": "Europe/Madrid", "phone": typed})
    maya.refresh_from_db()
    assert (maya.phone, maya.user.name) == ("+12025550143", "Maya")
    sentences = ("can be called. Try it with + and the country code", "at most 40 letters and digits", UNWRITABLE)
    assert sum(sentence in response.content.decode() for sentence in sentences) == 1


def test_a_number_is_exported_and_erased_with_the_person(maya: Client, sign_in: SignIn) -> None:
    Client.objects.filter(pk=maya.pk).update(phone="+12025550143")
    browser = sign_in(maya)
    assert browser.get("/me/export.json").json()["person"]["phone"] == "+12025550143"
    browser.post("/me/erase/", {"sure": "on"})
    assert list(Client.objects.values_list("phone")) == []
