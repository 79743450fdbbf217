"""The demo's year is there for every test of this folder; rows that a test made are forgotten after it."""

from collections.abc import Iterator

import pytest

from tests.demo_year import first_day, the_demo
from tests.matrix import rows

__all__ = ["first_day", "the_demo"]


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    rows.forget()
