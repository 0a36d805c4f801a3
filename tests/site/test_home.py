"""The home page says no more than the evidence (section 0), and every signed-in page has a door to the lab."""

import re

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.tightness.trend import CHANGE_POINTS
from hinge_coach.wording import number_word
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_home_says_what_is_known_of_sitting_and_what_is_not() -> None:
    page = words_of(Browser().get("/").content.decode())
    assert "Long sitting goes along with stiffer hip fronts. Whether it changes how we bend isn’t known." in page
    assert "No study has tested “hips first” by itself." in page


def test_home_names_the_change_that_the_rules_use() -> None:
    page = words_of(Browser().get("/").content.decode())
    assert f"Only a change of {number_word(CHANGE_POINTS)} points or more counts." in page


def test_the_lab_has_a_door_on_the_pages_of_a_client(sign_in: SignIn, maya: Client) -> None:
    browser = sign_in(maya)
    doors = ['href="/lab/"' in browser.get(path).content.decode() for path in ("/today/", "/me/", "/tightness/")]
    assert doors == [True] * 3


def test_the_lab_has_a_door_on_the_pages_of_the_trainer(sign_in: SignIn, trainer: Trainer) -> None:
    browser = sign_in(trainer)
    doors = [
        '<a href="/lab/">Hinge lab</a>' in browser.get(path).content.decode() for path in ("/desk/", "/desk/calls/")
    ]
    assert doors == [True] * 2
