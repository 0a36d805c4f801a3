from zoneinfo import ZoneInfo

import pytest
from django import forms

from hinge_coach.accounts.zones.fields import ZoneField, city, zone_choices, zone_names
from hinge_coach.accounts.zones.table import todays_name


class Form(forms.Form):
    zone = ZoneField()


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "UTC"),
        ("Europe/Berlin", "Berlin"),
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires (Argentina)"),
        ("America/North_Dakota/New_Salem", "New Salem (North Dakota)"),
    ],
)
def test_a_zone_is_named_as_people_say_it(zone: str, said: str) -> None:
    assert city(zone) == said


def test_every_zone_on_offer_is_known_and_offered_once() -> None:
    offered = [name for _, group in zone_choices() for name, _ in group]
    assert set(offered) <= zone_names()
    assert len(offered) == len(set(offered))
    assert {"UTC", "Europe/London", "America/Chicago", "Asia/Kolkata", "Australia/Lord_Howe"} <= set(offered)


def test_a_place_is_offered_by_one_name_and_found_by_its_older_ones() -> None:
    html = str(Form()["zone"])
    assert '<option value="Asia/Kathmandu" data-also="Asia/Katmandu">Kathmandu</option>' in html
    assert '<option value="Pacific/Chuuk" data-also="Pacific/Truk Pacific/Yap">Chuuk</option>' in html
    offered = {name for _, group in zone_choices() for name, _ in group}
    assert offered & {"Asia/Katmandu", "Asia/Calcutta", "Europe/Kiev", "America/Buenos_Aires", "US/Eastern"} == set()
    assert {name for name in offered if todays_name(name) != name} == {"UTC"}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "US/Eastern", "Etc/GMT+5"])
def test_a_known_name_cleans_to_its_zone(zone: str) -> None:
    form = Form({"zone": zone})
    assert form.is_valid()
    assert form.cleaned_data == {"zone": ZoneInfo(zone)}


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "Europe/Berlin\0", "x" * 10_000, "💺", "\u202e"])
def test_an_unknown_name_gets_a_sentence(zone: str) -> None:
    assert Form({"zone": zone}).errors == {"zone": ["We don't know this time zone. Please choose one from the list."]}


@pytest.mark.parametrize(("zone", "is_new"), [("Europe/Berlin", False), ("US/Eastern", True), ("Etc/GMT+5", True)])
def test_a_zone_known_by_an_older_name_stays_chosen_in_the_list(zone: str, is_new: bool) -> None:
    """Else the list would show UTC, and saving another field would move the person there."""
    html = str(Form(initial={"zone": zone})["zone"])
    assert html.count(" selected") == 1
    assert f'<option value="{zone}" selected' in html
    offered = {name for _, group in zone_choices() for name, _ in group}
    assert (zone not in offered) == is_new


def test_an_unknown_name_does_not_enter_the_list() -> None:
    assert "Mars/Olympus" not in str(Form({"zone": "Mars/Olympus"})["zone"])
