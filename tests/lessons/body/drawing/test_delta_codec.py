import gzip
import json
from dataclasses import replace
from itertools import accumulate, islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.delta_codec import encode_deltas, encode_frames, softness, steps_of
from lessons.body.drawing.frames import Way
from lessons.body.drawing.shapes import closed_curve, polyline
from tests.lessons.body.drawing.delta_decoder import _CHANGE, _delta, decode_parts
from tests.lessons.body.drawing.drawn import BOTH, WAYS, frames_of


@given(st.lists(st.lists(st.integers(-2000, 2000), min_size=3, max_size=3), min_size=2, max_size=6))
def test_any_numbers_survive_encoding(rows: Any) -> None:
    steps = (_delta(change) for change in _CHANGE.findall(encode_deltas(rows)))
    columns = [list(accumulate(islice(steps, len(rows) - 1), initial=start)) for start in rows[0]]
    assert [list(row) for row in zip(*columns, strict=True)] == rows


@pytest.mark.parametrize(
    ("row", "letters"),
    [((0, 0, 25), "az"), ((0, 26, 0), "26;Z"), ((0, -1, -28), "A-27;"), ((7, 7, 8), "ab")],
)
def test_small_changes_are_letters_and_large_ones_numbers(row: tuple[int, ...], letters: str) -> None:
    assert encode_deltas([[number] for number in row]) == letters


def test_frames_with_more_or_fewer_numbers_than_the_first_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        encode_deltas([[1, 2], [1]])


def test_a_point_is_told_from_the_one_before_it_and_each_stroke_from_the_origin() -> None:
    shape = polyline([(0.0, 0.0), (0.02, 0.0)]) + polyline([(0.1, 0.1), (0.1, 0.12)])
    assert steps_of(shape) == [0, 0, 10, 0, 50, -50, 0, -10]


def test_softness_has_a_letter_for_each_point_of_a_curve_and_is_silent_where_all_are_round() -> None:
    corner = closed_curve([(0.0, 0.0, 0.0), (0.1, 0.0, 0.6), (0.1, 0.1, 1.0)])
    assert softness(corner) == "agk"
    assert softness(polyline([(0.0, 0.0), (0.1, 0.0)]) + corner) == "agk"
    assert softness(closed_curve([(0.0, 0.0, 1.0), (0.1, 0.0, 1.0), (0.1, 0.1, 1.0)])) == ""


def test_what_never_changes_does_not_travel_and_what_is_rigid_travels_as_its_place() -> None:
    drawings = frames_of("wall-tap", "fault")
    pack = encode_frames(drawings, there_and_back=False)
    assert {"floor", "wall"}.isdisjoint(pack["changes"])
    assert {"head", "hair", "eye", "hand", "belt"} <= set(pack["places"])
    assert {"head", "hair", "eye", "hand", "belt"}.isdisjoint(pack["changes"])
    assert (pack["back"], pack["seconds"], pack["keys"][0]) == (False, [frame.seconds for frame in drawings], 0)


def test_a_muscle_that_is_not_drawn_does_not_travel() -> None:
    working = frames_of("wall-tap", "right")[0]
    idle = replace(working, parts={part: shape for part, shape in working.parts.items() if part != "glutes"})
    assert "glutes" not in encode_frames([idle])["muscles"]
    assert "glutes" in encode_frames([working])["muscles"]


@pytest.mark.walk
@pytest.mark.parametrize("slug", MOVEMENTS)
def test_a_movement_with_all_its_frames_travels_in_16_kb(slug: str) -> None:
    packs = {way: encode_frames(frames_of(slug, way)) for way in WAYS}
    assert len(gzip.compress(json.dumps(packs, separators=(",", ":")).encode())) < 16_000


@pytest.mark.walk
@pytest.mark.parametrize(("slug", "way"), BOTH)
def test_what_was_encoded_comes_out_again(slug: str, way: Way) -> None:
    drawings = frames_of(slug, way)
    decoded = decode_parts(drawings[0].parts, encode_frames(drawings))
    assert decoded == [dict(frame.parts) for frame in drawings]
