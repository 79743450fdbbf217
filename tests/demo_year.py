"""The demo's rows, put in once for all tests of a folder; what a test changes is taken back after it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from huaihai.cases.models import SearchDoc, SearchKey
from huaihai.front.demo import installing, rows
from huaihai.kit import clock, demo_keys
from huaihai.kit.models import BrakeCount, DataVersion


@contextmanager
def loaded(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A block in which the database holds the demo."""
    ring = demo_keys.joined_to(settings.KEYRING)
    place = _a_file_of_its_own if connection.vendor == "sqlite" else _emptied_after
    with override_settings(DEMO=True, KEYRING=ring), blocker.unblock(), place():
        installing.load()
        yield


@contextmanager
def first_day() -> Iterator[None]:
    """A block that begins on the demo's first day."""
    cache.clear()
    clock._Held.day = None
    yield
    clock._Held.day = None


@contextmanager
def _a_file_of_its_own() -> Iterator[None]:
    """A copy of the empty tables, since rows that are there stay for the tests of other rooms."""
    held = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = shutil.copy(held, Path(held).with_name("demo.sqlite3"))
    try:
        yield
    finally:
        connection.close()
        Path(connection.settings_dict["NAME"]).unlink()
        connection.settings_dict["NAME"] = held


@contextmanager
def _emptied_after() -> Iterator[None]:
    try:
        yield
    finally:
        made = (SearchDoc, SearchKey, DataVersion, BrakeCount)  # from the rows, never kept
        tables = [*rows.kept_models(), *(model._meta.db_table for model in made)]
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, reset_sequences=True))
