"""Interactive charts, for whoever asks for one: what `desk/charts.js` draws from, and the library that draws."""

from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from huaihai.desk.drawing.numbers import MOST_DIGITS, withheld
from huaihai.desk.papers.document import Chart

LIBRARY = "desk/vendor/echarts/echarts.common.min.js"


def data(chart: Chart) -> dict[str, Any]:
    """Plain data; `withheld` is the word for a number that is not published."""
    return {
        "kind": chart.shape,
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


@cache
def library_url() -> str:
    """The library's address on our own host, looked up once; "" where it is not installed or not gathered yet."""
    if finders.find(LIBRARY) is None:
        return ""
    try:
        return staticfiles_storage.url(LIBRARY)
    except ValueError:  # installed after the static files were gathered
        return ""
