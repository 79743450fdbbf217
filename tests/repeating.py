"""Tests that ask the database nothing that no other test asks: listed in repeating.txt, by tools/statements.py."""

import os
from functools import cache
from pathlib import Path

import pytest


def asks_nothing_new(item: pytest.Item) -> bool:
    """Whether it is left out on PostgreSQL in `make test` (docs/decisions/0015). A test that is not listed is not."""
    return item.nodeid in _listed() and item.get_closest_marker("both_databases") is None


@cache
def _listed() -> frozenset[str]:
    if os.environ.get("HUAIHAI_STATEMENTS"):  # the list is being written
        return frozenset()
    return frozenset(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())
