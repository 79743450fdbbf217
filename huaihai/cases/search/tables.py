"""The tokens of documents on either database: FTS5 without contents on SQLite, an array with GIN on PostgreSQL.

Why each query is as it is: docs/decisions/0028-search-over-cases.md. Tokens stand outside the models, since one
declaration cannot make both.
"""

import json
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Lookup

from huaihai.cases.models import Case, SearchBand, SearchDoc
from huaihai.kit.sqlite.driver import Database

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup

MERGE_PAGES, MERGE_PAUSE_SECONDS = 200, 0.005  # a step holds up other writers for some milliseconds
FIRST_WITH_DELETE = (3, 43)  # SQLite that can delete from a table without contents
DOC, BANDS = SearchDoc._meta.db_table, SearchBand._meta.db_table
FTS = "cases_search_tokens"


def make(**_signal: Any) -> None:
    """What a migration cannot say for both databases at once; asked after every migration, and makes nothing twice."""
    with connection.cursor() as cursor:
        known = connection.introspection.table_names(cursor)
        if DOC not in known or FTS in known:  # on the way to an older state; made before
            return
        columns = connection.introspection.get_table_description(cursor, DOC)
        if "tokens" in {column.name for column in columns}:
            return
        for statement in _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite():
            cursor.execute(statement)


def _on_postgresql() -> tuple[str, ...]:
    return (
        f"ALTER TABLE {DOC} ADD COLUMN tokens integer[] NOT NULL DEFAULT '{{}}'",
        # Without fastupdate no writer has to put in order what others left; a parallel plan costs a rare word 20 ms.
        f"CREATE INDEX {FTS} ON {DOC} USING gin (tokens) WITH (fastupdate = off)",
        f"ALTER TABLE {DOC} SET (parallel_workers = 0)",
    )


def _on_sqlite() -> tuple[str, ...]:
    lean = ", content='', contentless_delete=1" if Database.sqlite_version_info >= FIRST_WITH_DELETE else ""
    goes = f"BEGIN DELETE FROM {FTS} WHERE rowid = old.id; END"  # noqa: S608 -- names of tables
    return (
        f"CREATE VIRTUAL TABLE {FTS} USING fts5(tokens, detail=none, tokenize='ascii'{lean})",
        f"CREATE TRIGGER {FTS}_go AFTER DELETE ON {DOC} {goes}",
    )


def write(case_id: UUID, city: str, key_id: int, sealed: bytes, tokens: Iterable[int]) -> int:
    """Put the document there, or in the place of the one before; returns its id."""
    is_on_postgresql = connection.vendor == "postgresql"
    columns: dict[str, Any] = {"case_id": key_of(case_id), "city": city, "key_id": key_id, "text": sealed}
    if is_on_postgresql:
        columns["tokens"] = sorted(set(tokens))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in ("case_id", "city"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DOC} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "  # noqa: S608
            f"ON CONFLICT (case_id, city) DO UPDATE SET {changes} RETURNING id",
            list(columns.values()),
        )
        ((doc_id,),) = cursor.fetchall()
        if not is_on_postgresql:
            cursor.execute(
                f"INSERT OR REPLACE INTO {FTS} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
                [doc_id, " ".join(map(word, set(tokens)))],
            )
    return int(doc_id)


def as_array(keys: Iterable[object]) -> str:
    """As PostgreSQL writes an array: the driver would look at each key by itself."""
    return "{" + ",".join(map(str, keys)) + "}"


class Among(_Lookup):
    """`filter(pk__among=keys)`: a dictionary of keys, or a set, as one value. A thousand values take 5 ms to write and
    to read; in a list Django looks at each."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::uuid[])", (*params, as_array(self.rhs))
        return f"{column} IN (SELECT value FROM json_each(%s))", (  # noqa: S608 -- name of a column
            *params,
            json.dumps(list(self.rhs)),
        )


Case._meta.pk.register_lookup(Among)


def clean() -> None:
    """Bring what deleted documents left in the files of the database out of them. Not inside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM {DOC}, {BANDS}")
            return
        cursor.execute("PRAGMA secure_delete = ON")
    _merge(-MERGE_PAGES)
    while _merge(MERGE_PAGES) > 1:  # what SQLite itself counts for a step that found nothing to do
        time.sleep(MERGE_PAUSE_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _merge(pages: int) -> int:
    """One step, in a transaction of its own, so that others can write between two; how much it changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
        return int(connection.connection.total_changes - before)


def word(token: int) -> str:
    """The token as FTS5 keeps it."""
    return f"{token & 0xFFFFFFFF:08x}"


def key_of(case_id: UUID) -> str:
    """The key of a case as the database keeps it."""
    return str(case_id) if connection.features.has_native_uuid_field else case_id.hex


def spelled(key: str) -> str:
    """Such a key with its dashes."""
    return key if "-" in key else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
