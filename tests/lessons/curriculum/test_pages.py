"""The map, a lesson, the practice and its verdict, today, and the export."""

import re
from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, move_client

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
