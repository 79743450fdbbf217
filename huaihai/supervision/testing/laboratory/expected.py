"""What the plan asks of the laboratories: which readings are to come for which sample, and which are there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from huaihai.supervision.models import HandOver, Laboratory, Project, Reading
from huaihai.supervision.testing.laboratory.whereabouts import hand_overs

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


def wanted(batches: Iterable[HandOver], items: Mapping[str, Any]) -> list[Key]:
    """Every reading to come, round after round, sample after sample."""
    found = [
        (code, key, n, row.round)
        for row in batches
        for code in row.to_be_measured
        for key in row.items
        if key in items
        for n in range(1, replicates(items[key]) + 1)
    ]
    return sorted(found, key=lambda key: (key[3], key[0]))


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
    """By sample and round, in this order."""
    held = standing(laboratory.project, laboratory=laboratory)
    keys = wanted(hand_overs(laboratory=laboratory), items_of(laboratory.project))
    own = groupby(keys, key=lambda key: (key[0], key[3]))
    return {sample: progress(some, held) for sample, some in own}


def missing(project: Project, *, round: str) -> Progress:  # noqa: A002 # the name of the column
    """How far the readings of a whole round are."""
    keys = wanted(hand_overs(project=project, round=round), items_of(project))
    return progress(keys, standing(project, round=round))
