"""Computing the measures of a month and storing them; by night, and anew by command."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from huaihai.cases.models import Case
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.meeting import MET
from huaihai.insight.board.months import Span
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.models import MeasureReading
from huaihai.insight.months import between, first_day, later
from huaihai.kit.clock import local_day

TURNING = 2  # months before the running one that are computed again every night: late steps still change them
FARTHEST = 24  # months back that the night fills in; earlier ones are computed by command


def compute(month: date, *, at: datetime) -> int:
    """Compute all measures of the month of this day as they can be told at this moment; how many were stored.

    Nothing is locked while it counts.
    """
    span = Span(first_day(month), at)
    rows = [
        _row(key, span, found) for key, kind in BY_KEY.items() if (found := kind.source(span)) is not None
    ]
    _store(rows)
    met = MET.source(span)  # of what was stored just now
    if met is not None:
        rows.append(_row(MET.key, span, met))
        _store(rows[-1:])
    return len(rows)


def due_acts(at: datetime) -> Iterator[Callable[[], object]]:
    """The running month and the two before it once a day, and months that were never computed; the oldest first."""
    today = local_day(at)
    this = first_day(today)
    newest = dict(
        MeasureReading.objects.filter(month__gte=later(this, -FARTHEST), key__in=BY_KEY)
        .order_by("computed_at")
        .values_list("month", "computed_at")
    )
    for month in between(first_month(today), this):
        computed = newest.get(month)
        is_turning = month >= later(this, -TURNING)
        if computed is None or (is_turning and local_day(computed) < today):
            yield partial(compute, month, at=at)


def first_month(today: date) -> date:
    """The month of the first complaint received, at most two years back; without one, this month."""
    this = first_day(today)
    first = (
        Case.objects.filter(submitted_at__isnull=False)
        .order_by("submitted_at")
        .values_list("submitted_at", flat=True)
    )
    found = first.first()
    return this if found is None else max(later(this, -FARTHEST), min(first_day(local_day(found)), this))


def _row(key: str, span: Span, found: Measured) -> MeasureReading:
    return MeasureReading(
        key=key, month=span.month, part=found.part, of=found.of, facts=dict(found.facts), computed_at=span.at
    )


def _store(rows: list[MeasureReading]) -> None:
    MeasureReading.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key", "month"],
        update_fields=["part", "of", "facts", "computed_at"],
    )
