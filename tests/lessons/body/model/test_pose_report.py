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
