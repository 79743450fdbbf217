"""What is wrong with a plan whose parts are all there: weights, grades, references, rules that can never hold."""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from huaihai.supervision.grading.numbers import FULL, ZERO, exact
from huaihai.supervision.grading.shape import Notes

if TYPE_CHECKING:
    from huaihai.supervision.grading.items import Item
    from huaihai.supervision.grading.plan import Downgrade, Plan, Trigger

MOST_WORK: Final = 5_000_000  # products × items × draws
LEAST_DRAWS: Final = 100


def check(plan: "Plan", notes: Notes) -> None:
    """Note everything that does not fit together."""
    _weights(plan, notes)
    _grades(plan, notes)
    _references(plan, notes)
    _safety(plan, notes)
    work = len(plan.products) * len(plan.items) * plan.draws
    if 0 < plan.draws < LEAST_DRAWS or work > MOST_WORK:
        most = min(MOST_WORK // (len(plan.products) * len(plan.items)), 100_000)
        notes.add("draws-not-fit", "draws", least=LEAST_DRAWS, most=most)


def _weights(plan: "Plan", notes: Notes) -> None:
    total = sum((item.weight for item in plan.items), ZERO)
    if total != FULL:
        notes.add("weights-not-100", "items", total=exact(total))


def _grades(plan: "Plan", notes: Notes) -> None:
    if any(a.least <= b.least for a, b in pairwise(plan.grades)) or plan.grades[-1].least:
        notes.add("grades-not-falling", "grades")
    for grade in plan.grades:
        if (grade.least * 10**plan.digits).denominator != 1:
            place = f"grades.{grade.key}.from"
            notes.add("grade-finer-than-total", place, called=grade.name, digits=plan.digits)


def _references(plan: "Plan", notes: Notes) -> None:
    for item in plan.items:
        if item.group not in plan.groups:
            notes.add("unknown-group", f"items.{item.key}.group", found=item.group, called=item.name)
    for rule in plan.downgrades:
        place = f"downgrades.{rule.key}"
        if rule.at_best not in plan.level:
            notes.add("unknown-grade", f"{place}.at_best", found=rule.at_best, called=rule.name)
        elif plan.level[rule.at_best] == 0:
            notes.add("downgrade-without-effect", f"{place}.at_best", called=rule.name)
        _trigger(plan, rule, notes, f"{place}.when")


def _trigger(plan: "Plan", rule: "Downgrade", notes: Notes, place: str) -> None:
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


def _can_hold(item: "Item", when: "Trigger") -> bool:
    return item.can_fail if when.kind == "failed" else item.scale.bound_of(when.points) is not False


def _safety(plan: "Plan", notes: Notes) -> None:
    """A product that fails where it is about safety must not keep a good grade in silence."""
    answered = {rule.when.key for rule in plan.downgrades if rule.when.kind == "failed"}
    groups = {rule.when.key for rule in plan.downgrades if rule.when.kind == "group" and rule.when.least == 1}
    for item in plan.items:
        if item.is_safety and not item.can_fail:
            notes.add("safety-cannot-fail", f"items.{item.key}", called=item.name)
        elif item.is_safety and item.key not in answered and item.group not in groups:
            notes.add("safety-without-downgrade", f"items.{item.key}", called=item.name)
