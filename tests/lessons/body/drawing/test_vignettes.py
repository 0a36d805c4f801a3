"""Small pictures without anybody: all in their window, on their ground, in colors that exist, and light."""

import zlib
from itertools import pairwise
from pathlib import Path

import pytest

from lessons.body.drawing.scenery import Layer
from lessons.body.drawing.shapes import UNITS_PER_M
from lessons.body.drawing.vignettes import HERO, VIGNETTES, Vignette, room_behind

OF_TRACKS = ("neutral", "hinge", "sit")
ROOM = {"air", "air-far", "ground", "court", "skirting", "skirting-far"}
"""Roles of what goes on to the rim of the picture."""
PICTURES = {**{name: vignette.layers for name, vignette in VIGNETTES.items()}, "hero": tuple(HERO)}


def window_of(vignette: Vignette) -> tuple[int, int, int, int]:
    """Left, top, right and bottom, units."""
    left, bottom, right, top = (round(UNITS_PER_M * number) for number in vignette.window)
    return left, -top, right, -bottom


def around(layers: list[Layer]) -> tuple[int, int, int, int]:
    lefts, tops, rights, bottoms = zip(*(shape.extent for _, shape in layers), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@pytest.mark.parametrize("name", VIGNETTES)
def test_everything_is_seen_whole(name: str) -> None:
    left, top, right, bottom = window_of(VIGNETTES[name])
    outside = [
        role
        for role, shape in VIGNETTES[name].layers
        if not (left <= shape.extent[0] and shape.extent[2] <= right)
        or not (top <= shape.extent[1] and shape.extent[3] <= bottom)
    ]
    assert outside == []


@pytest.mark.parametrize("name", OF_TRACKS)
def test_the_room_of_a_track_fills_its_picture(name: str) -> None:
    vignette = VIGNETTES[name]
    assert around([layer for layer in vignette.layers if layer[0] in ROOM]) == window_of(vignette)


def test_the_three_tracks_have_pictures_of_one_size() -> None:
    assert {VIGNETTES[name].window for name in OF_TRACKS} == {(-1.28, -0.22, 1.28, 0.96)}
    assert {name for name, vignette in VIGNETTES.items() if not vignette.is_alone} == set(OF_TRACKS)


@pytest.mark.parametrize("name", sorted(set(VIGNETTES) - {*OF_TRACKS, "rail"}))
def test_things_alone_stand_on_the_floor_of_their_patch(name: str) -> None:
    (patch, *things) = VIGNETTES[name].layers
    standing = around([(role, shape) for role, shape in things if role != "shadow"])
    pool = around([patch])
    assert abs(standing[3]) <= 2
    assert (pool[0] < standing[0], standing[2] < pool[2]) == (True, True)


def test_every_layer_has_a_color() -> None:
    css = Path("static/css/figure.css").read_text()
    roles = {role for layers in PICTURES.values() for role, _ in layers}
    assert {role for role in roles if f".figure__{role} {{" not in css} == set()


@pytest.mark.parametrize("name", PICTURES)
def test_no_stroke_stands_still_between_two_points(name: str) -> None:
    """A dot is the one stroke that may: a line of no length with round ends."""
    still = [
        (role, before)
        for role, shape in PICTURES[name]
        for stroke in shape.strokes
        for before, after in pairwise(stroke.points)
        if before == after and role != "ball-holes"
    ]
    assert still == []
    assert [role for role, shape in PICTURES[name] if min(len(stroke.points) for stroke in shape.strokes) < 2] == []


def test_a_picture_weighs_less_than_a_kilobyte() -> None:
    weights = {
        name: len(zlib.compress("".join(f"{role}{shape.path}" for role, shape in layers).encode()))
        for name, layers in PICTURES.items()
    }
    assert {name: weight for name, weight in weights.items() if weight > 1_000} == {}


@pytest.mark.parametrize("is_court", [False, True])
@pytest.mark.parametrize("track", [*OF_TRACKS, ""])
def test_a_room_behind_somebody_fills_its_window(track: str, is_court: bool) -> None:
    layers = room_behind(track, -0.8, -0.1, 0.9, 1.7, is_court=is_court, wall_left=None)
    assert around([layer for layer in layers if layer[0] in ROOM]) == (-400, -850, 450, 50)


def test_each_track_has_a_room_of_its_own_and_a_court_is_the_same_for_all() -> None:
    rooms = {track: room_behind(track, -0.8, -0.1, 0.9, 1.7, is_court=False, wall_left=None) for track in OF_TRACKS}
    assert len({tuple(role for role, _ in layers) for layers in rooms.values()}) == len(OF_TRACKS)
    courts = [room_behind(track, -0.8, -0.1, 0.9, 1.7, is_court=True, wall_left=None) for track in OF_TRACKS]
    assert courts == [courts[0]] * len(OF_TRACKS)


@pytest.mark.parametrize("track", [*OF_TRACKS, ""])
def test_things_of_a_room_leave_the_middle_to_the_body(track: str) -> None:
    layers = room_behind(track, -0.8, -0.1, 0.9, 1.7, is_court=False, wall_left=None)
    things = [layer for layer in layers if layer[0] not in ROOM]
    assert around(things)[0] > 0.35 * UNITS_PER_M


@pytest.mark.parametrize(("wall_left", "wide"), [(-0.5, [(-400, -250)]), (-0.8, []), (-0.9, []), (None, [])])
def test_a_wall_of_the_lesson_goes_on_to_the_rim(wall_left: float | None, wide: list[tuple[int, int]]) -> None:
    layers = room_behind("hinge", -0.8, -0.1, 0.9, 1.7, is_court=False, wall_left=wall_left)
    assert [shape.extent[::2] for role, shape in layers if role == "wall"] == wide
