"""What pages say of a move."""

import pytest

from lessons.practice import move_wording


def test_what_happened_is_said_by_the_name_of_the_lesson() -> None:
    assert (
        move_wording.moved_on("Wall tap"),
        move_wording.finished("Hinge"),
        move_wording.restored("Wall tap"),
        move_wording.placed_by_start_test("Wall tap"),
    ) == (
        "You moved on to “Wall tap”.",
        "You finished the track “Hinge”.",
        "The full version of “Wall tap” is back.",
        "Your start test placed you at “Wall tap”.",
    )


@pytest.mark.parametrize(
    ("to_previous", "sentence"),
    [
        (True, "A step back, on purpose: “Wall tap” comes next."),
        (False, "A step back, on purpose: “Wall tap” comes first in its easier version."),
    ],
)
def test_a_step_back_says_to_what(to_previous: bool, sentence: str) -> None:
    assert move_wording.stepped_back("Wall tap", to_previous=to_previous) == sentence


@pytest.mark.parametrize(
    ("by", "is_easier", "sentence"),
    [
        ("Robin", False, "Robin placed you at “Wall tap”."),
        ("", True, "Your trainer placed you at “Wall tap”, in its easier version."),
    ],
)
def test_who_placed_somebody_is_named_where_there_is_a_name(by: str, is_easier: bool, sentence: str) -> None:
    assert move_wording.placed("Wall tap", by=by, is_easier=is_easier) == sentence
    noted = f"{by or 'Your trainer'} noted the track “Hinge” as finished."
    assert move_wording.placed_at_the_end("Hinge", by=by) == noted


@pytest.mark.parametrize(
    ("finished", "waits_for", "is_due_today", "sentence"),
    [
        (True, ["Rock back"], True, "Practice “Wall tap” now and then, to keep it."),
        (False, ["Rock back"], True, "It opens after “Rock back”."),
        (False, ["Rock back", "Leg slide"], False, "It opens after “Rock back” and “Leg slide”."),
        (False, [], True, "It is in today’s session."),
        (False, [], False, "It comes next on the track “Hinge”."),
    ],
)
def test_what_comes_next(finished: bool, waits_for: list[str], is_due_today: bool, sentence: str) -> None:
    told = move_wording.then(
        "Wall tap", track="Hinge", finished=finished, waits_for=waits_for, is_due_today=is_due_today
    )
    assert told == sentence
