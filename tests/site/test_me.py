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
