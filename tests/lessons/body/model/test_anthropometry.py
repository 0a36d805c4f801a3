import re
from math import inf, nan
from pathlib import Path
from typing import Any, cast

import pytest

from lessons.body.model.anthropometry import (
    BALL_FROM_HEEL,
    FOOT_COM_HEIGHT_M,
    LUMBAR_OF_TORSO,
    PAIRED_SEGMENTS,
    SEGMENTS,
    Body,
)

EVIDENCE = Path(__file__).parents[4].joinpath("docs", "evidence.md").read_text()


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


@pytest.mark.parametrize(("sex", "place", "stature_mm", "mass_sum"), [("m", 0, 1770, 1.002), ("f", 1, 1610, 0.999)])
def test_the_table_is_the_one_that_the_evidence_names(sex: Any, place: int, stature_mm: int, mass_sum: float) -> None:
    """The masses of section 1.2 add up to 1.002 and to .999 of the body, with six segments counted twice."""
    table = re.search(r"### 1\.2 .*?### 1\.3", EVIDENCE, re.DOTALL)
    assert table is not None
    rows = re.findall(
        r"^\| ([a-z ]+?)(?:,.*| and.*)? \| ([.\d /]+) \| ([.\d /]+) \| ([.\d /]+) \|$", table[0], re.MULTILINE
    )
    read = {name.replace(" ", "_"): [float(pair.split(" / ")[place]) for pair in pairs] for name, *pairs in rows}
    assert list(read) == list(SEGMENTS[sex])
    for name, (mass, length_mm, com) in read.items():
        segment = SEGMENTS[sex][name]
        assert [segment.mass * mass_sum, segment.length * stature_mm, segment.com] == pytest.approx(
            [mass, length_mm, com]
        )


def test_the_other_measures_are_those_that_the_evidence_names() -> None:
    man, woman = Body("m", 2, 75), Body("f", 2, 75)
    assert [man.shoulder_above_hip_m, woman.shoulder_above_hip_m] == pytest.approx([2 * 0.2961, 2 * 0.2870])
    assert [man.ankle_height_m, woman.ankle_height_m] == pytest.approx([2 * 0.039] * 2)
    foot_m = man.lengths["foot"]
    assert [man.along_foot(ratio) for ratio in (0, 0.25, 1)] == pytest.approx([-foot_m / 4, 0, foot_m * 3 / 4])
    assert (BALL_FROM_HEEL, LUMBAR_OF_TORSO, FOOT_COM_HEIGHT_M) == (0.72, 0.38, 0.02)
    assert man.masses["hand"] == pytest.approx(0.006 / 1.002 * 75)
    assert man.coms["hand"] == 0.839


@pytest.mark.parametrize(("stature", "mass"), [(1.2, 30), (2.3, 250)])
def test_the_smallest_and_the_largest_body_are_taken_and_none_beyond(stature: float, mass: float) -> None:
    assert Body("f", stature, mass).lengths["thigh"] == pytest.approx(0.379 * stature / 1.61)
    beyond = 0.999 if stature < 2 else 1.001
    for other in ((stature * beyond, mass), (stature, mass * beyond)):
        with pytest.raises(ValueError, match="must be from"):
            Body("f", *other)


def test_a_third_sex_has_no_table() -> None:
    with pytest.raises(ValueError, match="Sex must be f or m"):
        Body(cast("Any", "x"), 1.77, 75)
