"""The file of a comparative test: what was bought, sent, read, computed and said. No persons."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.signing import canonical
from huaihai.supervision.grading import files
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.plan import Plan, parse
from huaihai.supervision.models import (
    AuthorityLetter,
    Exclusion,
    Laboratory,
    MakerAnswer,
    Objection,
    Opinion,
    Project,
    Purchase,
    Reading,
    Sample,
)
from huaihai.supervision.testing import wording
from huaihai.supervision.testing.hearing.life import OPEN_OBJECTIONS
from huaihai.supervision.testing.planning.reading import products_of


def build(project: Project, *, at: datetime) -> dict[str, Any]:
    """What follows the frame of every released file; nothing in it depends on the moment of the release.

    Raises NotPossible with what the linter finds, PlanError, ReadingError.
    """
    file = checked_file(project)
    if findings := lint(file, firm=False):  # computed a moment ago
        raise NotPossible(spoken.run_on(wording.sentence(one) for one in findings[:10]))
    held = {name: value for name, value in file.items() if name not in ("format", "plans")}
    return {
        **held,
        **_corrects(project),
        "retests": retests(project),
        "maker_says": maker_says(project),
        "opinion": opinion(project, results_hash(file["results"])),
        "handed": handed(project),
    }


def _corrects(project: Project) -> dict[str, Any]:
    """Which file that went out this one takes the place of; nothing for the first."""
    out = project.releases.filter(published_at__isnull=False).defer("file").order_by("-number").first()
    return {"corrects": {"number": out.number, "sha256": out.sha256}} if out is not None else {}


def results(project: Project) -> list[dict[str, Any]]:
    """The results as they would stand in the file now, without how firm each place is, which takes long.

    Raises PlanError, ReadingError.
    """
    return _results(replace(parse(_plan(project)), draws=0), found(project))


def checked_file(project: Project, *, firm: bool = True) -> dict[str, Any]:
    """What the linter is given: plans with hashes, what was found, results; without `firm` not how firm each place is.

    Raises PlanError, ReadingError.
    """
    held, plan = found(project), parse(_plan(project))
    plans = [row.in_file() for row in project.plan_versions.all()]
    results = _results(plan if firm else replace(plan, draws=0), held)
    return {"format": files.FORMAT, "plans": plans, **held, "results": results}


def results_hash(results: list[dict[str, Any]]) -> str:
    """SHA-256 by which an opinion knows what was read."""
    plain = [{name: value for name, value in one.items() if name != "firmness"} for one in results]
    return hashlib.sha256(canonical(plain)).hexdigest()


def _results(plan: Plan, held: Mapping[str, Any]) -> list[dict[str, Any]]:
    products = [row["key"] for row in held["products"]]
    return files.results_of(plan, products, held["samples"], held["readings"])


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


def retests(project: Project) -> list[dict[str, str]]:
    """Every objection that was decided: to which product, how it ended, and why."""
    rows = Objection.objects.filter(project=project).exclude(stage__in=OPEN_OBJECTIONS)
    return [
        {
            "product": row.product,
            "outcome": row.stage,
            "reason": row.reason,
            "decided_on": local_day(row.decided_at).isoformat() if row.decided_at else "",
        }
        for row in rows.order_by("product", "pk")
    ]


def maker_says(project: Project) -> list[dict[str, str]]:
    """What makers and sellers want to be read beside the results: their newest words on each product."""
    rows = MakerAnswer.objects.filter(project=project, kind=MakerAnswer.Kind.SAYS)
    newest = {(row.notice_id, row.product): row for row in rows.select_related("notice").order_by("at", "pk")}
    told = []
    for row in newest.values():
        words = {"who": row.notice.name, "role": row.notice.role, "text": row.text}
        own = row.notice.products  # as its purchases say now
        products = [key for key in own if key == row.product] if row.product else own
        told += [{"product": product, **words, "on": local_day(row.at).isoformat()} for product in products]
    return sorted(told, key=lambda one: (one["product"], one["role"], one["who"]))


def opinion(project: Project, results_hash: str) -> str:
    """What those wrote who found these results fit to go out, newest last, a line between."""
    rows = newest_opinions(project)
    return "\n\n".join(row.text for row in rows if row.is_fit and row.results_hash == results_hash)


def newest_opinions(project: Project) -> Collection[Opinion]:
    """The last one of each who gave any."""
    rows = Opinion.objects.filter(project=project).order_by("at", "pk")
    return {(row.by, row.of, row.expert_id): row for row in rows}.values()


def handed(project: Project) -> list[dict[str, str]]:
    """Which products were handed to which authority, on which day, with which letter."""
    rows = AuthorityLetter.objects.filter(project=project).order_by("product", "handed_on", "pk")
    return [
        {
            "product": row.product,
            "authority": row.authority,
            "letter": row.letter,
            "on": row.handed_on.isoformat(),
        }
        for row in rows
    ]
