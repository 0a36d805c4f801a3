"""The end of coaching: the days on which a client reads, and who may do what before, during and after."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.http import HttpResponse
from django.test import Client as Browser

from hinge_coach.accounts.ending import Ending, Stage, ending_at
from hinge_coach.accounts.models import Client, User
from hinge_coach.tightness.models import CheckIn
from lessons.models import Practice
from tests.conftest import SignIn
from tests.factories import practice_once, report, safety_answers
from tests.reading import page_text

CHICAGO = ZoneInfo("America/Chicago")
ARCHIVED_AT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # three at night in Chicago: Tuesday, for the client
SOME_ID = "5b8e5a43-5f0f-4a5e-9a43-0d8d4d0a7e02"


def ending_on(now: datetime, days: int = 5) -> Ending:
    return ending_at(ARCHIVED_AT, now=now, days=days, zone=CHICAGO, day_begins=4)


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (ARCHIVED_AT - timedelta(seconds=1), Stage.AHEAD),
        (ARCHIVED_AT, Stage.READING),
        # Five days later the clocks have gone forward: four in the morning is an hour earlier in UTC.
        (datetime(2026, 3, 8, 8, 59, 59, tzinfo=UTC), Stage.READING),
        (datetime(2026, 3, 8, 9, 0, tzinfo=UTC), Stage.OVER),
    ],
)
def test_a_client_reads_for_whole_days_of_their_own(now: datetime, stage: Stage) -> None:
    ending = ending_on(now)
    assert (ending.stage, ending.on, ending.reads_until_on) == (stage, date(2026, 3, 3), date(2026, 3, 8))


def test_with_no_days_the_pages_close_at_once() -> None:
    assert ending_on(ARCHIVED_AT, days=0).stage == Stage.OVER


# Who may do what


STAGES = {"before": timedelta(days=-1), "reading": timedelta(days=1), "over": timedelta(days=91)}


def get(path: str) -> Callable[[Browser], HttpResponse | Any]:
    return lambda browser: browser.get(path)


def post(path: str, **values: Any) -> Callable[[Browser], HttpResponse | Any]:
    return lambda browser: browser.post(path, values)


def post_json(path: str, **values: Any) -> Callable[[Browser], HttpResponse | Any]:
    return lambda browser: browser.post(path, values, headers={"Accept": "application/json"})


def outcome_of(response: Any) -> str:
    """`open`, `kept out` (led to what is left), `refused` with the page that says so, or `told`, as a device is."""
    if response.headers.get("Location") == "/ended/":
        return "kept out"
    if response.status_code == 422:
        return f"told: {json.loads(response.content)['code']}"
    if response.status_code == 403:
        assert "Nothing was stored" in page_text(response)
        assert "Your coaching here ended on March 4" in page_text(response)
        return "refused"
    assert response.status_code in (200, 302), response.status_code
    return "open"


PRACTICE = {"id": SOME_ID, "before": 3, "after": 2, "mark": "clean", "effort": 3}
ME = {"name": "Maya R.", "zone": "America/Chicago"}
ALL_OPEN = ("open", "open", "open")
READ = ("open", "open", "kept out")
STORE = ("open", "refused", "kept out")
SENT_BY_A_DEVICE = ("open", "told: ended", "told: ended")


@pytest.mark.parametrize(
    ("act", "outcomes"),
    [
        pytest.param(get("/today/"), READ, id="Today"),
        pytest.param(get("/tightness/"), READ, id="Tightness"),
        pytest.param(get("/tightness/summary/"), READ, id="summary"),
        pytest.param(get("/practices/"), READ, id="practices"),
        pytest.param(get("/me/"), READ, id="Me"),
        pytest.param(get("/me/looks/"), READ, id="who has looked"),
        pytest.param(get("/me/export.json"), ALL_OPEN, id="export"),
        pytest.param(get("/tightness/export.csv"), ALL_OPEN, id="table"),
        pytest.param(get("/lessons/"), ALL_OPEN, id="lessons, which everybody reads"),
        pytest.param(get("/safety/"), ALL_OPEN, id="safety, which everybody reads"),
        pytest.param(post("/me/", **ME), ("open", "open", "kept out"), id="settings"),
        pytest.param(post("/me/morning/", hour="off"), ("open", "open", "kept out"), id="mails off"),
        pytest.param(post("/me/erase/"), ALL_OPEN, id="erase, unconfirmed"),
        pytest.param(post("/today/check-in/", id=SOME_ID, score=3), STORE, id="a number"),
        pytest.param(post("/lessons/pelvic-clock/practice/", **PRACTICE), STORE, id="a practice"),
        pytest.param(post("/safety/questions/", **safety_answers()), STORE, id="safety answers"),
        pytest.param(post("/me/pause/"), STORE, id="a pause"),
        pytest.param(post("/me/variations/", variations="none"), STORE, id="what fits"),
        pytest.param(post("/today/places/", situation="car"), STORE, id="a place"),
        pytest.param(post("/me/import/"), STORE, id="import"),
        pytest.param(post_json("/today/check-in/", id=SOME_ID, score=3), SENT_BY_A_DEVICE, id="a number that waited"),
        pytest.param(
            post_json("/lessons/pelvic-clock/practice/", **PRACTICE), SENT_BY_A_DEVICE, id="a practice that waited"
        ),
    ],
)
def test_who_may_do_what_before_the_end_while_reading_and_after(
    maya: Client,
    curriculum: None,
    now: datetime,
    sign_in: SignIn,
    act: Callable[[Browser], HttpResponse | Any],
    outcomes: tuple[str, ...],
) -> None:
    Client.objects.filter(pk=maya.pk).update(archived_at=now)
    found = []
    for after in reversed(STAGES.values()):  # so that what is refused first finds nothing of before
        with time_machine.travel(now + after, tick=False):
            before = everything()
            response = act(sign_in(maya))
            found.append(outcome_of(response))
            if found[-1] != "open":
                assert everything() == before
    assert tuple(reversed(found)) == outcomes


def everything() -> dict[str, list[Any]]:
    """All rows of all tables but sessions and the clock of their sign-ins."""
    models = (model for model in apps.get_models() if model._meta.label not in ("sessions.Session", "accounts.User"))
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def test_what_was_written_is_shown_so_that_it_can_be_taken_along(
    maya: Client, curriculum: None, now: datetime, sign_in: SignIn
) -> None:
    Client.objects.filter(pk=maya.pk).update(archived_at=now)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        sent = {"id": SOME_ID, "score": 3, "note": "After the car."}
        response = sign_in(maya).post("/today/check-in/", sent, headers={"Origin": "http://testserver"})
    assert "After the car." in page_text(response)
    assert "When to get help" in page_text(response)


def test_today_says_that_it_has_ended_and_offers_the_download_and_the_call(
    maya: Client, curriculum: None, now: datetime, sign_in: SignIn
) -> None:
    practice_once(maya, now - timedelta(days=1))
    Client.objects.filter(pk=maya.pk).update(archived_at=now)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        page = sign_in(maya).get("/today/").content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "It ended on Wednesday, March 4." in main
    assert "June 2, 2026" in main
    assert main.count("<form") == 0

    assert 'href="/me/export.json"' in main
    assert 'href="/call/"' in main


def test_after_the_days_of_reading_somebody_downloads_and_erases(
    maya: Client, curriculum: None, now: datetime, sign_in: SignIn
) -> None:
    report(maya, now, 4)
    Client.objects.filter(pk=maya.pk).update(archived_at=now)
    with time_machine.travel(now + timedelta(days=91), tick=False):
        browser = sign_in(maya)
        page = browser.get("/today/", follow=True)
        assert page.redirect_chain == [("/ended/", 302)]
        assert "Nothing is deleted by itself." in page_text(page)
        assert len(browser.get("/me/export.json").json()["check_ins"]) == 1
        assert "Please check this box" in page_text(browser.post("/me/erase/", {}))
        assert browser.post("/me/erase/", {"sure": "on"}).headers["Location"] == "/goodbye/"
    assert (User.objects.count(), CheckIn.objects.count()) == (0, 0)


def test_the_player_leads_away_once_coaching_has_ended(
    maya: Client, curriculum: None, now: datetime, sign_in: SignIn
) -> None:
    Client.objects.filter(pk=maya.pk).update(archived_at=now)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        chain = sign_in(maya).get("/lessons/pelvic-clock/practice/", follow=True).redirect_chain
    assert chain == [("/arrive/", 302), ("/today/", 302)]


def test_a_client_who_is_coached_is_led_on_from_the_page_of_the_end(maya: Client, sign_in: SignIn) -> None:
    assert sign_in(maya).get("/ended/").headers["Location"] == "/arrive/"


def test_nothing_that_waited_is_lost_when_it_is_refused(
    maya: Client, curriculum: None, now: datetime, sign_in: SignIn
) -> None:
    Client.objects.filter(pk=maya.pk).update(archived_at=now)
    key = str(uuid.uuid4())
    with time_machine.travel(now + timedelta(days=1), tick=False):
        response = sign_in(maya).post(
            "/lessons/pelvic-clock/practice/", {**PRACTICE, "id": key}, headers={"Accept": "application/json"}
        )
    assert response.json() == {
        "id": key,
        "code": "ended",
        "sentence": "Your coaching here has ended, so nothing new is stored. This stays on your device.",
        "offers": [],
    }
    assert Practice.objects.count() == 0
