"""The numbers of a chart as JSON, from which a script in the reader's browser draws the interactive one."""

from typing import Any

from huaihai.desk.papers.number_words import MOST_DIGITS
from huaihai.insight.statistics.charts import Chart
from huaihai.insight.statistics.drawing.tables import withheld


def data(chart: Chart) -> dict[str, Any]:
    """Plain data; `withheld` is the word for a number that is not published."""
    return {
        "kind": chart.kind.value,
        "title": chart.title,
        "labels": chart.labels,
        "short": chart.short or chart.labels,
        "unit": chart.unit,
        "digits": MOST_DIGITS if chart.digits is None else chart.digits,
        "fixed": chart.digits is not None,
        "series": [
            {
                "name": one.name,
                "values": one.values,
                "low": one.low,
                "high": one.high,
                "withheld": sorted(one.withheld),
            }
            for one in chart.series
        ],
        "sizes": chart.sizes,
        "sizeName": chart.size_name,
        "curves": [{"name": one.name, "points": one.points, "outer": one.is_outer} for one in chart.curves],
        "flagged": sorted(chart.flagged),
        "middle": chart.middle,
        "middleName": chart.middle_name,
        "withheld": withheld(),
    }
