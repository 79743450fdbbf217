"""What the plan asks of the laboratories: which readings are to come for which sample, and which are there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huaihai.supervision.models import Laboratory, Project, Reading, SampleAssignment

type Key = tuple[str, str, int, str]  # sample, item, number, round


@dataclass(frozen=True)
class Progress:
    """Of how many readings to come how many are there."""

    done: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.done >= self.of


def items_of(project: Project) -> dict[str, dict[str, Any]]:
    """The items of the registered plan by key, in the plan's order."""
    plan = project.registered.plan if project.registered is not None else project.plan
    return {str(item["key"]): item for item in plan.get("items", ())}


def replicates(item: Mapping[str, Any]) -> int:
    """How many readings the plan wants of an item on each sample."""
    return max(1, int(item.get("replicates", 1)))


def wanted(assignments: Iterable[SampleAssignment], items: Mapping[str, Any]) -> list[Key]:
    """Every reading to come, sample after sample."""
    return [
        (row.sample, key, n, row.round)
        for row in assignments
        for key in row.items
        if key in items
        for n in range(1, replicates(items[key]) + 1)
    ]


def standing(project: Project, **narrowed: Any) -> dict[Key, Reading]:
    """The readings that count, by what they are a reading of. One query."""
    rows = Reading.objects.standing().filter(project=project, **narrowed)
    return {(row.sample, row.item, row.n, row.round): row for row in rows}


def is_there(key: Key, held: Mapping[Key, Reading]) -> bool:
    """Whether this reading is there; one that does not apply settles all of its item on that sample."""
    if key in held:
        return True
    sample, item, _n, round_ = key
    first = held.get((sample, item, 1, round_))
    return first is not None and bool(first.na)


def progress(keys: Iterable[Key], held: Mapping[Key, Reading]) -> Progress:
    """How far these readings are."""
    told = [is_there(key, held) for key in keys]
    return Progress(sum(told), len(told))


def progress_of(laboratory: Laboratory) -> dict[tuple[str, str], Progress]:
    """By sample and round. Three queries."""
    items = items_of(laboratory.project)
    held = standing(laboratory.project, laboratory=laboratory)
    rows = laboratory.assignments.filter(withdrawn_at=None)
    return {(row.sample, row.round): progress(wanted([row], items), held) for row in rows}


def missing(project: Project, *, round: str) -> Progress:  # noqa: A002 # the name of the column
    """How far the readings of a whole round are."""
    rows = SampleAssignment.objects.filter(project=project, round=round, withdrawn_at=None)
    return progress(wanted(rows, items_of(project)), standing(project, round=round))
