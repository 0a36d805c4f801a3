"""The front matter of a lesson: the TOML between the `+++` lines of `lessons/curriculum/*.md`. PURE.

`FrontMatter` is the one definition by which a lesson is read, refused and documented: its fields are the keys, each
with its meaning and limits. All keys are required, except those with a default; others are refused. Texts stand
in the order in which a lesson shows them. The file's name without `.md` is the lesson's slug and that of its movement.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from lessons.curriculum.toml_lines import KeyPath

Muscle = Literal["glutes", "hamstrings", "quadriceps", "back extensors", "abdominal wall"]
CheckKind = Literal["felt", "wall-tap", "dowel", "hold", "march", "sit-downs"]
AskedFor = Literal["effort", "measure", "self-check"]
VariationKind = Literal["floor", "unsteady", "thin-bones", "pregnancy", "new-joint", "tall", "short"]


@dataclass(frozen=True)
class CurriculumNames:
    """What a front matter may refer to: the tracks, and the slugs of all lessons."""

    tracks: Collection[str]
    lessons: Collection[str]


class FieldProblem(NamedTuple):
    """Where a file is wrong, and a sentence that says how."""

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
Sets = Annotated[int, Field(ge=1, le=20)]
Beat = Annotated[int, Field(ge=0, le=60)]


def _takes_time(tempo: list[int]) -> list[int]:
    if not sum(tempo):
        raise PydanticCustomError("tempo_takes_no_time", "No time")
    return tempo


Tempo = Annotated[list[Beat], Field(min_length=3, max_length=3), AfterValidator(_takes_time)]


SAY_LETTERS = 14
"""The most letters of a line that stays on one line, large, on a phone 320 px wide."""


def _reads_at_a_glance(say: str) -> str:
    if len(say.split()) > 3 or say.endswith("."):
        raise PydanticCustomError("at_a_glance", "Not at a glance")
    return say


Word = Annotated[str, Field(max_length=SAY_LETTERS)]
Say = Annotated[Text, Field(max_length=SAY_LETTERS), AfterValidator(_reads_at_a_glance)]
Beats = Annotated[list[Word], Field(min_length=3, max_length=3)]
Posed = Literal["start", "middle", "end"]
Shown = Literal[
    "move", "once", "start to middle", "middle to start", "middle to end", "end to start", "start", "middle", "end"
]


def at_most(words: int) -> AfterValidator:
    """A text of at most so many words."""

    def check(text: str) -> str:
        if len(text.split()) > words:
            raise PydanticCustomError("too_many_words", "Too many words", {"words": words})
        return text

    return AfterValidator(check)


BRIEF_WORDS = 60
"""The most words of what a page shows first: what to do, and why."""

Brief = Annotated[Text, at_most(BRIEF_WORDS)]


class TomlTable(BaseModel):
    # Strict: a file holds `5`, never `"5"` or `true`, and rows get exactly what stands in the file.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Step(TomlTable):
    text: Text = Field(description="What to do, in words for somebody who is doing it. One thing.")
    say: Say = Field(description=f"The same in 1 to 3 words of {SAY_LETTERS} letters at most, read from afar.")
    side: Literal["right", "left"] | None = Field(default=None, description="The side, where a step has just one.")
    shows: Shown | None = Field(
        default=None,
        description="What the figure does: it moves there and back with each repetition, from one of its poses to "
        "another, or once through all three; or it holds its start, middle or end. By default it moves with "
        "repetitions, shows the end in a hold, and else the start.",
    )


class _TimedStep(_Step):
    seconds: Seconds = Field(description="How long it lasts.")
    asks: AskedFor | None = Field(default=None, description="A number that the step asks for: the player has a place.")


class PositionStep(_TimedStep):
    do: Literal["position"] = Field(description="A position to get into, or something to notice there.")


class RestStep(_TimedStep):
    do: Literal["rest"] = Field(description="A rest.")


class _RepeatedStep(_Step):
    sides: bool = Field(default=False, description="Whether it is done on the right side, then on the left.")
    sets: Sets = Field(default=1, description="How many sets.")
    rest: Annotated[int, Field(ge=0, le=600)] = Field(default=0, description="Seconds of rest between sets.")
    rest_text: Text | None = Field(default=None, description="What to do in that rest, where 'Rest.' isn't enough.")


class RepsStep(_RepeatedStep):
    do: Literal["reps"] = Field(description="Something that is counted.")
    reps: Repetitions = Field(description="How many times in a set, on each side.")
    tempo: Tempo = Field(description="Seconds of one repetition: down, held, up. They say how long the step takes.")
    beats: Beats = Field(
        default=["", "", ""], description="What is said and shown on the way down, held and up; empty for nothing."
    )


class HoldStep(_RepeatedStep):
    do: Literal["hold"] = Field(description="Something that is held, or kept going without a count.")
    seconds: Seconds = Field(description="How long one set lasts, on each side.")
    begins: Posed | None = Field(
        default=None, description="The pose of the figure before it and between its sets, where that isn't the start."
    )


Step = Annotated[PositionStep | RepsStep | HoldStep | RestStep, Field(discriminator="do")]


class Fault(TomlTable):
    fault: Text = Field(description="What goes wrong, as the client sees or feels it.")
    fix: Text = Field(description="What to do about it.")


class Dose(TomlTable):
    sets: Annotated[int, Field(ge=1, le=20)] | None = Field(default=None, description="How many sets.")
    reps: Repetitions | None = Field(default=None, description="Repetitions in a set.")
    seconds: Seconds | None = Field(default=None, description="Seconds of one hold or repetition.")
    days_between: Annotated[int, Field(ge=0, le=6)] = Field(
        default=0, description="The least days without it between two practices; Today waits so long."
    )
    text: Text = Field(description="How much and how often, as the page says it.")


class CleanAnswers(TomlTable):
    kind: Literal["clean"] = Field(description="A question answered by all, most, or not yet: 'Did every ...?'")


class CountAnswers(TomlTable):
    kind: Literal["count"] = Field(description="A question answered by a count: 'How many of ...?'")
    of: Annotated[int, Field(ge=2, le=20)] = Field(description="The most that can be counted.")
    passes: Annotated[int, Field(ge=1, le=20)] = Field(description="The least count that passes.")


class HowFarAnswers(TomlTable):
    kind: Literal["how-far"] = Field(description="A question answered by how far: 'How low ...?'")
    choices: list[Label] = Field(min_length=2, max_length=6, description="The answers, the least first.")
    passes: Annotated[int, Field(ge=1, le=5)] = Field(description="The first choice that passes, counted from 0.")


Answers = Annotated[CleanAnswers | CountAnswers | HowFarAnswers, Field(discriminator="kind")]


class SelfCheck(TomlTable):
    question: Text = Field(
        description="What the client is asked after practice, in the words of its answers, without the pass mark."
    )
    answers: Answers = Field(description="How the question is answered.")
    pass_mark: Text = Field(
        description="When the set just done counts as passed: met or missed at once, alone, without an instrument, "
        "another day or a number of tightness."
    )
    kind: CheckKind = Field(description="What is measured; `felt` is answered without a number.")

    @model_validator(mode="after")
    def _can_be_passed(self) -> Self:
        answers = self.answers
        if isinstance(answers, CountAnswers) and answers.passes > answers.of:
            raise PydanticCustomError("never_passes", "Never passes")
        if isinstance(answers, HowFarAnswers) and answers.passes >= len(answers.choices):
            raise PydanticCustomError("never_passes", "Never passes")
        return self


class LoadTable(TomlTable):
    what: Label = Field(description="What is weighed: 'Both weights together'.")
    start_kg: Annotated[float, Field(gt=0, le=50)] = Field(description="A first load, in kilograms.")
    start_lb: Annotated[float, Field(gt=0, le=110)] = Field(description="A first load, in pounds.")
    optional: bool = Field(default=False, description="Whether the lesson is done without a load, too.")


class VariationText(TomlTable):
    for_: VariationKind = Field(alias="for", description="Whom it is for.")
    text: Annotated[Text, at_most(45)] = Field(description="What is done otherwise, and who is asked first.")
    source: Text = Field(description="What it rests on, or that there is no study.")


def reads_as(pattern: str, what: str) -> AfterValidator:
    """An identifier or address of this form."""

    def check(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise PydanticCustomError("not_an_identifier", "Not an identifier", {"what": what})
        return text

    return AfterValidator(check)


class Source(TomlTable):
    text: Text = Field(description="Authors, year, subject, where it appeared.")
    doi: Annotated[str, reads_as(r"10\.\d{4,}/\S+", "a DOI")] | None = Field(default=None, description="Its DOI.")
    pmid: Annotated[str, reads_as(r"\d{4,9}", "a PubMed number")] | None = Field(default=None, description="PubMed.")
    pmc: Annotated[str, reads_as(r"PMC\d+", "a PMC number")] | None = Field(default=None, description="PMC.")
    url: Annotated[str, reads_as(r"https://\S+", "an address with https")] | None = Field(
        default=None, description="A page, where there is no paper."
    )

    @model_validator(mode="after")
    def _has_one_link(self) -> Self:
        if sum(link is not None for link in (self.doi, self.pmid, self.pmc, self.url)) != 1:
            raise PydanticCustomError("one_link", "One link")
        return self

    @property
    def link(self) -> str:
        """Where to find it, as a link that is made from the one identifier."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmc}/" if self.pmc else str(self.url)


class FrontMatter(TomlTable):
    track: TrackSlug = Field(description="The track that the lesson belongs to.")
    number: Annotated[int, Field(ge=1, le=99)] = Field(description="Its place in the track, from 1, without gaps.")
    title: Annotated[Text, Field(max_length=60)] = Field(description="The heading.")
    summary: Annotated[Text, Field(max_length=140)] = Field(description="One sentence for the map of lessons.")
    minutes: Annotated[int, Field(ge=1, le=120)] = Field(description="How long one practice takes, in minutes.")
    set_up: list[Text] = Field(description="What to prepare, one sentence each.")
    brief: Brief = Field(description=f"What to do, in at most {BRIEF_WORDS} words. The page shows it first.")
    reason: Brief = Field(description=f"Why, in at most {BRIEF_WORDS} words.")
    steps: list[Step] = Field(min_length=1, description="The practice, as the player leads through it.")
    easier_steps: list[Step] = Field(min_length=1, description="The easier version, as the player leads through it.")
    cues: list[Text] = Field(description="Short phrases to think of; the client picks the one that helped.")
    faults: list[Fault] = Field(min_length=1, description="Common faults and their fixes.")
    feel: list[Text] = Field(description="What it should feel like, one line each.")
    muscles: list[Muscle] = Field(description="The muscles that work, the most important first.")
    dose: Dose = Field(description="How much to practice.")
    self_check: SelfCheck = Field(description="How the client knows that the lesson is learned.")
    easier: Text = Field(description="The easier version in a sentence, for a day when the full one is too much.")
    equipment: list[Text] = Field(description="Things that are needed.")
    needs: list[LessonSlug] = Field(
        description="Slugs of lessons of other tracks to pass first. The lesson before it in its track is added."
    )
    variations: list[VariationText] = Field(default=[], description="What is done otherwise, for whom.")
    load: LoadTable | None = Field(default=None, description="The load that is kept, where the lesson has one.")
    optional: bool = Field(default=False, description="An extra at the end of a track, which is done without it.")
    sources: list[Source] = Field(description="What the lesson rests on, with one link each.")
    fault_label: Label = Field(description="The caption of the figure that shows the fault.")
    right_label: Label = Field(description="The caption of the figure that shows the right way.")


def parse_front_matter(values: Mapping[str, Any], names: CurriculumNames) -> FrontMatter:
    """The front matter from what `tomllib` read; raises `FrontMatterError` with everything that is wrong."""
    try:
        return FrontMatter.model_validate(values, context=names)
    except ValidationError as error:
        raise FrontMatterError(list(field_problems(error))) from None


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
    "too_short": "must hold at least {min_length}.",
    "model_type": "must be a table.",
    "model_attributes_type": "must be a table.",
    "literal_error": "must be {expected}.",
    "unknown_track": "must be one of {tracks}.",
    "unknown_lesson": "names '{slug}', which isn't a lesson.",
    "too_many_words": "is longer than {words} words.",
    "tempo_takes_no_time": "takes no time.",
    "at_a_glance": "must be one to three words, without a period.",
    "never_passes": "can never be passed.",
    "not_an_identifier": "isn't {what}.",
    "one_link": "must have one link: doi, pmid, pmc or url.",
    "float_type": "must be a number.",
    "greater_than": "must be more than {gt:g}.",
    "bool_type": "must be true or false.",
    "too_long": "must hold at most {max_length}.",
    "union_tag_invalid": "must say what it is: {discriminator} is one of {expected_tags}.",
    "union_tag_not_found": "must say what it is, with {discriminator}.",
    "enum": "must be {expected}.",
}
"""What follows the key, by pydantic's type of error; its own messages are written for programmers."""


def field_problems(error: ValidationError) -> Iterator[FieldProblem]:
    """One for each mistake that pydantic found."""
    for detail in error.errors():
        # Writers count steps and cards from 1.
        path = _without_tags(detail["loc"])
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        sentence = _SENTENCES[detail["type"]].format_map(detail.get("ctx", {}))
        yield FieldProblem(path, f"'{key}' {sentence}")


def _without_tags(path: KeyPath) -> KeyPath:
    """A place as it stands in the file: pydantic adds which kind of step or answers it took the table for."""
    return tuple(
        part
        for before, part in zip((None, *path), path, strict=False)
        if not (part in _TAGS and (isinstance(before, int) or before == "answers"))
    )


_TAGS = frozenset({"position", "reps", "hold", "rest", "clean", "count", "how-far"})
