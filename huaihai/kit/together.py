"""Writes that wait for one another and go to the database as one statement.

A new file is seven rows in as many tables. Each statement of its own is a journey to PostgreSQL and back, which costs
both sides more than the rows. Inside `together` what `kit.compiled` inserts and updates waits; it goes when the block
ends, or before anything else is asked of the database. PostgreSQL gets one statement (`WITH a AS (INSERT …) UPDATE …`);
SQLite, which is in this process, one for each table.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

HELD = "_held_writes"  # on the connection
MOST = 500  # values that wait
VALUES, IGNORING = " VALUES ", " ON CONFLICT DO NOTHING"

type Row = tuple[str, Any]  # table and key; None for a key that the database makes


@contextmanager
def together() -> Iterator[None]:
    """A block within a transaction. What waits in it may not build on one another, but for keys that refer to another
    row; a row that waits already is not touched again before it went. A mistake (a key that is taken) comes up when all
    goes, at the latest when the block ends."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    if HELD in vars(wrapper) or not wrapper.in_atomic_block:
        yield
        return
    held = vars(wrapper)[HELD] = Held(wrapper)
    try:
        with wrapper.execute_wrapper(held.before):
            yield
            held.go()
    finally:
        del vars(wrapper)[HELD]


class Held:
    """What waits on one connection: the values of each row, by the statement they stand in."""

    def __init__(self, wrapper: Any) -> None:
        self._wrapper = wrapper
        self._waiting: dict[tuple[str, Row | None], list[list[Any]]] = {}
        self._rows: set[Row] = set()
        self._number = 0

    def insert(self, statement: str, values: list[Any], row: Row) -> None:
        """Rows of one table come to stand in one statement."""
        self._add((statement, None), values, row)

    def update(self, statement: str, values: list[Any], row: Row) -> None:
        self._add((statement, row), values, row)

    def _add(self, where: tuple[str, Row | None], values: list[Any], row: Row) -> None:
        if row in self._rows or self._number + len(values) > MOST:  # one statement changes a row once
            self.go()
        if row[1] is not None:
            self._rows.add(row)
        self._number += len(values)
        self._waiting.setdefault(where, []).append(values)

    def before(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Whatever else is asked finds what was written before."""
        self.go()
        return execute(sql, params, many, context)

    def go(self) -> None:
        """Send what waits."""
        if not self._number:
            return
        waiting, self._waiting, self._rows, self._number = self._waiting, {}, set(), 0
        statements = [_for_rows(statement, len(rows)) for (statement, _row), rows in waiting.items()]
        values = [[*chain(*rows)] for rows in waiting.values()]
        if self._wrapper.vendor == "postgresql" and len(statements) > 1:
            statements, values = [_as_one(*statements)], [[*chain(*values)]]
        with self._wrapper.cursor() as cursor:
            for statement, given in zip(statements, values, strict=True):
                cursor.execute(statement, given)


@lru_cache(maxsize=256)
def _for_rows(statement: str, number: int) -> str:
    if number == 1:
        return statement
    head, _values, places = statement.partition(VALUES)
    row = places.removesuffix(IGNORING)
    return f"{head}{VALUES}{', '.join([row] * number)}{places.removeprefix(row)}"


@lru_cache(maxsize=256)
def _as_one(*statements: str) -> str:
    *first, last = statements
    named = ", ".join(f"w{number} AS ({statement})" for number, statement in enumerate(first))
    return f"WITH {named} {last}"
