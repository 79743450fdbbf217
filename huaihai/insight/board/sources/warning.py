"""Warnings before harm: whether a warning went out before most complaints about its topic came in."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Sum

from huaihai.education.models import Publication
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span
from huaihai.insight.models import DayCount
from huaihai.kit.clock import ZONE, local_day

AROUND = 90  # days looked at before the warning, and after it
WIDTH = 28  # days of the window with most complaints: the peak
FEWEST = 10  # complaints in it
STANDS_OUT = 1.5  # times as many as in a mean window; else there was no peak


def warnings_in_time(span: Span) -> Measured:
    """Warnings whose days of watching ended in the month and had a peak; those that went out before its middle."""
    days = timedelta(days=AROUND + 1)
    first, last = (_midnight(day - days) for day in (span.month, span.over_until + timedelta(days=1)))
    texts = Publication.objects.published().filter(
        kind=Publication.Kind.WARNING, first_out_at__gte=first, first_out_at__lt=last
    )
    judged = [before for text in texts.select_related("shown") if (before := _was_before(text)) is not None]
    return Measured(sum(judged), len(judged))


def peak(days: Sequence[int]) -> int | None:
    """The place of the middle of the window with most complaints, the first of several; None without a real peak."""
    windows = [sum(days[start : start + WIDTH]) for start in range(len(days) - WIDTH + 1)]
    if not windows:
        return None
    most = max(windows)
    if most < FEWEST or most < STANDS_OUT * sum(days) * WIDTH / len(days):
        return None
    return windows.index(most) + WIDTH // 2


def _was_before(text: Publication) -> bool | None:
    version = text.shown
    if version is None or not version.topics or text.first_out_at is None:
        return None
    out_on = local_day(text.first_out_at)
    middle = peak(_complaints(version.topics, version.cities, out_on))
    return None if middle is None else middle > AROUND


def _complaints(topics: Sequence[str], cities: Sequence[str], out_on: date) -> list[int]:
    first = out_on - timedelta(days=AROUND)
    rows = DayCount.objects.filter(
        category__in=topics, day__gte=first, day__lte=out_on + timedelta(days=AROUND)
    )
    if cities:
        rows = rows.filter(city__in=[key.partition(":")[2] for key in cities])
    by_day = dict(rows.order_by().values_list("day").annotate(n=Sum("received")))
    return [by_day.get(first + timedelta(days=place), 0) for place in range(2 * AROUND + 1)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
