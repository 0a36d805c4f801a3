"""Steps of a lesson, and the turns by which a player leads through them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.models.step import Asks, Doing, Shows, Turn, turns


def clocks(steps: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(turn.text, turn.label, turn.seconds) for turn in turns(steps)]


def test_a_position_a_rest_and_a_hold_last_their_seconds() -> None:
    assert turns(
        [
            {"do": "position", "text": "Kneel.", "seconds": 20},
            {"do": "hold", "text": "Hold.", "seconds": 10},
            {"do": "rest", "text": "Rest.", "seconds": 30, "asks": "effort"},
        ]
    ) == (
        Turn(doing=Doing.POSITION, text="Kneel.", seconds=20),
        Turn(doing=Doing.HOLD, text="Hold.", seconds=10, shows=Shows.END),
        Turn(doing=Doing.REST, text="Rest.", seconds=30, asks=Asks.EFFORT),
    )


def test_repetitions_last_as_long_as_their_tempo_says() -> None:
    (turn,) = turns([{"do": "reps", "text": "Bow.", "reps": 8, "tempo": [3, 1, 2]}])
    assert (turn.seconds, turn.reps, turn.tempo) == (48, 8, (3, 1, 2))


def test_two_sides_are_two_turns_and_the_rest_comes_between_sets() -> None:
    step = {"do": "reps", "text": "Slide.", "reps": 6, "tempo": [4, 0, 4], "sides": True, "sets": 2, "rest": 20}
    assert clocks([step]) == [
        ("Slide.", "Set 1 of 2 · right side · 6 times", 48),
        ("Slide.", "Set 1 of 2 · left side · 6 times", 48),
        ("Rest.", "", 20),
        ("Slide.", "Set 2 of 2 · right side · 6 times", 48),
        ("Slide.", "Set 2 of 2 · left side · 6 times", 48),
    ]


@pytest.mark.parametrize(
    ("step", "label"),
    [
        ({"do": "hold", "text": "Hold.", "seconds": 9}, ""),
        ({"do": "hold", "text": "Hold.", "seconds": 9, "sides": True}, "Right side"),
        ({"do": "reps", "text": "Bow.", "reps": 1, "tempo": [3, 0, 3]}, "Once"),
        ({"do": "reps", "text": "Bow.", "reps": 4, "tempo": [3, 0, 3]}, "4 times"),
    ],
)
def test_the_label_says_set_side_and_count(step: dict[str, Any], label: str) -> None:
    assert turns([step])[0].label == label


@pytest.mark.parametrize(
    ("tempo", "beats", "words"),
    [
        ([3, 1, 2], ["Hips back", "", "Stand tall"], "hips back for 3 seconds, hold for 1, stand tall for 2"),
        ([3, 0, 3], ["To 12", "", "Let go"], "to 12 for 3 seconds, let go for 3"),
        ([1, 0, 1], None, "down for 1 second, up for 1"),
        ([0, 5, 0], None, "hold for 5 seconds"),
    ],
)
def test_the_tempo_in_words(tempo: list[int], beats: list[str] | None, words: str) -> None:
    step = {"do": "reps", "text": "Bow.", "reps": 4, "tempo": tempo, **({"beats": beats} if beats else {})}
    assert turns([step])[0].rhythm == words


@pytest.mark.parametrize(
    ("step", "details"),
    [
        (
            {"do": "reps", "text": "Bow.", "reps": 8, "tempo": [3, 1, 2]},
            "8 times · down for 3 seconds, hold for 1, up for 2 · 48 seconds",
        ),
        ({"do": "hold", "text": "Hold.", "seconds": 9, "sides": True}, "Right side · 9 seconds"),
        ({"do": "rest", "text": "Rest.", "seconds": 20}, "20 seconds"),
    ],
)
def test_the_details_are_told_in_one_line(step: dict[str, Any], details: str) -> None:
    assert turns([step])[0].details == details


@pytest.mark.parametrize(
    ("step", "before", "meanwhile"),
    [
        ({"do": "reps", "reps": 4, "tempo": [3, 0, 3]}, Shows.START, Shows.MOVE),
        ({"do": "reps", "reps": 4, "tempo": [3, 0, 3], "shows": "end to start"}, Shows.END, Shows.END_TO_START),
        ({"do": "reps", "reps": 4, "tempo": [3, 0, 3], "shows": "middle"}, Shows.MIDDLE, Shows.MIDDLE),
        ({"do": "hold", "seconds": 9, "shows": "middle"}, Shows.START, Shows.MIDDLE),
        ({"do": "hold", "seconds": 9, "begins": "end"}, Shows.END, Shows.END),
    ],
)
def test_between_sets_the_figure_waits_where_the_movement_begins(
    step: dict[str, Any], before: Shows, meanwhile: Shows
) -> None:
    first, rest, _ = turns([{"text": "Bow.", "sets": 2, "rest": 9, "rest_text": "Sit down.", **step}])
    assert (first.begins, first.shows, rest.shows, rest.text) == (before, meanwhile, before, "Sit down.")


def test_steps_stored_before_they_had_a_structure_are_led_by_their_seconds() -> None:
    steps = [{"text": "Bow.", "reps": 8, "seconds": 56}, {"text": "Stay.", "seconds": 20}]
    assert turns(steps) == (
        Turn(doing=Doing.REPS, text="Bow.", seconds=56, reps=8, shows=Shows.MOVE),
        Turn(doing=Doing.HOLD, text="Stay.", seconds=20, shows=Shows.END),
    )


STEPS = st.builds(
    lambda reps, tempo, sides, sets, rest: {
        "do": "reps",
        "text": "Bow.",
        "reps": reps,
        "tempo": tempo,
        "sides": sides,
        "sets": sets,
        "rest": rest,
    },
    st.integers(1, 20),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
    st.booleans(),
    st.integers(1, 5),
    st.integers(0, 60),
)


@given(step=STEPS)
def test_all_repetitions_are_done_and_all_rests_taken(step: dict[str, Any]) -> None:
    sides = 2 if step["sides"] else 1
    total = step["reps"] * sum(step["tempo"]) * sides * step["sets"] + step["rest"] * (step["sets"] - 1)
    led = turns([step])
    assert sum(turn.seconds for turn in led) == total
    assert sum(turn.reps or 0 for turn in led) == step["reps"] * sides * step["sets"]
