"""Rows of any database as plain values that compare by `==`, whichever driver read them."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

Value = str | int | float | bytes | None
Row = tuple[Value, ...]


class Cursor(Protocol):
    """What the cursors of sqlite3, psycopg and Django have in common."""

    def execute(self, sql: str, /) -> Any: ...

    def fetchall(self) -> list[tuple[Any, ...]]: ...


def plain(value: object, *, is_json: bool = False) -> Value:
    """Truth values as 0 and 1, UUIDs as 32 digits, instants as naive text in UTC, JSON with its keys sorted."""
    if is_json and value is not None:
        assert isinstance(value, str), "JSON is to be read as text"
        return json.dumps(json.loads(value), sort_keys=True)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    assert value is None or isinstance(value, str | int | float | bytes), f"{value!r} is of an unknown kind"
    return value


def read(cursor: Cursor, table: str, columns: Iterable[str], *, json_columns: Collection[str] = ()) -> list[Row]:
    """All rows of a table, these columns only, in no order. `json_columns` are named as in `columns`."""
    names = list(columns)
    cursor.execute('SELECT "{}" FROM "{}"'.format('", "'.join(names), table))
    return [
        tuple(plain(value, is_json=name in json_columns) for name, value in zip(names, row, strict=True))
        for row in cursor.fetchall()
    ]


def named(columns: Iterable[str], rows: Iterable[Row]) -> list[Mapping[str, Value]]:
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in rows]
