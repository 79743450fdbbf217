"""The tile diagram: five steps, told by words and number too."""

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.utils import translation

from huaihai import alliance
from huaihai.desk.drawing.rows import drawing
from huaihai.desk.drawing.tiles import of_cities, tiles
from huaihai.desk.papers.document import Chart


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def chart(*values: float | None) -> Chart:
    codes = alliance.load().city_codes
    return of_cities("Rate", dict(zip(codes, values, strict=False)), "Rate", hidden=codes[3:4], digits=1)


def test_the_lowest_is_on_the_first_step_and_the_highest_on_the_last() -> None:
    drawn = tiles(chart(10, 15, 20))

    assert [tile.step for tile in drawn.tiles[:4]] == [1, 3, 5, 0]
    assert [tile.words for tile in drawn.tiles[2:5]] == ["20.0", "withheld", "–"]
    assert [step for step, _range in drawn.legend] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("counts", "legend", "steps"),
    [
        ((1, 2, 3), ["1", "2", "3"], [1, 3, 5]),
        ((1, 2, 2), ["1", "2"], [1, 5, 5]),
        ((0, 4, 11), ["0–2", "3–5", "6–8", "9–11"], [1, 2, 5]),
    ],
)
def test_counts_have_bands_of_whole_numbers(
    counts: tuple[float, ...], legend: list[str], steps: list[int]
) -> None:
    codes = alliance.load().city_codes
    drawn = tiles(of_cities("Cases", dict(zip(codes, counts, strict=False)), "Cases", digits=0))
    assert [words for _step, words in drawn.legend] == legend
    assert [tile.step for tile in drawn.tiles[:3]] == steps


def test_cities_that_are_all_alike_have_one_step_and_no_legend() -> None:
    drawn = tiles(chart(*[7.0] * len(alliance.load().cities)))

    assert {tile.step for tile in drawn.tiles} == {3}
    assert drawn.legend == ()


def test_every_city_has_its_place_and_its_row_in_the_table() -> None:
    drawn = tiles(chart(1, 2))

    assert len({(tile.column, tile.row) for tile in drawn.tiles}) == len(drawn.tiles)
    assert len(drawing(chart(1, 2)).table.rows) == len(alliance.load().cities)


def test_it_says_that_it_is_no_map() -> None:
    page = Template("{% load papers %}{% chart chart %}").render(Context({"chart": chart(1, 2, 3)}))

    assert "A diagram, not a map" in page
    assert 'aria-label="Diagram of the cities, not a map: Rate.' in page
    assert " style=" not in page
