"""The map, a lesson, the practice and its verdict, today, and the export."""

import re
import uuid
from datetime import datetime, timedelta
from html import escape
from html.parser import HTMLParser

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, TrackPosition, move_client
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


def slugs() -> list[str]:
    return list(Lesson.objects.values_list("slug", flat=True))


class SeenWords(HTMLParser):
    """The words that are seen in <main> when a page opens: without shut details, drawings, and what is hidden."""

    VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
    DATA = frozenset({"svg", "script", "style", "noscript", "template"})
    UNSEEN = frozenset({"visually-hidden", "lesson__ticks", "print-only"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.in_main = False
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.in_main = self.in_main or tag == "main"
        if tag in self.VOID:
            return
        in_shut = any(parent == "details shut" for parent, _ in self.open[-1:]) and tag != "summary"
        unseen = tag in self.DATA or "hidden" in named or self.UNSEEN & set((named.get("class") or "").split())
        name = "details shut" if tag == "details" and "open" not in named else tag
        self.open.append((name, bool(unseen or in_shut)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0].split()[0] != tag:
            pass
        self.in_main = self.in_main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self.in_main and not any(unseen for _, unseen in self.open):
            self.words += data.split()


class TestTheMap:
    def test_shows_all_24_lessons_as_links(self) -> None:
        page = Browser().get("/lessons/").content.decode()
        assert sorted(set(re.findall(r'href="/lessons/([a-z-]+)/"', page))) == sorted(
            Lesson.objects.values_list("slug", flat=True)
        )

    def test_tells_a_client_where_they_stand_and_what_a_lesson_waits_for(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        move_client(client=maya, lesson=Lesson.objects.get(slug="wall-tap"), at=now, by=maya.user, note="for the test")
        page = browser.get("/lessons/").content.decode()
        assert "0 of 8 done, 1 skipped" in page
        assert "Skipped ·" in page
        assert "Opens after “Find the middle”" in page


class TestWhoHadFinishedBeforeThereWasAnExtra:
    @pytest.fixture(autouse=True)
    def _finished_with_eight_lessons(self, maya: Client, now: datetime) -> None:
        floor_lift = Lesson.objects.get(slug="floor-lift")
        TrackPosition.objects.create(client=maya, track="hinge", lesson=floor_lift, finished=True, since=now)

    def test_is_still_finished_on_the_map_and_on_today(self, browser: Browser) -> None:
        assert "All done. Come back to any of them." in words_of(browser.get("/lessons/"))
        assert "This track is done" in words_of(browser.get("/today/"))

    def test_sees_a_dot_for_the_extra_that_is_open_and_nobody_else_does(
        self, browser: Browser, sign_in: SignIn, other_client: Client
    ) -> None:
        pages = [each.get("/today/").content.decode() for each in (browser, sign_in(other_client))]
        assert [page.count('<span class="path__dot') for page in pages] == [24, 23]

    def test_is_offered_the_extra(self, browser: Browser) -> None:
        assert "One more, if you like: Strong back." in words_of(browser.get("/today/"))
        assert "An extra, open now" in words_of(browser.get("/lessons/"))

    def test_keeps_a_practice_of_it_and_stays_finished(self, browser: Browser, maya: Client) -> None:
        sent = {"id": str(uuid.uuid4()), "before": "2", "after": "2", "answer": "6", "effort": "4"}
        page = words_of(browser.post("/lessons/strong-back/practice/", sent, follow=True))
        assert "Your place stays as it is" in page
        assert "6 of 6: you reached the mark." in page
        position = maya.positions.get(track="hinge")
        assert (position.lesson.slug, position.finished) == ("floor-lift", True)


class TestALesson:
    @pytest.mark.parametrize("slug", ["pelvic-clock", "wall-tap", "bathroom-seat", "court-speed"])
    def test_holds_everything_that_the_text_holds(self, slug: str) -> None:
        lesson = Lesson.objects.get(slug=slug)
        page = Browser().get(f"/lessons/{slug}/").content.decode().replace("&#x27;", "'").replace("&quot;", '"')
        parts = [lesson.title, lesson.dose["text"], lesson.self_check["pass_mark"], lesson.easier]
        parts += [*lesson.cues, *lesson.set_up, *lesson.feel, *lesson.equipment, lesson.brief, lesson.reason]
        parts += [turn.text for turn in (*lesson.turns, *lesson.easier_turns)]
        parts += [f'<a href="{url}">{escape(text, quote=False)}</a>' for text, url in lesson.source_links]
        parts += [each["fault"] for each in lesson.faults] + [each["fix"] for each in lesson.faults]
        assert [part for part in parts if part not in page] == []

    def test_shows_few_words_until_somebody_wants_more(self) -> None:
        page = Browser().get("/lessons/wall-tap/").content.decode()
        assert 100 < len(SeenWords(page).words) < 350

    @pytest.mark.walk
    def test_every_lesson_shows_few_words(self) -> None:
        pages = {slug: Browser().get(f"/lessons/{slug}/").content.decode() for slug in slugs()}
        seen = {slug: len(SeenWords(page).words) for slug, page in pages.items()}
        assert {slug: count for slug, count in seen.items() if not 100 < count < 350} == {}

    def test_says_first_what_to_do_and_why_and_then_offers_the_button(self) -> None:
        words = " ".join(SeenWords(Browser().get("/lessons/wall-tap/").content.decode()).words)
        lesson = Lesson.objects.get(slug="wall-tap")
        order = [lesson.summary, "What to do", lesson.brief, "Practice, 6 minutes", "Why", lesson.reason, "More"]
        assert list(map(words.index, order)) == sorted(map(words.index, order))

    def test_an_extra_is_called_one_and_the_count_leaves_it_out(self) -> None:
        assert "Hinge · an extra" in words_of(Browser().get("/lessons/strong-back/"))
        before = words_of(Browser().get("/lessons/floor-lift/"))
        assert "Hinge · 8 of 8" in before
        assert "An extra after it: Strong back" in before

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
