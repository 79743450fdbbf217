"""Whether all readings that the plan asks for are there, once each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from huaihai.supervision.grading.shape import Notes

if TYPE_CHECKING:
    from huaihai.supervision.grading.items import Item
    from huaihai.supervision.grading.plan import Plan
    from huaihai.supervision.grading.readings import Reading


def check_sets(
    plan: "Plan",
    products: Sequence[str],
    counted: "Mapping[tuple[str, str], Sequence[Reading]]",
    notes: Notes,
) -> None:
    """Note what is missing or doubled, for each product and item."""
    for product in products:
        for item in plan.items:
            rows = counted.get((product, item.key), ())
            first = [row for row in rows if row.round == "first"]
            again = [row for row in rows if row.round == "retest"]
            _check(item, product, first, plan.main_samples, notes)
            if again:
                _check(item, product, again, 1, notes)


def _check(item: "Item", product: str, rows: "Sequence[Reading]", samples: int, notes: Notes) -> None:
    place, facts = f"{product}.{item.key}", {"product": product, "item": item.name}
    if not rows:
        notes.add("readings-missing", place, got=0, wanted=samples * item.replicates, **facts)
        return
    times = Counter((row.sample, row.n) for row in rows)
    if any(count > 1 for count in times.values()):
        notes.add("reading-doubled", place, **facts)
    without = sum(bool(row.na) for row in rows)
    if without == len(rows):
        return
    if without:
        notes.add("na-mixed", place, **facts)
        return
    read = {sample for sample, _ in times}
    wanted = max(samples, len(read)) * item.replicates
    if len(times) < wanted:
        notes.add("readings-missing", place, got=len(times), wanted=wanted, **facts)
