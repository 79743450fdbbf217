"""The tile diagram of the cities: a square each, roughly where they lie. A diagram, not a map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.desk.drawing.numbers import number, withheld
from huaihai.desk.drawing.scale import is_whole, nice
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


@dataclass(frozen=True)
class Band:
    """Values from `low` on, up to the next band, in this shade."""

    low: float
    words: str
    step: int


def tiles(chart: Chart) -> Tiles:
    """The squares, in at most five bands of the same width; counts have whole ends."""
    (series,) = chart.series
    bands = _bands([value for value in series.values if value is not None], is_count=chart.digits == 0)
    squares = []
    for place, city in enumerate(alliance.load().cities):
        value = series.values[place]
        words = withheld() if place in series.withheld else number(value, chart.digits)
        squares.append(Tile(chart.labels[place], city.column, city.row, words, _step(value, bands)))
    return Tiles(tuple(squares), tuple((band.step, band.words) for band in bands))


def _bands(known: list[float], *, is_count: bool) -> list[Band]:
    """Nothing where there is nothing to tell apart."""
    if len(known) < 2 or max(known) == min(known):
        return []
    if is_count and all(map(is_whole, known)):
        return _whole_bands(int(min(known)), int(max(known)))
    scale = nice(min(known), max(known), whole=False)
    width = (scale.high - scale.low) / STEPS
    lows = [round(scale.low + width * place, 6) for place in range(STEPS + 1)]
    return [
        Band(low, f"{number(low)}–{number(high)}", place + 1)
        for place, (low, high) in enumerate(pairwise(lows))
    ]


def _whole_bands(least: int, most: int) -> list[Band]:
    width = ceil((most - least + 1) / STEPS)
    lows = list(range(least, most + 1, width))
    last = len(lows) - 1
    return [
        Band(
            float(low),
            number(low) if width == 1 else f"{number(low)}–{number(low + width - 1)}",
            1 + round(place * (STEPS - 1) / last),
        )
        for place, low in enumerate(lows)
    ]


def _step(value: float | None, bands: list[Band]) -> int:
    if value is None:
        return 0
    if not bands:
        return (STEPS + 1) // 2
    return next((band.step for band in reversed(bands) if value >= band.low - 1e-9), bands[0].step)
