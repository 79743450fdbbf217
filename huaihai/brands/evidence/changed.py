"""Which entries have sources that changed since they were gathered: one query a source, for five hundred entries.

What changes rarely and far away (a group above, a fund, a mandate) is found by the weekly round of `refreshing`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from huaihai.brands.models import (
    AssessmentRound,
    ImportRun,
    LicenceFact,
    Penalty,
    Rating,
    RevisitConfirmation,
)
from huaihai.businesses.models import Business, PledgeSuspension, PledgeVersion
from huaihai.cases.models import Case, Promise
from huaihai.education.models import Exposure
from huaihai.kit.clock import local_day
from huaihai.supervision.models import Inspection, Purchase

TOGETHER = 500
LEEWAY = timedelta(minutes=5)  # what was being written while somebody gathered
ONE_DAY = timedelta(days=1)

type Moments = Iterable[tuple[Any, datetime | None]]  # what changed, and when; None: some time since


@dataclass
class Asked:
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


def _asked(rows: Sequence[dict[str, Any]], today: date) -> Asked:
    asked = Asked(min(row["evidence__gathered_at"] for row in rows) - LEEWAY, today)
    own: dict[UUID, set[UUID]] = {}
    for row in rows:
        asked.gathered[row["pk"]] = row["evidence__gathered_at"]
        own.setdefault(row["business_id"], set()).add(row["pk"])
    keys = list(own)
    near = Business.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys) | Q(merged__in=keys)).distinct()
    for pk, merged_into, code in near.values_list("pk", "merged_into", "credit_code"):
        entries = own.get(pk, set()) | (own.get(merged_into, set()) if merged_into else set())
        asked.by_business.setdefault(pk, set()).update(entries)
        if merged_into is not None:  # the row that stands for one that an entry names
            asked.by_business.setdefault(merged_into, set()).update(own.get(pk, set()))
        if code:
            asked.by_code.setdefault(code, set()).update(entries)
    return asked


def _cases(asked: Asked) -> Moments:
    rows = Case.objects.filter(business__in=list(asked.by_business), stage_since__gte=asked.since)
    return rows.values_list("business", "stage_since")


def _promises(asked: Asked) -> Moments:
    rows = Promise.objects.filter(case__business__in=list(asked.by_business))
    for name in ("confirmed_at", "breached_at", "left_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("case__business", name)


def _pledges(asked: Asked) -> Moments:
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


def _exposures(asked: Asked) -> Moments:
    rows = Exposure.objects.filter(business__in=list(asked.by_business))
    for name in ("shown_at", "ended_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("business", name)


def _sweeps(asked: Asked) -> Moments:
    rows = Inspection.objects.filter(business__in=list(asked.by_business))
    for name in ("project__published_at", "project__withdrawn_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("business", name)


def _tests(asked: Asked) -> Moments:
    rows = Purchase.objects.filter(maker_code__in=list(asked.by_code))
    for name in ("project__releases__published_at", "project__withdrawn_at"):
        yield from rows.filter(**{f"{name}__gte": asked.since}).values_list("maker_code", name)


def _revisits(asked: Asked) -> Moments:
    rows = RevisitConfirmation.objects.filter(revisit__entry__in=list(asked.gathered), at__gte=asked.since)
    return rows.values_list("revisit__entry", "at")


def _ratings(asked: Asked) -> Moments:
    """Of a rating the day alone is known."""
    rows = Rating.objects.filter(entry__in=list(asked.gathered), rated_on__gte=local_day(asked.since))
    return ((key, None) for key in rows.values_list("entry", flat=True))


def _assessments(asked: Asked) -> Moments:
    rows = AssessmentRound.objects.filter(entry__in=list(asked.gathered), completed_at__gte=asked.since)
    return rows.values_list("entry", "completed_at")


def _facts(asked: Asked) -> Moments:
    for model in (Penalty, LicenceFact):
        rows = model.objects.filter(credit_code__in=list(asked.by_code), at__gte=asked.since)
        yield from rows.values_list("credit_code", "at")


_SOURCES: tuple[tuple[str, Callable[[Asked], Moments]], ...] = (
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
