"""Which tests ask the database something that no other test asks (docs/decisions/0015).

    .venv/bin/python tools/statements.py        runs every test on SQLite, as `make test` once did, and writes
                                                tests/repeating.txt and tests/repeating_on_sqlite.txt anew

Of every statement its form is kept, without values but with their types, and whether the database refused it. Tests are
taken one after the other, the one that adds most for its time first, until every form is asked by at least one. The
others are left out on PostgreSQL in `make test`. Of those that PostgreSQL gets, SQLite is spared whatever asks nothing
that the rest does not ask of it: each test runs somewhere, and each statement on both. `make test-long` runs all on
both. Whoever needs transactions of his own (threads, locks) stays on both, whoever is skipped on SQLite, and files that
search or look at the database itself. A test that is in no file runs on both: so a new one does.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "tests"
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
DIFFERING = re.compile(r"\.vendor\b|\bEXPLAIN\b|\.explain\(")
HEAD = """# Tests that ask the database nothing that no other test asks; written by tools/statements.py.
# `make test` runs them on {database} alone, `make test-long` on both.
"""

LEAST = 0.01  # seconds of a test, beside what it takes itself

type Found = dict[str, tuple[set[str], float]]  # by test: what it asked, and seconds of the processor

asked: set[str] = set()  # by the test that runs


@dataclass(frozen=True)
class Lists:
    """Which tests run on one database alone."""

    on_sqlite: set[str]
    on_postgresql: set[str]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        options = ("-q", "-n2", "--dist=worksteal", "-p", "statements")
        environment = {**os.environ, RECORD: folder, "DATABASE_URL": ""}
        # A test that fails has still asked.
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *options], cwd=ROOT, env=environment, check=False
        )
        found, for_both = read(Path(folder))
    lists = shared_out(found, {test for test in for_both if not may_differ(test)})
    for name, database, tests in (
        ("repeating.txt", "SQLite", lists.on_sqlite),
        ("repeating_on_sqlite.txt", "PostgreSQL", lists.on_postgresql),
    ):
        lines = "".join(f"{test}\n" for test in sorted(tests))
        (LISTS / name).write_text(HEAD.format(database=database) + lines, encoding="utf-8")
        print(f"{len(tests)} tests on {database} alone")
    return ran.returncode


def read(folder: Path) -> tuple[Found, set[str]]:
    """What the workers wrote, a line for each test that was not skipped; and which of them both databases could get."""
    lines = [json.loads(line) for file in folder.iterdir() for line in file.read_text().splitlines()]
    found = {test: (set(forms), seconds) for test, forms, seconds, _both in lines}
    return found, {test for test, _forms, _seconds, both in lines if both}


def shared_out(found: Found, movable: set[str]) -> Lists:
    """`movable` are those that either database may be spared."""
    for_both = {test: found[test] for test in found if test in movable}
    on_sqlite = movable - chosen(for_both, forms(for_both))
    rest = {test: found[test] for test in movable - on_sqlite}
    stays = {test: one for test, one in found.items() if test not in rest}
    return Lists(on_sqlite, set(rest) - chosen(rest, forms(rest) - forms(stays)))


def forms(found: Found) -> set[str]:
    return set().union(*(asked for asked, _seconds in found.values()))


def chosen(found: Found, missing: set[str]) -> set[str]:
    """The quickest tests, or nearly, that ask all that is missing: always the one that adds most for its time."""
    waiting, taken = dict(found), set()
    while missing:
        best = max(sorted(waiting), key=lambda test: len(waiting[test][0] & missing) / waiting[test][1])
        missing = missing - waiting.pop(best)[0]
        taken.add(best)
    return taken


def may_differ(test: str) -> bool:
    """Whether its file asks on which database it is, or how a statement is answered, or searches."""
    file = test.partition("::")[0]
    return "search" in Path(file).name or bool(DIFFERING.search((ROOT / file).read_text(encoding="utf-8")))


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
    if not str(sql).startswith(ASKING) or str(sql).endswith(";"):
        return execute(sql, values, many, context)
    seen = form(str(sql), None if many else values)
    try:
        answer = execute(sql, values, many, context)
    except Exception as error:
        asked.add(f"{seen} {type(error).__name__}")
        raise
    asked.add(seen)
    return answer


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    began = time.process_time()
    asked.clear()
    mark = item.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        asked.add(f"at once: {item.nodeid}")  # with transactions of its own it asks for what no other asks
    answer = yield
    if not item.stash.get(_SKIPPED, False):
        seconds = LEAST + time.process_time() - began
        line = json.dumps([item.nodeid, sorted(asked), seconds, _may_be_on_both(item)])
        with (Path(os.environ[RECORD]) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    return answer


def _may_be_on_both(item: pytest.Item) -> bool:
    from tests.repeating import is_for_both, is_for_sqlite_alone, touches_the_database

    return touches_the_database(item) and not is_for_both(item) and not is_for_sqlite_alone(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report: Any = yield
    if report.skipped:
        item.stash[_SKIPPED] = True
    return report


_SKIPPED = pytest.StashKey[bool]()

if __name__ == "__main__":
    sys.exit(main())
