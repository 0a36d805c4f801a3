"""The question which variations of lessons fit: on the welcome page, once on Today, and on /me/."""

import json
import re
from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, User
from lessons.models import VariationAnswer
from lessons.models.variation import Variation
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]

REST = (Variation.FLOOR, Variation.PREGNANCY, Variation.TALL, Variation.SHORT)
BOTH = "You checked both taller and shorter. Please keep the one that is true for you."
NONE_TOO = "You checked “None of these” and something else as well. Please uncheck one or the other."
CONTRADICTIONS = [
    (["none", "unsteady"], NONE_TOO),
    (["tall", "short"], BOTH),
    (["tall", "short", "none"], NONE_TOO),
    (["left-handed"], "Please check only what is on this list."),
    (["uns\0teady"], "Please check only what is on this list."),
]


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    return sign_in(maya)


def ticked(html: str) -> list[str]:
    return re.findall(r'name="variations" value="([^"]*)"[^>]* checked', html)


def answers() -> list[tuple[str, tuple[Variation, ...]]]:
    return [(str(answer.client), answer.kinds) for answer in VariationAnswer.objects.order_by("pk")]


class TestWelcome:
    @pytest.mark.parametrize(
        ("codes", "fits", "kinds"),
        [
            ((), ["none"], ()),
            ((), ["unsteady", "new-joint"], (Variation.UNSTEADY, Variation.NEW_JOINT)),
            (("thin-bones",), ["none"], (Variation.THIN_BONES,)),
            (("thin-bones", "night"), ["unsteady"], (Variation.UNSTEADY, Variation.THIN_BONES)),
        ],
    )
    def test_the_safety_screen_asks_once_what_matters_for_safety(
        self, newcomer: User, sign_in: SignIn, codes: tuple[str, ...], fits: list[str], kinds: tuple[Variation, ...]
    ) -> None:
        browser = sign_in(newcomer)
        factories.begin_welcome(browser)
        html = browser.get("/welcome/safety/").content.decode()
        assert re.findall(r'name="fits" value="([^"]*)"', html) == ["unsteady", "new-joint", "none"]
        assert html.count('value="thin-bones"') == 1
        for _ in range(2):
            browser.post("/welcome/safety/", {**factories.safety_answers(*codes), "fits": fits})
        assert answers() == [("Nina", kinds)]
        assert VariationAnswer.objects.get().unanswered == REST

    def test_the_rest_stays_open_and_none_of_these_later_changes_no_earlier_answer(
        self, newcomer: User, sign_in: SignIn
    ) -> None:
        browser = sign_in(newcomer)
        factories.answer_safety(browser, fits=["unsteady"])
        assert ticked(browser.get("/me/").content.decode()) == ["unsteady"]
        browser.post("/me/variations/", {"variations": "none", "first": "yes"})
        assert (answers(), VariationAnswer.objects.get().unanswered) == ([("Nina", (Variation.UNSTEADY,))], ())


class TestToday:
    def test_none_of_these_is_one_tap_and_the_card_is_gone(self, browser: Browser) -> None:
        response = browser.post("/me/variations/", {"variations": "none", "first": "yes"}, follow=True)
        assert response.redirect_chain == [("/today/", 302)]
        assert answers() == [("Maya", ())]

    def test_an_old_page_changes_no_later_answer(self, browser: Browser) -> None:
        browser.post("/me/variations/", {"variations": ["thin-bones"]})
        browser.post("/me/variations/", {"variations": "none", "first": "yes"})
        assert answers() == [("Maya", (Variation.THIN_BONES,))]


class TestMe:
    def test_a_client_answers_and_changes_it(self, browser: Browser) -> None:
        saved = browser.post("/me/variations/", {"variations": ["short", "floor"]}, follow=True)
        assert saved.redirect_chain == [("/me/", 302)]
        assert "Saved. Each lesson shows what is different for you." in words_of(saved)
        assert ticked(saved.content.decode()) == ["floor", "short"]
        browser.post("/me/variations/", {"variations": ["none"]})
        assert answers() == [("Maya", ())]
        assert ticked(browser.get("/me/").content.decode()) == ["none"]

    @pytest.mark.parametrize("code", ["thin-bones", "pregnancy", "new-joint"])
    def test_what_the_safety_questions_ask_about_leads_to_them_once(self, browser: Browser, code: str) -> None:
        saved = browser.post("/me/variations/", {"variations": [code]}, follow=True)
        assert saved.redirect_chain == [("/safety/questions/", 302)]
        assert "The safety questions ask about this, too. Please answer them now." in words_of(saved)
        again = browser.post("/me/variations/", {"variations": [code, "tall"]})
        assert again.headers["Location"] == "/me/"

    def test_nothing_is_ticked_before_the_first_answer(self, browser: Browser) -> None:
        assert ticked(browser.get("/me/").content.decode()) == []

    @pytest.mark.parametrize(
        ("codes", "sentence"), [*CONTRADICTIONS, ([], "Please check what fits you, or “None of these”.")]
    )
    def test_a_contradiction_gets_a_sentence_the_ticks_stay_and_nothing_changes(
        self, browser: Browser, codes: list[str], sentence: str
    ) -> None:
        browser.post("/me/variations/", {"variations": ["floor"]})
        response = browser.post("/me/variations/", {"variations": codes})
        assert response.status_code == 200
        assert sentence in words_of(response)
        assert set(ticked(response.content.decode())) == set(codes) & {*map(str, Variation), "none"}
        assert 'value="Maya"' in response.content.decode()
        assert answers() == [("Maya", (Variation.FLOOR,))]

    def test_another_clients_answer_stays_as_it_is(self, browser: Browser, other_client: Client, now: datetime) -> None:
        VariationAnswer.record(other_client, [Variation.TALL], at=now)
        browser.post("/me/variations/", {"variations": ["floor"]})
        assert answers() == [("Lee", (Variation.TALL,)), ("Maya", (Variation.FLOOR,))]

    def test_it_is_in_the_file_that_they_take_along(self, browser: Browser) -> None:
        assert json.loads(browser.get("/me/export.json").content)["variations"] is None
        browser.post("/me/variations/", {"variations": ["unsteady", "thin-bones"]})
        assert json.loads(browser.get("/me/export.json").content)["variations"] == {
            "kinds": ["unsteady", "thin-bones"],
            "answered_at": "2026-03-04T15:00:00Z",
        }
