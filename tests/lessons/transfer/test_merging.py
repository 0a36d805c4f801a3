"""A client brings their own history along: looked at first, stored once, and never a way past the rules."""

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.test import Client as Browser
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Pause, active_closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Message, Move, NewUsual, StartTest, Talk, TrackPosition, VariationAnswer
from lessons.models.variation import Variation
from lessons.practice import deciding
from lessons.practice.history import load_state
from lessons.transfer.merging import merge_history
from lessons.transfer.refusals import ImportRefusedError
from tests.lessons.transfer.conftest import (
    LATER,
    URL,
    Values,
    check_in_at,
    export_from,
    import_page,
    look_page,
    packed_in,
    practice_at,
    stored_rows,
    values_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


def test_the_same_weeks_come_back(browser: Browser, back: Client, history: Values) -> None:
    assert "Imported: your chart has it now." in import_page(browser, history)
    values = values_of(back)
    for part in ("check_ins", "practices", "carry_overs", "plan", "pauses"):
        assert values[part] == history[part], part
    assert values["moves"] == [move for move in history["moves"] if move["practice"]]
    page = browser.get("/tightness/").content.decode()
    assert "Every entry, 9 so far" in page
    assert re.search(r"<title>February \d+: moved on to", page)
    assert "<title>Paused from February 18 to February 20</title>" in page


def test_twice_stores_nothing_twice(browser: Browser, history: Values) -> None:
    packed = packed_in(look_page(browser, history))
    browser.post(URL, {"packed": packed})
    once = stored_rows()
    assert "All of it was here already." in browser.post(URL, {"packed": packed}, follow=True).content.decode()
    assert stored_rows() == once
    page = look_page(browser, history)
    assert ("12 of them are here already." in page, "There is nothing to import." in page) == (True, True)


def test_what_is_here_stays_as_it_is_and_the_rest_comes(
    browser: Browser, back: Client, history: Values, now: datetime
) -> None:
    part = {**history, "practices": [], "moves": [], "check_ins": history["check_ins"][:2]}
    import_page(browser, part)
    changed, deleted = CheckIn.objects.order_by("at")
    changed.correct(score=9, situation="", at=changed.at, now=now)
    deleted.delete_softly(now)
    page = look_page(browser, history)
    assert "2 of them are here already." in page
    assert "Import 7 entries and 3 practices</button>" in page
    import_page(browser, history)
    changed.refresh_from_db()
    deleted.refresh_from_db()
    assert (changed.score, deleted.deleted_at, CheckIn.objects.count()) == (9, now, 9)


def test_what_fits_a_client_comes_where_they_have_not_answered_here(
    browser: Browser, back: Client, history: Values, now: datetime
) -> None:
    history["variations"] = {"kinds": ["unsteady"], "answered_at": "2026-03-01T15:00:00Z"}
    import_page(browser, history)
    assert values_of(back)["variations"] == history["variations"]
    VariationAnswer.record(back, [Variation.TALL], at=now)
    assert "There is nothing to import." in look_page(browser, history)
    assert values_of(back)["variations"] == {"kinds": ["tall"], "answered_at": "2026-03-04T15:00:00Z"}


# No way past the rules


def test_where_the_client_stands_and_what_the_trainer_did_stay_out(browser: Browser, history: Values) -> None:
    import_page(browser, history)
    assert TrackPosition.objects.count() == 0
    assert Message.objects.count() == 0
    assert list(Move.objects.filter(verdict=None)) == []


def test_a_file_of_somebody_with_another_day_leaves_the_hour_as_it_is(
    browser: Browser, back: Client, history: Values
) -> None:
    moves = [{**move, "local_on": "2026-02-14", "moved_at": "2026-02-15T20:00:00Z"} for move in history["moves"]]
    import_page(browser, {**history, "moves": moves, "day_begins": 23})
    back.refresh_from_db()
    assert back.day_begins == 4
    assert {str(move.local_on) for move in Move.objects.all()} == {"2026-02-14"}


def test_weights_in_a_file_are_drawn_and_leave_the_unit_of_the_person(
    browser: Browser, back: Client, history: Values
) -> None:
    for practice in history["practices"]:
        practice.update(load="4.5", load_unit="kg")
    import_page(browser, {**history, "weight_unit": "kg"})
    assert values_of(back)["practices"] == history["practices"]
    back.refresh_from_db()
    assert back.weight_unit == ""
    page = browser.get("/tightness/").content.decode()
    assert "Pelvic clock, weight: 4.5 kg since" in page


def test_brought_in_practices_and_mornings_move_nobody_on(
    browser: Browser, back: Client, history: Values, now: datetime
) -> None:
    """The same history, lived here, would have moved this practice on."""
    import_page(browser, {**history, "moves": []})
    practice = practice_at(back, now)
    assert practice.verdict.decision == "hold"
    assert deciding.decide_again(back, now=now + timedelta(hours=1)) == ()
    facts = load_state(back, now=now).facts
    assert (facts.practices, facts.usual) == ((practice.value,), None)


def test_correcting_a_brought_in_entry_judges_nothing_anew(
    browser: Browser, back: Client, history: Values, now: datetime
) -> None:
    for practice in history["practices"]:
        for verdict in practice["verdicts"]:
            verdict["thresholds"] = dict.fromkeys(verdict["thresholds"], 0)
    import_page(browser, history)
    entry = CheckIn.objects.filter(moment="morning").latest("at")
    entry.correct(score=0, situation="", at=entry.at, now=now)
    before = stored_rows()
    assert deciding.decide_again(back, now=now + timedelta(minutes=1)) == ()
    assert stored_rows() == before


def test_an_entry_put_right_in_the_file_judges_nothing_anew(
    browser: Browser, back: Client, history: Values, now: datetime
) -> None:
    own = practice_at(back, now - timedelta(days=1))
    history["check_ins"][0]["edited_at"] = "2026-03-04T14:00:00Z"
    import_page(browser, history)
    assert deciding.decide_again(back, now=now) == ()
    assert own.verdicts.count() == 1


def test_recalled_numbers_in_a_file_stay_recalled_and_make_no_usual(
    back: Client, history: Values, now: datetime
) -> None:
    for check_in in history["check_ins"][:2]:
        check_in["moment"] = "recalled"
    history["practices"] = history["moves"] = []
    merge_history(export_from(history), back, now=LATER)
    check_in_at(back, now, 3, Moment.ANY)
    assert list(CheckIn.objects.filter(moment=Moment.RECALLED).values_list("imported", flat=True)) == [True, True]
    assert load_state(back, now=now).facts.usual is None


def test_talks_and_new_usuals_stay_out(back: Client, history: Values) -> None:
    at = {"opened_at": "2026-03-01T15:00:00Z", "opened_on": "2026-03-01", "talked_at": None, "talked_on": None}
    talk = {"code": "no_change", "client_sentence": "x", "trainer_sentence": "y", "points": 0, "count": 0, "line": ""}
    history["talks"] = [{**talk, **at}]
    history["new_usuals"] = [{"since": "2026-03-01T15:00:00Z", "since_on": "2026-03-01", "line": "Fine."}]
    merge_history(export_from(history), back, now=LATER)
    assert (Talk.objects.count(), NewUsual.objects.count()) == (0, 0)


def test_afterwards_the_rules_decide_again_once(back: Client, history: Values, now: datetime) -> None:
    """By what was reported here: a practice had no verdict yet after these numbers."""
    own = practice_at(back, now - timedelta(days=4))
    for days in (3, 2, 1):
        check_in_at(back, now - timedelta(days=days), 8, Moment.ANY)
    merge_history(export_from(history), back, now=now, dry_run=True)
    assert own.verdicts.count() == 1
    merge_history(export_from(history), back, now=now)
    assert own.verdicts.count() == 2
    before = stored_rows()
    merge_history(export_from(history), back, now=now + timedelta(hours=1))
    assert stored_rows() == before


def test_the_trainer_is_mailed_what_the_rules_find_here(
    back: Client, history: Values, trainer: Trainer, now: datetime, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for days in (3, 2, 1):
        check_in_at(back, now - timedelta(days=days), 9, Moment.ANY)
    merge_history(export_from(history), back, now=now)
    closure = active_closure(back)
    assert closure is not None
    assert (closure.cause, DBTaskResult.objects.count()) == (Closure.Cause.RULE, 1)


def test_high_days_in_a_file_hide_no_jump(browser: Browser, back: Client, history: Values, now: datetime) -> None:
    """After a jump the safety questions stand first, whatever level a file claims."""
    back.screenings.update(answered_at=now - timedelta(days=1, hours=1))
    for days, score in ((3, 2), (2, 2), (1, 2), (0, 6)):
        check_in_at(back, now - timedelta(days=days), score, Moment.ANY)
    asks = "First, the safety questions"
    assert asks in browser.get("/today/").content.decode()
    high = {**history["check_ins"][0], "score": 9, "moment": "any"}
    at = [now - timedelta(days=days, hours=hours) for days in (1, 2, 3) for hours in (1, 2, 3)]
    history["check_ins"] += [
        {**high, "id": str(uuid.uuid4()), "at": instant.isoformat(), "local_on": f"{instant:%Y-%m-%d}"}
        for instant in at
    ]
    import_page(browser, history)
    assert asks in browser.get("/today/").content.decode()


def test_a_stop_is_not_lifted(browser: Browser, back: Client, history: Values, now: datetime) -> None:
    closing.record_screening(client=back, answers=["one-leg"], at=now)
    stop = active_closure(back)
    assert stop is not None
    closed = {"cause": "answers", "level": stop.level, "sentence": "x", "note": "Fine now."}
    history["closures"] = [{**closed, "closed_at": now.isoformat(), "lifted_at": now.isoformat()}]
    history["safety_answers"] = []
    import_page(browser, history)
    assert (active_closure(back), Closure.objects.count()) == (stop, 1)


def test_a_stop_that_is_open_in_the_file_closes_practice_here_once(
    browser: Browser, back: Client, history: Values, trainer: Trainer, now: datetime
) -> None:
    at = (now - timedelta(days=1)).isoformat()
    open_one = {"cause": "rule", "level": Level.REFER, "sentence": "See somebody.", "note": ""}
    history["closures"] = [{**open_one, "closed_at": at, "lifted_at": None}]
    assert "Practice is closed in this file, for safety." in look_page(browser, history)
    assert active_closure(back) is None
    import_page(browser, history)
    stop = active_closure(back)
    assert stop is not None
    stop.lift(by=trainer.user, note="We talked.", at=now)
    assert "There is nothing to import." in look_page(browser, history)
    assert active_closure(back) is None


def test_a_stop_in_the_file_is_no_mail(
    browser: Browser, back: Client, history: Values, trainer: Trainer, now: datetime, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    history["closures"] = [
        {
            "cause": "answers",
            "level": Level.EMERGENCY,
            "sentence": "Get help.",
            "note": "",
            "closed_at": now.isoformat(),
            "lifted_at": None,
        }
    ]
    import_page(browser, history)
    assert (active_closure(back) is not None, DBTaskResult.objects.count()) == (True, 0)


def test_a_closure_that_was_lifted_here_is_known_again_in_a_file_that_holds_milliseconds(
    browser: Browser, back: Client, history: Values, trainer: Trainer, now: datetime
) -> None:
    """As files of version 1 do."""
    closed_at = (now - timedelta(days=1)).replace(microsecond=123_456)
    closing.record_screening(client=back, answers=["one-leg"], at=closed_at)
    closure = active_closure(back)
    assert closure is not None
    active = {"cause": "answers", "level": closure.level, "sentence": closure.sentence, "note": "", "lifted_at": None}
    history["closures"] = [{**active, "closed_at": closed_at.isoformat(timespec="milliseconds")}]
    closure.lift(by=trainer.user, note="We talked.", at=now)
    import_page(browser, history)
    assert (active_closure(back), Closure.objects.count()) == (None, 1)


def test_a_pause_that_meets_one_that_is_here_stays_out(
    browser: Browser, back: Client, history: Values, now: datetime
) -> None:
    Pause.objects.create(client=back, begins_on=date(2026, 2, 10), ends_on=date(2026, 2, 12))
    Pause.objects.create(client=back, begins_on=date(2026, 3, 1))
    days = [(1, 9), (12, 13), (14, 20), (9, 10), (28, 28)]
    history["pauses"] = [{"begins_on": f"2026-02-{first:02}", "ends_on": f"2026-02-{last:02}"} for first, last in days]
    del history["pauses"][3]
    history["pauses"] += [
        {"begins_on": "2026-03-02", "ends_on": "2026-03-03"},  # within the one that has no end yet
        {"begins_on": "2026-03-04", "ends_on": "2026-03-09"},  # still runs
    ]
    import_page(browser, history)
    begins = Pause.objects.order_by("begins_on").values_list("begins_on", flat=True)
    assert [f"{day:%m-%d}" for day in begins] == ["02-01", "02-10", "02-14", "02-28", "03-01"]


def test_an_entry_that_is_somebody_elses_is_refused(
    back: Client, other_client: Client, history: Values, now: datetime
) -> None:
    history["check_ins"][0]["id"] = str(check_in_at(other_client, now - timedelta(days=1), 3).pk)
    history["practices"] = history["moves"] = []
    assert refusal(history, back) == "This export is damaged: check_ins[0].id: it is here already, in another history."


def test_a_practice_that_is_somebody_elses_is_refused(
    back: Client, other_client: Client, history: Values, now: datetime
) -> None:
    history["practices"][1]["id"] = str(practice_at(other_client, now - timedelta(days=1)).pk)
    history["moves"] = []
    assert refusal(history, back) == "This export is damaged: practices[1].id: it is here already, in another history."


def test_the_scores_of_a_practice_that_is_here_are_no_other_ones(back: Client, history: Values) -> None:
    merge_history(export_from(history), back, now=LATER)
    history["practices"][2]["id"] = str(uuid.uuid4())
    history["moves"] = []
    assert refusal(history, back) == (
        "This export is damaged: practices[2].before: there is no such check-in, or another practice has it."
    )


def test_an_unknown_lesson_is_refused(back: Client, history: Values) -> None:
    history["practices"][1]["lesson"] = "swim"
    assert refusal(history, back) == "This export is damaged: practices[1].lesson: there is no lesson 'swim' here."


def test_another_persons_file_is_refused(back: Client, other_client: Client) -> None:
    sentence = "This is the export of another person than maya@example.com."
    assert refusal(values_of(other_client), back) == sentence


def refusal(file: Values, client: Client) -> str:
    """The sentence with which a file is refused; nothing is stored then."""
    before = stored_rows()
    with pytest.raises(ImportRefusedError) as caught:
        merge_history(export_from(file), client, now=LATER)
    assert stored_rows() == before
    return str(caught.value)


def test_start_tests_come_for_the_picture_and_place_nobody(back: Client, history: Values, now: datetime) -> None:
    reason = {"code": "chair-soft", "lesson": "", "need": ""}
    test = {
        "id": str(uuid.uuid4()),
        "taken_at": "2026-02-01T15:00:00Z",
        "local_on": "2026-02-01",
        "chair": 2,
        "wall": None,
        "bow": None,
        "placements": [{"track": "sit", "lesson": "hover-and-rise", "reasons": [reason]}],
    }
    for new in (1, 0):
        before = merge_history(export_from({**history, "start_tests": []}), back, now=now, dry_run=True)
        summary = merge_history(export_from({**history, "start_tests": [test]}), back, now=now)
        assert summary.new_others - before.new_others == new
    stored = StartTest.objects.get()
    assert (stored.client, stored.imported, stored.chair, stored.placements) == (back, True, 2, [])
    assert not Move.objects.exclude(start_test=None).exists()
