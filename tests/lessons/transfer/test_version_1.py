"""Files of version 1: a real one, as commit e0c44f4 wrote it, comes to live here with everything in it."""

import copy
import gzip
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hinge_coach.accounts.local_day import DAY_BEGINS
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import active_closure
from lessons.transfer.importing import import_client
from lessons.transfer.refusals import ImportRefusedError
from lessons.transfer.version_1 import path_in_version_1, upgrade
from tests.lessons.transfer.conftest import Values, export_from, values_of

CONTENT = gzip.decompress((Path(__file__).parent / "maya_version_1.json.gz").read_bytes())


@pytest.fixture
def file() -> Values:
    values: Values = json.loads(CONTENT)
    return values


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
def test_a_real_file_of_version_1_is_imported_in_full(file: Values, trainer: Trainer) -> None:
    client = import_client(export_from(file))
    assert (client.check_ins.count(), client.practices.count(), client.moves.count()) == (98, 31, 9)
    assert (client.screenings.count(), client.closures.count(), client.pauses.count()) == (6, 2, 2)
    assert (client.positions.count(), client.carry_overs.count(), client.messages.count()) == (3, 79, 1)
    closure = active_closure(client)
    assert closure is not None
    assert closure.sentence == file["stops"][0]["sentence"]
    assert (client.morning_hour, client.plan.then) == (7, "my hips go back first")


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
def test_what_is_exported_afterwards_has_every_value_of_the_file(file: Values, trainer: Trainer) -> None:
    """Compared as bags of values, whatever their names; some instants had been cut to milliseconds."""
    client = import_client(export_from(file))
    values = values_of(client)
    assert (values["person"].pop("phone"), values["person"].pop("archived_on"), values.pop("looks")) == ("", None, [])
    # What came later: the hour at which the day begins, the days of moves, which pages have shown all along, the usual,
    # talks, the variations of lessons, answers on a scale, weights, start tests, stops and notes, and what is sent late
    # or put right.
    assert (values.pop("day_begins"), values.pop("variations"), values.pop("weight_unit")) == (DAY_BEGINS, None, None)
    assert values.pop("drawn_as") is None
    assert {(practice.pop("load"), practice.pop("load_unit")) for practice in values["practices"]} == {(None, None)}
    assert {(practice.pop("stopped"), practice.pop("note")) for practice in values["practices"]} == {("", "")}
    later = ("note_for_doctor", "sent_at", "back_dated", "edited_at")
    assert {tuple(practice.pop(name) for name in later) for practice in values["practices"]} == {
        (False, None, False, None)
    }
    of_message = ("writer", "sent_at", "seen_at", "practice")
    assert {tuple(message.pop(name) for name in of_message) for message in values["messages"]} == {
        ("trainer", None, None, None)
    }
    assert values.pop("message_mail") is True
    of_entry = ("note", "note_for_doctor", "sent_at")
    assert {tuple(entry.pop(name) for name in of_entry) for entry in values["check_ins"]} == {("", False, None)}
    assert values.pop("start_test_skipped_at") is None
    assert {verdict.pop("usual") for practice in values["practices"] for verdict in practice["verdicts"]} == {None}
    assert {practice.pop("answer") for practice in values["practices"]} == {None}
    for move in values["moves"]:
        assert move.pop("start_test") is None
        assert move.pop("local_on") == str(client.user.today(datetime.fromisoformat(move["moved_at"])))
    new_codes = {"gentle": "easier", "no_baseline": "no_reference"}
    before = Counter(new_codes.get(value, value) if key == "code" else value for key, value in leaves(file))
    after = Counter(value for _, value in leaves(values))
    assert after - before == Counter([2])
    assert before - after == Counter([1])


def leaves(value: Any, key: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [leaf for name, row in value.items() for leaf in leaves(row, name)]
    if isinstance(value, list):
        return [leaf for row in value for leaf in leaves(row, key)]
    return [(key, value.replace("000Z", "Z") if isinstance(value, str) else value)]


def test_every_name_is_translated() -> None:
    file = {
        "version": 1,
        "stops": [{"stopped_at": 1, "reopened_at": 2, "note": 3}],
        "practices": [
            {
                "gentle": True,
                "before": 4,
                "verdicts": [
                    {
                        "baseline": 5.5,
                        "thresholds": {"baseline_reports": 3, "easy_score": 2},
                        "reasons": [{"code": "gentle", "client": "gentle"}, {"code": "no_baseline"}, {"code": "clean"}],
                    }
                ],
            }
        ],
        "placements": [{"lesson__slug": "a", "gentle": False}],
        "moves": [{"from_lesson__slug": "a", "to_lesson__slug": "b", "verdict__practice": 6, "verdict__decided_at": 7}],
        "real_places": [{"local_on": 8, "spot": "car"}],
        "pauses": [{"begins_on": 9}],
        "morning_hour": 7,
    }
    before = copy.deepcopy(file)
    assert upgrade(file) == {
        "version": 2,
        "closures": [{"closed_at": 1, "lifted_at": 2, "note": 3}],
        "practices": [
            {
                "easier": True,
                "before": 4,
                "verdicts": [
                    {
                        "morning_reference": 5.5,
                        "thresholds": {"reference_reports": 3, "easy_score": 2},
                        "reasons": [
                            {"code": "easier", "client": "gentle"},
                            {"code": "no_reference"},
                            {"code": "clean"},
                        ],
                    }
                ],
            }
        ],
        "positions": [{"lesson": "a", "easier": False}],
        "moves": [{"from_lesson": "a", "to_lesson": "b", "practice": 6, "decided_at": 7}],
        "carry_overs": [{"local_on": 8, "situation": "car"}],
        "pauses": [{"begins_on": 9}],
        "morning_hour": 7,
    }
    assert file == before


@pytest.mark.parametrize(
    ("file", "pauses"),
    [
        ({}, []),
        ({"pause": None}, []),
        ({"pause": {"on": None, "until": None}}, []),
        ({"pause": {"on": "2026-03-04", "until": None}}, [{"begins_on": "2026-03-04", "ends_on": None}]),
        ({"pause": 7}, [7]),
    ],
)
def test_a_file_from_before_there_were_several_pauses(file: Values, pauses: list[Any]) -> None:
    assert upgrade({"version": 1, **file}) == {"version": 2, "pauses": pauses, "morning_hour": None}


@pytest.mark.parametrize("value", [None, 7, "words", [7, "words"], {"stops": [None, 7, []]}, {"practices": {"a": 1}}])
def test_what_is_damaged_is_passed_on(value: Any) -> None:
    assert upgrade({"version": 1, "person": value})["person"] == value


@pytest.mark.parametrize(
    ("path", "old_path"),
    [
        (("closures", 3, "lifted_at"), ("stops", 3, "reopened_at")),
        (("practices", 0, "easier"), ("practices", 0, "gentle")),
        (("practices", 0, "verdicts", 1, "morning_reference"), ("practices", 0, "verdicts", 1, "baseline")),
        (("positions", 2, "lesson"), ("placements", 2, "lesson__slug")),
        (("practices", 2, "lesson"), ("practices", 2, "lesson")),
        (("carry_overs",), ("real_places",)),
        ((), ()),
    ],
)
def test_a_path_leads_back(path: tuple[str | int, ...], old_path: tuple[str | int, ...]) -> None:
    assert path_in_version_1(path) == old_path


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda file: file["stops"][1].update(reopened_at="yesterday"), "stops[1].reopened_at: it must be an instant"),
        (lambda file: file["practices"][3].pop("gentle"), "practices[3].gentle: it is missing."),
        (lambda file: file["practices"][3].update(mood="good"), "practices[3].mood: it is not a key we know."),
        (lambda file: file["real_places"][0].update(spot="moon"), "real_places[0].spot: it must be"),
        (lambda file: file.pop("placements"), "placements: it is missing."),
        (lambda file: file.update(pauses=7), "pauses: it must be a list."),
    ],
)
def test_a_refusal_names_the_path_in_the_file_as_it_is(file: Values, damage: Any, sentence: str) -> None:
    damage(file)
    with pytest.raises(ImportRefusedError) as caught:
        export_from(file)
    assert str(caught.value).startswith(f"This export is damaged: {sentence}")


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
def test_one_pause_of_an_older_file_is_imported(file: Values) -> None:
    del file["pauses"]
    file["pause"] = {"on": "2026-03-04", "until": None}
    client: Client = import_client(export_from(file))
    assert [str(pause.begins_on) for pause in client.pauses.all()] == ["2026-03-04"]
