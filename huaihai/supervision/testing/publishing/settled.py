"""The rules that were settled before buying, in words: when a grade is lowered, from which value on, and how far."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from huaihai.supervision.grading import plan as plans
from huaihai.supervision.testing.planning.said import rule_said
from huaihai.supervision.testing.publishing.words import limit, tidy


def downgrades(plan: Mapping[str, Any]) -> list[str]:
    """Each rule of a registered plan with its name, its bound and the grade that is the best then."""
    read = plans.parse(plan)
    items = {item["key"]: item for item in plan["items"]}
    return [
        _("%(name)s: %(rule)s%(where)s")
        % {"name": rule["name"], "rule": rule_said(rule, plan), "where": _where(held, read, items)}
        for rule, held in zip(plan["downgrades"], read.downgrades, strict=True)
    ]


def _where(rule: plans.Downgrade, plan: plans.Plan, items: Mapping[str, Mapping[str, Any]]) -> str:
    """The bound of the rule, in brackets; empty where none is needed."""
    when = rule.when
    if when.kind == "points":
        return _beyond(plan.item_by_key[when.key].scale.bound_of(when.points), items[when.key])
    asked = limit(items[when.key]) if when.kind == "failed" else ""
    return _(" (asked: %(limit)s)") % {"limit": asked} if asked else ""


def _beyond(bound: Fraction | bool, item: Mapping[str, Any]) -> str:
    if isinstance(bound, bool) or item["scale"]["type"] == "pass":
        return ""
    said = {"value": f"{tidy(bound)} {item['unit']}".strip()}
    return _(" (over %(value)s)") % said if item["better"] == "low" else _(" (under %(value)s)") % said
