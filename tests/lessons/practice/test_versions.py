"""The two versions of a lesson on the practice page, who may try it, and texts from before versions had steps."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Practice, move_client
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]

# What 0.3.0 kept of the wall tap once the trainer had edited it.
EDITED_BEFORE: dict[str, Any] = {
    "brief": "",
    "reason": "",
    "steps": [
        {"text": "Find the middle. Soften the knees. Hands in the hip creases.", "seconds": 20},
        {"text": "Reach your bottom back until it taps the wall.", "reps": 8, "seconds": 56},
        {"text": "Shuffle the feet a thumb’s width further out. Rest.", "seconds": 20},
    ],
    "easier_steps": [],
    "variations": [],
    "load": None,
    "sources": ["Tully and colleagues 2005, spine and hip in rising from a chair, La Trobe University record 74991"],
    "self_check": {
        "question": "Did your shins stay still on every tap?",
        "pass_mark": "8 taps in a row with still shins: the chair was not pushed",
        "kind": "wall-tap",
    },
}


@pytest.fixture
def edited_before(now: datetime) -> Lesson:
    Lesson.objects.filter(slug="wall-tap").update(**EDITED_BEFORE, edited_at=now - timedelta(days=90))
    return Lesson.objects.get(slug="wall-tap")


@pytest.fixture
def at_the_wall(browser: Browser, maya: Client, now: datetime) -> Browser:
    for slug in ("leg-slide", "wall-tap"):
        move_client(client=maya, lesson=Lesson.objects.get(slug=slug), at=now, by=maya.user, note="for the test")
    return browser


def times_of(page: str, version: str) -> list[int]:
    """The seconds of each turn of a version, in order."""
    section = re.search(rf"player__version--{version}.*?</section>", page, re.DOTALL)
    return [int(seconds) for seconds in re.findall(r"(\d+) seconds</p>", section[0])] if section else []


def test_both_versions_stand_there_under_their_names_each_with_its_own_clock(at_the_wall: Browser) -> None:
    page = at_the_wall.get("/lessons/wall-tap/practice/").content.decode()
    lesson = Lesson.objects.get(slug="wall-tap")
    assert times_of(page, "full") == [turn.seconds for turn in lesson.turns]
    assert times_of(page, "easier") == [turn.seconds for turn in lesson.easier_turns]
    assert re.findall(r"<h2[^>]*>(\w+ version)</h2>", page) == ["Full version", "Easier version"]


def test_a_step_that_asks_says_where_the_answer_goes_without_scripts(at_the_wall: Browser) -> None:
    page = at_the_wall.get("/lessons/wall-tap/practice/").content.decode()
    assert page.count("You note it below, after the movement.") == 1
    screens = ["start", "stage", "load", "mark", "measure", "effort", "after", "first-number", "kept"]
    assert re.findall(r'data-player-screen="([a-z-]+)"', page) == screens


class TestATextEditedBefore:
    @pytest.mark.usefixtures("edited_before")
    def test_is_shown_in_full_with_its_sources_as_text(self) -> None:
        page = Browser().get("/lessons/wall-tap/").content.decode()
        assert [step["text"] in page for step in EDITED_BEFORE["steps"]] == [True] * 3
        assert f"<li>{EDITED_BEFORE['sources'][0]}</li>" in page
        assert "What to do" not in page
        assert re.search(r'<details class="more" open>\s*<summary>More on how and why', page)

    @pytest.mark.usefixtures("edited_before")
    def test_runs_by_its_seconds_and_has_one_version(self, at_the_wall: Browser) -> None:
        page = at_the_wall.get("/lessons/wall-tap/practice/").content.decode()
        assert (times_of(page, "full"), times_of(page, "easier")) == ([20, 56, 20], [])
        assert "8 times" in page
        assert not re.search(r"<h2[^>]*>\w+ version</h2>", page)

    @pytest.mark.parametrize("easier", ["", "yes"])
    def test_is_kept_with_an_answer_in_words(
        self, at_the_wall: Browser, edited_before: Lesson, now: datetime, easier: str
    ) -> None:
        answers = {"before": "3", "guess": "clean", "passed": "yes", "measure": "1.5", "effort": "4", "after": "2"}
        at_the_wall.post("/lessons/wall-tap/practice/", {**answers, "easier": easier, "id": str(uuid.uuid4())})
        practice = Practice.objects.select_related("before").get()
        assert (practice.passed, practice.answer, practice.measured) == (True, None, "1½ foot-lengths")
        assert practice.before is not None
        assert now - practice.before.at == timedelta(seconds=96)
        assert edited_before.seconds() == 96


class TestVisitors:
    def test_try_the_first_two_lessons_of_each_track(self) -> None:
        first_two = Lesson.objects.filter(number__lte=2)
        pages = [Browser().get(f"/lessons/{lesson.slug}/practice/").content.decode() for lesson in first_two]
        assert [("player__version--full" in page, "We stored nothing." in page) for page in pages] == [(True, True)] * 6

    def test_read_who_the_others_are_for_and_which_they_can_try(self) -> None:
        for lesson in Lesson.objects.filter(number__gt=2):
            page = Browser().get(f"/lessons/{lesson.slug}/practice/")
            links = re.findall(r'href="/lessons/([a-z-]+)/practice/"', page.content.decode())
            assert f"{lesson.title} is for clients" in words_of(page)
            assert links == [each.slug for each in Lesson.objects.in_order() if each.number <= 2]

    def test_are_told_of_a_weight_only_where_there_is_one(self) -> None:
        told = {
            lesson.slug
            for lesson in Lesson.objects.filter(number__gt=2)
            if "uses a weight" in words_of(Browser().get(f"/lessons/{lesson.slug}/practice/"))
        }
        assert told == {lesson.slug for lesson in Lesson.objects.all() if lesson.load}
