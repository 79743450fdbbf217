"""Places that measuring again would change are no order: a test is read in bands."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from huaihai.supervision.testing.publishing import bands, table
from huaihai.supervision.testing.publishing.bands import ALIKE, BETTER, NONE, UNSAFE, WORSE, Bands
from huaihai.supervision.testing.publishing.facts import Row, results_of
from huaihai.supervision.testing.publishing.tests.test_public_pages import appliances_file
from huaihai.supervision.testing.tests import measured
from tests.effort import examples


def row(key: str, rank: int | None, span: tuple[int, int] | None, **more: Any) -> Row:
    firmness = {"rank_low": span[0], "rank_high": span[1]} if span else None
    price = more.pop("price", 100)
    made = Row(
        key=key,
        name=key,
        product={"price_fen": price, "channel": "shop"},
        result={"firmness": firmness, "rank": rank},
        grade=None,
        rank=rank,
        is_shared=False,
        total="",
        failed=(),
        unsafe=(),
        is_downgraded=False,
        plan={},
    )
    return replace(made, **more)


ROWS = [
    row("first", 1, (1, 1)),
    row("dear", 2, (2, 5), price=900),
    row("cheap", 5, (2, 5), price=100),
    row("middle", 3, (2, 5), price=500),
    row("other", 4, (3, 5), price=600),
    row("behind", 6, (6, 6)),
    row("unsafe", 7, (7, 7), unsafe=("earth",), failed=("earth",)),
    row("ungraded", None, None),
]


def test_each_row_has_its_band_and_the_cheapest_stand_first_where_nobody_can_tell() -> None:
    found = Bands(ROWS)
    said = {one.key: found.of(one) for one in ROWS}
    assert said == {
        "first": BETTER,
        "dear": ALIKE,
        "cheap": ALIKE,
        "middle": ALIKE,
        "other": ALIKE,
        "behind": WORSE,
        "unsafe": UNSAFE,
        "ungraded": NONE,
    }
    ordered = [one.key for one in sorted(ROWS, key=found.order)]
    assert ordered == ["first", "cheap", "middle", "other", "dear", "behind", "unsafe", "ungraded"]
    assert [one.key for one in found.best(ROWS)] == ["first"]
    assert found.alike(ROWS) == 4
    spots = [found.spot(one) for one in ROWS]
    assert all(spot is None or 0 <= spot.low <= spot.at <= spot.high <= 100 for spot in spots)
    assert spots[-1] is None


def test_without_ranges_the_places_stand_as_they_are() -> None:
    rows = [row(str(place), place, None, price=-place) for place in range(1, 7)]
    found = Bands(rows)
    assert not found.are_known
    assert [one.key for one in sorted(rows, key=found.order)] == ["1", "2", "3", "4", "5", "6"]
    assert [one.key for one in found.best(rows)] == ["1", "2", "3"]
    assert found.alike(rows) == 0


@pytest.mark.parametrize("draws", [0, examples(100, long=200)])
def test_all_products_stand_in_one_band_each_over_all_pages(draws: int) -> None:
    held = results_of(appliances_file(draws))
    pages = [table.narrowed(held, {"page": str(number)}) for number in range(1, 16)]
    shown = [one.key for page in pages for band in page.bands for one, _spot in band.rows]
    assert sorted(shown) == sorted(one.key for one in held.rows)
    counts = {str(band.name): band.count for page in pages for band in page.bands}
    assert sum(counts.values()) == 576
    assert all((band.name in bands.NAMES.values()) == bool(draws) for page in pages for band in page.bands)


@pytest.mark.django_db
def test_the_page_of_a_test_shows_its_bands_and_sorted_by_price_none(client: Client) -> None:
    measured.published()
    page = client.get("/supervision/2026-1/").content.decode()
    heads = [page.index(f">{name} <small>") for name in ("明显好", "分不出先后", "不安全")]
    assert heads == sorted(heads)
    assert 'class="band"' not in client.get("/supervision/2026-1/?sort=price").content.decode()
