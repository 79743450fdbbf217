"""Keeping the evidence of entries up to date: gathered, scored, stored only when something changed.

What changes rarely and far away (a group above, a fund, a mandate) is found by the weekly round of `refreshing`.

Each night the entries of the directory are due whose sources changed since they were last gathered, and each entry once
a week: what lies too far back falls out of the window without anybody doing anything.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huaihai.brands import standing
from huaihai.brands.assessing.points import points_of
from huaihai.brands.evidence import sources
from huaihai.brands.evidence.scope import Found, Scope
from huaihai.brands.models import (
    AssessmentRound,
    CriteriaVersion,
    Entry,
    EvidenceState,
    ImportRun,
    LicenceFact,
    Penalty,
    Rating,
    RevisitConfirmation,
    Snapshot,
)
from huaihai.brands.moving import lock, moving
from huaihai.brands.powers import Who
from huaihai.brands.scoring.criteria import parse
from huaihai.brands.scoring.engine import as_json, score
from huaihai.businesses.models import Business, PledgeSuspension, PledgeVersion
from huaihai.cases.models import Case, Promise
from huaihai.education.models import Exposure
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record.due import Act
from huaihai.supervision.models import Inspection, Purchase

ASKED_AT_ONCE = 500
LEEWAY = timedelta(minutes=5)  # what was being written while somebody gathered
ONE_DAY = timedelta(days=1)

type Moments = Iterable[tuple[Any, datetime | None]]  # what changed, and when; None: some time since
LOOK_BACK = 24  # months, as long as no criteria are adopted
AT_LEAST = timedelta(days=7)
GATHERED_AT_ONCE = 100  # entries an act gathers
PROGRAM = Actor.system("brand evidence")
log = logging.getLogger(__name__)


@dataclass
class Affected:
    """Entries by what changes are found under: the entry, its business with what was merged into it, credit codes."""

    since: datetime
    today: date
    gathered: dict[UUID, datetime] = field(default_factory=dict)
    by_business: dict[UUID, set[UUID]] = field(default_factory=dict)
    by_code: dict[str, set[UUID]] = field(default_factory=dict)


def among(rows: Sequence[dict[str, Any]], *, today: date) -> Iterator[UUID]:
    """Those of these entries that changed, each once. `rows` hold pk, business_id and evidence__gathered_at."""
    if not rows:
        return
    asked = _asked(rows, today)
    held: dict[str, dict[Any, set[UUID]]] = {
        "entry": {key: {key} for key in asked.gathered},
        "business": asked.by_business,
        "code": asked.by_code,
    }
    found: set[UUID] = set()
    for by, ask in _SOURCES:
        for key, moment in ask(asked):
            touched = held[by].get(key, set())
            found |= {one for one in touched if moment is None or moment >= asked.gathered[one] - LEEWAY}
    newest = ImportRun.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None:  # for which days something is known changes for all
        found |= {key for key, gathered_at in asked.gathered.items() if gathered_at <= newest + LEEWAY}
    yield from (row["pk"] for row in rows if row["pk"] in found)


def _asked(rows: Sequence[dict[str, Any]], today: date) -> Affected:
    asked = Affected(min(row["evidence__gathered_at"] for row in rows) - LEEWAY, today)
    own: dict[UUID, set[UUID]] = {}
    for row in rows:
        asked.gathered[row["pk"]] = row["evidence__gathered_at"]
        own.setdefault(row["business_id"], set()).add(row["pk"])
    keys = list(own)
    for pk, merged_into, code in _near(keys):
        entries = own.get(pk, set()) | (own.get(merged_into, set()) if merged_into else set())
        asked.by_business.setdefault(pk, set()).update(entries)
        if merged_into is not None:  # the row that stands for one that an entry names
            asked.by_business.setdefault(merged_into, set()).update(own.get(pk, set()))
        if code:
            asked.by_code.setdefault(code, set()).update(entries)
    return asked


def _near(keys: list[UUID]) -> set[tuple[UUID, UUID | None, str | None]]:
    """These businesses, what was merged into them and what they were merged into: key, merged into, credit code.

    Asked one by one: joined with OR the database looks at each business for each key.
    """
    rows = Business.objects.values_list("pk", "merged_into", "credit_code")
    own = set(rows.filter(pk__in=keys))
    standing = {merged_into for _pk, merged_into, _code in own if merged_into is not None}
    return own | set(rows.filter(merged_into__in=keys)) | set(rows.filter(pk__in=standing))


def _cases(asked: Affected) -> Moments:
    rows = Case.objects.filter(business__in=list(asked.by_business), stage_since__gte=asked.since)
    return rows.values_list("business", "stage_since")


def _promises(asked: Affected) -> Moments:
    rows = Promise.objects.filter(case__business__in=list(asked.by_business))
    for name in ("confirmed_at", "breached_at", "left_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("case__business", name)


def _pledges(asked: Affected) -> Moments:
    """Published, hidden or shown again; and those that began or ended by the calendar."""
    keys = list(asked.by_business)
    rows = PledgeVersion.objects.filter(pledge__business__in=keys)
    yield from rows.filter(published_at__gte=asked.since).values_list("pledge__business", "published_at")
    first, last = local_day(asked.since), asked.today
    begun = Q(from_on__gte=first, from_on__lte=last)
    over = Q(until_on__gte=first - ONE_DAY, until_on__lt=last)
    yield from ((key, None) for key in rows.filter(begun | over).values_list("pledge__business", flat=True))
    hidden = PledgeSuspension.objects.filter(pledge__business__in=keys)
    for name in ("suspended_at", "lifted_at"):
        yield from hidden.filter(**{f"{name}__gte": asked.since}).values_list("pledge__business", name)


def _exposures(asked: Affected) -> Moments:
    rows = Exposure.objects.filter(business__in=list(asked.by_business))
    for name in ("shown_at", "ended_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("business", name)


def _sweeps(asked: Affected) -> Moments:
    rows = Inspection.objects.filter(business__in=list(asked.by_business))
    for name in ("project__published_at", "project__withdrawn_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("business", name)


def _tests(asked: Affected) -> Moments:
    rows = Purchase.objects.filter(maker_code__in=list(asked.by_code))
    for name in ("project__releases__published_at", "project__withdrawn_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("maker_code", name)


def _revisits(asked: Affected) -> Moments:
    rows = RevisitConfirmation.objects.filter(revisit__entry__in=list(asked.gathered), at__gte=asked.since)
    return rows.values_list("revisit__entry", "at")


def _ratings(asked: Affected) -> Moments:
    """Of a rating the day alone is known."""
    rows = Rating.objects.filter(entry__in=list(asked.gathered), rated_on__gte=local_day(asked.since))
    return ((key, None) for key in rows.values_list("entry", flat=True))


def _assessments(asked: Affected) -> Moments:
    rows = AssessmentRound.objects.filter(entry__in=list(asked.gathered), completed_at__gte=asked.since)
    return rows.values_list("entry", "completed_at")


def _facts(asked: Affected) -> Moments:
    for model in (Penalty, LicenceFact):
        rows = model.objects.filter(credit_code__in=list(asked.by_code), at__gte=asked.since)
        yield from rows.values_list("credit_code", "at")


_SOURCES: tuple[tuple[str, Callable[[Affected], Moments]], ...] = (
    ("business", _cases),
    ("business", _promises),
    ("business", _pledges),
    ("business", _exposures),
    ("business", _sweeps),
    ("code", _tests),
    ("code", _facts),
    ("entry", _revisits),
    ("entry", _ratings),
    ("entry", _assessments),
)


def gather(entry: Entry, *, as_of: date, look_back_months: int) -> dict[str, Any]:
    """The evidence as scores read it; a name that is missing: nothing is known."""
    return as_kept(all_found(entry, as_of=as_of, look_back_months=look_back_months))[0]


def as_kept(held: dict[str, Found]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Evidence and sources, as a snapshot keeps them."""
    evidence = {name: dict(one.evidence) for name, one in held.items() if one.evidence is not None}
    return evidence, {name: one.source() for name, one in held.items()}


def all_found(entry: Entry, *, as_of: date, look_back_months: int) -> dict[str, Found]:
    """Everything with its source. The number of queries grows with nothing but pledges and tests of this business."""
    scope = Scope.back(entry, as_of, look_back_months)
    assessed = {name: Found(points, {"assessors": 2}) for name, points in sorted(points_of(entry).items())}
    return {
        "licence": sources.licence(scope),
        "tests": sources.tests(scope),
        "penalties": sources.penalties(scope),
        "pledges": sources.promised(scope),
        "fund": sources.fund(scope),
        **sources.complaints(scope),
        **sources.on_the_spot(scope),
        "ratings": sources.ratings(scope),
        **assessed,
        "exposures": exposures(scope),
    }


def exposures(scope: Scope) -> Found:
    """Public exposures in force: they are shown beside the evidence, and weigh through what they are about."""
    rows = Exposure.objects.in_force().filter(business__in=scope.business_ids, expires_on__gte=scope.until)
    held = list(rows.select_related("publication").order_by("-shown_at")[:5])
    return Found(None, {"count": len(held)}, tuple(one.publication.get_absolute_url() for one in held))


class NotGathered(RuntimeError):
    """Some entries could not be gathered; the log tells why, the next run tries again."""


def refresh(entry: Entry, *, at: datetime, by: Actor = PROGRAM) -> Snapshot:
    """Gather and score anew; the newest snapshot, which is a new row only if evidence, criteria or score changed."""
    as_of = local_day(at)
    criteria = standing.criteria_on(as_of)
    months = int(criteria.content["look_back_months"]) if criteria is not None else LOOK_BACK
    held = all_found(entry, as_of=as_of, look_back_months=months)
    evidence, sources = as_kept(held)
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
    return digest(said)


def due_acts(at: datetime) -> Iterator[Act]:
    """One act for each hundred entries that are due; an entry is due once a day at most."""
    for keys in batched(due_entries(at), GATHERED_AT_ONCE):
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
        yield from among(waiting, today=today)


def _after(last: UUID | None) -> list[dict[str, Any]]:
    rows = Entry.objects.directory().order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    names = ("pk", "business_id", "place_id", "evidence__gathered_at", "evidence__snapshot__criteria_id")
    return list(rows.values(*names)[:ASKED_AT_ONCE])


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
