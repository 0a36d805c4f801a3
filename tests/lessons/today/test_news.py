"""News on Today: a move, by the name of its lesson and with what to do next, until it was seen there once."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Lesson, NewsSeen, Practice, move_client
from lessons.start_test.placing import BowLevel, StartAnswers
from lessons.start_test.taking import take_start_test
from tests import factories
from tests.conftest import SignIn
from tests.lessons.today.conftest import DAY
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "curriculum")]

HTMX = {"HX-Request": "true"}
MOVED = "You moved on to “Find the middle”."


@pytest.fixture
def moved(maya: Client, now: datetime) -> Client:
    """At a usual of 2, two good practices moved her on: the second one just now."""
    for days_ago in range(9, 5, -1):
        factories.report(maya, now - days_ago * DAY, 2)
    for days_ago in (1, 0):
        factories.practice_once(maya, now - days_ago * DAY, before=2)
    return maya


def place(client: Client, trainer: Trainer, slug: str = "wall-tap", **changed: Any) -> None:
    """The trainer moves the client now."""
    lesson = Lesson.objects.get(slug=slug)
    values = {"note": "Your hinge looks steady.\nGo on.", **changed}
    move_client(client=client, lesson=lesson, at=timezone.now(), by=trainer.user, **values)


def today(browser: Browser) -> str:
    return words_of(browser.get("/today/"))


def see(browser: Browser) -> Any:
    """What the script posts once the words were in view, and the button does."""
    page = browser.get("/today/").content.decode()
    (shown_at,) = re.findall(r'name="shown_at" value="([^"]+)"', page)
    return browser.post("/today/news/seen/", {"shown_at": shown_at})


def tell(browser: Browser, score: int, **more: str) -> str:
    sent = {"id": str(uuid.uuid4()), "score": str(score), **more}
    return words_of(browser.post("/today/check-in/", sent, headers=HTMX))


class TestOnce:
    def test_it_waits_until_it_was_seen_and_is_not_repeated_then(
        self, browser: Browser, moved: Client, clock: time_machine.Traveller
    ) -> None:
        for _ in range(2):
            assert MOVED in today(browser)
            clock.shift(DAY)
        assert see(browser).headers["Location"] == "/today/"
        assert MOVED not in today(browser)

    def test_looking_alone_is_not_seeing(self, browser: Browser, moved: Client) -> None:
        browser.get("/today/")
        browser.head("/today/")
        assert browser.get("/today/news/seen/").status_code == 405
        assert NewsSeen.objects.count() == 0

    def test_a_later_move_is_news_again(
        self, browser: Browser, moved: Client, trainer: Trainer, clock: time_machine.Traveller
    ) -> None:
        see(browser)
        clock.shift(timedelta(minutes=1))
        place(moved, trainer)
        page = today(browser)
        assert ("Robin Hale placed you at “Wall tap”." in page, MOVED in page) == (True, False)

    def test_a_move_that_was_made_since_the_page_was_drawn_is_not_seen_with_it(
        self, browser: Browser, moved: Client, trainer: Trainer, clock: time_machine.Traveller
    ) -> None:
        (shown_at,) = re.findall(r'name="shown_at" value="([^"]+)"', browser.get("/today/").content.decode())
        clock.shift(timedelta(minutes=1))
        place(moved, trainer)
        clock.shift(timedelta(minutes=1))
        browser.post("/today/news/seen/", {"shown_at": shown_at})
        assert "placed you at “Wall tap”" in today(browser)

    def test_what_was_seen_stays_on_the_page_when_a_number_is_noted_there(
        self, browser: Browser, moved: Client, clock: time_machine.Traveller
    ) -> None:
        clock.shift(timedelta(minutes=1))
        (since,) = re.findall(r'name="news_since" value="([^"]*)"', browser.get("/today/").content.decode())
        see(browser)
        assert MOVED in tell(browser, 2, news_since=since)
        assert MOVED not in tell(browser, 2)

    @pytest.mark.parametrize("spoiled", ["", "yesterday", "9999-12-31T23:59:59+00:00", "1999-01-01T00:00:00Z", "\x00"])
    def test_a_spoiled_instant_hides_no_later_news(
        self, browser: Browser, moved: Client, trainer: Trainer, clock: time_machine.Traveller, spoiled: str
    ) -> None:
        assert browser.post("/today/news/seen/", {"shown_at": spoiled}).headers["Location"] == "/today/"
        assert browser.post("/today/check-in/", {"news_since": spoiled}, headers=HTMX).status_code == 200
        clock.shift(timedelta(minutes=1))
        place(moved, trainer)
        assert "placed you at “Wall tap”" in today(browser)

    def test_an_older_page_takes_nothing_back(self, browser: Browser, moved: Client, now: datetime) -> None:
        see(browser)
        browser.post("/today/news/seen/", {"shown_at": (now - DAY).isoformat()})
        assert NewsSeen.objects.get().seen_at == now

    def test_a_page_of_somebody_else_sees_nothing(
        self, browser: Browser, moved: Client, other_client: Client, sign_in: SignIn, now: datetime
    ) -> None:
        (mark,) = re.findall(r'data-for="([^"]+)"', sign_in(other_client).get("/today/").content.decode())
        response = browser.post("/today/news/seen/", {"shown_at": now.isoformat(), "for": mark})
        assert (response.status_code, NewsSeen.objects.count()) == (409, 0)


class TestTheOuterLimit:
    def test_the_next_practice_there_ends_it(
        self, browser: Browser, moved: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        clock.shift(DAY)
        assert MOVED in today(browser)
        factories.practice_once(moved, timezone.now(), "find-the-middle")
        assert MOVED not in today(browser)

    def test_it_waits_for_somebody_who_was_away(
        self, browser: Browser, moved: Client, clock: time_machine.Traveller
    ) -> None:
        clock.shift(20 * DAY)
        assert MOVED in today(browser)

    def test_it_ends_after_a_week_for_somebody_who_practices_elsewhere(
        self, browser: Browser, moved: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        clock.shift(6 * DAY)
        factories.practice_once(moved, timezone.now(), "tall-kneel-hinge")
        assert MOVED in today(browser)
        clock.shift(DAY)
        assert MOVED not in today(browser)


class TestItsWords:
    def test_it_says_what_comes_next_and_links_why(self, browser: Browser, moved: Client) -> None:
        practice = Practice.objects.latest("done_at")
        response = browser.get("/today/")
        assert f"{MOVED} It comes next on the track “Find neutral”. Today · why · Find the middle" in words_of(response)
        assert f'href="/practices/{practice.pk}/">why</a>' in response.content.decode()

    def test_it_points_to_the_session_that_holds_the_lesson(
        self, browser: Browser, maya: Client, trainer: Trainer
    ) -> None:
        place(maya, trainer, "find-the-middle")
        assert "Robin Hale placed you at “Find the middle”. It is in today’s session." in today(browser)

    def test_it_offers_nothing_while_practice_is_closed(self, browser: Browser, moved: Client, now: datetime) -> None:
        factories.close_by_answer(moved, now)
        assert f"{MOVED} Today · why" in today(browser)

    def test_it_names_what_the_lesson_waits_for(self, browser: Browser, maya: Client, trainer: Trainer) -> None:
        place(maya, trainer)
        assert "Robin Hale placed you at “Wall tap”. It opens after “Find the middle”." in today(browser)

    def test_a_step_back_and_the_way_out_of_it(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        for days_ago in range(4, 0, -1):
            factories.report(maya, now - days_ago * DAY, 2)
        for _ in range(4):
            factories.practice_once(maya, timezone.now(), before=2, passed=False)
            clock.shift(DAY)
        page = today(browser)
        assert "A step back, on purpose: “Pelvic clock” comes first in its easier version." in page
        assert "Two easier practice days without a rise bring the full version back." in page
        practice = factories.practice_once(maya, timezone.now(), before=2, easier=True)
        clock.shift(DAY)
        once = "One easier practice day without a rise brings the full version back."
        more = once.replace("One", "One more")
        page, verdict = today(browser), words_of(browser.get(f"/practices/{practice.pk}/"))
        assert ((page.count(once), page.count(more)), (verdict.count(once), verdict.count(more))) == ((1, 0), (0, 1))
        factories.practice_once(maya, timezone.now(), before=2, easier=True)
        clock.shift(DAY)
        page = today(browser)
        assert "The full version of “Pelvic clock” is back." in page
        assert "A step back" not in page

    def test_the_client_reads_why_the_trainer_moved_them(
        self, browser: Browser, maya: Client, trainer: Trainer, now: datetime
    ) -> None:
        factories.report(maya, now, 2)
        place(maya, trainer, "find-the-middle", easier=True)
        response = browser.get("/today/")
        assert "Robin Hale placed you at “Find the middle”, in its easier version." in words_of(response)
        assert "Your hinge looks steady.<br>Go on." in response.content.decode()
        assert '<q dir="auto">Your hinge looks steady.\nGo on.</q>' in browser.get("/tightness/").content.decode()

    def test_a_track_that_the_trainer_called_finished(self, browser: Browser, maya: Client, trainer: Trainer) -> None:
        place(maya, trainer, "neutral-on-the-move", finished=True)
        page = today(browser)
        assert "Robin Hale noted the track “Find neutral” as finished." in page
        assert "Practice “Neutral on the move” now and then, to keep it." in page

    def test_a_start_test_is_told_until_it_was_seen_and_its_note_is_the_trainers(
        self, browser: Browser, maya: Client
    ) -> None:
        answers = StartAnswers(bow=BowLevel.AT_KNEES)
        test = take_start_test(id=uuid.uuid4(), client=maya, answers=answers)
        assert test is not None
        response = browser.get("/today/")
        assert "Your start test placed you at “Find the middle”." in words_of(response)
        assert f'href="/start-test/{test.pk}/">why</a>' in response.content.decode()
        assert "bow with fingertips" not in words_of(response)
        see(browser)
        assert "Your start test placed you" not in today(browser)


class TestWhereItIsMade:
    def test_a_number_on_today_tells_it_there_and_today_repeats_it(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        for days_ago in range(9, 5, -1):
            factories.report(maya, now - days_ago * DAY, 2)
        for days_ago in (4, 1):
            factories.practice_once(maya, now - days_ago * DAY, before=2)
        answer = tell(browser, 2)
        assert (answer.startswith(f"Noted: 2 {MOVED}"), answer.count(MOVED)) == (True, 1)
        clock.shift(timedelta(minutes=1))
        assert MOVED in today(browser)

    def test_a_verdict_tells_what_its_numbers_moved_on_another_track(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        """The number before the hinge is the answer that the pelvic clock has waited for."""
        for days_ago in range(9, 5, -1):
            factories.report(maya, now - days_ago * DAY, 2)
        for days_ago in (4, 1):
            factories.practice_once(maya, now - days_ago * DAY, before=2)
        practice = factories.practice_once(maya, now, "tall-kneel-hinge", before=2)
        page = words_of(browser.get(f"/practices/{practice.pk}/"))
        assert MOVED in page
