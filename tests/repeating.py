"""Which tests `make test` runs on one database alone (docs/decisions/0015); the lists are by tools/statements.py."""

import os
from functools import cache
from pathlib import Path

import pytest
from django.test import TransactionTestCase

FOLDER = Path(__file__).parent
ON_SQLITE = "repeating.txt"
ON_POSTGRESQL = "repeating_on_sqlite.txt"


def touches_the_database(item: pytest.Item) -> bool:
    is_marked = item.get_closest_marker("django_db") is not None
    its_class = getattr(item, "cls", None)
    is_of_django = its_class is not None and issubclass(its_class, TransactionTestCase)
    asked = set(getattr(item, "fixturenames", ()))
    return is_marked or is_of_django or bool(asked & {"db", "transactional_db", "live_server"})


def is_for_sqlite_alone(item: pytest.Item) -> bool:
    """What pages and the demo's year show, and what asks nothing that no other test asks. A test that is in no list
    runs on both."""
    return not is_for_both(item) and (is_of_pages(item.path) or item.nodeid in _listed(ON_SQLITE))


def is_for_postgresql_alone(item: pytest.Item) -> bool:
    """What PostgreSQL is asked anyhow, while other tests ask SQLite the same."""
    runs_there = touches_the_database(item) and not is_for_sqlite_alone(item)
    return runs_there and not is_for_both(item) and item.nodeid in _listed(ON_POSTGRESQL)


def is_of_pages(path: Path) -> bool:
    return "page" in path.stem or bool({"demo", "golden", "matrix"} & set(path.parts))


def is_for_both(item: pytest.Item) -> bool:
    return item.get_closest_marker("both_databases") is not None


@cache
def _listed(name: str) -> frozenset[str]:
    if os.environ.get("HUAIHAI_STATEMENTS"):  # the lists are being written
        return frozenset()
    return frozenset((FOLDER / name).read_text(encoding="utf-8").splitlines())
