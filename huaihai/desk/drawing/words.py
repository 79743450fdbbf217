"""A chart in words: the table that it always has, and the sentences for whoever does not see the drawing."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.desk.drawing.numbers import NOTHING, at, in_words, number, span, with_unit, withheld
from huaihai.desk.measured import Measured
from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.kit.spoken import run_on


def table_of(chart: Chart) -> Table:
    """The table of a chart: its own, or one made from its series."""
    if chart.table is not None:
        return chart.table
    columns = [(chart.label_head or pgettext("chart", "Item"), list(chart.labels))]
    places = range(len(chart.labels))
    if chart.shape == "funnel":
        sizes = [number(at(chart.sizes, place)) for place in places]
        columns.append((chart.size_name or pgettext("chart", "Size"), sizes))
    unit = pgettext("after a name", " (%(unit)s)") % {"unit": chart.unit} if chart.unit else ""
    for series in chart.series:
        values = [_cell(chart, series, place) for place in places]
        columns.append((f"{series.name}{unit}", values))
        spans = [span(series, place, chart.digits) for place in places]
        if any(spans):
            columns.append((chart.interval or _("Range it may lie in"), [one or NOTHING for one in spans]))
    heads, cells = zip(*columns, strict=True)
    return Table(chart.caption, heads, tuple(zip(*cells, strict=True)), frozenset(range(1, len(heads))))


def _cell(chart: Chart, series: Series, place: int) -> str:
    if place in series.withheld:
        return withheld()
    words = number(at(series.values, place), chart.digits)
    mark = series.marks[place] if place < len(series.marks) else None
    return Measured(words, mark) if mark is not None and words != NOTHING else words


ALL_SAID = 6  # so many values are all said


def described(chart: Chart) -> str:
    """What is seen, in sentences: a drawing's `aria-label`, a picture's description."""
    sentences = [_head(chart), *(_of_series(chart, series) for series in chart.series)]
    if chart.middle is not None and chart.middle_name:
        sentences.append(
            pgettext("chart, a name and its value", "%(name)s: %(value)s.")
            % {"name": chart.middle_name, "value": with_unit(chart.middle, chart.unit, chart.digits)}
        )
    if chart.shape == "funnel":
        sentences.append(_outside(chart))
    if hidden := sum(len(one.withheld) for one in chart.series):
        sentences.append(
            ngettext("%(n)d number is withheld.", "%(n)d numbers are withheld.", hidden) % {"n": hidden}
        )
    return run_on(sentences)


def _head(chart: Chart) -> str:
    heads = {
        "bars": _("Bar chart: %(title)s."),
        "stacked": _("Bars divided into parts: %(title)s."),
        "dots": _("Dots with the range they may lie in: %(title)s."),
        "lines": _("Line chart over time: %(title)s."),
        "funnel": _("Dots in a funnel of limits: %(title)s."),
        "tiles": _("Diagram of the cities, not a map: %(title)s."),
    }
    return heads[chart.shape] % {"title": chart.caption}


def _of_series(chart: Chart, series: Series) -> str:
    known = [
        (value, place)
        for place in range(len(chart.labels))
        if (value := at(series.values, place)) is not None
    ]
    name = series.name if len(chart.series) > 1 or not known else ""
    if not known:
        words = _("no number")
    elif len(known) * len(chart.series) <= ALL_SAID or len(known) < 3:
        words = pgettext("between values", ", ").join(_value(chart, series, place) for _v, place in known)
    else:
        words = _ends(chart, series, known)
    if not name:
        return pgettext("chart, a sentence", "%(said)s.") % {"said": words}
    return pgettext("chart, a name and its value", "%(name)s: %(value)s.") % {"name": name, "value": words}


def _ends(chart: Chart, series: Series, known: list[tuple[float, int]]) -> str:
    by_value = sorted(known, key=lambda one: one[0])
    ends = [
        _("highest %(value)s") % {"value": _value(chart, series, by_value[-1][1])},
        _("lowest %(value)s") % {"value": _value(chart, series, by_value[0][1])},
    ]
    if chart.shape == "lines":
        ends.append(_("last %(value)s") % {"value": _value(chart, series, known[-1][1])})
    return pgettext("between values", ", ").join(ends)


def _value(chart: Chart, series: Series, place: int) -> str:
    label, words = chart.labels[place], in_words(chart, series, place)
    if not label:
        return words
    return pgettext("chart, a label and its value", "%(label)s %(value)s") % {"label": label, "value": words}


def _outside(chart: Chart) -> str:
    if not chart.flagged:
        return _("All lie within the limits.")
    names = pgettext("between values", ", ").join(chart.labels[place] for place in sorted(chart.flagged))
    return _("Outside the limits: %(names)s.") % {"names": names}
