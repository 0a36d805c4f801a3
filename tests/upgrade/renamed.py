"""Where the tables and columns of e0c44f4 are today: whoever moves rows writes it down here, and nowhere else."""

from collections.abc import Callable, Mapping

from tests.upgrade.values import Value

NamedRow = Mapping[str, Value]

TABLES: Mapping[str, str] = {}
"""Old table to new table. A table that is not named here keeps its name."""

COLUMNS: Mapping[tuple[str, str], str] = {}
"""(Old table, old column) to the new column of the new table."""

ROWS: Mapping[str, Callable[[NamedRow], NamedRow]] = {}
"""Old table to a function that gives an old row with the values it has today, still by its old columns.

For a content type that moved with its model, or a stored word that was renamed. JSON is text with its keys sorted.
"""

GROWING = frozenset({"auth_permission", "django_content_type", "django_migrations"})
"""Tables in which `migrate` itself adds rows. Of all others exactly the old rows are expected."""


def table_now(table: str) -> str:
    return TABLES.get(table, table)


def column_now(table: str, column: str) -> str:
    return COLUMNS.get((table, column), column)


def row_now(table: str, row: NamedRow) -> NamedRow:
    change = ROWS.get(table)
    return change(row) if change else row
