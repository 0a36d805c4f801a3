"""What is wrong in a file of the curriculum: which file, on which line, and a sentence. PURE."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CurriculumProblem:
    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class CurriculumError(Exception):
    def __init__(self, problems: list[CurriculumProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_toml(file: str, text: str) -> dict[str, Any]:
    """What `tomllib` reads; raises `CurriculumError` with the line on which it gives up, the last one at the end."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at.group(1)) if at else text.count("\n") + 1
        raise CurriculumError([CurriculumProblem(file, line, f"This is not TOML: {error}.")]) from None
