"""Keeping the evidence of entries up to date: gathered, scored, stored only when something changed.

Each night the entries of the directory are due whose sources changed since they were last gathered, and each entry once
a week: what lies too far back falls out of the window without anybody doing anything.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.brands import standing
from huaihai.brands.actions.moving import lock, moving
from huaihai.brands.evidence import changed, gathering
from huaihai.brands.models import CriteriaVersion, Entry, EvidenceState, Snapshot
from huaihai.brands.powers import Who
from huaihai.brands.scoring.criteria import parse
from huaihai.brands.scoring.engine import score
from huaihai.brands.scoring.results import as_json
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record.due import Act

LOOK_BACK = 24  # months, as long as no criteria are adopted
AT_LEAST = timedelta(days=7)
TOGETHER = 100  # entries an act gathers
PROGRAM = Actor.system("brand evidence")
log = logging.getLogger(__name__)


class NotGathered(RuntimeError):
    """Some entries could not be gathered; the log tells why, the next run tries again."""


def refresh(entry: Entry, *, at: datetime, by: Actor = PROGRAM) -> Snapshot:
    """Gather and score anew; the newest snapshot, which is a new row only if evidence, criteria or score changed."""
    as_of = local_day(at)
    criteria = standing.criteria_on(as_of)
    months = int(criteria.content["look_back_months"]) if criteria is not None else LOOK_BACK
    held = gathering.found(entry, as_of=as_of, look_back_months=months)
    evidence, sources = gathering.told(held)
    result = _result(criteria, entry.kind, evidence)
    found = fingerprint(evidence, sources, criteria, result)
    with transaction.atomic():
        lock(entry.pk)
        state = EvidenceState.objects.filter(entry=entry).select_related("snapshot__criteria").first()
        if state is not None and state.snapshot.sha256 == found:
            EvidenceState.objects.filter(pk=entry.pk).update(gathered_at=at)
            return state.snapshot
        made = Snapshot(
            entry=entry,
            as_of=as_of,
            criteria=criteria,
            evidence=evidence,
            sources=sources,
            result=result,
            sha256=found,
            at=at,
        )
        with moving(entry, "note", who=Who.RULE, noted="evidence gathered", by=by, at=at) as move:
            move.rows.append(made)
            move.facts["sha256"] = found
        EvidenceState.objects.update_or_create(entry=entry, defaults={"snapshot": made, "gathered_at": at})
    return made


def fingerprint(
    evidence: dict[str, Any],
    sources: dict[str, Any],
    criteria: CriteriaVersion | None,
    result: dict[str, Any],
) -> str:
    """SHA-256 over what a snapshot says, in canonical JSON, as 64 hexadecimal digits."""
    said = {
        "criteria": criteria.content_hash if criteria is not None else "",
        "evidence": evidence,
        "sources": sources,
        "result": result,
    }
    return sha256(canonical(said)).hexdigest()


def due_acts(at: datetime) -> Iterator[Act]:
    """One act for each hundred entries that are due; an entry is due once a day at most."""
    for keys in batched(due_entries(at), TOGETHER):
        yield partial(refresh_all, keys, at)


def refresh_all(keys: tuple[UUID, ...], at: datetime) -> None:
    """Gather these anew, one after the other, each in a transaction of its own; one that fails holds up no other.

    Raises NotGathered at the end if some failed.
    """
    failed = 0
    for entry in Entry.objects.directory().filter(pk__in=keys).select_related("business", "place", "body"):
        try:
            refresh(entry, at=at)
        except Exception as error:  # noqa: BLE001 # the others are still to be gathered
            log.error("the evidence of an entry could not be gathered: %s", type(error).__name__)
            failed += 1
    if failed:
        raise NotGathered(f"the evidence of {failed} entries could not be gathered")


def due_entries(at: datetime) -> Iterator[UUID]:
    """The entries of the directory to gather anew, in batches: a fixed number of queries for each five hundred."""
    today, last = local_day(at), None
    criteria = standing.criteria_on(today)
    while rows := _after(last):
        last = rows[-1]["pk"]
        yield from (row["pk"] for row in rows if _is_plainly_due(row, criteria, at))
        waiting = [row for row in rows if not _is_plainly_due(row, criteria, at) and _is_over(row, today)]
        yield from changed.among(waiting, today=today)


def _after(last: UUID | None) -> list[dict[str, Any]]:
    rows = Entry.objects.directory().order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    names = ("pk", "business_id", "place_id", "evidence__gathered_at", "evidence__snapshot__criteria_id")
    return list(rows.values(*names)[: changed.TOGETHER])


def _is_plainly_due(row: dict[str, Any], criteria: CriteriaVersion | None, at: datetime) -> bool:
    gathered_at = row["evidence__gathered_at"]
    if gathered_at is None or gathered_at <= at - AT_LEAST:
        return True
    wanted = criteria.pk if criteria is not None else None
    return bool(row["evidence__snapshot__criteria_id"] != wanted)


def _is_over(row: dict[str, Any], today: date) -> bool:
    """Whether it was gathered on an earlier day."""
    return local_day(row["evidence__gathered_at"]) < today


def _result(criteria: CriteriaVersion | None, kind: str, evidence: dict[str, Any]) -> dict[str, Any]:
    return as_json(score(parse(criteria.content), kind, evidence)) if criteria is not None else {}
