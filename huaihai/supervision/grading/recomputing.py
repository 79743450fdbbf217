"""Every result of a file computed again, beside what the file says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huaihai.supervision.grading import files, plan
from huaihai.supervision.grading.problems import PlanError, problem
from huaihai.supervision.grading.shape import Entry, Notes


@dataclass(frozen=True)
class Compared:
    """One product: the result as it comes out, as the file has it (empty: not at all), and the names that differ."""

    product: str
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    differing: tuple[str, ...]


def recompute(file: Mapping[str, Any]) -> list[Compared]:
    """All products again, from plan and readings alone. Raises PlanError, ReadingError where that cannot be done."""
    if (stranger := files.other_format(file)) is not None:
        raise PlanError([stranger])
    entry = Entry(file, "", Notes())
    versions = entry.entries("plans")
    if not versions or not isinstance(versions[-1].held.get("plan"), dict):
        raise PlanError([problem("no-plan", "plans")])
    products = [row.word("key") for row in entry.entries("products")]
    samples, readings = entry.held.get("samples"), entry.held.get("readings")
    ours = files.results_of(
        plan.parse(versions[-1].held["plan"]),
        products,
        samples if isinstance(samples, list) else [],
        readings if isinstance(readings, list) else [],
    )
    theirs = {row.word("product"): row.held for row in entry.entries("results")}
    return [_compared(one, theirs.get(one["product"], {})) for one in ours]


def _compared(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Compared:
    differing = tuple(name for name, value in ours.items() if theirs.get(name) != value)
    return Compared(ours["product"], ours, theirs, differing)
