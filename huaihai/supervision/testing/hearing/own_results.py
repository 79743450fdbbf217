"""The results of a product as its maker is told them: values, limits, points, grade; nothing of other products."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.supervision.grading.problems import PlanError, ReadingError
from huaihai.supervision.models import Exclusion, Project
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.publishing.found import bought_of

GOODS = ("product", "name", "batch", "bought_on", "shop")  # of what is told: which goods


def all_of(
    project: Project, computed: Sequence[Mapping[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """What is told of every product, by its key, plain JSON; `computed` are the results, where they are known.

    Raises NotPossible while they cannot be computed.
    """
    try:
        found = building.results(project) if computed is None else computed
    except (PlanError, ReadingError) as error:
        raise NotPossible(_("The results cannot be computed yet: readings are missing.")) from error
    results = {one["product"]: one for one in found}
    out = {row.product: row for row in Exclusion.objects.filter(project=project)}
    told = {}
    for key, bought in bought_of(project).items():
        facts = {
            "product": key,
            "name": f"{bought.brand} {bought.model}".strip(),
            "batch": bought.batch,
            "bought_on": bought.bought_on.isoformat(),
            "shop": bought.shop,
        }
        told[key] = (
            facts | {"taken_out": out[key].reason} if key in out else facts | _result(results.get(key))
        )
    return told


def of_products(told: Mapping[str, dict[str, Any]], products: Sequence[str]) -> list[dict[str, Any]]:
    """Those of some products, in their order."""
    return [told[key] for key in products if key in told]


def _result(one: Mapping[str, Any] | None) -> dict[str, Any]:
    if one is None:
        return {}
    names = ("items", "total", "grade", "downgrades", "no_grade")
    return {name: one[name] for name in names}
