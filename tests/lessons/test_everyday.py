"""The hinge in real life: one tap a place and day, the week of it, one plan, and a pause of one's own."""

import json
import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Pause, pause_on
from hinge_coach.tightness.models import CheckIn
from lessons.models import CarryOver, Lesson, Plan, Practice
from lessons.practice import judging, recording
from lessons.practice.carry_over import carry_over_week
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
TODAY = date(2026, 3, 11)


@pytest.fixture(autouse=True)
def _at(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    return sign_in(maya)


def named(client: Client) -> list[tuple[date, str]]:
    return list(client.carry_overs.order_by("local_on", "situation").values_list("local_on", "situation"))


class TestPlaces:
    url = "/today/places/"

    def test_a_tap_notes_the_place_on_the_clients_own_day(self, browser: Browser, maya: Client, now: datetime) -> None:
        answer = browser.post(self.url, {"situation": "laundry"})
        assert answer.headers["Location"] == "/today/#places"
        assert named(maya) == [(maya.today(now), "laundry")]

    def test_sent_twice_it_is_noted_once(self, browser: Browser, maya: Client) -> None:
        for _ in range(2):
            browser.post(self.url, {"situation": "car"})
        assert len(named(maya)) == 1

    def test_the_database_keeps_a_place_once_a_day(self, maya: Client) -> None:
        CarryOver.objects.create(client=maya, local_on=TODAY, situation="car")
        with pytest.raises(IntegrityError), transaction.atomic():
            CarryOver.objects.create(client=maya, local_on=TODAY, situation="car")

    def test_it_can_be_taken_back_twice(self, browser: Browser, maya: Client) -> None:
        browser.post(self.url, {"situation": "car"})
        page = browser.get("/today/").content.decode()
        assert re.search(r'name="not" value="car" aria-pressed="true"', page)
        for _ in range(2):
            browser.post(self.url, {"not": "car"})
        assert named(maya) == []

    def test_htmx_gets_the_fragment_alone(self, browser: Browser) -> None:
        page = browser.post(self.url, {"situation": "car"}, headers={"HX-Request": "true"}).content.decode()
        assert page.startswith('<form id="places"')
        assert page.count('aria-pressed="true"') == 1

    @pytest.mark.parametrize("situation", ["", "moon", "car\x00", "🙂" * 3000])
    def test_a_place_that_is_none_stores_nothing(self, browser: Browser, situation: str) -> None:
        assert browser.post(self.url, {"situation": situation}).status_code == 404
        assert CarryOver.objects.count() == 0

    def test_the_week_counts_seven_days_and_the_seven_before(self) -> None:
        days_ago = {"chair": (0, 6, 7), "court": (13, 14)}
        found = [(TODAY - timedelta(days=ago), situation) for situation, agos in days_ago.items() for ago in agos]
        seen = carry_over_week(found, TODAY)
        assert (seen.times, seen.times_before, seen.situations) == (2, 2, 1)
        assert (seen.days[0], seen.days[-1]) == (date(2026, 3, 5), TODAY)
        assert seen.rows[0] == ("chair", (True, False, False, False, False, False, True))

    def test_the_skills_page_shows_the_week(self, browser: Browser, maya: Client, now: datetime) -> None:
        for ago, situation in ((0, "car"), (0, "chair"), (1, "chair"), (8, "court")):
            CarryOver.objects.create(client=maya, local_on=maya.today(now) - timedelta(days=ago), situation=situation)
        page = browser.get("/skills/").content.decode()
        assert "3 times at 2 places in the last seven days; 1 in the seven before." in page
        assert page.count('class="places__dot"') == 3


class TestAPlan:
    url = "/today/plan/"

    def test_a_ready_made_one_is_shown_on_today(self, browser: Browser, maya: Client) -> None:
        browser.post(self.url, {"chosen": "2"})
        assert "When I pick up a child or a bag, then I come close, hug it and stand up." in (
            browser.get("/today/").content.decode()
        )
        assert "checked" in browser.get(self.url).content.decode()

    def test_ones_own_words_replace_it(self, browser: Browser, maya: Client) -> None:
        browser.post(self.url, {"chosen": "0"})
        browser.post(self.url, {"chosen": "own", "when": "the kettle boils", "then": "I fold twice"})
        plan = Plan.objects.get()
        assert (plan.client, plan.when, plan.then) == (maya, "the kettle boils", "I fold twice")
        assert 'value="the kettle boils"' in browser.get(self.url).content.decode()

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({}, "Please choose one."),
            ({"chosen": "9"}, "Please choose one of these."),
            ({"chosen": "own", "then": "I fold"}, "Please say when it happens."),
            ({"chosen": "own", "when": "it rains", "then": " "}, "Please say what you do then."),
            ({"chosen": "own", "when": "x" * 121, "then": "y"}, "Please keep this to 120 letters or fewer."),
            ({"chosen": "own", "when": "a\x00b", "then": "y"}, "can&#x27;t be written down"),
        ],
    )
    def test_half_a_plan_gets_a_sentence_and_stores_nothing(
        self, browser: Browser, sent: dict[str, str], sentence: str
    ) -> None:
        page = browser.post(self.url, sent).content.decode()
        assert sentence in page
        assert Plan.objects.count() == 0

    def test_the_trainer_reads_it(self, browser: Browser, maya: Client, trainer: Trainer, sign_in: SignIn) -> None:
        url = f"/desk/clients/{maya.pk}/"
        assert "Their plan" not in sign_in(trainer).get(url).content.decode()
        browser.post(self.url, {"chosen": "3"})
        assert "When the other side serves, then I drop into ready." in sign_in(trainer).get(url).content.decode()

    def test_it_can_be_dropped(self, browser: Browser) -> None:
        browser.post(self.url, {"chosen": "0"})
        browser.post("/today/plan/drop/")
        assert Plan.objects.count() == 0
        assert "Make one plan" in browser.get("/today/").content.decode()


class TestAPause:
    def test_a_client_pauses_and_today_asks_nothing(self, browser: Browser, maya: Client) -> None:
        page = browser.post("/me/pause/", {"until": "2026-03-20"}, follow=True).content.decode()
        assert "until 20 March" in page
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
            assert "<title>Paused from 8 February to 12 February</title>" in told
            assert "<title>Paused since 1 March</title>" in told
            assert '<th scope="row">Since 1 March</th><td>A pause</td>' in told

    def test_one_that_the_trainer_set_says_so(self, browser: Browser, maya: Client, trainer: Trainer) -> None:
        Pause.objects.create(client=maya, begins_on=date(2026, 3, 1), by=trainer.user)
        assert "since 1 March; your trainer set it." in browser.get("/me/").content.decode()

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
        assert practice.verdict.decision == "hold"

    def test_a_verdict_made_anew_knows_the_pause_of_its_own_day(self, maya: Client, now: datetime) -> None:
        """Another pause since then, and none at the time, changes nothing about it."""
        lesson = Lesson.objects.get(slug="pelvic-clock")
        Pause.objects.create(client=maya, begins_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))
        practice = recording.record(
            id=uuid.uuid4(), client=maya, lesson=lesson, before=3, after=2, guess="clean", passed=True, effort=4, at=now
        )
        assert practice.after is not None
        later = now + timedelta(days=20)
        Pause.objects.create(client=maya, begins_on=maya.today(later))
        practice.after.correct(score=6, situation="", at=practice.after.at, now=later)
        judging.rejudge(maya, now=later)
        assert [reason["code"] for reason in Practice.objects.get().verdict.reasons] == ["paused"]
        Pause.objects.filter(begins_on=date(2026, 3, 3)).update(ends_on=date(2026, 3, 3))
        practice.after.correct(score=2, situation="", at=practice.after.at, now=later + timedelta(hours=1))
        judging.rejudge(maya, now=later + timedelta(hours=2))
        assert "paused" not in [reason["code"] for reason in Practice.objects.get().verdict.reasons]


def test_places_plan_and_pause_are_in_the_export(browser: Browser, maya: Client) -> None:
    browser.post("/today/places/", {"situation": "car"})
    browser.post("/today/plan/", {"chosen": "0"})
    browser.post("/me/pause/", {"until": "2026-03-20"})
    told = json.loads(browser.get("/me/export.json").content)
    assert [each["situation"] for each in told["carry_overs"]] == ["car"]
    assert told["plan"]["then"] == "my hips go back first"
    assert told["pauses"] == [{"begins_on": "2026-03-04", "ends_on": "2026-03-20"}]


def test_places_and_plan_go_when_the_client_is_erased(browser: Browser) -> None:
    browser.post("/today/places/", {"situation": "car"})
    browser.post("/today/plan/", {"chosen": "0"})
    browser.post("/me/erase/", {"sure": "on"})
    assert (CarryOver.objects.count(), Plan.objects.count()) == (0, 0)


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
