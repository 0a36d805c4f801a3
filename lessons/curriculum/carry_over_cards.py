"""The cards that carry the hinge over to sport and garden: one TOML file a group in `lessons/curriculum/cards/`. PURE.

Cards are text of the site and no rows: they are read once, at import. What is wrong in them stops the site with the
file, the line and a sentence. A card's slug is that of its figure.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from lessons.curriculum.schema import CurriculumNames, LessonSlug, Text
from lessons.curriculum.toml_lines import KeyPath, key_lines, nearest_line

CARD_WORDS = 90
"""The most words on a card, its sources aside: it is read between two points or with gloves on."""

_FOLDER = Path(__file__).parent

CardSlug = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
# As long as a plan in the client's own words may be.
PlanHalf = Annotated[Text, Field(max_length=120)]


@dataclass(frozen=True)
class CardProblem:
    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class CardError(ValueError):
    def __init__(self, problems: list[CardProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _CardTable(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CardPlan(_CardTable):
    when: PlanHalf = Field(description="What happens anyway: 'the other side serves'.")
    then: PlanHalf = Field(description="What the client does then: 'I drop into ready'.")

    def __str__(self) -> str:
        return f"When {self.when}, then {self.then}."


class CardSource(_CardTable):
    text: Text = Field(description="Authors, year, subject.")
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,}/\S+$")] | None = Field(default=None, description="DOI.")
    pmc: Annotated[str, StringConstraints(pattern=r"^PMC\d+$")] | None = Field(default=None, description="PMC number.")

    @model_validator(mode="after")
    def _has_one_link(self) -> Self:
        if (self.doi is None) == (self.pmc is None):
            raise PydanticCustomError("one_link", "One link")
        return self

    @property
    def link(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmc}/"


class CarryOverCard(_CardTable):
    slug: CardSlug = Field(description="The anchor on the page, and the name of the figure.")
    title: Annotated[Text, Field(max_length=40)] = Field(description="The heading.")
    situation: Text = Field(description="When it is used, in one sentence.")
    steps: list[Text] = Field(min_length=1, max_length=3, description="What to do, one thing each.")
    cue: Text = Field(description="A short phrase to think of.")
    look_out: Text = Field(description="One thing that goes wrong, and what to do about it.")
    plan: CardPlan = Field(description="An if-then plan that a client may take.")
    lesson: LessonSlug = Field(description="The slug of the lesson that it grows from.")
    sources: list[CardSource] = Field(
        default=[], description="What is behind it; without any, the page says that it is coaching practice."
    )

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if self.words > CARD_WORDS:
            raise PydanticCustomError("too_many_words", "Too many words", {"words": self.words, "most": CARD_WORDS})
        return self

    @property
    def words(self) -> int:
        texts = (self.title, self.situation, *self.steps, self.cue, self.look_out, str(self.plan))
        return sum(len(text.split()) for text in texts)


class CardGroup(_CardTable):
    """One file: the cards of a sport, or of the garden."""

    title: Annotated[Text, Field(max_length=40)] = Field(description="The heading of the group.")
    number: Annotated[int, Field(ge=1, le=99)] = Field(description="Its place on the page.")
    cards: list[CarryOverCard] = Field(min_length=1, description="Its cards, in order.")


_SENTENCES = {
    "missing": "is missing.",
    "extra_forbidden": "is not a key we know.",
    "string_type": "must be text.",
    "string_pattern_mismatch": "is empty or written wrongly.",
    "string_too_long": "is longer than {max_length} letters.",
    "int_type": "must be a whole number.",
    "greater_than_equal": "must be {ge} or more.",
    "less_than_equal": "must be {le} or less.",
    "list_type": "must be a list.",
    "too_short": "must hold at least one.",
    "too_long": "holds more than {max_length}.",
    "model_type": "must be a table.",
    "unknown_lesson": "names '{slug}', which isn't a lesson.",
    "too_many_words": "has {words} words; {most} is the most.",
    "one_link": "must have one link: doi or pmc.",
}


def parse_cards(file: str, text: str, lessons: Collection[str]) -> CardGroup:
    """The cards of one file; raises `CardError` with everything that is wrong in it."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at.group(1)) if at else text.count("\n") + 1
        raise CardError([CardProblem(file, line, f"This is not TOML: {error}.")]) from None
    return check_cards(file, values, lessons, key_lines(text))


def check_cards(
    file: str, values: Mapping[str, Any], lessons: Collection[str], lines: Mapping[KeyPath, int]
) -> CardGroup:
    """The cards from what `tomllib` read; `lines` says where each key stands. Raises `CardError`."""
    try:
        return CardGroup.model_validate(values, context=CurriculumNames(tracks=(), lessons=lessons))
    except ValidationError as error:
        raise CardError(list(_problems(file, lines, error))) from None


def _problems(file: str, lines: Mapping[KeyPath, int], error: ValidationError) -> Iterator[CardProblem]:
    for detail in error.errors(include_url=False):
        # Writers count cards and steps from 1.
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in detail["loc"])
        sentence = _SENTENCES[detail["type"]].format_map(detail.get("ctx", {}))
        yield CardProblem(file, nearest_line(lines, detail["loc"]), f"'{key}' {sentence}")


def read_cards(texts: Mapping[str, str], lessons: Collection[str]) -> tuple[CardGroup, ...]:
    """The groups of several files, by file name, in the order of the page; raises `CardError`."""
    groups: dict[str, CardGroup] = {}
    problems: list[CardProblem] = []
    for file, text in texts.items():
        try:
            groups[file] = parse_cards(file, text, lessons)
        except CardError as error:
            problems += error.problems
    problems += _taken_slugs(groups, texts)
    if problems:
        raise CardError(problems)
    return tuple(sorted(groups.values(), key=lambda group: group.number))


def _taken_slugs(groups: Mapping[str, CardGroup], texts: Mapping[str, str]) -> Iterator[CardProblem]:
    taken: set[str] = set()
    for file, group in groups.items():
        for index, card in enumerate(group.cards):
            if card.slug in taken:
                line = nearest_line(key_lines(texts[file]), ("cards", index, "slug"))
                yield CardProblem(file, line, f"There is a card '{card.slug}' already.")
            taken.add(card.slug)


CARD_GROUPS = read_cards(
    {path.name: path.read_text(encoding="utf-8") for path in sorted((_FOLDER / "cards").glob("*.toml"))},
    lessons={path.stem for path in _FOLDER.glob("*.md")},
)

CARRY_OVER_CARDS: Mapping[str, CarryOverCard] = {card.slug: card for group in CARD_GROUPS for card in group.cards}
"""Every card by its slug."""
