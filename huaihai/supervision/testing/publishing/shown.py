"""A released file as its pages show it: grades with their counts, one row a product, what is firm and what is not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse

from huaihai.supervision.testing.publishing import words

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
    """A product in the table. `total` is as in the file, `bar` the same in per cent for the drawing."""

    key: str
    name: str
    product: Mapping[str, Any]
    result: Mapping[str, Any]
    grade: Grade | None
    rank: int | None
    is_shared: bool
    total: str
    bar: float
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
        return words.firm(self.result)


@dataclass(frozen=True)
class Shown:
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
    def best(self) -> list[Row]:
        """At most three, and those who share the third place up to five; none of them failed anything."""
        ranked = sorted((row for row in self.rows if row.rank and not row.failed), key=_by_rank)
        if not ranked:
            return []
        last = ranked[min(2, len(ranked) - 1)].rank or 0
        return [row for row in ranked if (row.rank or 0) <= last][:5]

    @property
    def first(self) -> Mapping[str, Any]:
        """The plan as it was registered first."""
        plans: Sequence[Mapping[str, Any]] = self.file["plans"]
        return plans[0]


def shown(file: Mapping[str, Any]) -> Shown:
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
    return Shown(known.number, plan, items, grades, rows, makers, file)


def group_parts(plan: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[Part, ...]:
    """Points of each group, for reading: the mean of its items' points, by their weights in the plan."""
    points = {one["item"]: one["points"] for one in result["items"]}
    found = []
    for group in plan["groups"]:
        own = [
            (words.rough(item["weight"]), words.rough(points[item["key"]]))
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
        bar=float(result["total"] or 0),
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


def _by_rank(row: Row) -> tuple[int, str]:
    return row.rank or 10**9, row.key
