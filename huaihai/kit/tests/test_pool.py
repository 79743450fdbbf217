"""The pool of connections to PostgreSQL: bounded, and it gives out none that is dead."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test import Client
from psycopg._queries import PostgresQuery, _query2pg
from psycopg.adapt import Transformer
from psycopg_pool import ConnectionPool, PoolTimeout
from psycopg_pool.base import AttemptWithBackoff
from pytest_django import DjangoDbBlocker

from huaihai.kit import outages, pool
from huaihai.settings import _database

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool")
ALIAS = "own pool"


@pytest.fixture
def one_by_one(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Any]]:
    """Wrappers of two threads that share a pool with one connection."""
    settings = connection.settings_dict
    few = {**settings["OPTIONS"]["pool"], "max_size": 1, "timeout": 0.2}
    own = {**settings, "OPTIONS": {**settings["OPTIONS"], "pool": few}}
    wrappers = [type(connection._connections[connection._alias])(own, ALIAS) for _ in range(2)]  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        yield wrappers
        for wrapper in wrappers:
            wrapper.close()
        wrappers[0].close_pool()


def pid(wrapper: Any) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (found,) = cursor.fetchone()
        return int(found)


def test_whoever_gets_none_in_time_reads_that_the_database_does_not_answer(one_by_one: list[Any]) -> None:
    first, second = one_by_one
    held = pid(first)
    with pytest.raises(OperationalError) as caught:
        pid(second)
    assert outages.is_one(caught.value)

    first.close_if_unusable_or_obsolete()  # at the end of the request
    assert pid(second) == held


def test_a_long_statement_is_taken_apart_once() -> None:
    statement = f"SELECT {', '.join(['%s'] * pool.MOST_VALUES)}".ljust(pool.LONGEST)
    before = _query2pg.cache_info().hits
    for _time in range(2):
        PostgresQuery(Transformer()).convert(statement, [1] * pool.MOST_VALUES)
    assert _query2pg.cache_info().hits == before + 1


def test_one_that_the_server_ended_is_given_to_nobody(one_by_one: list[Any]) -> None:
    first, second = one_by_one
    ended = pid(first)
    first.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert pid(second) not in (0, ended)


def test_after_a_long_outage_nobody_waits_long_for_the_next_try() -> None:
    attempt, now, delays = (
        AttemptWithBackoff(timeout=pool.OURS["pool"]["reconnect_timeout"]),
        1.0,
        list[float](),
    )
    while not attempt.time_to_give_up(now):
        attempt.update_delay(now)
        now += attempt.delay
        delays.append(attempt.delay)
    assert max(delays) <= pool.TRIES_FOR_SECONDS


def test_who_gave_up_tries_again_with_the_next_request() -> None:
    few = {**pool.OURS["pool"], "reconnect_timeout": 0.1, "timeout": 0.3}
    words = pool.words_of_libpq(connection.settings_dict)
    target = {"host": "/nowhere"}
    with ConnectionPool(kwargs=words | target, **few, open=True) as tried:
        with pytest.raises(PoolTimeout):
            tried.getconn(timeout=2)
        tried.kwargs = words
        tried.putconn(tried.getconn(timeout=2))


def test_a_connection_keeps_the_plans_of_more_than_a_page(one_by_one: list[Any]) -> None:
    first, _second = one_by_one
    pid(first)
    assert first.connection.prepared_max == pool.PLANNED


def test_what_is_planned_anew_leaves_no_statement_on_the_server(one_by_one: list[Any]) -> None:
    with connection.cursor() as cursor:
        for _again in range(6):
            with pool.planned_anew():
                cursor.execute("SELECT 1 AS planned_anew WHERE 1 = %s", [1])
            cursor.execute("SELECT 1 AS kept WHERE 1 = %s", [1])
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = " ".join(row for (row,) in cursor.fetchall())
    assert "AS kept" in kept
    assert "AS planned_anew" not in kept


def test_what_is_planned_once_fits_all_values_from_the_first_time_on(one_by_one: list[Any]) -> None:
    with connection.cursor() as cursor:
        with pool.planned_once():
            cursor.execute("SELECT 1 AS planned_once WHERE 1 = %s", [1])
        cursor.execute("SELECT statement, generic_plans FROM pg_prepared_statements")
        plans = {
            statement: number for statement, number in cursor.fetchall() if "AS planned_once" in statement
        }
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)
    assert list(plans.values()) == [1]


def test_a_statement_that_fails_says_so_itself(one_by_one: list[Any]) -> None:
    with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor, pool.planned_once():
        cursor.execute("SELECT 1 / (%s - 1)", [1])
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)


@pytest.mark.django_db
def test_a_page_that_gets_no_connection_is_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg_pool

    def none_left(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError from psycopg_pool.PoolTimeout("no connection after 5 s")

    monkeypatch.setattr(connection, "cursor", none_left)
    assert Client().get("/bodies/").status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert Client().get("/healthz").status_code == HTTPStatus.OK


def test_an_address_names_no_other_pool() -> None:
    assert _database("postgresql://u@db/huaihai")["OPTIONS"]["pool"]["max_size"] == pool.MOST
