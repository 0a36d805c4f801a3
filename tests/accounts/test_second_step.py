"""A passkey, an authenticator app, recovery codes: the pages that few see, in every state they have."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from tests.conftest import SignIn
from tests.reading import code_in, page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def careful_trainer(trainer: Trainer) -> Trainer:
    """With an authenticator app and recovery codes."""
    EmailAddress.objects.create(user=trainer.user, email=trainer.user.email, verified=True, primary=True)
    TOTP.activate(trainer.user, SECRET)
    RecoveryCodes.activate(trainer.user)
    return trainer


def app_shows() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


def is_ours(response: Any, heading: str) -> bool:
    """One heading, our look, nothing inline, and none of the words that only engineers know."""
    html = response.content.decode()
    inline = re.findall(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*(?:\bsrc=|application/json))", html)
    jargon = re.findall(r"two-factor|reauthenticate|authentication|password", page_text(response), flags=re.IGNORECASE)
    headings = [re.sub(r"<[^>]*>", "", found) for found in re.findall(r"<h1[^>]*>(.*?)</h1>", html, flags=re.DOTALL)]
    return (headings, inline, jargon, "css/site.css" in html) == ([heading], [], [], True)


def half_signed_in(browser: Browser) -> Any:
    """The mailed code is typed in; the second step stands open."""
    confirm = browser.post("/accounts/login/", {"email": "trainer@example.com"}).headers["Location"]
    return browser.post(confirm, {"code": code_in(mail.outbox[-1])}, follow=True)


def test_somebody_with_an_app_is_asked_for_its_number_after_the_mailed_code(careful_trainer: Trainer) -> None:
    browser = Browser()
    page = half_signed_in(browser)
    assert page.redirect_chain[-1] == ("/accounts/2fa/authenticate/", 302)
    assert is_ours(page, "The second step")
    assert browser.get("/desk/").headers["Location"].startswith("/accounts/login/")
    wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert 'class="field__error"' in wrong.content.decode()
    right = browser.post("/accounts/2fa/authenticate/", {"code": app_shows()}, follow=True)
    assert right.redirect_chain == [("/arrive/", 302), ("/desk/", 302)]


def test_a_recovery_code_opens_the_second_step_once(careful_trainer: Trainer) -> None:
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    browser, later = Browser(), Browser()
    half_signed_in(browser)
    assert browser.post("/accounts/2fa/authenticate/", {"code": code}).headers["Location"] == "/arrive/"
    half_signed_in(later)
    again = later.post("/accounts/2fa/authenticate/", {"code": code})
    assert 'class="field__error"' in again.content.decode()


def test_starting_again_leads_back_to_the_sign_in(careful_trainer: Trainer) -> None:
    browser = Browser()
    half_signed_in(browser)
    response = browser.post("/accounts/logout/", {"next": "/accounts/login/"})
    assert response.headers["Location"] == "/accounts/login/"
    assert browser.get("/accounts/2fa/authenticate/").headers["Location"] == "/accounts/login/"


def test_a_client_turns_the_app_on_and_gets_recovery_codes(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    assert is_ours(browser.get("/accounts/2fa/"), "How you sign in")
    page = browser.get("/accounts/2fa/totp/activate/")
    assert is_ours(page, "Turn on the authenticator app")
    assert 'src="data:image/svg+xml' in page.content.decode()
    wrong = browser.post("/accounts/2fa/totp/activate/", {"code": "\0"})
    assert 'class="field__error"' in wrong.content.decode()
    assert Authenticator.objects.count() == 0


def test_the_pages_of_somebody_with_an_app_ask_first_whether_it_is_them(
    careful_trainer: Trainer, sign_in: SignIn
) -> None:
    browser = sign_in(careful_trainer)
    assert "Unused: 10." in page_text(browser.get("/accounts/2fa/"))
    asked = browser.get("/accounts/2fa/totp/deactivate/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/2fa/reauthenticate/?next=")
    assert is_ours(asked, "Is it you?")
    shown = browser.post(asked.redirect_chain[-1][0], {"code": app_shows(), "next": "/accounts/2fa/totp/deactivate/"})
    assert shown.headers["Location"] == "/accounts/2fa/totp/deactivate/"
    assert is_ours(browser.get("/accounts/2fa/totp/deactivate/"), "Turn off the authenticator app?")

    codes = browser.get("/accounts/2fa/recovery-codes/")
    assert is_ours(codes, "Recovery codes")
    assert len(re.findall(r"<li><code>\w+</code>", codes.content.decode())) == 10
    assert is_ours(browser.get("/accounts/2fa/recovery-codes/generate/"), "New recovery codes")

    browser.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.count() == 0


def test_a_key_can_be_renamed_and_removed_by_its_owner_alone(
    maya: Client, other_client: Client, sign_in: SignIn
) -> None:
    key = Authenticator.objects.create(
        user=maya.user, type="webauthn", data={"name": "My <phone>", "credential": {"clientExtensionResults": {}}}
    )
    urls = [f"/accounts/2fa/webauthn/keys/{key.pk}/{what}/" for what in ("edit", "remove")]
    stranger = sign_in(other_client)
    assert [stranger.get(url).status_code for url in urls] == [404, 404]
    assert [stranger.post(url, {"name": "mine"}).status_code for url in urls] == [404, 404]
    listed = sign_in(maya).get("/accounts/2fa/webauthn/")
    assert is_ours(listed, "Passkeys and security keys")
    assert "<bdi>My &lt;phone&gt;</bdi>" in listed.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_adding_a_passkey_has_a_label_on_each_field(maya: Client, sign_in: SignIn) -> None:
    page = sign_in(maya).get("/accounts/2fa/webauthn/add/")
    assert is_ours(page, "Add a passkey")
    assert "A name to tell it by" in page_text(page)
    assert re.findall(r'<input type="checkbox"[^>]*>', page.content.decode())[0].count(" checked") == 1
    assert 'for="id_passwordless"' in page.content.decode()


@pytest.mark.parametrize("credential", ["", "{}", "[1]", '{"id": "a", "response": {}}', "\0"])
def test_what_is_no_passkey_is_not_added(maya: Client, sign_in: SignIn, credential: str) -> None:
    browser = sign_in(maya)
    browser.get("/accounts/2fa/webauthn/add/")
    page = browser.post("/accounts/2fa/webauthn/add/", {"name": "My phone", "credential": credential})
    assert page.status_code == 200
    assert "Your browser sent no passkey that we can read." in page_text(page)
    assert 'value="My phone"' in page.content.decode()
    assert Authenticator.objects.count() == 0
