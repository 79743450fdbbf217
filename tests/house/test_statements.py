"""Which tests PostgreSQL gets in `make test` (docs/decisions/0015)."""

import statements


def test_all_that_is_asked_stays_asked_by_the_quickest() -> None:
    found = {
        "long": ({"a", "b", "c"}, 9.0),
        "quick": ({"a", "b"}, 0.1),
        "other": ({"c"}, 0.2),
        "nothing": (set[str](), 0.1),
        "twice": ({"a"}, 0.1),
    }
    assert statements.chosen(found) == {"quick", "other"}


def test_a_file_that_looks_at_the_database_itself_stays() -> None:
    assert statements.may_differ("huaihai/cases/tests/test_list_plans.py::test_one")
    assert statements.may_differ("huaihai/education/tests/test_search.py::test_one")
    assert not statements.may_differ("tests/house/test_addresses.py::test_one")
