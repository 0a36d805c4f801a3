"""The map, a lesson, the practice and its verdict, today, and the export."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from tests import factories
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


@pytest.fixture(autouse=True)
def _at(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    return sign_in(maya)


def test_the_export_holds_everything_that_is_the_clients_and_nothing_of_others(
    browser: Browser, maya: Client, other_client: Client, now: datetime
) -> None:
    mine = factories.practice_once(maya, now)
    factories.practice_once(other_client, now)
    answer = browser.get("/me/export.json")
    told = json.loads(answer.content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hinge-coach.json"'
    assert (told["version"], told["person"]["email"]) == (1, "maya@example.com")
    assert [practice["id"] for practice in told["practices"]] == [str(mine.pk)]
    assert [entry["score"] for entry in told["check_ins"]] == [3, 2]
    assert told["practices"][0]["verdicts"][0]["reasons"] == mine.verdict.reasons
