"""A chart in words, for those who hear it: what it is, then the highest, the lowest and the last of each series."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.desk.papers.number_words import at, with_unit
from huaihai.insight.statistics.charts import Chart, Kind, Series
from huaihai.kit.spoken import run_on

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
