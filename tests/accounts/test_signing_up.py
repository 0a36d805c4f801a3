"""Signing up without an invitation."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer, User
from tests.reading import code_in, page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")


def test_where_the_door_is_closed_joining_says_so(trainer: Trainer) -> None:
    browser = Browser()
    for response in (browser.get("/accounts/signup/"), browser.post("/accounts/signup/", {"email": "a@example.com"})):
        assert "Coaching here is by invitation" in page_text(response)
    assert (User.objects.count(), mail.outbox) == (1, [])


def test_where_the_door_is_open_a_mailed_code_makes_a_user_who_is_asked_the_first_questions(
    allow_signup: Trainer,
) -> None:
    browser = Browser()
    asked = browser.post("/accounts/signup/", {"email": "Nina@Example.com"}, follow=True)
    assert asked.redirect_chain == [("/accounts/confirm-email/", 302)]
    assert "A mail is on its way to nina@example.com" in page_text(asked)
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your code to join Hinge Coach", ["nina@example.com"])
    wrong = browser.post("/accounts/confirm-email/", {"code": "WRONG-1"})
    assert "This is not the code." in page_text(wrong)
    arrived = browser.post("/accounts/confirm-email/", {"code": code_in(message)}, follow=True)
    assert arrived.redirect_chain[-1] == ("/welcome/", 302)
    user = User.objects.get(email="nina@example.com")
    assert EmailAddress.objects.get(user=user).verified is True
    assert not user.has_usable_password()


def test_an_address_that_has_joined_is_not_given_away_and_gets_a_mail(allow_signup: Trainer, maya: Client) -> None:
    EmailAddress.objects.create(user=maya.user, email="maya@example.com", verified=True, primary=True)
    pages = [
        page_text(Browser().post("/accounts/signup/", {"email": email}, follow=True)).replace(email, "…")
        for email in ("maya@example.com", "nina@example.com")
    ]
    assert pages[0] == pages[1]
    assert (mail.outbox[0].subject, mail.outbox[0].to) == ("You have joined Hinge Coach already", ["maya@example.com"])
    assert "http://127.0.0.1:8000/accounts/login/" in str(mail.outbox[0].body)
