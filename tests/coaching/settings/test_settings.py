"""The trainer as everybody sees them."""

import re

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.settings.forms import SettingsForm
from tests.coaching.pages import NUL_SENTENCE, TEN_KB, html_of, url


def test_settings_are_saved(trainer: Trainer, desk_browser: Browser) -> None:
    typed = {"name": "Robin", "zone": "Europe/Lisbon", "phone": "", "bio": "I coach.", "allow_signup": "on"}
    assert desk_browser.post(url("settings"), typed).headers["Location"] == url("settings")
    stored = Trainer.objects.select_related("user").get()
    assert (stored.name, stored.zone, stored.allow_signup) == ("Robin", "Europe/Lisbon", True)


def test_settings_that_cannot_be_kept_change_nothing(trainer: Trainer, desk_browser: Browser) -> None:
    answer = desk_browser.post(url("settings"), {"name": "Somebody else", "zone": "Mars/Olympus"})
    assert "We don't know this time zone." in html_of(answer)
    assert 'value="Somebody else"' in html_of(answer)
    assert Trainer.objects.select_related("user").get().name == "Robin Hale"


GOOD = {"name": "Robin", "zone": "Europe/Lisbon", "phone": "+1 212 555 0147", "bio": "I coach.", "allow_signup": "on"}


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", "", "Please tell us what to call you."),
        ("name", TEN_KB, "Please use at most 80 letters."),
        ("name", "R\x00", NUL_SENTENCE),
        ("zone", "Mars/Olympus", "We don't know this time zone. Please choose one from the list."),
        ("phone", "call me", "This doesn't look like a number. Try it with + and the country code."),
        ("digest_hour", "12", "Please choose one of these."),
        ("bio", TEN_KB, "Please keep this to 1200 letters or fewer."),
    ],
)
def test_settings_that_cannot_be_kept_get_a_sentence(trainer: Trainer, field: str, text: str, sentence: str) -> None:
    assert SettingsForm.of(trainer, GOOD | {field: text}).errors == {field: [sentence]}


@pytest.mark.parametrize(
    ("page", "typed", "field"),
    [
        ("settings", {"name": "", "zone": "Mars/Olympus"}, "name"),
        ("review", {"name": TEN_KB}, "name"),
        ("calendars", {"do": "add", "name": "Work", "url": "at home"}, "url"),
        ("embed", {"do": "add", "origin": "null"}, "origin"),
    ],
)
def test_the_focus_goes_to_the_first_field_to_correct(
    desk_browser: Browser, page: str, typed: dict[str, str], field: str
) -> None:
    focused = re.findall(r"<[^>]*\sautofocus\b[^>]*>", html_of(desk_browser.post(url(page), typed)))
    assert [re.findall(r'\sname="([^"]*)"', tag) for tag in focused] == [[field]]


def test_settings_are_kept(trainer: Trainer) -> None:
    form = SettingsForm.of(trainer, GOOD)
    assert form.is_valid()
    form.save(trainer)
    stored = Trainer.objects.select_related("user").get()
    assert (stored.name, stored.zone, stored.phone, stored.bio, stored.allow_signup) == (
        "Robin",
        "Europe/Lisbon",
        "+1 212 555 0147",
        "I coach.",
        True,
    )


def test_everything_but_name_and_zone_may_be_empty(trainer: Trainer) -> None:
    form = SettingsForm.of(trainer, {"name": "Robin", "zone": "UTC", "phone": "", "bio": ""})
    assert form.is_valid()


def test_the_hour_of_the_digest_is_kept_until_another_is_chosen(trainer: Trainer) -> None:
    kept = []
    for sent in ({"digest_hour": "7"}, {}, {"digest_hour": "off"}):  # the second is a page from before the choice
        form = SettingsForm.of(trainer, GOOD | sent)
        assert form.is_valid()
        form.save(trainer)
        kept.append(Trainer.objects.get().digest_hour)
    assert kept == [7, 7, None]


@pytest.mark.parametrize(("typed", "has_keys"), [({}, True), ({"has_keys": "no"}, False), ({"has_keys": "yes"}, True)])
def test_the_keys_of_the_desk_can_be_switched_off(
    maya: Client, trainer: Trainer, desk_browser: Browser, typed: dict[str, str], has_keys: bool
) -> None:
    """A page from before the switch existed leaves it as it is. Without keys no script listens for them."""
    desk_browser.post(url("settings"), GOOD | typed)
    assert Trainer.objects.get().has_keys == has_keys
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert ("js/desk_keys" in page, "data-show-keys" in page) == (has_keys, has_keys)
