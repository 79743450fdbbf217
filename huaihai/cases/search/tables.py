"""The tokens of documents on either database: FTS5 without contents on SQLite, an array with GIN on PostgreSQL.

Why each query is as it is: docs/decisions/0028-search-over-cases.md. Tokens stand outside the models, since one
declaration cannot make both.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from huaihai.cases.models import SearchDoc
from huaihai.kit.pool import planned_anew
from huaihai.kit.sqlite.driver import Database

AT_ONCE = 1_001  # documents opened together
MOST_SURE = 100  # of documents whose tokens say all: so many are opened, to be sure; of more, none
MERGE_PAGES, MERGE_PAUSE_SECONDS = 200, 0.005  # a step holds up other writers for some milliseconds
FIRST_WITH_DELETE = (3, 43)  # SQLite that can delete from a table without contents
DOC = SearchDoc._meta.db_table
FTS = "cases_search_tokens"
# PostgreSQL walks the months in turn, and no further than it needs to.
BY_MONTH = f"""
    SELECT month.place, doc.id FROM unnest(%s::integer[]) WITH ORDINALITY month (token, place)
    CROSS JOIN LATERAL (SELECT id FROM {DOC} WHERE tokens @> array_append(%s::integer[], month.token)) doc
    LIMIT %s
"""  # noqa: S608


# A document as it lies there: its id, the key of its case as the database keeps it, its city, and its words, still
# sealed, or none where they were not asked for. A thousand objects would take longer than to open the words.
type Found = tuple[int, str, str, bytes | None]


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


def write(case_id: UUID, city: str, key_id: int, sealed: bytes, tokens: Iterable[int]) -> None:
    """Put the document there, or in the place of the one before."""
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
                [doc_id, " ".join(map(_word, set(tokens)))],
            )


def candidates(
    tokens: Sequence[int],
    rows: QuerySet[Any, Any],
    months: Callable[[], Sequence[int]],
    *,
    is_sure: bool = False,
) -> Iterator[list[Found]]:
    """Documents with all these tokens whose case is among `rows`, the newest first where there are many. `months` gives
    the tokens of all months, back from the newest. Where tokens say all (`is_sure`), more than a hundred come without
    their words."""
    allowed = rows.order_by().filter(pk=RawSQL("doc.case_id", ())).values("pk")
    try:
        condition, params = allowed.query.sql_with_params()
    except EmptyResultSet:
        return
    if connection.vendor == "postgresql":
        yield from _candidates_on_postgresql(tokens, condition, params, months, is_sure=is_sure)
    else:
        yield from _candidates_on_sqlite(tokens, condition, params, is_sure=is_sure)


def _text(*, is_sure: bool) -> str:
    return "NULL" if is_sure else "doc.text"


def _candidates_on_sqlite(
    tokens: Sequence[int], condition: str, params: tuple[Any, ...], *, is_sure: bool
) -> Iterator[list[Found]]:
    """The cross join holds the planner to walking the index from its newest end, and to stopping."""
    asked, below = " ".join(f'"{_word(token)}"' for token in tokens), 2**62
    while True:

        def some(text: str, below: int = below) -> list[Found]:
            return _asked(
                f"SELECT doc.id, doc.case_id, doc.city, {text} FROM {FTS} hit "  # noqa: S608 -- names of tables
                f"CROSS JOIN {DOC} doc ON doc.id = hit.rowid "
                f"WHERE hit.{FTS} MATCH %s AND hit.rowid < %s AND EXISTS ({condition}) "
                f"ORDER BY hit.rowid DESC LIMIT {AT_ONCE}",
                (asked, below, *params),
            )

        found = some(_text(is_sure=is_sure))
        if is_sure and len(found) <= MOST_SURE:
            found = some(_text(is_sure=False))
        yield found
        if len(found) < AT_ONCE:
            return
        below = found[-1][0]


def _candidates_on_postgresql(
    tokens: Sequence[int],
    condition: str,
    params: tuple[Any, ...],
    months: Callable[[], Sequence[int]],
    *,
    is_sure: bool,
) -> Iterator[list[Found]]:
    """First as many as there are without an order, which the planner would take for a reason to walk a whole index.
    Only if there are too many, month by month."""
    found = _ids(tokens, f"LIMIT {AT_ONCE}")
    if len(found) < AT_ONCE:
        yield _opened_on_postgresql(
            found, condition, params, _text(is_sure=is_sure and len(found) > MOST_SURE)
        )
        return
    text = _text(is_sure=is_sure)
    for some in _newest_on_postgresql(tokens, months()):
        for ids in batched(sorted(some, reverse=True), AT_ONCE):
            yield _opened_on_postgresql(ids, condition, params, text)


def _newest_on_postgresql(tokens: Sequence[int], months: Sequence[int]) -> Iterator[list[int]]:
    """Whole months, back from the newest, that have as many as are opened together. The server stops in the month in
    which there are enough, wherever it is in it; so that one is asked for as a whole."""
    while months:
        with planned_anew(), connection.cursor() as cursor:
            cursor.execute(BY_MONTH, [list(months), list(tokens), AT_ONCE])
            found = cursor.fetchall()
        if len(found) < AT_ONCE:
            yield [doc_id for _place, doc_id in found]
            return
        last = found[-1][0]
        whole = [doc_id for place, doc_id in found if place < last]
        yield whole + _ids([*tokens, months[last - 1]])
        months = months[last:]


def _ids(tokens: Sequence[int], limit: str = "") -> list[int]:
    with planned_anew(), connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {DOC} WHERE tokens @> %s::integer[] {limit}", [list(tokens)])  # noqa: S608
        return [doc_id for (doc_id,) in cursor.fetchall()]


def _opened_on_postgresql(
    ids: Sequence[int], condition: str, params: tuple[Any, ...], text: str
) -> list[Found]:
    return _asked(
        f"SELECT doc.id, doc.case_id::text, doc.city, {text} FROM {DOC} doc "  # noqa: S608 -- names of tables
        f"WHERE doc.id = ANY(%s::bigint[]) AND EXISTS ({condition}) ORDER BY doc.id DESC",
        (_as_array(ids), *params),
    )


def _asked(statement: str, params: Sequence[Any]) -> list[Found]:
    with planned_anew(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg.pq import Format  # 5 MB that SQLite has no use for

            # As text each byte of a thousand documents is two characters.
            cursor.cursor.format = Format.BINARY
        cursor.execute(statement, params)
        found: list[Found] = cursor.fetchall()
        return found


def _as_array(keys: Iterable[object]) -> str:
    """As PostgreSQL writes an array: the driver would look at each key by itself."""
    return "{" + ",".join(map(str, keys)) + "}"


def these(keys: Sequence[str]) -> RawSQL:
    """A list of cases to filter by, as one value: a thousand values of their own take 5 ms to write and to read."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::uuid[])", (_as_array(keys),))
    return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(keys),))


def clean() -> None:
    """Bring what deleted documents left in the files of the database out of them. Not inside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM {DOC}")
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


def _word(token: int) -> str:
    """The token as FTS5 keeps it."""
    return f"{token & 0xFFFFFFFF:08x}"


def key_of(case_id: UUID) -> str:
    """The key of a case as the database keeps it."""
    return str(case_id) if connection.features.has_native_uuid_field else case_id.hex


def spelled(key: str) -> str:
    """Such a key with its dashes."""
    return key if "-" in key else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
