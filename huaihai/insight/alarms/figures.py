"""How good the early warning is: what came of its alarms, by detector, by fortnight against the budget."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count

from huaihai.insight.alarms.gathering import BUDGET
from huaihai.insight.alarms.life import JUDGED
from huaihai.insight.alarms.nightly import FORTNIGHT, per_fortnight
from huaihai.insight.models import Alarm
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.intervals import wilson

YEAR: Final = timedelta(days=365)
FORTNIGHTS: Final = 13


@dataclass(frozen=True)
class Precision:
    """Of the judged alarms of a detector so many were real; shares with their 95 % interval (Wilson)."""

    detector: str
    raised: int
    judged: int
    real: int
    share: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def percents(self) -> tuple[int, int, int] | None:
        """Share, low and high end in whole percent; None where nothing was judged."""
        if self.share is None or self.low is None or self.high is None:
            return None
        return round(self.share * 100), round(self.low * 100), round(self.high * 100)


@dataclass(frozen=True)
class Tally:
    """How many alarms a span of days raised, and what they were judged to be. `new` are not judged, or watched."""

    since: date
    until: date
    raised: int
    real: int
    explained: int
    false: int

    @property
    def new(self) -> int:
        """Those not judged."""
        return self.raised - self.real - self.explained - self.false


def precision(today: date) -> list[Precision]:
    """By detector, over the alarms raised within a year. One query."""
    rows = Alarm.objects.filter(raised_at__gt=local_moment(today - YEAR)).values("detector", "stage")
    counted: dict[str, Counter[str]] = {}
    for row in rows.annotate(n=Count("pk")).order_by("detector", "stage"):
        counted.setdefault(row["detector"], Counter())[row["stage"]] = row["n"]
    return [_precision(detector, stages) for detector, stages in counted.items()]


def by_fortnight(today: date) -> list[Tally]:
    """The last half a year in fortnights that end with today, the newest first. One query."""
    spans = [
        (today - timedelta(days=FORTNIGHT * (n + 1) - 1), today - timedelta(days=FORTNIGHT * n))
        for n in range(FORTNIGHTS)
    ]
    return _tallies(spans)


def budget() -> str:
    """How many false alarms a fortnight are allowed now."""
    return f"{per_fortnight(BUDGET):g}"


def _precision(detector: str, stages: Counter[str]) -> Precision:
    judged = sum(stages[stage] for stage in JUDGED)
    if not judged:
        return Precision(detector, stages.total(), 0, 0)
    low, high = wilson(stages["real"], judged)
    return Precision(detector, stages.total(), judged, stages["real"], stages["real"] / judged, low, high)


def _tallies(spans: Iterable[tuple[date, date]]) -> list[Tally]:
    held = list(spans)
    rows = Alarm.objects.filter(raised_at__gte=local_moment(held[-1][0]))
    found = [(local_day(at), stage) for at, stage in rows.values_list("raised_at", "stage").order_by()]
    tallies = []
    for since, until in held:
        stages = Counter(stage for day, stage in found if since <= day <= until)
        tallies.append(
            Tally(since, until, stages.total(), stages["real"], stages["explained"], stages["false"])
        )
    return tallies
