"""The chosen clients as a table for a spreadsheet: one line each, read and written some at a time."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO

from hinge_coach.cells import text_cell
from hinge_coach.coaching.clients.listing import rows_with_tags
from hinge_coach.coaching.desk.rows import MOST_ROWS, ClientRow
from hinge_coach.coaching.models import Tag
from hinge_coach.wording import decimal
from lessons.models import ClientSummary

CLIENT_COLUMNS = (
    *("name", "email", "phone", "joined", "lessons", "usual", "start", "last_number", "last_number_on"),
    *("last_practice_on", "numbers", "tags", "status"),
)


def table_lines(ids: Sequence[int], *, now: datetime) -> Iterator[str]:
    """The header and a line for each of these clients, some hundred at a time, each with its line break."""
    yield _csv([CLIENT_COLUMNS])
    for start in range(0, len(ids), MOST_ROWS):
        rows = rows_with_tags(ids[start : start + MOST_ROWS], now=now)
        yield _csv(_cells(row, tags, now) for row, tags in rows)


def _cells(row: ClientRow, tags: Iterable[Tag], now: datetime) -> tuple[str, ...]:
    client = row.client
    summary: ClientSummary = getattr(client, "summary", None) or ClientSummary(client=client)
    cells = (
        client.user.name,
        client.user.email,
        client.phone,
        _iso(client.today(client.joined_at)),
        "; ".join(place.words for place in row.places),
        "" if summary.usual is None else decimal(summary.usual),
        "" if summary.start is None else decimal(summary.start),
        "" if summary.last_score is None else str(summary.last_score),
        _iso(summary.last_number_on),
        _iso(summary.last_practice_on),
        str(summary.numbers),
        "; ".join(tag.name for tag in tags),
        _status(row, now),
    )
    return tuple(text_cell(cell) for cell in cells)


def _status(row: ClientRow, now: datetime) -> str:
    archived_at = row.client.archived_at
    if archived_at is not None and archived_at <= now:
        return "past"
    if row.is_closed:
        return "practice closed"
    return "paused" if row.is_paused else "active"


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _csv(rows: Iterable[Sequence[str]]) -> str:
    sheet = StringIO()
    csv.writer(sheet).writerows(rows)
    return sheet.getvalue()
