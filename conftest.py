"""What every test stands on; its settings are in tests/settings.py."""

import gc
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.utils import translation
from pytest_django import DjangoDbBlocker

from huaihai.kit import brakes, clock, versions
from tests import emptying, tables
from tests.effort import IS_LONG, examples
from tests.repeating import is_for_postgresql_alone, is_for_sqlite_alone, is_of_pages, touches_the_database
from tests.settings import TEST_FOLDER

LAST = timedelta(minutes=1)  # of a day

# A busy machine is no fault of the code. `make test` draws the same examples each time: what fails is what was changed;
# `make test-long` looks for new ones.
hypothesis.settings.register_profile(
    "house",
    hypothesis.settings(
        deadline=None,
        derandomize=not IS_LONG,
        print_blob=True,
        max_examples=examples(25, long=300),
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    ),
)
hypothesis.settings.load_profile("house")

emptying.take_over()
gc.disable()  # until all tests are collected: hardly anything is thrown away before


@pytest.fixture
def english() -> Iterator[None]:
    """What is not asked through a browser speaks English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What one test put into the cache (counts, brakes) no other one meets."""
    for name in ("default", "computed"):
        caches[name].clear()
    brakes.forget()
    versions.forget()


def pytest_runtest_setup() -> None:
    """No test begins in the last minute of a day, so that today is one day to all of it."""
    now = clock.now()
    left = clock.local_moment(now.date() + timedelta(days=1)) - now
    if left < LAST:
        time.sleep(left.total_seconds())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tables are made from the models, in a tenth of the time that all migrations take; `tests/house/test_migrations`
    compares the two. What a migration makes beside tables is made here, too.
    """
    with django_db_blocker.unblock():
        tables.protect()


@pytest.fixture(autouse=True)
def _menu_without_numbers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page of staff asks every room what waits, once a minute; tests of pages count their own queries alone.

    A test that asks for `menu_numbers` sees the numbers.
    """
    if "menu_numbers" not in request.fixturenames:
        monkeypatch.setattr("huaihai.desk.frame.addresses_waiting", lambda _request: [])


@pytest.fixture
def menu_numbers() -> None:
    """The menu says how much waits."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-with-database",
        action="store_true",
        help="leave out what no database can change: tests that pytest-django keeps away from it",
    )
    parser.addoption(
        "--few-pages",
        action="store_true",
        help="leave out what `make test` asks of SQLite alone: tests of pages (files test_…page….py) and of the demo, "
        "and those in tests/repeating.txt, unless they are marked both_databases",
    )
    parser.addoption(
        "--few-again",
        action="store_true",
        help="leave out what `make test` asks of PostgreSQL alone (tests/repeating_on_sqlite.txt)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = items[:]
    if config.getoption("--only-with-database"):
        kept = [item for item in kept if touches_the_database(item)]
    if config.getoption("--few-pages"):
        kept = [item for item in kept if not is_for_sqlite_alone(item)]
    if config.getoption("--few-again"):
        kept = [item for item in kept if not is_for_postgresql_alone(item)]
    if len(kept) < len(items):
        held = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in held])
        items[:] = kept
    items.sort(
        key=lambda item: not {"golden", "matrix"} & set(item.path.parts)
    )  # the longest: never alone at the end


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of which no test would be kept are not even imported."""
    if not config.getoption("--few-pages") or not is_of_pages(collection_path):
        return None
    is_test = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    return True if is_test and "both_databases" not in collection_path.read_text(encoding="utf-8") else None


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(TEST_FOLDER, ignore_errors=True)
