"""How long a sign-in lasts: a client's as long as it is used; the trainer's an hour without use, and half a day."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import cast

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.accounts.sessions import SessionStore
from lessons.models import Message
from tests.accounts.conftest import SignInByMail
from tests.drills import rounds

pytestmark = pytest.mark.django_db
DAY, HOUR, SIXTY_DAYS = timedelta(days=1), timedelta(hours=1), 60 * 24 * 60 * 60
PAGE = "/me/"


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """Nine in the morning in Chicago, where Maya lives."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(clock: time_machine.Traveller, maya: Client, sign_in: Callable[[Client], Browser]) -> Browser:
    return sign_in(maya)


def writes_of(browser: Browser, page: str = PAGE, *, method: str = "get", **headers: str) -> list[str]:
    """The first word and the table of each statement that writes."""
    with CaptureQueriesContext(connection) as queries:
        getattr(browser, method)(page, headers=headers)
    words = (query["sql"].replace('"', "").split() for query in queries)
    return [f"{sql[0]} {sql[1]}" for sql in words if sql[0] not in ("SELECT", "SAVEPOINT", "RELEASE")]


def is_signed_in(browser: Browser) -> bool:
    return bool(browser.get(PAGE).status_code == 200)


def test_who_comes_every_day_is_never_signed_out(browser: Browser, clock: time_machine.Traveller) -> None:
    for day in range(1, 1 + rounds(365, in_the_suite=70)):  # longer than a sign-in lasts by itself
        clock.shift(DAY)
        assert is_signed_in(browser), day


def test_who_stays_away_for_61_days_is_signed_out(browser: Browser, clock: time_machine.Traveller) -> None:
    clock.shift(59 * DAY)
    assert is_signed_in(browser)
    clock.shift(61 * DAY)
    assert not is_signed_in(browser)


def test_the_first_page_of_a_day_writes_when_the_session_ends_and_the_second_nothing(
    browser: Browser, clock: time_machine.Traveller, now: datetime
) -> None:
    before = Session.objects.get()
    assert writes_of(browser) == []
    clock.shift(DAY)
    assert [writes_of(browser), writes_of(browser)] == [["UPDATE django_session"], []]
    after = Session.objects.get()
    assert (after.session_key, after.session_data) == (before.session_key, before.session_data)
    assert after.expire_date == now + 61 * DAY


def test_the_day_is_the_clients_own(browser: Browser, clock: time_machine.Traveller, now: datetime) -> None:
    """It begins at four in the morning, whatever hour the site was used last."""
    clock.shift(18 * HOUR + 59 * HOUR / 60)
    assert writes_of(browser) == []
    clock.shift(HOUR / 60)
    assert writes_of(browser) == ["UPDATE django_session"]


def test_the_cookie_is_sent_again_with_its_new_age(browser: Browser, clock: time_machine.Traveller) -> None:
    clock.shift(DAY)
    cookie = browser.get(PAGE).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie.value, cookie["max-age"]) == (Session.objects.get().session_key, SIXTY_DAYS)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert settings.SESSION_COOKIE_NAME not in browser.get(PAGE).cookies


@pytest.mark.parametrize("purpose", ["Sec-Purpose", "Purpose"])
@pytest.mark.parametrize("value", ["prefetch", "prefetch;prerender"])
def test_a_page_that_is_only_fetched_ahead_writes_nothing(
    browser: Browser, clock: time_machine.Traveller, purpose: str, value: str
) -> None:
    clock.shift(DAY)
    assert writes_of(browser, **{purpose: value}) == []
    assert writes_of(browser) == ["UPDATE django_session"]


def test_head_writes_nothing(browser: Browser, clock: time_machine.Traveller) -> None:
    clock.shift(DAY)
    assert writes_of(browser, method="head") == []


def test_what_a_shared_cache_may_keep_holds_no_cookie(browser: Browser, clock: time_machine.Traveller) -> None:
    clock.shift(DAY)
    response = browser.get("/lab/frames.json")
    assert "public" in response.headers["Cache-Control"]
    assert dict(response.cookies) == {}
    assert writes_of(browser) == ["UPDATE django_session"]


def test_what_another_request_stored_meanwhile_stays(browser: Browser, clock: time_machine.Traveller) -> None:
    clock.shift(DAY)
    session, other = cast("SessionStore", browser.session), browser.session
    assert list(session.keys()) == list(other.keys())  # both have read it
    other["welcome"] = "half filled in"
    other.save()
    session.last_longer(datetime.now().astimezone())
    assert browser.session["welcome"] == "half filled in"


def test_a_session_that_was_ended_meanwhile_stays_ended(browser: Browser, clock: time_machine.Traveller) -> None:
    session = cast("SessionStore", browser.session)
    Session.objects.all().delete()
    session.last_longer(datetime.now().astimezone())
    assert Session.objects.count() == 0


# The trainer, and whoever else can see clients: an hour without a page, twelve hours in any case

MINUTE, DESK = timedelta(minutes=1), "/desk/settings/"


@pytest.fixture
def desk(clock: time_machine.Traveller, trainer: Trainer, sign_in_by_mail: SignInByMail) -> Browser:
    cache.clear()
    return sign_in_by_mail(trainer)


def is_at_the_desk(browser: Browser) -> bool:
    return bool(browser.get(DESK).status_code == 200)


@pytest.mark.parametrize(("minutes", "stays"), [(59, True), (60, False)])
def test_the_trainer_is_signed_out_after_an_hour_without_a_page(
    desk: Browser, clock: time_machine.Traveller, minutes: int, stays: bool
) -> None:
    clock.shift(20 * MINUTE)
    assert is_at_the_desk(desk)
    clock.shift(minutes * MINUTE)
    assert is_at_the_desk(desk) is stays


def test_the_trainer_is_signed_out_after_twelve_hours_however_busy(
    desk: Browser, clock: time_machine.Traveller, now: datetime
) -> None:
    for _ in range(23):
        clock.shift(30 * MINUTE)
        assert is_at_the_desk(desk)
        desk.post(DESK, {"name": ""})
    clock.shift(29 * MINUTE)
    assert is_at_the_desk(desk)
    desk.session.save()  # as a page that keeps something in it
    assert Session.objects.get().expire_date == now + 12 * HOUR
    clock.shift(MINUTE)
    assert not is_at_the_desk(desk)


def test_the_trainers_session_is_written_every_five_minutes_at_most_and_by_no_head(
    desk: Browser, clock: time_machine.Traveller, now: datetime
) -> None:
    written = []
    for minutes in (4, 1, 4, 2):
        clock.shift(minutes * MINUTE)
        assert writes_of(desk, DESK, method="head") == []
        written.append(writes_of(desk, DESK))
    assert written == [[], ["UPDATE django_session"], [], ["UPDATE django_session"]]
    assert Session.objects.get().expire_date == now + 71 * MINUTE
    clock.shift(5 * MINUTE)
    assert desk.get(DESK).cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 60 * 60


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_the_trainer_was_typing_comes_back_after_signing_in(
    desk: Browser,
    clock: time_machine.Traveller,
    trainer: Trainer,
    maya: Client,
    sign_in_by_mail: SignInByMail,
    headers: dict[str, str],
) -> None:
    path, sent = (
        f"/desk/clients/{maya.pk}/messages/",
        {"id": "0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e00", "text": "Well done."},
    )
    clock.shift(2 * HOUR)
    kept = desk.post(path, sent, headers={"Origin": "http://testserver", **headers})
    assert (kept.status_code, "HX-Redirect" in kept.headers) == (403, False)
    assert '<dd dir="auto">Well done.</dd>' in kept.content.decode()
    assert '<input type="hidden" name="text" value="Well done.">' in kept.content.decode()
    assert Message.objects.count() == 0
    again = sign_in_by_mail(trainer)
    for _ in range(2):
        again.post(path, sent)
    assert [message.text for message in Message.objects.all()] == ["Well done."]
