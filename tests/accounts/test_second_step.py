"""A passkey, an authenticator app, recovery codes: the pages that few see, in every state they have."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from pytest_django import Settings

from hinge_coach.accounts.models import Client, Trainer
from tests.accounts.conftest import SignInByMail
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


def app_shows(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def number_for(browser: Browser) -> str:
    """What an app shows that has scanned the picture of the page on which it is turned on."""
    return app_shows(browser.session["mfa.totp.secret"])


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


def test_a_client_turns_the_app_on_and_gets_recovery_codes(maya: Client, sign_in_by_mail: SignInByMail) -> None:
    browser = sign_in_by_mail(maya)
    assert is_ours(browser.get("/accounts/2fa/"), "How you sign in")
    page = browser.get("/accounts/2fa/totp/activate/")
    assert is_ours(page, "Turn on the authenticator app")
    assert 'src="data:image/svg+xml' in page.content.decode()
    wrong = browser.post("/accounts/2fa/totp/activate/", {"code": "\0"})
    assert 'class="field__error"' in wrong.content.decode()
    assert Authenticator.objects.count() == 0
    codes = browser.post("/accounts/2fa/totp/activate/", {"code": number_for(browser)}, follow=True)
    assert codes.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    assert is_ours(codes, "Recovery codes")
    assert browser.post("/accounts/2fa/recovery-codes/").headers["Location"] == "/accounts/2fa/"


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
    assert not Authenticator.objects.get(type="recovery_codes").wrap().did_view  # looking at them is not keeping them
    assert len(re.findall(r"<li><code>\w+</code>", codes.content.decode())) == 10
    assert is_ours(browser.get("/accounts/2fa/recovery-codes/generate/"), "New recovery codes")

    browser.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.count() == 0


def test_a_key_can_be_renamed_and_removed_by_its_owner_alone(
    maya: Client, other_client: Client, sign_in: SignIn, sign_in_by_mail: SignInByMail
) -> None:
    key = Authenticator.objects.create(
        user=maya.user, type="webauthn", data={"name": "My <phone>", "credential": {"clientExtensionResults": {}}}
    )
    urls = [f"/accounts/2fa/webauthn/keys/{key.pk}/{what}/" for what in ("edit", "remove")]
    stranger = sign_in_by_mail(other_client)
    assert [stranger.get(url).status_code for url in urls] == [404, 404]
    assert [stranger.post(url, {"name": "mine"}).status_code for url in urls] == [404, 404]
    listed = sign_in(maya).get("/accounts/2fa/webauthn/")
    assert is_ours(listed, "Passkeys and security keys")
    assert "<bdi>My &lt;phone&gt;</bdi>" in listed.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_adding_a_passkey_has_a_label_on_each_field(maya: Client, sign_in_by_mail: SignInByMail) -> None:
    page = sign_in_by_mail(maya).get("/accounts/2fa/webauthn/add/")
    assert is_ours(page, "Add a passkey")
    assert "A name to tell it by" in page_text(page)
    assert re.findall(r'<input type="checkbox"[^>]*>', page.content.decode())[0].count(" checked") == 1
    assert 'for="id_passwordless"' in page.content.decode()


@pytest.mark.parametrize("credential", ["", "{}", "[1]", '{"id": "a", "response": {}}', "\0"])
def test_what_is_no_passkey_is_not_added(maya: Client, sign_in_by_mail: SignInByMail, credential: str) -> None:
    browser = sign_in_by_mail(maya)
    browser.get("/accounts/2fa/webauthn/add/")
    page = browser.post("/accounts/2fa/webauthn/add/", {"name": "My phone", "credential": credential})
    assert page.status_code == 200
    assert "Your browser sent no passkey that we can read." in page_text(page)
    assert 'value="My phone"' in page.content.decode()
    assert Authenticator.objects.count() == 0


# The trainer, who needs a second step

ACTIVATE, FIRST, CODES = "/accounts/2fa/totp/activate/", "/accounts/second-step/", "/accounts/2fa/recovery-codes/"


@pytest.fixture
def rule(settings: Settings) -> None:
    settings.TRAINER_SECOND_FACTOR = True


@pytest.mark.usefixtures("rule")
def test_a_trainer_with_a_mailed_code_alone_is_led_to_an_app_then_to_the_codes_and_then_to_the_desk(
    trainer: Trainer, sign_in_by_mail: SignInByMail
) -> None:
    browser = sign_in_by_mail(trainer)
    first = browser.get("/desk/", follow=True)
    assert first.redirect_chain == [(FIRST, 302)]
    assert is_ours(first, "First, a second step")
    browser.get(ACTIVATE)
    shown = browser.post(ACTIVATE, {"code": number_for(browser)}, follow=True)
    assert shown.redirect_chain == [(FIRST, 302), (CODES, 302)]
    codes = re.findall(r"<code>(\d{8})</code>", shown.content.decode())
    assert len(codes) == 10
    assert browser.get("/desk/").headers["Location"] == FIRST  # they are not kept yet
    assert codes[0] in browser.get(f"{CODES}download/").content.decode()
    later = Browser()
    half_signed_in(later)
    assert later.post("/accounts/2fa/authenticate/", {"code": codes[0]}).headers["Location"] == "/arrive/"
    assert later.get("/desk/", follow=True).redirect_chain == [(FIRST, 302), (CODES, 302)]  # nor in a later sign-in
    assert browser.post(CODES, follow=True).redirect_chain == [("/arrive/", 302), ("/desk/", 302)]
    assert later.get("/desk/").headers["Location"] == FIRST
    assert is_ours(later.get(FIRST), "You are all set")
    assert later.post(FIRST, follow=True).redirect_chain == [("/arrive/", 302), ("/desk/", 302)]


@pytest.mark.usefixtures("rule")
def test_a_sign_in_from_before_the_second_step_shows_it_before_the_desk_opens(
    trainer: Trainer, sign_in_by_mail: SignInByMail
) -> None:
    browser = sign_in_by_mail(trainer)
    TOTP.activate(trainer.user, SECRET)
    assert is_ours(browser.get(FIRST), "Show your second step")
    assert browser.get("/accounts/2fa/webauthn/add/").headers["Location"].startswith("/accounts/2fa/reauthenticate/")
    asked = browser.get(f"/accounts/reauthenticate/?next={FIRST}", follow=True)
    assert asked.redirect_chain == [(f"/accounts/2fa/reauthenticate/?next={quote(FIRST, safe='')}", 302)]
    browser.post("/accounts/2fa/reauthenticate/", {"code": app_shows(), "next": FIRST})
    assert is_ours(browser.get(FIRST), "Now your recovery codes")
    made = browser.post(f"{CODES}generate/", follow=True)
    assert is_ours(made, "Recovery codes")
    assert browser.post(CODES, follow=True).redirect_chain == [("/arrive/", 302), ("/desk/", 302)]


@pytest.mark.usefixtures("rule")
def test_the_last_second_step_of_the_trainer_stays(careful_trainer: Trainer) -> None:
    browser = Browser()
    half_signed_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": app_shows()})
    browser.post(CODES)
    refused = browser.post("/accounts/2fa/totp/deactivate/")
    assert "This is your only second step" in page_text(refused)
    facts = {"name": "Key", "credential": {"clientExtensionResults": {}}}
    key = Authenticator.objects.create(user=careful_trainer.user, type="webauthn", data=facts)
    browser.post("/accounts/2fa/totp/deactivate/")
    kept = browser.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/", follow=True)
    assert "This is your only second step" in page_text(kept)
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "webauthn"]


def test_numbers_that_no_key_opens_get_a_sentence(careful_trainer: Trainer, settings: Settings) -> None:
    browser = Browser()
    half_signed_in(browser)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = ["tests"], "new"
    row = Authenticator.objects.get(type="totp")
    row.data["secret"] = "sealed:gone"
    row.save()
    page = browser.post("/accounts/2fa/authenticate/", {"code": app_shows()})
    assert "because its key was changed" in page_text(page)


def test_a_changed_secret_key_neither_signs_out_nor_locks_out(
    careful_trainer: Trainer, sign_in: SignIn, settings: Settings
) -> None:
    browser = sign_in(careful_trainer)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = ["tests"], "new"
    assert browser.get("/desk/settings/").status_code == 200
    half_signed_in(later := Browser())
    assert later.post("/accounts/2fa/authenticate/", {"code": app_shows()}).headers["Location"] == "/arrive/"


@pytest.mark.usefixtures("rule")
def test_who_lost_phone_and_codes_begins_anew_after_a_command(
    careful_trainer: Trainer, django_capture_on_commit_callbacks: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = Browser()
    half_signed_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": app_shows()})
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_second_step", "Trainer@example.com")
    assert "trainer@example.com has no second step now" in capsys.readouterr().out
    assert (Authenticator.objects.count(), mail.outbox[-1].subject) == (0, "Your second step was taken away")
    assert browser.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"
    assert half_signed_in(Browser()).redirect_chain[-1] == (FIRST, 302)
    with pytest.raises(CommandError, match="has no second step"):
        call_command("remove_second_step", "trainer@example.com")
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("remove_second_step", "nobody@example.com")
