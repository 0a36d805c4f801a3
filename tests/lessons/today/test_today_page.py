"""The map, a lesson, the practice and its verdict, today, and the export."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Message, Practice
from lessons.practice import recording
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
KEPT = ("guess", "passed", "effort")
NUL, LONG, EMOJI, RTL = "3\x00", "3" * 10_000, "🙂", "‮٣"


@pytest.fixture(autouse=True)
def _at(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    return sign_in(maya)


def practice_of(client: Client, at: datetime, *, after: int = 2, slug: str = "pelvic-clock") -> Practice:
    return recording.record(
        id=uuid.uuid4(),
        client=client,
        lesson=Lesson.objects.get(slug=slug),
        before=3,
        after=after,
        guess="clean",
        passed=True,
        effort=4,
        at=at,
    )


def scores_of(id: str) -> tuple[int, int]:
    practice = Practice.objects.get(pk=id)
    assert practice.before is not None
    assert practice.after is not None
    return practice.before.score, practice.after.score


def stop(client: Client, now: datetime) -> None:
    closing.close_practice(
        client=client, cause=Closure.Cause.ANSWERS, level=Level.TODAY, sentence="See a doctor.", at=now
    )


class TestBeingFine:
    url = "/lessons/find-the-middle/practice/"
    fine: ClassVar = {"guess": "clean", "passed": "yes", "effort": "4", "easier": "", "cue": "", "usual": "fine"}

    @pytest.fixture(autouse=True)
    def _steady(self, make_steady: Callable[[Client], None], maya: Client) -> None:
        make_steady(maya)

    def test_somebody_steady_is_asked_one_thing_and_told_why(self, browser: Browser) -> None:
        page = browser.get(self.url).content.decode()
        assert "You have been steady for two weeks, so we ask for numbers at every third practice." in page
        assert re.findall(r'name="usual" value="([a-z-]+)"', page) == ["fine", "not-as-usual"]
        assert " checked" not in "".join(re.findall(r'name="(?:usual|before|after)"[^>]*>', page))
        assert page.index('name="guess"') < page.index('name="usual"') < page.index('name="before"')

    def test_others_see_no_such_tap(self, sign_in: SignIn, other_client: Client) -> None:
        page = sign_in(other_client).get("/lessons/pelvic-clock/practice/").content.decode()
        assert ('name="usual"' in page, "ask for numbers" in page) == (False, False)

    def test_fine_today_is_kept_and_told_on_the_next_page(self, browser: Browser) -> None:
        key = uuid.uuid4()
        answer = browser.post(self.url, {**self.fine, "id": str(key)}, follow=True)
        assert "<strong>Fine today</strong><span>as usual</span>" in answer.content.decode()
        assert Practice.objects.get(pk=key).is_fine

    def test_scores_out_of_sight_behind_fine_today_are_not_kept(self, browser: Browser) -> None:
        before = CheckIn.objects.count()
        browser.post(self.url, {**self.fine, "id": str(uuid.uuid4()), "before": "4", "after": NUL})
        assert (Practice.objects.filter(after=None).count(), CheckIn.objects.count()) == (1, before)

    @pytest.mark.parametrize("usual", ["not-as-usual", ""])
    def test_scores_are_always_welcome(self, browser: Browser, usual: str) -> None:
        sent = {**self.fine, "id": str(uuid.uuid4()), "usual": usual, "before": "4", "after": "2"}
        browser.post(self.url, sent)
        assert scores_of(sent["id"]) == (4, 2)

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"usual": ""}, "Please choose one."),
            ({"usual": "perhaps"}, "Please choose one of these."),
            ({"usual": NUL}, "Please choose one of these."),
            ({"usual": "not-as-usual"}, "Please choose a number from 0 to 10."),
            ({"usual": "not-as-usual", "before": "4"}, "Please choose a number from 0 to 10."),
            ({"usual": "", "after": "4"}, "Please choose a number from 0 to 10."),
            ({"usual": "not-as-usual", "before": "11", "after": "4"}, "Please choose a whole number from 0 to 10."),
            ({"usual": "not-as-usual", "before": LONG, "after": EMOJI}, "Please choose a whole number from 0 to 10."),
        ],
    )
    def test_a_missing_or_bad_answer_gets_a_sentence_and_stores_nothing(
        self, browser: Browser, sent: dict[str, str], sentence: str
    ) -> None:
        before = Practice.objects.count(), CheckIn.objects.count()
        answer = browser.post(self.url, {**self.fine, "id": str(uuid.uuid4()), **sent})
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (200, True)
        assert re.search(r'name="effort" value="4"[^>]* checked', page)
        assert (Practice.objects.count(), CheckIn.objects.count()) == before

    def test_a_page_opened_before_a_flare_asks_for_the_scores_and_keeps_the_rest(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        CheckIn.record(id=uuid.uuid4(), client=maya, at=now, score=6)
        sent, before = {**self.fine, "id": str(uuid.uuid4())}, (Practice.objects.count(), CheckIn.objects.count())
        answer = browser.post(self.url, sent)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Since the 6 on 4 March we ask for numbers at each practice again." in page
        assert ('name="before"' in page, 'name="after"' in page, 'name="usual"' in page) == (True, True, False)
        kept = [name for name in KEPT if re.search(rf'name="{name}" value="{sent[name]}"[^>]* checked', page)]
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
        assert "so we ask for numbers at every third practice. You can always note a number here." in page
        assert "The morning after" not in page
        assert CheckIn.objects.order_by("at").last().moment == "any"  # type: ignore[union-attr]

    def test_who_is_asked_each_time_reads_nothing_about_it(self, sign_in: SignIn, other_client: Client) -> None:
        assert "ask for numbers" not in sign_in(other_client).get("/today/").content.decode()


class TestToday:
    def test_offers_the_next_practice_of_each_track(self, browser: Browser) -> None:
        page = browser.get("/today/").content.decode()
        links = re.findall(r'href="/lessons/([a-z-]+)/practice/"', page)
        assert links == ["pelvic-clock", "tall-kneel-hinge", "high-seat-touch"]

    def test_a_stopped_client_is_offered_no_practice(self, browser: Browser, maya: Client, now: datetime) -> None:
        stop(maya, now)
        page = browser.get("/today/").content.decode()
        assert "See a doctor." in page
        assert re.findall(r'href="/lessons/[a-z-]+/practice/"', page) == []

    def test_shows_what_the_trainer_said_last(
        self, browser: Browser, maya: Client, trainer: Trainer, now: datetime
    ) -> None:
        Message.objects.create(client=maya, by=trainer, text="Older words.", written_at=now - timedelta(days=3))
        Message.objects.create(client=maya, by=trainer, text="Take the chair next.", written_at=now)
        page = browser.get("/today/").content.decode()
        assert ("Take the chair next." in page, "Older words." in page) == (True, False)

    @pytest.mark.parametrize(
        ("days", "words"),
        [(0, "“Pelvic clock”, today."), (1, ", yesterday."), (9, "9 days ago."), (10, "after 10 days")],
    )
    def test_a_gap_is_met_without_guilt(
        self, browser: Browser, maya: Client, now: datetime, days: int, words: str
    ) -> None:
        practice_of(maya, now - timedelta(days=days))
        assert words in browser.get("/today/").content.decode()

    def test_a_newcomer_who_never_answered_the_questions_is_led_there(self, sign_in: SignIn, newcomer: User) -> None:
        assert sign_in(newcomer).get("/today/").headers["Location"] == "/welcome/"

    def test_it_takes_as_many_queries_with_30_practices_as_with_one(
        self,
        browser: Browser,
        maya: Client,
        now: datetime,
        django_assert_max_num_queries: Callable[[int], object],
    ) -> None:
        counts = []
        for start, end in ((0, 1), (1, 30)):
            for day in range(start, end):
                practice_of(maya, now - timedelta(days=31 - day))
            with django_assert_max_num_queries(16) as captured:  # type: ignore[attr-defined]
                browser.get("/today/")
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestTheOneTap:
    url = "/today/check-in/"

    def test_stores_the_score_with_its_situation_and_goes_back(self, browser: Browser, maya: Client) -> None:
        key = uuid.uuid4()
        answer = browser.post(self.url, {"id": str(key), "score": "4", "situation": "bathroom"})
        assert answer.headers["Location"] == "/today/"
        check_in = CheckIn.objects.get(pk=key)
        assert (check_in.client, check_in.score, check_in.situation, check_in.moment) == (maya, 4, "bathroom", "any")
        assert "Noted: 4." in browser.get("/today/").content.decode()

    def test_answers_htmx_with_the_fragment_alone(self, browser: Browser) -> None:
        sent = {"id": str(uuid.uuid4()), "score": "4"}
        answer = browser.post(self.url, sent, headers={"HX-Request": "true"})
        page = answer.content.decode()
        assert page.startswith('<section id="check-in"')
        assert "HX-Request" in answer.headers["Vary"]

    def test_sent_twice_it_is_stored_once(self, browser: Browser) -> None:
        sent = {"id": str(uuid.uuid4()), "score": "4"}
        for _ in range(2):
            browser.post(self.url, sent)
        assert CheckIn.objects.count() == 1

    def test_the_morning_after_counts_as_the_next_morning(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice_of(maya, now - timedelta(hours=14))
        assert "The morning after “Pelvic clock”" in browser.get("/today/").content.decode()
        browser.post(self.url, {"id": str(uuid.uuid4()), "score": "2"})
        assert CheckIn.objects.order_by("at").last().moment == "morning"  # type: ignore[union-attr]
        assert "The morning after" not in browser.get("/today/").content.decode()

    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize("score", ["11", "-1", "7,5", "", NUL, LONG, EMOJI, RTL])
    def test_a_bad_score_gets_a_sentence_and_stores_nothing(self, browser: Browser, score: str, htmx: bool) -> None:
        headers = {"HX-Request": "true"} if htmx else {}
        answer = browser.post(self.url, {"id": str(uuid.uuid4()), "score": score}, headers=headers)
        assert answer.status_code == 200
        assert "number from 0 to 10." in answer.content.decode()
        assert CheckIn.objects.count() == 0

    def test_an_id_of_somebody_else_changes_nothing(
        self, browser: Browser, other_client: Client, now: datetime
    ) -> None:
        theirs = CheckIn.record(id=uuid.uuid4(), client=other_client, at=now, score=7)
        page = browser.post(self.url, {"id": str(theirs.pk), "score": "1"}).content.decode()
        assert "This page is not fresh any more." in page
        assert CheckIn.objects.get().score == 7

    def test_refuses_get(self, browser: Browser) -> None:
        assert browser.get(self.url).status_code == 405
        assert CheckIn.objects.count() == 0

    def test_the_trainer_has_no_business_there(self, sign_in: SignIn, trainer: Trainer) -> None:
        answer = sign_in(trainer).post(self.url, {"id": str(uuid.uuid4()), "score": "4"})
        assert (answer.status_code, CheckIn.objects.count()) == (404, 0)
