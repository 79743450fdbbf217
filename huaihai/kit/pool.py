"""Connections to PostgreSQL: a pool for each process, psycopg's own, through Django's `OPTIONS["pool"]`.

Threads of a server come and go; what they leave open is closed only when somebody looks for garbage, and a hundred
connections are soon used up. From the pool each request and each round of the worker borrows one.
"""

import select
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

# Eight threads serve; one works in the background, and five at most beside it. A server has a hundred.
MOST = 16
# All pages of a day ask about three hundred different ones; psycopg would forget all but a hundred.
PLANNED = 500
# What is longer, or has more values, it takes apart anew each time. An intake's writes are one statement of a hundred.
LONGEST, MOST_VALUES = 16_384, 256
WAIT_SECONDS = 5  # then people read that the database does not answer
# psycopg waits twice as long before each new try: after half a minute without a leader, a quarter of one more. Whoever
# gives up begins anew with the next request.
TRIES_FOR_SECONDS = 1


def look(connection: Any) -> None:
    """Whether a connection that lay in the pool is still good; raises if it is not. Nothing comes unasked but its end:
    only then the server is asked, which takes a tenth of a millisecond."""
    connection.prepared_max = PLANNED
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        connection.execute("")


# Words of Django and psycopg; all others in OPTIONS are libpq's.
OURS: dict[str, Any] = {
    "pool": {
        "min_size": 1,
        "max_size": MOST,
        "timeout": WAIT_SECONDS,
        "reconnect_timeout": TRIES_FOR_SECONDS,
        "check": look,
    },
    # What is asked for the third time the server reads and plans once for a connection; values are sent beside it.
    "server_side_binding": True,
    "prepare_threshold": 2,
    # Tables lie in memory or on disks without heads: by PostgreSQL's own figure it reads whole tables to join some
    # hundred rows. To translate a plan into machine code, or to start helpers for it, takes longer than any page does.
    "options": "-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0",
}


# Of libpq: a server that is gone is noticed while somebody waits, also where nothing says that it went.
BOUNDS = {
    "connect_timeout": "5",  # seconds, for each server that is named
    "tcp_user_timeout": "15000",  # milliseconds for what was sent and nobody confirmed
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}


def options(given: dict[str, str]) -> dict[str, Any]:
    """OPTIONS of Django, with what the address says. `prepare_threshold=none`: for a PgBouncer that mixes sessions;
    `pool_size`: where many processes share a server."""
    from psycopg import _queries

    _queries.MAX_CACHED_STATEMENT_LENGTH, _queries.MAX_CACHED_STATEMENT_PARAMS = LONGEST, MOST_VALUES
    words: dict[str, Any] = BOUNDS | OURS | given
    if size := words.pop("pool_size", None):
        words["pool"] = OURS["pool"] | {"max_size": max(1, int(size))}
    if (threshold := given.get("prepare_threshold")) is not None:
        words["prepare_threshold"] = int(threshold) if threshold.isdecimal() else None
    return words


def words_of_libpq(database: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry of DATABASES says, for a connection of one's own."""
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    words = {word: str(database[name]) for word, name in named.items() if database[name]}
    return words | {word: value for word, value in database["OPTIONS"].items() if word not in OURS}


def asked_anew(database: Mapping[str, Any], question: str, *, seconds: int) -> list[tuple[Any, ...]]:
    """The answer over a connection of its own, for whoever cannot wait until the pool gives one. Raises
    django.db.Error."""
    import psycopg
    from django.db import OperationalError

    try:
        with psycopg.connect(**words_of_libpq(database) | {"connect_timeout": seconds}) as connection:
            return connection.execute(question.encode()).fetchall()
    except psycopg.Error as error:
        raise OperationalError(first_line(error)) from error


def why_not(database: Mapping[str, Any]) -> str:
    """In a line why no connection comes about, "" if one does. Whoever waits for the pool hears only that none came."""
    import psycopg

    try:
        psycopg.connect(**words_of_libpq(database)).close()
    except psycopg.Error as error:
        return first_line(error)
    return ""


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


@contextmanager
def planned_anew() -> Iterator[None]:
    """What is asked here is planned for its very values. A plan that is kept fits all values alike, so not those that
    find a handful of rows or half of them (a word, for example)."""
    from django.db import connection

    connection.ensure_connection()
    held = connection.connection
    if not hasattr(held, "prepare_threshold"):  # SQLite plans by what it was told at the last ANALYZE alone
        yield
        return
    before, held.prepare_threshold = held.prepare_threshold, None
    try:
        yield
    finally:
        held.prepare_threshold = before


@contextmanager
def planned_once() -> Iterator[None]:
    """What is asked here is planned at its first time, for all values alike. Else the server plans it five times for
    its very values before it compares; where to plan takes longer than to answer, that is most of the work.
    """
    from django.db import connection

    connection.ensure_connection()
    held = connection.connection
    if not getattr(held, "prepare_threshold", None):  # SQLite, or sessions that a PgBouncer mixes
        yield
        return
    before, held.prepare_threshold = held.prepare_threshold, 0
    try:
        with connection.wrap_database_errors:
            held.execute("SET plan_cache_mode = force_generic_plan", prepare=False)
        yield
    finally:
        held.prepare_threshold = before
        if held.info.transaction_status.name in (
            "IDLE",
            "INTRANS",
        ):  # else it is taken back, or the connection gone
            held.execute("RESET plan_cache_mode", prepare=False)
