"""A database as one file, and back: SQLite by its online backup over our own driver, PostgreSQL by pg_dump.

Nobody waits meanwhile: the copy is of one moment, and people go on writing.
"""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from django.utils.translation import gettext_noop
from psycopg import conninfo, sql

from huaihai.kit import pool
from huaihai.kit.refusals import Refusal
from huaihai.kit.sqlite.driver import Database
from huaihai.record.backups import manifest

type Settings = Mapping[str, Any]  # as in DATABASES

INSTALLED: Final = Path("/usr/lib/postgresql")  # Debian's: one folder a version
PUBLIC: Final = (
    "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
    "WHERE schemaname = ANY (current_schemas(false)) ORDER BY 1"
)


class CannotCopy(Refusal):
    """It was not copied or not put back; the message says why."""


def kind(settings: Settings) -> str:
    """A key of `manifest.DATABASES`."""
    return "sqlite" if settings["ENGINE"] == "huaihai.kit.sqlite" else "postgresql"


def copy(settings: Settings, folder: Path) -> tuple[str, dict[str, int]]:
    """Write the file into `folder`; which server it was, and how many rows each table had at that moment.
    Raises CannotCopy."""
    target = folder / manifest.DATABASES[kind(settings)]
    if kind(settings) == "sqlite":
        return _copy_file(Path(settings["NAME"]), target)
    return _copy_server(pool.words_of_libpq(settings), target)


def put_back(settings: Settings, file: Path) -> None:
    """Into an empty database. Raises CannotCopy."""
    if kind(settings) == "postgresql":
        words = pool.words_of_libpq(settings)
        asked = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file))
        _run("pg_restore", words, *asked)
        return
    target = Path(settings["NAME"])
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        shutil.copyfile(file, draft)
        draft.chmod(0o600)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def counts(settings: Settings) -> dict[str, int]:
    """How many rows each table of this database has now."""
    if kind(settings) == "sqlite":
        with closing(Database.connect(settings["NAME"])) as asked:
            return _counts_of_file(asked)
    with psycopg.connect(**pool.words_of_libpq(settings)) as asked:
        return _counts_of_server(asked)


def left_over(settings: Settings) -> str:
    """What another database of this name left beside its file: SQLite would take it for a part of the new one."""
    if kind(settings) == "postgresql":
        return ""
    beside = [Path(f"{settings['NAME']}{ending}") for ending in ("-wal", "-shm", "-journal")]
    return ", ".join(str(path) for path in beside if path.exists())


@contextmanager
def another(settings: Settings, folder: Path) -> Iterator[dict[str, Any]]:
    """An empty database beside this one for as long as the block lasts: a file in `folder`, or one of the same server.
    Raises CannotCopy."""
    if kind(settings) == "sqlite":
        yield {**settings, "NAME": folder / "huaihai.sqlite3"}
        return
    name = f"huaihai_drill_{secrets.token_hex(4)}"
    try:
        with psycopg.connect(**pool.words_of_libpq(settings), autocommit=True) as asked:
            asked.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise CannotCopy(
            gettext_noop("cannot make a database to try it in (ALTER ROLE … CREATEDB): %(error)s"),
            error=error,
        ) from error
    try:
        yield {**settings, "NAME": name}
    finally:
        with psycopg.connect(**pool.words_of_libpq(settings), autocommit=True) as asked:
            asked.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _copy_file(source: Path, target: Path) -> tuple[str, dict[str, int]]:
    if not source.exists():
        raise CannotCopy(gettext_noop("there is no database %(database)s"), database=source)
    try:
        with closing(Database.connect(source)) as held, closing(Database.connect(target)) as made:
            held.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")  # one file, which stands for itself
            return f"SQLite {Database.sqlite_version}", _counts_of_file(made)
    except Database.Error as error:
        raise CannotCopy(
            gettext_noop("the database %(database)s cannot be copied: %(error)s"),
            database=source,
            error=error,
        ) from error


def _counts_of_file(asked: Any) -> dict[str, int]:
    tables = asked.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return {name: asked.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608


def _copy_server(words: dict[str, Any], target: Path) -> tuple[str, dict[str, int]]:
    """The rows are counted in the very moment that is copied: the server lends its snapshot to pg_dump."""
    try:
        with psycopg.connect(**words) as held:
            held.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            held.read_only = True
            (snapshot,) = held.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
            _run("pg_dump", words, *options, f"--file={target}")
            return f"PostgreSQL {held.info.parameter_status('server_version')}", _counts_of_server(held)
    except psycopg.Error as error:
        raise CannotCopy(gettext_noop("the database cannot be copied: %(error)s"), error=error) from error


def _counts_of_server(asked: "psycopg.Connection[Any]") -> dict[str, int]:
    found = {}
    for (name,) in asked.execute(PUBLIC).fetchall():
        row = asked.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()  # noqa: S608 -- quoted by the server
        found[name.rpartition(".")[2].strip('"')] = row[0] if row else 0
    return found


def _run(program: str, words: Mapping[str, Any], *asked: str) -> None:
    """One of PostgreSQL's own. The password goes in the environment: what stands in the command everybody can read."""
    shown = {word: value for word, value in words.items() if word != "password"}
    env = os.environ | ({"PGPASSWORD": str(words["password"])} if "password" in words else {})
    command = [_program(program), f"--dbname={conninfo.make_conninfo(**shown)}", *asked]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotCopy(
            "%(line)s", line=f"{program}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}"
        )


def _program(name: str) -> str:
    """The newest on the machine: it copies servers of its own version and of older ones."""
    versions = [path for path in INSTALLED.glob(f"*/bin/{name}") if path.parts[-3].isdecimal()]
    if versions:
        return str(max(versions, key=lambda path: int(path.parts[-3])))
    found = shutil.which(name)
    if found is None:
        raise CannotCopy(
            gettext_noop("there is no %(program)s: apt-get install postgresql-client"), program=name
        )
    return found
