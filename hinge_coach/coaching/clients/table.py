"""The chosen clients as a table for a spreadsheet: one line each, read and written some at a time."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO

from django.db import transaction

from hinge_coach.accounts.models import Client, Look, User
from hinge_coach.coaching.clients.listing import clients_with_all, is_closed, lesson_words, summary_of
from hinge_coach.coaching.clients.paused import is_paused
from hinge_coach.wording import decimal
from lessons.models import Lesson

LINES_AT_ONCE = 500

COLUMNS = (
    *("name", "email", "phone", "joined", "lessons", "usual", "start", "last_number", "last_number_on"),
    *("last_practice_on", "numbers", "tags", "status"),
)

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets run begins so


def record_table_looks(ids: Sequence[int], *, by: User, at: datetime) -> None:
    """One look at each client, all or none."""
    looks = (Look(client_id=key, by=by, kind=Look.Kind.TABLE, at=at) for key in ids)
    with transaction.atomic():
        Look.objects.bulk_create(looks, batch_size=LINES_AT_ONCE)


def table_lines(ids: Sequence[int], lessons: Sequence[Lesson], *, now: datetime) -> Iterator[str]:
    """The header and the lines, some hundred at a time, each with its line break."""
    yield _csv([COLUMNS])
    for start in range(0, len(ids), LINES_AT_ONCE):
        clients = clients_with_all(ids[start : start + LINES_AT_ONCE])
        yield _csv(_cells(client, lessons, now) for client in clients)


def _cells(client: Client, lessons: Sequence[Lesson], now: datetime) -> tuple[str, ...]:
    summary = summary_of(client)
    cells = (
        client.user.name,
        client.user.email,
        client.phone,
        _iso(client.today(client.joined_at)),
        "; ".join(lesson_words(summary, lessons)),
        "" if summary.usual is None else decimal(summary.usual),
        "" if summary.start is None else decimal(summary.start),
        "" if summary.last_score is None else str(summary.last_score),
        _iso(summary.last_number_on),
        _iso(summary.last_practice_on),
        str(summary.numbers),
        "; ".join(tag.name for tag in client.tags.all()),
        _status(client, now),
    )
    return tuple(_as_text(cell) for cell in cells)


def _status(client: Client, now: datetime) -> str:
    if client.archived_at:
        return "past"
    if is_closed(client):
        return "practice closed"
    return "paused" if is_paused(client, now) else "active"


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _as_text(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_FORMULAS) else words


def _csv(rows: Iterable[Sequence[str]]) -> str:
    sheet = StringIO()
    csv.writer(sheet).writerows(rows)
    return sheet.getvalue()
