"""Which program this is: its version, the commit where it is known, what it runs on. Plain Python."""

import platform
import subprocess
from pathlib import Path
from typing import Any, Final

VERSION: Final = "0.1.0"  # as in pyproject.toml
PACKAGE: Final = Path(__file__).resolve().parent
COMMIT_FILE: Final = PACKAGE / "commit.txt"  # written into a bundle, which has no history


def commit() -> str:
    """The first signs of the commit; "" if nobody knows it."""
    if COMMIT_FILE.exists():
        return COMMIT_FILE.read_text(encoding="utf-8").strip()
    if not (PACKAGE.parent / ".git").exists():
        return ""
    ask = ("git", "-C", str(PACKAGE.parent), "rev-parse", "--short=12", "HEAD")
    try:
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def in_words(database: str) -> str:
    """One line, such as `huaihai 0.1.0 (1234567890ab), Python 3.13.5, SQLite 3.53.1`."""
    of = f" ({known})" if (known := commit()) else ""
    return f"huaihai {VERSION}{of}, Python {platform.python_version()}, {database}"


def database(settings: dict[str, Any]) -> str:
    """The database of these settings (as in DATABASES), with its version where it answers."""
    if settings["ENGINE"] == "huaihai.kit.sqlite":
        from huaihai.kit.sqlite.driver import Database

        return f"SQLite {Database.sqlite_version}"
    import psycopg

    from huaihai.kit import pool

    try:
        with psycopg.connect(**pool.words_of_libpq(settings)) as asked:
            return f"PostgreSQL {asked.info.parameter_status('server_version')}"
    except psycopg.Error:
        return "PostgreSQL, which does not answer"
