"""The migrations make what the models say, on either database. All other tests trust that, and make tables faster."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.house.drawn_tables import tables


def test_no_migration_is_missing(settings: Any) -> None:
    settings.MIGRATION_MODULES = {}  # --no-migrations hides them
    with translation.override(None):  # as migrations are written
        written = MigrationLoader(None)
        models = ProjectState.from_apps(apps)
        missing = MigrationAutodetector(written.project_state(), models).changes(written.graph)
    assert {app: [str(one) for one in migrations] for app, migrations in missing.items()} == {}


@pytest.mark.django_db(transaction=True)
def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    with fresh_database() as address:
        migrated = json.loads(run("tests.house.drawn_tables", folder=tmp_path, address=address))

    assert migrated == tables()


def run(module: str, *, folder: Path, address: str) -> str:
    """What a module says that runs with the program's own settings."""
    where = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huaihai.settings",
        "HUAIHAI_VAR": str(folder),
        "DATABASE_URL": address,
    }
    done = subprocess.run(
        [sys.executable, "-m", module], env=where, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of an empty database; no address on SQLite, where it lies in the folder."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name = f"{connection.settings_dict['NAME']}_fresh"
    address, question, query = os.environ["DATABASE_URL"].partition("?")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{address.rpartition('/')[0]}/{name}{question}{query}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
