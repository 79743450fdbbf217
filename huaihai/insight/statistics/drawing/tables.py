"""The table of a chart: the same numbers, and "withheld" where one is not published."""

from django.utils.translation import pgettext

from huaihai.desk.papers.document import Table
from huaihai.desk.papers.number_words import at, number, table_of
from huaihai.insight.statistics.charts import Chart, Kind, for_report


def withheld() -> str:
    """How a number that is not published is written."""
    return pgettext("a number", "withheld")


def table(chart: Chart) -> Table:
    """The chart's own table, or one made from its series."""
    if chart.table is not None:
        return chart.table
    made = table_of(for_report(chart))
    rows = [list(row) for row in made.rows]
    for which, series in enumerate(chart.series):
        column = _column(chart, which)
        for place in series.withheld:
            if place < len(rows):
                rows[place][column] = withheld()
    head = list(made.head)
    if chart.kind == Kind.FUNNEL:
        head.insert(1, chart.size_name or pgettext("chart", "Size"))
        for place, row in enumerate(rows):
            row.insert(1, number(at(chart.sizes, place)))
    return Table(made.caption, tuple(head), tuple(map(tuple, rows)), frozenset(range(1, len(head))))


def _column(chart: Chart, which: int) -> int:
    """Where the values of this series stand: each earlier one with intervals takes two columns."""
    return 1 + which + sum(1 for one in chart.series[:which] if any(low is not None for low in one.low))
