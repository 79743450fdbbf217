"""What follows from a counted round, by rule: not enough, and back to the directory, or the public notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.brands import standing, telling
from huaihai.brands.actions.moving import lock, moving
from huaihai.brands.assessing import enough
from huaihai.brands.assessing.actions import seating
from huaihai.brands.evidence import refreshing
from huaihai.brands.models import AssessmentRound, Entry, Snapshot
from huaihai.brands.noticing.actions import giving
from huaihai.brands.powers import Who
from huaihai.kit.clock import local_day

STAGES = {False: "assessing", True: "held"}  # by whether it renews


def conclude(key: UUID, *, at: datetime) -> None:
    """Gather the entry's evidence anew, and go on by its score. Nothing happens while no basis is in force, or if
    somebody was faster."""
    with transaction.atomic():
        entry = lock(AssessmentRound.objects.values_list("entry", flat=True).get(pk=key))
        held = AssessmentRound.objects.select_for_update().get(pk=key)
        held.entry = entry
        if not _waits(held) or not standing.gives_title(local_day(at)):
            return
        snapshot = refreshing.refresh(held.entry, at=at)
        if not snapshot.result:
            return
        criteria = snapshot.criteria or held.criteria
        if missing := enough.missing(criteria.content, snapshot.result) + enough.disagreement(held):
            _fall_short(held, snapshot, missing, at=at)
        else:
            giving.give(held, snapshot, at=at)


def close(held: AssessmentRound, outcome: AssessmentRound.Outcome, *, at: datetime) -> None:
    """The round is over."""
    held.closed_at, held.outcome = at, outcome
    held.save(update_fields=["closed_at", "outcome", "missing", "motion", "resolution"])


def _waits(held: AssessmentRound) -> bool:
    is_open = held.completed_at is not None and held.closed_at is None and not held.outcome
    return is_open and held.entry.stage == STAGES[held.renews]


def _fall_short(
    held: AssessmentRound, snapshot: Snapshot, missing: list[dict[str, str]], *, at: datetime
) -> None:
    entry: Entry = held.entry
    verb, noted = ("note", "renewal short") if held.renews else ("fall short", "")
    facts: Mapping[str, Any] = {
        "round": held.number,
        "snapshot": snapshot.sha256,
        "missing": [[one["what"], one["key"]] for one in missing],
    }
    with moving(entry, verb, who=Who.RULE, noted=noted, by=seating.PROGRAM, at=at) as move:
        held.missing = missing
        close(held, AssessmentRound.Outcome.SHORT, at=at)
        move.facts |= facts
    telling.business(entry, "short", key=str(held.pk), at=at)
