from math import inf, nan
from typing import Any, cast

import pytest

from lessons.body.model.anthropometry import PAIRED_SEGMENTS, SEGMENTS, Body


@pytest.mark.parametrize("sex", ["f", "m"])
def test_the_mass_fractions_of_a_whole_body_sum_to_one(sex: Any) -> None:
    total = sum(segment.mass * (2 if name in PAIRED_SEGMENTS else 1) for name, segment in SEGMENTS[sex].items())
    assert total == pytest.approx(1, abs=1e-12)


def test_lengths_grow_with_stature_and_masses_with_mass() -> None:
    maya, taller = Body("f", 1.61, 65), Body("f", 1.771, 130)
    assert maya.lengths["thigh"] == pytest.approx(0.379)
    assert taller.lengths["thigh"] == pytest.approx(0.379 * 1.1)
    assert taller.masses["thigh"] == pytest.approx(2 * maya.masses["thigh"])


def test_the_reference_people_keep_their_measured_lengths() -> None:
    man, woman = Body("m", 1.77, 80.5), Body("f", 1.61, 63.9)
    assert [man.lengths[name] for name in ("shank", "thigh", "pelvis", "torso", "foot")] == pytest.approx(
        [0.433, 0.432, 0.094, 0.477, 0.265]
    )
    assert [woman.lengths[name] for name in ("shank", "thigh", "pelvis", "torso", "foot")] == pytest.approx(
        [0.388, 0.379, 0.107, 0.429, 0.233]
    )


@pytest.mark.parametrize(
    ("stature", "mass", "sentence"),
    [
        (nan, 75, "Stature must be from 1.2 to 2.3 m."),
        (inf, 75, "Stature must be from 1.2 to 2.3 m."),
        (-1.77, 75, "Stature must be from 1.2 to 2.3 m."),
        (177, 75, "Stature must be from 1.2 to 2.3 m."),
        (1.77, nan, "Mass must be from 30 to 250 kg."),
        (1.77, 0, "Mass must be from 30 to 250 kg."),
    ],
)
def test_a_body_nobody_has_is_refused_with_a_sentence(stature: float, mass: float, sentence: str) -> None:
    with pytest.raises(ValueError, match="must be") as refused:
        Body("m", stature, mass)
    assert str(refused.value) == sentence


def test_a_third_sex_has_no_table() -> None:
    with pytest.raises(ValueError, match="Sex must be f or m"):
        Body(cast("Any", "x"), 1.77, 75)
