"""The index in words: rows for pages, and the line on the page of a business."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.businesses.posters.pages import Door
from huaihai.desk import tables
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.insight.axes import Axis
from huaihai.insight.indexing.counting import ELSEWHERE, Band, Measure, Size
from huaihai.insight.models import BusinessIndex, IndexRow
from huaihai.insight.statistics import keys

MEASURES: Final[dict[Measure, Promise]] = {
    Measure.SOLVED: gettext_lazy("Solving"),
    Measure.ANSWERED: gettext_lazy("Answering in time"),
    Measure.KEPT: gettext_lazy("Keeping promises"),
}
MEANINGS: Final[dict[Measure, Promise]] = {
    Measure.SOLVED: gettext_lazy(
        "The consumer confirmed that it was done, out of the cases of which that is known."
    ),
    Measure.ANSWERED: gettext_lazy("The first answer came within its time limit."),
    Measure.KEPT: gettext_lazy(
        "What was agreed was done, by the business itself, and the consumer confirmed it."
    ),
}
BANDS: Final[dict[Band, tuple[Promise, str]]] = {
    Band.BETTER: (pgettext_lazy("index", "better than its peers"), "ok"),
    Band.AMONG: (pgettext_lazy("index", "among its peers"), ""),
    Band.WORSE: (pgettext_lazy("index", "worse than its peers"), "warn"),
}
SIZES: Final[dict[Size, Promise]] = {
    Size.SHOP: pgettext_lazy("size", "a shop or company"),
    Size.CHAIN: pgettext_lazy("size", "a chain with branches"),
    Size.OPERATOR: pgettext_lazy("size", "a market, shopping centre, scenic area or platform"),
    Size.UNKNOWN: pgettext_lazy("size", "not declared"),
}


def newest() -> BusinessIndex | None:
    """The issue that everybody reads; None before the first."""
    return BusinessIndex.objects.published().first()


def trade(code: str) -> str:
    return keys.name(Axis.CATEGORY, code)


def city(code: str) -> str:
    return _("outside our cities") if code == ELSEWHERE else keys.place(code)


def size(code: str) -> str:
    return str(SIZES[Size(code)]) if code in SIZES else code


def place(row: IndexRow, measure: Measure) -> Cell:
    """Where it stands, and what that rests on."""
    told = row.measures.get(measure)
    if told is None:
        return Cell(_("too few to say"))
    words, tone = BANDS[Band(told["band"])]
    return Cell("", tags=[Tag(words, tone)], lines=[numbers(told)])


def numbers(told: dict[str, Any]) -> str:
    """The share as it is estimated, its interval, the peers' mean, and how many cases."""
    return _("%(low)s–%(high)s %%, peers %(peers)s %%, %(n)s cases") % {
        "low": told["low"] // 10,
        "high": -(-told["high"] // 10),
        "peers": (told["peers"] + 5) // 10,
        "n": told["cases"],
    }


def columns(*, several: bool) -> list[Column[IndexRow]]:
    """Of the public table; `several` groups of peers are told apart by their numbers."""
    return [
        Column(pgettext_lazy("index", "Business"), _named_among_several if several else _named),
        Column(
            pgettext_lazy("index", "Trade and city"),
            lambda row: Cell(trade(row.trade), lines=[city(row.city)]),
        ),
        *(Column(label, _of(measure)) for measure, label in MEASURES.items()),
    ]


def _named(row: IndexRow) -> Cell:
    return Cell(row.name, lines=[] if row.size == Size.UNKNOWN else [size(row.size)])


def _named_among_several(row: IndexRow) -> Cell:
    cell = _named(row)
    return Cell(cell.value, lines=[*cell.lines, _("Peers: %(peers)s") % {"peers": _shown(row.group)}])


def _of(measure: Measure) -> Any:
    return lambda row: place(row, measure)


def _shown(number: int) -> str:
    return str(number + 1)


def table(issue: BusinessIndex, rows: Iterable[IndexRow]) -> tables.Table:
    """Some rows of an issue."""
    return tables.table(_("Index of businesses"), columns(several=len(issue.groups) > 1), rows)


@dataclass(frozen=True)
class GroupWords:
    """Peers in words: their number on the page, who they are, what was joined."""

    number: str
    who: str
    businesses: int
    joined: str


def groups(issue: BusinessIndex, numbers: Collection[int]) -> list[GroupWords]:
    """The groups with these numbers."""
    return [group(issue.groups[number], number) for number in sorted(numbers) if number < len(issue.groups)]


def group(facts: dict[str, Any], number: int) -> GroupWords:
    trades, cities, sizes = (facts[name] for name in ("trades", "cities", "sizes"))
    who = [
        _joined([trade(code) for code in trades]),
        _joined([city(code) for code in cities]),
        "" if sizes == [Size.UNKNOWN] else _joined([size(code) for code in sizes]),
    ]
    several = [
        words
        for words, some in ((_("trades"), trades), (_("cities"), cities), (_("sizes"), sizes))
        if len(some) > 1
    ]
    return GroupWords(_shown(number), " · ".join(filter(None, who)), facts["businesses"], _joined(several))


def _joined(words: Sequence[str]) -> str:
    return _(", ").join(words)


def notes(business_ids: Collection[UUID]) -> list[Door]:
    """For `reactions.BUSINESS_NOTES`: that it stands in the newest issue; one query."""
    rows = IndexRow.objects.filter(business__in=business_ids, is_out=False)
    newest_first = rows.exclude(issue__published_at=None).order_by("-issue__number")
    found = newest_first.values_list("issue__quarter", "trade", "city").first()
    if found is None:
        return []
    quarter, trade_code, city_code = found
    label = _("Its place in the index of businesses, %(quarter)s") % {"quarter": keys.period(quarter)}
    return [Door(label, f"{reverse('business-index')}?trade={trade_code}&city={city_code}")]
