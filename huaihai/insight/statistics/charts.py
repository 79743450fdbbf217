"""A chart before it is drawn: what it shows, in numbers, as a table and in words for those who hear it.

A template draws it with `{% include "insight/statistics/chart.html" with chart=chart %}`; the page links the sheets of
`insight/statistics/head.html`. Numbers are floats only here, for drawing: hand in what was published, with `digits`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.desk.papers import document
from huaihai.desk.papers.document import Table
from huaihai.desk.papers.number_words import at, number, table_of, with_unit
from huaihai.kit.spoken import run_on


class Kind(StrEnum):
    """How the numbers are drawn."""

    BARS = "bars"  # a bar for each label, one below the other
    STACKED = "stacked"  # parts of each label's whole
    LINES = "lines"  # over time, the oldest label first
    DOTS = "dots"  # a dot with its interval for each label (forest)
    FUNNEL = "funnel"  # a dot for each label over its size (`sizes`), with limits that narrow (`curves`)


@dataclass(frozen=True)
class Series:
    """One value a label; None where there is none. `low` and `high` are the ends of its interval, if it has one.

    `withheld` are the places (from 0) whose value is None because it is not published.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    withheld: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Curve:
    """A line through points (x, y), such as a limit of a funnel. `is_outer` draws it dashed."""

    name: str
    points: tuple[tuple[float, float], ...]
    is_outer: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing of numbers, never without its table. Words are in the reader's language.

    `digits`: those after the point in words (None: as few as needed). `short`: labels for a narrow axis.
    `sizes`, `size_name`, `curves`, `flagged` (places that stand out) belong to a funnel; `middle` is a reference value
    of dots and funnels, `middle_name` its name. `is_open` shows the table unfolded where there is room.
    """

    kind: Kind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    digits: int | None = None
    note: str = ""
    label_head: str = ""
    interval: str = ""
    short: tuple[str, ...] = ()
    sizes: tuple[float, ...] = ()
    size_name: str = ""
    curves: tuple[Curve, ...] = ()
    flagged: frozenset[int] = frozenset()
    middle: float | None = None
    middle_name: str = ""
    is_open: bool = False
    table: document.Table | None = field(default=None)  # made from the series where none is given

    @property
    def has_withheld(self) -> bool:
        """Whether a number in it is not published."""
        return any(one.withheld for one in self.series)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for one in self.series for value in one.values)


def for_report(chart: Chart) -> document.Chart:
    """The chart as reports for Word and PDF draw it: lines become bars, a funnel becomes dots."""
    shapes = {Kind.LINES: "bars", Kind.FUNNEL: "dots"}
    return document.Chart(
        caption=chart.title,
        labels=chart.labels,
        series=tuple(document.Series(one.name, one.values, one.low, one.high) for one in chart.series),
        shape=shapes.get(chart.kind, chart.kind.value),  # type: ignore[arg-type]  # the kinds left are its shapes
        unit=chart.unit,
        table=chart.table,
        digits=chart.digits,
        label_head=chart.label_head,
        interval=chart.interval,
    )


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


ALL_SAID = 6  # so many values are all said


def words(chart: Chart, head: str = "") -> str:
    """The text of the drawing's `aria-label`; `head` stands for what it usually begins with."""
    sentences = [head or _head(chart), *(_of_series(chart, series) for series in chart.series)]
    if chart.middle is not None and chart.middle_name:
        sentences.append(
            pgettext("chart, a name and its value", "%(name)s: %(value)s.")
            % {"name": chart.middle_name, "value": with_unit(chart.middle, chart.unit, chart.digits)}
        )
    if chart.kind == Kind.FUNNEL:
        sentences.append(_outside(chart))
    if hidden := sum(len(one.withheld) for one in chart.series):
        sentences.append(
            ngettext("%(n)d number is withheld.", "%(n)d numbers are withheld.", hidden) % {"n": hidden}
        )
    return run_on(sentences)


def _head(chart: Chart) -> str:
    heads = {
        Kind.BARS: _("Bar chart: %(title)s."),
        Kind.STACKED: _("Bars divided into parts: %(title)s."),
        Kind.LINES: _("Line chart over time: %(title)s."),
        Kind.DOTS: _("Dots with the range they may lie in: %(title)s."),
        Kind.FUNNEL: _("Dots in a funnel of limits: %(title)s."),
    }
    return heads[chart.kind] % {"title": chart.title}


def _of_series(chart: Chart, series: Series) -> str:
    known = [
        (value, label)
        for place, label in enumerate(chart.labels)
        if (value := at(series.values, place)) is not None
    ]
    name = series.name if len(chart.series) > 1 or not known else ""
    if not known:
        said = _("no number")
    elif len(known) * len(chart.series) <= ALL_SAID or len(known) < 3:
        said = pgettext("between values", ", ").join(_value(chart, *one) for one in known)
    else:
        said = _ends(chart, known)
    if not name:
        return pgettext("chart, a sentence", "%(said)s.") % {"said": said}
    return pgettext("chart, a name and its value", "%(name)s: %(value)s.") % {"name": name, "value": said}


def _ends(chart: Chart, known: list[tuple[float, str]]) -> str:
    by_value = sorted(known, key=lambda one: one[0])
    ends = [
        _("highest %(value)s") % {"value": _value(chart, *by_value[-1])},
        _("lowest %(value)s") % {"value": _value(chart, *by_value[0])},
    ]
    if chart.kind == Kind.LINES:
        ends.append(_("last %(value)s") % {"value": _value(chart, *known[-1])})
    return pgettext("between values", ", ").join(ends)


def _value(chart: Chart, value: float, label: str) -> str:
    said = with_unit(value, chart.unit, chart.digits)
    if not label:
        return said
    return pgettext("chart, a label and its value", "%(label)s %(value)s") % {"label": label, "value": said}


def _outside(chart: Chart) -> str:
    if not chart.flagged:
        return _("All lie within the limits.")
    names = pgettext("between values", ", ").join(chart.labels[place] for place in sorted(chart.flagged))
    return _("Outside the limits: %(names)s.") % {"names": names}
