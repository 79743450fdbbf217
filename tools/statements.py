"""Which tests ask the database something that no other test asks (docs/decisions/0015).

    .venv/bin/python tools/statements.py        runs the tests that touch the database on SQLite, ten minutes or so, and
                                                writes tests/repeating.txt anew

Of every statement its form is kept, without values but with their types, and whether the database refused it. Tests are
taken one after the other, the one that adds most first, until every form is asked by at least one. The others are left
out on PostgreSQL in `make test`; `make test-long` runs them there, too. Whoever needs transactions of his own (threads,
locks) stays. A test that is not in the file runs on both: so a new one does.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "repeating.txt"
RECORD = "HUAIHAI_STATEMENTS"  # the folder into which each worker writes what its tests asked
NUMBERED = re.compile(r"\b(s\d+_x\d+|\d+)\b")
REPEATED = re.compile(r"(%s|\([%s, ]+\))(, ?\1)+")
ASKING = (
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "WITH",
)  # no tables made, nothing emptied (that ends in ";")
HEAD = """# Tests that ask the database nothing that no other test asks; written by tools/statements.py.
# They run on SQLite, and in make test-long on PostgreSQL, too.
"""

asked: dict[str, set[str]] = defaultdict(set)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        options = (
            "-q",
            "-n2",
            "--dist=worksteal",
            "-p",
            "statements",
            "--only-with-database",
            "--few-pages",
        )
        environment = {**os.environ, RECORD: folder, "DATABASE_URL": ""}
        # A test that fails has still asked.
        subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, env=environment, check=False)
        found: dict[str, set[str]] = defaultdict(set)
        for file in Path(folder).iterdir():
            for test, forms in json.loads(file.read_text()).items():
                found[test].update(forms)
    left_out = sorted(set(found) - chosen(found))
    LIST.write_text(HEAD + "".join(f"{test}\n" for test in left_out), encoding="utf-8")
    print(f"{len(found)} tests, {len(left_out)} of them left out on PostgreSQL")
    return 0


def chosen(found: dict[str, set[str]]) -> set[str]:
    """The fewest tests, or nearly, that ask all that is asked: always the one that adds most."""
    missing = set().union(*found.values())
    waiting, taken = dict(found), set()
    while missing:
        best = max(sorted(waiting), key=lambda test: len(waiting[test] & missing))
        missing -= waiting.pop(best)
        taken.add(best)
    return taken


def form(sql: str, values: Any) -> str:
    """A statement without its values, and of which types they are, in short."""
    types = sorted({type(value).__name__ for value in values or ()})
    known = f"{REPEATED.sub(r'\1', NUMBERED.sub('#', sql))} {' '.join(types)}"
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def pytest_configure(config: pytest.Config) -> None:
    from django.db.backends.base.base import BaseDatabaseWrapper

    del config
    connect = BaseDatabaseWrapper.__init__

    def listening(self: Any, *args: Any, **kwargs: Any) -> None:
        connect(self, *args, **kwargs)
        self.execute_wrappers.append(_listen)

    BaseDatabaseWrapper.__init__ = listening  # type: ignore[method-assign]
    from django.db import connection

    connection.execute_wrappers.append(_listen)


def _listen(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
    if not test or not str(sql).startswith(ASKING) or str(sql).endswith(";"):
        return execute(sql, values, many, context)
    seen = form(str(sql), None if many else values)
    try:
        answer = execute(sql, values, many, context)
    except Exception as error:
        asked[test].add(f"{seen} {type(error).__name__}")
        raise
    asked[test].add(seen)
    return answer


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test with transactions of its own asks for something that no other asks: two at once."""
    mark = item.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        asked[item.nodeid].add(f"at once: {item.nodeid}")


def pytest_sessionfinish() -> None:
    if asked:
        file = Path(os.environ[RECORD]) / f"{os.getpid()}.json"
        file.write_text(json.dumps({test: sorted(forms) for test, forms in asked.items()}))


if __name__ == "__main__":
    sys.exit(main())
