"""One click signs in as a demo person."""

import pytest
from django.test import Client as Browser
from django.test import override_settings

from hinge_coach.accounts.models import Client, User
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")


def test_looking_around_is_for_the_demo_only(maya: Client) -> None:
    browser = Browser()
    assert browser.post("/look-around/", {"email": "maya@example.com"}).status_code == 404
    assert "sessionid" not in browser.cookies
    assert "Look around" not in page_text(browser.get("/accounts/login/"))


@override_settings(DEMO=True)
def test_in_the_demo_one_click_signs_in_as_a_demo_person_and_as_nobody_else(maya: Client) -> None:
    User.objects.create_user("real@person.example")
    browser = Browser()
    assert "Maya, getting easier" in page_text(browser.get("/accounts/login/"))
    for email in ("real@person.example", "lee@example.com", "", "\0", "x" * 10_000):
        assert browser.post("/look-around/", {"email": email}).status_code == 404
    assert browser.post("/look-around/", {"email": "maya@example.com"}).headers["Location"] == "/arrive/"
    assert "Signed in as Maya" in page_text(browser.get("/"))
