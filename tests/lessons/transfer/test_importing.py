"""An export brought into a fresh site gives the same history; anything else gives a sentence and stores nothing."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach.accounts import joining
from hinge_coach.accounts.local_day import DAY_BEGINS
from hinge_coach.accounts.models import Client, User
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.tightness.models import CheckIn
from lessons.models import CarryOver, ClientSummary, Load, Move, NewUsual, Practice, Talk, VerdictRecord
from lessons.practice import deciding
from lessons.practice.history import load_state
from lessons.practice.position import positions_of
from lessons.summary.refreshing import refresh_marked
from lessons.transfer.importing import import_client
from lessons.transfer.refusals import ImportRefusedError
from tests.factories import report_fine
from tests.lessons.transfer.conftest import Damage, Values, check_in_at, export_from, practice_at, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def row_counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (User, Client, CheckIn, Practice, CarryOver))


def test_the_same_history_comes_back(whole_history: Values) -> None:
    client = import_client(export_from(whole_history))
    assert values_of(client) == whole_history
    assert positions_of(client)[0].next.slug == "leg-slide"


def test_the_desk_knows_somebody_who_was_brought_in(whole_history: Values) -> None:
    client = import_client(export_from(whole_history))
    refresh_marked(limit=1)  # as after the next post
    assert (client.summary.sort_name, client.summary.numbers) == ("maya", 9)


def test_the_command_leaves_what_the_desk_shows_to_the_worker(
    whole_history: Values, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    file = tmp_path / "hinge-coach.json"
    file.write_text(json.dumps(whole_history))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_client", str(file))
    assert ClientSummary.objects.count() == 1


def test_a_file_whose_practice_is_closed_mails_nobody(whole_history: Values, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    whole_history["closures"][0].update(lifted_at=None, note="")
    client = import_client(export_from(whole_history))
    assert (client.closures.active().count(), DBTaskResult.objects.count()) == (1, 0)


def test_a_practice_that_was_fine_comes_back_without_a_number(
    maya: Client, make_steady: Callable[[Client], None], now: datetime
) -> None:
    make_steady(maya)
    report_fine(maya, now)
    values = values_of(maya)
    joining.erase_account(maya.user)
    client = import_client(export_from(values))
    assert values_of(client) == values
    assert [practice.is_fine for practice in client.practices.all()] == [True] + [False] * 6
    assert client.check_ins.count() == 18


def test_the_rules_count_it_as_if_it_had_been_lived_here(maya: Client, now: datetime) -> None:
    for days in (9, 7, 6):
        practice_at(maya, now - timedelta(days=days))
        check_in_at(maya, now - timedelta(days=days - 1), 2)
        deciding.decide_again(maya, now=now - timedelta(days=days - 1))
    state = load_state(maya, now=now)
    values = values_of(maya)
    joining.erase_account(maya.user)
    client = import_client(export_from(values))
    again = load_state(client, now=now)
    assert (again.facts, again.moves, again.entries) == (state.facts, state.moves, state.entries)
    assert again.facts.usual is not None
    assert [again.verdict_on(position) for position in again.positions] == [
        state.verdict_on(position) for position in state.positions
    ]
    assert deciding.decide_again(client, now=now) == ()


def test_the_import_itself_decides_nothing(whole_history: Values, settings: Settings) -> None:
    """Nobody reported anything just now: not even very high numbers move, close, open a talk or mail."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for check_in in whole_history["check_ins"]:
        check_in["score"] = 9
    whole_history["talks"] = []
    client = import_client(export_from(whole_history))
    assert values_of(client) == whole_history
    stored = [model.objects.count() for model in (Talk, DBTaskResult)]
    assert (stored, VerdictRecord.objects.count(), Move.objects.count()) == (
        [0, 0],
        sum(len(practice["verdicts"]) for practice in whole_history["practices"]),
        len(whole_history["moves"]),
    )


def test_numbers_of_older_rules_stay_beside_their_verdicts(whole_history: Values) -> None:
    old = {"easy_score": 2, "limit_score": 5, "rise": 3}
    whole_history["practices"][0]["verdicts"][0]["thresholds"] = old
    client = import_client(export_from(whole_history))
    assert client.practices.get(pk=whole_history["practices"][0]["id"]).verdict.thresholds == old


def test_talks_and_new_usuals_count(whole_history: Values, now: datetime) -> None:
    client = import_client(export_from(whole_history))
    history = load_state(client, now=now + timedelta(days=9)).facts.history
    assert {(talk.code, talk.talked_on is None) for talk in history.talks} == {("no_change", True), ("week_up", False)}
    assert history.anew_on == NewUsual.objects.get().since_on


def test_a_file_from_before_talks_is_read(whole_history: Values) -> None:
    del whole_history["talks"], whole_history["new_usuals"]
    for practice in whole_history["practices"]:
        for verdict in practice["verdicts"]:
            del verdict["usual"]
    client = import_client(export_from(whole_history))
    assert (client.talks.count(), client.new_usuals.count()) == (0, 0)
    assert set(VerdictRecord.objects.values_list("usual", flat=True)) == {None}


def test_the_hour_of_the_day_comes_along(whole_history: Values) -> None:
    assert import_client(export_from({**whole_history, "day_begins": 14})).day_begins == 14


def test_weights_come_along_as_they_were_typed_with_the_unit_of_the_person(whole_history: Values) -> None:
    assert whole_history["practices"][0]["load"] == "12.5"
    client = import_client(export_from(whole_history))
    assert client.weight_unit == "lb"
    assert {practice.used for practice in client.practices.all()} == {Load(Decimal("12.5"), WeightUnit.LB)}


def test_whom_figures_show_comes_along_and_an_older_file_lacks_it(whole_history: Values) -> None:
    client = import_client(export_from({**whole_history, "drawn_as": "older-woman/light"}))
    assert (client.drawn_as, values_of(client)["drawn_as"]) == ("older-woman/light", "older-woman/light")
    client.user.delete()
    del whole_history["drawn_as"]
    assert import_client(export_from(whole_history)).drawn_as == ""


def test_a_file_from_before_weights_is_read(whole_history: Values) -> None:
    del whole_history["weight_unit"]
    for practice in whole_history["practices"]:
        del practice["load"], practice["load_unit"]
    client = import_client(export_from(whole_history))
    assert client.weight_unit == ""
    assert set(client.practices.values_list("load", "load_unit")) == {(None, "")}


def test_a_file_from_before_moves_had_a_day_is_read(whole_history: Values) -> None:
    """A day then was one of the calendar, in the zone of the person."""
    del whole_history["day_begins"]
    for move in whole_history["moves"]:
        move["moved_at"] = "2026-03-03T06:30:00Z"  # half past midnight in Chicago
        del move["local_on"]
    client = import_client(export_from(whole_history))
    assert client.day_begins == DAY_BEGINS
    assert set(client.moves.values_list("local_on", flat=True)) == {date(2026, 3, 3)}


DAMAGED: dict[str, tuple[Damage, str]] = {
    "no person": (lambda file: file.pop("person"), "person: it is missing."),
    "a score of 11": (lambda file: file["check_ins"][0].update(score=11), "check_ins[0].score: it must be at most 10."),
    "a score in words": (
        lambda file: file["check_ins"][0].update(score="two"),
        "check_ins[0].score: it must be a whole number.",
    ),
    "an endless score": (
        lambda file: file["check_ins"][0].update(score=float("inf")),
        "check_ins[0].score: it must be a whole number.",
    ),
    "a day that is none": (
        lambda file: file["check_ins"][0].update(local_on="2026-02-30"),
        "check_ins[0].local_on: it must be a day, such as 2026-03-04.",
    ),
    "an instant without a zone": (
        lambda file: file["check_ins"][0].update(at="2026-03-04T15:00:00"),
        "check_ins[0].at: it must be an instant with its zone, such as 2026-03-04T15:00:00Z.",
    ),
    "an unknown lesson": (
        lambda file: file["practices"][0].update(lesson="swim"),
        "practices[0].lesson: there is no lesson 'swim' here.",
    ),
    "an unknown next lesson": (
        lambda file: file["practices"][0]["verdicts"][0].update(next_lesson="swim"),
        "practices[0].verdicts[0].next_lesson: there is no lesson 'swim' here.",
    ),
    "a position on an unknown lesson": (
        lambda file: file["positions"][0].update(lesson="swim"),
        "positions[0].lesson: there is no lesson 'swim' here.",
    ),
    "a position on a lesson of another track": (
        lambda file: file["positions"][0].update(lesson="chair-sit"),
        "positions[0].lesson: it is a lesson of another track.",
    ),
    "a position on an extra": (
        lambda file: file["positions"][0].update(track="hinge", lesson="strong-back"),
        "positions[0].lesson: it is an extra, and nobody stands on one.",
    ),
    "a move from an unknown lesson": (
        lambda file: file["moves"][0].update(from_lesson="swim"),
        "moves[0].from_lesson: there is no lesson 'swim' here.",
    ),
    "a move to an unknown lesson": (
        lambda file: file["moves"][0].update(to_lesson="swim"),
        "moves[0].to_lesson: there is no lesson 'swim' here.",
    ),
    "a check-in that isn't there": (
        lambda file: file["practices"][0].update(before=str(uuid.uuid4())),
        "practices[0].before: there is no such check-in, or another practice has it.",
    ),
    "half of the scores": (
        lambda file: file["practices"][0].update(after=None),
        "practices[0].after: it is null, and the other score is not.",
    ),
    "a measure below zero": (
        lambda file: file["practices"][0].update(measure="-1"),
        "practices[0].measure: it must be at least 0.",
    ),
    "an unknown decision": (
        lambda file: file["practices"][0]["verdicts"][0].update(decision="fly"),
        "practices[0].verdicts[0].decision: it must be "
        "'progress', 'hold', 'regress', 'restore', 'ease', 'rest', 'paused' or 'stop'.",
    ),
    "a verdict without a reason": (
        lambda file: file["practices"][0]["verdicts"][0].update(reasons=[]),
        "practices[0].verdicts[0].reasons: it must hold at least one.",
    ),
    "a move without a reason": (
        lambda file: file["moves"][0].update(note=""),
        "moves[0].note: it is empty, and no verdict is named.",
    ),
    "the same check-in twice": (
        lambda file: file["check_ins"].append(file["check_ins"][0]),
        "check_ins[11].id: it is there twice.",
    ),
    "a place on the moon": (
        lambda file: file["carry_overs"][0].update(situation="moon"),
        "carry_overs[0].situation: it must be "
        "'chair', 'car', 'bathroom', 'dishwasher', 'laundry', 'picking-up' or 'court'.",
    ),
    "a pause that ends before it begins": (
        lambda file: file["pauses"][1].update(ends_on="2026-01-01"),
        "pauses[1].ends_on: it lies before the first day.",
    ),
    "a pause within a pause": (
        lambda file: file["pauses"][0].update(begins_on="2026-03-01", ends_on="2026-03-02"),
        "pauses[0].begins_on: it lies within another pause.",
    ),
    "a day of 24 hours and one": (lambda file: file.update(day_begins=24), "day_begins: it must be at most 23."),
    "a day that begins nowhere": (lambda file: file.update(day_begins=None), "day_begins: it must be a whole number."),
    "a move on another day": (
        lambda file: file["moves"][0].update(local_on="2026-01-01"),
        "moves[0].local_on: it is not the day of its instant.",
    ),
    "a morning mail at noon": (lambda file: file.update(morning_hour=12), "morning_hour: it must be at most 11."),
    "a morning mail in words": (
        lambda file: file.update(morning_hour="seven"),
        "morning_hour: it must be a whole number.",
    ),
    "half a plan": (lambda file: file["plan"].pop("then"), "plan.then: it is missing."),
    "rows that are no list": (lambda file: file.update(check_ins=7), "check_ins: it must be a list."),
    "rows that are words": (lambda file: file.update(practices=["one"]), "practices[0]: it must be an object."),
    "an unknown zone": (
        lambda file: file["person"].update(zone="Mars/Olympus"),
        "person.zone: there is no such time zone.",
    ),
    "an address that is none": (
        lambda file: file["person"].update(email="maya"),
        "person.email: it must be an e-mail address.",
    ),
    "a name of 10 kB": (
        lambda file: file["person"].update(name="x" * 10_000),
        "person.name: it is longer than 80 letters.",
    ),
}


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_export_gets_a_sentence_and_stores_nothing(
    whole_history: Values, damage: Damage, sentence: str
) -> None:
    damage(whole_history)
    before = row_counts()
    with pytest.raises(ImportRefusedError) as caught:
        import_client(export_from(whole_history))
    assert str(caught.value) == f"This export is damaged: {sentence}"
    assert row_counts() == before


def test_an_entry_of_somebody_else_is_refused(whole_history: Values, other_client: Client, now: datetime) -> None:
    whole_history["check_ins"][4]["id"] = str(check_in_at(other_client, now, 3).pk)
    whole_history["practices"] = whole_history["moves"] = []
    before = row_counts()
    with pytest.raises(ImportRefusedError) as caught:
        import_client(export_from(whole_history))
    assert str(caught.value) == "This export is damaged: check_ins[4].id: it is here already, in another history."
    assert row_counts() == before


def test_another_persons_is_refused(whole_history: Values) -> None:
    before = row_counts()
    with pytest.raises(ImportRefusedError) as caught:
        import_client(export_from(whole_history), email="lee@example.com")
    assert str(caught.value) == "This is the export of another person than lee@example.com."
    assert row_counts() == before


def test_somebody_who_is_here_already_is_refused(whole_history: Values) -> None:
    import_client(export_from(whole_history))
    before = row_counts()
    with pytest.raises(ImportRefusedError) as caught:
        import_client(export_from(whole_history))
    assert str(caught.value) == (
        "maya@example.com is known here already. An export goes only to a site that is new to them."
    )
    assert row_counts() == before


def test_the_command_brings_it_in_and_says_how_much(
    whole_history: Values, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(whole_history))
    call_command("import_client", str(file), "--email", "maya@example.com")
    assert capsys.readouterr().out == "Maya is here, with 11 entries and 3 practices.\n"
    with pytest.raises(CommandError, match=r"known here already.*Nothing was stored\."):
        call_command("import_client", str(file))
    with pytest.raises(CommandError, match="There is no such file"):
        call_command("import_client", str(tmp_path / "nothing.json"))
