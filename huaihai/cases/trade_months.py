"""The numbers of a trade, kept month by month: counted anew where something has happened since the last count.

`huaihai fall-due` does it every night and `huaihai cases recount` on demand; a count from nothing comes out the same.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min

from huaihai.cases import business_figures, lifecycle
from huaihai.cases.business_figures import Counts
from huaihai.cases.models import Case, TradeMonth
from huaihai.cases.periods import Period
from huaihai.kit.clock import ZONE
from huaihai.record.models import Event

Act = Callable[[], None]
LOOK_BACK = timedelta(days=1)  # an event may be written a little after the moment that it tells
TOGETHER = 500


def of_trade(category: str, period: Period) -> Counts:
    """What became of all cases of this trade that were received in the months of this period, in one query."""
    rows = TradeMonth.objects.filter(
        category=category, month__gte=period.since.replace(day=1), month__lte=period.until
    )
    return business_figures.total(Counts.from_json(row.counts) for row in rows)


def due_acts(at: datetime) -> Iterator[Act]:
    """One act a month in which something has changed since the last count, at most once a day."""
    last = TradeMonth.objects.aggregate(last=Max("counted_at"))["last"]
    if last is None or last.astimezone(ZONE).date() < at.astimezone(ZONE).date():
        for month in sorted(changed_since(last)):
            yield partial(recount, month, at=at)


def changed_since(moment: datetime | None) -> set[date]:
    """The months of receipt, as first days, of the cases to which something has happened since; all without one."""
    if moment is None:
        return _months(every_received())
    told = Event.objects.filter(verb__in=lifecycle.VERBS, at__gte=moment - LOOK_BACK)
    subjects = sorted(set(told.values_list("subject", flat=True)))
    keys = [UUID(one.removeprefix("case:")) for one in subjects if one.startswith("case:")]
    found: set[date] = set()
    for start in range(0, len(keys), TOGETHER):
        received = Case.objects.filter(pk__in=keys[start : start + TOGETHER]).exclude(submitted_at=None)
        found |= {_month_of(at) for at in received.values_list("submitted_at", flat=True) if at}
    return found


def recount(month: date, *, at: datetime) -> None:
    """Count the cases received in this month (its first day) anew, trade by trade."""
    after = (month + timedelta(days=32)).replace(day=1)
    received = business_figures.received_in(
        business_figures.every_case(), Period(month, after - timedelta(days=1))
    )
    with transaction.atomic():
        found = business_figures.by_trade_month(received.exclude(category=""))
        rows = [
            TradeMonth(category=category, month=month, counts=counts.as_json(), counted_at=at)
            for (category, _month), counts in sorted(found.items())
        ]
        TradeMonth.objects.filter(month=month).exclude(category__in=[row.category for row in rows]).delete()
        TradeMonth.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["category", "month"],
            update_fields=["counts", "counted_at"],
        )


def recount_all(*, at: datetime) -> int:
    """Count every month anew; returns how many there were."""
    months = _months(every_received()) | set(TradeMonth.objects.values_list("month", flat=True))
    for month in sorted(months):
        recount(month, at=at)
    return len(months)


def every_received() -> tuple[date, date] | None:
    """The days on which the first and the last case were received."""
    ends = Case.objects.exclude(submitted_at=None).aggregate(
        first=Min("submitted_at"), last=Max("submitted_at")
    )
    if ends["first"] is None:
        return None
    return ends["first"].astimezone(ZONE).date(), ends["last"].astimezone(ZONE).date()


def _months(span: tuple[date, date] | None) -> set[date]:
    if span is None:
        return set()
    month, found = span[0].replace(day=1), set()
    while month <= span[1]:
        found.add(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _month_of(at: datetime) -> date:
    return at.astimezone(ZONE).date().replace(day=1)
