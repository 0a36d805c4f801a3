"""The cards as text: read or refused in a sentence, short, with a figure, a lesson and a plan each."""

import copy
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from lessons.curriculum import carry_over_cards
from lessons.curriculum.carry_over_cards import (
    CARD_GROUPS,
    CARD_WORDS,
    CARRY_OVER_CARDS,
    CardGroup,
    CardPlan,
    CarryOverCard,
    check_cards,
    parse_cards,
    read_cards,
)
from lessons.curriculum.problems import CurriculumError
from lessons.figures.still_figure import card_figure
from lessons.models import Lesson, Plan

LESSONS = {"wall-tap"}
GOOD = """title = "Bowling"
number = 4

[[cards]]
slug = "bowling-release"
title = "Release"
situation = "It is your turn."
steps = [
  "Hips back.",
  "Let go.",
]
cue = "Low and long"
look_out = "A round reach. Step closer."
plan = { when = "I pick up the ball", then = "my hips go back" }
lesson = "wall-tap"
sources = [
  { text = "Nobody 2020", doi = "10.1000/xyz" },
]
"""
CARD = tomllib.loads(GOOD)["cards"][0]


def problems_of(text: str) -> list[str]:
    with pytest.raises(CurriculumError) as caught:
        parse_cards("bowling.toml", text, LESSONS)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file_is_read_as_it_stands() -> None:
    group = parse_cards("bowling.toml", GOOD, LESSONS)
    assert group.model_dump(exclude_unset=True) == tomllib.loads(GOOD)
    assert str(group.cards[0].plan) == "When I pick up the ball, then my hips go back."
    assert group.cards[0].sources[0].link == "https://doi.org/10.1000/xyz"


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ('title = "Bowling"\n', "", "bowling.toml:1: 'title' is missing."),
        ("number = 4", 'number = "4"', "bowling.toml:2: 'number' must be a whole number."),
        ("number = 4", "number = 0", "bowling.toml:2: 'number' must be 1 or more."),
        ("number = 4", "number = 100", "bowling.toml:2: 'number' must be 99 or less."),
        ("number = 4", "number = 4\nsport = true", "bowling.toml:3: 'sport' is not a key we know."),
        ('cue = "Low and long"\n', "", "bowling.toml:4: 'cards.1.cue' is missing."),
        ('"bowling-release"', '"Bowling Release"', "bowling.toml:5: 'cards.1.slug' isn't a slug, such as golf-tee."),
        ('title = "Release"', f'title = "{"R" * 41}"', "bowling.toml:6: 'cards.1.title' is longer than 40 letters."),
        ('"It is your turn."', '" "', "bowling.toml:7: 'cards.1.situation' is empty."),
        ('"It is your turn."', "7", "bowling.toml:7: 'cards.1.situation' must be text."),
        ('  "Let go.",\n', "  3,\n", "bowling.toml:10: 'cards.1.steps.2' must be text."),
        ('  "Let go.",', '  "Let go.", "Up.", "Turn.",', "bowling.toml:8: 'cards.1.steps' must hold at most 3."),
        ('  "Hips back.",\n  "Let go.",\n', "", "bowling.toml:8: 'cards.1.steps' must hold at least 1."),
        ('"A round reach. Step closer."', "[]", "bowling.toml:13: 'cards.1.look_out' must be text."),
        (', then = "my hips go back"', "", "bowling.toml:14: 'cards.1.plan.then' is missing."),
        ("my hips go back", "x" * 121, "bowling.toml:14: 'cards.1.plan.then' is longer than 120 letters."),
        ('"wall-tap"', '"swim"', "bowling.toml:15: 'cards.1.lesson' names 'swim', which isn't a lesson."),
        (
            ', doi = "10.1000/xyz"',
            "",
            "bowling.toml:17: 'cards.1.sources.1' must have one link: doi, pmid, pmc or url.",
        ),
        ("10.1000/xyz", "see there", "bowling.toml:17: 'cards.1.sources.1.doi' isn't a DOI."),
        ("Low and long", "on " * 66, "bowling.toml:4: 'cards.1' is longer than 90 words."),
        (GOOD[GOOD.index("[[cards]]") :], "cards = []", "bowling.toml:4: 'cards' must hold at least 1."),
        (GOOD[GOOD.index("[[cards]]") :], "cards = 3", "bowling.toml:4: 'cards' must be a list."),
        (GOOD[GOOD.index("[[cards]]") :], "cards = [3]", "bowling.toml:4: 'cards.1' must be a table."),
    ],
)
def test_a_mistake_is_named_with_its_file_line_and_key(good: str, bad: str, problem: str) -> None:
    assert GOOD.count(good) == 1
    assert problems_of(GOOD.replace(good, bad)) == [problem]


def test_ninety_words_are_not_too_many() -> None:
    assert parse_cards("bowling.toml", GOOD.replace("Low and long", "on " * 65), LESSONS).cards[0].words == 90


def test_what_is_not_toml_is_named_with_its_line() -> None:
    (problem,) = problems_of(GOOD.replace("number = 4", "number = "))
    assert problem.startswith("bowling.toml:2: This is not TOML: ")


def test_all_problems_of_all_files_are_found_at_once() -> None:
    texts = {"a.toml": GOOD.replace("wall-tap", "swim"), "b.toml": GOOD.replace('"Low and long"', "1")}
    with pytest.raises(CurriculumError) as caught:
        read_cards(texts, LESSONS)
    assert str(caught.value).splitlines() == [
        "a.toml:15: 'cards.1.lesson' names 'swim', which isn't a lesson.",
        "b.toml:12: 'cards.1.cue' must be text.",
    ]


def test_two_cards_of_one_slug_are_refused() -> None:
    with pytest.raises(CurriculumError) as caught:
        read_cards({"a.toml": GOOD, "b.toml": GOOD}, LESSONS)
    assert str(caught.value) == "b.toml:5: There is a card 'bowling-release' already."


def test_groups_come_in_the_order_of_their_numbers() -> None:
    other = GOOD.replace("bowling-release", "bowling-pick-up").replace("number = 4", "number = 3")
    groups = read_cards({"a.toml": GOOD, "b.toml": other}, LESSONS)
    assert [group.number for group in groups] == [3, 4]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value, with each of its keys or indexes."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from places(item)


SCALARS = st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=200) | st.dates()
ANYTHING = st.recursive(
    SCALARS, lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=9), values, max_size=3)
)


@given(place=st.integers(0, sum(1 for _ in places(CARD)) - 1), value=ANYTHING)
def test_whatever_stands_in_a_place_is_read_or_refused_in_a_sentence(place: int, value: Any) -> None:
    card = copy.deepcopy(CARD)
    values = {"title": "Bowling", "number": 4, "cards": [card]}
    container, key = list(places(card))[place]
    container[key] = value
    sentences: list[str] = []
    try:
        group = check_cards("bowling.toml", values, LESSONS, lines={})
    except CurriculumError as error:
        sentences = [problem.sentence for problem in error.problems]
    else:
        assert group.model_dump(exclude_unset=True) == values
    assert [sentence for sentence in sentences if not sentence.endswith(".")] == []


@pytest.mark.parametrize("model", [CardGroup, CarryOverCard, CardPlan])
def test_every_field_is_documented(model: type[BaseModel]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.description] == []


# The cards that ship


def test_the_cards_that_ship() -> None:
    assert {group.title: [card.slug for card in group.cards] for group in CARD_GROUPS} == {
        "Pickleball": ["pickleball-ready", "pickleball-dink", "pickleball-low-volley", "pickleball-serve"],
        "Golf": ["golf-address", "golf-tee", "golf-pick-up"],
        "Gardening": ["garden-weeding", "garden-shoveling"],
        "At home": ["lift-child", "bed-edge", "stair-shoe"],
    }


CARDS = CARRY_OVER_CARDS.values()


def test_a_card_is_short() -> None:
    assert {card.slug for card in CARDS if card.words > CARD_WORDS} == set()
    assert {card.slug for card in CARDS if len(re.findall(r"[.!?](?:\s|$)", card.situation)) != 1} == set()
    assert [step for card in CARDS for step in card.steps if len(step.split()) > 16] == []


def test_a_card_has_a_figure_that_is_described() -> None:
    figures = {slug: card_figure(slug) for slug in CARRY_OVER_CARDS}
    assert {slug for slug, figure in figures.items() if not (figure and figure.text and figure.still.paths)} == set()
    assert [figure.slug for figure in figures.values() if figure] == list(figures)


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
def test_every_card_grows_from_a_lesson_that_exists() -> None:
    slugs = set(Lesson.objects.values_list("slug", flat=True))
    assert {card.lesson for card in CARRY_OVER_CARDS.values()} - slugs == set()


def test_a_plan_fits_where_plans_are_kept_and_reads_as_one_sentence() -> None:
    for card in CARDS:
        Plan(when=card.plan.when, then=card.plan.then).clean_fields(exclude=["client", "chosen_at"])
    assert {card.slug for card in CARDS if re.findall(r"[.!?]", str(card.plan)) != ["."]} == set()


def test_a_card_says_nothing_that_frightens() -> None:
    words = re.compile("diagnos|treat|cure|damage|danger|slipped|injur", re.IGNORECASE)
    found = {card.slug: words.findall(card.model_dump_json()) for card in CARDS}
    assert {slug: used for slug, used in found.items() if used} == {}


def test_files_of_cards_are_no_lessons() -> None:
    folder = Path(carry_over_cards.__file__).parent
    assert {path.stem for path in folder.glob("*.md")} & set(CARRY_OVER_CARDS) == set()
