"""Statistics by trade, by what went wrong, by what people asked for, by way in, by amount, by days."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.insight.axes import NOT_STATED, Axis
from huaihai.insight.statistics import frame, keys, writing
from huaihai.insight.statistics.deriving import ALL, Numbers, Spot, before, year_before
from huaihai.insight.statistics.facts import QUARTERS, YEARS, Published, Snapshot, keys_of, published
from huaihai.insight.statistics.writing import outcome_chart
from huaihai.kit import guards

LATE = 3  # quarters looked through for the newest with numbers: days and outcomes are told 90 days later


@require_safe
@guards.same_for_all
def by_axis(request: HttpRequest, axis: str) -> HttpResponse:
    """One axis, in one period and place."""
    if axis not in keys.AXES:
        raise Http404
    of = Axis(axis)
    title = _("Complaints: %(axis)s") % {"axis": _lower(str(keys.AXES[of]))}
    found = frame.snapshot_asked(request)
    if found is None:
        return frame.none_yet(request, title)
    newest, numbers = _newest(found, of)
    asked = frame.chosen(request, found, (QUARTERS, YEARS), default=newest)
    if asked.period != newest:
        numbers = found.numbers({"axis": of, "period": asked.period})
    numbers = numbers.with_all(_beside(found, of, asked)) if asked.period else numbers
    rows = _rows(numbers, of, asked)
    context = {
        "axis": axis,
        "asked": asked,
        "chart": _chart(of, asked, rows, found.counted) if rows else None,
        "outcomes": _outcomes(numbers, of, asked, rows, found.counted) if asked.place == ALL else None,
        "axes": [(one.value, label) for one, label in keys.AXES.items()],
        "adds_up": of != Axis.REMEDY,
    }
    return frame.page(request, "by_axis.html", found, title, context)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _newest(found: Snapshot, axis: Axis) -> tuple[str, Numbers]:
    """The newest quarter with numbers on this axis, and its cells."""
    for quarter in list(reversed(found.periods(QUARTERS)))[:LATE]:
        numbers = found.numbers({"axis": axis, "period": quarter})
        if keys_of(numbers, axis, quarter):
            return quarter, numbers
    return "", Numbers(())


def _beside(found: Snapshot, axis: Axis, asked: frame.Chosen) -> Numbers:
    """What the numbers of the period are set against: all complaints, and the periods before."""
    here = {"place": asked.place, "measure": "received"}
    return found.numbers(
        {"axis": Axis.ALL, "period": asked.period, **here},
        {"axis": axis, "period": before(asked.period), **here},
        {"axis": axis, "period": year_before(asked.period), **here},
    )


def _rows(numbers: Numbers, axis: Axis, asked: frame.Chosen) -> list[Published]:
    """The largest first; amounts and days in their own order; "not stated" last."""
    known = keys_of(numbers, axis, asked.period, asked.place)
    order = [key for key in keys.keys(axis) if key in known]
    order += sorted(known - set(order))
    rows = [_published(numbers, axis, asked, key) for key in order]
    if axis in keys.ORDERED:
        return rows
    return sorted(rows, key=_by_size)


def _by_size(row: Published) -> tuple[bool, float]:
    """Known numbers before withheld ones."""
    number = writing.drawn(row.received)
    return row.key == NOT_STATED, 1.0 if number is None else -number


def _published(numbers: Numbers, axis: Axis, asked: frame.Chosen, key: str) -> Published:
    then = numbers.get(axis, before(asked.period), asked.place, key, "received")
    return published(numbers, Spot(axis, asked.period, asked.place, key), before=then)


def _chart(axis: Axis, asked: frame.Chosen, rows: list[Published], counted: str) -> Chart:
    hidden = frozenset(place for place, row in enumerate(rows) if writing.is_withheld(row.received))
    title = writing.since(asked.period, _("Complaints received"))
    return Chart(
        caption=f"{title} · {keys.place(asked.place)}",
        labels=tuple(keys.name(axis, row.key) for row in rows),
        series=(Series(_("Received"), tuple(writing.drawn(row.received) for row in rows), withheld=hidden),),
        table=_table(
            axis, title, rows, [Spot(axis, asked.period, asked.place, row.key) for row in rows], counted
        ),
        is_open=True,
    )


def _table(axis: Axis, title: str, rows: list[Published], spots: list[Spot], counted: str) -> Table:
    """Columns that would say nothing are left out: rates of less than one, changes where nothing can be compared."""
    columns = [
        (str(keys.COLUMN[axis]), [keys.name(axis, row.key) for row in rows]),
        (
            _("Received"),
            [
                writing.marked(writing.count(row.received), "received", spot, counted)
                for row, spot in zip(rows, spots, strict=True)
            ],
        ),
        (_("Share"), [writing.percent(row.figures.get("share")) for row in rows]),
    ]
    rates = [row.figures.get("rate") for row in rows]
    if any(rate and float(rate) >= 1 for rate in rates):
        columns.append((_("For each 100,000 residents"), [writing.plain(rate) for rate in rates]))
    if any(row.before is not None for row in rows):
        columns.append((_("Period before"), [writing.count(row.before) for row in rows]))
    for name, head in (
        ("change_before", pgettext("statistics", "Change")),
        ("change_year", _("Change on the year before")),
    ):
        if any(name in row.figures for row in rows):
            columns.append((head, [writing.change(row.figures.get(name)) for row in rows]))
    head_row = tuple(head for head, _cells in columns)
    cells = tuple(zip(*(cells for _head, cells in columns), strict=True))
    return Table(title, head_row, cells, frozenset(range(1, len(columns))))


def _outcomes(
    numbers: Numbers, axis: Axis, asked: frame.Chosen, rows: list[Published], counted: str
) -> Chart | None:
    """Confirmed, unknown and the rest by key, in the order of the rows, where they are published for this period."""
    named = [(keys.name(axis, row.key), Spot(axis, asked.period, ALL, row.key)) for row in rows]
    title = writing.since(asked.period, _("What became of the complaints"))
    return outcome_chart(numbers, title, str(keys.COLUMN[axis]), named, counted)
