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

WELCOME = {"name": "Nina", "zone": "Europe/Lisbon", "consent": "on", **factories.safety_answers()}
BOTH = "You checked both taller and shorter. Please keep the one that is true for you."
NONE_TOO = "You checked “None of these” and something else as well. Please uncheck one or the other."
CARD = "Does one of these fit you? Is the floor hard to get down to?"
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
    def test_it_is_asked_after_the_safety_questions_in_one_group(self, newcomer: User, sign_in: SignIn) -> None:
        html = sign_in(newcomer).get("/welcome/").content.decode()
        offered = re.findall(r'name="variations" value="([^"]*)"', html)
        assert offered == [*map(str, Variation), "none"]
        assert html.index('name="back"') < html.index('name="variations"') < html.index('name="tight-today"')

    @pytest.mark.parametrize(
        ("codes", "kinds"),
        [
            (["unsteady", "tall"], (Variation.UNSTEADY, Variation.TALL)),
            (["none"], ()),
        ],
    )
    def test_an_answer_is_stored_and_today_asks_no_more(
        self, newcomer: User, sign_in: SignIn, codes: list[str], kinds: tuple[Variation, ...]
    ) -> None:
        browser = sign_in(newcomer)
        page = browser.post("/welcome/", {**WELCOME, "variations": codes}, follow=True)
        assert answers() == [("Nina", kinds)]
        assert CARD not in words_of(page)

    def test_whoever_ticks_nothing_begins_and_is_asked_on_today(self, newcomer: User, sign_in: SignIn) -> None:
        page = sign_in(newcomer).post("/welcome/", WELCOME, follow=True)
        assert page.redirect_chain == [("/today/", 302)]
        assert answers() == []
        assert CARD in words_of(page)

    @pytest.mark.parametrize(("codes", "sentence"), CONTRADICTIONS)
    def test_a_contradiction_gets_a_sentence_the_ticks_stay_and_nothing_is_stored(
        self, newcomer: User, sign_in: SignIn, codes: list[str], sentence: str
    ) -> None:
        response = sign_in(newcomer).post("/welcome/", {**WELCOME, "variations": codes})
        assert response.status_code == 200
        assert sentence in words_of(response)
        assert "Almost there." in words_of(response)
        known = {*map(str, Variation), "none"}
        assert set(ticked(response.content.decode())) == set(codes) & known
        assert (Client.objects.count(), answers()) == (0, [])

    def test_all_that_is_wrong_on_the_page_is_said_at_once(self, newcomer: User, sign_in: SignIn) -> None:
        wrong = {**WELCOME, "name": "", "back": [], "variations": ["tall", "short"], "tight-today": "11"}
        words = words_of(sign_in(newcomer).post("/welcome/", wrong))
        for sentence in (
            "Please tell us what to call you.",
            "Please check what is true for you, or “None of these”.",
            BOTH,
            "Please choose a whole number from 0 to 10.",
        ):
            assert sentence in words

    def test_a_safety_answer_closes_practice_and_the_answer_stands(self, newcomer: User, sign_in: SignIn) -> None:
        yes = {**WELCOME, **factories.safety_answers("surgery-birth"), "variations": ["pregnancy"]}
        response = sign_in(newcomer).post("/welcome/", yes)
        assert response.headers["Location"] == "/safety/"
        assert answers() == [("Nina", (Variation.PREGNANCY,))]

    def test_osteoporosis_here_and_none_of_these_above_is_a_contradiction(
        self, newcomer: User, sign_in: SignIn
    ) -> None:
        response = sign_in(newcomer).post("/welcome/", {**WELCOME, "variations": ["thin-bones"]})
        assert "You checked osteoporosis here, and not in the safety questions above." in words_of(response)
        assert ticked(response.content.decode()) == ["thin-bones"]
        assert (Client.objects.count(), answers()) == (0, [])

    def test_osteoporosis_in_both_is_stored_and_practice_is_closed(self, newcomer: User, sign_in: SignIn) -> None:
        both = {**WELCOME, **factories.safety_answers("thin-bones"), "variations": ["thin-bones"]}
        assert sign_in(newcomer).post("/welcome/", both).headers["Location"] == "/safety/"
        assert answers() == [("Nina", (Variation.THIN_BONES,))]

    def test_sent_twice_it_is_stored_once(self, newcomer: User, sign_in: SignIn) -> None:
        browser = sign_in(newcomer)
        browser.post("/welcome/", {**WELCOME, "variations": ["floor"]})
        browser.post("/welcome/", {**WELCOME, "variations": ["none"]})
        assert answers() == [("Nina", (Variation.FLOOR,))]


class TestToday:
    def test_a_client_who_was_never_asked_gets_a_card(self, browser: Browser) -> None:
        response = browser.get("/today/")
        assert CARD in words_of(response)
        assert 'href="/me/#variations"' in response.content.decode()

    def test_none_of_these_is_one_tap_and_the_card_is_gone(self, browser: Browser) -> None:
        response = browser.post("/me/variations/", {"variations": "none", "first": "yes"}, follow=True)
        assert response.redirect_chain == [("/today/", 302)]
        assert answers() == [("Maya", ())]
        assert CARD not in words_of(response)

    def test_an_answer_on_their_own_page_takes_it_away(self, browser: Browser) -> None:
        browser.post("/me/variations/", {"variations": ["tall"]})
        assert CARD not in words_of(browser.get("/today/"))

    def test_an_old_page_changes_no_later_answer(self, browser: Browser) -> None:
        browser.post("/me/variations/", {"variations": ["thin-bones"]})
        browser.post("/me/variations/", {"variations": "none", "first": "yes"})
        assert answers() == [("Maya", (Variation.THIN_BONES,))]

    def test_it_waits_while_practice_is_closed(self, browser: Browser, maya: Client, now: datetime) -> None:
        factories.close_by_answer(maya, now)
        assert CARD not in words_of(browser.get("/today/"))


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
