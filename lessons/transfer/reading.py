"""From a file to a `ClientExport`, or to a sentence that says why not."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from pydantic import ValidationError

from lessons.transfer.refusals import (
    NOT_AN_EXPORT,
    NOT_WHOLE,
    UNWRITABLE_LETTER,
    ImportRefusedError,
    damaged,
    path_text,
    problem_sentence,
    too_large,
)
from lessons.transfer.schema import VERSION, ClientExport
from lessons.transfer.version_1 import path_in_version_1, upgrade

LARGEST = 20_000_000  # bytes; ten years of daily practice are about half of it

MOST_PROBLEMS = 1_000  # each takes about a kilobyte to look at, and only the first is named

# An even number of backslashes before it would make it a backslash followed by plain letters.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def read_file(path: Path) -> ClientExport:
    """The export in a file. Raises `ImportRefusedError` where it is too large, cut off, damaged, or of another kind."""
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(LARGEST)
        content = path.read_bytes()
    except OSError:
        raise ImportRefusedError("There is no such file, or it can't be read.") from None
    return parse_export(content, now=timezone.now())


def parse_export(content: bytes, *, now: datetime) -> ClientExport:
    """The export in the bytes of a file, of either version; raises `ImportRefusedError`.

    Nothing in it can be later than `now`, apart from days that lie ahead: of a pause, or for the rules to look again.
    """
    try:
        values = json.loads(content)  # bytes, so that it knows UTF-8 and UTF-16 by the mark that some editors add
        version = _version_of(values)
        values = upgrade(values) if version == 1 else values
        text = json.dumps(values, ensure_ascii=False)
        text.encode()  # refuses half a surrogate pair, which JSON can spell and nothing can store
    except (ValueError, RecursionError):
        raise ImportRefusedError(NOT_WHOLE) from None
    if _NUL.search(text):
        raise ImportRefusedError(UNWRITABLE_LETTER)
    try:
        return ClientExport.model_validate(values, context=now)
    except ValidationError as error:
        raise _refusal_of(error, version) from None


def _version_of(values: Any) -> int:
    if not isinstance(values, dict) or "version" not in values:
        raise ImportRefusedError(NOT_AN_EXPORT)
    version = values["version"]
    if type(version) is not int or not 1 <= version < 1_000:
        raise ImportRefusedError("This export has no version that could be; this site reads 1 and 2.")
    if version > VERSION:
        raise ImportRefusedError(f"This export has version {version}; this site reads 1 and 2.")
    return version


def _refusal_of(error: ValidationError, version: int) -> ImportRefusedError:
    """Names the first problem, by its path in the file as it is."""
    if error.error_count() > MOST_PROBLEMS:
        return ImportRefusedError(f"This export is damaged in more than {MOST_PROBLEMS:,} places.")
    problem = error.errors(include_url=False, include_input=False)[0]
    if problem["type"] in ("json_invalid", "recursion_loop"):  # deeper than pydantic reads
        return ImportRefusedError(NOT_WHOLE)
    path = path_in_version_1(problem["loc"]) if version == 1 else problem["loc"]
    return damaged(path_text(path), problem_sentence(problem["type"], problem.get("ctx", {})))
