"""What was bought, sent to laboratories and read, as it stands in the file."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.supervision.models import Exclusion, Laboratory, Project, Purchase, Reading, Sample
from huaihai.supervision.testing.planning.reading import products_of


def found(project: Project) -> dict[str, Any]:
    """Products, samples, laboratories and readings; what was taken out stands apart with its reason. Seven queries."""
    bought = {row.product: row for row in _bought(project)}
    roots = [row.root_id for row in bought.values()]  # what was bought again counts, not what came before
    samples = list(Sample.objects.in_use().filter(purchase__in=roots).order_by("code"))
    readings = _readings(project)
    out = {row.product: row for row in Exclusion.objects.filter(project=project)}
    held = {
        "first_purchase_on": _first_day(project),
        "labs": [_laboratory(row) for row in project.laboratories.all()],
        "products": [_product(row) for key, row in bought.items() if key not in out],
        "not_bought": _not_bought(project, bought, out),
        **_parts(samples, readings, lambda product: product not in out),
    }
    taken = [
        {
            **_product(bought[key]),
            "reason": row.reason,
            **_parts(samples, readings, lambda product, key=key: product == key),
        }
        for key, row in out.items()
        if key in bought
    ]
    return held | ({"taken_out": taken} if taken else {})


def bought_of(project: Project) -> dict[str, Purchase]:
    """The purchases that count, by product, in the plan's order."""
    return {row.product: row for row in _bought(project)}


def _bought(project: Project) -> list[Purchase]:
    """A product that was bought again counts as bought last, also if the earlier purchase is corrected later."""
    rows = Purchase.objects.confirmed().filter(project=project)
    rows = rows.annotate(bought_at=Coalesce("first__at", "at")).order_by("bought_at", "at", "pk")
    newest = {row.product: row for row in rows}
    order = [str(one["key"]) for one in products_of(_plan(project))]
    return [newest[key] for key in order if key in newest]


def _first_day(project: Project) -> str:
    days = Purchase.objects.filter(project=project).order_by("bought_on").values_list("bought_on", flat=True)
    first = days.first()
    return first.isoformat() if first else ""


def _product(row: Purchase) -> dict[str, Any]:
    return {
        "key": row.product,
        "brand": row.brand,
        "model": row.model,
        "maker": row.maker,
        "batch": row.batch,
        "price_fen": row.price_fen,
        "channel": row.channel,
        "city": row.city,
        "shop": row.shop,
        "bought_on": row.bought_on.isoformat(),
    }


def _laboratory(row: Laboratory) -> dict[str, Any]:
    return {"key": row.key, "name": row.name, "cma": row.cma, "cnas": row.cnas, "items": list(row.items)}


def _readings(project: Project) -> list[Reading]:
    """All rows, corrected ones too: what was replaced stands beside what replaced it."""
    rows = Reading.objects.filter(project=project).select_related("laboratory")
    return list(rows.order_by("sample", "round", "item", "n", "at", "pk"))


def _parts(samples: Iterable[Sample], readings: Iterable[Reading], wanted: Any) -> dict[str, Any]:
    held = {row.code: row for row in samples if wanted(row.product)}
    return {
        "samples": [{"code": row.code, "product": row.product, "kind": row.kind} for row in held.values()],
        "readings": [_reading(row) for row in readings if row.sample in held],
    }


def _reading(row: Reading) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "lab": row.laboratory.key,
        "sample": row.sample,
        "item": row.item,
        "n": row.n,
        "value": row.value,
        "below": row.below,
        "na": row.na,
        "unit": row.unit,
        "round": row.round,
        "replaces": str(row.replaces_id) if row.replaces_id else None,
        "reason": row.reason,
    }


def _not_bought(
    project: Project, bought: Mapping[str, Purchase], out: Mapping[str, Exclusion]
) -> list[dict[str, str]]:
    told = [{"product": key, "reason": out[key].reason} for key in bought if key in out]
    left = [str(one["key"]) for one in products_of(_plan(project)) if one["key"] not in bought]
    with translation.override(settings.LANGUAGE_CODE):  # the file is for everybody, in one language
        reason = _("It was not to be had while the samples were bought.")
    return told + [{"product": key, "reason": out[key].reason if key in out else reason} for key in left]


def _plan(project: Project) -> Mapping[str, Any]:
    plan: Mapping[str, Any] = project.registered.plan if project.registered is not None else project.plan
    return plan
