"""The schema of the export: documented in full, and in step with the tables."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.db.models import Model
from pydantic import BaseModel, ValidationError

from hinge_coach.accounts.drawn_as import DRAWN_AS_VALUES
from hinge_coach.accounts.local_day import HOURS_OF_THE_DAY
from hinge_coach.accounts.models import MORNING_HOURS, Look
from hinge_coach.accounts.weight_unit import WeightUnit
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
    NewUsual,
    Plan,
    Practice,
    StartTest,
    Talk,
    Track,
    TrackPosition,
    VerdictRecord,
)
from lessons.models.load import HEAVIEST
from lessons.models.variation import Variation
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, TalkCode
from lessons.start_test.placing import BowLevel, ChairLevel, ReasonCode, WallLevel
from lessons.transfer import schema
from lessons.transfer.schema import ClientExport
from tests.lessons.transfer.conftest import EMPTY_FILE

MODELS = [
    model
    for model in vars(schema).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == schema.__name__
]


WITH_NOTES = (schema.ExportedCheckIn, schema.ExportedPractice)
# What files from before 0.3.0, 0.4.0, 0.5.0, 0.6.0, 0.7.0 or 0.10.0 lack.
LATER = {
    (ClientExport, "weight_unit"),
    (ClientExport, "drawn_as"),
    (schema.ExportedPractice, "stopped"),
    (schema.ExportedPractice, "note"),
    (schema.ExportedPractice, "load"),
    (schema.ExportedPractice, "load_unit"),
    (ClientExport, "day_begins"),
    (ClientExport, "talks"),
    (ClientExport, "new_usuals"),
    (ClientExport, "variations"),
    (ClientExport, "start_tests"),
    (ClientExport, "start_test_skipped_at"),
    (ClientExport, "looks"),
    (schema.ExportedPerson, "phone"),
    (schema.ExportedPerson, "archived_on"),
    (schema.ExportedMove, "local_on"),
    (schema.ExportedMove, "start_test"),
    (schema.ExportedVerdict, "usual"),
    (schema.ExportedPractice, "answer"),
    *((model, name) for model in WITH_NOTES for name in ("note_for_doctor", "sent_at")),
    (schema.ExportedCheckIn, "note"),
    (schema.ExportedPractice, "back_dated"),
    (schema.ExportedPractice, "edited_at"),
    *((schema.ExportedMessage, name) for name in ("writer", "sent_at", "seen_at", "practice")),
    (ClientExport, "message_mail"),
}


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_documented_and_required_but_for_later_ones(model: type[BaseModel]) -> None:
    fields = model.model_fields.items()
    assert [name for name, field in fields if not field.description] == []
    assert {(model, name) for name, field in fields if not field.is_required()} == {
        (other, name) for other, name in LATER if other is model
    }


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
        (schema.TalkName, list(TalkCode)),
        (schema.PlaceName, DailySituation.values),
        (schema.VariationName, list(Variation)),
        (schema.UnitName, list(WeightUnit)),
        (schema.DrawnAsName, list(DRAWN_AS_VALUES)),
        (schema.PlacingName, list(ReasonCode)),
        (schema.LookName, Look.Kind.values),
    ],
)
def test_what_can_be_chosen_is_what_the_tables_know(names: Any, values: list[str]) -> None:
    assert list(get_args(names)) == values


NOT_COLUMNS = {"writer"}  # who wrote a message is told without naming the trainer


@pytest.mark.parametrize(
    ("model", "table", "left_out"),
    [
        (schema.ExportedScreening, Screening, {"id", "client", "sent_as"}),
        (schema.ExportedClosure, Closure, {"id", "client", "lifted_by"}),
        (schema.ExportedCheckIn, CheckIn, {"client", "created_at", "deleted_at", "imported"}),
        (schema.ExportedPosition, TrackPosition, {"id", "client"}),
        (schema.ExportedCarryOver, CarryOver, {"id", "client"}),
        (schema.ExportedPlan, Plan, {"id", "client"}),
        (schema.ExportedPause, Pause, {"id", "client", "by"}),
        (schema.ExportedMessage, Message, {"id", "client", "by"}),
        (schema.ExportedTalk, Talk, {"id", "client", "talked_by"}),
        (schema.ExportedNewUsual, NewUsual, {"id", "client", "by"}),
        (schema.ExportedStartTest, StartTest, {"client", "imported"}),
        (schema.ExportedLook, Look, {"id", "client", "by"}),
    ],
)
def test_every_column_is_a_key_or_left_out_knowingly(
    model: type[BaseModel], table: type[Model], left_out: set[str]
) -> None:
    assert set(model.model_fields) - NOT_COLUMNS | left_out == {field.name for field in table._meta.fields}
    assert set(model.model_fields) & left_out == set()


def test_every_column_of_a_practice_its_verdicts_and_moves_is_a_key_or_left_out_knowingly() -> None:
    def columns(table: type[Model]) -> set[str]:
        return {field.name for field in table._meta.fields}

    assert set(schema.ExportedPractice.model_fields) - {"verdicts"} == columns(Practice) - {
        "client",
        "deleted_at",
        "imported",
    }
    assert set(schema.ExportedVerdict.model_fields) == columns(VerdictRecord) - {"id", "practice"}
    # The verdict is named by its practice and its instant.
    keys = set(schema.ExportedMove.model_fields) - {"practice", "decided_at"}
    assert keys == columns(Move) - {"id", "client", "by", "verdict"}


def test_bounds_are_those_of_the_site() -> None:
    hours = schema.ClientExport.model_json_schema()["properties"]["morning_hour"]["anyOf"][0]
    assert (hours["minimum"], hours["maximum"]) == (MORNING_HOURS[0], MORNING_HOURS[-1])
    begins = schema.ClientExport.model_json_schema()["properties"]["day_begins"]
    assert (begins["minimum"], begins["maximum"]) == (HOURS_OF_THE_DAY[0], HOURS_OF_THE_DAY[-1])
    practice = schema.ExportedPractice.model_json_schema()["properties"]
    assert practice["measure"]["anyOf"][0]["maximum"] == HIGHEST_MEASURE
    assert practice["load"]["anyOf"][0]["maximum"] == HEAVIEST[WeightUnit.LB]
    assert HEAVIEST[WeightUnit.KG] == schema.MOST_KILOGRAMS
    test = schema.ExportedStartTest.model_json_schema()["properties"]
    most = [test[name]["anyOf"][0]["maximum"] for name in ("chair", "wall", "bow")]
    assert most == [max(ChairLevel), max(WallLevel), max(BowLevel)]
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


@pytest.mark.parametrize(
    ("at", "local_on", "is_near"),
    [
        # In Kiritimati it is four of the next morning; in Pago Pago half past ten of the evening before, which belongs
        # to the day before that where days begin at eleven.
        (datetime(2026, 3, 4, 14, tzinfo=UTC), "2026-03-05", True),
        (datetime(2026, 3, 4, 9, 30, tzinfo=UTC), "2026-03-02", True),
        (datetime(2026, 3, 4, 14, tzinfo=UTC), "2026-03-06", False),
        (datetime(2026, 3, 4, 9, 30, tzinfo=UTC), "2026-03-01", False),
    ],
)
def test_a_day_is_one_that_some_clock_and_some_hour_can_give(at: datetime, local_on: str, is_near: bool) -> None:
    day = date.fromisoformat(local_on)
    row = {"id": uuid4(), "at": at, "local_on": day, "score": 3, "moment": "any", "situation": "", "edited_at": None}
    try:
        schema.ExportedCheckIn.model_validate(row)
    except ValidationError:
        assert not is_near
    else:
        assert is_near


START_TEST = {
    "id": "3f333df6-90a4-4fda-8dd3-9485d27cee36",
    "taken_at": "2026-03-04T15:00:00Z",
    "local_on": "2026-03-04",
    "chair": 2,
    "wall": None,
    "bow": None,
    "placements": [],
}
TEST_MOVE = {
    "track": "sit",
    "from_lesson": "high-seat-touch",
    "to_lesson": "chair-sit",
    "moved_at": "2026-03-04T15:00:00Z",
    "practice": None,
    "decided_at": None,
    "start_test": START_TEST["id"],
    "note": "Start test: slow and soft.",
}


@pytest.mark.parametrize(
    ("start_tests", "moves", "kind", "path"),
    [
        ([START_TEST, START_TEST], [], "repeated", ("start_tests", 1, "id")),
        ([{**START_TEST, "chair": None}], [], "nothing_done", ("start_tests", 0, "bow")),
        ([{**START_TEST, "chair": 3}], [], "less_than_equal", ("start_tests", 0, "chair")),
        ([{**START_TEST, "local_on": "2026-03-07"}], [], "day_far_from_instant", ("start_tests", 0, "local_on")),
        ([], [TEST_MOVE], "no_start_test", ("moves", 0, "start_test")),
        (
            [START_TEST],
            [{**TEST_MOVE, "practice": START_TEST["id"], "decided_at": "2026-03-04T15:00:00Z"}],
            "two_causes",
            ("moves", 0, "start_test"),
        ),
    ],
)
def test_a_start_test_that_can_not_be_is_refused_by_its_path(
    start_tests: list[Any], moves: list[Any], kind: str, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        ClientExport.model_validate({**EMPTY_FILE, "start_tests": start_tests, "moves": moves})
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [(kind, path)]


def test_a_file_from_before_start_tests_reads_as_one_without() -> None:
    later = {"start_tests", "start_test_skipped_at"}
    export = ClientExport.model_validate({key: value for key, value in EMPTY_FILE.items() if key not in later})
    assert (export.start_tests, export.start_test_skipped_at) == ((), None)
