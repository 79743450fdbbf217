"""The results as a file states them, in a form in which each step can be checked; numbers rounded too early."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from huaihai.supervision.grading.numbers import exact, parse_exact, rounded
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.shape import Entry

SHORT_BITS: Final = 100


@dataclass(frozen=True)
class StatedItem:
    """One item of a product as stated."""

    entry: Entry
    value: Fraction | None
    points: Fraction | None
    failed: bool
    na: str


@dataclass(frozen=True)
class Stated:
    """One product's result as stated; `entry` says where it stands and notes what is wrong."""

    product: str
    entry: Entry
    items: Mapping[str, StatedItem]
    weights: Mapping[str, Fraction]
    exact: Fraction | None
    total: str | None

    @property
    def held(self) -> Mapping[str, Any]:
        """The JSON object itself."""
        return self.entry.held


def read(file: Entry, plan: Plan, products: Sequence[str]) -> list[Stated]:
    """The results in the order of the products; noted is what is missing, doubled, unknown or unreadable."""
    entries = file.entries("results", key="product")
    keys = [entry.word("product") for entry in entries]
    file.keys_are_unique("results", keys)
    for key in products:
        if key not in keys:
            file.wrong("result-missing", "results", found=key)
    for entry, key in zip(entries, keys, strict=True):
        if key not in products:
            entry.wrong("unknown-product", "product", found=key)
    if sorted(map(str, keys)) == sorted(products) and keys != list(products):
        file.wrong("results-not-in-order", "results")
    by_key = dict(zip(keys, entries, strict=True))
    return [_result(plan, key, by_key[key]) for key in products if key in by_key]


def number(entry: Entry, name: str) -> Fraction | None:
    """An exact number; None where null stands, and, noted, where none can be read."""
    value = entry.held.get(name)
    if value is None:
        return None
    try:
        return parse_exact(value if isinstance(value, str) else "")
    except ValueError:
        entry.wrong("not-number", name, found=value)
        return None


def as_text(value: Fraction | None) -> str:
    """A number in a sentence: exact if that is short, a fraction also roughly."""
    if value is None:
        return "–"
    if value.denominator.bit_length() + value.numerator.bit_length() > SHORT_BITS:
        return f"{value:.8g}"
    said = exact(value)
    return f"{said} ≈ {value:.6g}" if "/" in said else said


def _result(plan: Plan, product: str, entry: Entry) -> Stated:
    rows = {row.word("item"): row for row in entry.entries("items", key="item")}
    items = {}
    for item in plan.items:
        if item.key in rows:
            items[item.key] = _item(rows[item.key])
        else:
            entry.wrong("item-missing", "items", product=product, item=item.name)
    for key, row in rows.items():
        if key not in plan.item_by_key:
            row.wrong("unknown-item", "item", found=key)
    weights = entry.entry("weights")
    return Stated(
        product=product,
        entry=entry,
        items=items,
        weights={key: number(weights, key) or Fraction(0) for key in weights.held},
        exact=number(entry, "total_exact"),
        total=entry.word("total") or None,
    )


def _item(row: Entry) -> StatedItem:
    return StatedItem(
        entry=row,
        value=number(row, "value"),
        points=number(row, "points"),
        failed=row.flag("failed"),
        na=row.word("na"),
    )


MOST_DIGITS: Final = 6
MODES: Final[tuple[Literal["half-up", "half-even"], ...]] = ("half-up", "half-even")


def roundings(value: Fraction) -> Iterator[Fraction]:
    """The value with 0 to 6 digits, both ways."""
    for digits in range(MOST_DIGITS + 1):
        for mode in MODES:
            yield at(value, digits, mode)


def at(value: Fraction, digits: int, mode: Literal["half-up", "half-even"]) -> Fraction:
    """The value rounded to so many digits; below 0 as above it."""
    sign = -1 if value < 0 else 1
    return Fraction(sign * rounded(abs(value), digits, mode), 10**digits)


def is_rounded(stated: Fraction, right: Fraction) -> bool:
    """Whether what is stated is what is right, rounded."""
    return stated in set(roundings(right))
