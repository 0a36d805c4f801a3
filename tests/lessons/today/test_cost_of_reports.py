"""What a report costs in statements: no more after an entry was put right or came late, and never more than a few."""

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client
from lessons.practice.history import load_state
from tests.lessons.conftest import MakeSteady

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PRACTICE = {"before": "3", "effort": "4", "after": "2", "easier": "", "cue": "", "mark": "reached"}


@pytest.fixture(autouse=True)
def _steady(maya: Client, make_steady: MakeSteady) -> None:
    make_steady(maya)


def statements(browser: Browser, url: str, data: dict[str, str]) -> list[str]:
    """Those of a POST that stores something, without BEGIN and its like, which SQLite has and PostgreSQL hasn't."""
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(url, {**data, "id": str(uuid.uuid4())})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return [query["sql"] for query in queries if query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]


def test_a_number_costs_no_more_after_one_was_put_right_or_came_late(
    browser: Browser, maya: Client, clock: time_machine.Traveller, now: datetime
) -> None:
    before = len(statements(browser, "/today/check-in/", {"score": "3"}))
    clock.move_to(now + HOUR)
    last = maya.check_ins.filter(moment="morning").latest("at")
    at = last.at.astimezone(maya.user.tz)
    browser.post(f"/tightness/{last.pk}/", {"score": "4", "at": f"{at:%Y-%m-%dT%H:%M}"})
    browser.post("/today/check-in/", {"id": str(uuid.uuid4()), "score": "3", "done_at": (now - 2 * HOUR).isoformat()})
    last.refresh_from_db()
    assert last.score == 4
    after = [len(statements(browser, "/today/check-in/", {"score": "3"})) for _ in range(3)]
    assert max(after) <= before


def test_a_practice_is_stored_with_at_most_24_statements(browser: Browser, maya: Client, now: datetime) -> None:
    lesson = load_state(maya, now=now).positions[0].next
    made = statements(browser, f"/lessons/{lesson.slug}/practice/", PRACTICE)
    stored = next(number for number, sql in enumerate(made) if '"stale_since" IS NOT NULL' in sql)
    assert (stored <= 24, maya.practices.latest("done_at").lesson) == (True, lesson)


def test_the_state_with_one_more_number_is_the_one_that_is_loaded_anew(maya: Client, now: datetime) -> None:
    before = load_state(maya, now=now)
    number = maya.check_ins.create(at=now, local_on=before.today, score=5, situation="sport")
    after, loaded = before.with_report(number.value), load_state(maya, now=now)
    assert (after.facts, after.entries) == (loaded.facts, loaded.entries)
    assert (after.client_verdict, after.kept) == (loaded.client_verdict, loaded.kept)
