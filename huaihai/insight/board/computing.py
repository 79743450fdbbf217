"""Computing the measures of a month and storing them, last how many targets are met; by night, and by command."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

from django.utils.translation import pgettext_lazy

from huaihai.cases.models import Case
from huaihai.insight.board.arithmetic import (
    MONTHS,
    NOTHING,
    Measured,
    Pool,
    Progress,
    State,
    is_enough,
    progress,
)
from huaihai.insight.board.registry import BY_KEY, DAYS, TARGETS_MET, Kind
from huaihai.insight.models import MeasureReading, Target
from huaihai.insight.months import Span, between, first_day, later
from huaihai.insight.yearly.cases import KINDS as OF_SHEET
from huaihai.kit import versions
from huaihai.kit.clock import local_day

GOOD = frozenset({State.ON_COURSE, State.REACHED})

type Series = Sequence[tuple[date, Measured]]  # the oldest month first


@versions.by_version
def stored() -> dict[str, list[MeasureReading]]:
    """All stored months by measure, the oldest first: some hundred rows that change by night."""
    found: dict[str, list[MeasureReading]] = {}
    for row in MeasureReading.objects.order_by("key", "month"):
        found.setdefault(row.key, []).append(row)
    return found


def kept(*, keys: Sequence[str], since: date) -> dict[str, list[tuple[date, Measured]]]:
    """The stored months of these measures from `since` on, the oldest first."""
    held = stored()
    rows = {key: [row for row in held.get(key, ()) if row.month >= since] for key in keys}
    return {
        key: [(row.month, Measured(row.part, row.of, row.facts)) for row in found]
        for key, found in rows.items()
        if found
    }


def stands(target: Target, series: Series, *, today: date) -> Progress:
    """Where a target stands: by the months of its year that are over (of what is open, also the running one)."""
    kind = BY_KEY[target.measure]
    months = of_year(kind, series, target.year, today=today)
    if not is_enough(kind.pool, months, least=kind.least):
        return Progress(State.UNKNOWN, None)
    return progress(
        kind.pool,
        months,
        target=target.value,
        is_least=target.direction == Target.Direction.AT_LEAST,
        left=left_in(target.year, today),
        per=kind.per,
    )


def of_year(kind: Kind, series: Series, year: int, *, today: date) -> list[Measured]:
    """The months of this year that may be shown and had something to measure."""
    shown = shown_until(kind, today)
    held = [month for on, month in series if on.year == year and on <= shown]
    return [month for month in held if month.of] if kind.pool != Pool.SUM else held


def shown_until(kind: Kind, today: date) -> date:
    """The newest month that everybody reads: from one day to the next nobody learns what a single case was."""
    this = first_day(today)
    return this if kind.is_open else later(this, -1)


def left_in(year: int, today: date) -> int:
    """How many months of a year are not over."""
    over = (first_day(today).year - year) * MONTHS + today.month - 1
    return MONTHS - min(max(over, 0), MONTHS)


def targets_met(span: Span) -> Measured | None:
    """Of the targets in force for the year, those that can be judged, and those that are on course or reached."""
    if not span.is_now:
        return None
    today = local_day(span.at)
    targets = [one for one in Target.objects.in_force(today).filter(year=today.year) if one.measure in BY_KEY]
    series = kept(keys=[one.measure for one in targets], since=date(today.year, 1, 1))
    return _met([stands(one, series.get(one.measure, ()), today=today) for one in targets])


def _met(found: Sequence[Progress]) -> Measured:
    judged = [one for one in found if one.state != State.UNKNOWN]
    return Measured(sum(one.state in GOOD for one in judged), len(judged)) if judged else NOTHING


MET = Kind(
    TARGETS_MET,
    Pool.STANDING,
    targets_met,
    pgettext_lazy("counted", "targets"),
)


TURNING = 2  # months before the running one that are computed again every night: late steps still change them
FARTHEST = 24  # months back that the night fills in; earlier ones are computed by command
ADDED_LAST = OF_SHEET[-1].key  # a month without it was computed before it was counted, and is computed again


def compute(month: date, *, at: datetime) -> int:
    """Compute all measures of the month of this day as they can be told at this moment; how many were stored.

    Nothing is locked while it counts.
    """
    span = Span(first_day(month), at)
    rows = [
        _row(kind.key, span, found)
        for kind in (*BY_KEY.values(), *OF_SHEET, DAYS)
        if (found := kind.source(span)) is not None
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
        MeasureReading.objects.filter(month__gte=later(this, -FARTHEST), key=ADDED_LAST)
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
