"""Asking the tables: which documents have all these tokens and may be proposed, the newest first.

Why each query is as it is: docs/decisions/0028-search-over-cases.md.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from huaihai.cases.search import tables
from huaihai.cases.search.tables import DOC, FTS
from huaihai.kit.pool import planned_anew

AT_ONCE = 1_001  # documents opened together
MOST_SURE = 100  # of documents whose tokens say all: so many are opened, to be sure; of more, none
# PostgreSQL walks the months in turn, and no further than it needs to.
BY_MONTH = f"""
    SELECT month.place, doc.id FROM unnest(%s::integer[]) WITH ORDINALITY month (token, place)
    CROSS JOIN LATERAL (SELECT id FROM {DOC} WHERE tokens @> array_append(%s::integer[], month.token)) doc
    LIMIT %s
"""  # noqa: S608


# A document as it lies there: its id, the key of its case as the database keeps it, its city, and its words, still
# sealed, or none where they were not asked for. A thousand objects would take longer than to open the words.
type Found = tuple[int, str, str, bytes | None]


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
    asked, below = " ".join(f'"{tables.word(token)}"' for token in tokens), 2**62
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
        (tables.as_array(ids), *params),
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
