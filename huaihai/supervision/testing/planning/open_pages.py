"""The registered plan as everybody may read it before the results are out."""

from typing import Any

from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning.disclosure import open_part
from huaihai.supervision.testing.planning.shown import counting, facts, rules


def open_plan_said(project: Project) -> dict[str, Any]:
    """Context for the open part: rules, items and how many products, in words; empty while none is registered."""
    if project.registered is None:
        return {}
    held = open_part(project.registered.plan) | {"budget_fen": None}
    return rules(held) | {
        "facts": [row for row in facts(held) if "fen" not in row],
        "counting": counting(held),
        "products_count": held["products_count"],
    }
