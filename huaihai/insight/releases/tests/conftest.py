"""A made-up half year in the alliance's cities, and its releases."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from huaihai import alliance
from huaihai.insight import apart
from huaihai.insight.models import Release
from huaihai.insight.releases import building
from huaihai.insight.releases.tests.worlds import store, world
from tests.scenes import remembered

JULY = datetime(2026, 7, 2, 3, tzinfo=UTC)
MAY = datetime(2026, 5, 2, 3, tzinfo=UTC)


@remembered
def counted() -> None:
    """Counts of the first six months: about 1,500 cases."""
    cities = alliance.load().cities
    counties = {city.code: [county.code for county in city.counties] for city in cities}
    kinds = {"category": 9, "nature": 3, "channel": 4, "amount": 6, "remedy": 7}
    store(world(3000, seed=5, months=6, cities=tuple(counties), counties=counties, kinds=kinds))


@remembered
def released() -> Release:
    """The release of May, made once a process."""
    found = building.make_release(at=MAY)
    assert found is not None
    return found


@pytest.fixture
def half_year(db: None) -> None:
    """Counts of the first six months."""
    counted()


@pytest.fixture
def made(half_year: None, _at_once: None) -> Release:
    """The release of May."""
    return released()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same numbers are solved once: an answer follows from them alone."""

    def run(job: str, given: Any, **_more: Any) -> Any:
        return json.loads(_answer(job, json.dumps(given)))

    monkeypatch.setattr("huaihai.insight.apart.run", run)


_answer = cache(apart.answer)
