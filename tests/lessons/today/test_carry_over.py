"""The hinge in real life: one tap a place and day, the week of it, one plan, and a pause of one's own."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import CarryOver
from lessons.practice.carry_over import carry_over_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
TODAY = date(2026, 3, 11)


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
        assert "3 times at 2 places in the last seven days; 1 in the seven days before." in page
        assert page.count('class="places__dot"') == 3
