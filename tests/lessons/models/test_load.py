"""A load as people type it, and the ladder of small real steps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.accounts.weight_unit import WeightUnit
from lessons.models.load import (
    HEAVIEST,
    LADDERS,
    LessonLoad,
    Load,
    LoadRefusedError,
    load_of,
    parse_load,
    step_down,
    step_up,
)

KG, LB = WeightUnit.KG, WeightUnit.LB
ONE_NUMBER = "Please type one number, such as 12.5 kg or 27 lb."
NUMBER_AND_UNIT = "Please type one number, and then kg or lb, such as 12.5 kg or 27 lb."
TWO_DECIMALS = "Please use at most two decimals, and no comma for thousands."


def kg(value: str | int) -> Load:
    return Load(Decimal(value), KG)


def lb(value: str | int) -> Load:
    return Load(Decimal(value), LB)


@pytest.mark.parametrize(
    ("text", "load"),
    [
        ("12,5", kg("12.5")),
        ("12.5", kg("12.5")),
        ("12,50", kg("12.5")),
        ("12.5 kg", kg("12.5")),
        ("12,5KG", kg("12.5")),
        ("4", kg(4)),
        ("04", kg(4)),
        (f"{'0' * 35}12 kg", kg(12)),  # as long as it may be
        ("4.0", kg(4)),
        ("  4\u00a0kilos ", kg(4)),
        (".5", kg("0.5")),
        ("0,500", kg("0.5")),
        ("0.12 kg", kg("0.12")),
        ("½", kg("0.5")),
        ("2½ kg", kg("2.5")),
        ("7¾", kg("7.75")),
        ("27 lb", lb(27)),
        ("27lbs", lb(27)),
        ("27 lbs.", lb(27)),
        ("27 Pounds", lb(27)),
        ("200", kg(200)),
        ("200.00", kg(200)),
        ("440 lb", lb(440)),
        ("0", kg(0)),
        ("0 lb", lb(0)),
    ],
)
def test_what_was_typed_is_what_is_meant(text: str, load: Load) -> None:
    assert parse_load(text, KG) == load


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_nothing_typed_says_nothing(text: str) -> None:
    assert parse_load(text, KG) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,000", "“1,000” can mean 1 or 1000. Please type the one you mean."),
        ("1.000", "“1.000” can mean 1 or 1000. Please type the one you mean."),
        ("12,500 kg", "“12,500” can mean 12.5 or 12500. Please type the one you mean."),
        ("12,125", TWO_DECIMALS),
        ("0.125", TWO_DECIMALS),
        ("12.3456", TWO_DECIMALS),
        ("1.000,50", ONE_NUMBER),
        ("12,5,0", ONE_NUMBER),
        ("12.", ONE_NUMBER),
        (",", ONE_NUMBER),
        ("½½", ONE_NUMBER),
        ("12.½", ONE_NUMBER),
        ("4 4", NUMBER_AND_UNIT),
        ("4+4", NUMBER_AND_UNIT),
        ("2 x 4 kg", NUMBER_AND_UNIT),
        ("1 000", NUMBER_AND_UNIT),
        ("12 stone", NUMBER_AND_UNIT),
        ("500 g", NUMBER_AND_UNIT),
        ("12 kg lb", NUMBER_AND_UNIT),
        ("12 kg or so", NUMBER_AND_UNIT),
        ("kg", ONE_NUMBER),
        ("kg 12", ONE_NUMBER),
        (f"{'0' * 36}12 kg", ONE_NUMBER),
        ("heavy", ONE_NUMBER),
        ("١٢", ONE_NUMBER),
        ("🙂", ONE_NUMBER),
        ("4\x00", NUMBER_AND_UNIT),
        ("NaN", ONE_NUMBER),
        ("1e2", NUMBER_AND_UNIT),
        ("9" * 10_000, ONE_NUMBER),
        ("-5", "A weight can’t be below 0."),
        ("-0,5 kg", "A weight can’t be below 0."),
        ("200.01", "That is more than 200 kg. Please check the number, and kg or lb."),
        ("1000", "That is more than 200 kg. Please check the number, and kg or lb."),
        ("440.01 lb", "That is more than 440 lb. Please check the number, and kg or lb."),
    ],
)
def test_what_can_be_read_in_no_way_or_in_two_gets_one_plain_sentence(text: str, sentence: str) -> None:
    with pytest.raises(LoadRefusedError) as refusal:
        parse_load(text, KG)
    assert str(refusal.value) == sentence


def test_a_unit_that_was_typed_wins_over_the_one_beside_the_field() -> None:
    assert parse_load("27 lb", KG) == lb(27)
    assert parse_load("12 kg", LB) == kg(12)
    assert parse_load("27", LB) == lb(27)


def test_without_any_unit_a_number_is_asked_about_and_zero_is_zero() -> None:
    with pytest.raises(LoadRefusedError, match="Is that kg or lb"):
        parse_load("12", None)
    assert parse_load("12 kg", None) == kg(12)
    assert parse_load("0", None) == kg(0)


@pytest.mark.parametrize(
    ("load", "words"),
    [(kg("12.50"), "12.5 kg"), (kg("100.00"), "100 kg"), (lb("27.00"), "27 lb"), (kg("0.00"), "no weight")],
)
def test_a_load_in_words_has_no_zeros_at_the_end(load: Load, words: str) -> None:
    assert load.words == words


def test_two_columns_make_a_load_or_none() -> None:
    assert (load_of(None, ""), load_of(Decimal("27.00"), "lb")) == (None, lb(27))


@pytest.mark.parametrize(
    ("one", "other", "is_like", "is_below"),
    [
        (lb(8), kg("3.6"), True, False),
        (lb(10), kg(5), False, True),
        (kg(5), lb(10), False, False),
        (kg(12), lb(27), False, True),
        (kg("12.5"), lb("27.5"), True, False),
        (lb(2), lb(3), False, True),
    ],
)
def test_kilograms_and_pounds_are_compared_by_what_they_weigh(
    one: Load, other: Load, is_like: bool, is_below: bool
) -> None:
    assert (one.is_like(other), one.is_below(other)) == (is_like, is_below)


@pytest.mark.parametrize(
    ("load", "down", "up"),
    [
        (kg(1), kg(0), kg(2)),
        (kg(4), kg(3), kg(5)),
        (kg(6), kg(5), kg(8)),
        (kg(10), kg(8), kg("12.5")),
        (kg(7), kg(6), kg(8)),
        (kg("4.9"), kg(4), kg(6)),  # a five that was weighed
        (kg(20), kg("17.5"), kg("22.5")),
        (kg(200), kg("197.5"), None),
        (lb(8), lb(5), lb(10)),
        (lb(15), lb(12), lb(20)),
        (lb(27), lb(25), lb(30)),
        (lb(440), lb(435), None),
        (kg(0), kg(0), kg(1)),
    ],
)
def test_one_step_is_one_rung_in_the_unit_of_the_load(load: Load, down: Load, up: Load | None) -> None:
    assert (step_down(load), step_up(load)) == (down, up)


loads = st.one_of(
    *(
        st.decimals(0, HEAVIEST[unit], places=2).map(lambda value, unit=unit: Load(value, unit))  # type: ignore[misc]
        for unit in WeightUnit
    )
)


@given(loads)
def test_words_read_again_are_the_same_load(load: Load) -> None:
    assert parse_load(f"{load.number} {load.unit}", None) == load
    assert parse_load(load.number.replace(".", ","), load.unit) == load


@given(st.text(max_size=30), st.sampled_from([KG, LB, None]))
def test_any_text_is_a_possible_load_or_one_sentence(text: str, unit: WeightUnit | None) -> None:
    try:
        load = parse_load(text, unit)
    except LoadRefusedError:
        return
    assert load is None or 0 <= load.value <= HEAVIEST[load.unit]


@given(loads)
def test_no_rung_is_left_out(load: Load) -> None:
    up, down = step_up(load), step_down(load)
    rungs = [Load(rung, load.unit) for rung in LADDERS[load.unit]]
    assert [rung for rung in rungs if up is not None and load.is_below(rung) and rung.value < up.value] == []
    assert [rung for rung in rungs if rung.is_below(load) and rung.value > down.value] == []


@given(loads, loads)
def test_who_has_more_never_gets_a_smaller_rung(one: Load, other: Load) -> None:
    if one.unit == other.unit and one.kg <= other.kg:
        assert step_down(one).value <= step_down(other).value
        top = Load(Decimal(HEAVIEST[one.unit]), one.unit)
        assert (step_up(one) or top).value <= (step_up(other) or top).value


@given(st.decimals(1, 190, places=1))
def test_a_step_in_pounds_is_never_more_than_one_rung_away_from_the_step_in_kilograms(weight: Decimal) -> None:
    in_kg = Load(weight, KG)
    in_lb = Load((weight / Decimal("0.45359237")).quantize(Decimal("0.01")), LB)
    up_kg, up_lb = step_up(in_kg), step_up(in_lb)
    assert up_kg is not None
    assert up_lb is not None
    beyond = step_up(up_kg)
    assert beyond is None or up_lb.kg <= beyond.kg
    assert up_lb.kg > weight


class TestWhatALessonSays:
    table = {"what": "Both weights together", "start_kg": 4, "start_lb": 8, "optional": False}

    def test_a_table_is_read_with_both_starts(self) -> None:
        lesson = LessonLoad.of(self.table)
        assert lesson == LessonLoad(
            what="Both weights together", start_kg=Decimal(4), start_lb=Decimal(8), optional=False
        )
        assert (lesson.start(KG), lesson.start(LB)) == (kg(4), lb(8))

    def test_half_kilograms_are_read_exactly(self) -> None:
        lesson = LessonLoad.of({**self.table, "start_kg": 2.5})
        assert lesson is not None
        assert lesson.start(KG) == kg("2.5")

    @pytest.mark.parametrize("table", [None, {}])
    def test_most_lessons_have_none(self, table: dict[str, object] | None) -> None:
        assert LessonLoad.of(table) is None

    def test_what_an_edited_lesson_lacks_is_filled_in(self) -> None:
        lesson = LessonLoad.of({"optional": True})
        assert lesson == LessonLoad(what="The weight", start_kg=Decimal(4), start_lb=Decimal(8), optional=True)
