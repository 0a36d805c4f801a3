"""The writes that matter most, each pressed twice at the same moment: on SQLite, and in `fast-postgres` on PostgreSQL.

All other forms are pressed at once by test_every_form.py, on SQLite.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import partial
from http.cookies import SimpleCookie
from typing import NamedTuple

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client as Browser
from pytest_django import Settings

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.models import Call
from hinge_coach.coaching.models import DeskLine
from hinge_coach.safety.models import Screening
from hinge_coach.tightness.models import CheckIn
from lessons.models import Message, Move, Practice
from tests.at_once import at_once, look
from tests.conftest import NOW
from tests.reading import code_in
from tests.site.forms import Form, Sent, filled_in, forms_of
from tests.test_site import House, build

COUNTED: tuple[type[Model], ...] = (User, Client, Call, Screening, CheckIn, Practice, Move, Message, DeskLine)
SECONDS_ON_THE_PAGE = timedelta(seconds=30)


class Write(NamedTuple):
    """Who presses which form on which page, what they choose, how many rows it adds, and how many mails go out."""

    who: str
    page: str
    view: str
    chosen: dict[str, str]
    rows: dict[type[Model], int]
    mails: int = 0


PRACTICE = {"before": "3", "after": "2", "guess": "clean", "passed": "yes", "effort": "4"}
WRITES = [
    Write("visitor", "/call/", "booking:call", {}, {Call: 1}, 2),
    Write("client", "/today/", "lessons:check_in", {"score": "3"}, {CheckIn: 1}),
    Write("client", "/lessons/high-seat-touch/practice/", "lessons:practice", PRACTICE, {Practice: 1, CheckIn: 2}),
    Write("client", "/safety/questions/", "safety:questions", {}, {Screening: 1}),
    Write("client", "/messages/", "lessons:write_message", {}, {Message: 1}, 1),
    Write("trainer", "/desk/clients/{}/thread/", "coaching:send_message", {}, {Message: 1}),
    Write("trainer", "/desk/clients/{}/plan/", "coaching:set_position", {"lesson": "finished"}, {Move: 1}),
    Write("visitor", "/accounts/login/", "account_login", {"email": "maya@example.com"}, {}, 1),
    Write("visitor", "/accounts/signup/", "account_signup", {"email": "nina@example.com"}, {User: 1}, 1),
    Write("other client", "/me/", "erase", {}, {User: -1, Client: -1, DeskLine: 1}),
]


@pytest.fixture
def house(transactional_db: None, settings: Settings) -> Iterator[House]:
    """Presses are counted in a table, as on a real site: they may come to two workers."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}
    call_command("createcachetable")
    with time_machine.travel(NOW, tick=False):
        house = build(NOW)
        Trainer.objects.update(allow_signup=True)
        yield house
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")


def test_pressed_twice_at_once_it_is_stored_once_and_both_get_the_same_answer(
    house: House, request: pytest.FixtureRequest
) -> None:
    people = {"client": house.maya.user, "other client": house.other.user, "trainer": house.trainer.user}
    cookies = {who: signed_in(user) for who, user in people.items()} | {"visitor": SimpleCookie()}
    request.getfixturevalue("real_file")
    wrong = {}
    for write in WRITES:
        browser, page = with_cookies(cookies[write.who]), write.page.format(house.maya.pk)
        with time_machine.travel(NOW, tick=False):
            form = look(partial(form_on, browser, page, write.view))
        sent = filled_in(form) | {name: [value] for name, value in write.chosen.items()}
        before, mail.outbox = look(counts), []
        with time_machine.travel(NOW + SECONDS_ON_THE_PAGE, tick=False):
            answers = at_once(*[partial(press, browser.cookies, page, form.action, sent)] * 2)
        added = {model: number - before[model] for model, number in look(counts).items()}
        rows = {model: number for model, number in added.items() if number > 0 or model in write.rows}
        if answers[0] != answers[1] or answers[0][0] != 302 or (rows, len(mail.outbox)) != (write.rows, write.mails):
            wrong[write.view] = answers, rows, len(mail.outbox)
    assert wrong == {}


def test_a_code_sent_twice_at_once_signs_in_whichever_answer_is_shown(
    house: House, request: pytest.FixtureRequest
) -> None:
    user = house.maya.user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    request.getfixturevalue("real_file")
    with time_machine.travel(NOW, tick=False):
        asked, confirm = look(ask_for_a_code)
        sent = {"code": code_in(mail.outbox[-1])}
        answers = at_once(*[partial(type_code, asked, confirm, sent)] * 2)
    assert answers == [(302, "/arrive/", str(user.pk))] * 2


def ask_for_a_code() -> tuple[SimpleCookie, str]:
    browser = Browser()
    browser.get("/accounts/login/")
    answer = browser.post("/accounts/login/", {"email": "maya@example.com"})
    return browser.cookies, answer.headers["Location"]


def type_code(cookies: SimpleCookie, confirm: str, sent: dict[str, str]) -> tuple[int, str, str | None]:
    """The answer, and who is signed in by it."""
    browser = with_cookies(cookies)
    answer = browser.post(confirm, sent)
    return answer.status_code, answer.headers.get("Location", ""), browser.session.get("_auth_user_id")


def signed_in(user: User) -> SimpleCookie:
    browser = Browser()
    browser.force_login(user)
    return browser.cookies


def with_cookies(cookies: SimpleCookie) -> Browser:
    browser = Browser(raise_request_exception=False)
    browser.cookies = deepcopy(cookies)
    return browser


def form_on(browser: Browser, page: str, view: str) -> Form:
    forms = forms_of(browser.get(page).content.decode(), page)
    return next(form for form in forms if form.view == view and form.button is None)


def press(cookies: SimpleCookie, page: str, action: str, sent: Sent) -> tuple[int, str]:
    headers = {"Referer": f"http://testserver{page}", "Origin": "http://testserver"}
    answer = with_cookies(cookies).post(action, sent, headers=headers)
    return answer.status_code, answer.headers.get("Location", "")


def counts() -> dict[type[Model], int]:
    return {model: model._default_manager.count() for model in COUNTED}
