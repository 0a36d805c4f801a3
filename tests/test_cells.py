"""Cells of tables for spreadsheets."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.cells import instant_cell, text_cell


@pytest.mark.parametrize("words", ["=cmd()", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1"])
def test_what_a_spreadsheet_would_run_is_written_as_words(words: str) -> None:
    assert text_cell(words) == f"'{words}"


@pytest.mark.parametrize("words", ["", "Maya", "2 = 2", "'=1"])
def test_other_words_stay_as_they_are(words: str) -> None:
    assert text_cell(words) == words


def test_an_instant_is_written_in_utc_and_none_as_nothing() -> None:
    at = datetime(2026, 3, 4, 9, 5, 7, 999_999, tzinfo=ZoneInfo("America/Chicago"))
    assert (instant_cell(at), instant_cell(None)) == ("2026-03-04T15:05:07Z", "")
