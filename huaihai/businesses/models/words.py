"""Which businesses have a word somewhere in `Business.words`, without reading all of them.

Pairs of characters are indexed by the database itself, however rows are written: on PostgreSQL a GIN over a function of
the column, on SQLite FTS5 without contents, kept by triggers. What the index proposes is compared, so it only narrows.
"""

# ruff: noqa: S608 # names of tables

from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Lookup

from huaihai.kit.sqlite.driver import Database

TABLE = "businesses_business"
GRAMS = "businesses_grams"  # the function on PostgreSQL, the tokens on SQLite
NUMBERS = "businesses_gramsof"  # on SQLite: VACUUM may give rows of a table without a number another rowid
CHANGED = f"{GRAMS}_changed"
FIRST_WITH_DELETE = (3, 43)  # SQLite that can delete from a table without contents
SHORTEST = 2  # characters that the index finds


class Says(Lookup):
    """`words__says="水壶"`: the folded word stands there."""

    lookup_name = "says"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        words, params = self.process_lhs(compiler, connection)
        said = f"strpos({words}, %s) > 0"
        if len(self.rhs) < SHORTEST:
            return said, [*params, self.rhs]
        return f"({GRAMS}({words}) @> {GRAMS}(%s) AND {said})", [*params, self.rhs, *params, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        words, params = self.process_lhs(compiler, connection)
        said = f"instr({words}, %s) > 0"
        if len(self.rhs) < SHORTEST:
            return said, [*params, self.rhs]
        key = f"{connection.ops.quote_name(self.lhs.alias)}.id"
        proposed = (
            f"SELECT numbered.business_id FROM {GRAMS} JOIN {NUMBERS} numbered ON numbered.id = {GRAMS}.rowid "
            f"WHERE {GRAMS} MATCH %s"
        )
        return f"({key} IN ({proposed}) AND {said})", [_asked(self.rhs), *params, self.rhs]


def make(**_signal: Any) -> None:
    """What no migration says for both databases; asked after every migration, one of which may have made the table
    anew, and makes nothing twice."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            statements = _on_postgresql()
        else:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s", [CHANGED])
            statements = () if cursor.fetchall() else _on_sqlite()
        for statement in statements:
            cursor.execute(statement)


def _on_postgresql() -> tuple[str, ...]:
    pairs = "array_agg(DISTINCT substr(words, place, 2)) FROM generate_series(1, length(words) - 1) place"
    kind = "RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    return (
        f"CREATE OR REPLACE FUNCTION {GRAMS}(words text) {kind} AS $$ SELECT {pairs} $$",
        f"CREATE INDEX IF NOT EXISTS {GRAMS}_of ON {TABLE} USING gin ({GRAMS}(words)) WITH (fastupdate = off)",
    )


def _on_sqlite() -> tuple[str, ...]:
    lean = ", content='', contentless_delete=1" if Database.sqlite_version_info >= FIRST_WITH_DELETE else ""
    number = f"(SELECT id FROM {NUMBERS} WHERE business_id = %s.id)"
    new, old, parted = number % "new", number % "old", _parted("new.words")
    counted, into = f"INSERT INTO {NUMBERS} (business_id)", f"INTO {GRAMS} (rowid, grams)"
    gone = f"DELETE FROM {GRAMS} WHERE rowid = {old}; DELETE FROM {NUMBERS} WHERE business_id = old.id"
    every = f"{TABLE} JOIN {NUMBERS} numbered ON numbered.business_id = {TABLE}.id"
    triggers = {
        f"{GRAMS}_written AFTER INSERT ON {TABLE}": f"{counted} VALUES (new.id); INSERT {into} SELECT {new}, {parted}",
        f"{CHANGED} AFTER UPDATE OF words ON {TABLE}": f"INSERT OR REPLACE {into} SELECT {new}, {parted}",
        f"{GRAMS}_gone AFTER DELETE ON {TABLE}": gone,
    }
    return (
        *(f"DROP TABLE IF EXISTS {name}" for name in (GRAMS, NUMBERS)),
        *(f"DROP TRIGGER IF EXISTS {when.split()[0]}" for when in triggers),
        f"CREATE TABLE {NUMBERS} (id integer PRIMARY KEY, business_id char(32) NOT NULL UNIQUE)",
        f"CREATE VIRTUAL TABLE {GRAMS} USING fts5(grams, detail=none, tokenize='ascii'{lean})",
        f"{counted} SELECT id FROM {TABLE}",
        f"INSERT {into} SELECT numbered.id, {_parted('words')} FROM {every}",
        *(f"CREATE TRIGGER {when} BEGIN {what}; END" for when, what in triggers.items()),
    )


def _parted(column: str) -> str:
    """Each pair of characters of a column as the token that `_asked` makes of it, in one text."""
    places = f"SELECT 1 UNION ALL SELECT place + 1 FROM at WHERE place < length({column}) - 1"
    pairs = f"SELECT group_concat(hex(substr({column}, place, 2)), ' ') FROM at"
    return f"(WITH RECURSIVE at(place) AS ({places}) {pairs})"


def _asked(word: str) -> str:
    return " ".join(dict.fromkeys(f'"{one}{other}"' for one, other in pairwise(map(_hex, word))))


def _hex(char: str) -> str:
    return char.encode().hex()
