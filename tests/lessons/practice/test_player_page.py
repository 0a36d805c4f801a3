"""The player: what it asks and when, what it stores, and what one practice costs."""

import re
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from hinge_coach.accounts.models import Client
from hinge_coach.safety import closing
from hinge_coach.tightness.models import CheckIn
from lessons.models import Practice, Talk, VerdictRecord
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
PRACTICE = {"before": "3", "mark": "clean", "effort": "4", "after": "2", "easier": "", "cue": ""}
KEPT = ("mark", "effort")
EASIER_ON = r'name="easier" value="yes"[^>]*\schecked'
NUL, LONG, EMOJI, RTL = "3\x00", "3" * 10_000, "🙂", "‮٣"


def scores_of(id: str) -> tuple[int, int]:
    practice = Practice.objects.get(pk=id)
    assert practice.before is not None
    assert practice.after is not None
    return practice.before.score, practice.after.score


class TestPractising:
    url = "/lessons/pelvic-clock/practice/"

    def test_a_visitor_may_try_and_nothing_is_kept(self) -> None:
        page = Browser().get(self.url).content.decode()
        assert "We stored nothing." in page
        assert "<form" not in page

    def test_a_visitors_post_leads_to_the_sign_in(self) -> None:
        answer = Browser().post(self.url, {**PRACTICE, "id": str(uuid.uuid4())})
        assert answer.headers["Location"] == f"/accounts/login/?next={self.url}"
        assert Practice.objects.count() == 0

    def test_a_client_keeps_it_and_is_told_what_comes_next(self, browser: Browser, maya: Client) -> None:
        key = uuid.uuid4()
        answer = browser.post(self.url, {**PRACTICE, "id": str(key)})
        assert answer.headers["Location"] == f"/practices/{key}/"
        practice = Practice.objects.get(pk=key)
        assert practice.before is not None
        assert practice.after is not None
        assert (practice.client, practice.before.score, practice.after.score) == (maya, 3, 2)

    def test_a_check_in_made_by_hand_under_an_id_of_the_practice_refuses_it(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        key = uuid.uuid4()
        CheckIn.record(id=uuid.uuid5(key, "before"), client=maya, at=now, score=3)
        page = words_of(browser.post(self.url, {**PRACTICE, "id": str(key)}))
        assert "This page is not up to date anymore. Please open the lesson again." in page
        assert (Practice.objects.count(), CheckIn.objects.count(), VerdictRecord.objects.count()) == (0, 1, 0)

    @pytest.mark.parametrize("key", ["", "\x00", "none"])
    def test_an_id_that_is_none_is_refused_in_words(self, browser: Browser, maya: Client, key: str) -> None:
        page = words_of(browser.post(self.url, {**PRACTICE, "id": key}))
        assert "Please open this page again." in page
        assert "Please open this page again." in words_of(browser.post("/today/check-in/", {"id": key, "score": "3"}))
        assert CheckIn.objects.count() == 0

    def test_a_page_opened_before_the_upgrade_still_says_which_version_it_was(self, browser: Browser) -> None:
        keys = [uuid.uuid4(), uuid.uuid4()]
        older = {name: value for name, value in PRACTICE.items() if name not in {"easier", "mark"}}
        older |= {"guess": "clean", "passed": "yes"}
        for key, gentle in zip(keys, ("yes", ""), strict=True):
            browser.post(self.url, {**older, "gentle": gentle, "id": str(key)})
        assert [Practice.objects.get(pk=key).easier for key in keys] == [True, False]

    def test_the_form_offers_a_fresh_id_each_time(self, browser: Browser) -> None:
        pages = [browser.get(self.url).content.decode() for _ in range(2)]
        keys = [re.search(r'name="id" value="([0-9a-f-]{36})"', page)[1] for page in pages]  # type: ignore[index]
        assert len(set(keys)) == 2

    def test_sent_twice_it_is_stored_once(self, browser: Browser) -> None:
        sent = {**PRACTICE, "id": str(uuid.uuid4())}
        answers = [browser.post(self.url, sent).headers["Location"] for _ in range(2)]
        assert answers[0] == answers[1]
        assert (Practice.objects.count(), CheckIn.objects.count(), VerdictRecord.objects.count()) == (1, 2, 1)

    @pytest.mark.parametrize(
        ("field", "bad", "sentence"),
        [
            ("before", "11", "Please choose a whole number from 0 to 10."),
            ("before", "-1", "Please choose a whole number from 0 to 10."),
            ("before", "7,5", "Please choose a whole number from 0 to 10."),
            ("before", "", "Please choose a number from 0 to 10."),
            ("after", NUL, "Please choose a whole number from 0 to 10."),
            ("after", LONG, "Please choose a whole number from 0 to 10."),
            ("effort", EMOJI, "Please choose a whole number from 0 to 10."),
            ("effort", RTL, "Please choose a whole number from 0 to 10."),
            ("mark", "perfect", "Please choose one of these."),
            ("mark", "", "Please choose one."),
            ("id", "not-a-uuid", ""),
        ],
    )
    def test_a_bad_value_gets_a_sentence_keeps_the_rest_and_stores_nothing(
        self, browser: Browser, field: str, bad: str, sentence: str
    ) -> None:
        answer = browser.post(self.url, {"id": str(uuid.uuid4()), **PRACTICE, field: bad})
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (200, True)
        kept = "effort" if field != "effort" else "before"
        assert re.search(rf'name="{kept}" value="{PRACTICE[kept]}"[^>]*\schecked', page)
        assert (Practice.objects.count(), CheckIn.objects.count()) == (0, 0)

    def test_another_clients_id_is_answered_with_a_sentence(
        self, browser: Browser, other_client: Client, now: datetime
    ) -> None:
        theirs = factories.practice_once(other_client, now)
        page = browser.post(self.url, {**PRACTICE, "id": str(theirs.pk)}).content.decode()
        assert "This page is not up to date anymore." in page
        assert Practice.objects.count() == 1

    def test_a_lesson_ahead_says_before_that_it_is_not_kept_and_asks_nothing(self, browser: Browser) -> None:
        lesson, page = (browser.get(f"/lessons/leg-slide/{path}").content.decode() for path in ("", "practice/"))
        assert ("Try it, isn’t kept" in lesson, "Try it, isn’t kept." in page) == (True, True)
        assert re.findall(r'name="(before|mark|effort|after)"', page) == []
        assert "Try it, isn’t kept" not in browser.get("/lessons/pelvic-clock/").content.decode()

    def test_a_lesson_ahead_can_be_tried_but_not_kept(self, browser: Browser) -> None:
        page = browser.post("/lessons/leg-slide/practice/", {**PRACTICE, "id": str(uuid.uuid4())}).content.decode()
        assert "This lesson is still ahead of you. You can try it; what counts is the one on Today." in page
        assert re.search(r'name="effort" value="4"[^>]*\schecked', page)  # by the script of the player, too
        assert Practice.objects.count() == 0

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_stopped_client_is_led_to_safety_and_nothing_is_kept(
        self, browser: Browser, maya: Client, now: datetime, method: str
    ) -> None:
        factories.close_by_answer(maya, now)
        answer = getattr(browser, method)(self.url, {**PRACTICE, "id": str(uuid.uuid4())})
        assert answer.headers["Location"] == "/safety/"
        assert Practice.objects.count() == 0


def report_days(client: Client, now: datetime, *scores: int) -> None:
    """One number a day, the last of them yesterday."""
    for days_ago, score in enumerate(reversed(scores), start=1):
        factories.report(client, now - timedelta(days=days_ago), score)


class TestTheVersion:
    url = "/lessons/pelvic-clock/practice/"

    def test_the_full_version_comes_first(self, browser: Browser) -> None:
        page = browser.get(self.url).content.decode()
        assert ("Sore today:" in page, re.search(EASIER_ON, page)) == (True, None)

    def test_while_eased_it_is_the_easier_one_and_the_full_one_may_be_chosen(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        report_days(maya, now, 2, 2, 2, 6, 6, 6)
        page = browser.get(self.url).content.decode()
        assert re.search(EASIER_ON, page)
        assert "On, because you are above your usual. You may turn it off." in page
        key = uuid.uuid4()
        browser.post(self.url, {**PRACTICE, "id": str(key)})
        practice = Practice.objects.get(pk=key)
        assert (practice.easier, practice.verdict.decision) == (False, "ease")


class TestTheFirstNumber:
    url = "/lessons/pelvic-clock/practice/"

    @pytest.fixture(autouse=True)
    def _usual_of_2(self, maya: Client, now: datetime) -> None:
        report_days(maya, now, 2, 2, 2, 2)

    def test_the_page_knows_from_which_number_on_practice_rests(self, browser: Browser) -> None:
        page = browser.get(self.url).content.decode()
        assert 'data-rests-from="8"' in page
        assert "From 8 on, there is no practice today." in page

    def test_who_lives_high_is_never_sent_to_rest(self, browser: Browser, maya: Client, now: datetime) -> None:
        for days_ago in range(1, 5):
            factories.report(maya, now - timedelta(days=days_ago, hours=-1), 10)
            factories.report(maya, now - timedelta(days=days_ago, hours=-2), 10)
        assert "data-rests-from" not in browser.get(self.url).content.decode()

    def test_without_scripts_a_calm_one_leads_to_the_movement_and_is_not_stored(self, browser: Browser) -> None:
        key, before = uuid.uuid4(), CheckIn.objects.count()
        sent = {"step": "before", "id": str(key), "before": "3", "easier": "yes"}
        page = browser.post(self.url, sent).content.decode()
        assert "player--asks-first" not in page
        assert re.search(r'name="before" value="3"[^>]*\schecked', page)
        assert re.search(EASIER_ON, page)
        assert f'name="id" value="{key}"' in page
        assert CheckIn.objects.count() == before

    def test_one_that_means_rest_is_stored_once_and_today_says_so(self, browser: Browser, maya: Client) -> None:
        sent = {"step": "before", "id": str(uuid.uuid4()), "before": "8", "easier": ""}
        for _ in range(2):
            response = browser.post(self.url, sent, follow=True)
        assert response.redirect_chain == [("/today/", 302)]
        assert "We rest until a number is 7 or below" in words_of(response)
        assert [(entry.score, entry.moment) for entry in CheckIn.objects.filter(score=8)] == [(8, "any")]
        assert Practice.objects.count() == 0

    @pytest.mark.parametrize("before", ["", "11", NUL, EMOJI])
    def test_a_bad_one_gets_a_sentence(self, browser: Browser, before: str) -> None:
        response = browser.post(self.url, {"step": "before", "id": str(uuid.uuid4()), "before": before})
        page = response.content.decode()
        assert response.status_code == 200
        assert "number from 0 to 10." in page
        assert "player--asks-first" in page

    def test_an_id_of_somebody_else_is_404(self, browser: Browser, other_client: Client, now: datetime) -> None:
        key = uuid.uuid4()
        CheckIn.record(id=uuid.uuid5(key, "rest"), client=other_client, at=now, score=8)
        assert browser.post(self.url, {"step": "before", "id": str(key), "before": "8"}).status_code == 404

    def test_while_resting_the_player_leads_to_today(self, browser: Browser, maya: Client, now: datetime) -> None:
        factories.report(maya, now, 9)
        lower = {"step": "before", "id": str(uuid.uuid4()), "before": "2"}
        for answer in (browser.get(self.url), browser.post(self.url, lower)):
            assert answer.headers["Location"] == "/today/"

    def test_what_was_done_while_resting_is_done(self, browser: Browser, maya: Client, now: datetime) -> None:
        factories.report(maya, now - timedelta(minutes=10), 9)
        key = uuid.uuid4()
        response = browser.post(self.url, {**PRACTICE, "id": str(key), "before": "9", "after": "9"}, follow=True)
        assert "Rest for now" in words_of(response)
        assert scores_of(str(key)) == (9, 9)
        assert Practice.objects.get(pk=key).verdict.decision == "rest"


READ_AGAIN = {
    "accounts_client": 2,  # with the session's user, and locked
    "lessons_practice": 2,  # the history, and whether this id is stored already
    "lessons_trackposition": 2,  # with the history, and locked for the move
}


def test_one_practice_takes_at_most_24_statements_and_reads_each_table_once(
    browser: Browser, maya: Client, now: datetime, settings: Settings
) -> None:
    """With numbers, a move, practice on all three tracks, and no talk. Savepoints count.

    Without those of the summary, which is worked out once the practice is stored.
    """
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("summaries_after_posts")]
    report_days(maya, now, 2, 2, 2, 2, 2, 2)
    for slug in ("pelvic-clock", "tall-kneel-hinge", "high-seat-touch"):
        factories.practice_once(maya, now - timedelta(days=1), slug, before=2)
    with CaptureQueriesContext(connection) as captured:
        browser.post("/lessons/pelvic-clock/practice/", {**PRACTICE, "before": "2", "id": str(uuid.uuid4())})
    statements = [query["sql"] for query in captured]
    assert (maya.moves.count(), Talk.objects.count()) == (1, 0)
    assert len(statements) <= 24
    tables = Counter(re.findall(r'^SELECT .*? FROM "(\w+)"', "\n".join(statements), re.MULTILINE))
    assert {table: times for table, times in tables.items() if times > READ_AGAIN.get(table, 1)} == {}


class TestBeingFine:
    url = "/lessons/find-the-middle/practice/"
    fine: ClassVar = {"mark": "clean", "effort": "4", "easier": "", "cue": "", "usual": "fine"}

    @pytest.fixture(autouse=True)
    def _steady(self, make_steady: Callable[[Client], None], maya: Client) -> None:
        make_steady(maya)

    def test_somebody_steady_is_asked_one_thing_and_told_why(self, browser: Browser) -> None:
        page = browser.get(self.url).content.decode()
        assert "You have been steady for two weeks, so we ask for numbers at every third practice." in page
        assert re.findall(r'name="usual" value="([a-z-]+)"', page) == ["fine"]
        assert " checked" not in "".join(re.findall(r'name="(?:usual|before|after)"[^>]*>', page))
        assert page.index("data-ask-usual") < page.index('name="before"') < page.index('name="usual"')

    def test_others_see_no_such_tap(self, sign_in: SignIn, other_client: Client) -> None:
        page = sign_in(other_client).get("/lessons/pelvic-clock/practice/").content.decode()
        assert ('name="usual"' in page, "ask for numbers" in page) == (False, False)

    def test_fine_today_is_kept_and_told_on_the_next_page(self, browser: Browser) -> None:
        key = uuid.uuid4()
        answer = browser.post(self.url, {**self.fine, "id": str(key)}, follow=True)
        assert "Fine today, as usual." in words_of(answer)
        assert Practice.objects.get(pk=key).is_fine

    def test_scores_out_of_sight_behind_fine_today_are_not_kept(self, browser: Browser) -> None:
        before = CheckIn.objects.count()
        browser.post(self.url, {**self.fine, "id": str(uuid.uuid4()), "before": "4", "after": NUL})
        assert (Practice.objects.filter(after=None).count(), CheckIn.objects.count()) == (1, before)

    @pytest.mark.parametrize("usual", ["not-as-usual", ""])  # up to 0.4.0 the page offered both
    def test_scores_are_always_welcome(self, browser: Browser, usual: str) -> None:
        sent = {**self.fine, "id": str(uuid.uuid4()), "usual": usual, "before": "4", "after": "2"}
        browser.post(self.url, sent)
        assert scores_of(sent["id"]) == (4, 2)

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"usual": ""}, "Please choose one."),
            ({"usual": NUL}, "Please choose one."),
            ({"usual": "", "after": "4"}, "Please choose a number from 0 to 10."),
            ({"usual": "", "before": "11", "after": "4"}, "Please choose a whole number from 0 to 10."),
            ({"usual": "", "before": LONG, "after": EMOJI}, "Please choose a whole number from 0 to 10."),
        ],
    )
    def test_a_missing_or_bad_answer_gets_a_sentence_and_stores_nothing(
        self, browser: Browser, sent: dict[str, str], sentence: str
    ) -> None:
        before = Practice.objects.count(), CheckIn.objects.count()
        answer = browser.post(self.url, {**self.fine, "id": str(uuid.uuid4()), **sent})
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (200, True)
        assert re.search(r'name="effort" value="4"[^>]*\schecked', page)
        assert (Practice.objects.count(), CheckIn.objects.count()) == before

    def test_a_page_opened_before_a_flare_asks_for_the_scores_and_keeps_the_rest(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        CheckIn.record(id=uuid.uuid4(), client=maya, at=now, score=6)
        sent, before = {**self.fine, "id": str(uuid.uuid4())}, (Practice.objects.count(), CheckIn.objects.count())
        answer = browser.post(self.url, sent)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "e ask for numbers at every practice" in page
        assert ('name="before"' in page, 'name="after"' in page, 'name="usual"' in page) == (True, True, False)
        kept = [name for name in KEPT if re.search(rf'name="{name}" value="{sent[name]}"[^>]*\schecked', page)]
        assert (kept, f'value="{sent["id"]}"' in page) == (list(KEPT), True)
        assert (Practice.objects.count(), CheckIn.objects.count()) == before
        browser.post(self.url, {**sent, "usual": "", "before": "5", "after": "4"})
        assert scores_of(sent["id"]) == (5, 4)

    def test_with_the_easier_version_the_scores_are_asked(self, browser: Browser) -> None:
        sent = {**self.fine, "id": str(uuid.uuid4()), "easier": "yes"}
        page = browser.post(self.url, sent).content.decode()
        assert "With the easier version we always ask for numbers." in page
        assert ('name="before"' in page, 'name="usual"' in page) == (True, False)
        browser.post(self.url, {**sent, "usual": "", "before": "4", "after": "4"})
        assert scores_of(sent["id"]) == (4, 4)

    def test_the_scores_are_asked_while_the_safety_questions_are_due(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        closing.record_screening(client=maya, answers=[], at=now - timedelta(days=14))
        page = browser.get(self.url).content.decode()
        assert "The safety questions are due, so we ask for numbers today." in page
        assert 'name="usual"' not in page
        before = Practice.objects.count()
        page = browser.post(self.url, {**self.fine, "id": str(uuid.uuid4())}).content.decode()
        assert ("The safety questions are due" in page, 'name="before"' in page) == (True, True)
        assert Practice.objects.count() == before

    def test_today_says_how_often_and_asks_no_morning_after_a_fine_day(self, browser: Browser, now: datetime) -> None:
        browser.post(self.url, {**self.fine, "id": str(uuid.uuid4())})
        with time_machine.travel(now + timedelta(days=1), tick=False):
            page = browser.get("/today/").content.decode()
            browser.post("/today/check-in/", {"id": str(uuid.uuid4()), "score": "2"})
        assert "so we ask for numbers at every third practice. You can always save a number here." in page
        assert "The morning after" not in page
        assert CheckIn.objects.order_by("at").last().moment == "any"  # type: ignore[union-attr]

    def test_who_is_asked_each_time_reads_nothing_about_it(self, sign_in: SignIn, other_client: Client) -> None:
        assert "ask for numbers" not in sign_in(other_client).get("/today/").content.decode()
