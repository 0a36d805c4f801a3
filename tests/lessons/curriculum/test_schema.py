"""The schema of the front matter: documented in full, in step with the site, with a sentence for every mistake."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from lessons import models
from lessons.body.model.loads import MUSCLE_NAMES
from lessons.curriculum.loading import CURRICULUM, SECTIONS, split_file
from lessons.curriculum.schema import (
    AskedFor,
    CheckKind,
    CleanAnswers,
    CountAnswers,
    CurriculumNames,
    Dose,
    Fault,
    FrontMatter,
    FrontMatterError,
    HoldStep,
    HowFarAnswers,
    LoadTable,
    Muscle,
    PositionStep,
    RepsStep,
    RestStep,
    SelfCheck,
    Shown,
    Source,
    VariationKind,
    VariationText,
    parse_front_matter,
)
from lessons.models import Lesson, Track
from lessons.models.measure import MEASURES
from lessons.models.step import Shows
from lessons.models.variation import Variation

NAMES = CurriculumNames(tracks=Track.values, lessons={path.stem for path in CURRICULUM.glob("*.md")})
VALUES = split_file(CURRICULUM / "chair-sit.md").values


def sentences(values: Mapping[str, Any]) -> list[str]:
    with pytest.raises(FrontMatterError) as caught:
        parse_front_matter(values, NAMES)
    return [problem.sentence for problem in caught.value.problems]


def test_every_lesson_is_read_as_it_stands() -> None:
    values = {path.stem: split_file(path).values for path in CURRICULUM.glob("*.md")}
    read = {slug: parse_front_matter(front, NAMES) for slug, front in values.items()}
    assert {slug: front.model_dump(by_alias=True, exclude_unset=True) for slug, front in read.items()} == values


@pytest.mark.parametrize(
    "model",
    [
        *(FrontMatter, PositionStep, RepsStep, HoldStep, RestStep, Fault, Dose, SelfCheck, CleanAnswers, CountAnswers),
        *(HowFarAnswers, LoadTable, VariationText, Source),
    ],
)
def test_every_field_is_documented(model: type[BaseModel]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.description] == []


def test_a_front_matter_is_never_changed() -> None:
    front_matter = parse_front_matter(VALUES, NAMES)
    with pytest.raises(ValidationError, match="frozen"):
        front_matter.title = "Another"


def test_every_key_has_a_column_and_every_column_a_key() -> None:
    ours = {"id", "slug", "source_hash", "shipped_hash", "edited_at"}
    columns = {field.name for field in Lesson._meta.fields} - ours
    assert set(FrontMatter.model_fields) | set(SECTIONS.values()) == columns


@pytest.mark.parametrize(("name", "most"), [("title", 60), ("summary", 140), ("right_label", 40), ("fault_label", 40)])
def test_what_fits_the_schema_fits_the_column(name: str, most: int) -> None:
    assert {field.name: getattr(field, "max_length", None) for field in Lesson._meta.fields}[name] == most
    assert parse_front_matter({**VALUES, name: "a" * most}, NAMES)
    assert sentences({**VALUES, name: "a" * (most + 1)}) == [f"'{name}' is longer than {most} letters."]


def test_the_muscles_are_those_of_the_body() -> None:
    assert set(get_args(Muscle)) == {name.lower() for name in MUSCLE_NAMES.values()}


def test_what_a_step_may_ask_for_has_a_place_in_the_player() -> None:
    assert set(get_args(AskedFor)) == {asks.value for asks in models.Asks}


def test_what_the_figure_shows_is_known_to_the_player() -> None:
    assert set(get_args(Shown)) == {shows.value for shows in Shows}


def test_the_variations_are_those_that_clients_are_asked_about() -> None:
    assert list(get_args(VariationKind)) == [variation.value for variation in Variation]


def test_every_measure_is_a_kind_of_self_check() -> None:
    assert set(get_args(CheckKind)) == {"felt", *MEASURES}


def test_all_problems_are_found_at_once_with_their_paths() -> None:
    steps = [{"do": "rest", "text": "Rest.", "say": "Rest", "seconds": 20}, {"do": "hold", "seconds": 0, "rep": 1}]
    values = {**VALUES, "steps": steps, "minutes": "six", "x": 1}
    with pytest.raises(FrontMatterError) as caught:
        parse_front_matter(values, NAMES)
    assert caught.value.problems == [
        (("minutes",), "'minutes' must be a whole number."),
        (("steps", 1, "text"), "'steps.2.text' is missing."),
        (("steps", 1, "say"), "'steps.2.say' is missing."),
        (("steps", 1, "seconds"), "'steps.2.seconds' must be 1 or more."),
        (("steps", 1, "rep"), "'steps.2.rep' is not a key we know."),
        (("x",), "'x' is not a key we know."),
    ]


REPS: dict[str, Any] = {"do": "reps", "text": "Bow.", "say": "Bow", "reps": 8, "tempo": [3, 1, 3]}
HOLD: dict[str, Any] = {"do": "hold", "text": "Stay.", "say": "Stay", "seconds": 20}


def step(**changes: Any) -> dict[str, Any]:
    return {"steps": [{**(HOLD if "seconds" in changes else REPS), **changes}]}


BOUNDS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (step(reps=1), step(reps=0), "'steps.1.reps' must be 1 or more."),
    (step(reps=100), step(reps=101), "'steps.1.reps' must be 100 or less."),
    (step(tempo=[0, 0, 60]), step(tempo=[0, 0, 61]), "'steps.1.tempo.3' must be 60 or less."),
    (step(tempo=[0, 1, 0]), step(tempo=[0, 0, 0]), "'steps.1.tempo' takes no time."),
    (step(sets=20), step(sets=21), "'steps.1.sets' must be 20 or less."),
    (step(rest=600), step(rest=601), "'steps.1.rest' must be 600 or less."),
    (step(seconds=600), step(seconds=601), "'steps.1.seconds' must be 600 or less."),
    (step(say="One two three"), step(say="a b c d"), "'steps.1.say' must be one to three words, without a period."),
    (step(say="Bow"), step(say="Bow."), "'steps.1.say' must be one to three words, without a period."),
    (step(say="x" * 14), step(say="x" * 15), "'steps.1.say' is longer than 14 letters."),
    ({"brief": "so " * 60}, {"brief": "so " * 61}, "'brief' is longer than 60 words."),
    ({"title": "x" * 60}, {"title": "x" * 61}, "'title' is longer than 60 letters."),
    ({"right_label": "x" * 40}, {"right_label": "x" * 41}, "'right_label' is longer than 40 letters."),
    ({"minutes": 120}, {"minutes": 121}, "'minutes' must be 120 or less."),
    (
        {"dose": {"text": "Weekly", "days_between": 6}},
        {"dose": {"text": "Rarely", "days_between": 7}},
        "'dose.days_between' must be 6 or less.",
    ),
]


@pytest.mark.parametrize(("kept", "refused", "sentence"), BOUNDS, ids=[sentence for *_, sentence in BOUNDS])
def test_a_bound_is_kept_and_one_more_is_refused(kept: dict[str, Any], refused: dict[str, Any], sentence: str) -> None:
    parse_front_matter({**VALUES, **kept}, NAMES)
    assert sentences({**VALUES, **refused}) == [sentence]


def test_what_is_left_out_is_off_or_nothing() -> None:
    (bow,) = parse_front_matter({**VALUES, **step()}, NAMES).steps
    assert isinstance(bow, RepsStep)
    assert (bow.sides, bow.sets, bow.rest, bow.rest_text, bow.beats) == (False, 1, 0, None, ["", "", ""])
    read = parse_front_matter({**VALUES, "dose": {"text": "Daily"}}, NAMES)
    assert (read.optional, read.load, read.dose.sets, read.dose.days_between) == (False, None, None, 0)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value, with each of its keys or indexes."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from places(item)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=200) | st.datetimes() | st.times()
ANYTHING = st.recursive(
    SCALARS, lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=9), values, max_size=3)
)


@given(place=st.integers(0, sum(1 for _ in places(VALUES)) - 1), value=ANYTHING)
def test_whatever_stands_in_a_place_is_read_or_refused_in_a_sentence(place: int, value: Any) -> None:
    values = copy.deepcopy(VALUES)
    container, key = list(places(values))[place]
    container[key] = value
    try:
        front_matter = parse_front_matter(values, NAMES)
    except FrontMatterError:
        assert all(sentence.endswith(".") for sentence in sentences(values))
    else:
        assert front_matter.model_dump(by_alias=True, exclude_unset=True) == values
