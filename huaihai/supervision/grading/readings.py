"""What a laboratory read: from JSON to the readings that count, what is wrong with them, and one value an item."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal, cast

from huaihai.supervision.grading.items import PASSED, Item
from huaihai.supervision.grading.numbers import ZERO
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.shape import Entry, Notes, Problem, ReadingError, as_decimal

type Round = Literal["first", "retest"]
type Counted = dict[tuple[str, str], list["Reading"]]  # by product and item
ROUNDS: Final = ("first", "retest")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. `value` is None where it is below the detection limit or does not apply (`na` says why)."""

    id: str
    sample: str
    product: str
    item: str
    n: int
    value: Fraction | None
    below: bool
    na: str
    round: Round
    replaces: str | None


def parse(plan: Plan, products: Sequence[str], samples: Sequence[Any], readings: Sequence[Any]) -> Counted:
    """The readings that count, of each product and item. Raises ReadingError with all that is wrong."""
    counted, found = sift(plan, products, samples, readings)
    if found:
        raise ReadingError(found)
    return counted


def sift(
    plan: Plan, products: Sequence[str], samples: Sequence[Any], readings: Sequence[Any]
) -> tuple[Counted, list[Problem]]:
    """The readings that count as far as they can be read, and all that is wrong."""
    notes = Notes()
    held = Entry({"samples": samples, "readings": readings}, "", notes)
    owners = _owners(held, set(products))
    rows = [_reading(row, plan, owners) for row in held.entries("readings", key="id")]
    known = [row for row in rows if row is not None]
    counted = _that_count(known, notes)
    check_sets(plan, products, counted, notes)
    return {place: _of_the_last_round(rows) for place, rows in counted.items()}, notes.problems


def _owners(held: Entry, products: set[str]) -> dict[str, str]:
    """Which product a sample is of."""
    owners: dict[str, str] = {}
    for sample in held.entries("samples", key="code"):
        code, product = sample.text("code"), sample.key("product")
        sample.choice("kind", ("main", "spare"))
        if code in owners:
            sample.wrong("sample-twice", "code", found=code)
        if product not in products:
            sample.wrong("unknown-product", "product", found=product)
        owners[code] = product
    return owners


def _reading(row: Entry, plan: Plan, owners: Mapping[str, str]) -> Reading | None:
    sample, key = row.held.get("sample"), row.held.get("item")
    item = plan.item_by_key.get(key) if isinstance(key, str) else None
    if not isinstance(sample, str) or sample not in owners:
        row.wrong("unknown-sample", "sample", found=sample)
        return None
    if item is None:
        row.wrong("unknown-item", "item", found=key)
        return None
    if row.held.get("unit") != item.unit:
        row.wrong("unit-differs", "unit", found=row.held.get("unit"), wanted=item.unit)
    replaces = row.held.get("replaces")
    return Reading(
        id=row.text("id"),
        sample=sample,
        product=owners[sample],
        item=item.key,
        n=row.whole("n", 1, item.replicates),
        value=_value(row, item.detection, is_pass=item.is_pass),
        below=row.flag("below"),
        na=row.text("na", may_be_empty=True),
        round=cast(Round, row.choice("round", ROUNDS)),
        replaces=replaces if replaces is None else row.text("replaces"),
    )


def _value(row: Entry, detection: Fraction | None, *, is_pass: bool) -> Fraction | None:
    given, below, na = row.held.get("value"), row.held.get("below") is True, bool(row.held.get("na"))
    value = as_decimal(given)
    if given is not None and value is None:
        row.wrong("not-number", "value", found=given)
    elif na and (given is not None or below):
        row.wrong("value-and-reason", "na")
    elif below and detection is None:
        row.wrong("below-without-detection", "below")
    elif below and value is not None and detection is not None and value >= detection:
        row.wrong("below-but-above", "value", found=given)
    elif value is None and not below and not na:
        row.wrong("no-value", "value")
    elif is_pass and value is not None and value not in (0, PASSED):
        row.wrong("neither-pass-nor-fail", "value", found=given)
    return value


def _that_count(rows: Sequence[Reading], notes: Notes) -> Counted:
    """Without those that another one replaces; a reading may be replaced once, by one of the same kind."""
    by_id = {row.id: row for row in rows}
    for key, times in Counter(row.id for row in rows).items():
        if times > 1:
            notes.add("reading-twice", f"readings.{key}", found=key)
    replaced: set[str] = set()
    for row in rows:
        if row.replaces is None:
            continue
        old = by_id.get(row.replaces)
        if old is None or old is row:
            notes.add("replaces-unknown", f"readings.{row.id}", found=row.replaces)
        elif (old.sample, old.item, old.n, old.round) != (row.sample, row.item, row.n, row.round):
            notes.add("replaces-other", f"readings.{row.id}", found=row.replaces)
        if row.replaces in replaced:
            notes.add("replaced-twice", f"readings.{row.id}", found=row.replaces)
        replaced.add(row.replaces)
    counted: Counted = {}
    for row in rows:
        if row.id not in replaced:
            counted.setdefault((row.product, row.item), []).append(row)
    return counted


def _of_the_last_round(rows: list[Reading]) -> list[Reading]:
    again = [row for row in rows if row.round == "retest"]
    return again or rows


def check_sets(
    plan: Plan,
    products: Sequence[str],
    counted: Mapping[tuple[str, str], Sequence[Reading]],
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


def _check(item: Item, product: str, rows: Sequence[Reading], samples: int, notes: Notes) -> None:
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


type Below = Literal["none", "some", "all"]


@dataclass(frozen=True, slots=True)
class Measured:
    """The combined value of `count` readings, exactly; None where the item does not apply, with the reason."""

    value: Fraction | None
    na: str = ""
    below: Below = "none"
    round: Round = "first"
    count: int = 0


def measure(item: Item, readings: Sequence[Reading]) -> Measured:
    """One value from all readings of a product's samples. There is at least one reading."""
    which = readings[0].round
    if readings[0].na:
        return Measured(None, na=readings[0].na, round=which)
    values, below = [], 0
    for reading in readings:
        if is_below(item, reading) or reading.value is None:
            below += 1
            values.append(item.substitute)
        else:
            values.append(reading.value)
    found: Below = "none" if not below else "all" if below == len(values) else "some"
    return Measured(combined(item, values), below=found, round=which, count=len(values))


def is_below(item: Item, reading: Reading) -> bool:
    """Whether the reading is below the detection limit, by its own word or by its value."""
    is_small = item.detection is not None and reading.value is not None and reading.value < item.detection
    return reading.below or is_small


def combined(item: Item, values: Sequence[Fraction]) -> Fraction:
    """Mean, median or worst of at least one value."""
    if item.combine == "mean":
        return sum(values, ZERO) / len(values)
    ordered = sorted(values)
    if item.combine == "median":
        half = len(ordered) // 2
        return (ordered[half] + ordered[-half - 1]) / 2
    return ordered[-1] if item.low_is_better else ordered[0]
