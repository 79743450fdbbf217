"""All that the template of a chart writes."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from huaihai.desk.papers.document import Table
from huaihai.insight.statistics.charts import Chart, Kind
from huaihai.insight.statistics.drawing.data import data
from huaihai.insight.statistics.drawing.plane import TONES, Plane, plane
from huaihai.insight.statistics.drawing.rows import Rows, rows
from huaihai.insight.statistics.drawing.tables import table
from huaihai.insight.statistics.drawing.words import words


@dataclass(frozen=True)
class Drawn:
    """`key` is the id of the chart on its page; one of `rows` and `plane` is there."""

    key: str
    words: str
    rows: Rows | None
    plane: Plane | None
    legend: tuple[tuple[int, str], ...]
    table: Table
    data: dict[str, Any]


def drawn(chart: Chart) -> Drawn:
    """The chart as its template writes it."""
    is_plane = chart.kind in (Kind.LINES, Kind.FUNNEL)
    made = data(chart)
    return Drawn(
        key=f"chart-{sha256(repr(made).encode()).hexdigest()[:10]}",
        words=words(chart),
        rows=None if is_plane else rows(chart),
        plane=plane(chart) if is_plane else None,
        legend=_legend(chart),
        table=table(chart),
        data=made,
    )


def _legend(chart: Chart) -> tuple[tuple[int, str], ...]:
    """A single series needs none; strips of bars and dots carry their names."""
    if chart.kind not in (Kind.STACKED, Kind.LINES) or len(chart.series) < 2:
        return ()
    return tuple((which % TONES + 1, one.name) for which, one in enumerate(chart.series))
