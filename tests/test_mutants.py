"""What counts as a small fault, for `make mutate`."""

import ast

import pytest

from tests.mutants import mutants_of, mutated, sample


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("0.5 <= b", ["0.5 < b", "0.5 > b", "1.5 <= b"]),
        ("a == b is c", ["a != b is c", "a == b is not c"]),
        ("a and not b", ["a or not b", "a and b"]),
        ("a - -b", ["a + -b", "a - b"]),
        ("min(a, b)", ["max(a, b)", "pass"]),
        ("a = True", ["a = False"]),
        ("a.b = c", ["pass"]),
        ("a = [b for b in c if b]", ["a = [b for b in c if not b]"]),
        ("def f(a: int | None, b=1) -> None:\n    a += b", ["b=2", "a -= b", "pass"]),
        ("def f():\n    return a", ["return None"]),
        ("def f() -> bool:\n    return a", ["return not a"]),
        ("raise a", ["pass"]),
        ("'a text'", []),
    ],
)
def test_one_thing_is_changed_at_a_time(source: str, changed: list[str]) -> None:
    sources = [ast.unparse(mutated(source, mutant.number)) for mutant in mutants_of("module", source)]
    assert len(set(sources)) == len(changed)
    assert all(any(part in text for text in sources) for part in changed)
    assert ast.unparse(ast.parse(source)) not in sources


def test_what_runs_at_import_is_told_from_what_runs_when_called() -> None:
    mutants = mutants_of("module", "A = 1\n\ndef f(a=2):\n    return lambda: 3\n\nB = lambda: 4")
    assert [(mutant.code, mutant.when_called) for mutant in mutants] == [
        ("A = 1", False),
        ("def f(a=2):", False),
        ("return lambda: 3", True),
        ("return lambda: 3", True),
        ("B = lambda: 4", True),
    ]


def test_a_sample_depends_on_its_seed_alone() -> None:
    mutants = mutants_of("module", "a = [1, 2, 3, 4, 5, 6, 7, 8, 9]")
    assert sample(mutants, 3, seed=1) == sample(mutants, 3, seed=1) != sample(mutants, 3, seed=2)
    assert sample(mutants, 20, seed=1) == mutants
