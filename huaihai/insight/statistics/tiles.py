"""The tile diagram of the cities: a square each, roughly where they lie. A diagram, not a map.

A template draws it with `{% include "insight/statistics/tiles.html" with tiles=tiles %}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.desk.papers.document import Table
from huaihai.desk.papers.number_words import number
from huaihai.desk.papers.scale import nice
from huaihai.insight.statistics.charts import Chart, Kind, Series, table, withheld, words
from huaihai.kit import local_words

STEPS = 5


@dataclass(frozen=True)
class Tiles:
    """A value for each city's code; None where there is none. `withheld`: codes whose value is not published.

    Words are in the reader's language; `value_name` heads the column of values.
    """

    title: str
    values: Mapping[str, float | None]
    value_name: str
    unit: str = ""
    digits: int | None = None
    withheld: frozenset[str] = field(default=frozenset())
    note: str = ""


@dataclass(frozen=True)
class Tile:
    """A city's square; `step` from 1 (lowest) to 5, 0 without a value."""

    name: str
    column: int
    row: int
    said: str
    step: int


@dataclass(frozen=True)
class DrawnTiles:
    """The diagram as its template writes it. `legend`: each step and its range."""

    tiles: tuple[Tile, ...]
    legend: tuple[tuple[int, str], ...]
    words: str
    table: Table


def drawn_tiles(tiles: Tiles) -> DrawnTiles:
    """The squares, five steps of the same width, the words and the table."""
    cities = alliance.load().cities
    edges = _edges([value for value in tiles.values.values() if value is not None])
    chart = _as_chart(tiles)
    squares = []
    for city in cities:
        value = tiles.values.get(city.code)
        said = withheld() if city.code in tiles.withheld else number(value, tiles.digits)
        squares.append(Tile(local_words.place(city.name), city.column, city.row, said, _step(value, edges)))
    return DrawnTiles(
        tiles=tuple(squares),
        legend=tuple(
            (step, f"{number(edges[step - 1])}–{number(edges[step])}") for step in range(1, STEPS + 1)
        )
        if edges
        else (),
        words=words(chart, _("Diagram of the cities, not a map: %(title)s.") % {"title": tiles.title}),
        table=table(chart),
    )


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


def _as_chart(tiles: Tiles) -> Chart:
    """The same numbers as bars, whose words and table they share; in the order of the alliance: this is no league."""
    cities = alliance.load().cities
    hidden = frozenset(place for place, city in enumerate(cities) if city.code in tiles.withheld)
    values = tuple(tiles.values.get(city.code) for city in cities)
    return Chart(
        kind=Kind.BARS,
        title=tiles.title,
        labels=tuple(local_words.place(city.name) for city in cities),
        series=(Series(tiles.value_name, values, withheld=hidden),),
        unit=tiles.unit,
        digits=tiles.digits,
        label_head=pgettext("column", "City"),
    )
