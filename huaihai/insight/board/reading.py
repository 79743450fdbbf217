"""What pages read: stored months of measures, never cases. Two queries for all measures together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Min, Q

from huaihai.insight.board.arithmetic import Measured, Pool, counted, is_enough, value_of
from huaihai.insight.board.meeting import MET, kept, shown_until
from huaihai.insight.board.registry import BY_KEY, Kind
from huaihai.insight.models import MeasureReading
from huaihai.insight.months import between, first_day, later

WINDOW = 12  # months that a number on the board covers
KINDS: Mapping[str, Kind] = BY_KEY | {MET.key: MET}
SUMS = [key for key, kind in KINDS.items() if kind.pool == Pool.SUM]


@dataclass(frozen=True)
class MonthTold:
    """One month; `value` is empty where nothing was to measure or too little."""

    month: date
    value: Decimal | None
    of: int
    is_few: bool


@dataclass(frozen=True)
class Told:
    """One measure over its window. `since` is the first month ever measured, None: not measured yet."""

    kind: Kind
    value: Decimal | None
    of: int
    is_few: bool
    facts: Mapping[str, object]
    since: date | None
    first: date
    last: date
    as_of: datetime | None
    months: Sequence[MonthTold]


def tell(keys: Sequence[str], *, today: date, staff: bool = False) -> dict[str, Told]:
    """These measures over the last twelve months that may be shown; with `staff`, the running month is one of them."""
    known = [key for key in keys if key in KINDS]
    since = _since(known)
    series = kept(keys=known, since=later(first_day(today), -WINDOW))
    return {key: _told(KINDS[key], series.get(key, []), since.get(key), today, staff) for key in known}


def all_months(key: str, *, today: date) -> list[MonthTold]:
    """Every month of one measure that may be shown, the newest first."""
    kind = KINDS[key]
    series = kept(keys=[key], since=date.min).get(key, [])
    last = shown_until(kind, today)
    return [_month(kind, month, found) for month, found in series if month <= last][::-1]


def _told(
    kind: Kind,
    series: Sequence[tuple[date, Measured]],
    since: tuple[date, datetime] | None,
    today: date,
    staff: bool,
) -> Told:
    last = first_day(today) if staff else shown_until(kind, today)
    first = later(last, 1 - WINDOW)
    by_month = {month: found for month, found in series if first <= month <= last}
    held = [found for found in by_month.values() if found.of or kind.pool == Pool.SUM]
    enough = is_enough(kind.pool, held, least=kind.least)
    return Told(
        kind=kind,
        value=value_of(kind.pool, held, per=kind.per) if enough else None,
        of=counted(kind.pool, held),
        is_few=bool(held) and not enough,
        facts=held[-1].facts if held else {},
        since=since[0] if since else None,
        first=first,
        last=last,
        as_of=since[1] if since else None,
        months=[_month(kind, month, by_month.get(month)) for month in between(first, last)],
    )


def _month(kind: Kind, month: date, found: Measured | None) -> MonthTold:
    held = [found] if found is not None and (found.of or kind.pool == Pool.SUM) else []
    enough = is_enough(kind.pool, held, least=kind.least)
    value = value_of(kind.pool, held, per=kind.per) if enough else None
    return MonthTold(month, value, counted(kind.pool, held), is_few=bool(held) and not enough)


def _since(keys: Sequence[str]) -> dict[str, tuple[date, datetime]]:
    """Since when each was measured, and when it was last computed."""
    rows = MeasureReading.objects.filter(Q(of__gt=0) | Q(key__in=SUMS), key__in=keys).order_by()
    found = rows.values("key").annotate(first=Min("month"), at=Max("computed_at"))
    return {row["key"]: (row["first"], row["at"]) for row in found}
