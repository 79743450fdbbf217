"""The plan of a comparative test: read from its JSON, and what is wrong with it (docs/guides/test-file.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Literal, cast

from huaihai.supervision.grading.items import Item, read_items
from huaihai.supervision.grading.numbers import FULL, ZERO, Mode
from huaihai.supervision.grading.plan_checks import check
from huaihai.supervision.grading.problems import PlanError, Problem
from huaihai.supervision.grading.shape import GRADE_KEY, LONGEST_TEXT, Entry, Notes, is_storable

type NotApplicable = Literal["rescale", "full", "no-grade"]

MOST_PRODUCTS: Final = 2000
MOST_DRAWS: Final = 100_000
MOST_SAMPLES: Final = 20  # of one product
MOST_DIGITS: Final = 6
MOST_REPLY_DAYS: Final = 60


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
