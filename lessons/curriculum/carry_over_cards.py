"""The cards that carry the hinge over to sport, home and garden. PURE.

Each group is a TOML file in `lessons/curriculum/cards/`. Cards are text of the site and no rows: they are read once, at
import. What is wrong in them stops the site with the file, the line and a sentence. A card's slug is that of its
figure.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from lessons.curriculum.problems import CurriculumError, CurriculumProblem, read_toml
from lessons.curriculum.schema import (
    CurriculumNames,
    LessonSlug,
    Source,
    Text,
    TomlTable,
    field_problems,
    reads_as,
)
from lessons.curriculum.toml_lines import KeyPath, key_lines, nearest_line

CARD_WORDS = 90
"""The most words on a card, its sources aside: it is read between two points or with gloves on."""

_FOLDER = Path(__file__).parent

CardSlug = Annotated[str, reads_as(r"[a-z]+(-[a-z]+)*", "a slug, such as golf-tee")]
# As long as a plan in the client's own words may be.
PlanHalf = Annotated[Text, Field(max_length=120)]


class CardPlan(TomlTable):
    when: PlanHalf = Field(description="What happens anyway: 'the other side serves'.")
    then: PlanHalf = Field(description="What the client does then: 'I drop into ready'.")

    def __str__(self) -> str:
        return f"When {self.when}, then {self.then}."


class CarryOverCard(TomlTable):
    slug: CardSlug = Field(description="The anchor on the page, and the name of the figure.")
    title: Annotated[Text, Field(max_length=40)] = Field(description="The heading.")
    situation: Text = Field(description="When it is used, in one sentence.")
    steps: list[Text] = Field(min_length=1, max_length=3, description="What to do, one thing each.")
    cue: Text = Field(description="A short phrase to think of.")
    look_out: Text = Field(description="One thing that goes wrong, and what to do about it.")
    plan: CardPlan = Field(description="An if-then plan that a client may take.")
    lesson: LessonSlug = Field(description="The slug of the lesson that it grows from.")
    sources: list[Source] = Field(
        default=[], description="What is behind it; without any, the page says that it is coaching practice."
    )

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if self.words > CARD_WORDS:
            raise PydanticCustomError("too_many_words", "Too many words", {"words": CARD_WORDS})
        return self

    @property
    def words(self) -> int:
        texts = (self.title, self.situation, *self.steps, self.cue, self.look_out, str(self.plan))
        return sum(len(text.split()) for text in texts)


class CardGroup(TomlTable):
    """One file: the cards of a sport, or of the garden."""

    title: Annotated[Text, Field(max_length=40)] = Field(description="The heading of the group.")
    number: Annotated[int, Field(ge=1, le=99)] = Field(description="Its place on the page.")
    cards: list[CarryOverCard] = Field(min_length=1, description="Its cards, in order.")


def parse_cards(file: str, text: str, lessons: Collection[str]) -> CardGroup:
    """The cards of one file; raises `CurriculumError` with everything that is wrong in it."""
    return check_cards(file, read_toml(file, text), lessons, key_lines(text))


def check_cards(
    file: str, values: Mapping[str, Any], lessons: Collection[str], lines: Mapping[KeyPath, int]
) -> CardGroup:
    """The cards from what `tomllib` read; `lines` says where each key stands. Raises `CurriculumError`."""
    try:
        return CardGroup.model_validate(values, context=CurriculumNames(tracks=(), lessons=lessons))
    except ValidationError as error:
        problems = field_problems(error)
        raise CurriculumError(
            [CurriculumProblem(file, nearest_line(lines, path), sentence) for path, sentence in problems]
        ) from None


def read_cards(texts: Mapping[str, str], lessons: Collection[str]) -> tuple[CardGroup, ...]:
    """The groups of several files, by file name, in the order of the page; raises `CurriculumError`."""
    groups: dict[str, CardGroup] = {}
    problems: list[CurriculumProblem] = []
    for file, text in texts.items():
        try:
            groups[file] = parse_cards(file, text, lessons)
        except CurriculumError as error:
            problems += error.problems
    problems += _taken_slugs(groups, texts)
    if problems:
        raise CurriculumError(problems)
    return tuple(sorted(groups.values(), key=lambda group: group.number))


def _taken_slugs(groups: Mapping[str, CardGroup], texts: Mapping[str, str]) -> Iterator[CurriculumProblem]:
    taken: set[str] = set()
    for file, group in groups.items():
        for index, card in enumerate(group.cards):
            if card.slug in taken:
                line = nearest_line(key_lines(texts[file]), ("cards", index, "slug"))
                yield CurriculumProblem(file, line, f"There is a card '{card.slug}' already.")
            taken.add(card.slug)


CARD_GROUPS = read_cards(
    {path.name: path.read_text(encoding="utf-8-sig") for path in sorted((_FOLDER / "cards").glob("*.toml"))},
    lessons={path.stem for path in _FOLDER.glob("*.md")},
)

CARRY_OVER_CARDS: Mapping[str, CarryOverCard] = {card.slug: card for group in CARD_GROUPS for card in group.cards}
"""Every card by its slug."""
