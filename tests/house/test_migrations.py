"""The migrations make what the models say, on either database. All other tests trust that, and make tables faster."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.house.drawn_tables import tables


def test_no_migration_is_missing(tmp_path: Path) -> None:
    run("django", "makemigrations", "--check", "--dry-run", folder=tmp_path)


@pytest.mark.django_db(transaction=True)
def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    with fresh_database() as address:
        run("django", "migrate", "--verbosity=0", folder=tmp_path, address=address)
        migrated = json.loads(run("tests.house.drawn_tables", folder=tmp_path, address=address))

    assert migrated == tables()


def run(*module: str, folder: Path, address: str = "") -> str:
    """What a command says that runs with the program's own settings."""
    where = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huaihai.settings",
        "HUAIHAI_VAR": str(folder),
        "DATABASE_URL": address,
    }
    done = subprocess.run(
        [sys.executable, "-m", *module], env=where, capture_output=True, text=True, check=False
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
