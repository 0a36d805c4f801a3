"""Every key of a TOML document is found on its line."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.curriculum.loading import CURRICULUM, split_file
from lessons.curriculum.toml_lines import KeyPath, key_lines, nearest_line

DOCUMENT = """\
title = "a # b [x] = {y}"  # a comment = with [marks]
'quoted key' = 1.5
why = \"\"\"
title = "no key, but text"
It said ""no\\\"\"\" \\\\
\"\"\"\"
raw = '''
[steps]'''
at = 1979-05-27 07:32:00
cues = [
  "one",  # two]
  "three", 'four',

  5,
]
nested = [[1, 2], [
  3]]
dose = { text = "x, y", seconds.each = 2 }
steps = [
  { text = "Bow.", reps = [1,
    2] }, { text = "Rise." },
]
a.b.c = true

[self_check]
kind = "felt"
[ self_check . "more" ]
x = []
y = {}

[[faults]]
fault = "One."
[[faults]]
fault = "Two."
[faults.fix]
text = "Less."
[[faults.parts]]
name = "p"
[[faults.parts]]
name = "q"
"""


def paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The path of every key and list item."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from paths(item, (*path, key))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title", 1),
        ("quoted key", 2),
        ("why", 3),
        ("raw", 7),
        ("at", 9),
        ("cues", 10),
        ("cues.0", 11),
        ("cues.2", 12),
        ("cues.3", 14),
        ("nested.0.1", 16),
        ("nested.1", 16),
        ("nested.1.0", 17),
        ("dose.text", 18),
        ("dose.seconds", 18),
        ("dose.seconds.each", 18),
        ("steps", 19),
        ("steps.0", 20),
        ("steps.0.reps.1", 21),
        ("steps.1.text", 21),
        ("a.b.c", 23),
        ("self_check", 25),
        ("self_check.kind", 26),
        ("self_check.more.x", 28),
        ("faults", 31),
        ("faults.0.fault", 32),
        ("faults.1", 33),
        ("faults.1.fault", 34),
        ("faults.1.fix.text", 36),
        ("faults.1.parts.0.name", 38),
        ("faults.1.parts.1", 39),
    ],
)
def test_a_key_is_found_on_its_line(path: str, line: int) -> None:
    keys = tuple(int(part) if part.isdigit() else part for part in path.split("."))
    assert key_lines(DOCUMENT)[keys] == line


def test_the_paths_are_those_that_tomllib_reads() -> None:
    assert set(key_lines(DOCUMENT)) == set(paths(tomllib.loads(DOCUMENT)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("steps", 1, "seconds"), 21),
        (("steps", 7, "text"), 19),
        (("self_check", "question"), 25),
        (("faults", 1, "fix", "more", "yet"), 35),
        (("easier",), 1),
        ((), 1),
    ],
)
def test_what_is_missing_stands_where_it_should_have_stood(path: KeyPath, line: int) -> None:
    assert nearest_line(key_lines(DOCUMENT), path) == line


def test_every_key_of_a_lesson_stands_on_the_line_given_for_it() -> None:
    for file in map(split_file, CURRICULUM.glob("*.md")):
        lines = key_lines(file.front)
        assert set(lines) == set(paths(file.values)), file.path.name
        text = file.text.splitlines()
        keys = [(file.path.name, key[-1], line) for key, line in lines.items() if isinstance(key[-1], str)]
        assert [place for place in keys if f"{place[1]} =" not in text[place[2] - 1]] == []


SCALARS = st.sampled_from(
    ['"]"', "'},'", '"\\"="', '"""\n[x]\n"""', "'''\n# '''", "-1.5e-3", "07:32:00", "true", "[]", "{}"]
)
GAPS = st.sampled_from(["", "\n", " # [a] = {\n", "\n\n"])


@st.composite
def arrays(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    return "[" + "".join(f"{draw(GAPS)}{value}{draw(GAPS)}," for value in draw(st.lists(values, max_size=3))) + "]"


@st.composite
def tables(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    return "{" + ", ".join(f"k{n} = {value}" for n, value in enumerate(draw(st.lists(values, max_size=3)))) + "}"


VALUES = st.recursive(SCALARS, lambda values: arrays(values) | tables(values), max_leaves=8)


@given(st.lists(st.tuples(VALUES, GAPS), max_size=5))
def test_whatever_the_values_each_key_is_found(values: list[tuple[str, str]]) -> None:
    text, starts = "", {}
    for number, (value, gap) in enumerate(values):
        starts[f"key{number}"] = text.count("\n") + 1
        text += f"key{number} = {value}{gap}\n"
    lines = key_lines(text)
    assert set(lines) == set(paths(tomllib.loads(text)))
    assert {key: lines[key,] for key in starts} == starts
