from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from lessons.progress.forms import CorrectionForm, EntryForm

NO_NOTE = {"note": "", "note_for_doctor": False}
ID = UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01")
NUMBER = "Please choose a whole number from 0 to 10."
CHOOSE = "Please choose one of these."
DAY = "Please give a day and a time."
TO_COME = "This is still to come. Please give a time that has been."
LONG_AGO = "This is more than two years ago. Please give a later day."
SKIPPED = "The clocks went forward over this time, so it never was. Please give one before or after."


def entry_form(client: Client, now: datetime, **typed: str) -> EntryForm:
    data = {"id": str(ID), "at": "2026-03-03T21:10", "score": "4", "situation": "", **typed}
    return EntryForm(data, client=client, now=now)


def correction(check_in: CheckIn, now: datetime, **typed: str) -> CorrectionForm:
    return CorrectionForm({"at": "", "score": "4", "situation": "", **typed}, check_in=check_in, now=now)


def stored(client: Client, at: datetime, moment: str = "any", situation: str = "") -> CheckIn:
    return CheckIn.record(id=ID, client=client, at=at, score=6, moment=moment, situation=situation)


def test_a_time_is_read_by_the_clients_clock(maya: Client, now: datetime) -> None:
    form = entry_form(maya, now)
    assert form.is_valid()
    assert form.cleaned_data == {
        "id": ID,
        "score": 4,
        "situation": "",
        **NO_NOTE,
        "at": datetime(2026, 3, 4, 3, 10, tzinfo=UTC),
    }
    assert form.fields["at"].widget.attrs["max"] == "2026-03-04T09:00"
    zone, day = "By the clock in Chicago, your time zone.", "What was before 4 am counts for the day before."
    assert form.fields["at"].help_text == f"{zone} {day}"


def test_what_a_fast_clock_puts_just_after_now_is_stored_as_now(maya: Client, now: datetime) -> None:
    form = entry_form(maya, now - timedelta(seconds=1), at="2026-03-04T09:00")
    assert form.is_valid()
    assert form.cleaned_data["at"] == now - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("score", "", "Please choose a number from 0 to 10."),
        ("score", "11", NUMBER),
        ("score", "-1", NUMBER),
        ("score", "7,5", NUMBER),
        ("score", "7.5", NUMBER),
        ("score", "٣", NUMBER),
        ("score", "4\x00", NUMBER),
        ("score", "🙂" * 5000, NUMBER),
        ("situation", "flying", CHOOSE),
        ("situation", "lifting\x00", CHOOSE),
        ("at", "", "Please say when it was."),
        ("at", "yesterday", DAY),
        ("at", "20260303T2110", DAY),
        ("at", "2026-03-03T25:10", DAY),
        ("at", "2026-03-03", DAY),
        ("at", "2026-02-30T10:00", DAY),
        ("at", "2026-03-03T21:10Z", DAY),
        ("at", "2026-03-03T21:10\x00", DAY),
        ("at", "٢٠٢٦-٠٣-٠٣T٢١:١٠", DAY),
        ("at", "9" * 10_000, DAY),
        ("at", "2026-03-04T09:02", TO_COME),
        ("at", "2026-03-05T08:00", TO_COME),
        ("at", "9999-12-31T23:59", TO_COME),
        ("at", "2024-03-02T08:59", LONG_AGO),
        ("at", "1850-01-01T10:00", LONG_AGO),
        ("at", "0001-01-01T00:00", LONG_AGO),
        ("at", "2025-03-09T02:30", SKIPPED),
        ("id", "", "Please open this page again."),
        ("id", "not-an-id", "Please open this page again."),
        ("id", f"{ID}\x00", "Please open this page again."),
    ],
)
def test_a_bad_value_gets_one_sentence_beside_its_field(
    maya: Client, now: datetime, field: str, typed: str, sentence: str
) -> None:
    form = entry_form(maya, now, **{field: typed})
    assert form.errors == {field: [sentence]}
    assert form[field].value() == typed


@pytest.mark.parametrize("typed", ["2026-03-04T09:00", "2026-03-04T09:01", "2024-03-02T09:00"])
def test_the_edges_of_the_time_that_can_be_given_are_in(maya: Client, now: datetime, typed: str) -> None:
    assert entry_form(maya, now, at=typed).errors == {}


def test_an_hour_that_came_twice_is_the_first_time(maya: Client, now: datetime) -> None:
    form = entry_form(maya, now, at="2025-11-02T01:30")
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2025, 11, 2, 6, 30, tzinfo=UTC)


def test_the_clock_changes_are_those_of_the_clients_zone(other_client: Client, now: datetime) -> None:
    """02:30 on March 9, 2025 was skipped in Chicago, and was a time like any other in Berlin."""
    assert entry_form(other_client, now, at="2025-03-09T02:30").errors == {}
    assert entry_form(other_client, now, at="2025-03-30T02:30").errors == {"at": [SKIPPED]}


def test_a_spoiled_id_is_renewed_and_the_rest_is_kept(maya: Client, now: datetime) -> None:
    form = entry_form(maya, now, id="spoiled")
    assert not form.is_valid()
    renewed: Any = form.renewed()["id"].value()
    assert UUID(renewed) != ID
    assert (form["at"].value(), form["score"].value()) == ("2026-03-03T21:10", "4")


def test_a_sound_id_stays_when_another_field_is_wrong(maya: Client, now: datetime) -> None:
    form = entry_form(maya, now, score="11")
    assert not form.is_valid()
    assert form.renewed()["id"].value() == str(ID)


def test_a_time_left_as_it_stood_stays_the_same_to_the_second(maya: Client, now: datetime) -> None:
    at = datetime(2026, 3, 3, 15, 10, 42, tzinfo=UTC)
    form = correction(stored(maya, at), now, at="2026-03-03T09:10", situation="sport")
    assert form.is_valid()
    assert form.cleaned_data == {"at": at, "score": 4, "situation": "sport", **NO_NOTE}


def test_the_second_of_two_equal_hours_stays_the_second(maya: Client, now: datetime) -> None:
    at = datetime(2025, 11, 2, 7, 30, tzinfo=UTC)  # 01:30 for the second time that night
    form = correction(stored(maya, at), now, at="2025-11-02T01:30")
    assert form.is_valid()
    assert form.cleaned_data["at"] == at


def test_of_a_practice_only_the_number_can_be_corrected(maya: Client, now: datetime) -> None:
    at = now - timedelta(days=1)
    form = correction(stored(maya, at, "before", "lifting"), now, at="2026-01-01T10:00", situation="sport", score="2")
    assert list(form.fields) == ["score"]
    assert form.is_valid()
    assert form.cleaned_data == {"at": at, "score": 2, "situation": "lifting", **NO_NOTE}


def test_a_correction_keeps_to_the_same_bounds(maya: Client, now: datetime) -> None:
    form = correction(stored(maya, now - timedelta(days=1)), now, at="2026-03-05T08:00", score="11")
    assert form.errors == {"at": [TO_COME], "score": [NUMBER]}
