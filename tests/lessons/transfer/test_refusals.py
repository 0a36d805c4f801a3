"""How a refusal names what it refuses."""

import pytest

from lessons.transfer.refusals import path_text
from lessons.transfer.version_1 import FilePath


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("practices", 3, "effort"), "practices[3].effort"),
        (("a" * 100,), "a" * 100),
        (("a" * 101,), f"{'a' * 100}…"),
    ],
)
def test_a_path_is_written_as_programmers_do_and_cut_where_it_is_long(path: FilePath, text: str) -> None:
    assert path_text(path) == text
