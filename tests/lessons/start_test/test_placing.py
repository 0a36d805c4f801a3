"""Where the start test places: the table, and what must hold for every combination of answers."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from lessons.curriculum.loading import CURRICULUM, split_file
from lessons.start_test.placing import (
    BowLevel,
    ChairLevel,
    Placement,
    PlacingPosition,
    PlacingReason,
    ReasonCode,
    StartAnswers,
    TrackLesson,
    WallLevel,
    place,
    table,
    worths_of,
)

CHAIRS: tuple[ChairLevel | None, ...] = (None, *ChairLevel)
WALLS: tuple[WallLevel | None, ...] = (None, *WallLevel)
BOWS: tuple[BowLevel | None, ...] = (None, *BowLevel)
ALL_ANSWERS = [StartAnswers(chair=chair, wall=wall, bow=bow) for chair, wall, bow in product(CHAIRS, WALLS, BOWS)]
HIGHEST = {"neutral": 4, "hinge": 4, "sit": 3}
WITH_LOAD = {"reach-back-and-hug", "loaded-hinge", "kickstand-hinge", "floor-lift", "lift-a-child-or-bag"}


def curriculum_positions(**changed: dict[str, Any]) -> tuple[PlacingPosition, ...]:
    """The tracks as they ship; `changed` by track."""
    files = [split_file(file).values for file in CURRICULUM.glob("*.md")]
    slugs = [file.stem for file in CURRICULUM.glob("*.md")]
    lessons = sorted(zip(slugs, files, strict=True), key=lambda lesson: lesson[1]["number"])
    return tuple(
        PlacingPosition(
            track=track,
            lessons=tuple(
                TrackLesson(slug=slug, needs=tuple(values["needs"]))
                for slug, values in lessons
                if values["track"] == track
            ),
            **changed.get(track, {}),
        )
        for track in HIGHEST
    )


POSITIONS = curriculum_positions()


def numbers(placements: tuple[Placement, ...], positions: tuple[PlacingPosition, ...] = POSITIONS) -> dict[str, int]:
    """By track, the number of the lesson at which somebody begins; of tracks without a placement, where they are."""
    found = {position.track: position.passed + 1 for position in positions}
    for position in positions:
        slugs = [lesson.slug for lesson in position.lessons]
        found.update({row.track: slugs.index(row.lesson) + 1 for row in placements if row.track == position.track})
    return found


def waiting(
    placements: tuple[Placement, ...], positions: tuple[PlacingPosition, ...] = POSITIONS
) -> Iterator[tuple[str, str]]:
    """Each lesson of a placed track, up to where it places, that needs a lesson which is not passed."""
    begins = numbers(placements, positions)
    passed = {lesson.slug for position in positions for lesson in position.lessons[: begins[position.track] - 1]}
    placed = {row.track for row in placements}
    for position in (position for position in positions if position.track in placed):
        own = {lesson.slug for lesson in position.lessons}
        for lesson in position.lessons[: begins[position.track]]:
            yield from ((lesson.slug, need) for need in lesson.needs if need not in passed | own)


# By (wall, bow): neutral and hinge. Where the wall tap isn't passed, the chair track begins at its first lesson.
NEUTRAL_AND_HINGE = {
    (None, None): (1, 1),
    (None, BowLevel.ABOVE_KNEES): (1, 1),
    (None, BowLevel.AT_KNEES): (2, 1),
    (None, BowLevel.BELOW_KNEECAPS): (3, 1),
    (None, BowLevel.MID_SHIN): (4, 1),
    (WallLevel.CLOSE, None): (1, 1),
    (WallLevel.CLOSE, BowLevel.ABOVE_KNEES): (1, 1),
    (WallLevel.CLOSE, BowLevel.AT_KNEES): (2, 1),
    (WallLevel.CLOSE, BowLevel.BELOW_KNEECAPS): (3, 1),
    (WallLevel.CLOSE, BowLevel.MID_SHIN): (4, 1),
    (WallLevel.HALF, None): (1, 1),
    (WallLevel.HALF, BowLevel.ABOVE_KNEES): (1, 1),
    (WallLevel.HALF, BowLevel.AT_KNEES): (2, 1),
    (WallLevel.HALF, BowLevel.BELOW_KNEECAPS): (3, 2),
    (WallLevel.HALF, BowLevel.MID_SHIN): (4, 2),
    (WallLevel.WHOLE, None): (1, 1),
    (WallLevel.WHOLE, BowLevel.ABOVE_KNEES): (1, 1),
    (WallLevel.WHOLE, BowLevel.AT_KNEES): (2, 1),
    (WallLevel.WHOLE, BowLevel.BELOW_KNEECAPS): (3, 3),
    (WallLevel.WHOLE, BowLevel.MID_SHIN): (4, 4),
}
SIT = {None: 1, ChairLevel.HANDS: 1, ChairLevel.DROPS: 2, ChairLevel.SOFT: 3}


@pytest.mark.parametrize(
    ("chair", "wall", "bow", "answers"),
    [
        (0, 0, 0, StartAnswers(chair=ChairLevel.HANDS, wall=WallLevel.CLOSE, bow=BowLevel.ABOVE_KNEES)),
        (1, 1, 1, StartAnswers(chair=ChairLevel.DROPS, wall=WallLevel.HALF, bow=BowLevel.AT_KNEES)),
        (2, 2, 2, StartAnswers(chair=ChairLevel.SOFT, wall=WallLevel.WHOLE, bow=BowLevel.BELOW_KNEECAPS)),
        (None, None, 3, StartAnswers(bow=BowLevel.MID_SHIN)),
    ],
)
def test_stored_answers_keep_their_meaning(
    chair: int | None, wall: int | None, bow: int | None, answers: StartAnswers
) -> None:
    assert StartAnswers.of(chair=chair, wall=wall, bow=bow) == answers


def test_every_combination_of_answers_places_as_the_table_says() -> None:
    expected = {}
    for answers in ALL_ANSWERS:
        neutral, hinge = NEUTRAL_AND_HINGE[answers.wall, answers.bow]
        expected[answers] = {"neutral": neutral, "hinge": hinge, "sit": SIT[answers.chair] if hinge > 2 else 1}
    assert {answers: numbers(place(answers, POSITIONS)) for answers in ALL_ANSWERS} == expected


def test_no_combination_leaves_a_lesson_waiting_for_one_that_is_not_passed() -> None:
    assert {answers: found for answers in ALL_ANSWERS if (found := list(waiting(place(answers, POSITIONS))))} == {}


def test_no_combination_places_further_than_the_limits_or_at_a_load() -> None:
    for answers in ALL_ANSWERS:
        placements = place(answers, POSITIONS)
        assert all(number <= HIGHEST[track] for track, number in numbers(placements).items())
        assert WITH_LOAD.isdisjoint(row.lesson for row in placements)


def test_every_placement_has_a_reason_and_an_early_one_says_what_it_waits_for() -> None:
    for answers in ALL_ANSWERS:
        for row in place(answers, POSITIONS):
            assert row.reasons
            waits = [reason for reason in row.reasons if reason.code == ReasonCode.WAITS]
            assert all(reason.lesson and reason.need for reason in waits)
            assert len(waits) <= 1


def test_a_better_answer_never_places_earlier() -> None:
    def level(value: int | None) -> int:
        return -1 if value is None else value

    placed = {answers: numbers(place(answers, POSITIONS)) for answers in ALL_ANSWERS}
    for (answers, before), (other, after) in product(placed.items(), repeat=2):
        if all(level(getattr(answers, name)) <= level(getattr(other, name)) for name in ("chair", "wall", "bow")):
            assert all(before[track] <= after[track] for track in HIGHEST)


def test_the_reasons_are_what_was_shown_and_what_has_to_come_first() -> None:
    placements = place(StartAnswers(chair=ChairLevel.SOFT, wall=WallLevel.WHOLE, bow=BowLevel.AT_KNEES), POSITIONS)
    assert placements == (
        Placement(track="neutral", lesson="find-the-middle", reasons=(PlacingReason(code=ReasonCode.BOW_AT_KNEES),)),
        Placement(
            track="hinge",
            lesson="tall-kneel-hinge",
            reasons=(
                PlacingReason(code=ReasonCode.WALL_WHOLE),
                PlacingReason(code=ReasonCode.WAITS, lesson="wall-tap", need="find-the-middle"),
            ),
        ),
        Placement(
            track="sit",
            lesson="high-seat-touch",
            reasons=(
                PlacingReason(code=ReasonCode.CHAIR_SOFT),
                PlacingReason(code=ReasonCode.WAITS, lesson="chair-sit", need="wall-tap"),
            ),
        ),
    )


def test_a_first_lesson_that_waits_is_placed_without_saying_so() -> None:
    """No track begins before its first lesson."""
    lessons = (TrackLesson(slug="pelvic-clock", needs=("wall-tap",)),)
    assert place(StartAnswers(), [PlacingPosition(track="neutral", lessons=lessons)]) == (
        Placement(track="neutral", lesson="pelvic-clock", reasons=(PlacingReason(code=ReasonCode.BOW_NOT_DONE),)),
    )


def test_a_whole_foot_length_and_a_bow_to_mid_shin_lead_to_the_waiters_bow_for_both_reasons() -> None:
    hinge = place(StartAnswers(wall=WallLevel.WHOLE, bow=BowLevel.MID_SHIN), POSITIONS)[1]
    codes = [reason.code for reason in hinge.reasons]
    assert (hinge.lesson, codes) == ("waiters-bow", [ReasonCode.WALL_WHOLE, ReasonCode.BOW_MID_SHIN])


BEST = StartAnswers(chair=ChairLevel.SOFT, wall=WallLevel.WHOLE, bow=BowLevel.MID_SHIN)


def test_a_track_with_history_is_left_alone_and_holds_the_others_back() -> None:
    """For every place where somebody can be on each track; one is free where none of its lessons is passed."""
    for done in product(*(range(len(position.lessons) + 1) for position in POSITIONS)):
        pairs = zip(POSITIONS, done, strict=True)
        positions = tuple(replace(position, passed=passed, is_free=passed == 0) for position, passed in pairs)
        for answers in (BEST, StartAnswers(chair=ChairLevel.SOFT)):
            placements = place(answers, positions)
            assert {row.track for row in placements} == {position.track for position in positions if position.is_free}
            assert list(waiting(placements, positions)) == []


def test_a_track_that_was_begun_at_its_first_lesson_holds_the_others_back() -> None:
    positions = curriculum_positions(hinge={"is_free": False})
    assert numbers(place(BEST, positions)) == {"neutral": 4, "hinge": 1, "sit": 1}


def test_nothing_is_placed_where_everything_has_begun() -> None:
    begun = {track: {"is_free": False} for track in HIGHEST}
    assert place(BEST, curriculum_positions(**begun)) == ()


def test_a_lesson_that_the_site_no_longer_has_leads_to_the_first_one() -> None:
    lessons = (TrackLesson(slug="breathing"), TrackLesson(slug="crocodile", needs=("breathing",)))
    assert [row.lesson for row in place(BEST, [PlacingPosition(track="neutral", lessons=lessons)])] == ["breathing"]


def test_a_track_that_the_test_does_not_know_and_one_without_lessons_are_left_alone() -> None:
    positions = [
        PlacingPosition(track="golf", lessons=(TrackLesson(slug="tee"),)),
        PlacingPosition(track="sit", lessons=()),
    ]
    assert place(BEST, positions) == ()


def test_the_table_on_the_page_has_a_row_for_every_answer_and_names_lessons_that_ship() -> None:
    rows = list(table())
    assert len(rows) == len(CHAIRS) + len(WALLS) + len(BOWS) + 1  # and one for wall and bow together
    for levels, track, slug in rows:
        answers = StartAnswers.of(**{"chair": None, "wall": None, "bow": None, **levels})
        assert worths_of(answers)[track][-1].lesson == slug
    slugs = {(position.track, lesson.slug) for position in POSITIONS for lesson in position.lessons}
    assert {(track, slug) for _, track, slug in rows} <= slugs
