"""Asking the tables: which documents have all these tokens, the newest first, and what is written in them.

Why each query is as it is: docs/decisions/0028-search-over-cases.md.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.db import connection

from huaihai.cases.search import tables
from huaihai.cases.search.tables import DOC, FTS
from huaihai.kit.pool import planned_anew

AT_ONCE = 1_001  # documents looked at together
FEW = 300  # PostgreSQL: more are not asked for without their months
# PostgreSQL walks the months in turn, and no further than it needs to.
BY_MONTH = f"""
    SELECT doc.*, month.place FROM unnest(%s::integer[]) WITH ORDINALITY month (token, place)
    CROSS JOIN LATERAL (
        SELECT {{columns}} FROM {DOC} doc WHERE tokens @> array_append(%s::integer[], month.token)
    ) doc LIMIT %s
"""  # noqa: S608

# A document: its id, the key of its case as the database keeps it, its city, and its words, still sealed, or none where
# they were not brought. A thousand objects would take longer than to open the words.
type Doc = tuple[int, str, str, bytes | None]


def candidates(
    tokens: Sequence[int], months: Callable[[], Sequence[int]], *, brings_words: bool
) -> Iterator[Sequence[Doc]]:
    """Documents with all these tokens, the newest first where there are many. `months` gives the tokens of all months,
    back from the newest. Few come without their words in any case."""
    if connection.vendor == "postgresql":
        return _candidates_on_postgresql(tokens, months, brings_words=brings_words)
    return _candidates_on_sqlite(tokens, brings_words=brings_words)


def with_words(docs: Sequence[Doc]) -> Sequence[Doc]:
    """The same, and their words."""
    ids = [doc_id for doc_id, *_rest in docs]
    if connection.vendor == "postgresql":
        which, listed = "SELECT unnest(%s::bigint[])", tables.as_array(ids)
    else:
        which, listed = "SELECT value FROM json_each(%s)", str(ids)
    columns = _columns(brings_words=True)
    return _asked(f"SELECT {columns} FROM {DOC} doc WHERE doc.id IN ({which})", listed)  # noqa: S608


def _candidates_on_sqlite(tokens: Sequence[int], *, brings_words: bool) -> Iterator[Sequence[Doc]]:
    """The cross join holds the planner to walking the index from its newest end, and to stopping."""
    asked, below = " ".join(f'"{tables.word(token)}"' for token in tokens), 2**62
    columns = _columns(brings_words=brings_words)
    while True:
        found = _asked(
            f"SELECT {columns} FROM {FTS} hit CROSS JOIN {DOC} doc ON doc.id = hit.rowid "  # noqa: S608
            f"WHERE hit.{FTS} MATCH %s AND hit.rowid < %s ORDER BY hit.rowid DESC LIMIT {AT_ONCE}",
            asked,
            below,
        )
        yield found
        if len(found) < AT_ONCE:
            return
        below = found[-1][0]


def _candidates_on_postgresql(
    tokens: Sequence[int], months: Callable[[], Sequence[int]], *, brings_words: bool
) -> Iterator[Sequence[Doc]]:
    """First a few without an order, which the planner would take for a reason to walk a whole index. Only if there are
    more, month by month: of what half of all texts say, the thousand that would come first are the oldest."""
    found = _docs(tokens, _columns(brings_words=False), f"LIMIT {FEW}")
    if len(found) < FEW:
        yield found
        return
    for some in _newest_on_postgresql(tokens, months(), _columns(brings_words=brings_words)):
        yield from batched(sorted(some, reverse=True), AT_ONCE)


def _newest_on_postgresql(
    tokens: Sequence[int], months: Sequence[int], columns: str
) -> Iterator[Sequence[Doc]]:
    """Whole months, back from the newest, that have as many as are looked at together. The server stops in the month in
    which there are enough, wherever it is in it; so that one is asked for as a whole."""
    while months:
        found = _asked(BY_MONTH.format(columns=columns), list(months), list(tokens), AT_ONCE)
        if len(found) < AT_ONCE:
            yield [row[:-1] for row in found]
            return
        last = found[-1][-1]
        whole = [row[:-1] for row in found if row[-1] < last]
        yield whole + _docs([*tokens, months[last - 1]], columns)
        months = months[last:]


def _docs(tokens: Sequence[int], columns: str, limit: str = "") -> list[Doc]:
    asked = f"SELECT {columns} FROM {DOC} doc WHERE tokens @> %s::integer[] {limit}"  # noqa: S608
    return _asked(asked, list(tokens))


def _columns(*, brings_words: bool) -> str:
    key = "doc.case_id::text" if connection.vendor == "postgresql" else "doc.case_id"
    return f"doc.id, {key}, doc.city, {'doc.text' if brings_words else 'NULL'}"


def _asked(statement: str, *params: Any) -> list[Any]:
    with planned_anew(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg.pq import Format  # 5 MB that SQLite has no use for

            # As text each byte of a thousand documents is two characters.
            cursor.cursor.format = Format.BINARY
        cursor.execute(statement, params)
        found: list[Any] = cursor.fetchall()
        return found
