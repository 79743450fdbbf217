"""What is wrong in a file, ours or a stranger's: each step is checked against the step before it, as stated."""

from collections.abc import Mapping
from typing import Any

from huaihai.supervision.grading import files
from huaihai.supervision.grading import plan as plans
from huaihai.supervision.grading.linting import described, found, places, registered, stated, steps, totals
from huaihai.supervision.grading.problems import Problem
from huaihai.supervision.grading.shape import Entry, Notes

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
    counting = registered.check(entry)
    if counting is None:
        return notes.problems
    if lacks := plans.problems(counting.held):
        return notes.problems + [Problem(one.code, f"plan.{one.place}", one.facts) for one in lacks]
    plan = plans.parse(counting.held)
    read = found.check(entry, plan)
    described.check(entry, counting, plan)
    results = stated.read(entry, plan, read.products)
    for one in results:
        steps.check(plan, one, read.of(one.product))
        totals.check(plan, one)
    if len(results) == len(read.products):
        places.check(plan, results)
    if firm and read.is_whole and not notes.problems:
        places.check_firmness(plan, results, read.counted)
    return notes.problems
