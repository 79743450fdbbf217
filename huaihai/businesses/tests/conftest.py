"""The cast and its Tuesday, for the tests that ask for them."""

import pytest
from django.core.cache import cache

from huaihai.kit import clock
from tests import cast as people


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()  # many tests sign in within a minute
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble()
