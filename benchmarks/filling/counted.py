"""Cases by the million, with only the columns that rollups read: made inside the database, the same each time.

Where, what and how it ended are drawn once into small tables, seeded; case number i takes one row of each. All other
columns are empty, and indexes, checks and keys that nothing here uses are left out: ten million full cases would take
20 GB, and an hour.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.law import kinds, remedies
from huaihai.members import directory
from huaihai.members.models import Organisation
from tests.posts import PROGRAM

TOGETHER = 500_000
DAY = 86_400
SEED = 20261126
KEPT_INDEX = "case_submitted"
PLACES, KINDS, FATES = 1009, 2003, 997  # primes, so that the draws do not fall into step


def fill(cases: int, *, months: int, at: datetime) -> Iterator[int]:
    """Fill the table of cases with so many, received evenly over the months before `at`. Yields how many there are."""
    if Case.objects.exists():
        yield Case.objects.count()
        return
    directory.load(alliance.load(), by=PROGRAM, at=at)
    _drop_indexes()
    _drop_checks()
    dice = random.Random(SEED)  # noqa: S311 # made-up cases
    _table("bench_place", "home_id, lead_id, consumer_at", _places(dice))
    _table("bench_kind", "category, nature, remedies, origin", _kinds(dice))
    _table("bench_fate", "stage, result, days, is_paid", _fates(dice))
    span = round(months * 30.44 * DAY)
    for start in range(0, cases, TOGETHER):
        held = min(start + TOGETHER, cases)
        with connection.cursor() as cursor:
            cursor.execute(_insert(start, held, cases, span, int(at.timestamp())))
        yield held


def _places(dice: random.Random) -> Iterator[tuple[Any, ...]]:
    """Big cities and counties get more; one in five is written down at a county's desk, one in seven crosses cities."""
    bodies = {node.key: node.pk for node in Organisation.objects.all()}
    cities = alliance.load().cities
    weights = [1 / (place + 2) for place in range(len(cities))]
    for _row in range(PLACES):
        home, other = dice.choices(cities, weights, k=2)
        county = dice.choice(home.counties)
        desk = bodies.get(f"county:{county.code}") if dice.random() < 0.2 else None
        lead = other if dice.random() < 0.15 else home
        lives_at = county.code if dice.random() < 0.95 else home.code
        yield desk or bodies[f"city:{home.code}"], bodies[f"city:{lead.code}"], lives_at


def _kinds(dice: random.Random) -> Iterator[tuple[Any, ...]]:
    natures = [one.code for one in kinds.NATURES]
    categories = [one.code for one in (*kinds.GOODS, *kinds.SERVICES)]
    asked = [one.code for one in remedies.ALL]
    for _row in range(KINDS):
        category = categories[min(int(dice.expovariate(0.12)), len(categories) - 1)]
        nature = natures[min(int(dice.expovariate(0.5)), len(natures) - 1)]
        wanted = ", ".join(f'"{one}"' for one in dice.sample(asked, dice.choice((1, 1, 2))))
        yield (
            category,
            nature,
            f"[{wanted}]",
            dice.choice(("online", "online", "visit", "phone", "entrusted")),
        )


def _fates(dice: random.Random) -> Iterator[tuple[Any, ...]]:
    ends = [("closed", "fulfilled")] * 5 + [("closed", "unconfirmed")] * 4 + [("closed", "unfulfilled")]
    ends += [("terminated", ""), ("withdrawn", ""), ("declined", ""), ("referred", ""), ("mediating", "")]
    for _row in range(FATES):
        stage, result = dice.choice(ends)
        days = None if stage == "mediating" else min(int(dice.expovariate(0.04)), 200)
        yield stage, result, days, dice.random() < 0.8


def _table(name: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    kind = "TEXT" if connection.vendor == "sqlite" else "VARCHAR"
    names = columns.split(", ")
    types = {"days": "INTEGER", "is_paid": "BOOLEAN"}
    key = Organisation._meta.pk
    types |= dict.fromkeys(("home_id", "lead_id"), str(key.db_type(connection)))
    defined = ", ".join(f"{one} {types.get(one, kind)}" for one in names)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} (n INTEGER PRIMARY KEY, {defined})")
        marks = ", ".join(["%s"] * (len(names) + 1))
        for number, row in enumerate(rows):
            put = [
                key.get_db_prep_value(one, connection) if "_id" in names[at] else one
                for at, one in enumerate(row)
            ]
            cursor.execute(f"INSERT INTO {name} VALUES ({marks})", [number, *put])  # noqa: S608


def _drop_indexes() -> None:
    """All that are not needed to keep a row apart, but the one that rollups use."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Case._meta.db_table)
        for name, about in found.items():
            if about["index"] and not about["unique"] and name != KEPT_INDEX:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def _drop_checks() -> None:
    """So that columns may be empty and no row is looked at again. SQLite would have to write the table anew for it."""
    if connection.vendor == "sqlite":
        return
    table = Case._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
        unneeded = [
            connection.ops.quote_name(name)
            for name, about in found.items()
            if about["check"] or about["foreign_key"] or (about["unique"] and not about["primary_key"])
        ]
        changes = [f"DROP CONSTRAINT IF EXISTS {name}" for name in unneeded]
        columns = [
            str(one.column) for one in Case._meta.concrete_fields if not one.null and not one.primary_key
        ]
        changes += [f"ALTER COLUMN {connection.ops.quote_name(one)} DROP NOT NULL" for one in columns]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits would keep the table from being changed
        cursor.execute(f"ALTER TABLE {table} {', '.join(changes)}")
        for name in unneeded:  # what is unique under a condition is no constraint, but an index
            cursor.execute(f"DROP INDEX IF EXISTS {name}")


def _insert(start: int, end: int, cases: int, span: int, until: int) -> str:
    """Each number is spread by multiplication before it chooses: neighbours have nothing in common."""
    is_lite = connection.vendor == "sqlite"
    numbers = (
        f"(WITH RECURSIVE s(i) AS (SELECT {start} UNION ALL SELECT i + 1 FROM s WHERE i + 1 < {end}) SELECT i FROM s)"  # noqa: S608 # whole numbers
        if is_lite
        else f"(SELECT generate_series({start}::bigint, {end - 1}::bigint) AS i)"
    )
    epoch = f"({until} - {span} + i * {span} / {cases})"
    moment = "strftime('%Y-%m-%d %H:%M:%S', {}, 'unixepoch')" if is_lite else "to_timestamp({})"
    key = "printf('%032x', i + 1)" if is_lite else "lpad(to_hex(i + 1), 32, '0')::uuid"
    asked = "CASE WHEN i * 7919 % 10 < 2 THEN NULL ELSE 1000 + i * 48271 % 2000000 END"
    paid = f"CASE WHEN is_paid THEN {asked} * 3 / 4 END"
    row: dict[str, str] = {
        "id": key,
        "stage": "stage", "result": "result", "origin": "origin", "category": "category", "nature": "nature",
        "home_id": "home_id", "responsible_id": "home_id", "lead_id": "lead_id", "consumer_at": "consumer_at",
        "remedies": "remedies" if is_lite else "remedies::jsonb",
        "asked_fen": asked, "settled_fen": paid,
        "submitted_at": moment.format(epoch), "created_at": moment.format(epoch), "stage_since": moment.format(epoch),
        "ended_at": f"CASE WHEN days IS NULL THEN NULL ELSE {moment.format(f'{epoch} + days * {DAY}')} END",
    }  # fmt: skip
    if is_lite:
        row = {**_empty_columns(), "number": "'B' || i", **row}
    return (
        f"INSERT INTO {Case._meta.db_table} ({', '.join(row)}) SELECT {', '.join(row.values())} FROM {numbers} numbers "  # noqa: S608
        f"JOIN bench_place ON bench_place.n = i * 2654435761 % 4294967296 % {PLACES} "
        f"JOIN bench_kind ON bench_kind.n = i * 2246822519 % 4294967296 % {KINDS} "
        f"JOIN bench_fate ON bench_fate.n = i * 3266489917 % 4294967296 % {FATES}"
    )


def _empty_columns() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for field in Case._meta.concrete_fields:
        if field.null:
            continue
        match field:
            case models.JSONField():
                found[str(field.column)] = "'[]'"
            case models.BooleanField():
                found[str(field.column)] = "FALSE"
            case models.PositiveIntegerField():
                found[str(field.column)] = "1"
            case _:
                found[str(field.column)] = "''"
    return found
