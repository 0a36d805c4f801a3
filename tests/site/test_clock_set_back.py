"""The machine's clock is set back, as by a wrong time server: nobody's pages break, and nothing is lost or doubled."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.tightness.models import CheckIn
from lessons.models import Practice
from tests.conftest import SignIn
from tests.factories import practice_once, report

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BACK = timedelta(hours=3)


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def practice(browser: Browser, key: str) -> int:
    answers = {
        "id": key,
        "before": 3,
        "after": 3,
        "guess": "clean",
        "passed": "yes",
        "effort": 4,
        "cue": "",
        "easier": "",
    }
    return browser.post("/lessons/pelvic-clock/practice/", answers).status_code


def check_in(browser: Browser, key: str) -> int:
    return browser.post("/today/check-in/", {"id": key, "score": 4, "situation": ""}).status_code


def test_people_go_on_and_what_is_sent_again_is_stored_once(
    clock: time_machine.Traveller, now: datetime, maya: Client, trainer: Trainer, sign_in: SignIn, curriculum: None
) -> None:
    for days in range(8, 0, -1):
        report(maya, now - days * DAY, 3)
        practice_once(maya, now - days * DAY)
    client, desk = sign_in(maya), sign_in(trainer)
    keys = [str(uuid4()) for _ in range(2)]
    assert [practice(client, keys[0]), check_in(client, keys[1])] == [302, 302]
    stored = (Practice.objects.count(), CheckIn.objects.count())
    clock.move_to(now - BACK)
    assert [practice(client, keys[0]), check_in(client, keys[1])] == [302, 302]
    assert (Practice.objects.count(), CheckIn.objects.count()) == stored
    paths = [
        "/today/",
        "/tightness/",
        "/lessons/",
        "/practices/",
        "/lessons/pelvic-clock/practice/",
        "/me/",
        "/skills/",
    ]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert [practice(client, str(uuid4())), check_in(client, str(uuid4()))] == [302, 302]
    assert (Practice.objects.count(), CheckIn.objects.count()) == (stored[0] + 1, stored[1] + 3)
    paths = ["/desk/", f"/desk/clients/{maya.pk}/", "/desk/clients/", "/desk/calls/", "/desk/settings/"]
    assert {path: desk.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
