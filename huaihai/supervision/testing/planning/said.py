"""The rules of a plan as people say them: limits, points, errors, downgrades."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huaihai.supervision.testing.planning import rule_forms
from huaihai.supervision.testing.planning.reading import rows_of

type Row = Mapping[str, Any]


def item_said(item: Row) -> dict[str, str]:
    """An item in words: limit, how its points come about, its error, its detection limit; "" where there is none."""
    return {
        "key": str(item.get("key", "")),
        "name": str(item.get("name", "")),
        "standard": f"{item.get('standard', '')} {item.get('clause', '')}".strip(),
        "unit": str(item.get("unit", "")),
        "weight": str(item.get("weight", "")),
        "readings": _("%(n)s, %(how)s")
        % {"n": item.get("replicates", "–"), "how": chosen(rule_forms.COMBINE, item.get("combine"))},
        "limit": limit_said(item),
        "scale": scale_said(item),
        "error": error_said(item),
        "detection": _detection_said(item),
        "is_safety": "1" if item.get("is_safety") is True else "",
    }


def limit_said(item: Row) -> str:
    """≤ 0.1 mA."""
    limit = _object(item.get("limit"))
    unit = f" {item.get('unit', '')}".rstrip()
    if "max" in limit:
        return f"≤ {limit['max']}{unit}"
    return f"≥ {limit['min']}{unit}" if "min" in limit else ""


def scale_said(item: Row) -> str:
    """How a value becomes points."""
    scale = _object(item.get("scale"))
    if scale.get("type") == "linear":
        said = {"best": scale.get("best", ""), "worst": scale.get("worst", ""), "unit": item.get("unit", "")}
        return _("100 points at %(best)s %(unit)s, 0 at %(worst)s %(unit)s, a straight line between") % said
    if scale.get("type") == "steps":
        return _steps_said(item, scale)
    return chosen(rule_forms.SCALES, scale.get("type"))


def error_said(item: Row) -> str:
    """± of one reading."""
    error = _object(item.get("error"))
    if not error:
        return ""
    if error.get("kind") == "relative":
        return _("± %(u)s of the value") % {"u": error.get("u", "")}
    return f"± {error.get('u', '')} {item.get('unit', '')}".strip()


def rule_said(rule: Row, plan: Row) -> str:
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


def _steps_said(item: Row, scale: Row) -> str:
    sign = "≤" if item.get("better") == "low" else "≥"
    rows = scale.get("steps")
    steps = [row for row in rows if isinstance(row, list) and len(row) == 2] if isinstance(rows, list) else []
    said = [_("%(sign)s %(bound)s: %(points)s") % {"sign": sign, "bound": a, "points": b} for a, b in steps]
    return _("; ").join([*said, _("else %(points)s") % {"points": scale.get("else", "")}])


def _detection_said(item: Row) -> str:
    if not item.get("detection"):
        return ""
    below = chosen(rule_forms.BELOW, item.get("below_detection"))
    said = {"limit": item["detection"], "unit": item.get("unit", ""), "below": below}
    return _("%(limit)s %(unit)s; below it counts: %(below)s") % said


def _names(plan: Row, name: str) -> dict[str, str]:
    return {str(row.get("key")): str(row.get("name") or row.get("key")) for row in rows_of(plan, name)}


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
