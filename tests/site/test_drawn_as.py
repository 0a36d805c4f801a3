"""Whom figures show: chosen on /me/, and seen on every page with a figure, by nobody but the client."""

import re
from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.drawn_as import PersonName, Skin
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.closing import record_screening
from tests.conftest import SignIn
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still", "curriculum")

ME = {"name": "Maya", "zone": "America/Chicago", "day_begins": "4", "weight_unit": "kg"}
LESSON = "/lessons/pelvic-clock/"
WITH_FIGURES = ("/today/", LESSON, f"{LESSON}practice/", "/cards/", "/break/", "/start-test/")
SKIN = "Please choose one of these skins."


def choose(browser: Browser, person: str, skin: str = "medium") -> str:
    return browser.post("/me/", {**ME, "person": person, "skin": skin}, follow=True).content.decode()


def people_on(browser: Browser, path: str) -> set[str]:
    """Everybody who is drawn there, as person/skin."""
    response = browser.get(path)
    assert response.status_code == 200, path
    return {"/".join(pair) for pair in re.findall(r"person--([\w-]+) skin--(\w+)", response.content.decode())}


def outline(browser: Browser) -> list[str]:
    return re.findall(r'data-part="trunk"\s+d="([^"]+)"', browser.get(LESSON).content.decode())


def checked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([\w-]*)"[^>]*checked', page)


def test_a_client_chooses_whom_to_see_and_takes_it_back(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    page = browser.get("/me/").content.decode()
    assert (checked(page, "person"), checked(page, "skin")) == ([""], ["medium"])
    before = outline(browser)
    page = choose(browser, "older-man", "light")
    maya.refresh_from_db()
    assert maya.drawn_as == "older-man/light"
    assert (checked(page, "person"), checked(page, "skin")) == (["older-man"], ["light"])
    assert people_on(browser, LESSON) == {"older-man/light"}
    assert len(before) == len(outline(browser)) > 0
    assert before != outline(browser)
    choose(browser, "", "light")
    maya.refresh_from_db()
    assert maya.drawn_as == ""
    assert (people_on(browser, LESSON), outline(browser)) == ({"man/deep"}, before)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"person": "child", "skin": "deep"}, "Please choose one of these people."),
        ({"person": "man/deep", "skin": "deep"}, "Please choose one of these people."),
        ({"person": "man\x00", "skin": "deep"}, "Please choose one of these people."),
        ({"person": "man", "skin": "blue"}, SKIN),
        ({"person": "man", "skin": ""}, SKIN),
        ({"person": "man"}, SKIN),
        ({"person": "", "skin": "🙂"}, SKIN),
    ],
)
def test_nobody_else_can_be_drawn(maya: Client, sign_in: SignIn, wrong: dict[str, str], sentence: str) -> None:
    Client.objects.filter(pk=maya.pk).update(drawn_as="woman/deep")
    response = sign_in(maya).post("/me/", {**ME, "name": "Maya R.", **wrong})
    maya.refresh_from_db()
    assert sentence in page_text(response)
    assert (maya.drawn_as, maya.user.name) == ("woman/deep", "Maya")


def test_a_page_from_before_there_was_a_choice_leaves_it_as_it_is(maya: Client, sign_in: SignIn) -> None:
    Client.objects.filter(pk=maya.pk).update(drawn_as="woman/deep")
    browser = sign_in(maya)
    browser.post("/me/", {**ME, "name": "Maya R.", "skin": "light"})
    assert "know this time zone." in page_text(browser.post("/me/", {**ME, "zone": "Nowhere"}))
    maya.refresh_from_db()
    assert (maya.drawn_as, maya.user.name) == ("woman/deep", "Maya R.")


def test_every_choice_is_in_words_with_a_picture_that_nobody_hears(maya: Client, sign_in: SignIn) -> None:
    Client.objects.filter(pk=maya.pk).update(drawn_as="woman/deep")
    page = sign_in(maya).get("/me/").content.decode()
    group = page.partition('id="drawn-as"')[2].partition("Which skin?")[0]
    assert re.findall(r"</svg>\s*([^<]+)</span>", group) == [
        "Each lesson’s own person",
        *(name.label for name in PersonName),
    ]
    assert group.count("<svg") == group.count('aria-hidden="true"') == 5
    assert re.findall(r"data-portrait|person--[\w-]+ skin--deep", group).count("data-portrait") == 4
    assert re.findall(r'class="swatch skin--(\w+)"', page) == list(Skin)
    assert set(re.findall(r'href="#(person-[\w-]+)"', group)) <= set(re.findall(r'id="(person-[\w-]+)"', group))


def test_every_page_shows_who_was_chosen_and_to_the_client_alone(
    maya: Client, other_client: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    """Parts of pages are kept in memory, so that each of them looks before and after the other."""
    for client in (maya, other_client):
        record_screening(client=client, answers=[], at=now)
    browser, other, desk, visitor = sign_in(maya), sign_in(other_client), sign_in(trainer), Browser()
    before = {path: people_on(other, path) for path in WITH_FIGURES}
    public = {path: people_on(visitor, path) for path in (LESSON, f"{LESSON}practice/", "/cards/", "/break/")}
    assert [path for path, people in {**before, **public}.items() if not people] == []
    assert len(set().union(*before.values())) > 3
    choose(browser, "older-woman", "deep")
    choose(other, "man", "light")
    chosen, others = {"older-woman/deep"}, {"man/light"}
    assert {path: people_on(browser, path) for path in WITH_FIGURES} == dict.fromkeys(WITH_FIGURES, chosen)
    assert {path: people_on(other, path) for path in WITH_FIGURES} == dict.fromkeys(WITH_FIGURES, others)
    assert people_on(desk, f"/desk/clients/{maya.pk}/as-client/") == chosen
    choose(other, "")
    assert {path: people_on(other, path) for path in WITH_FIGURES} == before
    assert {path: people_on(visitor, path) for path in public} == public
    assert {path: people_on(desk, path) for path in (LESSON, "/cards/")} == {
        path: public[path] for path in (LESSON, "/cards/")
    }
    assert people_on(browser, "/today/") == chosen


def test_the_answers_of_a_start_test_are_drawn_as_the_client_wants(
    maya: Client, sign_in: SignIn, now: datetime
) -> None:
    record_screening(client=maya, answers=[], at=now)
    browser = sign_in(maya)
    page = browser.get("/start-test/").content.decode()
    assert '<a href="/me/#drawn-as">' in page
    choose(browser, "man", "deep")
    test = {"id": "5f0c1a52-0f1e-4a6e-8f6a-7d2f10c7f001", "chair": "2", "wall": "2", "bow": "3"}
    result = browser.post("/start-test/", test)
    assert people_on(browser, result.headers["Location"]) == {"man/deep"}


def test_the_page_of_a_client_says_the_same_to_the_trainer_whoever_is_drawn(
    maya: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    desk = sign_in(trainer)
    before = page_text(desk.get(f"/desk/clients/{maya.pk}/"))
    Client.objects.filter(pk=maya.pk).update(drawn_as="older-man/deep")
    assert page_text(desk.get(f"/desk/clients/{maya.pk}/")) == before


def test_who_is_drawn_is_in_the_file_of_the_client(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    assert browser.get("/me/export.json").json()["drawn_as"] is None
    choose(browser, "older-woman", "light")
    assert browser.get("/me/export.json").json()["drawn_as"] == "older-woman/light"
