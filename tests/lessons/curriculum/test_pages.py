"""The map, a lesson, the practice and its verdict, today, and the export."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, move_client
from tests import factories
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


class TestTheMap:
    def test_shows_all_23_lessons_as_links(self) -> None:
        page = Browser().get("/lessons/").content.decode()
        assert sorted(set(re.findall(r'href="/lessons/([a-z-]+)/"', page))) == sorted(
            Lesson.objects.values_list("slug", flat=True)
        )

    def test_tells_a_client_where_they_stand_and_what_a_lesson_waits_for(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        move_client(client=maya, lesson=Lesson.objects.get(slug="wall-tap"), at=now, by=maya.user, note="for the test")
        page = browser.get("/lessons/").content.decode()
        assert "1 of 8 done" in page
        assert "Opens after “Find the middle”" in page


class TestALesson:
    @pytest.mark.parametrize("slug", ["pelvic-clock", "wall-tap", "bathroom-seat", "court-speed"])
    def test_holds_everything_that_the_text_holds(self, slug: str) -> None:
        lesson = Lesson.objects.get(slug=slug)
        page = Browser().get(f"/lessons/{slug}/").content.decode().replace("&#x27;", "'").replace("&quot;", '"')
        parts = [lesson.title, lesson.dose["text"], lesson.self_check["pass_mark"], lesson.easier]
        parts += [*lesson.cues, *lesson.set_up, *lesson.feel, *lesson.sources, *lesson.equipment]
        parts += [each["fault"] for each in lesson.faults] + [each["fix"] for each in lesson.faults]
        assert [part for part in parts if part not in page] == []

    def test_links_the_free_call_and_its_prerequisites(self) -> None:
        page = Browser().get("/lessons/wall-tap/").content.decode()
        assert '<a href="/call/">' in page
        assert '<a href="/lessons/find-the-middle/">Find the middle</a>' in page

    def test_an_unknown_slug_is_404(self) -> None:
        assert Browser().get("/lessons/swim/").status_code == 404
        assert Browser().get("/lessons/swim/practice/").status_code == 404

    def test_what_the_trainer_types_cannot_carry_script(self) -> None:
        Lesson.objects.filter(slug="wall-tap").update(why="<script>alert(1)</script> [x](javascript:alert(1)) **bold**")
        page = Browser().get("/lessons/wall-tap/").content.decode()
        assert "<strong>bold</strong>" in page
        assert ("<script>alert" in page, 'href="javascript:' in page) == (False, False)


class TestWhereAClientStands:
    @pytest.fixture(autouse=True)
    def _usual_of_2(self, maya: Client, now: datetime) -> None:
        for days_ago in range(1, 5):
            factories.report(maya, now - timedelta(days=days_ago), 2)

    def test_the_lesson_says_what_would_move_them_on_as_today_does(self, browser: Browser) -> None:
        sentence = "Two good practices on days in a row, every number 3 or below: that moves you on."
        assert sentence in words_of(browser.get("/lessons/pelvic-clock/"))
        assert sentence in words_of(browser.get("/today/"))

    @pytest.mark.parametrize("slug", ["find-the-middle", "leg-slide"])
    def test_other_lessons_do_not(self, browser: Browser, maya: Client, now: datetime, slug: str) -> None:
        assert "What would move you on?" not in words_of(browser.get(f"/lessons/{slug}/"))
        move_client(client=maya, lesson=Lesson.objects.get(slug="rock-back"), at=now, by=maya.user, note="for the test")
        assert "What would move you on?" not in words_of(browser.get(f"/lessons/{slug}/"))

    def test_a_visitor_reads_no_such_thing(self) -> None:
        assert "What would move you on?" not in words_of(Browser().get("/lessons/pelvic-clock/"))

    def test_a_finished_path_promises_nothing(self, browser: Browser, maya: Client, now: datetime) -> None:
        lesson = Lesson.objects.get(slug="neutral-on-the-move")
        move_client(client=maya, lesson=lesson, at=now, finished=True, by=maya.user, note="for the test")
        assert "What would move you on?" not in words_of(browser.get("/lessons/neutral-on-the-move/"))

    def test_while_resting_it_promises_nothing(self, browser: Browser, maya: Client, now: datetime) -> None:
        factories.report(maya, now, 9)
        assert "What would move you on?" not in words_of(browser.get("/lessons/pelvic-clock/"))
