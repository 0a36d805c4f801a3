"""The figure of the player: nothing leaves its disc, stills and fold are those of the movement, and it is light."""

import gzip
import json
import re

import pytest
from django.template.loader import render_to_string

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.frames import draw_stills
from lessons.body.drawing.people import PEOPLE
from lessons.body.model.pose import Pose
from lessons.figures.lesson_figure import MovementDrawing
from lessons.figures.persons import person_of
from lessons.figures.player_figure import PlayerFigure, drawn_points, folds, get_set_seconds, player_figure

Figures = dict[str, PlayerFigure]


@pytest.fixture(scope="module")
def figures() -> Figures:
    """Of all movements. Not made where the file is only read: each process does that, whatever it runs then."""
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
        ([Pose(), Pose()], [0, 0]),
    ],
    ids=["hips", "far hip", "pelvis alone", "knee alone", "nothing"],
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
