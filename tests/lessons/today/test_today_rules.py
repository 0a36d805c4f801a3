"""What Today says of the rules: worked out when it is drawn, said once, and never taken back by tomorrow's page."""

import re
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Pause
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, NewUsual, Practice, Talk, move_client
from lessons.practice.history import load_state
from lessons.practice.outlook import outlook
from lessons.rules.values import TalkCode
from tests import factories
from tests.lessons.today.conftest import DAY
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "curriculum")]
FLARE = "Your low back was 6 and 6 on two of the last three days with a number; your usual until then was 2."
PRACTICE_LINK = re.compile(r'href="/lessons/([a-z-]+)/practice/"')


def report_days(client: Client, now: datetime, *scores: int) -> None:
    """One number a day, the last of them yesterday."""
    for days_ago, score in enumerate(reversed(scores), start=1):
        factories.report(client, now - days_ago * DAY, score)


def send_practice(browser: Browser, slug: str = "pelvic-clock", **changed: Any) -> Practice:
    answers = {"before": 2, "after": 2, "guess": "clean", "passed": "yes", "effort": 4, "easier": "", "cue": ""}
    if scale := Lesson.objects.get(slug=slug).answer_scale:
        answers["answer"] = scale.most
    key = uuid.uuid4()
    browser.post(f"/lessons/{slug}/practice/", {**answers, "id": str(key), **changed})
    return Practice.objects.get(pk=key)


def told(browser: Browser, score: int) -> None:
    browser.post("/today/check-in/", {"id": str(uuid.uuid4()), "score": str(score)})


class TestDayZero:
    def test_it_promises_only_that_the_usual_is_learned_first(self, browser: Browser) -> None:
        page = words_of(browser.get("/today/"))
        assert page.count("We first learn your usual: numbers on three days. None so far.") == 1
        way = "Numbers on three more days, all about the same, two of them with a good practice."
        assert page.count(f"Pelvic clock, Tall-kneel hinge, High-seat touch: {way}") == 1
        assert "or below" not in page
        assert "calm" not in page

    def test_it_counts_the_days_so_far(self, browser: Browser, maya: Client, now: datetime) -> None:
        report_days(maya, now, 6)
        assert "numbers on three days. One so far." in words_of(browser.get("/today/"))

    def test_what_it_promised_comes_true(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        """Numbers on three days, two of them with a practice, at a level of 6."""
        told(browser, 6)
        for _ in range(2):
            clock.shift(DAY)
            practice = send_practice(browser, before=6, after=6)
        assert practice.verdict.decision == "progress"
        assert "You moved on to “Find the middle”." in words_of(browser.get("/today/"))


class TestResting:
    def test_no_practice_is_offered_and_a_lower_number_opens_it(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        report_days(maya, now, 2, 2, 2, 2)
        told(browser, 9)
        response = browser.get("/today/")
        page = words_of(response)
        assert page.count("Your last number was 9; your usual is 2. We rest until a number is 7 or below") == 1
        assert PRACTICE_LINK.findall(response.content.decode()) == []
        assert page.count("Answer the safety questions") >= 1
        assert 'href="/call/"' in response.content.decode()
        assert 'name="score"' in response.content.decode()
        assert "What would move me on?" not in page
        clock.shift(timedelta(minutes=1))
        told(browser, 7)
        response = browser.get("/today/")
        assert "We rest" not in words_of(response)
        assert PRACTICE_LINK.findall(response.content.decode()) != []

    def test_it_is_said_once_with_the_safety_questions(self, browser: Browser, maya: Client, now: datetime) -> None:
        Client.objects.update(joined_at=now - 10 * DAY)
        report_days(maya, now, 2, 2, 2, 2)
        told(browser, 9)
        assert "First, the safety questions" not in words_of(browser.get("/today/"))


@pytest.mark.parametrize(("number", "is_first"), [(2, False), (9, True)])
def test_the_question_stands_first_where_the_next_step_waits_for_it(
    browser: Browser, maya: Client, now: datetime, number: int, is_first: bool
) -> None:
    """In the page, so that the keyboard meets it where the eye does on a phone."""
    report_days(maya, now, 2, 2, 2, 2)
    told(browser, number)
    page = browser.get("/today/").content.decode()
    assert (page.index('id="check-in"') < page.index('id="session"')) == is_first


class TestEased:
    def test_it_is_said_once_and_every_track_offers_its_easier_version(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        report_days(maya, now, 2, 2, 2, 6, 6)
        told(browser, 2)
        response = browser.get("/today/")
        page = words_of(response)
        assert page.count(FLARE) == 1
        assert "Every lesson is offered in its easier version for now, and your places stay." in page
        assert page.count("the easier version What") == 0
        assert response.content.decode().count('<span class="pill">easier version</span>') == 3
        assert page.count(Lesson.objects.get(slug="pelvic-clock").easier) == 1
        assert page.count("Only the full version counts for that.") == 1

    def test_two_calm_days_end_it_as_it_said(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        report_days(maya, now, 2, 2, 2, 6, 6, 6)
        assert "This ends after two calm days with a number." in words_of(browser.get("/today/"))
        for is_eased in (True, False):
            told(browser, 2)
            assert ("Easier for a few days" in words_of(browser.get("/today/"))) is is_eased
            clock.shift(DAY)

    def test_a_correction_holds_on_today_at_once(self, browser: Browser, maya: Client, now: datetime) -> None:
        report_days(maya, now, 2, 2, 2, 6, 6)
        told(browser, 2)
        high = CheckIn.objects.filter(score=6).first()
        assert high is not None
        browser.post(f"/tightness/{high.pk}/", {"at": "2026-03-03T09:00", "score": "2", "situation": ""})
        assert FLARE not in words_of(browser.get("/today/"))


def test_a_practice_of_4_and_6_that_is_corrected_to_2_reads_so_at_once(
    browser: Browser, maya: Client, now: datetime
) -> None:
    report_days(maya, now, 2, 2, 2, 2)
    practice = send_practice(browser, before=4, after=6)
    high = "Your low back was 6 after practice on March 4; your usual is 2. One high day changes nothing by itself"
    assert high in words_of(browser.get("/today/"))
    for entry, score in ((practice.after_id, "2"), (practice.before_id, "2")):
        browser.post(f"/tightness/{entry}/", {"score": score, "situation": ""})
    page = words_of(browser.get("/today/"))
    assert "It was" not in page
    assert "One good practice day so far. One can be luck, so we look for two." in page


def test_the_number_that_eases_points_to_the_sentence_at_the_top(browser: Browser, maya: Client, now: datetime) -> None:
    report_days(maya, now, 2, 2, 2, 2, 2, 6)
    headers = {"HX-Request": "true"}
    answer = words_of(browser.post("/today/check-in/", {"id": str(uuid.uuid4()), "score": "6"}, headers=headers))
    assert "Please read the top of this page." in answer
    assert "One number says little" not in answer
    assert FLARE in answer


class TestAPauseAndAClosure:
    def test_a_pause_is_said_once(self, browser: Browser, maya: Client, now: datetime) -> None:
        report_days(maya, now, 2, 2, 2, 6, 6, 6)
        Pause.objects.create(client=maya, begins_on=maya.today(now))
        page = words_of(browser.get("/today/"))
        assert page.count("You are on a pause. You keep your place on every track") == 1
        assert ("Easier for a few days" in page, "What would move me on?" in page) == (False, False)

    def test_a_closure_is_all_that_is_said(self, browser: Browser, maya: Client, now: datetime) -> None:
        report_days(maya, now, 2, 2, 2, 6, 6, 6)
        factories.close_by_answer(maya, now)
        page = words_of(browser.get("/today/"))
        assert page.count("See a doctor.") == 1
        assert ("Easier for a few days" in page, "What would move me on?" in page) == (False, False)

    def test_three_days_very_tight_read_as_closed_even_before_the_closure_is_stored(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        report_days(maya, now, 2, 2, 2, 9, 9, 9)
        response = browser.get("/today/")
        assert "day after day, we talk first. Practice is closed until then." in words_of(response)
        assert PRACTICE_LINK.findall(response.content.decode()) == []
        assert browser.get("/lessons/pelvic-clock/practice/").headers["Location"] == "/today/"


class TestWhatWouldMoveMeOn:
    def test_each_track_says_it_once_and_why_they_stay(self, browser: Browser, maya: Client, now: datetime) -> None:
        report_days(maya, now, 2, 2, 2, 2)
        send_practice(browser)
        page = words_of(browser.get("/today/"))
        assert page.count("One good practice day so far. One can be luck, so we look for two.") == 1
        assert "One good practice tomorrow, every number 3 or below, moves you on." in page

    def test_a_number_that_decides_is_asked_for_and_moves_on_at_any_time_of_the_day(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        report_days(maya, now, 2, 2, 2, 2)
        for days in (3, 1):
            send_practice(browser)
            clock.shift(days * DAY)
        clock.shift(timedelta(hours=8))  # in the evening
        page = words_of(browser.get("/today/"))
        assert "A number today or tomorrow, 3 or below, moves you on." in page
        assert "A number now decides what comes next." in page
        headers = {"HX-Request": "true"}
        response = browser.post("/today/check-in/", {"id": str(uuid.uuid4()), "score": "3"}, headers=headers)
        answer = words_of(response)
        assert answer.startswith(
            "Noted: 3 You moved on to “Find the middle”. It comes next on the track “Find neutral”."
        )
        assert answer.count("You moved on to") == 1
        assert response.content.decode().count('hx-swap-oob="true"') == 4

    def test_a_number_that_ends_the_rest_changes_every_part_of_the_page_that_spoke_of_it(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        report_days(maya, now, 2, 2, 2, 2)
        factories.report_and_decide(maya, now - timedelta(minutes=5), 9)
        assert "Practice rests for now." in words_of(browser.get("/today/"))
        headers = {"HX-Request": "true"}
        response = browser.post("/today/check-in/", {"id": str(uuid.uuid4()), "score": "3"}, headers=headers)
        assert "rests for now" not in words_of(response)
        assert 'id="lede" class="today__head" hx-swap-oob="true"' in response.content.decode()

    def test_a_number_that_two_lessons_share_is_named_once(
        self, browser: Browser, maya: Client, now: datetime, clock: time_machine.Traveller
    ) -> None:
        report_days(maya, now, 2, 2, 2, 2)
        send_practice(browser)
        send_practice(browser, "tall-kneel-hinge")
        clock.shift(DAY)
        told(browser, 6)
        page = words_of(browser.get("/today/"))
        assert page.count("Your low back was 6 on March 5, after practice on March 4; your usual is 2.") == 1

    def test_a_track_that_is_not_open_yet_promises_nothing(self, browser: Browser, maya: Client, now: datetime) -> None:
        report_days(maya, now, 2, 2, 2, 2)
        lesson = Lesson.objects.get(slug="chair-sit")
        move_client(client=maya, lesson=lesson, at=now - DAY, note="Knows it.")
        page = words_of(browser.get("/today/"))
        assert "Opens after" in page
        assert "Chair sit in three counts:" not in page

    @pytest.mark.heavy
    def test_it_takes_a_few_ms_for_each_track_at_5000_entries(self, maya: Client, now: datetime) -> None:
        """Of processor time, the best of three, because the machine may be busy. About 8 ms where it was measured."""
        for days in range(60, 0, -1):  # before the entries, which would be loaded for each of them
            factories.practice_once(maya, now - days * DAY, before=3, after=3, passed=bool(days % 3))
        CheckIn.objects.bulk_create(
            CheckIn(
                client=maya,
                at=now - timedelta(hours=7 * number),
                local_on=maya.today(now - timedelta(hours=7 * number)),
                score=2 + number % 2,
            )
            for number in range(5000)
        )
        state = load_state(maya, now=now)
        times = []
        for _ in range(3):
            start = time.process_time()
            for position in state.positions:
                outlook(state, position)
            times.append((time.process_time() - start) / 3)
        assert min(times) < 0.03


class TestTalks:
    @pytest.fixture
    def talk(self, maya: Client, now: datetime) -> Talk:
        return Talk.objects.create(
            client=maya,
            code=TalkCode.WEEK_UP,
            client_sentence="A week above your usual.",
            trainer_sentence="2 to 6.",
            opened_at=now,
            opened_on=maya.today(now),
        )

    def test_an_open_one_offers_the_call(self, browser: Browser, talk: Talk) -> None:
        page = browser.get("/today/").content.decode()
        assert ("A week above your usual." in page, "2 to 6." in page) == (True, False)
        assert page.index("A week above your usual.") < page.index('href="/call/"')

    def test_one_for_the_trainer_alone_is_not_shown(self, browser: Browser, talk: Talk) -> None:
        Talk.objects.update(client_sentence="")
        assert "A good moment to talk" not in browser.get("/today/").content.decode()

    def test_after_talked_the_line_stands_for_two_weeks(
        self, browser: Browser, talk: Talk, trainer: Trainer, now: datetime, clock: time_machine.Traveller
    ) -> None:
        talk.note_talked(by=trainer.user, line="We slow down.", at=now, on=talk.client.today(now))
        page = words_of(browser.get("/today/"))
        assert ("A week above your usual." in page, "Robin Hale, today We slow down." in page) == (False, True)
        clock.shift(13 * DAY)
        assert "Robin Hale, March 4 We slow down." in words_of(browser.get("/today/"))
        clock.shift(DAY)
        assert "We slow down." not in words_of(browser.get("/today/"))

    def test_a_new_usual_has_its_line_once(
        self, browser: Browser, talk: Talk, maya: Client, trainer: Trainer, now: datetime
    ) -> None:
        talk.note_talked(by=trainer.user, line="Four is normal now.", at=now, on=maya.today(now))
        NewUsual.objects.create(
            client=maya, since=now, since_on=maya.today(now), by=trainer.user, line="Four is normal now."
        )
        page = words_of(browser.get("/today/"))
        assert "Robin Hale, today: this is your usual now Four is normal now." in page
        assert page.count("Four is normal now.") == 1


def test_today_stays_within_sixteen_queries_with_everything_on_it(
    browser: Browser, maya: Client, trainer: Trainer, now: datetime, clock: time_machine.Traveller
) -> None:
    report_days(maya, now, 2, 2, 2, 2)
    for slug in ("pelvic-clock", "tall-kneel-hinge", "high-seat-touch"):
        send_practice(browser, slug)
    clock.shift(DAY)
    send_practice(browser)
    today = maya.today(timezone.now())
    NewUsual.objects.create(client=maya, since=now, since_on=today, by=trainer.user, line="Normal now.")
    for code in (TalkCode.WEEK_UP, TalkCode.NO_CHANGE):
        Talk.objects.create(
            client=maya, code=code, client_sentence="A word.", trainer_sentence="x", opened_at=now, opened_on=today
        )
    with CaptureQueriesContext(connection) as queries:
        browser.get("/today/")
    assert len(queries) <= 16


def test_looking_writes_nothing(browser: Browser, maya: Client, now: datetime) -> None:
    report_days(maya, now, 2, 2, 2, 9, 9, 9)
    factories.report(maya, now, 2, Moment.MORNING)
    with CaptureQueriesContext(connection) as queries:
        browser.get("/today/")
        browser.get("/lessons/pelvic-clock/")
    written = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
    assert written == []
