"""Today: what is offered, and the one tap. What the rules say there is in `test_today_rules`."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.tightness.models import CheckIn
from lessons.models import Message
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
NUL, LONG, EMOJI, RTL = "3\x00", "3" * 10_000, "🙂", "‮٣"


class TestToday:
    def test_offers_one_session_and_below_it_the_next_practice_of_each_track(self, browser: Browser) -> None:
        page = browser.get("/today/").content.decode()
        links = re.findall(r'href="/lessons/([a-z-]+)/practice/"', page)
        assert links == ["pelvic-clock", "pelvic-clock", "tall-kneel-hinge", "high-seat-touch"]
        assert "Start · 10 minutes" in page
        assert re.findall(r'<a class="button button--wide([^"]*)"', page) == [" session__start"]

    def test_after_the_session_it_is_enough_and_says_what_comes_next(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        factories.practice_once(maya, now - timedelta(hours=1), before=3, after=2)
        page = words_of(browser.get("/today/"))
        assert "Pelvic clock Done: 3 before, 2 after" in page
        assert "Tall-kneel hinge Hinge, lesson 1 5 min Start · 5 minutes" in page
        factories.practice_once(maya, now, "tall-kneel-hinge")
        response = browser.get("/today/")
        page = words_of(response)
        assert ("Enough for today" in page, "Start ·" in page) == (True, False)
        assert "What comes next Pelvic clock, Tall-kneel hinge: Numbers on two more days" in page

    def test_a_day_off_says_why_and_still_asks_for_the_number(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        for days in (8, 5, 4, 3, 2, 1):
            factories.practice_once(maya, now - timedelta(days=days))
        response = browser.get("/today/")
        page = words_of(response)
        assert "A day off Bad day? You practiced on five of the last six days. Nothing is due today." in page
        assert ("Start ·" in page, 'name="score"' in response.content.decode()) == (False, True)

    def test_a_stopped_client_is_offered_no_practice(self, browser: Browser, maya: Client, now: datetime) -> None:
        factories.close_by_answer(maya, now)
        page = browser.get("/today/").content.decode()
        assert "See a doctor." in page
        assert re.findall(r'href="/lessons/[a-z-]+/practice/"', page) == []

    def test_shows_what_the_trainer_said_last(
        self, browser: Browser, maya: Client, trainer: Trainer, now: datetime
    ) -> None:
        older = now - timedelta(days=3)
        Message.objects.create(client=maya, by=trainer, text="Older words.", written_at=older, seen_at=older)
        Message.objects.create(client=maya, by=trainer, text="Take the chair next.", written_at=now)
        page = browser.get("/today/").content.decode()
        assert ("Take the chair next." in page, "Older words." in page) == (True, False)

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (0, "Last time: “Pelvic clock”, today."),
            (1, "“Pelvic clock”, yesterday."),
            (9, "“Pelvic clock”, 9 days ago."),
            (10, "Welcome back after 10 days. Your places stay"),
            (40, "Welcome back after 40 days. Your places stay"),
        ],
    )
    def test_a_gap_is_met_without_guilt(
        self, browser: Browser, maya: Client, now: datetime, days: int, words: str
    ) -> None:
        factories.practice_once(maya, now - timedelta(days=days))
        assert words in words_of(browser.get("/today/"))

    def test_a_newcomer_who_never_answered_the_questions_is_led_there(self, sign_in: SignIn, newcomer: User) -> None:
        assert sign_in(newcomer).get("/today/").headers["Location"] == "/welcome/"

    def test_it_takes_as_many_queries_with_30_practices_as_with_one(
        self,
        browser: Browser,
        maya: Client,
        now: datetime,
        django_assert_max_num_queries: Callable[[int], object],
    ) -> None:
        counts = []
        for start, end in ((0, 1), (1, 30)):
            for day in range(start, end):
                factories.practice_once(maya, now - timedelta(days=31 - day))
            with django_assert_max_num_queries(16) as captured:  # type: ignore[attr-defined]
                browser.get("/today/")
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestTheOneTap:
    url = "/today/check-in/"

    def test_stores_the_score_with_its_situation_and_goes_back(self, browser: Browser, maya: Client) -> None:
        key = uuid.uuid4()
        answer = browser.post(self.url, {"id": str(key), "score": "4", "situation": "bathroom"})
        assert answer.headers["Location"] == "/today/"
        check_in = CheckIn.objects.get(pk=key)
        assert (check_in.client, check_in.score, check_in.situation, check_in.moment) == (maya, 4, "bathroom", "any")
        assert "Noted: 4." in browser.get("/today/").content.decode()

    def test_answers_htmx_with_the_fragment_alone(self, browser: Browser) -> None:
        sent = {"id": str(uuid.uuid4()), "score": "4"}
        answer = browser.post(self.url, sent, headers={"HX-Request": "true"})
        page = answer.content.decode()
        assert page.startswith('<section id="check-in"')
        assert "HX-Request" in answer.headers["Vary"]

    def test_sent_twice_it_is_stored_once(self, browser: Browser) -> None:
        sent = {"id": str(uuid.uuid4()), "score": "4"}
        for _ in range(2):
            browser.post(self.url, sent)
        assert CheckIn.objects.count() == 1

    def test_a_number_on_the_day_after_a_practice_counts_as_the_morning(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        factories.practice_once(maya, now - timedelta(hours=14))
        page = words_of(browser.get("/today/"))
        assert "The day after “Pelvic clock”." in page
        browser.post(self.url, {"id": str(uuid.uuid4()), "score": "2"})
        assert CheckIn.objects.order_by("at").last().moment == "morning"  # type: ignore[union-attr]
        assert "The day after" not in words_of(browser.get("/today/"))

    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize("score", ["11", "-1", "7,5", "", NUL, LONG, EMOJI, RTL])
    def test_a_bad_score_gets_a_sentence_and_stores_nothing(self, browser: Browser, score: str, htmx: bool) -> None:
        headers = {"HX-Request": "true"} if htmx else {}
        answer = browser.post(self.url, {"id": str(uuid.uuid4()), "score": score}, headers=headers)
        assert answer.status_code == 200
        assert "number from 0 to 10." in answer.content.decode()
        assert CheckIn.objects.count() == 0

    def test_an_id_of_somebody_else_changes_nothing(
        self, browser: Browser, other_client: Client, now: datetime
    ) -> None:
        theirs = CheckIn.record(id=uuid.uuid4(), client=other_client, at=now, score=7)
        page = browser.post(self.url, {"id": str(theirs.pk), "score": "1"}).content.decode()
        assert "This page is not up to date anymore." in page
        assert CheckIn.objects.get().score == 7

    def test_refuses_get(self, browser: Browser) -> None:
        assert browser.get(self.url).status_code == 405
        assert CheckIn.objects.count() == 0

    def test_the_trainer_has_no_business_there(self, sign_in: SignIn, trainer: Trainer) -> None:
        answer = sign_in(trainer).post(self.url, {"id": str(uuid.uuid4()), "score": "4"})
        assert (answer.status_code, CheckIn.objects.count()) == (404, 0)
