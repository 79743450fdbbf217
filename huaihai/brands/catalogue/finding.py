"""What a reader asks of the catalogue, what can be chosen, and finding it in a few queries.

An index holds an order with all that filters ask, so that a page's keys are found without reading rows. Words are
narrowed by the rarest of their parts; where all parts are frequent, the list itself is walked, which soon fills a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.urls import reverse
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.brands.catalogue import rows as catalogue_rows
from huaihai.brands.catalogue import words
from huaihai.brands.catalogue.facts import KINDS
from huaihai.brands.catalogue.words import LONGEST_QUERY
from huaihai.brands.models import CatalogueGram, CatalogueRow, Entry
from huaihai.businesses.pledges import words as pledges_words
from huaihai.kit import local_words
from huaihai.kit.paging import COUNT_TO, Page

TITLED = (
    "heart",
    "axis",
    "held",
    "sort",
)  # asked only where a title exists: a directory has one neutral order
A_PAGE = 24
MOST_NARROWED = 2000  # rows of a rare part that are looked into one by one
FURTHEST = 4000  # pages
type Rows = QuerySet[CatalogueRow, Any]
ORDERS: dict[str, tuple[str, ...]] = {
    catalogue_rows.NEUTRAL: ("position", "name", "id"),
    catalogue_rows.NEWEST: ("-listed_at", "-id"),
    catalogue_rows.ATTESTED: ("-low", "position", "name", "id"),
}


@dataclass(frozen=True)
class Search:
    """Empty: not asked. `held` is "1" for those with a mark in force; `sort` one of `facets.NEWEST`, `ATTESTED`."""

    q: str = ""
    city: str = ""
    kind: str = ""
    month: str = ""
    heart: str = ""
    axis: str = ""
    pledge: str = ""
    held: str = ""
    sort: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out of the list."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")

    @property
    def how_many(self) -> int:
        """By how many filters, the words and the order not counted."""
        return sum(
            bool(getattr(self, field.name)) for field in fields(self) if field.name not in ("q", "sort")
        )

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What is asked beside the words: what the form of the words carries on."""
        said = [(field.name, getattr(self, field.name)) for field in fields(self) if field.name != "q"]
        return [(name, value) for name, value in said if value]

    def query(self, **changed: str) -> str:
        """The part of an address after "?", with these changed; empty if nothing is asked."""
        wanted = replace(self, **changed)
        said = {field.name: getattr(wanted, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in said.items() if value})


def asked(given: Mapping[str, Any], *, gives_title: bool) -> Search:
    """From an address: what is unknown, or not there in the present form of the programme, counts as not asked."""
    known = {
        "city": alliance.load().city_codes,
        "kind": Entry.Kind.values,
        "held": ("1",),
        "sort": (catalogue_rows.NEWEST, catalogue_rows.ATTESTED),
        **{name: values for name, (_field, values) in catalogue_rows.BITS.items()},
    }
    said = {name: str(given.get(name, "")) for name in known if gives_title or name not in TITLED}
    sound = {name: value for name, value in said.items() if value in known[name]}
    return Search(q=_words(str(given.get("q", ""))), **sound)


def _words(typed: str) -> str:
    clean = "".join(char for char in typed if char.isprintable() and not "\ud800" <= char <= "\udfff")
    return clean.strip()[:LONGEST_QUERY]


def found(wanted: Search, *, on: date) -> Rows:
    """The rows that fit, in the order asked for."""
    rows: Rows = CatalogueRow.objects.all()
    if wanted.city:
        rows = rows.filter(position=catalogue_rows.position(wanted.city))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    for name, (field, values) in catalogue_rows.BITS.items():
        if chosen := getattr(wanted, name):
            bit = 1 << values.index(chosen)
            rows = rows.alias(**{f"has_{name}": F(field).bitand(bit)}).filter(**{f"has_{name}": bit})
    # A heart, an axis and a place by attestation belong to marks in force.
    if wanted.held or wanted.heart or wanted.axis or wanted.sort == catalogue_rows.ATTESTED:
        rows = rows.filter(held_until__gte=on)
    if wanted.sort == catalogue_rows.ATTESTED:
        rows = rows.filter(low__isnull=False)
    return _holding(rows, words.asked(wanted.q)).order_by(*ORDERS[wanted.sort])


def page_of(rows: Rows, asked: str | None, *, per_page: int = A_PAGE) -> Page[CatalogueRow]:
    """The page asked for, in three queries: count (up to a thousand), keys, rows. Nonsense gives the first page."""
    counted = rows.order_by().values("pk")[: COUNT_TO + 1].count()
    is_more = counted > COUNT_TO
    total = min(counted, COUNT_TO)
    number = max(1, int(asked)) if asked and asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = min(number, FURTHEST if is_more else max(1, -(-total // per_page)))
    start = (number - 1) * per_page
    keys = list(rows.values_list("pk", flat=True)[start : start + per_page])
    return Page(_in_order(keys), number, total, is_more, per_page)


def first(rows: Rows, count: int) -> list[CatalogueRow]:
    """The first few."""
    return _in_order(list(rows.values_list("pk", flat=True)[:count]))


def _in_order(keys: Sequence[int]) -> list[CatalogueRow]:
    held = CatalogueRow.objects.in_bulk(keys)
    return [held[key] for key in keys if key in held]


def _holding(rows: Rows, tokens: list[str]) -> Rows:
    if not tokens:
        return rows
    for token in tokens:
        rows = rows.filter(folded__contains=token)
    rarest = _rarest(words.narrowing(tokens))
    return rows if rarest is None else rows.filter(pk__in=rarest)


def _rarest(grams: set[str]) -> list[int] | None:
    """The keys of the rows with the rarest of these parts; None if all are frequent."""
    counted = dict(
        CatalogueGram.objects.filter(gram__in=grams).order_by().values_list("gram").annotate(Count("pk"))
    )
    gram = min(sorted(grams), key=lambda one: counted.get(one, 0))
    if counted.get(gram, 0) > MOST_NARROWED:
        return None
    return list(CatalogueGram.objects.filter(gram=gram).values_list("row_id", flat=True))


@dataclass(frozen=True)
class Choice:
    """A value of a filter as a link; chosen, the link undoes it."""

    value: str
    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Tile:
    """A member city in the sketch of the region."""

    code: str
    name: str
    column: int
    row: int
    url: str
    is_chosen: bool


def tiles(wanted: Search) -> list[Tile]:
    """The member cities where they lie; a click narrows to one, a second one undoes it."""
    return [
        Tile(
            city.code,
            local_words.place(city.name),
            city.column,
            city.row,
            _url(wanted.query(city="" if city.code == wanted.city else city.code)),
            city.code == wanted.city,
        )
        for city in alliance.load().cities
    ]


def filters(wanted: Search, *, gives_title: bool) -> dict[str, list[Choice]]:
    """All filters by the name of their list in the page; heart, axis and order exist only with a title."""
    found = {
        "kinds": _choices(wanted, "kind", KINDS.items()),
        "months": _choices(wanted, "month", ((str(number), name) for number, name in MONTH_NAMES.items())),
        "pledges": _choices(wanted, "pledge", pledges_words.SHORT.items()),
    }
    if gives_title:
        found |= {
            "hearts": _choices(wanted, "heart", catalogue_rows.HEART_NAMES.items()),
            "axes": _choices(wanted, "axis", catalogue_rows.AXIS_NAMES.items()),
            "sorts": _choices(wanted, "sort", _sorts()),
            "held": _choices(wanted, "held", [("1", _("only with a mark in force"))]),
        }
    return found


def chosen(wanted: Search) -> list[Choice]:
    """What narrows the list now, in words, each with the address without it."""
    labels: dict[str, dict[str, Any]] = {
        "city": {city.code: local_words.place(city.name) for city in alliance.load().cities},
        "kind": dict(KINDS),
        "month": {
            str(number): _("best in %(month)s") % {"month": name} for number, name in MONTH_NAMES.items()
        },
        "heart": dict(catalogue_rows.HEART_NAMES),
        "axis": dict(catalogue_rows.AXIS_NAMES),
        "pledge": dict(pledges_words.SHORT),
        "held": {"1": _("only with a mark in force")},
    }
    found = [Choice("", f"“{wanted.q}”", _url(wanted.query(q="")), True)] if wanted.q else []
    for name, known in labels.items():
        if value := getattr(wanted, name):
            found.append(Choice(value, str(known[value]), _url(wanted.query(**{name: ""})), True))
    return found


def _sorts() -> list[tuple[str, str]]:
    return [
        (catalogue_rows.NEUTRAL, _("by city and name")),
        (catalogue_rows.NEWEST, _("newest first")),
        (catalogue_rows.ATTESTED, _("best attested first")),
    ]


def _choices(wanted: Search, name: str, labels: Iterable[tuple[str, Any]]) -> list[Choice]:
    held = getattr(wanted, name)
    return [
        Choice(
            value,
            str(label),
            _url(wanted.query(**{name: "" if value == held else value})),
            value == held,
        )
        for value, label in labels
    ]


def _url(query: str) -> str:
    return f"{reverse('brands')}?{query}" if query else reverse("brands")
