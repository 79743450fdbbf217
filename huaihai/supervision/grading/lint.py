"""What is wrong in a file, ours or a stranger's: the registered plan, what was found, then each step as stated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from huaihai import alliance
from huaihai.kit.canonical import digest
from huaihai.supervision.grading import files, readings, stated, steps
from huaihai.supervision.grading import plan as plans
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.readings import Counted, Reading
from huaihai.supervision.grading.shape import Entry, Notes, Problem

ZONE: Final = ZoneInfo(alliance.load().country.zone)
type Finding = Problem


def lint(file: Mapping[str, Any], *, firm: bool = True) -> list[Finding]:
    """Everything that is wrong, in the order of the steps; empty: the results follow from plan and readings.

    Of a file of another kind nothing but that is said.

    `firm`: how firm each place is, too, which takes most of the time.
    """
    notes = Notes()
    entry = Entry(file, "", notes)
    if (stranger := files.other_format(file)) is not None:
        return [stranger]
    counting = check_plan(entry)
    if counting is None:
        return notes.problems
    if lacks := plans.problems(counting.held):
        return notes.problems + [Problem(one.code, f"plan.{one.place}", one.facts) for one in lacks]
    plan = plans.parse(counting.held)
    read = check_found(entry, plan)
    check_described(entry, counting, plan)
    results = stated.read(entry, plan, read.products)
    for one in results:
        steps.check_items(plan, one, read.of(one.product))
        steps.check_total(plan, one)
    if len(results) == len(read.products):
        steps.check_places(plan, results)
    if firm and read.is_whole and not notes.problems:
        steps.check_firmness(plan, results, read.counted)
    return notes.problems


def check_plan(file: Entry) -> Entry | None:
    """Note what is wrong with the versions, and return the plan that counts, if there is one."""
    versions = file.entries("plans", least=1, key="number")
    bought = _first_purchase(file)
    for number, version in enumerate(versions, start=1):
        if version.held.get("number") != number:
            version.wrong("plan-number", "number", found=version.held.get("number"), wanted=number)
        if number > 1 and not version.held.get("reason"):
            version.wrong("plan-changed-without-reason", "reason", number=number)
        _check_hash(version, number)
        _check_day(version, number, bought)
    if not versions or not isinstance(versions[-1].held.get("plan"), dict):
        file.wrong("no-plan", "plans")
        return None
    return versions[-1].entry("plan")


def _check_hash(version: Entry, number: int) -> None:
    try:
        made = digest(version.held.get("plan"))
    except ValueError:
        made = ""
    if version.held.get("hash") != made:
        version.wrong("plan-hash", "hash", number=number, found=version.held.get("hash"), wanted=made)


def _check_day(version: Entry, number: int, bought: date | None) -> None:
    text = version.held.get("registered_at")
    try:
        at = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        version.wrong("not-moment", "registered_at", found=text)
        return
    day = at.date() if at.tzinfo is None else at.astimezone(ZONE).date()
    if bought is not None and day > bought:
        version.wrong("plan-after-purchase", "registered_at", number=number, day=day, bought=bought)


def _first_purchase(file: Entry) -> date | None:
    """The earliest day on which something was bought; noted if the file says a later one."""
    days = []
    for product in file.entries("products"):
        if (day := product.day("bought_on")) is None:
            product.wrong("not-day", "bought_on", found=product.held.get("bought_on"))
        else:
            days.append(day)
    said = file.day("first_purchase_on")
    first = min(days, default=said)
    if said is None or (first is not None and said > first):
        file.wrong(
            "first-purchase", "first_purchase_on", found=file.held.get("first_purchase_on"), wanted=first
        )
    return first if said is None or first is None else min(first, said)


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


def check_found(file: Entry, plan: Plan) -> Found:
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


type Label = tuple[str, str]  # brand and model


def check_described(file: Entry, counting: Entry, plan: Plan) -> None:
    """Note both. A product may be called otherwise than planned (a new model), but not as another one is."""
    _called_as_another(file, counting)
    if isinstance(file.held.get("labs"), list):
        for lab in file.entries("labs"):
            items: Any = lab.held.get("items")
            for key in items if isinstance(items, list) else []:
                if not isinstance(key, str) or key not in plan.item_by_key:
                    lab.wrong("unknown-item", "items", found=key)


def _called_as_another(file: Entry, counting: Entry) -> None:
    rows: Any = counting.held.get("products")
    planned = {row["key"]: _label(row) for row in rows if isinstance(row.get("key"), str)}
    for row in file.entries("products"):
        key, label = row.held.get("key"), _label(row.held)
        own = planned.get(key) if isinstance(key, str) else None
        if own is None or own == label:
            continue
        others = [label for other, label in planned.items() if other != key]
        if label in others or (label[0] != own[0] and label[0] in {brand for brand, _model in others}):
            row.wrong("called-as-another", "brand", found=" ".join(label), wanted=" ".join(own))


def _label(row: Any) -> Label:
    return str(row.get("brand") or ""), str(row.get("model") or "")
