"""What neighbours of this subject know about a business: penalties as imported, measures, earlier removals."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib import import_module
from typing import Any

from django.db.models import Q

from huaihai.brands import standing
from huaihai.brands.models import Entry, ImportRun, Penalty
from huaihai.kit.clock import local_day

LOOK_BACK, WAIT = 24, 24  # months, as long as the alliance has adopted no criteria
MEASURES = "huaihai.brands.evidence.measures"


@dataclass(frozen=True)
class Known:
    """How many there are, and until which day a list is known."""

    count: int
    known_until: date


def look_back(on: date) -> int:
    """How many months of conduct count, by the criteria of this day."""
    return int(_criteria(on).get("look_back_months", LOOK_BACK))


def serious_penalties(entry: Entry, as_of: date) -> Known | None:
    """Serious penalties in the months that count, as imported; None where no list of its city was imported."""
    since = months_before(as_of, look_back(as_of))
    near = Q(region_code="") | Q(region_code=_region(entry))
    runs = ImportRun.objects.filter(near, about=ImportRun.About.PENALTIES, known_until__gte=since)
    newest = runs.order_by("-known_until").values_list("known_until", flat=True).first()
    if newest is None:
        return None
    rows = Penalty.objects.standing().filter(
        credit_code=entry.business.credit_code or "-",
        gravity=Penalty.Gravity.SERIOUS,
        is_taken_back=False,
        decided_on__gte=since,
        decided_on__lte=as_of,
    )
    return Known(rows.count(), min(newest, as_of))


def measure(entry: Entry, as_of: date, name: str) -> int | Fraction | None:
    """A measure of conduct over the months that count; None where it is not known."""
    try:
        module = import_module(MEASURES)
    except ModuleNotFoundError:
        return None
    found: Mapping[str, int | Fraction] = module.measures(entry, as_of=as_of, within_months=look_back(as_of))
    return found.get(name)


def waits_until(entry: Entry) -> date | None:
    """From which day on the same thing may come back after it was removed; None if it never was."""
    rows = Entry.objects.filter(
        business=entry.business, kind=entry.kind, what=entry.what, stage="removed"
    ).exclude(pk=entry.pk)
    if entry.place_id is not None:
        rows = rows.filter(Q(place=entry.place_id) | Q(place=None))
    removed = rows.exclude(ended_at=None).order_by("-ended_at").values_list("ended_at", flat=True).first()
    if removed is None:
        return None
    on = local_day(removed)
    admission = _criteria(on).get("admission", {})
    return months_before(on, -int(admission.get("wait_months_after_removal", WAIT)))


def months_before(on: date, months: int) -> date:
    """The same day so many months earlier (later, if negative); the last one of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def _criteria(on: date) -> dict[str, Any]:
    version = standing.criteria_on(on)
    return dict(version.content) if version is not None else {}


def _region(entry: Entry) -> str:
    return entry.body.region_code
