"""Sending a typed code twice, as by a double click."""

from copy import deepcopy
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client as Browser

from hinge_coach.accounts.asking_twice import KEPT_FOR
from hinge_coach.accounts.models import Client, Trainer, User
from tests.accounts.conftest import SignInByMail
from tests.reading import code_in

pytestmark = pytest.mark.usefixtures("clock_stands_still")

CONFIRM = "/accounts/login/code/confirm/"


def same_page(browser: Browser) -> Browser:
    """A browser with the cookies that this one has now: its second press knows nothing of the answer to the first."""
    other = Browser()
    other.cookies = deepcopy(browser.cookies)
    return other


@pytest.fixture
def asking(maya: Client) -> Browser:
    """Maya, whose code is in her mailbox."""
    EmailAddress.objects.create(user=maya.user, email=maya.user.email, verified=True, primary=True)
    browser = Browser()
    browser.get("/accounts/login/")
    browser.post("/accounts/login/?next=/tightness/", {"email": maya.user.email})
    return browser


def test_both_presses_lead_to_the_same_page_in_the_same_session(asking: Browser, maya: Client) -> None:
    second, url = same_page(asking), f"{CONFIRM}?next=/tightness/"
    code = code_in(mail.outbox[-1])
    answers = [press.post(url, {"code": typed}) for press, typed in ((asking, code), (second, f" {code} "))]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/tightness/")] * 2
    assert asking.session.session_key == second.session.session_key
    assert (second.session["_auth_user_id"], second.get("/tightness/").status_code) == (str(maya.user.pk), 200)


@pytest.mark.parametrize("case", ["another code", "another session", "no session", "later", "signed out meanwhile"])
def test_nobody_else_is_signed_in_by_it(asking: Browser, now: datetime, case: str) -> None:
    second, code = same_page(asking), code_in(mail.outbox[-1])
    asking.post(CONFIRM, {"code": code})
    if case == "another session":
        second.cookies["sessionid"] = "0" * 32
    if case == "no session":
        del second.cookies["sessionid"]
    if case == "signed out meanwhile":
        asking.post("/accounts/logout/")
    with time_machine.travel(now + timedelta(seconds=KEPT_FOR + 1 if case == "later" else 1), tick=False):
        second.post(CONFIRM, {"code": "AAAA-AAAA" if case == "another code" else code})
        assert second.get("/me/").status_code == 302


def test_a_wrong_code_is_wrong_both_times(asking: Browser) -> None:
    answers = [press.post(CONFIRM, {"code": "AAAA-AAAA"}) for press in (asking, asking)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert asking.post(CONFIRM, {"code": code_in(mail.outbox[-1])}).status_code == 302


def test_whoever_joins_is_led_on_by_both(allow_signup: Trainer) -> None:
    browser = Browser()
    browser.get("/accounts/signup/")
    confirm = browser.post("/accounts/signup/", {"email": "nina@example.com"}).headers["Location"]
    second, typed = same_page(browser), {"code": code_in(mail.outbox[-1])}
    answers = [press.post(confirm, typed, follow=True).redirect_chain for press in (browser, second)]
    assert answers[0] == answers[1]
    assert answers[0][-1] == ("/welcome/", 302)
    assert User.objects.filter(email="nina@example.com").count() == 1


def test_the_code_that_makes_a_sign_in_fresh_is_taken_by_both(maya: Client, sign_in_by_mail: SignInByMail) -> None:
    browser = sign_in_by_mail(maya)
    browser.get("/accounts/reauthenticate/")
    browser.post("/accounts/reauthenticate/")
    second, typed = same_page(browser), {"code": code_in(mail.outbox[-1])}
    answers = [press.post("/accounts/reauthenticate/", typed) for press in (browser, second)]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/accounts/2fa/")] * 2
