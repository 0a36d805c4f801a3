import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.body.animation.keyframes import Movement
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.delta_codec import encode_deltas, encode_frames
from lessons.body.drawing.frames import Way, draw_frames
from tests.lessons.body.drawing.delta_decoder import decode_path

BOTH = [
    pytest.param(movement, way, id=f"{slug} {way}")
    for slug, movement in MOVEMENTS.items()
    for way in ("right", "fault")
]
EACH = [pytest.param(movement, id=slug) for slug, movement in MOVEMENTS.items()]


@given(st.lists(st.lists(st.integers(-2000, 2000), min_size=3, max_size=3), min_size=2, max_size=6))
def test_any_numbers_survive_encoding(rows: Any) -> None:
    paths = [f"M{a} {b}l{c} 0".replace(" -", "-") for a, b, c in rows]
    assert decode_path(paths[0], encode_deltas([[*row, 0] for row in rows]), len(rows)) == paths


@pytest.mark.parametrize(
    ("row", "letters"),
    [((0, 0, 25), "az"), ((0, 26, 0), "26;Z"), ((0, -1, -28), "A-27;"), ((7, 7, 8), "ab")],
)
def test_small_changes_are_letters_and_large_ones_numbers(row: tuple[int, ...], letters: str) -> None:
    assert encode_deltas([[number] for number in row]) == letters


def test_what_never_changes_is_told_once_and_the_rest_by_its_changes() -> None:
    drawings = draw_frames(MOVEMENTS["wall-tap"], "fault")[:4]
    pack = encode_frames(drawings, there_and_back=False)
    parts = {part: [frame.parts[part] for frame in drawings] for part in drawings[0].parts}
    assert pack["still"] == {part: paths[0] for part, paths in parts.items() if len(set(paths)) == 1}
    assert pack["first"] == {part: paths[0] for part, paths in parts.items() if len(set(paths)) > 1}
    assert {part: decode_path(pack["first"][part], changes, 4) for part, changes in pack["changes"].items()} == {
        part: paths for part, paths in parts.items() if part in pack["first"]
    }
    assert (pack["back"], pack["seconds"], pack["keys"][0]) == (False, [frame.seconds for frame in drawings], 0)
    assert len(pack["still"]) > 0 < len(pack["first"])


@pytest.mark.walk
@pytest.mark.parametrize("movement", EACH)
def test_a_movement_with_all_its_frames_travels_in_16_kb(movement: Movement) -> None:
    packs = {way: encode_frames(draw_frames(movement, way)) for way in ("right", "fault")}
    assert len(gzip.compress(json.dumps(packs, separators=(",", ":")).encode())) < 16_000


@pytest.mark.walk
@pytest.mark.parametrize(("movement", "way"), BOTH)
def test_what_was_encoded_comes_out_again(movement: Movement, way: Way) -> None:
    drawings = draw_frames(movement, way)
    pack = encode_frames(drawings)
    assert set(pack["still"]) | set(pack["first"]) == set(drawings[0].parts)
    for part, path in pack["first"].items():
        assert decode_path(path, pack["changes"][part], 25) == [frame.parts[part] for frame in drawings]
