"""Which tests ask the database something that no other test asks (docs/decisions/0015).

    .venv/bin/python tools/statements.py        runs the tests that touch the database on SQLite, ten minutes or so, and
                                                writes tests/repeating.txt anew

Of every statement its form is kept, without values but with their types, and whether the database refused it. Tests are
taken one after the other, the one that adds most for its time first, until every form is asked by at least one. The
others are left out on PostgreSQL in `make test`; `make test-long` runs them there, too. Whoever needs transactions of
his own (threads, locks) stays, whoever is skipped on SQLite, and files that search or look at the database itself. A
test that is not in the file runs on both: so a new one does.
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
DIFFERING = re.compile(r"\.vendor\b|\bEXPLAIN\b|\.explain\(")
HEAD = """# Tests that ask the database nothing that no other test asks; written by tools/statements.py.
# They run on SQLite, and in make test-long on PostgreSQL, too.
"""

LEAST = 0.01  # seconds of a test, beside what it takes itself

type Found = dict[str, tuple[set[str], float]]  # by test: what it asked, and seconds of the processor

asked: set[str] = set()  # by the test that runs


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
        found = read(Path(folder))
    left_out = sorted(test for test in set(found) - chosen(found) if not may_differ(test))
    LIST.write_text(HEAD + "".join(f"{test}\n" for test in left_out), encoding="utf-8")
    print(f"{len(found)} tests, {len(left_out)} of them left out on PostgreSQL")
    return 0


def read(folder: Path) -> Found:
    """What the workers wrote, a line for each test that was not skipped."""
    lines = (json.loads(line) for file in folder.iterdir() for line in file.read_text().splitlines())
    return {test: (set(forms), seconds) for test, forms, seconds in lines}


def chosen(found: Found) -> set[str]:
    """The quickest tests, or nearly, that ask all that is asked: always the one that adds most for its time."""
    missing = set().union(*(forms for forms, _seconds in found.values()))
    waiting, taken = dict(found), set()
    while missing:
        best = max(sorted(waiting), key=lambda test: len(waiting[test][0] & missing) / waiting[test][1])
        missing -= waiting.pop(best)[0]
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
        line = json.dumps([item.nodeid, sorted(asked), LEAST + time.process_time() - began])
        with (Path(os.environ[RECORD]) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    return answer


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report: Any = yield
    if report.skipped:
        item.stash[_SKIPPED] = True
    return report


_SKIPPED = pytest.StashKey[bool]()

if __name__ == "__main__":
    sys.exit(main())
