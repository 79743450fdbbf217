"""The benchmark of the catalogue works. How quick anything is, is measured by running it."""

from collections.abc import Iterator

import pytest

from benchmarks import brands, filling
from benchmarks.filling import shops
from huaihai.brands.models import CatalogueGram, CatalogueRow
from huaihai.brands.tests import people
from huaihai.kit import clock
from huaihai.kit.computed import cache


@pytest.fixture(autouse=True)
def _its_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: filling.NOW)
    yield
    cache.clear()


@pytest.mark.django_db
def test_pages_of_the_catalogue_can_be_measured() -> None:
    people.a_basis(people.assemble(filling.NOW), at=filling.NOW)
    for count in (20, 80):
        shops.fill(count, filling.NOW)
        assert CatalogueRow.objects.count() == count < CatalogueGram.objects.count()
    for path in brands.PAGES.values():
        line = brands.measured(path, rounds=1)
        assert line.queries > 0 < line.wall[0]
