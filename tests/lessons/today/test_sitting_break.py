"""The break after long sitting: three parts of twenty seconds, on paper as on the clock; nothing is kept."""

import re
from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.figures.still_figure import card_figure
from lessons.today.sitting_break import BREAK_PARTS, BreakPart
from tests import factories
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
URL = "/break/"
CHIP = "Been sitting long? 60-second break"


def test_three_parts_of_twenty_seconds_make_sixty() -> None:
    assert [(part.title, part.seconds) for part in BREAK_PARTS] == [
        ("Front of the hip", 20),
        ("Hinge", 20),
        ("Walk", 20),
    ]


@pytest.mark.parametrize("part", BREAK_PARTS, ids=lambda part: part.title)
def test_a_part_has_a_figure_that_is_described_and_few_words(part: BreakPart) -> None:
    figure = card_figure(part.figure)
    assert figure is not None
    assert figure.text
    assert len(f"{part.text} {part.half_way}".split()) <= 40


class TestThePage:
    def test_stands_without_a_script_with_words_seconds_and_a_drawing_each(self) -> None:
        response = Browser().get(URL)
        page, said = response.content.decode(), words_of(response)
        assert len(re.findall(r'class="still person--[\w-]+ skin--\w+" role="img"', page)) == 3
        assert [part.title for part in BREAK_PARTS if f"{part.title}, {part.seconds} seconds" not in said] == []
        assert [part.text for part in BREAK_PARTS if part.text not in said] == []

    def test_starts_nothing_by_itself_and_hides_the_clock_until_a_script_runs(self) -> None:
        page = Browser().get(URL).content.decode()
        assert re.search(r"data-break-clock\s+hidden", page)
        assert [word for word in ("autoplay", "<audio", "<form") if word in page] == []

    def test_says_that_nothing_is_stored(self) -> None:
        assert "Nothing you do on this page is stored." in words_of(Browser().get(URL))

    def test_is_honest_about_hip_range(self) -> None:
        said = words_of(Browser().get(URL))
        assert "about 6 degrees less far behind them" in said
        assert "whether sitting was the cause isn't known" in said
        assert "The survey says nothing about folding forward at the hips" in said
        assert "We found no study of this break." in said
        assert 'href="https://pubmed.ncbi.nlm.nih.gov/33188982/"' in Browser().get(URL).content.decode()

    def test_leads_nobody_into_it_while_practice_is_closed(self, browser: Browser, maya: Client, now: datetime) -> None:
        factories.close_by_answer(maya, now)
        page = browser.get(URL).content.decode()
        assert ("data-break" in page, "Practice is closed for now." in page) == (False, True)
        assert "Hip range" in page


class TestTheChipOnToday:
    def test_leads_to_the_break(self, browser: Browser) -> None:
        page = browser.get("/today/")
        assert CHIP in words_of(page)
        assert f'href="{URL}"' in page.content.decode()

    def test_is_not_there_while_practice_is_closed_or_rests(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        factories.close_by_answer(maya, now)
        assert CHIP not in words_of(browser.get("/today/"))
