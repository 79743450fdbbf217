"""The tile diagram of the cities: a square each, roughly where they lie. A diagram, not a map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.desk.drawing.numbers import number, withheld
from huaihai.desk.drawing.scale import nice
from huaihai.desk.papers.document import Chart, Series
from huaihai.kit import local_words

STEPS = 5


def of_cities(
    caption: str,
    values: Mapping[str, float | None],
    value_name: str,
    *,
    hidden: Collection[str] = (),
    digits: int | None = None,
    note: str = "",
) -> Chart:
    """A value for each city's code, as a chart in the order of the alliance: this is no league.

    `hidden`: codes whose value is not published; `value_name` heads the column of values.
    """
    cities = alliance.load().cities
    places = frozenset(place for place, city in enumerate(cities) if city.code in hidden)
    return Chart(
        caption=caption,
        labels=tuple(local_words.place(city.name) for city in cities),
        series=(Series(value_name, tuple(values.get(city.code) for city in cities), withheld=places),),
        shape="tiles",
        digits=digits,
        label_head=pgettext("column", "City"),
        note=note,
    )


@dataclass(frozen=True)
class Tile:
    """A city's square; `step` from 1 (lowest) to 5, 0 without a value."""

    name: str
    column: int
    row: int
    words: str
    step: int


@dataclass(frozen=True)
class Tiles:
    """The diagram. `legend`: each step and its range."""

    tiles: tuple[Tile, ...]
    legend: tuple[tuple[int, str], ...]


def tiles(chart: Chart) -> Tiles:
    """The squares, in five steps of the same width."""
    (series,) = chart.series
    edges = _edges([value for value in series.values if value is not None])
    squares = []
    for place, city in enumerate(alliance.load().cities):
        value = series.values[place]
        words = withheld() if place in series.withheld else number(value, chart.digits)
        squares.append(Tile(chart.labels[place], city.column, city.row, words, _step(value, edges)))
    ranges = [f"{number(low)}–{number(high)}" for low, high in pairwise(edges)]
    return Tiles(tuple(squares), tuple(enumerate(ranges, start=1)))


def _edges(known: list[float]) -> list[float]:
    """Six round ends of five steps; nothing where there is nothing to tell apart."""
    if len(known) < 2 or max(known) == min(known):
        return []
    scale = nice(min(known), max(known), whole=False)
    width = (scale.high - scale.low) / STEPS
    return [round(scale.low + width * place, 6) for place in range(STEPS + 1)]


def _step(value: float | None, edges: list[float]) -> int:
    if value is None:
        return 0
    if not edges:
        return (STEPS + 1) // 2
    share = (value - edges[0]) / (edges[-1] - edges[0])
    return min(floor(share * STEPS + 1e-9) + 1, STEPS)
