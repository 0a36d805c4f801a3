"""The page of carry-over cards: for everybody to read and print, for a client to take a plan from."""

import re
from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from lessons.curriculum.carry_over_cards import CARD_GROUPS, CARRY_OVER_CARDS
from lessons.models import Lesson, Plan
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
URL = "/cards/"


def offered(browser: Browser) -> list[str]:
    """The cards of which the page offers the plan."""
    return re.findall(r'name="card"\s+value="([a-z-]+)"', browser.get(URL).content.decode())


class TestForEverybody:
    def test_every_card_stands_at_its_anchor_group_by_group(self) -> None:
        page = Browser().get(URL).content.decode()
        assert re.findall(r'<article[^>]* id="([a-z-]+)"', page) == list(CARRY_OVER_CARDS)
        assert re.findall(r"<h2 [^>]*>([^<]+)</h2>", page) == [group.title for group in CARD_GROUPS]

    def test_a_card_shows_all_that_it_says(self) -> None:
        page = words_of(Browser().get(URL))
        for card in CARRY_OVER_CARDS.values():
            texts = (card.title, card.situation, *card.steps, card.cue, card.look_out, str(card.plan))
            assert [text for text in texts if text not in page] == []

    def test_a_card_has_a_drawing_with_words(self) -> None:
        page = Browser().get(URL).content.decode()
        assert len(re.findall(r'class="still [^"]+" role="img" aria-label="[^"]{10,}"', page)) == len(CARRY_OVER_CARDS)

    def test_a_card_leads_to_its_lesson_by_the_title_the_trainer_gave_it(self) -> None:
        Lesson.objects.filter(slug="waiters-bow").update(title="The bow")
        assert "Builds on the lesson “The bow”." in words_of(Browser().get(URL))

    def test_a_card_says_what_is_behind_it_or_that_nothing_is(self) -> None:
        page = Browser().get(URL).content.decode()
        assert 'href="https://doi.org/10.1016/j.ptsp.2025.03.008"' in page
        bare = [card for card in CARRY_OVER_CARDS.values() if not card.sources]
        assert page.count("Coaching practice; we found no study of this drill.") == len(bare)
        assert page.count("No study has tested this drill.") == len(CARRY_OVER_CARDS) - len(bare)

    def test_without_lessons_the_cards_stand_alone(self) -> None:
        Lesson.objects.all().delete()
        page = words_of(Browser().get(URL))
        assert ("Teeing up" in page, "Builds on the lesson" in page) == (True, False)

    def test_the_map_leads_here(self) -> None:
        assert f'href="{URL}"' in Browser().get("/lessons/").content.decode()

    def test_a_visitor_and_the_trainer_are_offered_no_plan(self, trainer: Trainer, sign_in: SignIn) -> None:
        assert (offered(Browser()), offered(sign_in(trainer))) == ([], [])


class TestForAClient:
    def test_every_card_offers_its_plan_in_a_form_that_needs_no_script(self, browser: Browser) -> None:
        assert offered(browser) == list(CARRY_OVER_CARDS)
        forms = re.findall(r'<form[^>]* method="post" action="/today/plan/card/">', browser.get(URL).content.decode())
        assert len(forms) == len(CARRY_OVER_CARDS)

    def test_the_plan_of_now_is_named_before_it_is_replaced(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        Plan.objects.create(client=maya, when="it rains", then="I bow", chosen_at=now)
        page = words_of(browser.get(URL))
        assert "Your plan now: When it rains, then I bow." in page
        assert "You have one plan at a time: taking another replaces it." in page

    def test_the_card_whose_plan_it_is_says_so_and_offers_it_no_more(self, browser: Browser) -> None:
        browser.post("/today/plan/card/", {"card": "golf-tee"})
        assert offered(browser) == [slug for slug in CARRY_OVER_CARDS if slug != "golf-tee"]
        (golf_tee,) = re.findall(r'id="golf-tee".*?</article>', browser.get(URL).content.decode(), re.DOTALL)
        assert "Your plan now" in golf_tee

    def test_while_practice_is_closed_it_says_so_and_offers_nothing(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        factories.close_by_answer(maya, now)
        assert offered(browser) == []
        assert "Practice is closed for now, and these cards are practice too." in words_of(browser.get(URL))

    @pytest.mark.parametrize("path", ["/today/", "/today/plan/"])
    def test_today_and_the_plan_lead_here(self, browser: Browser, path: str) -> None:
        assert f'href="{URL}"' in browser.get(path).content.decode()
