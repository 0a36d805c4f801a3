"""Asking for a mailed code twice, as by a double click."""

from copy import deepcopy
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client as Browser

from hinge_coach.accounts.asking_twice import KEPT_FOR
from hinge_coach.accounts.models import Client, Trainer, User
from tests.accounts.conftest import SignInByMail
from tests.reading import code_in, page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"


def double_click(url: str, number: int = 2) -> list[Browser]:
    """One browser for each press: all have seen the page, and none has seen another's answer."""
    page = Browser()
    page.get(url)
    presses = [Browser() for _ in range(number)]
    for press in presses:
        press.cookies = deepcopy(page.cookies)
    return presses


@pytest.mark.parametrize("answer", [0, 1], ids=["the first answer", "the second answer"])
def test_the_one_code_signs_in_whichever_answer_is_shown(maya: Client, answer: int) -> None:
    EmailAddress.objects.create(user=maya.user, email=maya.user.email, verified=True, primary=True)
    url = f"{LOGIN}?next={quote('/tightness/')}"
    presses = double_click(url)
    led = [press.post(url, {"email": "Maya@example.com"}).headers["Location"] for press in presses]
    assert led == [f"/accounts/login/code/confirm/?next={quote('/tightness/', safe='')}"] * 2
    (message,) = mail.outbox
    arrived = presses[answer].post(led[answer], {"code": code_in(message)})
    assert arrived.headers["Location"] == "/tightness/"
    assert "_auth_user_id" in presses[answer].session


def test_pressed_again_after_the_answer_it_leads_to_the_same_page(maya: Client) -> None:
    url = f"{LOGIN}?next={quote('/tightness/')}"
    [browser] = double_click(url, number=1)
    led = [browser.post(url, {"email": "maya@example.com"}).headers["Location"] for _ in range(2)]
    assert (len(set(led)), len(mail.outbox)) == (1, 1)


def test_of_an_address_nobody_knows_neither_press_tells(maya: Client) -> None:
    told = {}
    for email in ("maya@example.com", "who@example.com"):
        first, second = double_click(LOGIN)
        answers = [page_text(each.post(LOGIN, {"email": email}, follow=True)) for each in (first, second)]
        told[email] = [answer.replace(email, "…") for answer in answers]
    assert told["maya@example.com"] == told["who@example.com"]
    assert [message.to for message in mail.outbox] == [["maya@example.com"], ["who@example.com"]]


def test_another_address_another_browser_and_a_later_press_get_mails_of_their_own(maya: Client, now: datetime) -> None:
    first, second = double_click(LOGIN)
    first.post(LOGIN, {"email": "maya@example.com"})
    second.post(LOGIN, {"email": "lee@example.com"})
    [elsewhere] = double_click(LOGIN, number=1)
    elsewhere.post(LOGIN, {"email": "maya@example.com"})
    assert len(mail.outbox) == 3
    with time_machine.travel(now + timedelta(seconds=KEPT_FOR + 1), tick=False):
        second.cookies = deepcopy(first.cookies)
        del second.cookies["sessionid"]
        second.post(LOGIN, {"email": "maya@example.com"})
    assert [message.to for message in mail.outbox].count(["maya@example.com"]) == 3


def test_each_press_counts_towards_the_limit(maya: Client) -> None:
    answers = [press.post(LOGIN, {"email": "maya@example.com"}) for press in double_click(LOGIN, number=4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "one try too many" in page_text(answers[-1])
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("answer", [0, 1], ids=["the first answer", "the second answer"])
def test_whoever_joins_with_a_double_click_is_one_user_and_gets_one_code(allow_signup: Trainer, answer: int) -> None:
    presses = double_click(SIGNUP)
    led = [press.post(SIGNUP, {"email": "nina@example.com"}).headers["Location"] for press in presses]
    assert led == ["/accounts/confirm-email/"] * 2
    (message,) = mail.outbox
    assert message.subject == "Your code to join Hinge Coach"
    arrived = presses[answer].post(led[answer], {"code": code_in(message)}, follow=True)
    assert arrived.redirect_chain[-1] == ("/welcome/", 302)
    assert User.objects.filter(email="nina@example.com").count() == 1


def test_the_code_that_makes_a_sign_in_fresh_is_mailed_once(maya: Client, sign_in_by_mail: SignInByMail) -> None:
    browser = sign_in_by_mail(maya)
    asked, sent = "/accounts/reauthenticate/", len(mail.outbox)
    browser.get(asked)
    pages = [page_text(browser.post(asked)) for _ in range(2)]
    assert (pages[0] == pages[1], len(mail.outbox)) == (True, sent + 1)
    assert browser.post(asked, {"code": code_in(mail.outbox[-1])}).headers["Location"] == "/accounts/2fa/"
