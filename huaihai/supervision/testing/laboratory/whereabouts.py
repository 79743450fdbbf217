"""Where each sample is: it follows from hand-overs, their receipts and what was set aside."""

from collections.abc import Iterable
from typing import Any

from huaihai.supervision.models import HandOver, Project, Sample, SetAside

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
