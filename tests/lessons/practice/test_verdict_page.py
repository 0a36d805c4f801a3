"""The page of one verdict: the stored reason with its day, and what holds now where it is the latest on its track."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Closure, Pause
from lessons.models import Lesson, Practice, VerdictRecord, move_client
from tests import factories
from tests.reading import words_of

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


@pytest.fixture(autouse=True)
def _usual_of_2(clock: time_machine.Traveller, maya: Client, now: datetime) -> None:
    for days_ago in range(4, 0, -1):
        factories.report(maya, now - days_ago * DAY, 2)


def flare(client: Client, now: datetime) -> None:
    """Two days at 7 after five at 2; the last was yesterday."""
    for days_ago in (7, 6, 5):
        factories.report(client, now - days_ago * DAY, 2)
    for hours in (25, 26, 49, 50):
        factories.report(client, now - timedelta(hours=hours - 12), 7)


def page_of(browser: Browser, practice: Practice) -> str:
    return words_of(browser.get(f"/practices/{practice.pk}/"))


class TestTheStoredVerdict:
    def test_says_why_and_when_and_what_would_move_on_and_offers_the_call(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        practice = factories.practice_once(maya, now, before=2)
        page = page_of(browser, practice)
        assert "Good. One more practice like this." in page
        assert practice.verdict.reasons[0]["client"] in page
        assert "Decided on Wednesday, March 4, 9:00 am." in page
        assert "What would move me on? One good practice tomorrow, every number 3 or below, moves you on." in page
        assert "What holds now" not in page
        assert "Book a free call" in page

    @pytest.mark.parametrize(
        ("before", "after", "heading"),
        [(2, 2, "Good. One more practice like this."), (2, 6, "Two good practices to go"), (2, 9, "Rest for now")],
    )
    def test_each_decision_has_its_own_words(
        self, browser: Browser, maya: Client, now: datetime, before: int, after: int, heading: str
    ) -> None:
        practice = factories.practice_once(maya, now, before=before, after=after)
        assert heading in page_of(browser, practice)

    def test_a_pause_keeps_the_place(self, browser: Browser, maya: Client, now: datetime) -> None:
        Pause.objects.create(client=maya, begins_on=maya.today(now))
        assert "Your place is kept" in page_of(browser, factories.practice_once(maya, now, before=2))

    def test_a_flare_eases(self, browser: Browser, maya: Client, now: datetime) -> None:
        flare(maya, now)
        assert "Easier for a few days" in page_of(browser, factories.practice_once(maya, now, before=7, after=7))

    def test_moving_on_names_the_lesson_and_what_comes_after_it(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        factories.practice_once(maya, now, before=2)
        clock.shift(DAY)
        practice = factories.practice_once(maya, timezone.now(), before=2)
        page = page_of(browser, practice)
        assert "You moved on to “Find the middle”" in page
        assert "What would move me on from “Find the middle”? Two good practices" in page

    def test_a_step_back_and_the_full_version_again(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        for _ in range(4):
            practice = factories.practice_once(maya, timezone.now(), before=2, passed=False)
            clock.shift(DAY)
        page = page_of(browser, practice)
        assert ("A step back, on purpose" in page, "Easier version: " in page) == (True, True)
        for _ in range(2):
            practice = factories.practice_once(maya, timezone.now(), before=2, easier=True)
            clock.shift(DAY)
        assert "The full version is back" in page_of(browser, practice)

    def test_what_was_stored_before_0_3_0_is_shown_where_it_is_filled(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        practice = factories.practice_once(maya, now, before=2)
        assert "Look again on" not in page_of(browser, practice)
        VerdictRecord.objects.update(would_change="A calm morning.", look_again_on=date(2026, 3, 6))
        page = page_of(browser, practice)
        assert ("A calm morning." in page, "Look again on Friday, March 6." in page) == (True, True)

    def test_of_a_stranger_is_404(self, browser: Browser, other_client: Client, now: datetime) -> None:
        practice = factories.practice_once(other_client, now)
        assert browser.get(f"/practices/{practice.pk}/").status_code == 404


class TestWhatHoldsNow:
    def test_eased_since_then(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = factories.practice_once(maya, now - 3 * DAY, before=2)
        flare(maya, now)
        page = page_of(browser, practice)
        assert "Good. One more practice like this." not in page
        assert "What holds now Your low back was 7 and 7" in page

    def test_a_corrected_number_is_judged_anew(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = factories.practice_once(maya, now, before=2, after=6)
        assert practice.after is not None
        assert "What holds now" not in page_of(browser, practice)
        practice.after.correct(score=2, situation="", at=practice.after.at, now=now)
        assert "What holds now One good practice day so far." in page_of(browser, practice)

    def test_the_same_reason_with_other_numbers(self, browser: Browser, maya: Client, now: datetime) -> None:
        flare(maya, now)
        practice = factories.practice_once(maya, now - timedelta(hours=1), before=7, after=7)
        assert "What holds now" not in page_of(browser, practice)
        factories.report(maya, now, 2)
        page = page_of(browser, practice)
        assert page.count("Your low back was") == 2
        assert "What holds now Your low back was" in page

    def test_where_an_answer_is_all_that_is_missing_the_heading_says_so(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        factories.practice_once(maya, now - 8 * DAY, before=2)
        page = page_of(browser, factories.practice_once(maya, now, before=2))
        assert "Good. Tomorrow’s number decides." in page
        assert "What would move me on? A number tomorrow, 3 or below, moves you on." in page

    def test_an_older_practice_of_the_track_says_only_what_was_stored(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        older = factories.practice_once(maya, now - DAY, before=2)
        factories.practice_once(maya, now, before=2, after=6)
        page = page_of(browser, older)
        assert ("What holds now" in page, "What would move me on" in page) == (False, False)
        assert "Good. This one counts." in page

    def test_placed_elsewhere_by_the_trainer(
        self, browser: Browser, maya: Client, trainer: Trainer, now: datetime
    ) -> None:
        practice = factories.practice_once(maya, now, before=2)
        lesson = Lesson.objects.get(slug="leg-slide")
        move_client(client=maya, lesson=lesson, at=now, by=trainer.user, note="Ready.")
        page = page_of(browser, practice)
        assert ("What would move me on from “Leg slide”?" in page, "Good. This one counts." in page) == (True, True)

    def test_closed_since_and_open_again(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = factories.practice_once(maya, now, before=2)
        factories.close_by_answer(maya, now)
        page = page_of(browser, practice)
        assert "What holds now See a doctor." in page
        VerdictRecord.objects.update(decision="stop")
        Closure.objects.get().lift(by=maya.user, note="Seen.", at=now)
        page = page_of(browser, practice)
        assert "Stop here and talk first" in page
        assert "What holds now Practice is open again." in page
