"""What a laboratory read: from JSON to the readings that count, and what is wrong with them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal, cast

from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.problems import Problem, ReadingError
from huaihai.supervision.grading.reading_checks import check_sets
from huaihai.supervision.grading.scales import PASSED
from huaihai.supervision.grading.shape import Entry, Notes, as_decimal

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


def problems(
    plan: Plan, products: Sequence[str], samples: Sequence[Any], readings: Sequence[Any]
) -> list[Problem]:
    """What is missing, doubled or wrong in these readings; empty: the products can be graded."""
    return sift(plan, products, samples, readings)[1]


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
