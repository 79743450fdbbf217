"""A query that is built and compiled once for a process, and then asked with other values.

Django works out the SQL of a query each time it is asked; for a wide row with others joined that takes many times as
long as reading it. What is used of Django's inside (`get_compiler`, `as_sql`, `execute_sql`, `get_converters`,
`_iterable_class`) is pinned by `record/tests/test_compiled.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any, overload
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from huaihai.kit.together import HELD

_UUID = 0x5EED_0000_0000_4000_8000_0000_0000_0000
_NUMBER = 1_597_463_007
_DAY, _MOMENT = date(1583, 1, 1), datetime(1583, 1, 1, tzinfo=UTC)


class Compiled[R]:
    """`build` gives the query for its values; `fields` says of which field each value is. A value is compared as it is:
    it may not be None, and what `build` does may not depend on it. A list is of values of the field, for `in`; it is
    compiled once for each length, and without any there are no rows. Nothing is prefetched.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, R]], **fields: Any) -> None:
        self._build = build
        self._fields = fields
        self._known: dict[tuple[Any, ...], _Ready] = {}  # by the database and the lengths of the lists

    def __call__(self, **values: Any) -> list[R]:
        """The rows for these values: of the model, or what `values_list` asks for."""
        found = self._filled(values)
        if found is None:
            return []
        ready, params = found
        rows = ready.rows_of(params)
        return list(rows._iterable_class(rows))  # noqa: SLF001 # as the query set itself does

    def numbers(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query of numbers or keys alone (`values_list`, counts), as the database gives them."""
        return self._fetched("", values)

    def counts(self, **values: Any) -> list[tuple[Any, ...]]:
        """The values of a query of one column, as the database gives them, each once and how often it stands there."""
        return self._fetched("SELECT *, COUNT(*) FROM (", values, ") held GROUP BY 1")

    def _fetched(self, before: str, values: dict[str, Any], after: str = "") -> list[tuple[Any, ...]]:
        found = self._filled(values)
        if found is None:
            return []
        ready, params = found
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"{before}{ready.sql}{after}", params)
            return list(cursor.fetchall())

    def _filled(self, values: dict[str, Any]) -> "tuple[_Ready, tuple[Any, ...]] | None":
        """The query for so many values, and its parameters; None where a list is empty."""
        wrapper = connections[DEFAULT_DB_ALIAS]
        sizes = {name: len(value) for name, value in values.items() if isinstance(value, list)}
        if 0 in sizes.values():
            return None
        key = (wrapper.vendor, *sizes.values())
        ready = self._known.get(key)
        if ready is None:
            ready = self._known[key] = self._compile(wrapper, sizes)
        given = {one: self._prepared(one, value, wrapper) for one, value in _each(values)}
        return ready, tuple(given[key] if key else always for key, always in ready.params)

    def _prepared(self, key: "_Key", value: Any, wrapper: Any) -> Any:
        return self._fields[key[0]].get_db_prep_value(value, wrapper)

    def _compile(self, wrapper: Any, sizes: dict[str, int]) -> "_Ready":
        keys: list[_Key] = [(name, place) for name in self._fields for place in range(sizes.get(name, 1))]
        marked = {key: _mark(number, self._fields[key[0]]) for number, key in enumerate(keys)}
        marks = {
            name: [marked[name, place] for place in range(sizes[name])] if name in sizes else marked[name, 0]
            for name in self._fields
        }
        rows = self._build(**marks)
        query: Any = rows.query
        compiler = query.get_compiler(connection=wrapper)
        sql, params = compiler.as_sql()
        names = {self._prepared(key, mark, wrapper): key for key, mark in marked.items()}
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _expressions: converters
        return _Ready(rows, compiler, sql, [(names.get(param), param) for param in params])


class Unread(Sequence[tuple[Any, ...]]):
    """The rows of a `values_list`, each made what its fields say when it is looked at: of a thousand, few are."""

    def __init__(self, rows: models.QuerySet[Any, Any]) -> None:
        query: Any = rows.query
        self._compiler: Any = query.get_compiler(rows.db)
        self._rows = list(chain.from_iterable(self._compiler.execute_sql()))
        fields = [column[0] for column in (self._compiler.select or ())[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(fields)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Any, ...]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        some = self._rows[place] if isinstance(place, slice) else [self._rows[place]]
        read = list(map(tuple, self._compiler.apply_converters(some, self._converters)))
        return read if isinstance(place, slice) else read[0]


def insert(row: models.Model, *, ignore_conflicts: bool = False) -> None:
    """Store a new row as `save(force_insert=True)` does, or as `bulk_create(ignore_conflicts=True)`; no signal is sent.
    The database's own defaults and parents of a model are not for this. One that waits (`kit.together`) does not learn
    a key that the database makes."""
    model, wrapper = type(row), connections[DEFAULT_DB_ALIAS]
    key = (wrapper.vendor, model, ignore_conflicts)
    ready = _INSERTS.get(key)
    if ready is None:
        ready = _INSERTS[key] = _insert_of(row, wrapper, ignore_conflicts=ignore_conflicts)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), wrapper) for field in ready.fields]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 # as save() does
    if (held := vars(wrapper).get(HELD)) is not None:
        held.insert(ready.statement, values, (model._meta.db_table, row.pk))
        return
    with wrapper.cursor() as cursor:
        cursor.execute(ready.statement + ready.returning, values)
        if ready.returning:
            row.pk = cursor.fetchone()[0]


def _insert_of(row: models.Model, wrapper: Any, *, ignore_conflicts: bool) -> "_Insert":
    meta, pk = row._meta, row._meta.pk
    is_made = isinstance(pk, models.AutoField)
    fields = [field for field in meta.local_concrete_fields if not (is_made and field is pk)]
    query = InsertQuery(type(row), on_conflict=OnConflict.IGNORE if ignore_conflicts else None)
    query.insert_values(fields, [row])
    compiler = query.get_compiler(connection=wrapper)
    compiler.returning_fields = []
    ((statement, _params),) = compiler.as_sql()
    returning = f" RETURNING {wrapper.ops.quote_name(pk.column)}" if isinstance(pk, models.AutoField) else ""
    return _Insert(fields, statement, returning)


def update(row: models.Model, names: list[str], *, still: Mapping[str, Any] | None = None) -> bool:
    """Store these columns of a row as `save(update_fields=…)` does, and say whether it was there; no signal is sent.
    `still`: only if its other columns hold these values now. Of one that waits (`kit.together`) nobody knows yet: then
    it was."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    if not fields or any(hasattr(field, "get_placeholder_sql") for field in fields):
        row.save(update_fields=names)
        return True
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    pk: Any = row._meta.pk
    held: list[tuple[Any, Any]] = [(pk, row.pk)]
    held += [(row._meta.get_field(name), value) for name, value in (still or {}).items()]
    table, columns = row._meta.db_table, tuple(field.column for field in fields)
    where = tuple((field.column, value is None) for field, value in held)
    statement = _update_of(table, columns, where)
    values = [field.get_db_prep_save(field.pre_save(row, add=False), wrapper) for field in fields]
    values += [field.get_db_prep_save(value, wrapper) for field, value in held if value is not None]
    if still is None and (waiting := vars(wrapper).get(HELD)) is not None:
        waiting.update(statement, values, (table, row.pk))
        return True
    with wrapper.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


@cache
def _update_of(table: str, columns: tuple[str, ...], where: tuple[tuple[str, bool], ...]) -> str:
    """`where`: the columns to compare, and whether with nothing. Names stand as both databases take them."""
    given = ", ".join(f'"{column}" = %s' for column in columns)
    asked = " AND ".join(f'"{column}" {"IS NULL" if is_null else "= %s"}' for column, is_null in where)
    return f'UPDATE "{table}" SET {given} WHERE {asked}'  # noqa: S608 # of our models


def padded[K](keys: Sequence[K], to: int) -> list[K]:
    """These keys, the last of them again and again: a list of one length is compiled once."""
    return [*keys, *[keys[-1]] * (to - len(keys))] if keys else []


def unread[M: models.Model](model: type[M], pk: Any) -> M:
    """A row of which nothing but its key is known: all else is read when it is asked for."""
    return model.from_db(None, [model._meta.pk.attname], [pk])


def attach(row: models.Model, name: str, query: models.QuerySet[Any], found: list[Any]) -> None:
    """Let the row know its related rows by this name, as a prefetch does; `query` is what would ask for them."""
    query._result_cache = found  # noqa: SLF001 # as prefetch_related does
    query._prefetch_done = True  # type: ignore[attr-defined] # noqa: SLF001 # likewise; the stubs leave it out
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = query


@dataclass(frozen=True)
class _Insert:
    """How a row of a model is stored; `returning` asks for a key that the database makes."""

    fields: list[Any]
    statement: str
    returning: str


_INSERTS: dict[tuple[str, type[models.Model], bool], _Insert] = {}


@dataclass(frozen=True)
class _Ready:
    """A query for all connections; each parameter is one of the values, or always the same."""

    rows: Any
    compiler: Any
    sql: str
    params: list[tuple["_Key | None", Any]]

    def rows_of(self, params: tuple[Any, ...]) -> Any:
        """The query with these values, for this thread's connection: a copy, since threads ask at the same time."""
        compiler, query, rows = _like(self.compiler), _like(self.rows.query), _like(self.rows)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda **_options: (self.sql, params)
        query.get_compiler = lambda *_using, **_named: compiler
        rows._query = query  # noqa: SLF001 # `query` is a property of it
        return rows


def _like(held: Any) -> Any:
    """The same, flat; what is set on it is its own."""
    made = object.__new__(type(held))
    vars(made).update(vars(held))
    return made


type _Key = tuple[str, int]  # the name of a value, and its place in the list


def _each(values: dict[str, Any]) -> list[tuple[_Key, Any]]:
    return [
        ((name, place), one)
        for name, value in values.items()
        for place, one in enumerate(value if isinstance(value, list) else [value])
    ]


def _mark(number: int, field: Any) -> Any:
    """What stands for a value while the query is compiled; each has another."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.UUIDField):
        return UUID(int=_UUID + number)
    if isinstance(target, models.DateField):
        return (_MOMENT if isinstance(target, models.DateTimeField) else _DAY) + timedelta(days=number)
    return _NUMBER + number if isinstance(target, models.IntegerField) else f"mark {number}"
