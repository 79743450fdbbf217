"""Where each sample is, which readings the plan asks for it, and which are there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from huaihai.supervision.models import HandOver, Laboratory, Project, Reading, Sample, SetAside

Stage = Sample.Stage


def hand_overs(**narrowed: Any) -> list[HandOver]:
    """Batches in the order in which they left, with their receipts and what was set aside. Three queries."""
    found = HandOver.objects.filter(**narrowed).select_related("laboratory").prefetch_related("receipts")
    rows = list(found.order_by("at", "pk"))
    aside = SetAside.objects.filter(sample__project__in={row.project_id for row in rows})
    codes = frozenset(aside.values_list("sample__code", flat=True)) if rows else frozenset()
    for row in rows:
        row.aside = codes
    return rows


def came(batches: Iterable[HandOver]) -> set[tuple[str, str]]:
    """Code and round of every sample that a receipt says came whole."""
    here = [batch for batch in batches if batch.receipt is not None]
    return {(code, batch.round) for batch in here for code in batch.to_be_measured}


def stages(project: Project) -> dict[str, str]:
    """Code → stage of every sample."""
    rows = Sample.objects.filter(project=project)
    found: dict[str, str] = dict.fromkeys(rows.values_list("code", flat=True), Stage.HELD)
    for batch in hand_overs(project=project):
        for code in batch.samples:
            if found.get(code, Stage.ASIDE) != Stage.ASIDE:
                found[code] = _after(batch, code)
    for code in SetAside.objects.filter(sample__project=project).values_list("sample__code", flat=True):
        found[code] = Stage.ASIDE
    return found


def keep(project: Project, codes: Iterable[str]) -> None:
    """Bring the rows of these samples to where they are. The caller holds the project's row lock."""
    now = stages(project)
    by_stage: dict[str, list[str]] = {}
    for code in codes:
        by_stage.setdefault(now[code], []).append(code)
    for stage, own in by_stage.items():
        Sample.objects.filter(code__in=own).update(stage=stage)


def _after(batch: HandOver, code: str) -> str:
    receipt = batch.receipt
    if receipt is None:
        return Stage.PASSING
    if code in receipt.absent:
        return Stage.HELD
    return Stage.ASIDE if code in receipt.broken else Stage.LABORATORY


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
