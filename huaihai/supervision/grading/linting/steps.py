"""Steps 2 to 4 of a product: value from readings, limit and points from the stated value."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from huaihai.supervision.grading.engine import judge_item
from huaihai.supervision.grading.items import SUBSTITUTES, Item
from huaihai.supervision.grading.linting import early
from huaihai.supervision.grading.linting.stated import Stated, StatedItem, told
from huaihai.supervision.grading.measuring import Measured, combined, is_below, measure
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.readings import Reading


def check(plan: Plan, result: Stated, readings: Mapping[str, Sequence[Reading]]) -> None:
    """Note every value, failing and number of points that does not follow."""
    for key, stated in result.items.items():
        item = plan.item_by_key[key]
        if key in readings:
            _check_value(result.product, item, stated, readings[key])
        _check_points(result.product, item, stated)


def _check_value(product: str, item: Item, stated: StatedItem, readings: Sequence[Reading]) -> None:
    right = measure(item, readings)
    facts = {"product": product, "called": item.name}
    if bool(stated.na) != bool(right.na):
        stated.entry.wrong("na-not-as-read", "na", **facts)
    elif stated.value != right.value:
        numbers = {"found": told(stated.value), "wanted": told(right.value)}
        stated.entry.wrong(_why(item, stated, right, readings), "value", **numbers, **facts)
    for name in ("na", "below", "round"):
        said = stated.entry.held.get(name)
        if bool(stated.na) == bool(right.na) and said != getattr(right, name):
            stated.entry.wrong("word-not-as-read", name, found=said, wanted=getattr(right, name), **facts)


def _why(item: Item, stated: StatedItem, right: Measured, readings: Sequence[Reading]) -> str:
    if stated.value is None or right.value is None:
        return "value-wrong"
    if stated.value in set(_other_substitutes(item, readings)):
        return "detection-rule"
    return "rounded-early" if early.is_rounded(stated.value, right.value) else "value-wrong"


def _other_substitutes(item: Item, readings: Sequence[Reading]) -> Iterator[Fraction]:
    """The values that come out if another rule is followed below the detection limit, or none."""
    if item.detection is None or not any(is_below(item, reading) for reading in readings):
        return
    for share in SUBSTITUTES.values():
        yield combined(
            item,
            [
                item.detection * share if is_below(item, reading) else reading.value or Fraction(0)
                for reading in readings
            ],
        )
    kept = [reading.value for reading in readings if reading.value is not None]
    if kept:
        yield combined(item, kept)
    seen = [
        reading.value for reading in readings if reading.value is not None and not is_below(item, reading)
    ]
    if seen:
        yield combined(item, seen)


def _check_points(product: str, item: Item, stated: StatedItem) -> None:
    facts = {"product": product, "called": item.name}
    right = judge_item(item, Measured(None if stated.na else stated.value))
    if stated.failed != right.failed:
        stated.entry.wrong("limit-not-kept" if right.failed else "limit-was-kept", "failed", **facts)
    if stated.points == right.points:
        return
    is_early = (
        stated.points is not None and right.points is not None and _is_early(item, stated, right.points)
    )
    stated.entry.wrong(
        "rounded-early" if is_early else "points-wrong",
        "points",
        found=told(stated.points),
        wanted=told(right.points),
        **facts,
    )


def _is_early(item: Item, stated: StatedItem, right: Fraction) -> bool:
    if stated.points is None or stated.value is None:
        return False
    from_rounded = {item.scale.points(value) for value in early.roundings(stated.value)}
    return early.is_rounded(stated.points, right) or stated.points in from_rounded
