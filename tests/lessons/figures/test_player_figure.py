"""The figure of the player: nothing leaves its disc, stills and fold are those of the movement, and it is light."""

import gzip
import json
import re
from math import dist

import pytest
from django.template.loader import render_to_string

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.blending import fewest_frames
from lessons.body.drawing.frames import draw_stills
from lessons.body.drawing.people import PEOPLE
from lessons.body.model.pose import Pose
from lessons.figures.lesson_figure import MovementDrawing
from lessons.figures.persons import person_of
from lessons.figures.player_figure import PlayerFigure, drawn_points, folds, get_set_seconds, player_figure

Figures = dict[str, PlayerFigure]


@pytest.fixture
def figures() -> Figures:
    """Of all movements. The site keeps them, so that asking again for each test costs nothing."""
    return {slug: figure for slug in MOVEMENTS if (figure := player_figure(slug))}


def test_the_disc_holds_every_point_of_every_pose(figures: Figures) -> None:
    assert set(figures) == set(MOVEMENTS)
    outside = [
        (slug, point)
        for slug, figure in figures.items()
        for frame in MovementDrawing(MOVEMENTS[slug], PEOPLE[person_of(slug).person]).frames("right")
        for point in drawn_points(frame)
        if not figure.circle.holds(point)
    ]
    assert outside == []


def test_its_picture_is_the_square_round_the_disc(figures: Figures) -> None:
    for figure in figures.values():
        x, y, radius = figure.circle.x, figure.circle.y, figure.circle.radius
        assert [int(number) for number in figure.box.split()] == pytest.approx(
            [x - radius, y - radius, 2 * radius, 2 * radius], abs=0.5
        )


def test_the_rim_is_24_units_from_the_farthest_point_of_what_has_an_end(figures: Figures) -> None:
    circle = figures["wall-tap"].circle
    frames = MovementDrawing(MOVEMENTS["wall-tap"], PEOPLE[person_of("wall-tap").person]).frames("right")
    ends = {part for part in frames[0].parts if part not in ("floor", "wall", "skirting")}
    points = [point for frame in frames for part in ends for point in frame.parts[part].points]
    assert max(dist((circle.x, circle.y), point) for point in points) == pytest.approx(circle.radius - 24)


def test_it_begins_with_the_movement_and_keeps_within_10_mm_of_it(figures: Figures) -> None:
    figure = figures["wall-tap"]
    frames = MovementDrawing(MOVEMENTS["wall-tap"], PEOPLE[person_of("wall-tap").person]).frames("right")
    assert {path.part: path.d for path in figure.paths} == {part: shape.path for part, shape in frames[0].parts.items()}
    assert figure.data["seconds"] == [frame.seconds for frame in fewest_frames(frames, 10)]


def test_the_stills_are_those_of_the_lesson(figures: Figures) -> None:
    for slug, figure in figures.items():
        places, seconds = figure.data["stills"], figure.data["seconds"]
        assert isinstance(places, dict)
        assert isinstance(seconds, list)
        stills = draw_stills(MOVEMENTS[slug], "right")
        assert {name: seconds[place] for name, place in places.items()} == dict(
            zip(("start", "middle", "end"), (still.seconds for still in stills), strict=True)
        )


def test_every_movement_goes_from_no_fold_to_all_of_it(figures: Figures) -> None:
    spans = {slug: (min(fold), max(fold)) for slug in figures if isinstance(fold := figures[slug].data["fold"], list)}
    assert spans == dict.fromkeys(figures, (0, 1))
    shares = [share for figure in figures.values() if isinstance(fold := figure.data["fold"], list) for share in fold]
    assert shares == [round(share, 2) for share in shares]
    starts = {slug: fold[0] for slug in figures if isinstance(fold := figures[slug].data["fold"], list) and fold[0]}
    # These start bent, at a seat or a thing, or with the knees up.
    assert set(starts) == {"leg-slide", "floor-lift", "hover-and-rise", "lift-a-child-or-bag", "hinge-or-squat"}


@pytest.mark.parametrize(
    ("poses", "expected"),
    [
        ([Pose(), Pose(thigh=20, lean=20), Pose(thigh=40, lean=40)], [0, 0.5, 1]),
        ([Pose(thigh=0, thigh_far=0), Pose(thigh=0, thigh_far=60)], [0, 1]),
        ([Pose(lumbar=20), Pose(lumbar=-20), Pose(lumbar=0)], [0, 1, 0.5]),
        ([Pose(shank=0), Pose(shank=-40), Pose(shank=-80)], [0, 0.5, 1]),
        ([Pose(), Pose(thigh=15), Pose(thigh=15, shank=30)], [0, 1, 1]),
        ([Pose(), Pose(lean=5), Pose(lean=5, shank=30)], [0, 1, 1]),
        ([Pose(thigh=20), Pose(thigh=60), Pose(thigh=40)], [0, 1, 0.5]),
        ([Pose(shank=30), Pose(shank=10), Pose(shank=50)], [0, 1, 1]),
        ([Pose(thigh=40, shank=-40), Pose(thigh=50, shank=-50)], [0, 0]),
        ([Pose(), Pose()], [0, 0]),
    ],
    ids=[
        *("hips", "far hip", "pelvis alone", "knee alone", "just the hips", "just the pelvis"),
        *("hips that start bent", "a knee both ways", "thighs that hardly turn", "nothing"),
    ],
)
def test_the_fold_follows_what_bends(poses: list[Pose], expected: list[float]) -> None:
    assert folds(poses) == expected


@pytest.mark.parametrize(
    ("slug", "seconds"),
    [("wall-tap", 10), ("seat-neutral", 10), ("tall-kneel-hinge", 15), ("rock-back", 15), ("leg-slide", 20), ("x", 10)],
)
def test_getting_down_takes_longer_than_standing(slug: str, seconds: int) -> None:
    assert get_set_seconds(slug) == seconds


def test_a_lesson_without_a_movement_has_no_figure() -> None:
    assert player_figure("swim") is None
    assert render_to_string("lessons/practice/_player_figure.html", {"player_figure": None}).strip() == ""


def test_on_the_page_it_is_an_image_with_words_and_at_most_10_kb(figures: Figures) -> None:
    heavy = {}
    for slug, figure in figures.items():
        page = render_to_string("lessons/practice/_player_figure.html", {"player_figure": figure})
        heavy[slug] = len(gzip.compress(page.encode(), 6))
        pack = json.loads(page.split('type="application/json">')[1].split("</script>")[0])
        assert {*pack["changes"], *pack["places"], *pack["ghost"]} <= set(re.findall(r'data-part="(\w+)"', page))
        assert page.count('role="img" aria-label="') == 1
    assert {slug: size for slug, size in heavy.items() if size > 10_000} == {}
