"""The phases of a practice: what is led through second by second, and where the easier version takes over."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.conf import settings

from lessons.models.step import Shows, turns
from lessons.practice.phases import COUNTDOWN, SECONDS_PER_WORD, Phase, PhaseKind, as_json, easier_from, phases

STAND = {"do": "position", "text": "Stand near the wall.", "seconds": 15, "say": "To the wall"}
TAP = {
    "do": "reps",
    "text": "Reach back until your hips tap the wall.",
    "reps": 8,
    "tempo": [3, 1, 3],
    "say": "Tap",
    "beats": ["Hips back", "", "Stand tall"],
}
REST = {"do": "rest", "text": "Rest.", "seconds": 25}


def led(*steps: dict[str, Any], get_set: int = 10) -> list[tuple[str, float, str, str, str]]:
    return [
        (phase.kind.value, phase.seconds, phase.say, phase.text, phase.announces)
        for phase in phases(turns(steps), get_set=get_set)
    ]


def test_time_to_get_into_position_comes_first_and_new_work_is_told_before_it_begins() -> None:
    assert led(STAND, TAP) == [
        ("ready", 10, "Get set", "", ""),
        ("position", 15, "To the wall", "Stand near the wall.", ""),
        ("ready", 7, "Tap", "Reach back until your hips tap the wall.", ""),
        ("reps", 56, "Tap", "", ""),
    ]


def test_a_rest_that_is_long_enough_tells_what_comes_and_a_short_one_leaves_it_to_a_lead() -> None:
    more = {**TAP, "text": "Eight more taps."}
    assert led(TAP, REST, more)[-2:] == [("rest", 25, "Rest", "Rest.", "Eight more taps."), ("reps", 56, "Tap", "", "")]
    assert led(TAP, {**REST, "seconds": 4}, more)[-3:] == [
        ("rest", 4, "Rest", "Rest.", ""),
        ("ready", 5, "Tap", "Eight more taps.", ""),
        ("reps", 56, "Tap", "", ""),
    ]


def test_the_figure_turns_with_the_other_side_and_there_is_time_to_change() -> None:
    assert [
        (phase.kind.value, phase.say, phase.side, phase.other_side)
        for phase in phases(turns([{**TAP, "sides": True, "sets": 2, "rest": 30}]), get_set=10)
    ] == [
        ("ready", "Get set", "right", False),
        ("ready", "Tap", "right", False),
        ("reps", "Tap", "right", False),
        ("ready", "Other side", "left", True),
        ("reps", "Tap", "left", False),
        ("rest", "Rest", "left", False),
        ("ready", "Other side", "right", True),
        ("reps", "Tap", "right", False),
        ("ready", "Other side", "left", True),
        ("reps", "Tap", "left", False),
    ]


def test_steps_that_only_ask_for_what_is_asked_at_the_end_are_left_out() -> None:
    asking = {"do": "position", "text": "How many?", "seconds": 15, "asks": "self-check"}
    measuring = {"do": "position", "text": "How far?", "seconds": 30, "asks": "measure"}
    assert [kind for kind, *_ in led(TAP, asking, measuring)] == ["ready", "ready", "reps", "position"]
    assert led(asking) == []


def test_a_step_edited_before_it_had_a_tempo_is_counted_by_its_seconds() -> None:
    (*_, bow) = phases(turns([{"text": "Bow.", "reps": 8, "seconds": 56}]), get_set=10)
    assert bow == Phase(
        kind=PhaseKind.REPS, turn=0, seconds=56, say="Move", reps=8, tempo=(3.5, 0.0, 3.5), shows=Shows.MOVE
    )


def test_a_step_without_a_time_is_led_by_a_usual_one() -> None:
    assert [phase.seconds for phase in phases(turns([{"text": "Stay."}, {"text": "Bow.", "reps": 2}]), get_set=10)] == [
        *(10, 5, 30),
        *(5, 14),
    ]


def test_whoever_finds_it_too_hard_goes_on_in_the_easier_version_with_as_many_sets_left() -> None:
    full = phases(turns([STAND, TAP, REST, {**TAP, "text": "Again."}, REST, {**TAP, "text": "Last."}]), get_set=10)
    easier = phases(turns([STAND, {**TAP, "sets": 2, "rest": 30}]), get_set=10)
    assert [phase.kind.value for phase in full] == [
        *("ready", "position", "ready", "reps"),
        *("rest", "reps"),
        *("rest", "reps"),
    ]
    assert [phase.kind.value for phase in easier] == ["ready", "position", "ready", "reps", "rest", "reps"]
    assert easier_from(full, easier) == (0, 0, 0, 0, 0, 0, 5, 5)
    assert easier_from(full, ()) == ()


def test_an_easier_version_without_work_begins_at_its_beginning() -> None:
    full, easier = phases(turns([STAND, TAP]), get_set=10), phases(turns([REST]), get_set=10)
    assert easier_from(full, easier) == (0, 0, 0, 0)


def test_a_side_after_work_without_one_is_no_change_of_sides() -> None:
    led_through = phases(turns([TAP, {**TAP, "sides": True}]), get_set=10)
    assert [(phase.kind.value, phase.side, phase.other_side) for phase in led_through] == [
        *(("ready", "", False), ("ready", "", False), ("reps", "", False)),
        *(("reps", "right", False), ("ready", "left", True), ("reps", "left", False)),
    ]


def test_the_script_gets_every_value_of_a_phase() -> None:
    (*_, bow) = phases(turns([{"text": "Bow.", "reps": 8, "seconds": 56}]), get_set=10)
    (told,) = as_json([bow])
    named = {name: told[name] for name in ("kind", "seconds", "say", "reps", "tempo")}
    assert named == {"kind": "reps", "seconds": 56, "say": "Move", "reps": 8, "tempo": (3.5, 0.0, 3.5)}
    assert told.keys() == {field.name for field in fields(Phase)}


def test_the_script_of_the_player_measures_words_as_the_phases_do() -> None:
    script = (Path(settings.BASE_DIR) / "static/js/player/phase.js").read_text()
    named = dict(re.findall(r"const (SECONDS_PER_WORD|COUNTDOWN) = ([\d.]+)", script))
    assert {name: float(value) for name, value in named.items()} == {
        "SECONDS_PER_WORD": SECONDS_PER_WORD,
        "COUNTDOWN": COUNTDOWN,
    }
