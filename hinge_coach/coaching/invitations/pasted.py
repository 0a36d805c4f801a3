"""Reads a pasted list of people, one a line, as it comes out of a mail program or a spreadsheet. PURE.

Each of these is one person:

    Maya Ortiz <maya@example.com>
    "Ortiz, Maya" <maya@example.com>;
    maya@example.com, Maya Ortiz
    Maya<tab>Ortiz<tab>maya@example.com
    maya@example.com

A line with more than a name and an address is not guessed at: what stands in the third column of a list may be a note
about a body, and would be read in the greeting of a mail.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

LONGEST_PASTED = 400
"""Letters; an address has at most 254 and a name 80."""

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@/]+@[^\s<>()\[\],;:\"@/]+")
_AROUND = " \t'’‘“”\"<>()[]:"
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,3}[.)])\s+")
_BETWEEN = re.compile(r"[,;|\t]")


class PastedProblem(Enum):
    TOO_LONG = auto()
    NO_ADDRESS = auto()
    SEVERAL_ADDRESSES = auto()
    MORE_THAN_A_PERSON = auto()
    TWICE = auto()


@dataclass(frozen=True, kw_only=True)
class PastedLine:
    """One line that isn't blank. `number` counts from 1, blank lines too; `twin`: the line that has the address first.

    `email` looks like an address, and may not be one. Both `name` and `email` are empty where there is a problem.
    """

    number: int
    text: str
    name: str = ""
    email: str = ""
    problem: PastedProblem | None = None
    twin: int | None = None


def read_pasted(text: str) -> tuple[PastedLine, ...]:
    """Every line that isn't blank, in order. Of two with one address, whatever its case, the later is a problem."""
    lines: list[PastedLine] = []
    first: dict[str, int] = {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        read = _read_line(number, line.strip())
        if read.email and (twin := first.setdefault(read.email.lower(), number)) != number:
            read = PastedLine(number=number, text=read.text, problem=PastedProblem.TWICE, twin=twin)
        lines.append(read)
    return tuple(lines)


def _read_line(number: int, text: str) -> PastedLine:
    if len(text) > LONGEST_PASTED:
        return PastedLine(number=number, text=text, problem=PastedProblem.TOO_LONG)
    line = re.sub(r"(?i)\bmailto:", "", _BULLET.sub("", text))
    # A mail program writes an address that has no name twice: maya@example.com <maya@example.com>
    addresses = {address.lower(): address for found in _ADDRESS.findall(line) if (address := found.strip("'’‘“”."))}
    if not addresses:
        return PastedLine(number=number, text=text, problem=PastedProblem.NO_ADDRESS)
    if len(addresses) > 1:
        return PastedLine(number=number, text=text, problem=PastedProblem.SEVERAL_ADDRESSES)
    before, *others = _ADDRESS.split(line)
    name = _name(before, " ".join(others))
    if name is None:
        return PastedLine(number=number, text=text, problem=PastedProblem.MORE_THAN_A_PERSON)
    return PastedLine(number=number, text=text, name=name, email=list(addresses.values())[-1])


def _name(before: str, after: str) -> str | None:
    """What stands beside the address; None where it is more than a name."""
    if before.rstrip().endswith("<"):  # then a comma is part of the name
        names, most = [part for part in (_words(before), *_cells(after)) if part], 1
    else:
        left, right = _cells(before), _cells(after)
        names, most = left + right, 1 if right else 2  # a first and a last name, in the columns before the address
    if len(names) > most or any(character.isdecimal() or character in "@/" for name in names for character in name):
        return None
    return " ".join(names)


def _cells(text: str) -> list[str]:
    return [words for cell in _BETWEEN.split(text) if (words := _words(cell))]


def _words(text: str) -> str:
    return " ".join(text.split()).strip(_AROUND).rstrip(",;|").strip(_AROUND)
