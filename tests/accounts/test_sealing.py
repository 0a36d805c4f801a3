"""The secrets of second steps: encrypted in the database, under a key apart from `SECRET_KEY`."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from hinge_coach.accounts import checks
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.accounts.sealing import is_sealed_anew, seal, unseal

SECRET = "JBSWY3DPEHPK3PXP"


@given(st.text(max_size=80).filter(lambda text: not text.startswith("sealed:")))
def test_what_is_sealed_is_unsealed_as_it_was_and_what_was_never_sealed_stays(text: str) -> None:
    assert (unseal(seal(text)), unseal(text)) == (text, text)
    assert seal(text) != seal(text)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        # (SECRETS_KEY, SECRET_KEY, SECRET_KEY_FALLBACKS)
        ((["own"], "a", []), (["own"], "b", [])),  # SECRET_KEY alone changed
        (([], "a", []), (["own"], "a", [])),  # the key of its own came later
        (([], "a", []), ([], "b", ["a"])),
        ((["own"], "a", []), (["new", "own"], "b", [])),
    ],
)
def test_changed_keys_lock_nobody_out(
    then: tuple[list[str], str, list[str]], now: tuple[list[str], str, list[str]], settings: Settings
) -> None:
    settings.SECRETS_KEY, settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = then
    sealed = seal(SECRET)
    settings.SECRETS_KEY, settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = now
    assert unseal(sealed) == SECRET


def test_what_no_known_key_opens_says_which_setting_is_missing(settings: Settings) -> None:
    settings.SECRETS_KEY = ["old"]
    sealed = seal(SECRET)
    settings.SECRETS_KEY = ["new"]
    for broken in (sealed, "sealed:", "sealed:gAAAA", f"{sealed[:-9]}AAAAAAAA="):
        with pytest.raises(LookupError, match="SECRETS_KEY changed"):
            unseal(broken)


def test_the_database_holds_neither_the_secret_nor_a_seed(trainer: Trainer) -> None:
    TOTP.activate(trainer.user, SECRET)
    codes = RecoveryCodes.activate(trainer.user)
    stored = {row.type: row.data for row in Authenticator.objects.all()}
    assert stored["totp"]["secret"].startswith("sealed:")
    assert stored["recovery_codes"]["seed"].startswith("sealed:")
    again = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert again.get_unused_codes() == codes.get_unused_codes()
    assert unseal(stored["totp"]["secret"]) == SECRET


def test_the_migration_seals_what_stood_in_clear_and_can_be_taken_back(trainer: Trainer) -> None:
    row = Authenticator.objects.create(user=trainer.user, type="totp", data={"secret": SECRET})
    seed = Authenticator.objects.create(user=trainer.user, type="recovery_codes", data={"seed": "ab12", "used_mask": 5})
    migration = import_module("hinge_coach.accounts.migrations.0010_seal_second_factors")
    for _ in range(2):
        migration.seal_all(apps, None)
        row.refresh_from_db()
        seed.refresh_from_db()
        assert is_sealed_anew(row.data["secret"])
        assert (unseal(row.data["secret"]), unseal(seed.data["seed"]), seed.data["used_mask"]) == (SECRET, "ab12", 5)
    migration.unseal_all(apps, None)
    row.refresh_from_db()
    assert row.data == {"secret": SECRET}


def test_sealing_anew_makes_the_old_key_needless_and_names_whose_key_is_gone(
    trainer: Trainer, maya: Client, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SECRETS_KEY = ["old"]
    TOTP.activate(trainer.user, SECRET)
    settings.SECRETS_KEY = ["lost"]
    TOTP.activate(maya.user, SECRET)
    settings.SECRETS_KEY = ["new", "old"]
    with pytest.raises(CommandError, match=r"maya@example\.com"):
        call_command("seal_secrets")
    assert capsys.readouterr().out == "Sealed anew: 1. Under the first key already: 0.\n"
    settings.SECRETS_KEY = ["new"]
    assert unseal(Authenticator.objects.get(user=trainer.user).data["secret"]) == SECRET
    (found,) = checks.second_steps_can_be_read(["default"])
    assert (found.id, "maya@example.com" in found.msg, "trainer" in found.msg) == ("accounts.W007", True, False)
    settings.SECRETS_KEY = ["new", "lost"]
    call_command("seal_secrets")
    assert capsys.readouterr().out == "Sealed anew: 1. Under the first key already: 1.\n"
    assert checks.second_steps_can_be_read(["default"]) == []


@pytest.mark.parametrize(("keys", "ids"), [([], ["accounts.W006"]), (["own"], [])])
def test_a_site_without_a_key_of_its_own_for_second_steps_is_told(
    keys: list[str], ids: list[str], settings: Settings
) -> None:
    settings.SECRETS_KEY = keys
    assert [found.id for found in checks.second_steps_have_a_key_of_their_own()] == ids
