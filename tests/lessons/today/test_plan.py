"""The hinge in real life: one tap a place and day, the week of it, one plan, and a pause of one's own."""

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Plan
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


class TestAPlan:
    url = "/today/plan/"

    def test_a_ready_made_one_is_shown_on_today(self, browser: Browser, maya: Client) -> None:
        browser.post(self.url, {"chosen": "2"})
        assert "When I pick up a child or a bag, then I come close, hug it and stand up." in (
            browser.get("/today/").content.decode()
        )
        assert "checked" in browser.get(self.url).content.decode()

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
        url = f"/desk/clients/{maya.pk}/"
        assert "Their plan" not in sign_in(trainer).get(url).content.decode()
        browser.post(self.url, {"chosen": "3"})
        assert "When the other side serves, then I drop into ready." in sign_in(trainer).get(url).content.decode()

    def test_it_can_be_dropped(self, browser: Browser) -> None:
        browser.post(self.url, {"chosen": "0"})
        browser.post("/today/plan/drop/")
        assert Plan.objects.count() == 0
        assert "Make a plan" in browser.get("/today/").content.decode()
