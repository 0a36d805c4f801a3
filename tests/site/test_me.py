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
    ],
)
def test_a_wrong_name_or_zone_changes_nothing(
    maya: Client, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    response = sign_in(maya).post("/me/", {"name": "Maya R.", "zone": "Europe/Madrid", **wrong})
    maya.user.refresh_from_db()
    assert sentence in response.content.decode()
    assert (maya.user.name, maya.user.zone.key) == ("Maya", "America/Chicago")


def test_saving_the_page_leaves_a_zone_with_an_older_name_as_it_is(maya: Client, sign_in: SignIn) -> None:
    User.objects.filter(pk=maya.user.pk).update(zone="US/Central")
    page = sign_in(maya).get("/me/").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["US/Central", "off"]
