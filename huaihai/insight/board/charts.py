"""The months of one measure as a chart with its table."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Table
from huaihai.insight.board import names
from huaihai.insight.board.arithmetic import Pool, shown_share
from huaihai.insight.board.cards import cell, month_words
from huaihai.insight.board.reading import MonthTold
from huaihai.insight.board.registry import Kind
from huaihai.insight.statistics.charts import Chart, Series
from huaihai.insight.statistics.charts import Kind as Shape

SHOWN = 36  # months that are drawn; the table holds all


def over_time(kind: Kind, title: str, months: Sequence[MonthTold]) -> Chart:
    """The months of a measure, handed in the newest first."""
    drawn = months[:SHOWN][::-1]
    unit = names.unit_of(kind.key)
    return Chart(
        kind=Shape.LINES,
        title=title,
        labels=tuple(month_words(one.month) for one in drawn),
        short=tuple(_short(one.month) for one in drawn),
        series=(Series(title, tuple(_drawn(kind, one) for one in drawn)),),
        unit=unit,
        digits=max(kind.digits, 0),
        table=_table(kind, title, unit, months),
    )


def _drawn(kind: Kind, month: MonthTold) -> float | None:
    return None if month.value is None else float(shown_share(kind.pool, month.value, kind.digits))


def _short(month: date) -> str:
    return f"{month:%y-%m}"


def _table(kind: Kind, title: str, unit: str, months: Sequence[MonthTold]) -> Table:
    has_count = bool(kind.counts) and kind.pool != Pool.STANDING
    head = (pgettext("column", "Month"), names.with_unit(title, unit))
    rows = [(month_words(one.month), cell(kind, one, unit)) for one in months]
    if not has_count:
        return Table(_("All months"), head, tuple(rows), frozenset({1}))
    counts = [_counted(kind, one) for one in months]
    return Table(
        _("All months"),
        (*head, names.with_unit(pgettext("column", "Counted"), str(kind.counts))),
        tuple((*row, count) for row, count in zip(rows, counts, strict=True)),
        frozenset({1, 2}),
    )


def _counted(kind: Kind, month: MonthTold) -> str:
    """How many things the month's number rests on; not where they were so few that they stand for people."""
    return _("too few") if month.is_few else f"{month.of:,}"
