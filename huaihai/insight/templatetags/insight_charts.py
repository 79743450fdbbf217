"""Charts and tiles of this room. Load with `{% load insight_charts %}`.

The page's head includes `insight/statistics/head.html`.
"""

from django import template

from huaihai.insight.statistics import drawing, keys
from huaihai.insight.statistics.charts import Chart
from huaihai.insight.statistics.drawing import Drawn
from huaihai.insight.statistics.drawing import drawn as draw
from huaihai.insight.statistics.tiles import DrawnTiles, Tiles
from huaihai.insight.statistics.tiles import drawn_tiles as draw_tiles

register = template.Library()


@register.filter
def period(key: str) -> str:
    """A period in words: 2026-Q3 is 2026 年第 3 季度."""
    return keys.period(key)


@register.simple_tag
def drawn(chart: Chart) -> Drawn:
    """The chart as its template writes it."""
    return draw(chart)


@register.simple_tag
def chart_library() -> str:
    """The address of the library of interactive charts; "" where it was not installed."""
    return drawing.library_url()


@register.simple_tag
def drawn_tiles(tiles: Tiles) -> DrawnTiles:
    """The tile diagram as its template writes it."""
    return draw_tiles(tiles)
