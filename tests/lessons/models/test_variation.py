"""Which of a lesson's variations are somebody's, and which answers contradict each other."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.models.variation import LessonVariation, Variation, contradiction, variations_for

HOLD = {"for": "unsteady", "text": "Hold a counter.", "source": "no study; coaching practice"}
SMALL = {"for": "thin-bones", "text": "Small tilts only.", "source": "A study."}
HIGH = {"for": "tall", "text": "A higher seat.", "source": ""}
ALL = tuple(Variation)


def kinds_of(variations: Collection[LessonVariation]) -> list[str]:
    return [variation.kind.value for variation in variations]


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        ((), []),
        ((Variation.UNSTEADY,), ["unsteady"]),
        ((Variation.TALL, Variation.UNSTEADY), ["unsteady", "tall"]),
        ((Variation.PREGNANCY,), []),
        (ALL, ["unsteady", "thin-bones", "tall"]),
    ],
)
def test_those_that_fit_come_in_the_order_of_the_question(kinds: tuple[Variation, ...], shown: list[str]) -> None:
    assert kinds_of(variations_for([HIGH, SMALL, HOLD], kinds)) == shown


def test_a_variation_says_what_to_do_on_what_it_rests_and_who_comes_first() -> None:
    variation = variations_for([SMALL], ALL)[0]
    assert (variation.label, variation.text, variation.source) == ("osteoporosis", "Small tilts only.", "A study.")
    assert variation.first == (
        "A doctor or physical therapist first: ask how far you may bend and how much you may lift."
    )


def test_somebody_comes_first_only_where_health_is_in_question() -> None:
    first = {kind.value for kind in Variation if kind.first}
    assert first == {"thin-bones", "pregnancy", "new-joint"}
    assert {kind.first.split(" first: ")[0] for kind in Variation if kind.first} == {
        "A doctor or physical therapist",
        "A doctor, midwife or physical therapist",
        "Your surgeon or physical therapist",
    }


def test_each_kind_is_asked_and_named_in_words_of_its_own() -> None:
    assert len({kind.question for kind in Variation} | {kind.label for kind in Variation}) == 2 * len(Variation)


@pytest.mark.parametrize(
    "rows",
    [
        None,
        "unsteady",
        {"for": "unsteady", "text": "Hold a counter."},
        [None],
        ["unsteady"],
        [{}],
        [{"for": "unsteady"}],
        [{"for": "unsteady", "text": " "}],
        [{"for": "unsteady", "text": 7}],
        [{"for": "left-handed", "text": "Swap."}],
        [{"for": ["unsteady"], "text": "Hold."}],
    ],
)
def test_what_a_lesson_edited_by_hand_lacks_is_left_out(rows: object) -> None:
    assert variations_for(rows, ALL) == ()


def test_a_variation_without_a_source_is_shown_and_the_first_of_a_kind_counts() -> None:
    rows = [{"for": "unsteady", "text": "Hold."}, HOLD]
    assert variations_for(rows, ALL) == (LessonVariation(kind=Variation.UNSTEADY, text="Hold.", source=""),)


@given(st.lists(st.sampled_from([HOLD, SMALL, HIGH]), max_size=6), st.sets(st.sampled_from(Variation)))
def test_nobody_sees_what_does_not_fit(rows: list[dict[str, str]], kinds: set[Variation]) -> None:
    shown = variations_for(rows, kinds)
    assert {variation.kind for variation in shown} == kinds & {Variation(row["for"]) for row in rows}
    assert kinds_of(shown) == [kind.value for kind in Variation if kind in {each.kind for each in shown}]


BOTH = "You checked both taller and shorter. Please keep the one that is true for you."
NONE_TOO = "You checked “None of these” and something else as well. Please uncheck one or the other."


@pytest.mark.parametrize(
    ("kinds", "is_none", "sentence"),
    [
        ((), False, ""),
        ((), True, ""),
        ((Variation.TALL,), False, ""),
        ((Variation.TALL, Variation.SHORT), False, BOTH),
        ((Variation.FLOOR,), True, NONE_TOO),
        ((Variation.TALL, Variation.SHORT), True, NONE_TOO),
        (tuple(kind for kind in Variation if kind != Variation.SHORT), False, ""),
    ],
)
def test_answers_that_cannot_all_be_true_get_a_sentence(
    kinds: tuple[Variation, ...], is_none: bool, sentence: str
) -> None:
    assert contradiction(kinds, is_none=is_none) == sentence
