"""The one if-then plan: a ready-made one, one's own words, or the plan of a card."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Plan
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


class TestAPlan:
    url = "/today/plan/"

    def test_a_ready_made_one_is_shown_on_today(self, browser: Browser, maya: Client) -> None:
        browser.post(self.url, {"chosen": "2"})
        assert "When I pick up a kid or a bag, then I get close, hug it and stand up." in (
            browser.get("/today/").content.decode()
        )
        assert "checked" in browser.get(self.url).content.decode()

    def test_pressed_twice_it_was_chosen_once(self, browser: Browser, maya: Client, now: datetime) -> None:
        browser.post(self.url, {"chosen": "2"})
        with time_machine.travel(now + timedelta(seconds=1), tick=False):
            browser.post(self.url, {"chosen": "2"})
        assert Plan.objects.get().chosen_at == now

    def test_ones_own_words_replace_it(self, browser: Browser, maya: Client) -> None:
        browser.post(self.url, {"chosen": "0"})
        browser.post(self.url, {"chosen": "own", "when": "the kettle boils", "then": "I fold twice"})
        plan = Plan.objects.get()
        assert (plan.client, plan.when, plan.then) == (maya, "the kettle boils", "I fold twice")
        assert 'value="the kettle boils"' in browser.get(self.url).content.decode()

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({}, "Please choose one."),
            ({"chosen": "9"}, "Please choose one of these."),
            ({"chosen": "own", "then": "I fold"}, "Please say when it happens."),
            ({"chosen": "own", "when": "it rains", "then": " "}, "Please say what you do then."),
            ({"chosen": "own", "when": "x" * 121, "then": "y"}, "Please keep this to 120 letters or fewer."),
            ({"chosen": "own", "when": "a\x00b", "then": "y"}, "can&#x27;t be written down"),
        ],
    )
    def test_half_a_plan_gets_a_sentence_and_stores_nothing(
        self, browser: Browser, sent: dict[str, str], sentence: str
    ) -> None:
        page = browser.post(self.url, sent).content.decode()
        assert sentence in page
        assert Plan.objects.count() == 0

    def test_the_trainer_reads_it(self, browser: Browser, maya: Client, trainer: Trainer, sign_in: SignIn) -> None:
        url = f"/desk/clients/{maya.pk}/plan/"
        assert "Their plan" not in sign_in(trainer).get(url).content.decode()
        browser.post(self.url, {"chosen": "3"})
        assert "When the other side serves, then I drop into ready." in sign_in(trainer).get(url).content.decode()

    def test_it_can_be_dropped(self, browser: Browser) -> None:
        browser.post(self.url, {"chosen": "0"})
        browser.post("/today/plan/drop/")
        assert Plan.objects.count() == 0
        assert "Make a plan" in browser.get("/today/").content.decode()


class TestThePlanOfACard:
    url = "/today/plan/card/"

    def test_one_button_takes_it_and_today_shows_it(self, browser: Browser, maya: Client, now: datetime) -> None:
        answer = browser.post(self.url, {"card": "golf-address"})
        assert answer.headers["Location"] == "/today/"
        plan = Plan.objects.get()
        assert (plan.client, plan.when, plan.then, plan.chosen_at) == (
            maya,
            "I set the club behind the ball",
            "my hips go back first",
            now,
        )
        page = words_of(browser.get("/today/"))
        assert "Your plan is now: When I set the club behind the ball, then my hips go back first." in page

    def test_taken_twice_it_is_one_plan_from_the_first_time(self, browser: Browser, now: datetime) -> None:
        browser.post(self.url, {"card": "golf-address"})
        with time_machine.travel(now + timedelta(hours=1), tick=False):
            browser.post(self.url, {"card": "golf-address"})
            assert "This is your plan already: When I set the club" in words_of(browser.get("/today/"))
        assert [plan.chosen_at for plan in Plan.objects.all()] == [now]

    def test_it_says_which_plan_it_replaces(self, browser: Browser) -> None:
        browser.post("/today/plan/", {"chosen": "own", "when": "the kettle boils", "then": "I fold twice"})
        browser.post(self.url, {"card": "garden-shoveling"})
        assert Plan.objects.get().when == "I fill the shovel"
        page = words_of(browser.get("/today/"))
        assert "It replaces this one: When the kettle boils, then I fold twice." in page

    def test_a_plan_that_is_on_the_list_as_well_is_ticked_there(self, browser: Browser) -> None:
        browser.post(self.url, {"card": "pickleball-ready"})
        page = browser.get("/today/plan/").content.decode()
        assert [part[:12] for part in page.split('value="3"')[1:]] == [' class="tick']
        assert page.count(" checked") == 1

    def test_it_is_the_clients_alone(self, browser: Browser, other_client: Client) -> None:
        browser.post(self.url, {"card": "golf-tee"})
        assert not Plan.objects.filter(client=other_client).exists()

    @pytest.mark.parametrize("card", ["", "swim", "golf-tee\x00", "x" * 9000])
    def test_an_unknown_card_is_not_there_and_stores_nothing(self, browser: Browser, card: str) -> None:
        assert browser.post(self.url, {"card": card}).status_code == 404
        assert browser.post(self.url).status_code == 404
        assert Plan.objects.count() == 0

    def test_whose_practice_was_closed_since_the_page_was_opened_reads_why(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        factories.close_by_answer(maya, now)
        assert browser.post(self.url, {"card": "golf-tee"}).headers["Location"] == "/safety/"
        assert Plan.objects.count() == 0

    def test_the_trainer_has_no_plan_to_take(self, trainer: Trainer, sign_in: SignIn) -> None:
        assert sign_in(trainer).post(self.url, {"card": "golf-tee"}).status_code == 404
        assert Plan.objects.count() == 0
