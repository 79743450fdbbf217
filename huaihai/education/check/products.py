"""All products that are warned of now: of shown versions of texts that are out and not withdrawn."""

from typing import Any

from django.db.models import QuerySet

from huaihai.education.models import Publication, PublicationQuerySet, PublicationVersion, WarnedProduct
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
        products.append(_product(row, texts[row.version_id]))
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


def _product(row: WarnedProduct, text: int) -> dict[str, Any]:
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
