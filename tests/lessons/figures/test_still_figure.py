"""Figures of one drawing: light, with words, and comparable where two stand side by side."""

import gzip

import pytest
from django.template.loader import render_to_string

from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.animation.movements import CARDS, START_CARDS
from lessons.body.drawing.frames import draw_card, viewbox_of
from lessons.body.drawing.people import PEOPLE
from lessons.figures.persons import person_of
from lessons.figures.still_figure import StartTestName, card_figure, start_figure


def shown(slug: str) -> str:
    return render_to_string("lessons/figures/_still.html", {"figure": card_figure(slug)})


def test_a_card_is_an_image_with_its_words_and_weighs_less_than_3_kb() -> None:
    pages = {slug: shown(slug) for slug in CARDS}
    assert [slug for slug, page in pages.items() if f'role="img" aria-label="{CARDS[slug].text}"' not in page] == []
    assert [slug for slug, page in pages.items() if "figure__muscle" in page] == []
    assert [slug for slug, page in pages.items() if len(gzip.compress(page.encode(), 6)) >= 3_000] == []


def test_a_card_nobody_drew_has_no_figure() -> None:
    assert card_figure("swim") is None


@pytest.mark.parametrize(
    ("test", "level", "slug"),
    [
        ("chair", 0, "start-chair-0"),
        ("chair", 2, "start-chair-2"),
        ("wall", 0, "start-wall-0"),
        ("wall", 0.5, "start-wall-0.5"),
        ("wall", 1, "start-wall-1"),
        ("wall", 1.5, "start-wall-1"),
        ("wall", 2, "start-wall-1"),
        ("bow", 3, "start-bow-3"),
    ],
)
def test_a_level_of_a_start_test_has_its_drawing(test: StartTestName, level: float, slug: str) -> None:
    assert start_figure(test, level).slug == slug


@pytest.mark.parametrize(("test", "levels"), [("chair", 3), ("bow", 4)])
def test_then_and_now_are_drawn_at_one_scale(test: StartTestName, levels: int) -> None:
    assert len({start_figure(test, level).box for level in range(levels)}) == 1
    assert len({start_figure(test, level).text for level in range(levels)}) == levels


@pytest.mark.parametrize("test", ["chair", "bow"])
def test_that_scale_is_the_largest_at_which_all_levels_fit(test: StartTestName) -> None:
    person = PEOPLE[person_of(START_CARDS[test][0].family).person]
    frames = [draw_card(card, LESSON_BODY, person) for card in START_CARDS[test]]
    assert start_figure(test, 0).box == " ".join(map(str, viewbox_of(frames)))
