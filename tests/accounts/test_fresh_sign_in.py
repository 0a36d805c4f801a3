"""Changing how somebody signs in asks for a fresh sign-in, and is told to the owner by mail."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from tests.accounts.conftest import SignInByMail
from tests.conftest import SignIn
from tests.reading import code_in, page_text

INDEX, ACTIVATE, ASKED = "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/reauthenticate/"
CHANGES = ("totp/activate/", "webauthn/add/", "recovery-codes/generate/")
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def shows(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_a_quarter_of_an_hour_after_the_mailed_code_it_is_asked_for_again(
    maya: Client, clock: time_machine.Traveller, sign_in_by_mail: SignInByMail
) -> None:
    browser = sign_in_by_mail(maya)
    browser.get(ACTIVATE)
    secret = browser.session["mfa.totp.secret"]
    clock.shift(timedelta(minutes=15))
    for change in CHANGES:
        assert browser.get(INDEX + change).headers["Location"].startswith(f"{ASKED}?next=")
    asked = browser.post(ACTIVATE, {"code": shows(secret)}).headers["Location"]
    assert Authenticator.objects.count() == 0
    assert "We mail a code to maya@example.com" in page_text(browser.get(asked))
    browser.post(asked, {"next": ACTIVATE})
    assert mail.outbox[-1].subject == "Is it you?"
    wrong = browser.post(asked, {"code": "WRONG", "next": ACTIVATE})
    assert 'class="field__error"' in wrong.content.decode()
    done = browser.post(asked, {"code": code_in(mail.outbox[-1]), "next": ACTIVATE})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"  # what was asked for is done now
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_a_mailed_code_is_good_for_ten_minutes_and_three_tries(
    maya: Client, clock: time_machine.Traveller, sign_in: SignIn
) -> None:
    browser = sign_in(maya)
    assert browser.get(ACTIVATE).headers["Location"] == f"{ASKED}?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"

    def outcome(code: str) -> Any:
        page = browser.post(ASKED, {"code": code, "next": "//elsewhere.example/"})
        return page.headers.get("Location") or "no longer good" in page_text(page)

    browser.post(ASKED)
    clock.shift(timedelta(minutes=10, seconds=1))
    assert outcome(code_in(mail.outbox[-1])) is True
    browser.post(ASKED)
    assert [outcome("WRONG") for _ in range(3)] == [False, False, True]
    assert outcome(code_in(mail.outbox[-1])) is True
    browser.post(ASKED)
    assert outcome(code_in(mail.outbox[-1])) == INDEX
    sent = len(mail.outbox)
    browser.post(ASKED)
    assert "That was quick." in page_text(browser.post(ASKED))
    assert len(mail.outbox) == sent + 1


def test_with_a_second_step_that_one_is_asked_for_and_no_mailed_code(
    maya: Client, clock: time_machine.Traveller, sign_in_by_mail: SignInByMail
) -> None:
    browser = sign_in_by_mail(maya)
    TOTP.activate(maya.user, SECRET)
    for change in (*CHANGES[1:], "totp/deactivate/"):
        assert browser.get(INDEX + change).headers["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert browser.post(ASKED).headers["Location"] == "/accounts/2fa/reauthenticate/"
    browser.post("/accounts/2fa/reauthenticate/", {"code": shows(SECRET)})
    assert browser.get(INDEX + "totp/deactivate/").status_code == 200


def test_each_change_is_told_to_the_owner_by_mail(
    maya: Client,
    clock: time_machine.Traveller,
    sign_in_by_mail: SignInByMail,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    browser = sign_in_by_mail(maya)

    def told(path: str, **sent: str) -> list[str]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(INDEX + path, sent, headers={"User-Agent": "Tests & more"})
        return [str(letter.subject) for letter in mail.outbox[before:]]

    browser.get(ACTIVATE)
    number = shows(browser.session["mfa.totp.secret"])
    assert told("totp/activate/", code=number) == ["An authenticator app was turned on"]
    letter = str(mail.outbox[-1].body)
    assert "When: Wednesday, March 4, 9:00 am, America/Chicago\nFrom: 127.0.0.1, Tests & more\n" in letter
    assert "http://127.0.0.1:8000/accounts/logout/everywhere/\n" in letter
    assert mail.outbox[-1].to == ["maya@example.com"]
    assert told("recovery-codes/generate/") == ["New recovery codes"]
    facts = {"name": "Key", "credential": {"clientExtensionResults": {}}}
    key = Authenticator.objects.create(user=maya.user, type="webauthn", data=facts)
    assert told(f"webauthn/keys/{key.pk}/remove/") == ["A passkey was removed"]
    assert told("totp/deactivate/") == ["The authenticator app was turned off"]
    assert Authenticator.objects.count() == 0


def test_signing_out_everywhere_ends_every_sign_in_of_this_person_alone(
    maya: Client, other_client: Client, sign_in: SignIn
) -> None:
    here, there, other = sign_in(maya), sign_in(maya), sign_in(other_client)
    assert "Sign out everywhere?" in page_text(here.get("/accounts/logout/everywhere/"))
    assert there.get("/me/").status_code == 200
    for _ in range(2):
        response = here.post("/accounts/logout/everywhere/")
        assert response.headers["Location"] == "/"
    assert [browser.get("/me/").status_code for browser in (here, there, other)] == [302, 302, 200]
    assert sign_in(Client.objects.get(pk=maya.pk)).get("/me/").status_code == 200


def test_the_form_that_signs_out_everywhere_does_so_after_the_sign_in_of_its_page_has_ended(
    maya: Client, other_client: Client, sign_in: SignIn
) -> None:
    path, here, there = "/accounts/logout/everywhere/", sign_in(maya), sign_in(maya)
    who = re.findall(r'name="who" value="([^"]+)"', here.get(path).content.decode())[0]
    late = Browser()
    assert late.get(path).headers["Location"] == f"/accounts/login/?next={path}"
    for forged in ("", str(maya.pk), f"{who}x"):
        late.post(path, {"who": forged})
    assert there.get("/me/").status_code == 200
    assert late.post(path, {"who": who}).headers["Location"] == "/"
    assert there.get("/me/").status_code == 302
