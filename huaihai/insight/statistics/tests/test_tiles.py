"""The tile diagram: five steps, told by words and number too."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from huaihai import alliance
from huaihai.insight.statistics.tiles import Tiles, drawn_tiles


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def tiles(*values: float | None) -> Tiles:
    codes = alliance.load().city_codes
    return Tiles("Rate", dict(zip(codes, values, strict=False)), "Rate", digits=1)


def test_the_lowest_is_on_the_first_step_and_the_highest_on_the_last() -> None:
    drawn = drawn_tiles(tiles(10, 15, 20))

    assert [tile.step for tile in drawn.tiles[:4]] == [1, 3, 5, 0]
    assert [step for step, _range in drawn.legend] == [1, 2, 3, 4, 5]


def test_cities_that_are_all_alike_have_one_step_and_no_legend() -> None:
    drawn = drawn_tiles(tiles(*[7.0] * len(alliance.load().cities)))

    assert {tile.step for tile in drawn.tiles} == {3}
    assert drawn.legend == ()


def test_every_city_has_its_place_and_its_row_in_the_table() -> None:
    drawn = drawn_tiles(tiles(1, 2))

    assert len({(tile.column, tile.row) for tile in drawn.tiles}) == len(drawn.tiles)
    assert len(drawn.table.rows) == len(alliance.load().cities)


def test_it_says_that_it_is_no_map() -> None:
    page = render_to_string("insight/statistics/tiles.html", {"tiles": tiles(1, 2, 3)})

    assert "A diagram, not a map" in page
    assert 'aria-label="Diagram of the cities, not a map: Rate.' in page
    assert " style=" not in page
