"""Results in plain words: how firm a place is, why a grade was lowered, what a limit asks."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

NEARLY_ALWAYS = Fraction(95, 100)
HALF = Fraction(1, 2)
LONGEST = 10  # characters of a number that is shown whole


def tidy(value: Fraction | str | None, digits: int = 3) -> str:
    """A number for reading: at most so many decimals, no zeros at the end. Exact ones stand in the file."""
    if value is None:
        return ""
    said = f"{rough(value):.{digits}f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return "0" if said == "-0" else said


def rough(value: Fraction | str) -> float:
    """A number of the file, "12.5" or "200/3", as near as a drawing needs it."""
    if isinstance(value, str):
        above, _slash, below = value.partition("/")
        return float(above) / float(below) if below else float(above)
    return float(value)


def firm(result: Mapping[str, Any]) -> str:
    """What the reading errors leave of the place: "very likely third to sixth"."""
    held = result.get("firmness")
    if not held or result["rank"] is None:
        return ""
    low, high = held["rank_low"], held["rank_high"]
    if low == high:
        return _("place is firm")
    return _("measured again: place %(low)s to %(high)s") % {"low": low, "high": high}


def firm_more(result: Mapping[str, Any], behind: str, *, is_safe: bool = True) -> list[str]:
    """The same at length, for the product's own page; `behind` names the product next behind.

    Of unsafe products nobody says that they are as good as others.
    """
    held = result.get("firmness")
    if not held or result["rank"] is None:
        return []
    told = [_place_said(result["rank"], held["rank_low"], held["rank_high"], is_safe=is_safe)]
    share = Fraction(held["grade_share"])
    said = {"share": tidy(share * 100, 0)}
    if share >= NEARLY_ALWAYS:
        told.append(_("The grade is firm: it is the same in %(share)s of 100 repetitions.") % said)
    else:
        told.append(
            _("The grade is close to the next one: it is the same in %(share)s of 100 repetitions.") % said
        )
    if held["beaten_share"] is not None and behind:
        said = {"share": tidy(Fraction(held["beaten_share"]) * 100, 0), "behind": behind}
        told.append(
            _("In %(share)s of 100 repetitions %(behind)s, next behind, would stand before it.") % said
        )
    return told


def downgrade(rule: Mapping[str, Any], names: Mapping[str, str], step: Mapping[str, str]) -> str:
    """Why the grade was lowered, from what to what."""
    said = {"name": rule["name"], "from": names.get(step["from"], ""), "to": names.get(step["to"], "")}
    if step["from"] == step["to"]:
        return _("%(name)s: the grade can be %(to)s at best, which it is already.") % said
    return _("%(name)s: lowered from %(from)s to %(to)s.") % said


def limit(item: Mapping[str, Any]) -> str:
    """At most 0.1 Ω; empty where the plan has no limit."""
    held = item.get("limit")
    if not held:
        return ""
    unit = item.get("unit", "")
    if held.get("max") is not None:
        return _("at most %(limit)s %(unit)s") % {"limit": held["max"], "unit": unit}
    return _("at least %(limit)s %(unit)s") % {"limit": held["min"], "unit": unit}


def value(one: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """The value of an item with its unit, as far as it is told."""
    if one["na"]:
        return pgettext("result", "does not apply")
    if item.get("scale", {}).get("type") == "pass":
        return pgettext("result", "failed") if one["failed"] else pgettext("result", "passed")
    if one["below"] == "all":
        return _("below %(limit)s %(unit)s") % {"limit": item["detection"], "unit": item["unit"]}
    return f"{measured(one['value'])} {item['unit']}".strip()


def measured(value: str) -> str:
    """A measured value for reading: as it stands in the file if it is short, else with three figures that count."""
    if "/" not in value and len(value) <= LONGEST:
        return value
    size = abs(rough(value))
    return tidy(value, 3 if size >= 1 or not size else 2 - math.floor(math.log10(size)))


def not_applicable(plan: Mapping[str, Any]) -> str:
    """What becomes of the weight of an item that does not apply."""
    return {
        "rescale": _("Where an item does not apply, its weight goes to the others in proportion."),
        "full": _("Where an item does not apply, it counts with full points."),
        "no-grade": _("A product to which an item does not apply gets no grade."),
    }[plan["not_applicable"]]


def _place_said(rank: int, low: int, high: int, *, is_safe: bool) -> str:
    if low == high:
        return _("The place is firm: measured again, it would very likely be %(rank)s again.") % {
            "rank": rank
        }
    if not is_safe:
        return _("Measured again, the place would very likely lie between %(low)s and %(high)s.") % {
            "low": low,
            "high": high,
        }
    return _(
        "Measured again, the place would very likely lie between %(low)s and %(high)s. "
        "Products within this range are about equally good."
    ) % {"low": low, "high": high}
