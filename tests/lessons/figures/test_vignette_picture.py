"""Vignettes on pages: one for each track, beside the words of pages with nothing to show yet, and told to nobody."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.body.drawing.scenery import pickleball, plain_chair
from lessons.body.drawing.vignettes import HERO, VIGNETTES
from lessons.figures.vignette_picture import layer_paths, vignette_svg
from lessons.models import Track
from tests.conftest import SignIn


@pytest.mark.parametrize("name", VIGNETTES)
def test_a_vignette_is_well_formed_and_hidden_from_who_listens(name: str) -> None:
    svg = ET.fromstring(vignette_svg(name))
    assert (svg.get("aria-hidden"), svg.get("focusable"), svg.get("role")) == ("true", "false", None)
    assert [path.get("d") for path in svg if not path.get("d")] == []
    assert svg.get("viewBox", "").split()[2:] == [svg.get("width"), svg.get("height")]


def test_neighbors_of_one_color_are_one_path_and_what_is_turned_keeps_its_place() -> None:
    chairs = [*plain_chair(0.0, 0.0), *plain_chair(1.0, 0.0)]
    first, *_ = paths = layer_paths([*chairs, *pickleball(0.0, 0.0)])
    assert [path.role for path in paths] == [
        *("wood-dark", "wood", "wood-light", "wood-dark", "wood", "wood-light", "ball", "ball-holes"),
    ]
    assert first.d == chairs[0][1].path
    assert {path.role: bool(path.transform) for path in layer_paths(VIGNETTES["court"].layers)}["paddle"] is True


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
@pytest.mark.parametrize("page", ["/", "/lessons/"])
def test_every_track_has_its_picture(page: str) -> None:
    html = Browser().get(page).content.decode()
    pictures = re.findall(r'<svg class="vignette".*?</svg>', html, re.DOTALL)
    assert pictures == [vignette_svg(track).strip() for track in Track]


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
def test_the_plant_of_the_home_page_stands_behind_whoever_hinges() -> None:
    stage = Browser().get("/").content.decode().partition("data-lab-stage")[2]
    behind, _, _ = stage.partition("figure__ghost")
    assert re.findall(r'd="([^"]+)"', behind) == [path.d for path in layer_paths(HERO)]


@pytest.mark.parametrize(
    ("page", "name"),
    [("/tightness/", "chair"), ("/practices/", "mat"), ("/skills/", "court"), ("/messages/", "chairs")],
)
@pytest.mark.usefixtures("curriculum")
def test_a_page_with_nothing_to_show_yet_has_a_picture_and_its_style(
    page: str, name: str, maya: Client, sign_in: SignIn
) -> None:
    html = sign_in(maya.user).get(page).content.decode()
    assert vignette_svg(name).strip() in html
    assert "css/figure" in html


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "name"), [("/nowhere/", "court"), ("/call/", "telephone")])
def test_a_page_that_leads_nowhere_has_a_picture_and_its_style(page: str, name: str) -> None:
    html = Browser().get(page).content.decode()
    assert vignette_svg(name).strip() in html
    assert "css/figure" in html
