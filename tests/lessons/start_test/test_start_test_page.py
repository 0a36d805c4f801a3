"""The pages of the start test, and what Today, the skills and the trainer's page say about it."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from time_machine import Traveller

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.safety.closing import record_screening
from hinge_coach.safety.models import Pause
from hinge_coach.tightness.models import CheckIn
from lessons.models import Move, SkippedStartTest, StartTest, lessons_in_order
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "curriculum")]
URL = "/start-test/"
CARD, LINE = "Three minutes to find your start", "You can still take the three-minute start test"
FOUR_WEEKS, EIGHT_WEEKS = "Four weeks since your start test", "Eight weeks since your start test"


def answers(**changed: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "chair": "2", "wall": "2", "bow": "3", **changed}


def result_of(browser: Browser, **changed: str) -> str:
    """The words of the page that follows on the form."""
    response = browser.post(URL, answers(**changed), follow=True)
    assert response.redirect_chain == [(StartTest.objects.latest("taken_at").get_absolute_url(), 302)]
    return words_of(response)


class TestTheForm:
    def test_has_three_tests_of_at_most_sixty_words_each_with_a_drawing(self, browser: Browser) -> None:
        page = browser.get(URL)
        html = page.content.decode()
        sections = re.findall(r'<section class="card start.*?</section>', html, re.DOTALL)
        told = [re.sub(r"<[^>]*>", " ", re.findall(r"<ol>.*?</ol>", text, re.DOTALL)[0]) for text in sections]
        assert [len(words.split()) <= 60 for words in told] == [True] * 3
        assert len(re.findall(r'class="still person--[\w-]+ skin--\w+" role="img"', html)) == 3
        assert words_of(page).count("I didn’t do this one") == 3

    def test_says_that_the_limits_are_our_own(self, browser: Browser) -> None:
        page = words_of(browser.get(URL))
        assert "These limits are our own choice, and cautious ones. No study has tested this start test." in page
        assert "The wall: heels half a foot-length from the wall Hinge: Wall tap" in page
        both = "The wall: heels one foot-length from the wall; The bow: fingertips at mid-shin or lower"
        assert f"{both} Hinge: Waiter’s bow" in page

    def test_promises_no_start_where_every_track_has_begun(self, browser: Browser, maya: Client, now: datetime) -> None:
        assert "Show me where I begin" in words_of(browser.get(URL))
        for slug in ("pelvic-clock", "tall-kneel-hinge"):
            factories.practice_once(maya, now - timedelta(days=1), slug)
        assert "Show me where I begin" in words_of(browser.get(URL))
        factories.practice_once(maya, now - timedelta(days=1), "high-seat-touch")
        page = words_of(browser.get(URL))
        assert "You have practiced already, so your lessons stay the same." in page
        assert "Save this test" in page
        assert "How it places you" not in page

    def test_asks_nothing_about_health(self, browser: Browser) -> None:
        names = set(re.findall(r'name="([\w-]+)"', browser.get(URL).content.decode()))
        assert names & {"id", "before", "chair", "wall", "bow"} == {"id", "before", "chair", "wall", "bow"}
        assert names - {"id", "before", "chair", "wall", "bow"} == {
            "viewport",
            "description",
            "theme-color",
            "application-name",
            "apple-mobile-web-app-title",
            "csrfmiddlewaretoken",
            *(names & {"color-scheme", "htmx-config"}),
        }

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"chair": ""}, "Please choose one of these."),
            ({"wall": "3"}, "Please choose one of these."),
            ({"bow": "1.5"}, "Please choose one of these."),
            ({"bow": "\0"}, "Please choose one of these."),
            ({"before": "11"}, "Please choose a whole number from 0 to 10."),
            ({"id": "x"}, "Please open this page anew."),
            (dict.fromkeys(("chair", "wall", "bow"), "left-out"), "You left out all three."),
        ],
    )
    def test_a_wrong_answer_gets_a_sentence_and_keeps_the_others(
        self, browser: Browser, changed: dict[str, str], sentence: str
    ) -> None:
        response = browser.post(URL, answers(before="4", **changed) if "before" not in changed else answers(**changed))
        assert (response.status_code, StartTest.objects.count(), CheckIn.objects.count()) == (200, 0, 0)
        assert sentence in words_of(response)
        kept = [name for name in ("chair", "wall", "bow") if name not in changed]
        html = re.sub(r"\s+", " ", response.content.decode())
        checked = re.findall(r'name="(\w+)" value="[^"]*"[^>]* checked', html)
        assert [name for name in kept if name not in checked] == []

    def test_somebody_elses_id_gets_a_sentence(self, browser: Browser, other_client: Client, now: datetime) -> None:
        theirs = StartTest.objects.create(client=other_client, taken_at=now, local_on=now.date(), bow=1)
        response = browser.post(URL, answers(id=str(theirs.pk)))
        assert "This page is not fresh anymore. Please open it again." in words_of(response)
        assert (StartTest.objects.count(), Move.objects.count()) == (1, 0)

    def test_a_visitor_goes_to_the_sign_in(self, db: None) -> None:
        assert Browser().get(URL).headers["Location"] == "/accounts/login/?next=/start-test/"

    def test_the_trainer_and_who_never_answered_the_questions_find_nothing(
        self, sign_in: SignIn, trainer: Trainer, newcomer: User
    ) -> None:
        assert sign_in(trainer).post(URL, answers()).status_code == 404
        assert sign_in(newcomer).get(URL).headers["Location"] == "/welcome/"
        assert StartTest.objects.count() == 0

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_closed_client_reads_why(self, browser: Browser, maya: Client, now: datetime, method: str) -> None:
        factories.close_by_answer(maya, now)
        response = browser.get(URL) if method == "get" else browser.post(URL, answers(before="2"))
        assert response.headers["Location"] == "/safety/"
        assert (StartTest.objects.count(), CheckIn.objects.count()) == (0, 0)

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("why", ["pause", "rest", "flare"])
    def test_a_paused_or_resting_client_reads_why_on_today(
        self, browser: Browser, maya: Client, now: datetime, method: str, why: str
    ) -> None:
        if why == "pause":
            Pause.objects.create(client=maya, begins_on=maya.today(now))
        elif why == "rest":
            factories.report_and_decide(maya, now - timedelta(hours=2), 10)
        else:
            for days_ago, score in enumerate((6, 5, 3, 3, 3, 3)):
                factories.report_and_decide(maya, now - timedelta(days=days_ago, hours=2), score)
        response = browser.get(URL) if method == "get" else browser.post(URL, answers())
        assert response.headers["Location"] == "/today/"
        assert StartTest.objects.count() == 0

    def test_the_safety_questions_come_first_where_they_are_due(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        record_screening(client=maya, answers=[], at=now - timedelta(days=15))
        assert browser.get(URL).headers["Location"] == "/safety/questions/"

    def test_a_number_that_means_rest_leads_to_today_and_stores_no_test(self, browser: Browser) -> None:
        response = browser.post(URL, answers(before="10"))
        assert response.headers["Location"] == "/today/"
        assert ([entry.score for entry in CheckIn.objects.all()], StartTest.objects.count()) == ([10], 0)
        assert "Your number is noted. The start test waits for now." in words_of(browser.get("/today/"))


class TestTheResult:
    def test_places_with_reasons_and_links(self, browser: Browser) -> None:
        page = result_of(browser, wall="1")
        assert "Where you begin" in page
        assert "Find neutral Rock back In the bow your fingertips come to mid-shin, low back still." in page
        assert "Hinge Wall tap You tap the wall from half a foot-length, shins still." in page
        waits = "“Chair sit in three counts” opens after “Wall tap”, so this track begins before it."
        assert f"High-seat touch You sit down slow and soft, hips first. {waits}" in page
        assert "no study has tested this start test" in page
        html = browser.get(StartTest.objects.get().get_absolute_url()).content.decode()
        assert set(re.findall(r'href="(/lessons/[a-z-]+/)"', html)) >= {"/lessons/rock-back/", "/lessons/wall-tap/"}

    def test_says_where_a_track_stays_as_it_is(self, browser: Browser, maya: Client, now: datetime) -> None:
        factories.practice_once(maya, now - timedelta(days=1))
        page = result_of(browser)
        assert "Find neutral You stay where you are You had practiced on this track already" in page

    def test_says_that_a_first_test_of_somebody_who_practiced_everywhere_moved_nothing(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        for slug in ("pelvic-clock", "tall-kneel-hinge", "high-seat-touch"):
            factories.practice_once(maya, now - timedelta(days=1), slug)
        page = result_of(browser)
        assert "You had practiced already, so it changed nothing: later tests are compared with it." in page
        assert "Where you begin" not in page

    def test_a_later_test_shows_then_and_now_as_figures_with_words(self, browser: Browser, clock: Traveller) -> None:
        result_of(browser, chair="left-out", wall="1", bow="1")
        clock.shift(timedelta(days=28))
        page = result_of(browser, wall="2", bow="3")
        assert "Then and now March 4, 2026 beside April 1, 2026." in page
        assert "Then: not done Now: slow and soft, hips first Done only once, so there is nothing to compare." in page
        assert "Half a foot-length farther. That much can be chance." in page
        assert (
            "Then: fingertips at the knees Now: fingertips at mid-shin or lower"
            " At least two steps farther: that is a change." in page
        )
        assert "Only practice moves you on, not this test." in page
        html = browser.get(StartTest.objects.latest("taken_at").get_absolute_url()).content.decode()
        assert len(re.findall(r'class="still person--[\w-]+ skin--\w+" role="img"', html)) == 5

    def test_two_tests_without_a_part_in_common_can_not_be_compared(self, browser: Browser, clock: Traveller) -> None:
        result_of(browser, wall="left-out", bow="left-out")
        clock.shift(timedelta(days=28))
        page = result_of(browser, chair="left-out", wall="left-out")
        assert page.count("Done only once, so there is nothing to compare.") == 2

    def test_a_test_is_not_there_for_another_client(
        self, browser: Browser, other_client: Client, sign_in: SignIn
    ) -> None:
        result_of(browser)
        url = StartTest.objects.get().get_absolute_url()
        assert (sign_in(other_client).get(url).status_code, browser.get(url).status_code) == (404, 200)

    def test_it_takes_as_many_queries_with_30_tests_as_with_two(
        self, browser: Browser, maya: Client, now: datetime, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        counts = []
        lessons_in_order()
        for start, end in ((0, 2), (2, 30)):
            for day in range(start, end):
                at = now - timedelta(days=40 - day)
                test = StartTest.objects.create(client=maya, taken_at=at, local_on=at.date(), bow=1)
            for url in (test.get_absolute_url(), URL, "/skills/", "/today/"):
                with django_assert_max_num_queries(16) as captured:  # type: ignore[attr-defined]
                    assert browser.get(url).status_code == 200
                counts.append(len(captured))
        assert counts[:4] == counts[4:]


class TestToday:
    def test_offers_it_to_somebody_new_below_the_session(self, browser: Browser) -> None:
        html = browser.get("/today/").content.decode()
        assert html.index("Start · 10 minutes") < html.index(CARD) < html.index("The three tracks")

    def test_skipped_it_is_one_small_line_until_the_first_practice(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        for _ in range(2):
            assert browser.post("/start-test/skip/").headers["Location"] == "/today/"
        assert SkippedStartTest.objects.get().client == maya
        page = words_of(browser.get("/today/"))
        assert (CARD in page, LINE in page) == (False, True)
        factories.practice_once(maya, now)
        page = words_of(browser.get("/today/"))
        assert (CARD in page, LINE in page) == (False, False)

    def test_skipping_is_a_post(self, browser: Browser) -> None:
        assert browser.get("/start-test/skip/").status_code == 405
        assert SkippedStartTest.objects.count() == 0

    def test_says_that_it_was_the_start_test_that_placed_and_why(self, browser: Browser) -> None:
        result_of(browser)
        response = browser.get("/today/")
        page = words_of(response)
        for title in ("Rock back", "Waiter’s bow", "Hover and rise"):
            assert re.search(rf"Your start test placed you at “{title}”. It [^.]+\. Today · why", page)
        assert f'href="{StartTest.objects.get().get_absolute_url()}"' in response.content.decode()
        assert (CARD in page, "Your trainer placed you" in page) == (False, False)

    @pytest.mark.parametrize(
        ("days", "offered"), [(27, set()), (28, {FOUR_WEEKS}), (55, {FOUR_WEEKS}), (56, {EIGHT_WEEKS})]
    )
    def test_offers_it_again_after_four_and_eight_weeks(
        self, browser: Browser, maya: Client, clock: Traveller, now: datetime, days: int, offered: set[str]
    ) -> None:
        result_of(browser)
        clock.move_to(now + timedelta(days=days))
        record_screening(client=maya, answers=[], at=now + timedelta(days=days))
        page = words_of(browser.get("/today/"))
        assert {words for words in (CARD, LINE, FOUR_WEEKS, EIGHT_WEEKS) if words in page} == offered
        if offered:
            result_of(browser)
            page = words_of(browser.get("/today/"))
            assert {words for words in (FOUR_WEEKS, EIGHT_WEEKS) if words in page} == set()

    @pytest.mark.parametrize("why", ["closed", "paused", "resting", "questions"])
    def test_offers_nothing_where_something_else_comes_first(
        self, browser: Browser, maya: Client, now: datetime, why: str
    ) -> None:
        if why == "closed":
            factories.close_by_answer(maya, now)
        elif why == "paused":
            Pause.objects.create(client=maya, begins_on=maya.today(now))
        elif why == "resting":
            factories.report_and_decide(maya, now - timedelta(hours=2), 10)
        else:
            record_screening(client=maya, answers=[], at=now - timedelta(days=15))
        page = words_of(browser.get("/today/"))
        assert (CARD in page, LINE in page) == (False, False)


class TestElsewhere:
    def test_the_skills_list_the_tests_taken(self, browser: Browser) -> None:
        assert "Take the start test" in words_of(browser.get("/skills/"))
        result_of(browser, wall="left-out")
        response = browser.get("/skills/")
        page = words_of(response)
        assert "Chair: slow and soft, hips first; bow: fingertips at mid-shin or lower." in page
        assert f'href="{StartTest.objects.get().get_absolute_url()}"' in response.content.decode()
        assert "Repeat the start test" in page

    def test_the_chart_names_the_start_test(self, browser: Browser, maya: Client, now: datetime) -> None:
        result_of(browser)
        factories.report(maya, now, 3)
        assert "placed at Rock back by the start test" in words_of(browser.get("/tightness/"))

    def test_the_trainer_reads_the_answers_and_the_moves_with_their_reason(
        self, browser: Browser, maya: Client, sign_in: SignIn, trainer: Trainer, clock: Traveller
    ) -> None:
        desk = sign_in(trainer)
        url = f"/desk/clients/{maya.pk}/plan/"
        assert "Start test" not in words_of(desk.get(url))
        result_of(browser, chair="1", wall="left-out")
        page = words_of(desk.get(url))
        assert "Start test, Mar 4, 2026: chair: a drop at the end; bow: fingertips at mid-shin or lower." in page
        assert "Start test: bow with fingertips at mid-shin, low back still." in page
        assert "The trainer: Start test" not in page
        assert "The latest," not in page
        clock.shift(timedelta(days=28))
        result_of(browser, chair="2", wall="1")
        page = words_of(desk.get(url))
        assert (
            "The latest, Apr 1, 2026: chair: slow and soft, hips first; wall: heels half a foot-length from the wall;"
            in page
        )
