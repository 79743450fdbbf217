"""A plan in words, as pages and paper show it, and what of it everybody may read before the results are out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huaihai.kit import local_words
from huaihai.law import kinds
from huaihai.members.models import Organisation
from huaihai.supervision.grading.shape import KEY
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.testing.planning import rule_forms
from huaihai.supervision.testing.planning.forms import MODES, NOT_APPLICABLE
from huaihai.supervision.testing.planning.reading import products_of, rows_of, samples_of, weight_sum

type Row = Mapping[str, Any]


def rules(held: dict[str, Any]) -> dict[str, Any]:
    """Items by group, downgrade rules and grades, in words."""
    items = rows_of(held, "items")
    groups = [
        (group, [item_words(item) for item in items if item.get("group") == group.get("key")])
        for group in rows_of(held, "groups")
    ]
    known = {group.get("key") for group in rows_of(held, "groups")}
    loose = [item_words(item) for item in items if item.get("group") not in known]
    return {
        "groups": groups,
        "loose": loose,
        "items_count": len(items),
        "weights": weight_sum(held),
        "downgrades": [(rule, rule_words(rule, held)) for rule in rows_of(held, "downgrades")],
        "grades": rows_of(held, "grades"),
    }


def facts(held: dict[str, Any]) -> list[dict[str, Any]]:
    """What is tested on what basis, as labels and values; money in `fen`."""
    samples = samples_of(held)
    basis = held.get("basis")
    budget = held.get("budget_fen")
    category = next((one for one in kinds.CATEGORIES if one.code == held.get("category")), None)
    return [
        {"label": _("What is tested"), "value": held.get("what", "")},
        {"label": _("Category"), "value": local_words.said(category) if category else ""},
        {"label": _("What people will know afterwards"), "value": held.get("question", "")},
        {
            "label": _("Standards and specifications"),
            "value": "\n".join(map(str, basis)) if isinstance(basis, list) else "",
            "is_text": True,
        },
        {
            "label": _("Bought of each product"),
            "value": _("%(main)d main samples, %(spare)d spare samples") % samples,
        },
        {"label": _("Money for buying and testing"), "fen": budget if isinstance(budget, int) else None},
    ]


def counting(held: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules that hold for all items, as labels and values."""
    rounding, clocks = held.get("rounding") or {}, held.get("clocks") or {}
    rounded = _("once, of the total, to %(digits)s digits: %(mode)s") % {
        "digits": rounding.get("digits", ""),
        "mode": chosen(MODES, rounding.get("mode")),
    }
    return [
        {
            "label": _("If an item does not apply"),
            "value": chosen(NOT_APPLICABLE, held.get("not_applicable")),
        },
        {"label": _("Rounding"), "value": rounded},
        {
            "label": _("A maker may answer within"),
            "value": _("%(n)s working days") % {"n": clocks.get("reply_working_days", "")},
        },
        {
            "label": _("Firmness"),
            "value": _("%(draws)s draws, seed “%(seed)s”")
            % {"draws": held.get("draws", ""), "seed": held.get("seed", "")},
        },
    ]


def products(held: dict[str, Any]) -> list[dict[str, Any]]:
    """The products with the names of cities and channels. One query."""
    rows = rows_of(held, "products")
    keys = {str(row.get("city", "")) for row in rows}
    bodies = {one.key: one.short_name for one in Organisation.objects.filter(key__in=keys)}
    return [
        {
            **row,
            "fen": row["price_fen"] if isinstance(row.get("price_fen"), int) else None,
            "city_name": bodies.get(str(row.get("city", "")), row.get("city", "")),
            "channel_name": chosen(Purchase.Channel.choices, row.get("channel")),
            "has_page": bool(KEY.fullmatch(str(row.get("key", "")))),
        }
        for row in rows
    ]


def open_part(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The plan without its products, whose names and shops would give the buyers away; their number stays.

    The hash of the whole plan is public at once, so that nobody can put other products in their place.
    """
    return {name: value for name, value in plan.items() if name != "products"} | {
        "products_count": len(products_of(plan))
    }


def plan_for_all(project: Project) -> dict[str, Any]:
    """Context for the open part: rules, items and how many products, in words; empty while none is registered."""
    if project.registered is None:
        return {}
    held = open_part(project.registered.plan) | {"budget_fen": None}
    return rules(held) | {
        "facts": [row for row in facts(held) if "fen" not in row],
        "counting": counting(held),
        "products_count": held["products_count"],
    }


def item_words(item: Row) -> dict[str, str]:
    """An item in words: limit, how its points come about, its error, its detection limit; "" where there is none."""
    return {
        "key": str(item.get("key", "")),
        "name": str(item.get("name", "")),
        "standard": f"{item.get('standard', '')} {item.get('clause', '')}".strip(),
        "unit": str(item.get("unit", "")),
        "weight": str(item.get("weight", "")),
        "readings": _("%(n)s, %(how)s")
        % {"n": item.get("replicates", "–"), "how": chosen(rule_forms.COMBINE, item.get("combine"))},
        "limit": limit_words(item),
        "scale": scale_words(item),
        "error": error_words(item),
        "detection": _detection_words(item),
        "is_safety": "1" if item.get("is_safety") is True else "",
    }


def limit_words(item: Row) -> str:
    """≤ 0.1 mA."""
    limit = _object(item.get("limit"))
    unit = f" {item.get('unit', '')}".rstrip()
    if "max" in limit:
        return f"≤ {limit['max']}{unit}"
    return f"≥ {limit['min']}{unit}" if "min" in limit else ""


def scale_words(item: Row) -> str:
    """How a value becomes points."""
    scale = _object(item.get("scale"))
    if scale.get("type") == "linear":
        said = {"best": scale.get("best", ""), "worst": scale.get("worst", ""), "unit": item.get("unit", "")}
        return _("100 points at %(best)s %(unit)s, 0 at %(worst)s %(unit)s, a straight line between") % said
    if scale.get("type") == "steps":
        return _steps_words(item, scale)
    return chosen(rule_forms.SCALES, scale.get("type"))


def error_words(item: Row) -> str:
    """± of one reading."""
    error = _object(item.get("error"))
    if not error:
        return ""
    if error.get("kind") == "relative":
        return _("± %(u)s of the value") % {"u": error.get("u", "")}
    return f"± {error.get('u', '')} {item.get('unit', '')}".strip()


def rule_words(rule: Row, plan: Row) -> str:
    """When a downgrade holds, and what then."""
    when = _object(rule.get("when"))
    names = {name: _names(plan, name) for name in ("items", "groups", "grades")}
    at_best = names["grades"].get(str(rule.get("at_best")), rule.get("at_best", ""))
    said = {"at_best": at_best, "item": names["items"].get(str(when.get("item")), when.get("item", ""))}
    if "group" in when:
        group = names["groups"].get(str(when["group"]), when["group"])
        return _("%(n)s or more items of “%(group)s” failed: at best “%(at_best)s”") % (
            said | {"group": group, "n": when.get("failed_at_least", "")}
        )
    if "points_below" in when:
        return _("“%(item)s” has less than %(points)s points: at best “%(at_best)s”") % (
            said | {"points": when["points_below"]}
        )
    return _("“%(item)s” failed: at best “%(at_best)s”") % said


def chosen(choices: Any, value: object) -> str:
    """What a chosen value is called."""
    return str(next((label for key, label in choices if key == value), value or ""))


def _steps_words(item: Row, scale: Row) -> str:
    sign = "≤" if item.get("better") == "low" else "≥"
    rows = scale.get("steps")
    steps = [row for row in rows if isinstance(row, list) and len(row) == 2] if isinstance(rows, list) else []
    said = [_("%(sign)s %(bound)s: %(points)s") % {"sign": sign, "bound": a, "points": b} for a, b in steps]
    return _("; ").join([*said, _("else %(points)s") % {"points": scale.get("else", "")}])


def _detection_words(item: Row) -> str:
    if not item.get("detection"):
        return ""
    below = chosen(rule_forms.BELOW, item.get("below_detection"))
    said = {"limit": item["detection"], "unit": item.get("unit", ""), "below": below}
    return _("%(limit)s %(unit)s; below it counts: %(below)s") % said


def _names(plan: Row, name: str) -> dict[str, str]:
    return {str(row.get("key")): str(row.get("name") or row.get("key")) for row in rows_of(plan, name)}


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
