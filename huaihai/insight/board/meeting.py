"""The measure of measures: how many of a year's targets are met. Counted from stored readings, after all others."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import pgettext_lazy

from huaihai.insight.board.arithmetic import NOTHING, Measured, Pool, is_enough
from huaihai.insight.board.months import Span
from huaihai.insight.board.progress import MONTHS, Progress, State, progress
from huaihai.insight.board.registry import BY_KEY, TARGETS_MET, Kind
from huaihai.insight.models import MeasureReading, Target
from huaihai.insight.months import first_day, later
from huaihai.kit.clock import local_day

GOOD = frozenset({State.ON_COURSE, State.REACHED})

type Series = Sequence[tuple[date, Measured]]  # the oldest month first


def kept(*, keys: Sequence[str], since: date) -> dict[str, list[tuple[date, Measured]]]:
    """The stored months of these measures from `since` on, the oldest first; one query."""
    found: dict[str, list[tuple[date, Measured]]] = {}
    rows = MeasureReading.objects.filter(key__in=keys, month__gte=since).order_by("key", "month")
    for row in rows:
        found.setdefault(row.key, []).append((row.month, Measured(row.part, row.of, row.facts)))
    return found


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
