"""Cells of tables that people open in a spreadsheet. PURE."""

from datetime import UTC, datetime

_FORMULAS = tuple("=+-@\t\r\n＝＋－＠")  # what spreadsheets run begins so, in Japan with the wide ones, too


def text_cell(words: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_FORMULAS) else words


def instant_cell(at: datetime | None) -> str:
    """ISO 8601 in UTC to the second; empty for None."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
