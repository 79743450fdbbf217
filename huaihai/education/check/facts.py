"""All products that are warned of now, those that failed a safety item in a test (`reactions.UNSAFE_PRODUCTS`), and
those of the loaded lists of recalls."""

from collections.abc import Iterable
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
    PublicationVersion,
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
    texts: dict[Any, int] = {}
    told: list[dict[str, Any]] = []
    products: list[dict[str, Any]] = []
    for row in rows:
        if row.version_id not in texts:
            texts[row.version_id] = len(told)
            told.append(_text(row.version))
        products.append(_warned_product(row, texts[row.version_id]))
    return {"version": 1, "warnings": told, "products": products}


def looked_for(*names: str) -> str:
    """What a typed name is looked for in: folded, in simplified and in traditional characters."""
    folded = fold(" ".join(filter(None, names)))
    return " ".join(dict.fromkeys((folded, to_traditional(folded))))


def _text(version: PublicationVersion) -> dict[str, Any]:
    publication = version.publication
    return {
        "url": publication.get_absolute_url(),
        "kind": str(publication.get_kind_display()),
        "title": version.title,
        "to_do": [line.strip() for line in version.to_do.splitlines() if line.strip()],
    }


def _warned_product(row: WarnedProduct, text: int) -> dict[str, Any]:
    told = {
        "warning": text,
        "name": row.name,
        "brand": row.brand,
        "model": row.model,
        "maker": row.maker,
        "barcode": row.barcode,
        "batches": [line.strip() for line in row.batches.splitlines() if line.strip()],
        "made_from": row.made_from.isoformat() if row.made_from else "",
        "made_until": row.made_until.isoformat() if row.made_until else "",
        "words": looked_for(row.brand, row.name, row.model, row.maker),
    }
    return {name: value for name, value in told.items() if value not in ("", [])}


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
    """The list of the check with these after the warnings: each test once, and its products by its place."""
    texts: dict[str, int] = {}
    for row in rows:
        if row.test_url not in texts:
            texts[row.test_url] = len(listed["warnings"])
            listed["warnings"].append(_test(row))
        listed["products"].append(_unsafe_product(row, texts[row.test_url]))
    return listed


def _test(row: UnsafeProduct) -> dict[str, Any]:
    return {
        "url": row.test_url,
        "kind": _("Comparative test"),
        "title": row.test,
        "to_do": what_to_do(),
        "is_test": True,
    }


def _unsafe_product(row: UnsafeProduct, text: int) -> dict[str, Any]:
    told = {
        "warning": text,
        "name": row.name,
        "brand": row.brand,
        "model": row.model,
        "maker": row.maker,
        "tested_batch": row.batch,
        "failed": list(row.failed),
        "url": row.url,
        "words": looked_for(row.brand, row.name, row.model, row.maker),
    }
    return {name: value for name, value in told.items() if value not in ("", [])}


def recall_lists() -> list[RecallList]:
    """The lists that count, one a source, with the number of their products as `held`."""
    return list(RecallList.objects.newest().annotate(held=Count("products")))


def recalled() -> "QuerySet[RecalledProduct]":
    """Their products, list by list."""
    rows = RecalledProduct.objects.filter(recall_list__in=RecallList.objects.newest().order_by().values("pk"))
    return rows.select_related("recall_list").order_by("recall_list__source", "position")


def add_recalls(listed: dict[str, Any], rows: "QuerySet[RecalledProduct]") -> dict[str, Any]:
    """The list of the check with the recalled goods behind all others: each loaded list is one text."""
    texts: dict[Any, int] = {}
    for row in rows:
        if row.recall_list_id not in texts:
            texts[row.recall_list_id] = len(listed["warnings"])
            listed["warnings"].append(_recalls(row.recall_list))
        listed["products"].append(_recalled_product(row, texts[row.recall_list_id]))
    return listed


def _recalls(one: RecallList) -> dict[str, Any]:
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


def _recalled_product(row: RecalledProduct, text: int) -> dict[str, Any]:
    found = {
        "warning": text,
        "name": row.name,
        "brand": row.brand,
        "model": row.model,
        "maker": row.maker,
        "barcode": row.barcode,
        "batches": row.batches.splitlines(),
        "made_from": row.made_from.isoformat() if row.made_from else "",
        "made_until": row.made_until.isoformat() if row.made_until else "",
        "defect": row.defect,
        "remedy": row.remedy,
        "url": row.address,
        "words": looked_for(row.brand, row.name, row.model, row.maker),
    }
    return {name: value for name, value in found.items() if value not in ("", [])}
