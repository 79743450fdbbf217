"""The plan of a comparative test: read from its JSON, and what is wrong with it (docs/guides/test-file.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Literal, cast

from huaihai.supervision.grading.items import Item, read_items
from huaihai.supervision.grading.numbers import FULL, ZERO, Mode, exact
from huaihai.supervision.grading.shape import (
    GRADE_KEY,
    LONGEST_TEXT,
    Entry,
    Notes,
    PlanError,
    Problem,
    is_storable,
)

type NotApplicable = Literal["rescale", "full", "no-grade"]
MOST_PRODUCTS: Final = 2000
MOST_DRAWS: Final = 100_000
MOST_SAMPLES: Final = 20  # of one product
MOST_DIGITS: Final = 6
MOST_REPLY_DAYS: Final = 60
MOST_WORK: Final = 5_000_000  # products × items × draws
LEAST_DRAWS: Final = 100


@dataclass(frozen=True)
class Grade:
    """A grade and the least rounded total that gets it."""

    key: str
    name: str
    least: Fraction


@dataclass(frozen=True)
class Trigger:
    """When a downgrade holds: an item failed, has fewer points, or so many items of a group failed."""

    kind: Literal["failed", "points", "group"]
    key: str  # of the item or the group
    points: Fraction = ZERO
    least: int = 1


@dataclass(frozen=True)
class Downgrade:
    """A rule: if its trigger holds, the grade is at best this one."""

    key: str
    name: str
    when: Trigger
    at_best: str


@dataclass(frozen=True)
class Plan:
    """What grading needs of a plan; `grades` best first, `products` and `main_samples` as planned."""

    products: tuple[str, ...]
    main_samples: int
    groups: tuple[str, ...]
    items: tuple[Item, ...]
    not_applicable: NotApplicable
    downgrades: tuple[Downgrade, ...]
    digits: int
    mode: Mode
    grades: tuple[Grade, ...]
    seed: str
    draws: int

    @cached_property
    def item_by_key(self) -> dict[str, Item]:
        """The items by key."""
        return {item.key: item for item in self.items}

    @cached_property
    def level(self) -> dict[str, int]:
        """Each grade's number, 0 for the best."""
        return {grade.key: number for number, grade in enumerate(self.grades)}


def parse(mapping: Mapping[str, Any]) -> Plan:
    """The plan that this JSON says. Raises PlanError with all that is wrong."""
    plan, found = _read(mapping)
    if found:
        raise PlanError(found)
    return plan


def problems(mapping: Mapping[str, Any]) -> list[Problem]:
    """All that is wrong with a plan; empty: it can be registered."""
    return _read(mapping)[1]


def _read(mapping: Mapping[str, Any]) -> tuple[Plan, list[Problem]]:
    notes = Notes()
    entry = Entry(mapping, "", notes)
    _check_what_is_not_graded(entry)
    rounding, samples = entry.entry("rounding"), entry.entry("samples")
    samples.whole("spare", 0, MOST_SAMPLES)
    plan = Plan(
        products=_products(entry),
        main_samples=samples.whole("main", 1, MOST_SAMPLES),
        groups=_groups(entry),
        items=read_items(entry),
        not_applicable=cast(NotApplicable, entry.choice("not_applicable", ("rescale", "full", "no-grade"))),
        downgrades=_downgrades(entry),
        digits=rounding.whole("digits", 0, MOST_DIGITS),
        mode=cast(Mode, rounding.choice("mode", ("half-up", "half-even"))),
        grades=_grades(entry),
        seed=entry.text("seed"),
        draws=entry.whole("draws", 0, MOST_DRAWS),
    )
    if not notes.problems:  # otherwise every sentence would be followed by those about what is missing
        check(plan, notes)
    return plan, notes.problems


def _check_what_is_not_graded(entry: Entry) -> None:
    entry.text("what")
    entry.text("category")
    entry.text("question", may_be_empty=True)
    basis = entry.held.get("basis")
    if not isinstance(basis, list) or not basis or not all(_is_line(line) for line in basis):
        entry.wrong("no-basis", "basis")
    entry.entry("clocks").whole("reply_working_days", 1, MOST_REPLY_DAYS)
    if entry.held.get("budget_fen") is not None:
        entry.whole("budget_fen", 0, 10**13)


def _is_line(line: object) -> bool:
    return isinstance(line, str) and bool(line.strip()) and len(line) <= LONGEST_TEXT and is_storable(line)


def _products(entry: Entry) -> tuple[str, ...]:
    keys = []
    for product in entry.entries("products", least=1, most=MOST_PRODUCTS):
        keys.append(product.key())
        for name in ("brand", "model", "maker", "city"):
            product.text(name)
        for name in ("maker_code", "where"):
            product.text(name, may_be_empty=True)
        product.whole("price_fen", 0, 10**12)
        product.choice("channel", ("online", "shop"))
    entry.keys_are_unique("products", keys)
    return tuple(keys)


def _groups(entry: Entry) -> tuple[str, ...]:
    groups = entry.entries("groups", least=1, most=40)
    keys = [group.key() for group in groups]
    for group in groups:
        group.text("name")
    entry.keys_are_unique("groups", keys)
    return tuple(keys)


def _grades(entry: Entry) -> tuple[Grade, ...]:
    grades = tuple(
        Grade(row.key(form=GRADE_KEY), row.text("name"), row.number("from", least=ZERO, most=FULL))
        for row in entry.entries("grades", least=2, most=20)
    )
    entry.keys_are_unique("grades", [grade.key for grade in grades])
    return grades


def _downgrades(entry: Entry) -> tuple[Downgrade, ...]:
    rows = entry.entries("downgrades", most=100)
    rules = tuple(
        Downgrade(row.key(), row.text("name"), _trigger(row.entry("when")), row.key("at_best", GRADE_KEY))
        for row in rows
    )
    entry.keys_are_unique("downgrades", [rule.key for rule in rules])
    return rules


def _trigger(when: Entry) -> Trigger:
    names = frozenset(when.held)
    if names == {"item", "is"} and when.held["is"] == "failed":
        return Trigger("failed", when.key("item"))
    if names == {"item", "points_below"}:
        return Trigger("points", when.key("item"), points=_part(when))
    if names == {"group", "failed_at_least"}:
        return Trigger("group", when.key("group"), least=when.whole("failed_at_least", 1, 60))
    when.notes.add("not-when", when.place)
    return Trigger("failed", "")


def _part(when: Entry) -> Fraction:
    points = when.positive("points_below")
    if points > FULL:
        when.wrong("out-of-range", "points_below", found=when.held["points_below"])
    return points


def check(plan: Plan, notes: Notes) -> None:
    """Note everything that does not fit together."""
    _check_weights(plan, notes)
    _check_grades(plan, notes)
    _check_references(plan, notes)
    _check_safety(plan, notes)
    work = len(plan.products) * len(plan.items) * plan.draws
    if 0 < plan.draws < LEAST_DRAWS or work > MOST_WORK:
        most = min(MOST_WORK // (len(plan.products) * len(plan.items)), 100_000)
        notes.add("draws-not-fit", "draws", least=LEAST_DRAWS, most=most)


def _check_weights(plan: Plan, notes: Notes) -> None:
    total = sum((item.weight for item in plan.items), ZERO)
    if total != FULL:
        notes.add("weights-not-100", "items", total=exact(total))


def _check_grades(plan: Plan, notes: Notes) -> None:
    if any(a.least <= b.least for a, b in pairwise(plan.grades)) or plan.grades[-1].least:
        notes.add("grades-not-falling", "grades")
    for grade in plan.grades:
        if (grade.least * 10**plan.digits).denominator != 1:
            place = f"grades.{grade.key}.from"
            notes.add("grade-finer-than-total", place, called=grade.name, digits=plan.digits)


def _check_references(plan: Plan, notes: Notes) -> None:
    for item in plan.items:
        if item.group not in plan.groups:
            notes.add("unknown-group", f"items.{item.key}.group", found=item.group, called=item.name)
    for rule in plan.downgrades:
        place = f"downgrades.{rule.key}"
        if rule.at_best not in plan.level:
            notes.add("unknown-grade", f"{place}.at_best", found=rule.at_best, called=rule.name)
        elif plan.level[rule.at_best] == 0:
            notes.add("downgrade-without-effect", f"{place}.at_best", called=rule.name)
        _check_trigger(plan, rule, notes, f"{place}.when")


def _check_trigger(plan: Plan, rule: Downgrade, notes: Notes, place: str) -> None:
    when = rule.when
    if when.kind == "group":
        can_fail = sum(item.can_fail for item in plan.items if item.group == when.key)
        if when.key not in plan.groups:
            notes.add("unknown-group", place, found=when.key, called=rule.name)
        elif can_fail < when.least:
            notes.add("downgrade-cannot-hold", place, called=rule.name)
    elif when.key not in plan.item_by_key:
        notes.add("unknown-item", place, found=when.key, called=rule.name)
    elif not _can_hold(plan.item_by_key[when.key], when):
        notes.add("downgrade-cannot-hold", place, called=rule.name)


def _can_hold(item: Item, when: Trigger) -> bool:
    return item.can_fail if when.kind == "failed" else item.scale.bound_of(when.points) is not False


def _check_safety(plan: Plan, notes: Notes) -> None:
    """A product that fails where it is about safety must not keep a good grade in silence."""
    answered = {rule.when.key for rule in plan.downgrades if rule.when.kind == "failed"}
    groups = {rule.when.key for rule in plan.downgrades if rule.when.kind == "group" and rule.when.least == 1}
    for item in plan.items:
        if item.is_safety and not item.can_fail:
            notes.add("safety-cannot-fail", f"items.{item.key}", called=item.name)
        elif item.is_safety and item.key not in answered and item.group not in groups:
            notes.add("safety-without-downgrade", f"items.{item.key}", called=item.name)
