"""The hinge in real life: one tap a place and day, the week of it, one plan, and a pause of one's own."""

import json

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import CarryOver, Plan
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    return sign_in(maya)


def test_places_plan_and_pause_are_in_the_export(browser: Browser, maya: Client) -> None:
    browser.post("/today/places/", {"situation": "car"})
    browser.post("/today/plan/", {"chosen": "0"})
    browser.post("/me/pause/", {"until": "2026-03-20"})
    told = json.loads(browser.get("/me/export.json").content)
    assert [each["situation"] for each in told["carry_overs"]] == ["car"]
    assert told["plan"]["then"] == "my hips go back first"
    assert told["pauses"] == [{"begins_on": "2026-03-04", "ends_on": "2026-03-20"}]


def test_places_and_plan_go_when_the_client_is_erased(browser: Browser) -> None:
    browser.post("/today/places/", {"situation": "car"})
    browser.post("/today/plan/", {"chosen": "0"})
    browser.post("/me/erase/", {"sure": "on"})
    assert (CarryOver.objects.count(), Plan.objects.count()) == (0, 0)
