"""Frames that travel: as few as show the movement closely enough."""

from itertools import pairwise
from math import hypot

import pytest

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.blending import blend_weights, fewest_frames
from lessons.body.drawing.frames import Frame, draw_frames
from tests.lessons.body.drawing.drawn import frames_of

SECONDS = (0.0, 1.0, 2.0, 4.0)


@pytest.mark.parametrize("keys", [(), (0, 1, 2, 3), (0, 3)])
@pytest.mark.parametrize(("share", "weights"), [(0.0, (0, 1, 0, 0)), (1.0, (0, 0, 1, 0))])
def test_at_a_frame_only_that_frame_counts(
    keys: tuple[int, ...], share: float, weights: tuple[int, int, int, int]
) -> None:
    assert blend_weights(SECONDS, keys, 1, share) == pytest.approx(weights)


def test_between_two_keyframes_it_eases_out_and_in() -> None:
    assert blend_weights(SECONDS, (1, 2), 1, 0.25) == pytest.approx((0, 27 / 32, 5 / 32, 0))


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_an_even_motion_stays_even_however_the_frames_are_spaced(index: int, share: float) -> None:
    weights = blend_weights(SECONDS, (), index, share)
    four = [SECONDS[max(0, min(3, index + step))] for step in (-1, 0, 1, 2)]
    place = sum(weight * second for weight, second in zip(weights, four, strict=True))
    assert place == pytest.approx(SECONDS[index] + share * (SECONDS[index + 1] - SECONDS[index]))
    assert sum(weights) == pytest.approx(1)


def test_keyframes_always_travel_and_more_frames_the_nearer_they_must_be() -> None:
    frames = frames_of("court-speed", "right")
    keys = [frame for frame in frames if frame.keyframe is not None]
    assert fewest_frames(frames, 10_000) == tuple(keys)
    near, far = fewest_frames(frames, 5), fewest_frames(frames, 20)
    assert set(map(id, keys)) <= set(map(id, far)) <= set(map(id, frames))
    assert len(keys) < len(far) < len(near) < len(frames)
    assert fewest_frames(frames, 0) == frames


def test_no_frame_travels_that_could_be_left_out() -> None:
    frames = frames_of("floor-lift", "right")
    chosen = fewest_frames(frames, 10)
    between = [frame for frame in chosen if frame.keyframe is None]
    without = [tuple(frame for frame in chosen if frame is not left_out) for left_out in between]
    assert len(between) > 3
    assert worst_miss_mm(chosen, frames) <= 10
    assert [worst_miss_mm(fewer, frames) > 10 for fewer in without] == [True] * len(between)


@pytest.mark.parametrize("slug", ["wall-tap", "court-speed"])
def test_besides_keyframes_those_travel_that_are_missed_by_most_one_after_the_other(slug: str) -> None:
    frames = frames_of(slug, "right")
    travel = tuple(frame for frame in frames if frame.keyframe is not None)
    while worst_miss_mm(travel, frames) > 10:
        missed = {index: worst_miss_mm(travel, (frame,)) for index, frame in enumerate(frames)}
        most = frames[max(missed, key=lambda index: missed[index])]
        travel = tuple(sorted((*travel, most), key=lambda frame: frame.seconds))
    for frame in travel:
        fewer = tuple(other for other in travel if other is not frame)
        if frame.keyframe is None and worst_miss_mm(fewer, frames) <= 10:
            travel = fewer
    assert fewest_frames(frames, 10) == travel


@pytest.mark.walk
@pytest.mark.parametrize(
    ("slug", "most_mm"), [("wall-tap", 7), ("floor-lift", 16), ("court-speed", 11), ("hinge-or-squat", 15)]
)
def test_the_blend_stays_close_also_between_the_frames_it_was_chosen_from(slug: str, most_mm: float) -> None:
    """Chosen to be within 10 mm at 49 moments, looked at at 97: arms of the last three move fast."""
    chosen = fewest_frames(draw_frames(MOVEMENTS[slug], "right"), 10)
    assert worst_miss_mm(chosen, draw_frames(MOVEMENTS[slug], "right", count=97)) <= most_mm


def worst_miss_mm(chosen: tuple[Frame, ...], true: tuple[Frame, ...]) -> float:
    seconds = [frame.seconds for frame in chosen]
    keys = {index for index, frame in enumerate(chosen) if frame.keyframe is not None}
    last, worst = len(chosen) - 1, 0.0
    places = [[point for shape in frame.parts.values() for point in shape.points] for frame in chosen]
    for index, (start, end) in enumerate(pairwise(seconds)):
        four = [places[max(0, min(last, index + step))] for step in (-1, 0, 1, 2)]
        for frame in true:
            if not start < frame.seconds < end:
                continue
            weights = blend_weights(seconds, keys, index, (frame.seconds - start) / (end - start))
            seen = (point for shape in frame.parts.values() for point in shape.points)
            for (x, y), *near in zip(seen, *four, strict=True):
                blended_x = sum(weight * px for weight, (px, _) in zip(weights, near, strict=True))
                blended_y = sum(weight * py for weight, (_, py) in zip(weights, near, strict=True))
                worst = max(worst, hypot(x - blended_x, y - blended_y))
    return 2 * worst
