"""An export is everything: brought to life on a fresh site and exported again, it is the same."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.tightness.models import CheckIn
from lessons.models import Practice
from lessons.transfer import schema
from lessons.transfer.export import export_client
from lessons.transfer.importing import import_client
from lessons.transfer.schema import ClientExport
from tests.lessons.transfer.conftest import EMPTY_FILE, Values, check_in_at, export_from, practice_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
SLUGS = ("leg-slide", "pelvic-clock", "high-seat-touch", "wall-tap", "chair-sit")
ZONE = ZoneInfo("America/Chicago")
FIRST, LAST = datetime(2024, 1, 1), datetime(2026, 3, 4)  # noqa: DTZ001 - hypothesis adds the zone


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.text(letters, min_size=least, max_size=min(most, 30))


instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
days = st.dates(FIRST.date(), LAST.date())
PLACES = {
    "neutral": ("pelvic-clock", "rock-back", "neutral-on-the-move"),
    "hinge": ("tall-kneel-hinge", "loaded-hinge", "floor-lift"),
    "sit": ("high-seat-touch", "court-speed"),
}
slugs = st.sampled_from(SLUGS)
scores = st.integers(0, 10)


def one_of(names: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(names.__args__)


def local(at: datetime) -> str:
    return at.astimezone(ZONE).date().isoformat()


@st.composite
def verdicts(draw: st.DrawFn) -> Values:
    reason = st.fixed_dictionaries(
        {
            "code": texts(40, 1),
            "client": texts(2_000),
            "trainer": texts(2_000),
            "entries": st.lists(st.uuids().map(str), max_size=3),
        }
    )
    return {
        "decision": draw(one_of(schema.DecisionName)),
        "reasons": draw(st.lists(reason, min_size=1, max_size=2)),
        "would_change": draw(texts(2_000)),
        "morning_reference": draw(st.none() | st.floats(0, 10)),
        "usual": draw(st.none() | st.floats(0, 10)),
        "next_lesson": draw(st.none() | slugs),
        "look_again_on": draw(st.none() | days.map(str)),
        "thresholds": draw(
            st.dictionaries(st.sampled_from(["rise", "easy_score", "numbers_to_come"]), st.integers(0, 99))
        ),
        "decided_at": draw(instants).isoformat(),
    }


@st.composite
def talks(draw: st.DrawFn) -> Values:
    opened_at, talked_at = draw(instants), draw(st.none() | instants)
    return {
        "code": draw(one_of(schema.TalkName)),
        "client_sentence": draw(texts(2_000)),
        "trainer_sentence": draw(texts(2_000, 1)),
        "points": draw(st.floats(-10, 10)),
        "count": draw(st.integers(0, 99)),
        "opened_at": opened_at.isoformat(),
        "opened_on": local(opened_at),
        "talked_at": talked_at.isoformat() if talked_at else None,
        "talked_on": local(talked_at) if talked_at else None,
        "line": draw(texts(2_000)),
    }


def _variations(names: list[str], at: datetime) -> Values:
    """As the site writes them: each once, in the order of the question, and nobody both tall and short."""
    left_out = {"short"} if "tall" in names else set()
    kinds = [name for name in get_args(schema.VariationName) if name in names and name not in left_out]
    return {"kinds": kinds, "answered_at": at.isoformat()}


@st.composite
def check_in_values(draw: st.DrawFn, at: datetime, moment: str) -> Values:
    return {
        "id": str(draw(st.uuids())),
        "at": at.isoformat(),
        "local_on": local(at),
        "score": draw(scores),
        "moment": moment,
        "situation": draw(one_of(schema.SituationName)),
        "edited_at": draw(st.none() | instants.map(datetime.isoformat)),
    }


@st.composite
def loads(draw: st.DrawFn) -> Values:
    unit = draw(st.none() | one_of(schema.UnitName))
    most = {None: 0, "kg": 200, "lb": 440}[unit]
    return {"load": draw(st.decimals(0, most, places=2).map(str)) if unit else None, "load_unit": unit}


@st.composite
def start_tests(draw: st.DrawFn) -> Values:
    taken_at = draw(instants)
    reason = {"code": one_of(schema.PlacingName), "lesson": slugs, "need": slugs}
    placement = {
        "track": one_of(schema.TrackName),
        "lesson": slugs,
        "reasons": st.lists(st.fixed_dictionaries(reason), min_size=1, max_size=2),
    }
    return {
        "id": str(draw(st.uuids())),
        "taken_at": taken_at.isoformat(),
        "local_on": local(taken_at),
        "chair": draw(st.none() | st.integers(0, 2)),
        "wall": draw(st.none() | st.integers(0, 2)),
        "bow": draw(st.integers(0, 3)),
        "placements": draw(st.lists(st.fixed_dictionaries(placement), max_size=3)),
    }


@st.composite
def files(draw: st.DrawFn) -> Values:
    """A file with all that the schema allows, each part in any order."""
    file: Values = {**EMPTY_FILE, "check_ins": [], "practices": [], "moves": []}
    for at in draw(st.lists(instants, max_size=3)):
        file["check_ins"].append(draw(check_in_values(at, draw(st.sampled_from(["any", "morning", "recalled"])))))
    for at in draw(st.lists(instants, max_size=3)):
        stopped = draw(one_of(schema.StoppedName))
        told = draw(st.sampled_from([("before", "after"), ("after",) if stopped else ()]))
        pair = {moment: draw(check_in_values(at, moment)) for moment in told}
        file["check_ins"] += pair.values()
        practice: Values = {
            "id": str(draw(st.uuids())),
            "lesson": draw(slugs),
            "done_at": at.isoformat(),
            "local_on": local(at),
            "before": pair["before"]["id"] if "before" in pair else None,
            "after": pair["after"]["id"] if "after" in pair else None,
            "guess": draw(one_of(schema.GuessName)),
            "passed": draw(st.booleans()),
            "effort": draw(st.none() if stopped else scores),
            "stopped": stopped,
            "note": draw(texts(300)),
            "easier": draw(st.booleans()),
            "cue": draw(texts(80)),
            "measure": draw(st.none() | st.decimals(0, 600, places=1).map(str)),
            "answer": draw(st.none() | st.integers(0, 20)),
            **draw(loads()),
            "verdicts": draw(st.lists(verdicts(), min_size=1, max_size=2, unique_by=lambda row: row["decided_at"])),
        }
        file["practices"].append(practice)
        file["moves"] += [
            _move(draw, practice["id"], verdict["decided_at"])
            for verdict in practice["verdicts"]
            if draw(st.booleans())
        ]
    file["moves"] += [_move(draw, None, None) for _ in range(draw(st.integers(0, 2)))]
    tracks = draw(st.lists(one_of(schema.TrackName), unique=True))
    file["positions"] = [
        {
            "track": track,
            "lesson": draw(st.sampled_from(PLACES[track])),
            "finished": draw(st.booleans()),
            "easier": draw(st.booleans()),
            "since": draw(instants).isoformat(),
        }
        for track in tracks
    ]
    file["safety_answers"] = [
        {"answered_at": at.isoformat(), "answers": draw(st.lists(texts(40, 1), max_size=2)), "level": level}
        for at, level in draw(st.lists(st.tuples(instants, one_of(schema.LevelName)), max_size=2))
    ]
    file["closures"] = [
        {
            "cause": draw(one_of(schema.CauseName)),
            "level": draw(one_of(schema.LevelName)),
            "sentence": draw(texts(2_000)),
            "closed_at": draw(instants).isoformat(),
            "lifted_at": draw(instants).isoformat() if index else draw(st.none() | instants.map(datetime.isoformat)),
            "note": draw(texts(2_000)),
        }
        for index in range(draw(st.integers(0, 2)))
    ]
    places = st.tuples(days.map(str), one_of(schema.PlaceName))
    file["carry_overs"] = [
        {"local_on": day, "situation": place} for day, place in draw(st.lists(places, max_size=3, unique=True))
    ]
    plan = {"when": texts(120, 1), "then": texts(120, 1), "chosen_at": instants.map(datetime.isoformat)}
    file["plan"] = draw(st.none() | st.fixed_dictionaries(plan))
    bounds = sorted(draw(st.lists(days, max_size=5, unique=True)))
    file["pauses"] = [
        {"begins_on": str(first), "ends_on": str(next_first - timedelta(days=1))}
        for first, next_first in pairwise(bounds)
    ]
    file["variations"] = draw(st.none() | st.builds(_variations, st.lists(one_of(schema.VariationName)), instants))
    file["message_mail"] = draw(st.booleans())
    file["morning_hour"] = draw(st.none() | st.integers(5, 11))
    file["day_begins"] = draw(st.integers(0, 23))
    file["weight_unit"] = draw(st.none() | one_of(schema.UnitName))
    file["drawn_as"] = draw(st.none() | one_of(schema.DrawnAsName))
    message = {
        "text": texts(4_000),
        "written_at": instants.map(datetime.isoformat),
        "writer": one_of(schema.WriterName),
        "sent_at": st.none() | instants.map(datetime.isoformat),
        "seen_at": st.none() | instants.map(datetime.isoformat),
        "practice": st.sampled_from([None, *(practice["id"] for practice in file["practices"])]),
    }
    # Two messages of one instant have no order: their keys are random.
    messages = st.lists(st.fixed_dictionaries(message), max_size=2, unique_by=lambda row: row["written_at"])
    file["messages"] = draw(messages)
    file["talks"] = draw(st.lists(talks(), max_size=3, unique_by=lambda row: row["opened_at"]))
    open_codes = set()
    for talk in file["talks"]:
        if talk["talked_at"] is None and talk["code"] in open_codes:
            talk["talked_at"], talk["talked_on"] = talk["opened_at"], talk["opened_on"]
        open_codes.add(talk["code"])
    file["start_tests"] = draw(st.lists(start_tests(), max_size=2))
    file["moves"] += [{**_move(draw, None, None), "start_test": test["id"]} for test in file["start_tests"]]
    file["start_test_skipped_at"] = draw(st.none() | instants.map(datetime.isoformat))
    new_usuals = draw(st.lists(instants, max_size=2, unique=True))
    file["new_usuals"] = [
        {"since": at.isoformat(), "since_on": local(at), "line": draw(texts(2_000, 1))} for at in new_usuals
    ]
    return {key: draw(st.permutations(value)) if isinstance(value, list) else value for key, value in file.items()}


def _move(draw: st.DrawFn, practice: str | None, decided_at: str | None) -> Values:
    moved_at = draw(instants)
    return {
        "track": draw(one_of(schema.TrackName)),
        "from_lesson": draw(slugs),
        "to_lesson": draw(slugs),
        "moved_at": moved_at.isoformat(),
        "local_on": local(moved_at),
        "practice": practice,
        "decided_at": decided_at,
        "note": draw(texts(2_000, 0 if practice else 1)),
    }


def in_any_order(export: ClientExport) -> Mapping[str, Any]:
    """The same value for exports that differ only in the order of rows."""
    values = export.model_dump()
    for practice in values["practices"]:
        practice["verdicts"] = sorted(practice["verdicts"], key=repr)
    return {key: sorted(value, key=repr) if isinstance(value, tuple) else value for key, value in values.items()}


def on_a_fresh_site(export: ClientExport) -> ClientExport:
    """What is exported of the person whom this export brings; the site is as fresh afterwards."""
    with transaction.atomic():
        again = export_client(Client.objects.get(pk=import_client(export).pk))
        transaction.set_rollback(True)
    return again


@given(files())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_was_exported_comes_back_on_a_fresh_site(trainer: Trainer, file: Values) -> None:
    export = export_from(file)
    again = on_a_fresh_site(export)
    assert in_any_order(again) == in_any_order(export)
    assert on_a_fresh_site(again) == again


def test_an_export_of_version_2_reads_as_the_value_that_was_written(maya: Client, now: datetime) -> None:
    practice_at(maya, now)
    check_in_at(maya, now + timedelta(hours=16, microseconds=123_456), 2)
    export = export_client(maya)
    assert export_from(json.loads(export.model_dump_json())) == export


def test_deleted_entries_and_other_people_are_not_in_it(maya: Client, other_client: Client, now: datetime) -> None:
    entry = check_in_at(maya, now, 3)
    check_in_at(maya, now, 4).delete_softly(now)
    practice_at(other_client, now)
    export = export_client(maya)
    assert [check_in.id for check_in in export.check_ins] == [entry.pk]
    assert export.practices == ()
    assert (CheckIn.objects.count(), Practice.objects.count()) == (4, 1)


def test_the_file_takes_as_many_queries_however_long_the_history(
    maya: Client, now: datetime, django_assert_num_queries: Any
) -> None:
    for days_ago in range(1, 4):
        practice_at(maya, now - timedelta(days=days_ago))
    with django_assert_num_queries(19):
        export_client(Client.objects.select_related("user").get(pk=maya.pk))
