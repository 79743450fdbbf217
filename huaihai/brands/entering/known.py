"""Which months of conduct count, and how long a thing that was removed has to wait."""

import calendar
from datetime import date
from typing import Any

from django.db.models import Q

from huaihai.brands import standing
from huaihai.brands.models import Entry
from huaihai.kit.clock import local_day

LOOK_BACK, WAIT = 24, 24  # months, as long as the alliance has adopted no criteria


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
    version = standing.criteria_on(on)
    return dict(version.content) if version is not None else {}
