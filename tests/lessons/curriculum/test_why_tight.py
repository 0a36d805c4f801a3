"""Why a back feels tight: short, sourced, and how sure of each part."""

import re

import pytest
from django.test import Client as Browser

from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
URL = "/why-tight/"
MOST_WORDS = 350
SURE = ("Well supported", "Partly supported", "A coaching idea, not tested")


def main_of(path: str) -> str:
    return re.sub(r".*<main[^>]*>|</main>.*", "", Browser().get(path).content.decode(), flags=re.DOTALL)


def test_it_is_short() -> None:
    words = re.sub(r"<[^>]*>", " ", main_of(URL)).split()
    assert len(words) < MOST_WORDS


def test_each_claim_says_how_sure_it_is() -> None:
    claims = re.findall(r"<li.*?</li>", main_of(URL), re.DOTALL)
    assert len(claims) == 6
    assert [claim for claim in claims if sum(level in claim for level in SURE) != 1] == []


def test_what_is_supported_has_its_source_as_a_link() -> None:
    links = set(re.findall(r'href="(https://[^"]+)"', main_of(URL)))
    assert links == {
        "https://doi.org/10.1038/s41598-017-09429-1",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC10684665/",
        "https://doi.org/10.1002/14651858.CD012004",
        "https://doi.org/10.1001/jamaneurol.2020.4821",
    }


def test_it_frightens_nobody_and_promises_nothing() -> None:
    said = main_of(URL).lower()
    words = ("diagnos", "treat", "cure", "damage", "danger", "slipped", "injur", "proven", "guarantee")
    assert [word for word in words if word in said] == []


@pytest.mark.parametrize("path", ["/", "/safety/", "/lessons/"])
def test_the_public_pages_lead_here(path: str) -> None:
    assert f'href="{URL}"' in main_of(path)


def test_today_leads_here(browser: Browser) -> None:
    page = browser.get("/today/")
    assert f'href="{URL}"' in page.content.decode()
    assert "Why a back feels tight" in words_of(page)
