"""Products that failed a safety item in a test: rooms above hand them in (`reactions.UNSAFE_PRODUCTS`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai import reactions
from huaihai.education.check.products import looked_for


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
        listed["products"].append(_product(row, texts[row.test_url]))
    return listed


def _test(row: UnsafeProduct) -> dict[str, Any]:
    return {
        "url": row.test_url,
        "kind": _("Comparative test"),
        "title": row.test,
        "to_do": what_to_do(),
        "is_test": True,
    }


def _product(row: UnsafeProduct, text: int) -> dict[str, Any]:
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
