"""The front matter of a lesson: the TOML between the `+++` lines of `lessons/curriculum/*.md`. PURE.

`FrontMatter` is the one definition by which a lesson is read, refused and documented: its fields are the keys, each
with its meaning and limits. All keys are required, except those with a default; others are refused. Texts stand
in the order in which a lesson shows them. The file's name without `.md` is the lesson's slug and that of its movement.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from lessons.curriculum.toml_lines import KeyPath

Muscle = Literal["glutes", "hamstrings", "quadriceps", "back extensors", "abdominal wall"]
CheckKind = Literal["felt", "wall-tap", "dowel", "hold", "sit-downs"]


@dataclass(frozen=True)
class CurriculumNames:
    """What a front matter may refer to: the tracks, and the slugs of all lessons."""

    tracks: Collection[str]
    lessons: Collection[str]


class FieldProblem(NamedTuple):
    """Where the front matter is wrong, and a sentence that says how."""

    path: KeyPath
    sentence: str


class FrontMatterError(ValueError):
    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__("\n".join(problem.sentence for problem in problems))
        self.problems = problems


def _names_a_track(slug: str, info: ValidationInfo[CurriculumNames]) -> str:
    if slug not in info.context.tracks:
        raise PydanticCustomError("unknown_track", "Unknown track", {"tracks": ", ".join(info.context.tracks)})
    return slug


def _names_a_lesson(slug: str, info: ValidationInfo[CurriculumNames]) -> str:
    if slug not in info.context.lessons:
        raise PydanticCustomError("unknown_lesson", "Unknown lesson", {"slug": slug})
    return slug


Text = Annotated[str, StringConstraints(pattern=r"\S")]
Label = Annotated[Text, Field(max_length=40)]
TrackSlug = Annotated[Text, AfterValidator(_names_a_track)]
LessonSlug = Annotated[Text, AfterValidator(_names_a_lesson)]
Seconds = Annotated[int, Field(ge=1, le=600)]
Repetitions = Annotated[int, Field(ge=1, le=100)]


class _Table(BaseModel):
    # Strict: a lesson holds `5`, never `"5"` or `true`, and rows get exactly what stands in the file.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Step(_Table):
    text: Text = Field(description="What to do, in words for somebody who is doing it.")
    reps: Repetitions | None = Field(default=None, description="How many times, where it is counted.")
    seconds: Seconds = Field(description="How long the player stays on this step.")


class Fault(_Table):
    fault: Text = Field(description="What goes wrong, as the client sees or feels it.")
    fix: Text = Field(description="What to do about it.")


class Dose(_Table):
    sets: Annotated[int, Field(ge=1, le=20)] | None = Field(default=None, description="How many sets.")
    reps: Repetitions | None = Field(default=None, description="Repetitions in a set.")
    seconds: Seconds | None = Field(default=None, description="Seconds of one hold or repetition.")
    text: Text = Field(description="How much and how often, as the page says it.")


class SelfCheck(_Table):
    question: Text = Field(
        description="What the client is asked after practice: 'Did every ...?', without the number of the pass mark. "
        "The answers are those of `Guess`: clean, nearly, not this time."
    )
    pass_mark: Text = Field(
        description="When the set just done counts as passed: met or missed at once, alone, without an instrument, "
        "another day or a number of tightness."
    )
    kind: CheckKind = Field(description="What is measured; `felt` is answered without a number.")


class FrontMatter(_Table):
    track: TrackSlug = Field(description="The track that the lesson belongs to.")
    number: Annotated[int, Field(ge=1, le=99)] = Field(description="Its place in the track, from 1, without gaps.")
    title: Annotated[Text, Field(max_length=60)] = Field(description="The heading.")
    summary: Annotated[Text, Field(max_length=140)] = Field(description="One sentence for the map of lessons.")
    minutes: Annotated[int, Field(ge=1, le=120)] = Field(description="How long one practice takes, in minutes.")
    set_up: list[Text] = Field(description="What to prepare, one sentence each.")
    steps: list[Step] = Field(min_length=1, description="The practice, as the player leads through it.")
    cues: list[Text] = Field(description="Short phrases to think of; the client picks the one that helped.")
    faults: list[Fault] = Field(min_length=1, description="Common faults and their fixes.")
    feel: list[Text] = Field(description="What it should feel like, one line each.")
    muscles: list[Muscle] = Field(description="The muscles that work, the most important first.")
    dose: Dose = Field(description="How much to practice.")
    self_check: SelfCheck = Field(description="How the client knows that the lesson is learned.")
    easier: Text = Field(description="How to do it on a day when the full version is too much.")
    equipment: list[Text] = Field(description="Things that are needed.")
    needs: list[LessonSlug] = Field(
        description="Slugs of lessons of other tracks to pass first. The lesson before it in its track is added."
    )
    sources: list[Text] = Field(description="What the lesson rests on: authors, year, subject, where to find it.")
    fault_label: Label = Field(description="The caption of the figure that shows the fault.")
    right_label: Label = Field(description="The caption of the figure that shows the right way.")


def parse_front_matter(values: Mapping[str, Any], names: CurriculumNames) -> FrontMatter:
    """The front matter from what `tomllib` read; raises `FrontMatterError` with everything that is wrong."""
    try:
        return FrontMatter.model_validate(values, context=names)
    except ValidationError as error:
        raise FrontMatterError(list(_problems(error))) from None


_SENTENCES = {
    "missing": "is missing.",
    "extra_forbidden": "is not a key we know.",
    "string_type": "must be text.",
    "string_pattern_mismatch": "is empty.",
    "string_too_long": "is longer than {max_length} letters.",
    "int_type": "must be a whole number.",
    "greater_than_equal": "must be {ge} or more.",
    "less_than_equal": "must be {le} or less.",
    "list_type": "must be a list.",
    "too_short": "must hold at least one.",
    "model_type": "must be a table.",
    "literal_error": "must be {expected}.",
    "unknown_track": "must be one of {tracks}.",
    "unknown_lesson": "names '{slug}', which isn't a lesson.",
}
"""What follows the key, by pydantic's type of error; its own messages are written for programmers."""


def _problems(error: ValidationError) -> Iterator[FieldProblem]:
    for detail in error.errors(include_url=False):
        # Writers count the steps of a lesson from 1.
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in detail["loc"])
        sentence = _SENTENCES[detail["type"]].format_map(detail.get("ctx", {}))
        yield FieldProblem(detail["loc"], f"'{key}' {sentence}")
