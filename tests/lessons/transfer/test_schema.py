"""The schema of the export: documented in full, and in step with the tables."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from django.db.models import Model
from pydantic import BaseModel, ValidationError

from hinge_coach.accounts.models import MORNING_HOURS
from hinge_coach.safety.models import Closure, Pause, Screening
from hinge_coach.safety.screening import QUESTIONS, Level
from hinge_coach.tightness.models import CheckIn, Situation
from hinge_coach.tightness.trend import Moment
from lessons.models import (
    HIGHEST_MEASURE,
    CarryOver,
    DailySituation,
    Guess,
    Message,
    Move,
    Plan,
    Practice,
    Track,
    TrackPosition,
    VerdictRecord,
)
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision
from lessons.transfer import schema
from lessons.transfer.schema import ClientExport
from tests.lessons.transfer.conftest import EMPTY_FILE

MODELS = [
    model
    for model in vars(schema).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == schema.__name__
]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_required_and_documented(model: type[BaseModel]) -> None:
    fields = model.model_fields.items()
    assert [name for name, field in fields if not field.description or not field.is_required()] == []


def test_an_export_is_never_changed() -> None:
    export = ClientExport.model_validate(EMPTY_FILE)
    with pytest.raises(ValidationError, match="frozen"):
        export.morning_hour = 7


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (schema.TrackName, Track.values),
        (schema.LevelName, list(Level)),
        (schema.CauseName, Closure.Cause.values),
        (schema.MomentName, list(Moment)),
        (schema.SituationName, ["", *Situation.values]),
        (schema.GuessName, Guess.values),
        (schema.DecisionName, list(Decision)),
        (schema.PlaceName, DailySituation.values),
    ],
)
def test_what_can_be_chosen_is_what_the_tables_know(names: Any, values: list[str]) -> None:
    assert list(get_args(names)) == values


@pytest.mark.parametrize(
    ("model", "table", "left_out"),
    [
        (schema.ExportedScreening, Screening, {"id", "client"}),
        (schema.ExportedClosure, Closure, {"id", "client", "lifted_by"}),
        (schema.ExportedCheckIn, CheckIn, {"client", "created_at", "deleted_at", "imported"}),
        (schema.ExportedPosition, TrackPosition, {"id", "client"}),
        (schema.ExportedCarryOver, CarryOver, {"id", "client"}),
        (schema.ExportedPlan, Plan, {"id", "client"}),
        (schema.ExportedPause, Pause, {"id", "client", "by"}),
        (schema.ExportedMessage, Message, {"id", "client", "by"}),
    ],
)
def test_every_column_is_a_key_or_left_out_knowingly(
    model: type[BaseModel], table: type[Model], left_out: set[str]
) -> None:
    assert set(model.model_fields) | left_out == {field.name for field in table._meta.fields}
    assert set(model.model_fields) & left_out == set()


def test_every_column_of_a_practice_its_verdicts_and_moves_is_a_key_or_left_out_knowingly() -> None:
    def columns(table: type[Model]) -> set[str]:
        return {field.name for field in table._meta.fields}

    assert set(schema.ExportedPractice.model_fields) - {"verdicts"} == columns(Practice) - {"client", "imported"}
    assert set(schema.ExportedVerdict.model_fields) == columns(VerdictRecord) - {"id", "practice"}
    # The verdict is named by its practice and its instant.
    keys = set(schema.ExportedMove.model_fields) - {"practice", "decided_at"}
    assert keys == columns(Move) - {"id", "client", "by", "verdict"}


def test_bounds_are_those_of_the_site() -> None:
    hours = schema.ClientExport.model_json_schema()["properties"]["morning_hour"]["anyOf"][0]
    assert (hours["minimum"], hours["maximum"]) == (MORNING_HOURS[0], MORNING_HOURS[-1])
    practice = schema.ExportedPractice.model_json_schema()["properties"]
    assert practice["measure"]["anyOf"][0]["maximum"] == HIGHEST_MEASURE
    assert practice["cue"]["maxLength"] == Practice._meta.get_field("cue").max_length
    assert max(Thresholds().as_dict().values()) <= 1_000
    assert max(len(name) for name in (*Thresholds().as_dict(), *(question.code for question in QUESTIONS))) <= 40


def test_only_a_reader_asks_whether_an_instant_has_happened() -> None:
    """A server's clock may be a moment behind the one that wrote a row; the client still gets their file."""
    at = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
    ClientExport.model_validate(EMPTY_FILE)
    ClientExport.model_validate(EMPTY_FILE, context=at)
    with pytest.raises(ValidationError, match="Still to come"):
        ClientExport.model_validate(EMPTY_FILE, context=at - timedelta(microseconds=1))
