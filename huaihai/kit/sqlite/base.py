"""The database wrapper that Django loads for `ENGINE = "huaihai.kit.sqlite"`."""

import datetime
import decimal
import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any
from weakref import WeakSet

from django.db import OperationalError
from django.db.backends.sqlite3 import base as django_sqlite
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from . import driver
from .creation import DatabaseCreation
from .driver import Database
from .operations import DatabaseOperations
from .queue import Turn, turn_of

WAIT_FOR_WRITERS = 10  # seconds

# Limits of a SQLite built without options of its own (https://sqlite.org/limits.html), by number of the limit.
SQLITE_LIMIT_COLUMN = 2
SQLITE_LIMIT_VARIABLE_NUMBER = 9
LIMITS = {
    SQLITE_LIMIT_COLUMN: ("MAX_COLUMN=", 2000),
    SQLITE_LIMIT_VARIABLE_NUMBER: ("MAX_VARIABLE_NUMBER=", 32766),
}


class Connection(Database.Connection):
    """A connection that can be asked for its limits, which pysqlite3's own cannot and Django does."""

    def getlimit(self, category: int, /) -> int:
        return _limit(category)


@cache
def _limit(category: int) -> int:
    """As this SQLite was compiled. Django asks before every statement with many values."""
    option, default = LIMITS[category]
    with closing(Database.connect(":memory:")) as asked:
        for (line,) in asked.execute("PRAGMA compile_options"):
            if line.startswith(option):
                return int(line.removeprefix(option))
    return default


class Cursor(Database.Cursor):
    """Takes Django's `%s` and `%(name)s`, as Django's own cursor does over the standard library."""

    _convert = django_sqlite.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> "Cursor":
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self._convert(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> "Cursor":
        rows = iter(param_list)
        first = next(rows, None)
        if first is None:
            return self
        names = list(first) if isinstance(first, Mapping) else None
        return super().executemany(self._convert(query, param_names=names), chain([first], rows))


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """Django's SQLite, over the driver chosen for this machine, with its writers in a queue."""

    Database = Database
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations

    # Django's own, which its stubs leave out.
    transaction_mode: str | None
    init_commands: list[str]

    _turn: Turn | None = None
    _file: tuple[int, int] | None = None  # which one is open

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cursors: WeakSet[Cursor] = WeakSet()

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        params.setdefault("timeout", WAIT_FOR_WRITERS)
        # A transaction that first reads and then writes would be refused half-way under DEFERRED.
        self.transaction_mode = self.transaction_mode or "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        _prepare_driver()
        self._make_private_file()
        connection = Database.connect(**conn_params, factory=Connection)
        register_functions(connection)
        own = (
            "foreign_keys = ON",
            "legacy_alter_table = OFF",
            f"journal_mode = {driver.journal_mode(Database.sqlite_version_info)}",
            "synchronous = FULL",
            # A thread keeps it; another's writing empties it, and then the system's own cache is as quick.
            "cache_size = -512",
        )
        for statement in [*(f"PRAGMA {pragma}" for pragma in own), *self.init_commands]:
            if statement.strip():
                connection.execute(statement)
        self._file = self._file_there()
        _of_this_thread.closer.connections.add(connection)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=Cursor)
        self._cursors.add(cursor)
        return cursor

    def close_if_unusable_or_obsolete(self) -> None:
        """Asked before and after each request. Rows that nobody fetched would keep the next one in an old state."""
        if self.connection is not None and not self.in_atomic_block:
            for cursor in list(self._cursors):
                cursor.close()
        super().close_if_unusable_or_obsolete()

    def is_usable(self) -> bool:
        """Not after an error, nor when another file lies there now, as after a backup was put back."""
        return not self.errors_occurred and (self.is_in_memory_db() or self._file == self._file_there())

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            self.cursor().execute(f"BEGIN {self.transaction_mode}")
        except BaseException:
            self._give_turn_back()
            raise

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        # Django calls this last when an outermost block ends, before it runs what waits for the commit.
        if autocommit:
            self._give_turn_back()
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._cursors.clear()
            self._give_turn_back()

    def _make_private_file(self) -> None:
        """A new database is for its user alone; what SQLite puts beside it gets the same mode."""
        file = Path(self.settings_dict["NAME"])
        if not self.is_in_memory_db() and not file.exists():
            with suppress(OSError):  # connecting says why it cannot be
                os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))

    def _file_there(self) -> tuple[int, int] | None:
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        turn = turn_of(Path(self.settings_dict["NAME"]))
        if not turn.take(WAIT_FOR_WRITERS):
            raise OperationalError(f"database is locked: others wrote for more than {WAIT_FOR_WRITERS} s")
        self._turn = turn

    def _give_turn_back(self) -> None:
        if self._turn is None:
            return
        turn, self._turn = self._turn, None
        turn.give_back()


class _OfThisThread(threading.local):
    """The connections of one thread. A server's threads come and go, and what they leave lies in circles: it would
    stay open until somebody looks for garbage."""

    def __init__(self) -> None:
        self.closer = _Closer()


class _Closer:
    """Closes connections when it goes with its thread."""

    def __init__(self) -> None:
        self.connections: WeakSet[Connection] = WeakSet()

    def __del__(self) -> None:
        for connection in list(self.connections):
            connection.close()


_of_this_thread = _OfThisThread()


@cache
def _prepare_driver() -> None:
    """Teach the driver Django's types, as Django does for the standard library's, and log which it is."""
    Database.register_converter("bool", b"1".__eq__)
    for name, parse in (
        ("date", parse_date),
        ("time", parse_time),
        ("datetime", parse_datetime),
        ("timestamp", parse_datetime),
    ):
        Database.register_converter(name, partial(_decoded, parse))
    Database.register_adapter(decimal.Decimal, str)
    Database.register_adapter(datetime.date, datetime.date.isoformat)
    Database.register_adapter(datetime.datetime, partial(datetime.datetime.isoformat, sep=" "))
    driver.say_which()


def _decoded(parse: Any, value: bytes) -> Any:
    return parse(value.decode())
