"""Signing in with a mailed code or a passkey, and signing out."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from hinge_coach.accounts.models import Client, Trainer, User
from tests.conftest import SignIn
from tests.reading import code_in, page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")


@pytest.fixture
def confirmed_maya(maya: Client) -> Client:
    """As everybody is who came by an invitation or the open door."""
    EmailAddress.objects.create(user=maya.user, email=maya.user.email, verified=True, primary=True)
    return maya


def test_a_mailed_code_signs_in_and_leads_where_one_wanted_to_go(confirmed_maya: Client) -> None:
    browser = Browser()
    sign_in_page = browser.get("/tightness/?situation=sport").headers["Location"]
    assert "No password" in page_text(browser.get(sign_in_page))
    confirm = browser.post(sign_in_page, {"email": "MAYA@example.com"}).headers["Location"]
    assert confirm.startswith("/accounts/login/code/confirm/")
    assert "a code is on its way there" in page_text(browser.get(confirm))
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your sign-in code", ["maya@example.com"])
    assert "http://127.0.0.1:8000" in str(message.body)
    arrived = browser.post(confirm, {"code": code_in(message)})
    assert arrived.headers["Location"] == "/tightness/?situation=sport"
    assert "Signed in as Maya" in page_text(browser.get("/me/"))


def test_an_address_nobody_knows_gets_the_same_page_and_a_mail_that_says_so(maya: Client) -> None:
    pages = []
    for email in ("maya@example.com", "who@example.com"):
        browser = Browser()
        page = browser.post("/accounts/login/", {"email": email}, follow=True)
        pages.append(page_text(page).replace(email, "…"))
    assert pages[0] == pages[1]
    unknown = mail.outbox[1]
    assert (unknown.subject, unknown.to) == ("About signing in to Hinge Coach", ["who@example.com"])
    assert "We don't know it yet." in str(unknown.body)
    assert "http://127.0.0.1:8000/call/" in str(unknown.body)
    assert not User.objects.filter(email="who@example.com").exists()


def test_three_wrong_codes_end_the_try_with_a_sentence(maya: Client) -> None:
    browser = Browser()
    confirm = browser.post("/accounts/login/", {"email": "maya@example.com"}).headers["Location"]
    code = code_in(mail.outbox[0])
    for wrong in ("\0", "WRONG-1"):
        page = browser.post(confirm, {"code": wrong})
        assert page.status_code == 200
    assert "This is not the code. Please look at the newest mail again." in page_text(page)
    assert 'value="WRONG-1"' in page.content.decode()
    ended = browser.post(confirm, {"code": "WRONG-2"}, follow=True)
    assert ended.redirect_chain[-1][0] == "/accounts/login/"
    assert "That was one try too many. Please ask for a new code in a few minutes." in page_text(ended)
    late = browser.post(confirm, {"code": code}, follow=True)
    assert late.redirect_chain[-1][0] == "/accounts/login/"
    assert "_auth_user_id" not in browser.session


def test_a_code_is_good_for_ten_minutes(maya: Client, now: datetime) -> None:
    browser = Browser()
    confirm = browser.post("/accounts/login/", {"email": "maya@example.com"}).headers["Location"]
    with time_machine.travel(now + timedelta(minutes=10, seconds=1), tick=False):
        late = browser.post(confirm, {"code": code_in(mail.outbox[0])}, follow=True)
    assert late.redirect_chain[-1][0] == "/accounts/login/"
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_e_mail_is_written_as_everywhere_else(trainer: Trainer, path: str) -> None:
    Trainer.objects.update(allow_signup=True)
    shown = page_text(Browser().post(path, {"email": "maya"}))
    assert ("E-mail" in shown, "This does not look like an e-mail address." in shown) == (True, True)
    assert re.findall(r"\b[Ee]mail\b", shown) == []


@pytest.mark.parametrize("email", ["", "maya", "maya\0@example.com", "m" * 10_000 + "@example.com", "💺", "\u202e"])
def test_what_is_no_address_gets_a_sentence_and_no_mail(maya: Client, email: str) -> None:
    response = Browser().post("/accounts/login/", {"email": email})
    assert response.status_code == 200
    assert 'class="field__error"' in response.content.decode()
    assert mail.outbox == []


def test_asking_for_codes_again_and_again_is_held_up_with_a_page(maya: Client) -> None:
    answers = [Browser().post("/accounts/login/", {"email": "maya@example.com"}) for _ in range(25)]
    held = [answer for answer in answers if answer.status_code != 302]
    assert len(mail.outbox) < 25
    assert {
        "one try too many" in page_text(answer) or "One moment, please" in page_text(answer) for answer in held
    } == {True}


def test_a_stranger_who_asks_for_my_code_again_and_again_does_not_keep_me_out(maya: Client, now: datetime) -> None:
    own = Browser(REMOTE_ADDR="198.51.100.4")
    for minute in range(10):
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            for email in ["maya@example.com", "Maya@Example.com", " MAYA@example.com "] * 3:
                Browser(REMOTE_ADDR="192.0.2.7").post("/accounts/login/", {"email": email})
    assert len(mail.outbox) == 6
    with time_machine.travel(now + timedelta(minutes=9, seconds=1), tick=False):
        confirm = own.post("/accounts/login/", {"email": "maya@example.com"}).headers["Location"]
    assert "a code is on its way there" in page_text(own.get(confirm))
    assert len(mail.outbox) == 7


def test_a_passkey_that_is_none_leads_back_with_a_sentence(db: None) -> None:
    for credential in (
        "",
        "{}",
        "[1]",
        "\0",
        "x" * 10_000,
        '{"id": "a"}',
        '{"id": 1, "rawId": [], "type": "public-key"}',
    ):
        response = Browser().post("/accounts/2fa/webauthn/login/", {"credential": credential}, follow=True)
        assert response.redirect_chain == [("/accounts/login/", 302)]
        assert "This passkey is not known here, or your browser could not show it." in page_text(response)


def test_signing_out_leads_home_and_takes_a_button(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    question = browser.get("/accounts/logout/")
    assert "Sign out?" in page_text(question)
    assert "Clear-Site-Data" not in question.headers
    answer = browser.post("/accounts/logout/")
    assert (answer.headers["Location"], answer.headers["Clear-Site-Data"]) == ("/", '"cache", "storage"')
    assert browser.get("/me/").headers["Location"] == "/accounts/login/?next=/me/"


def test_signing_out_leaves_what_somebody_else_has_waiting_on_the_device(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    answer = browser.post("/accounts/logout/", {"leave_storage": "yes"})
    assert (answer.headers["Location"], answer.headers["Clear-Site-Data"]) == ("/", '"cache"')
    assert browser.get("/me/").headers["Location"] == "/accounts/login/?next=/me/"


@pytest.mark.parametrize("name", ["account_change_password", "account_set_password", "account_reset_password_done"])
def test_pages_about_passwords_are_not_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_looking_for_one_s_address_or_the_code_page_leads_on(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    assert browser.get("/accounts/email/", follow=True).redirect_chain[-1][0] == "/today/"
    assert browser.get("/accounts/confirm-email/", follow=True).redirect_chain[-1][0] == "/today/"
    assert Browser().get("/accounts/confirm-email/").headers["Location"] == "/accounts/login/"
    assert Browser().get("/accounts/login/code/confirm/", follow=True).redirect_chain[-1][0] == "/accounts/login/"
