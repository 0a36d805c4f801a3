"""Reads ``lessons/curriculum/*.md``: TOML front matter between ``+++`` lines, then three Markdown sections.

All or nothing: every file that can't be read is named with its line, and then no row changes.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from lessons.models import Lesson, Track

CURRICULUM = Path(__file__).parent
SECTIONS = {"Why": "why", "How": "how", "In real life": "real_life"}
MUSCLES = {"glutes", "hamstrings", "quadriceps", "back extensors", "abdominal wall"}
CHECK_KINDS = {"felt", "wall-tap", "dowel", "hold", "sit-downs"}
TEXT = {"track", "title", "summary", "easier", "right_label", "fault_label"}
LISTS = {"set_up", "cues", "feel", "muscles", "equipment", "needs", "sources"}
KEYS = TEXT | LISTS | {"number", "minutes", "steps", "faults", "dose", "self_check"}


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class CurriculumError(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Loaded:
    """Slugs by what happened to them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # edited by the trainer, so left alone


def read(path: Path) -> dict[str, Any]:
    """One file as the values of a ``Lesson``; raises ``CurriculumError`` with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CurriculumError([Problem(path.name, line, "This is not UTF-8 text.")]) from None
    lines = text.splitlines()
    fences = [number for number, line in enumerate(lines, start=1) if line.strip() == "+++"]
    if len(fences) < 2 or fences[0] != 1:
        raise CurriculumError([Problem(path.name, 1, "The front matter must stand between two lines of +++.")])
    front, body = lines[1 : fences[1] - 1], lines[fences[1] :]
    try:
        values = tomllib.loads("\n".join(front))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at.group(1)) + 1 if at else fences[1]
        raise CurriculumError([Problem(path.name, line, f"This is not TOML: {error}.")]) from None

    def line_of(key: str) -> int:
        return next((n for n, text in enumerate(lines, start=1) if re.match(rf"{key}\s*=", text)), 1)

    problems = [Problem(path.name, line_of(key), sentence) for key, sentence in _faults(values)]
    sections, section_problems = _sections(body, first_line=fences[1] + 1, file=path.name)
    if problems or section_problems:
        raise CurriculumError(problems + section_problems)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {**values, **sections, "slug": path.stem, "source_hash": digest}


def _faults(values: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with the front matter, as (key, sentence)."""
    found = [(key, f"'{key}' is missing.") for key in sorted(KEYS - values.keys())]
    found += [(key, f"'{key}' is not a key we know.") for key in sorted(values.keys() - KEYS)]
    for key in sorted(TEXT & values.keys()):
        if not isinstance(values[key], str) or not values[key].strip():
            found.append((key, f"'{key}' must be a text."))
    for key in sorted({"number", "minutes"} & values.keys()):
        if not isinstance(values[key], int) or isinstance(values[key], bool) or values[key] < 1:
            found.append((key, f"'{key}' must be a whole number from 1."))
    for key in sorted(LISTS & values.keys()):
        if not isinstance(values[key], list) or not all(isinstance(item, str) for item in values[key]):
            found.append((key, f"'{key}' must be a list of texts."))
    if found:
        return found
    if values["track"] not in Track.values:
        found.append(("track", f"'track' must be one of {', '.join(Track.values)}."))
    if unknown := set(values["muscles"]) - MUSCLES:
        found.append(("muscles", f"Unknown muscles: {', '.join(sorted(unknown))}."))
    for index, step in enumerate(_tables(values["steps"]), start=1):
        seconds = step.get("seconds")
        if not isinstance(step.get("text"), str) or not isinstance(seconds, int) or not 1 <= seconds <= 600:
            found.append(("steps", f"Step {index} needs a 'text' and 'seconds' from 1 to 600."))
    for index, fault in enumerate(_tables(values["faults"]), start=1):
        if not isinstance(fault.get("fault"), str) or not isinstance(fault.get("fix"), str):
            found.append(("faults", f"Fault {index} needs a 'fault' and a 'fix'."))
    for key in ("steps", "faults"):
        if not _tables(values[key]):
            found.append((key, f"'{key}' must hold at least one."))
    if not isinstance(values["dose"], dict) or not isinstance(values["dose"].get("text"), str):
        found.append(("dose", "'dose' needs a 'text'."))
    check = values["self_check"]
    if not isinstance(check, dict) or not all(isinstance(check.get(k), str) for k in ("question", "pass_mark")):
        found.append(("self_check", "'self_check' needs a 'question' and a 'pass_mark'."))
    elif check.get("kind") not in CHECK_KINDS:
        found.append(("self_check", f"'kind' must be one of {', '.join(sorted(CHECK_KINDS))}."))
    for key, limit in (("title", 60), ("summary", 140), ("right_label", 40), ("fault_label", 40)):
        if len(values[key]) > limit:
            found.append((key, f"'{key}' is longer than {limit} letters."))
    return found


def _tables(value: Any) -> list[dict[str, Any]]:
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []


def _sections(body: list[str], *, first_line: int, file: str) -> tuple[dict[str, str], list[Problem]]:
    found: dict[str, list[str]] = {}
    problems: list[Problem] = []
    current: list[str] | None = None
    for number, line in enumerate(body, start=first_line):
        if line.startswith("## "):
            name = SECTIONS.get(line[3:].strip())
            if name is None:
                problems.append(Problem(file, number, f"'{line[3:].strip()}' is not one of: {', '.join(SECTIONS)}."))
                current = []
            else:
                current = found.setdefault(name, [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            problems.append(Problem(file, number, "Text must stand below one of the headings."))
    for heading, name in SECTIONS.items():
        if not "".join(found.get(name, [])).strip():
            problems.append(Problem(file, first_line, f"The section '{heading}' is missing or empty."))
    return {name: "\n".join(lines).strip() for name, lines in found.items()}, problems


def load(folder: Path = CURRICULUM) -> Loaded:
    """Files to rows, in one transaction. Twice changes nothing; what the trainer edited stays as it is."""
    read_files: list[tuple[str, dict[str, Any]]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")):
        try:
            read_files.append((path.name, read(path)))
        except CurriculumError as error:
            problems += error.problems
    if not problems:
        problems = _misfits(read_files)
    if not read_files and not problems:
        problems = [Problem(folder.name, 1, "There are no lessons here.")]
    if problems:
        raise CurriculumError(problems)
    lessons = [values for _, values in read_files]
    places = {(values["track"], values["number"]): values["slug"] for values in lessons}
    for values in lessons:
        before = places.get((values["track"], values["number"] - 1))
        values["needs"] = [before, *values["needs"]] if before else values["needs"]
    return _store(lessons)


def _misfits(files: list[tuple[str, dict[str, Any]]]) -> list[Problem]:
    """What is wrong between files: a place taken twice, a gap in a track, a need nobody meets."""
    problems: list[Problem] = []
    slugs = {values["slug"] for _, values in files}
    taken: dict[tuple[str, int], str] = {}
    for name, values in files:
        place = (values["track"], values["number"])
        if place in taken:
            problems.append(Problem(name, 1, f"{taken[place]} is number {place[1]} of this track already."))
        taken[place] = name
        problems += [
            Problem(name, 1, f"It needs '{n}', which isn't a lesson.") for n in values["needs"] if n not in slugs
        ]
    for name, values in files:
        if values["number"] > 1 and (values["track"], values["number"] - 1) not in taken:
            problems.append(Problem(name, 1, f"Number {values['number'] - 1} of this track is missing."))
    return problems


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
            loaded.kept.append(row.slug)
        elif row.source_hash == values["source_hash"] and row.needs == values["needs"]:
            loaded.same.append(row.slug)
        else:
            Lesson.objects.filter(pk=row.pk).update(**values)
            loaded.changed.append(row.slug)
    Lesson.objects.bulk_create([Lesson(**values) for values in fresh])
    loaded.added = [values["slug"] for values in fresh]
    return loaded
