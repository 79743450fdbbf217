"""What was received by city and trade as one table in words, for those who open it in a spreadsheet."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai import alliance
from huaihai.desk import tables
from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.models import Release
from huaihai.insight.releases import facts
from huaihai.insight.releases.tables import RECEIVED
from huaihai.insight.statistics import keys

HEADS = (
    tables.Head(pgettext_lazy("column", "Period"), is_number=False),
    tables.Head(pgettext_lazy("column", "City"), is_number=False),
    tables.Head(pgettext_lazy("axis, column", "Trade"), is_number=False),
    tables.Head(gettext_lazy("Received"), is_number=True),
)


def table(release: Release) -> tables.Table:
    """Each quarter and year, each city and trade; the newest period first, withheld numbers in words."""
    cells = facts.cells(release, axis=Axis.CATEGORY, measure=RECEIVED)
    places = {code: at for at, code in enumerate((WHOLE, *alliance.load().city_codes))}
    trades = {key: at for at, key in enumerate(keys.keys(Axis.CATEGORY))}
    cells.sort(key=lambda one: (places.get(one.place, len(places)), trades.get(one.key, len(trades))))
    cells.sort(key=lambda one: one.period, reverse=True)
    rows = [
        (
            keys.period(one.period),
            keys.place(one.place),
            keys.name(one.axis, one.key),
            _("withheld") if one.value is None else one.value,
        )
        for one in cells
    ]
    lines = [tables.Line([tables.Cell(value) for value in row]) for row in rows]
    return tables.Table(_("Complaints received, by city and trade"), HEADS, lines)
