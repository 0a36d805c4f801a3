"""The hinge in real life: one tap a place and day, the week of it, one plan, and a pause of one's own."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Pause, pause_on
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson
from lessons.practice import recording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


class TestAPause:
    def test_a_client_pauses_and_today_asks_nothing(self, browser: Browser, maya: Client) -> None:
        page = browser.post("/me/pause/", {"until": "2026-03-20"}, follow=True).content.decode()
        assert "until March 20" in page
        assert "Nothing is asked of you" in browser.get("/today/").content.decode()

    def test_ending_it_leaves_what_has_been_on_the_chart(self, browser: Browser, maya: Client, now: datetime) -> None:
        today = maya.today(now)
        Pause.objects.create(client=maya, begins_on=today - timedelta(days=5))
        browser.post("/me/resume/")
        pause = Pause.objects.get()
        assert (pause_on(maya, today), pause.begins_on, pause.ends_on) == (
            None,
            today - timedelta(days=5),
            today - timedelta(days=1),
        )

    def test_each_pause_is_shaded_on_the_chart_with_its_words(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        CheckIn.record(id=uuid.uuid4(), client=maya, at=now - timedelta(days=30), score=3)
        Pause.objects.create(client=maya, begins_on=date(2026, 2, 8), ends_on=date(2026, 2, 12))
        Pause.objects.create(client=maya, begins_on=date(2026, 3, 1))
        for page in (browser.get("/tightness/"), browser.get("/tightness/summary/")):
            told = page.content.decode()
            assert "<title>Paused from February 8 to February 12</title>" in told
            assert "<title>Paused since March 1</title>" in told
            assert '<th scope="row">Since March 1</th><td>A pause</td>' in told

    def test_one_that_the_trainer_set_says_so(self, browser: Browser, maya: Client, trainer: Trainer) -> None:
        Pause.objects.create(client=maya, begins_on=date(2026, 3, 1), by=trainer.user)
        assert "since March 1; your trainer set it." in browser.get("/me/").content.decode()

    def test_one_that_ends_on_the_day_it_began_never_was(self, browser: Browser, maya: Client) -> None:
        browser.post("/me/pause/")
        for _ in range(2):
            browser.post("/me/resume/")
        assert Pause.objects.count() == 0

    @pytest.mark.parametrize("until", ["2026-01-01", "2031-01-01", "soon", "2026-03-20\x00"])
    def test_an_impossible_end_gets_a_sentence_and_stores_nothing(
        self, browser: Browser, maya: Client, until: str
    ) -> None:
        page = browser.post("/me/pause/", {"until": until}).content.decode()
        assert "field__error" in page
        assert Pause.objects.count() == 0

    def test_a_practice_in_a_pause_counts_and_moves_nobody(self, maya: Client, now: datetime) -> None:
        Pause.objects.create(client=maya, begins_on=maya.today(now))
        lesson = Lesson.objects.get(slug="pelvic-clock")
        practice = recording.record(
            id=uuid.uuid4(), client=maya, lesson=lesson, before=3, after=6, guess="clean", passed=True, effort=4, at=now
        )
        assert [reason["code"] for reason in practice.verdict.reasons] == ["paused"]
        assert practice.verdict.decision == "paused"
        assert maya.moves.count() == 0


def test_after_ten_days_away_one_can_carry_on_or_repeat_the_last_lesson(
    browser: Browser, maya: Client, now: datetime
) -> None:
    lesson = Lesson.objects.get(slug="high-seat-touch")
    at = now - timedelta(days=10)
    recording.record(
        id=uuid.uuid4(), client=maya, lesson=lesson, before=3, after=2, guess="clean", passed=True, effort=4, at=at
    )
    page = browser.get("/today/").content.decode()
    assert '<a href="/lessons/high-seat-touch/practice/">repeat “High-seat touch”</a>' in page
