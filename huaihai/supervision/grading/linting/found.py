"""What was bought and read: all of the plan, nothing twice, nothing unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from huaihai.supervision.grading import readings
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.problems import Problem
from huaihai.supervision.grading.readings import Counted, Reading
from huaihai.supervision.grading.shape import Entry


@dataclass(frozen=True)
class Found:
    """The products as bought, and the readings that count; none of a product and item where something is wrong."""

    products: tuple[str, ...]
    counted: Counted
    is_whole: bool

    def of(self, product: str) -> Mapping[str, Sequence[Reading]]:
        """The readings of a product, by item."""
        return self._by_product.get(product, {})

    @cached_property
    def _by_product(self) -> dict[str, dict[str, Sequence[Reading]]]:
        found: dict[str, dict[str, Sequence[Reading]]] = {}
        for (product, item), rows in self.counted.items():
            found.setdefault(product, {})[item] = rows
        return found


def check(file: Entry, plan: Plan) -> Found:
    """Note what is wrong with products, samples and readings."""
    products = _products(file, plan)
    samples, rows = _list(file, "samples"), _list(file, "readings")
    if not rows:  # a table without its readings: what follows from the printed parts can still be checked
        file.wrong("no-readings", "readings")
        return Found(products, {}, is_whole=False)
    counted, problems = readings.sift(plan, products, samples, rows)
    file.notes.problems += problems
    spoiled = _spoiled(problems)
    good = {
        place: rows
        for place, rows in counted.items()
        if spoiled.isdisjoint({".".join(place), *(f"readings.{row.id}" for row in rows)})
    }
    return Found(products, good, is_whole=not problems)


def _spoiled(problems: Sequence[Problem]) -> set[str]:
    """Places where something is wrong with readings: nothing is said of what follows from them."""
    places = [problem.place for problem in problems]
    return {*places, *(place.rpartition(".")[0] for place in places)}


def _products(file: Entry, plan: Plan) -> tuple[str, ...]:
    rows = file.entries("products", least=1)
    known = [row.word("key") for row in rows]
    file.keys_are_unique("products", known)
    for row, key in zip(rows, known, strict=True):
        if key not in plan.products:
            row.wrong("product-not-planned", "key", found=key)
    excused = {
        row.word("product")
        for row in (file.entries("not_bought") if "not_bought" in file.held else [])
        if row.word("reason").strip()
    }
    for key in plan.products:
        if key not in known and key not in excused:
            file.wrong("product-missing", "products", found=key)
        if key in known and key in excused:
            file.wrong("bought-after-all", "not_bought", found=key)
    return tuple(dict.fromkeys(known))


def _list(file: Entry, name: str) -> list[Any]:
    value = file.held.get(name)
    if isinstance(value, list):
        return value
    file.wrong("not-list", name)
    return []
