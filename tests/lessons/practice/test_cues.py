"""The cue that helped last comes first, in the next practice and in the lesson."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Practice, move_client
from lessons.practice.cues import cue_counts, preferred_cue_first
from tests.conftest import SignIn
from tests.factories import practice_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


@pytest.fixture
def browser(sign_in: SignIn, maya: Client, now: datetime) -> Browser:
    """Maya, with every measured lesson within reach."""
    for slug in ("waiters-bow", "floor-lift", "court-speed", "neutral-on-the-move"):
        move_client(client=maya, lesson=Lesson.objects.get(slug=slug), at=now, by=maya.user, note="for the test")
    return sign_in(maya)


def test_the_words_that_clicked_lead_the_next_practice_and_the_lesson(
    browser: Browser, maya: Client, now: datetime
) -> None:
    lesson = Lesson.objects.get(slug="dowel-hinge")
    practice_once(maya, now - timedelta(days=2), "dowel-hinge", cue=lesson.cues[0])
    practice_once(maya, now - timedelta(days=1), "dowel-hinge", cue=lesson.cues[-1])
    page = browser.get("/lessons/dowel-hinge/").content.decode()
    assert page.index(f">{lesson.cues[-1]}<") < page.index(f">{lesson.cues[0]}<")
    player = browser.get("/lessons/dowel-hinge/practice/")
    assert player.context["player"]["cues"] == [lesson.cues[-1], *lesson.cues[:-1]]
    assert f"The words that helped you last time: <q>{lesson.cues[-1]}</q>" in player.content.decode()


def test_a_visitor_and_somebody_without_a_favourite_get_the_lessons_own_order(browser: Browser) -> None:
    lesson = Lesson.objects.get(slug="dowel-hinge")
    for reader in (Browser(), browser):
        page = reader.get("/lessons/dowel-hinge/").content.decode()
        assert page.index(f">{lesson.cues[0]}<") < page.index(f">{lesson.cues[-1]}<")


def test_a_cue_that_the_trainer_took_out_leads_nothing(browser: Browser, maya: Client, now: datetime) -> None:
    practice_once(maya, now, "dowel-hinge", cue="Gone by now")
    assert "Gone by now" not in browser.get("/lessons/dowel-hinge/practice/").content.decode()


@pytest.mark.parametrize(
    ("clicked", "expected"), [("", ["a", "b", "c"]), ("c", ["c", "a", "b"]), ("a", ["a", "b", "c"])]
)
def test_the_others_keep_their_order(clicked: str, expected: list[str]) -> None:
    assert preferred_cue_first(["a", "b", "c"], clicked) == expected


def test_the_ledger_counts_each_cue_by_lesson(maya: Client, now: datetime) -> None:
    for days_ago, cue, passed in ((3, "one", True), (2, "two", True), (1, "one", False), (0, "", True)):
        practice_once(maya, now - timedelta(days=days_ago), "pelvic-clock", cue=cue, passed=passed)
    found = [(each.cue, each.times, each.passed) for each in cue_counts(Practice.objects.select_related("lesson"))]
    assert found == [("one", 2, 1), ("two", 1, 1)]
