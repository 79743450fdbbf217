"""Finding rows of the catalogue: a page takes the same few queries however many entries there are.

An index holds an order with all that filters ask, so that a page's keys are found without reading rows. Words are
narrowed by the rarest of their parts; where all parts are frequent, the list itself is walked, which soon fills a page.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from huaihai.brands.catalogue import facets, words
from huaihai.brands.catalogue.asked import Asked
from huaihai.brands.models import CatalogueGram, CatalogueRow
from huaihai.kit.paging import COUNT_TO, Page

A_PAGE = 24
MOST_NARROWED = 2000  # rows of a rare part that are looked into one by one
FURTHEST = 4000  # pages

type Rows = QuerySet[CatalogueRow, Any]

ORDERS: dict[str, tuple[str, ...]] = {
    facets.NEUTRAL: ("position", "name", "id"),
    facets.NEWEST: ("-listed_at", "-id"),
    facets.ATTESTED: ("-low", "position", "name", "id"),
}


def found(wanted: Asked, *, on: date) -> Rows:
    """The rows that fit, in the order asked for."""
    rows: Rows = CatalogueRow.objects.all()
    if wanted.city:
        rows = rows.filter(position=facets.position(wanted.city))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    for name, (field, values) in facets.BITS.items():
        if chosen := getattr(wanted, name):
            bit = 1 << values.index(chosen)
            rows = rows.alias(**{f"has_{name}": F(field).bitand(bit)}).filter(**{f"has_{name}": bit})
    # A heart, an axis and a place by attestation belong to marks in force.
    if wanted.held or wanted.heart or wanted.axis or wanted.sort == facets.ATTESTED:
        rows = rows.filter(held_until__gte=on)
    if wanted.sort == facets.ATTESTED:
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
