import json
from math import inf, nan
from typing import Any

import pytest

from lessons.body.model.pose_report import pose_report

MAN: dict[str, Any] = {"sex": "m", "stature_m": 1.77, "mass_kg": 75.0}


def test_the_answer_has_every_number_by_name() -> None:
    answer = pose_report(**MAN, shank=0, thigh=25).as_json()
    assert list(answer) == [
        "lean",
        "angles",
        "joints",
        "com",
        "moments_nm",
        "per_leg_nm_per_kg",
        "compression_n",
        "shear_n",
    ]
    assert answer["lean"] == answer["angles"]["lean"] == pytest.approx(63.9, abs=0.05)
    assert answer["angles"]["knee"] == 25
    assert answer["joints"]["ankle"] == [0, 0.06903]
    assert answer["joints"]["toe"][1] == 0
    assert answer["com"][0] == pytest.approx(0.06625)
    assert list(answer["moments_nm"]) == ["ankle", "knee", "hip", "l5s1"]
    assert answer["moments_nm"]["l5s1"] == pytest.approx(115.0, abs=0.05)
    assert answer["per_leg_nm_per_kg"]["hip"] == pytest.approx(1.013, abs=0.0005)
    assert answer["compression_n"] == pytest.approx(2460, abs=0.5)


def test_who_names_nothing_hangs_the_arms_and_carries_nothing() -> None:
    assert pose_report(**MAN, shank=0, thigh=25) == pose_report(
        **MAN, shank=0, thigh=25, arm=0, load_kg=0, com_ratio=0.5
    )


def test_numbers_are_rounded_to_six_places_and_none_is_less_than_nothing() -> None:
    answer = pose_report(**MAN, shank=-7, thigh=0, lean=0).as_json()
    numbers = [number for point in (*answer["joints"].values(), answer["com"]) for number in point]
    assert numbers == [round(number, 6) for number in numbers]
    assert "-0.0," not in json.dumps(answer)
    assert [name for name in answer["joints"] if name.endswith(("_far", "_com", "_touch"))] == []


def test_a_given_lean_is_taken_as_it_is() -> None:
    answer = pose_report(**MAN, shank=30, thigh=90, lean=40, load_kg=10).as_json()
    assert answer["lean"] == 40
    assert answer["com"] == pytest.approx([0.0294, 0.5310], abs=1e-4)
    assert answer["moments_nm"] == pytest.approx(
        {"ankle": 23.619, "knee": 146.837, "hip": 141.845, "l5s1": 109.464}, abs=0.002
    )


def test_the_page_for_people_says_when_nobody_could_hold_it() -> None:
    assert "nobody could hold this still" in pose_report(**MAN, shank=0, thigh=60, lean=0).as_text()
    assert "nobody" not in pose_report(**MAN, shank=0, thigh=25).as_text()


def test_the_page_for_people_says_the_same_numbers() -> None:
    """The fixed hinge of `docs/evidence.md` section 3.5."""
    lines = pose_report(**MAN, shank=0, thigh=25, lean=45).as_text().splitlines()
    assert lines[0] == "shank 0.0  thigh 25.0  lean 45.0  arm 0.0  (degrees)"
    assert lines[2] == "center of mass 0.0224, 0.9138 m (ankle at 0, floor at 0)"
    assert "hip         -0.1826   0.8936 m" in lines
    assert "moments, both legs: ankle 15.6  knee -15.6  hip 119.7  L5/S1 90.6 Nm" in lines


def refusal(**inputs: Any) -> str:
    try:
        pose_report(**{**MAN, "shank": 0, "thigh": 25, **inputs})
    except ValueError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(
    ("name", "label", "low", "high"),
    [
        ("shank", "shank", -30, 50),
        ("thigh", "thigh", -30, 130),
        ("lean", "lean", -30, 110),
        ("arm", "arm", -60, 180),
        ("load_kg", "load", 0, 100),
        ("com_ratio", "com-share", 0, 1),
    ],
)
def test_a_number_may_reach_its_ends_and_no_further(name: str, label: str, low: float, high: float) -> None:
    sentence = f"The {label} must be a number from {low} to {high}."
    answers = [refusal(**{name: value}) == sentence for value in (low - 0.1, low, high, high + 0.1)]
    assert answers == [True, False, False, True]


@pytest.mark.parametrize("value", [nan, inf, -inf, 1e308, -1e308])
@pytest.mark.parametrize("name", ["stature_m", "mass_kg", "shank", "thigh", "lean", "arm", "load_kg", "com_ratio"])
def test_numbers_no_body_has_are_refused_in_one_sentence(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match="must be") as refused:
        pose_report(**{**MAN, "shank": 0, "thigh": 25, name: value})
    assert str(refused.value).count(".\n") == 0
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"thigh": 40}, "the nearest it can be is 29.5."),
        ({"shank": -10, "thigh": 0, "lean": 10}, None),
        ({"shank": -20, "thigh": 0, "lean": 10}, "The knee can't bend the wrong way."),
        ({"shank": 0, "thigh": 130, "lean": 80}, "The hands would be under the floor."),
    ],
)
def test_a_pose_no_body_can_take_is_refused(inputs: dict[str, Any], sentence: str | None) -> None:
    pose: dict[str, Any] = {"shank": 0.0, **inputs}
    if sentence is None:
        assert pose_report(**MAN, **pose).pose.knee == -10
        return
    with pytest.raises(ValueError, match=r"can't|under") as refused:
        pose_report(**MAN, **pose)
    assert str(refused.value).endswith(sentence)
