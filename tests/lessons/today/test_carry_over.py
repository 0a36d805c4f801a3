"""The hinge in real life: one tap a place and day, the week of it, one plan, and a pause of one's own."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import CarryOver
from lessons.practice.carry_over import carry_over_week
from tests.conftest import SignIn
from tests.reading import page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
TODAY = date(2026, 3, 11)
HTMX = {"HX-Request": "true"}
ID = UUID("7d4fae7d-6f3c-4a6c-9d0e-2b1f0a6c5e11")


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

    def test_a_page_left_open_over_the_end_of_its_day_keeps_its_day(
        self, maya: Client, sign_in: SignIn, clock: time_machine.Traveller
    ) -> None:
        browser = sign_in(maya)
        clock.move_to(datetime(2026, 3, 11, 3, 50, tzinfo=maya.user.tz))
        page = browser.get("/today/")
        on = re.findall(r'<input type="hidden" name="on" value="([^"]*)">', page.content.decode())
        assert on == ["2026-03-10"]
        assert "Where did you hinge today?" in page_text(page)
        browser.post(self.url, {"situation": "chair", "on": on[0]})
        clock.move_to(datetime(2026, 3, 11, 4, 5, tzinfo=maya.user.tz))
        shown = [browser.post(self.url, {act: "chair", "on": on[0]}, headers=HTMX) for act in ("not", "situation")]
        assert [answer.content.decode().count('aria-pressed="true"') for answer in shown] == [0, 1]
        for answer in shown:
            assert "Where did you hinge on Tuesday?" in page_text(answer)
            assert 'name="on" value="2026-03-10"' in answer.content.decode()
        assert named(maya) == [(date(2026, 3, 10), "chair")]

    def test_without_a_script_the_answer_shows_the_day_of_the_page_too(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        Client.objects.update(joined_at=now - timedelta(days=1))
        yesterday = maya.today(now) - timedelta(days=1)
        answer = browser.post(self.url, {"situation": "chair", "on": yesterday.isoformat()}, follow=True)
        assert answer.redirect_chain[-1][0] == f"/today/?on={yesterday}#places"
        assert f"Where did you hinge on {yesterday:%A}?" in page_text(answer)
        assert answer.content.decode().count('name="not" value="chair" aria-pressed="true"') == 1

    @pytest.mark.parametrize("ago", [0, 6])
    def test_a_page_of_the_last_seven_days_counts(
        self, browser: Browser, maya: Client, now: datetime, ago: int
    ) -> None:
        Client.objects.update(joined_at=now - timedelta(days=30))
        on = maya.today(now) - timedelta(days=ago)
        browser.post(self.url, {"situation": "chair", "on": on.isoformat()})
        assert named(maya) == [(on, "chair")]

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            ("2026-03-05", "The day of this page is still to come."),
            ("2026-02-25", "This page is more than a week old."),
            ("2026-02-01", "The day of this page was before you joined."),
            ("yesterday", "The day of this page can’t be read."),
            ("2026-02-30", "The day of this page can’t be read."),
            ("2026-03-04\0", "The day of this page can’t be read."),
            ("9" * 5000, "The day of this page can’t be read."),
        ],
    )
    def test_a_crafted_day_changes_nothing_and_gets_a_sentence(
        self, browser: Browser, maya: Client, now: datetime, on: str, sentence: str
    ) -> None:
        Client.objects.update(joined_at=now - timedelta(days=20))
        CarryOver.objects.create(client=maya, local_on=maya.today(now), situation="car")
        fragment = browser.post(self.url, {"situation": "chair", "on": on}, headers=HTMX)
        page = browser.post(self.url, {"not": "car", "on": on}, follow=True)
        for answer in (fragment, page):
            assert f"{sentence} Nothing was changed. Please open the page again." in page_text(answer)
            assert answer.content.decode().count('aria-pressed="true"') == 1
        assert named(maya) == [(maya.today(now), "car")]
        assert "Where did you hinge today?" in page_text(browser.get("/today/", {"on": on}))

    def test_a_device_hears_why_its_day_was_refused(self, browser: Browser) -> None:
        sent = {"situation": "chair", "on": "2026-03-05", "id": str(ID)}
        answer = browser.post(self.url, sent, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()["id"], answer.json()["code"]) == (422, str(ID), "in-the-future")
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
        assert "3 times at 2 places in the last seven days; 1 in the seven days before." in page
        assert page.count('class="places__dot"') == 3
