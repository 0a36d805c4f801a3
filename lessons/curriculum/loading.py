"""Makes rows of the lessons in this folder: TOML front matter between `+++` lines, then three Markdown sections.

All or nothing: if any file is wrong, an error lists every problem with its line, and no row changes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from lessons.body.animation.movements import MOVEMENTS
from lessons.curriculum.problems import CurriculumError, CurriculumProblem, read_toml
from lessons.curriculum.schema import CurriculumNames, FrontMatter, FrontMatterError, parse_front_matter
from lessons.curriculum.toml_lines import KeyPath, key_lines, nearest_line
from lessons.models import Lesson, Track

CURRICULUM = Path(__file__).parent
SECTIONS = {"Why": "why", "How": "how", "In real life": "real_life"}


@dataclass
class Loaded:
    """Slugs of lessons by the outcome of a load."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # edited by the trainer, so left alone


@dataclass(frozen=True)
class LessonFile:
    """One file in its parts. `values` is the front matter as TOML, not checked yet; `body` starts on `body_line`."""

    path: Path
    text: str
    front: str
    values: dict[str, Any]
    body: list[str]
    body_line: int

    @property
    def place(self) -> tuple[str, int] | None:
        """Track and number, None where the front matter has none."""
        track, number = self.values.get("track"), self.values.get("number")
        return (track, number) if isinstance(track, str) and type(number) is int else None

    def problem(self, key: KeyPath, sentence: str) -> CurriculumProblem:
        return CurriculumProblem(self.path.name, nearest_line(key_lines(self.front), key), sentence)


def split_file(path: Path) -> LessonFile:
    """A file in its parts; raises `CurriculumError` where it can't be parsed."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte-order mark
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CurriculumError([CurriculumProblem(path.name, line, "This is not UTF-8 text.")]) from None
    lines = text.splitlines()
    fences = [number for number, line in enumerate(lines, start=1) if line.strip() == "+++"]
    if len(fences) < 2 or fences[0] != 1:
        sentence = "The front matter must stand between two lines of +++."
        raise CurriculumError([CurriculumProblem(path.name, 1, sentence)])
    # The empty lines stand for the fences, so that lines of the front matter are lines of the file.
    front = "\n".join(["", *lines[1 : fences[1] - 1], ""])
    values = read_toml(path.name, front)
    return LessonFile(path, text, front, values, body=lines[fences[1] :], body_line=fences[1] + 1)


def read_lesson(file: LessonFile, names: CurriculumNames) -> dict[str, Any]:
    """The values of a `Lesson`; raises `CurriculumError` with everything that is wrong in this file alone."""
    problems: list[CurriculumProblem] = []
    values: dict[str, Any] = {}
    if file.path.stem not in MOVEMENTS:
        problems.append(file.problem((), f"There is no movement '{file.path.stem}' to draw this lesson with."))
    try:
        values = _row_values(parse_front_matter(file.values, names))
    except FrontMatterError as error:
        problems += [file.problem(path, sentence) for path, sentence in error.problems]
    sections, section_problems = _sections(file)
    if problems or section_problems:
        raise CurriculumError(problems + section_problems)
    digest = hashlib.sha256(file.text.encode()).hexdigest()
    return {**values, **sections, "slug": file.path.stem, "source_hash": digest}


def _row_values(front: FrontMatter) -> dict[str, Any]:
    """The front matter as the columns of a `Lesson`; what a file leaves out gets its default."""
    return {
        **front.model_dump(by_alias=True, exclude_unset=True),
        "variations": [variation.model_dump(by_alias=True) for variation in front.variations],
        "load": front.load.model_dump() if front.load else None,
        "optional": front.optional,
        "sources": [{"text": source.text, "url": source.link} for source in front.sources],
    }


def _sections(file: LessonFile) -> tuple[dict[str, str], list[CurriculumProblem]]:
    sections: dict[str, list[str]] = {}
    problems: list[CurriculumProblem] = []
    current: list[str] | None = None

    def refuse(line: int, sentence: str) -> None:
        problems.append(CurriculumProblem(file.path.name, line, sentence))

    for number, line in enumerate(file.body, start=file.body_line):
        if line.startswith("## "):
            heading = line[3:].strip()
            if name := SECTIONS.get(heading):
                current = sections.setdefault(name, [])
            else:
                refuse(number, f"'{heading}' is not one of: {', '.join(SECTIONS)}.")
                current = []
        elif current is not None:
            current.append(line)
        elif line.strip():
            refuse(number, "Text must stand below one of the headings.")
    for heading, name in SECTIONS.items():
        if not "".join(sections.get(name, [])).strip():
            refuse(file.body_line, f"The section '{heading}' is missing or empty.")
    return {name: "\n".join(lines).strip() for name, lines in sections.items()}, problems


def load(folder: Path = CURRICULUM) -> Loaded:
    """Stores a folder of lessons in one transaction. A second load changes nothing; edited lessons stay as they are."""
    return _store(_read_folder(folder))


def _read_folder(folder: Path) -> list[dict[str, Any]]:
    """The values of all lessons; raises `CurriculumError` with everything that is wrong in any file."""
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise CurriculumError([CurriculumProblem(folder.name, 1, "There are no lessons here.")])
    names = CurriculumNames(tracks=Track.values, lessons={path.stem for path in paths})
    files: list[LessonFile] = []
    lessons: list[dict[str, Any]] = []
    problems: list[CurriculumProblem] = []
    for path in paths:
        try:
            file = split_file(path)
            files.append(file)
            lessons.append(read_lesson(file, names))
        except CurriculumError as error:
            problems += error.problems
    problems += _taken_places(files)
    # A number may be missing because its file can't be read; that file is named already.
    if len(files) == len(paths) and all(file.place for file in files):
        problems += _gaps(files)
    if problems:
        raise CurriculumError(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    slugs = {(values["track"], values["number"]): values["slug"] for values in lessons}
    for values in lessons:
        before = slugs.get((values["track"], values["number"] - 1))
        values["needs"] = [before, *values["needs"]] if before else values["needs"]
    return lessons


def _taken_places(files: list[LessonFile]) -> Iterator[CurriculumProblem]:
    first: dict[tuple[str, int], LessonFile] = {}
    for file in files:
        if place := file.place:
            other = first.setdefault(place, file)
            if other is not file:
                yield file.problem(("number",), f"{other.path.name} is number {place[1]} of this track already.")


def _gaps(files: list[LessonFile]) -> Iterator[CurriculumProblem]:
    places = {file.place for file in files}
    for file in files:
        if (place := file.place) and place[1] > 1 and (place[0], place[1] - 1) not in places:
            yield file.problem(("number",), f"Number {place[1] - 1} of this track is missing.")


@transaction.atomic
def _store(lessons: list[dict[str, Any]]) -> Loaded:
    loaded = Loaded()
    rows = {lesson.slug: lesson for lesson in Lesson.objects.all()}
    fresh = [values for values in lessons if values["slug"] not in rows]
    for values in lessons:
        row = rows.get(values["slug"])
        if row is None:
            continue
        if row.edited_at is not None:
            if row.shipped_hash != values["source_hash"]:
                Lesson.objects.filter(pk=row.pk).update(shipped_hash=values["source_hash"])
            loaded.kept.append(row.slug)
        elif row.source_hash == values["source_hash"] and row.needs == values["needs"]:
            loaded.same.append(row.slug)
        else:
            Lesson.objects.filter(pk=row.pk).update(**values)
            loaded.changed.append(row.slug)
    Lesson.objects.bulk_create([Lesson(**values) for values in fresh])
    loaded.added = [values["slug"] for values in fresh]
    return loaded
