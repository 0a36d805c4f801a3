"""Cells of tables for spreadsheets."""

import pytest

from hinge_coach.cells import text_cell


@pytest.mark.parametrize("words", ["=cmd()", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1"])
def test_what_a_spreadsheet_would_run_is_written_as_words(words: str) -> None:
    assert text_cell(words) == f"'{words}"


@pytest.mark.parametrize("words", ["", "Maya", "2 = 2", "'=1"])
def test_other_words_stay_as_they_are(words: str) -> None:
    assert text_cell(words) == words
