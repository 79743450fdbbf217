"""Rows by the million: COPY on PostgreSQL, one statement for many on SQLite, with the indexes made afterwards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

FOR_BULK = ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000")

type Row = list[Any]


class Sheets:
    """Rows by table, written some thousand at once."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.columns: dict[str, list[str]] = {}

    def add(self, model: type[models.Model], row: Row) -> None:
        table = model._meta.db_table
        if table not in self.columns:
            self.columns[table] = [one.column for one in model._meta.concrete_fields if one.column]
        self.rows.setdefault(table, []).append(row)

    def add_to(self, table: str, columns: list[str], row: Row) -> None:
        self.columns.setdefault(table, columns)
        self.rows.setdefault(table, []).append(row)

    def write(self) -> None:
        with transaction.atomic():
            for table, rows in self.rows.items():
                _write(table, self.columns[table], rows)
        self.rows.clear()


def _write(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write("".join(map(_line, rows)))
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _line(row: Row) -> str:
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
            value = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
        return value
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value)


@contextmanager
def bulk(filled: Sequence[type[models.Model]]) -> Iterator[None]:
    """Without indexes, foreign keys and waiting for the disk; the indexes are made anew afterwards."""
    is_on_postgresql = connection.vendor == "postgresql"
    kept = [model._meta.db_table for model in filled]
    with connection.cursor() as cursor:
        if is_on_postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits would keep indexes from being made
            cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint) AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
                [kept],
            )
        else:
            for pragma in () if connection.in_atomic_block else FOR_BULK:
                cursor.execute(f"PRAGMA {pragma}")
            marks = ", ".join(["%s"] * len(kept))
            cursor.execute(
                f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({marks}) "  # noqa: S608
                "AND sql NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%%'",
                kept,
            )
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        for _name, made in indexes:
            cursor.execute(made)
        cursor.execute("RESET session_replication_role" if is_on_postgresql else "PRAGMA foreign_keys = ON")
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)


def analyse() -> None:
    """As autovacuum does in a server that has run for a while."""
    with connection.cursor() as cursor:
        vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if vacuums else "ANALYZE")
