"""A released file as its pages show it: grades, one row a product, what is firm and what is not, all in plain words."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.supervision.grading import plan as plans
from huaihai.supervision.testing.planning.facts import rule_words

NEARLY_ALWAYS = Fraction(95, 100)
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
    told = [_place_words(result["rank"], held["rank_low"], held["rank_high"], is_safe=is_safe)]
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


def _place_words(rank: int, low: int, high: int, *, is_safe: bool) -> str:
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


TONES = 5  # colours between the best grade and the worst


@dataclass(frozen=True)
class Grade:
    """A grade, how many products have it, and where its part of the bar begins, in per cent."""

    key: str
    name: str
    tone: int
    count: int
    left: float
    width: float


@dataclass(frozen=True)
class Part:
    """The points of a group of items, 0 to 100, one decimal; empty where nothing of it applies."""

    name: str
    points: str


@dataclass(frozen=True)
class Row:
    """A product in the table. `total` is as in the file."""

    key: str
    name: str
    product: Mapping[str, Any]
    result: Mapping[str, Any]
    grade: Grade | None
    rank: int | None
    is_shared: bool
    total: str
    failed: tuple[str, ...]
    unsafe: tuple[str, ...]
    is_downgraded: bool
    plan: Mapping[str, Any] = field(repr=False)
    number: str = ""

    @cached_property
    def url(self) -> str:
        return reverse("test-product", args=[self.number, self.key])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return group_parts(self.plan, self.result)

    @cached_property
    def firm(self) -> str:
        return firm(self.result)


@dataclass(frozen=True)
class Results:
    """The whole file, looked up once."""

    number: str
    plan: Mapping[str, Any]
    items: Mapping[str, Mapping[str, Any]]
    grades: tuple[Grade, ...]
    rows: tuple[Row, ...]
    makers: int
    file: Mapping[str, Any] = field(repr=False)

    @property
    def unsafe(self) -> list[Row]:
        return [row for row in self.rows if row.unsafe]

    @property
    def first(self) -> Mapping[str, Any]:
        """The plan as it was registered first."""
        plans: Sequence[Mapping[str, Any]] = self.file["plans"]
        return plans[0]


def results_of(file: Mapping[str, Any]) -> Results:
    """What the pages need of a file of this format."""
    plan = file["plans"][-1]["plan"]
    items = {item["key"]: item for item in plan["items"]}
    results = {one["product"]: one for one in file["results"]}
    grades = _grades(plan, list(results.values()))
    ranks = Counter(one["rank"] for one in results.values())
    known = _Known(file["project"]["number"], plan, items, {grade.key: grade for grade in grades}, ranks)
    rows = tuple(
        _row(product, results[product["key"]], known)
        for product in file["products"]
        if product["key"] in results
    )
    makers = len({product["maker"] for product in file["products"]})
    return Results(known.number, plan, items, grades, rows, makers, file)


def group_parts(plan: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[Part, ...]:
    """Points of each group, for reading: the mean of its items' points, by their weights in the plan."""
    points = {one["item"]: one["points"] for one in result["items"]}
    found = []
    for group in plan["groups"]:
        own = [
            (rough(item["weight"]), rough(points[item["key"]]))
            for item in plan["items"]
            if item["group"] == group["key"] and points.get(item["key"]) is not None
        ]
        weight = sum(weight for weight, _points in own)
        total = sum(weight * one for weight, one in own)
        found.append(Part(group["name"], f"{total / weight:.0f}" if weight else ""))
    return tuple(found)


@dataclass(frozen=True)
class _Known:
    """What all rows share."""

    number: str
    plan: Mapping[str, Any]
    items: Mapping[str, Mapping[str, Any]]
    grades: Mapping[str, Grade]
    ranks: Counter[int | None]


def _row(product: Mapping[str, Any], result: Mapping[str, Any], known: _Known) -> Row:
    failed = [one["item"] for one in result["items"] if one["failed"]]
    rank = result["rank"]
    return Row(
        key=product["key"],
        name=f"{product['brand']} {product['model']}".strip(),
        product=product,
        result=result,
        grade=known.grades.get(result["grade"] or ""),
        rank=rank,
        is_shared=rank is not None and known.ranks[rank] > 1,
        total=result["total"] or "",
        failed=tuple(known.items[key]["name"] for key in failed),
        unsafe=tuple(known.items[key]["name"] for key in failed if known.items[key].get("is_safety")),
        is_downgraded=result["grade"] != result["grade_by_total"],
        plan=known.plan,
        number=known.number,
    )


def _grades(plan: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> tuple[Grade, ...]:
    levels, of, left, found = plan["grades"], max(1, len(results)), 0.0, []
    for place, level in enumerate(levels):
        count = sum(one["grade"] == level["key"] for one in results)
        width = count * 100 / of
        tone = round(place * (TONES - 1) / max(1, len(levels) - 1))
        found.append(Grade(level["key"], level["name"], tone, count, round(left, 2), round(width, 2)))
        left += width
    return tuple(found)


def downgrades(plan: Mapping[str, Any]) -> list[str]:
    """Each rule of a registered plan with its name, its bound and the grade that is the best then."""
    read = plans.parse(plan)
    items = {item["key"]: item for item in plan["items"]}
    return [
        _("%(name)s: %(rule)s%(where)s")
        % {"name": rule["name"], "rule": rule_words(rule, plan), "where": _where(held, read, items)}
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
