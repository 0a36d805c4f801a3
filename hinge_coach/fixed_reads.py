"""Reads whose SQL is the same each time: built and compiled once in a process, then run with other values.

Building a queryset and compiling it costs several times what the database needs to answer. A read that a page makes on
each visit is therefore built once, with a mark in the place of each value. The rows are what the queryset gives.

This leans on parts of Django that are not public: `SQLCompiler` with what it knows after `as_sql()`, and
`get_related_populators`. A test compares with the queryset itself, so that a new Django that changes them is noticed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import DateField, DateTimeField, Field, Model, QuerySet, UUIDField
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators

_Row = TypeVar("_Row")
Make = Callable[[Sequence[Any]], Any]

_NO_KEY = -1
"""No row has it. It fills the places of a list of keys that is shorter than it may be."""

_FIELDS: dict[type, Field[Any, Any]] = {datetime: DateTimeField(), date: DateField(), UUID: UUIDField()}
"""How a value of a type is handed to the database, where it isn't as it is."""


@dataclass(frozen=True)
class Keys:
    """A value that is a list of primary keys, `most` at most, for a condition with `__in`."""

    most: int


Kind = type | Keys


@dataclass(frozen=True)
class _Compiled:
    """`places`: for each parameter of the SQL the number of the value that goes there, or None for one that stays."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[int | None, ...]
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]
    make: Make


class FixedRead(Generic[_Row]):
    """A read of whole rows or of `values_list`, with values that only stand in its conditions.

    `build` makes the queryset out of one value of each of these kinds, and must use each as it is. Raises ValueError,
    at the first read, where a value changes the SQL, is changed before it stands there, or isn't used.
    `prefetch_related` isn't followed.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, _Row]"], *kinds: Kind) -> None:
        self.build, self.kinds = build, kinds
        self._compiled: dict[str, _Compiled] = {}

    def __call__(self, *values: object) -> list[_Row]:
        """The rows for these values. One query."""
        compiled = self._compiled.get(connection.vendor)
        if compiled is None:
            compiled = self._compiled[connection.vendor] = self._compile()
        prepared = self._prepared(values)
        given = zip(compiled.params, compiled.places, strict=True)
        params = [param if place is None else prepared[place] for param, place in given]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            return list(_rows(compiled, cursor.fetchall()))

    def first(self, *values: object) -> _Row | None:
        """The first row, or None. The queryset should be limited to one."""
        return next(iter(self(*values)), None)

    def _prepared(self, values: Sequence[Any]) -> list[Any]:
        """The values as the database takes them, each key of a list by itself."""
        if len(values) != len(self.kinds):
            raise TypeError(f"this read takes {len(self.kinds)} values")
        return [each for kind, value in zip(self.kinds, values, strict=True) for each in _prepared(kind, value)]

    def _compile(self) -> _Compiled:
        queryset, compiler, marks = self._marked(1)
        sql, params = compiler.as_sql()
        _, other, other_marks = self._marked(2)
        other_sql, other_params = other.as_sql()
        places = tuple(
            _place(param, other_param, marks, other_marks)
            for param, other_param in zip(params, other_params, strict=True)
        )
        if sql != other_sql or set(range(len(marks))) - set(places):
            raise ValueError("the values of a fixed read stand in its conditions, and are all that differs")
        selected = [expression for expression, _, _ in compiler.select]
        converters = tuple(
            (number, _one_after_another(functions, expression))
            for number, (functions, expression) in compiler.get_converters(selected).items()
        )
        return _Compiled(sql, tuple(params), places, converters, _maker(queryset, compiler))

    def _marked(self, turn: int) -> tuple["QuerySet[Any, _Row]", Any, list[Any]]:
        """The queryset with a mark for each value, its compiler, and the marks as the database takes them."""
        marks = [_mark(kind, 100_000 * turn + 1000 * number) for number, kind in enumerate(self.kinds)]
        queryset = self.build(*marks)
        return queryset, queryset.query.get_compiler(DEFAULT_DB_ALIAS), self._prepared(marks)


def _mark(kind: Kind, number: int) -> Any:
    """A value of this kind that no row has; another one for each number."""
    if isinstance(kind, Keys):
        return [-987_000_000 - number - key for key in range(kind.most)]
    if kind is int:
        return -987_000_000 - number
    if kind is str:
        return f"value {number} of a fixed read"
    if kind is UUID:
        return UUID(int=987_000_000 + number)
    at = datetime(1903, 4, 5, 6, 7, 8, 987_654, tzinfo=UTC) + timedelta(days=number)
    return at.date() if kind is date else at


def _prepared(kind: Kind, value: Any) -> list[Any]:
    if isinstance(kind, Keys):
        if len(value) > kind.most:
            raise TypeError(f"this read takes {kind.most} keys at most, not {len(value)}")
        return [*map(_key, value), *[_NO_KEY] * (kind.most - len(value))]
    if not isinstance(value, kind):
        raise TypeError(f"this read takes {kind}, not {value!r}")
    if isinstance(value, int):
        return [_key(value)]
    field = _FIELDS.get(kind)
    return [value if field is None else field.get_db_prep_value(value, connection)]


def _key(value: int) -> int:
    """The same, or the key of no row where the database could not hold it."""
    return value if -(2**63) <= value < 2**63 else _NO_KEY


def _place(param: Any, other: Any, marks: Sequence[Any], other_marks: Sequence[Any]) -> int | None:
    """Where a parameter comes from: the number of a value, or None where it is the same with any values."""
    if param == other:
        return None
    if param in marks and other_marks.index(other) == marks.index(param):
        return marks.index(param)
    raise ValueError(f"a fixed read takes its values as they are; {param} was made of one")


def _rows(compiled: _Compiled, rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    make, converters = compiled.make, compiled.converters
    for row in rows:
        values = list(row)
        for number, convert in converters:
            values[number] = convert(values[number])
        yield make(values)


def _one_after_another(functions: Sequence[Callable[[Any, Any, Any], Any]], expression: Any) -> Callable[[Any], Any]:
    """The converters of one column as one function."""

    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, expression, connection)
        return value

    return convert


def _maker(queryset: "QuerySet[Any, Any]", compiler: Any) -> Make:
    """How a row becomes what the queryset gives: an instance with what was selected beside it, a tuple, or a value."""
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise ValueError("a fixed read prefetches nothing")
    iterable = queryset._iterable_class
    if iterable is FlatValuesListIterable:
        return itemgetter(0)
    if iterable is ValuesListIterable:
        return tuple
    if iterable is not ModelIterable:
        raise ValueError("a fixed read gives instances, or what values_list gives")
    info = compiler.klass_info
    model: type[Model] = info["model"]
    fields = info["select_fields"]
    begin, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in compiler.select[begin:end]]
    related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
    annotations = tuple((compiler.annotation_col_map or {}).items())

    def make(row: Sequence[Any]) -> Model:
        instance = model.from_db(DEFAULT_DB_ALIAS, names, row[begin:end])
        for populator in related:
            populator.populate(row, instance)
        for name, column in annotations:
            setattr(instance, name, row[column])
        return instance

    return make
