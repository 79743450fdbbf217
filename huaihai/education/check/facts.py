"""All products that are warned of now, those that failed a safety item in a test (`reactions.UNSAFE_PRODUCTS`), and
those of the loaded lists of recalls."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai import reactions
from huaihai.education.models import (
    Publication,
    PublicationQuerySet,
    RecalledProduct,
    RecallList,
    WarnedProduct,
)
from huaihai.kit.text.normalise import fold
from huaihai.kit.text.scripts import to_traditional
from huaihai.members.actors import Actor


def warnings() -> PublicationQuerySet:
    """The texts whose products count, newest first."""
    return Publication.objects.visible_to(Actor.public()).alerts().published()


def warned() -> "QuerySet[WarnedProduct]":
    """Their products, those of the newest text first."""
    rows = WarnedProduct.objects.filter(version__in=warnings().order_by().values("shown"))
    return rows.select_related("version__publication").order_by(
        "-version__publication__out_at", "version", "position"
    )


def listed(rows: "QuerySet[WarnedProduct]") -> dict[str, Any]:
    """The list as the page reads it: each text once, and its products by the number of their text."""
    found: dict[str, Any] = {"version": 1, "warnings": [], "products": []}
    return _with(found, rows, key=lambda row: row.version_id, text=_text, product=_with_batches)


def _with(
    listed: dict[str, Any],
    rows: Iterable[Any],
    *,
    key: Callable[[Any], Any],
    text: Callable[[Any], dict[str, Any]],
    product: Callable[[Any], dict[str, Any]],
) -> dict[str, Any]:
    """The list with these rows behind all others: each text once, by its key, and the products by its place."""
    places: dict[Any, int] = {}
    for row in rows:
        if key(row) not in places:
            places[key(row)] = len(listed["warnings"])
            listed["warnings"].append(text(row))
        held = {"warning": places[key(row)]} | product(row)
        listed["products"].append({name: value for name, value in held.items() if value not in ("", [])})
    return listed


def looked_for(*names: str) -> str:
    """What a typed name is looked for in: folded, in simplified and in traditional characters."""
    folded = fold(" ".join(filter(None, names)))
    return " ".join(dict.fromkeys((folded, to_traditional(folded))))


def _text(row: WarnedProduct) -> dict[str, Any]:
    version, publication = row.version, row.version.publication
    return {
        "url": publication.get_absolute_url(),
        "kind": str(publication.get_kind_display()),
        "title": version.title,
        "to_do": [line.strip() for line in version.to_do.splitlines() if line.strip()],
    }


def _goods(row: "WarnedProduct | RecalledProduct | UnsafeProduct") -> dict[str, Any]:
    return {
        "name": row.name,
        "brand": row.brand,
        "model": row.model,
        "maker": row.maker,
        "words": looked_for(row.brand, row.name, row.model, row.maker),
    }


def _with_batches(row: WarnedProduct | RecalledProduct) -> dict[str, Any]:
    return _goods(row) | {
        "barcode": row.barcode,
        "batches": [line.strip() for line in row.batches.splitlines() if line.strip()],
        "made_from": row.made_from.isoformat() if row.made_from else "",
        "made_until": row.made_until.isoformat() if row.made_until else "",
    }


@dataclass(frozen=True)
class UnsafeProduct:
    """One product, what it failed, and where its results stand. A test speaks of what was bought: every batch asks."""

    test: str  # title of the test
    test_url: str
    url: str  # of the product's own results
    name: str
    brand: str
    model: str
    maker: str
    batch: str  # of the piece that was tested
    failed: tuple[str, ...]


def unsafe() -> list[UnsafeProduct]:
    """All of them today, those of the newest test first."""
    return [row for name in reactions.UNSAFE_PRODUCTS for row in import_string(name)()]


def what_to_do() -> list[str]:
    """What somebody does who owns one."""
    return [
        _("Stop using it. Do not repair it yourself, and do not give or sell it on."),
        _("Keep the goods, the packaging and whatever proves that you bought it."),
        _("Ask the shop to take it back or exchange it; show these results."),
        _("If the shop refuses, complain to us. Somebody was hurt? See a doctor first and keep the papers."),
    ]


def add_to(listed: dict[str, Any], rows: Iterable[UnsafeProduct]) -> dict[str, Any]:
    """The list of the check with these after the warnings: each test is one text."""
    return _with(listed, rows, key=lambda row: row.test_url, text=_test, product=_unsafe_product)


def _test(row: UnsafeProduct) -> dict[str, Any]:
    return {
        "url": row.test_url,
        "kind": _("Comparative test"),
        "title": row.test,
        "to_do": what_to_do(),
        "is_test": True,
    }


def _unsafe_product(row: UnsafeProduct) -> dict[str, Any]:
    return _goods(row) | {"tested_batch": row.batch, "failed": list(row.failed), "url": row.url}


def recall_lists() -> list[RecallList]:
    """The lists that count, one a source, with the number of their products as `held`."""
    return list(RecallList.objects.newest().annotate(held=Count("products")))


def recalled() -> "QuerySet[RecalledProduct]":
    """Their products, list by list."""
    rows = RecalledProduct.objects.filter(recall_list__in=RecallList.objects.newest().order_by().values("pk"))
    return rows.select_related("recall_list").order_by("recall_list__source", "position")


def add_recalls(listed: dict[str, Any], rows: "QuerySet[RecalledProduct]") -> dict[str, Any]:
    """The list of the check with the recalled goods behind all others: each loaded list is one text."""
    return _with(listed, rows, key=lambda row: row.recall_list_id, text=_recalls, product=_recalled_product)


def _recalls(row: RecalledProduct) -> dict[str, Any]:
    one = row.recall_list
    return {
        "url": one.address or f"{reverse('check')}#recalls",
        "kind": _("Recall"),
        "title": f"{one.source} {one.dated_on:%Y-%m-%d}",
        "to_do": [
            _("Stop using it, and keep it out of the reach of others."),
            _(
                "Call the maker or the shop: a recalled product is mended, exchanged or taken back free of charge."
            ),
            _("They refuse, or you cannot reach them? Complain to us."),
        ],
        "is_recall": True,
    }


def _recalled_product(row: RecalledProduct) -> dict[str, Any]:
    return _with_batches(row) | {"defect": row.defect, "remedy": row.remedy, "url": row.address}
