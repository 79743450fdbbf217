"""Which tests PostgreSQL gets in `make test` (docs/decisions/0015)."""

from pathlib import Path

import statements

from tests import repeating

LISTS = Path(repeating.__file__).parent


def test_all_that_is_asked_stays_asked_by_the_quickest() -> None:
    found = {
        "long": ({"a", "b", "c"}, 9.0),
        "quick": ({"a", "b"}, 0.1),
        "other": ({"c"}, 0.2),
        "nothing": (set[str](), 0.1),
        "twice": ({"a"}, 0.1),
    }
    assert statements.chosen(found, {"a", "b", "c"}) == {"quick", "other"}


def test_each_test_runs_somewhere_and_each_statement_on_both() -> None:
    found = {
        "a page": ({"a", "b"}, 1.0),
        "short": ({"b", "c"}, 0.1),
        "first": ({"a"}, 0.1),
        "long": ({"a", "b"}, 1.0),
        "locks": ({"a", "at once: locks"}, 1.0),
        "search": ({"d"}, 1.0),
    }
    lists = statements.shared_out(found, {"short", "first", "long", "locks"})

    assert lists == statements.Lists({"long"}, {"first"})


def test_no_test_is_left_out_on_both() -> None:
    on_sqlite, on_postgresql = (
        {line for line in (LISTS / name).read_text("utf-8").splitlines() if not line.startswith("#")}
        for name in (repeating.ON_SQLITE, repeating.ON_POSTGRESQL)
    )
    assert not on_sqlite & on_postgresql
    assert not [test for test in on_postgresql if repeating.is_of_pages(Path(test.partition("::")[0]))]


def test_a_file_that_looks_at_the_database_itself_stays() -> None:
    assert statements.may_differ("huaihai/cases/tests/test_list_plans.py::test_one")
    assert statements.may_differ("huaihai/education/tests/test_search.py::test_one")
    assert not statements.may_differ("tests/house/test_addresses.py::test_one")
