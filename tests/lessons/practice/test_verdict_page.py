"""The map, a lesson, the practice and its verdict, today, and the export."""

from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


class TestTheVerdict:
    def test_says_why_and_what_would_change_it_and_offers_the_call(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        practice = factories.practice_once(maya, now)
        page = browser.get(f"/practices/{practice.pk}/").content.decode()
        assert "Stay here once more" in page
        assert practice.verdict.reasons[0]["client"] in page
        assert practice.verdict.would_change in page
        assert '<a href="/call/">' in page

    @pytest.mark.parametrize(
        ("after", "heading"),
        [(2, "Stay here once more"), (6, "A step back, on purpose"), (8, "Stop here and talk first")],
    )
    def test_each_decision_has_its_own_words(
        self, browser: Browser, maya: Client, now: datetime, after: int, heading: str
    ) -> None:
        practice = factories.practice_once(maya, now, after=after)
        assert heading in browser.get(f"/practices/{practice.pk}/").content.decode()

    def test_of_a_stranger_is_404(self, browser: Browser, other_client: Client, now: datetime) -> None:
        practice = factories.practice_once(other_client, now)
        assert browser.get(f"/practices/{practice.pk}/").status_code == 404
