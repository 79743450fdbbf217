"""The demo's year is there for every test of this folder."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests import demo_year


@pytest.fixture(scope="package", autouse=True)
def _the_demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with demo_year.loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _first_day() -> Iterator[None]:
    with demo_year.first_day():
        yield
