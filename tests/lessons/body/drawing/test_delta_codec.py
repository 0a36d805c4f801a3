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
