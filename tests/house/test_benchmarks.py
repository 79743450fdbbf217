"""The benchmarks work, and say so if something grows. How quick anything is, is measured by running them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks import acting, brands, filling, table
from benchmarks.filling import shops
from benchmarks.sizes import BIG, SMALL
from benchmarks.subjects import SUBJECTS
from huaihai.brands.models import CatalogueGram, CatalogueRow
from huaihai.brands.tests import people
from huaihai.governance.models import Resolution
from huaihai.kit import clock
from huaihai.kit.computed import cache
from tests.effort import examples

TINY = replace(
    SMALL,
    resolutions=2,
    roster_days=2,
    old_numbers=2,
    subscribers=2,
)


@pytest.fixture(autouse=True)
def _its_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: filling.NOW)
    yield
    cache.clear()


@pytest.mark.django_db
def test_every_subject_can_be_done_and_leaves_the_world_as_it_was() -> None:
    world = filling.filled(TINY)
    held = Resolution.objects.count()
    assert held == 2 + 2
    for subject in SUBJECTS:
        assert acting.queries(world, subject.name) == acting.queries(world, subject.name) > 0
    for subject in SUBJECTS[: examples(1, long=99)]:  # they are done in the same way, after much tidying up
        assert acting.seconds(world, subject.name) > 0
    assert held == Resolution.objects.count()


@pytest.mark.django_db
def test_pages_of_the_catalogue_can_be_measured() -> None:
    people.a_basis(people.assemble(filling.NOW), at=filling.NOW)
    for count in (20, 80):
        shops.fill(count, filling.NOW)
        assert CatalogueRow.objects.count() == count < CatalogueGram.objects.count()
    for path in brands.PAGES.values():
        line = brands.measured(path, rounds=1)
        assert line.queries > 0 < line.wall[0]


def test_what_grows_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    flat = table.Line("flat", "cases", 1.5, [0.01, 0.02, 9.0], [0.02, 0.02, 0.02], (7, 7))
    assert table.print_all([flat]) == 0
    slow = replace(flat, name="slow", big=[0.04, 0.04])
    chatty = replace(flat, name="chatty", queries=(7, 8))
    capsys.readouterr()
    assert table.print_all([flat, slow, chatty]) == 1
    assert [
        line.split(":")[0] for line in capsys.readouterr().out.splitlines() if line.startswith("GROWS")
    ] == [
        "GROWS slow",
        "GROWS chatty",
    ]


def test_the_big_world_has_ten_times_the_past() -> None:
    assert all(
        getattr(BIG, name) >= 10 * getattr(SMALL, name)
        for name in (
            "resolutions",
            "roster_days",
            "old_numbers",
            "pool_entries",
            "subscribers",
        )
    )
