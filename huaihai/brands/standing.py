"""In which form the programme runs on a day, whose criteria count, and what they say about months and waiting."""

import calendar
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.brands.models import Basis, CriteriaVersion, Entry
from huaihai.kit.clock import local_day

LOOK_BACK, WAIT = 24, 24  # months, as long as the alliance has adopted no criteria


def basis_on(on: date) -> Basis | None:
    """The legal basis in force on this day; None: the programme is a directory of pledges, without title and rank."""
    rows = _adopted(Basis, on).filter(from_on__lte=on)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    found: Basis | None = (
        rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).order_by("from_on", "at").first()
    )
    return found


def gives_title(on: date) -> bool:
    """Whether title, rank, score and mark exist on this day."""
    return basis_on(on) is not None


def criteria_on(on: date) -> CriteriaVersion | None:
    """The criteria that the alliance has adopted and that count on this day; None before the first."""
    rows = _adopted(CriteriaVersion, on).filter(from_on__lte=on)
    found: CriteriaVersion | None = rows.order_by("from_on", "number").last()
    return found


def has_title(entry: Entry, on: date) -> bool:
    """Whether this entry carries the title on this day."""
    return entry.holds_mark(on) and gives_title(on)


def _adopted(model: type[Basis] | type[CriteriaVersion], on: date) -> models.QuerySet[Any, Any]:
    """Rows whose resolution is in force on this day: begun, and not repealed."""
    rows: models.QuerySet[Any, Any] = model.objects.filter(resolution__in_force_from__lte=on)
    return rows.filter(Q(resolution__repealed_from__isnull=True) | Q(resolution__repealed_from__gt=on))


def look_back(on: date) -> int:
    """How many months of conduct count, by the criteria of this day."""
    return int(_criteria(on).get("look_back_months", LOOK_BACK))


def waits_until(entry: Entry) -> date | None:
    """From which day on the same thing may come back after it was removed; None if it never was."""
    rows = Entry.objects.filter(
        business=entry.business, kind=entry.kind, what=entry.what, stage="removed"
    ).exclude(pk=entry.pk)
    if entry.place_id is not None:
        rows = rows.filter(Q(place=entry.place_id) | Q(place=None))
    removed = rows.exclude(ended_at=None).order_by("-ended_at").first()
    return back_from(removed) if removed is not None else None


def back_from(removed: Entry) -> date | None:
    """From which day on what was removed may come back; None for an entry that has not ended."""
    if removed.ended_at is None:
        return None
    on = local_day(removed.ended_at)
    admission = _criteria(on).get("admission", {})
    return months_before(on, -int(admission.get("wait_months_after_removal", WAIT)))


def months_before(on: date, months: int) -> date:
    """The same day so many months earlier (later, if negative); the last one of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def _criteria(on: date) -> dict[str, Any]:
    version = criteria_on(on)
    return dict(version.content) if version is not None else {}
