"""The site as an app on a home screen: what its manifest promises."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hinge_coach.accounts.models import Client, Trainer
from tests.conftest import SignIn

IMAGES = Path(__file__).resolve().parents[2] / "static/img"
MANIFEST: dict[str, Any] = json.loads((IMAGES / "site.webmanifest").read_text())
NAME = "Hinge Coach"


def test_it_opens_at_the_page_of_the_person_who_is_signed_in(
    curriculum: None, maya: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    assert [sign_in(person).get(MANIFEST["start_url"], follow=True).redirect_chain for person in (maya, trainer)] == [
        [("/today/", 302)],
        [("/desk/", 302)],
    ]


def test_it_is_one_app_with_one_name_whatever_its_address(db: None, sign_in: SignIn, maya: Client) -> None:
    assert (MANIFEST["id"], MANIFEST["scope"]) == ("/", "/")
    assert (MANIFEST["name"], MANIFEST["short_name"]) == (NAME, NAME)
    page = sign_in(maya).get("/me/").content.decode()
    assert f'<meta name="apple-mobile-web-app-title" content="{NAME}">' in page
    assert '<link rel="manifest" href="/static/img/site.webmanifest">' in page


@pytest.mark.parametrize("purpose", ["any", "maskable"])
def test_each_purpose_has_icons_of_its_own_in_both_sizes(purpose: str) -> None:
    icons = [icon for icon in MANIFEST["icons"] if icon["purpose"] == purpose and icon["type"] == "image/png"]
    found = {}
    for icon in icons:
        with Image.open(IMAGES / icon["src"]) as image:
            found[icon["sizes"]] = "x".join(map(str, image.size))
    assert found == {"192x192": "192x192", "512x512": "512x512"}
    assert len({icon["src"] for icon in MANIFEST["icons"]}) == len(MANIFEST["icons"])
