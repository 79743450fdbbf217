"""The demo's rows, put in once for all tests of a folder; what a test changes is taken back after it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from huaihai.cases.models import SearchBand, SearchDoc, SearchKey
from huaihai.front.demo import installing, rows
from huaihai.kit import clock, demo_keys
from huaihai.kit.models import BrakeCount, DataVersion


@pytest.fixture(scope="package", autouse=True)
def the_demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A folder whose `conftest.py` imports these two has the demo's year in every test."""
    with loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def first_day() -> Iterator[None]:
    """It begins on the demo's first day."""
    cache.clear()
    clock._Held.day = None
    yield
    clock._Held.day = None


@contextmanager
def loaded(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A block in which the database holds the demo."""
    ring = demo_keys.joined_to(settings.KEYRING)
    place = _a_file_of_its_own if connection.vendor == "sqlite" else _emptied_after
    with override_settings(DEMO=True, KEYRING=ring), blocker.unblock(), place():
        yield


@contextmanager
def _a_file_of_its_own() -> Iterator[None]:
    """A copy of the tables: rows that are there would stay for the tests of other rooms. It is filled once a process;
    the demo's files stay in the store.
    """
    empty = Path(connection.settings_dict["NAME"])
    filled, own = empty.with_name("demo-year.sqlite3"), empty.with_name("demo.sqlite3")
    connection.close()
    connection.settings_dict["NAME"] = shutil.copy(filled if filled.exists() else empty, own)
    try:
        if not filled.exists():
            installing.load()
            connection.close()
            shutil.copy(own, filled)
        yield
    finally:
        connection.close()
        own.unlink()
        connection.settings_dict["NAME"] = str(empty)


@contextmanager
def _emptied_after() -> Iterator[None]:
    try:
        installing.load()
        yield
    finally:
        made = (SearchBand, SearchDoc, SearchKey, DataVersion, BrakeCount)  # from the rows, never kept
        tables = [*rows.kept_models(), *(model._meta.db_table for model in made)]
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, reset_sequences=True))
