"""What is compared between cities, and out of which sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import F, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.insight.comparing.adjusting import Stratum
from huaihai.insight.models import MixCount
from huaihai.insight.months import later

COMPLETE_AFTER: Final = timedelta(days=90)  # from the last day of a year: then nearly all cases have ended
MONTHS: Final = 12
LAST_MONTH: Final = 6  # of the years that are compared: July to June


@dataclass(frozen=True)
class Measure:
    """Hits out of cases, as sums of columns of `MixCount`.

    `is_of_people`: it tells what became of people's cases, so that few of them are not told; else how bodies work.
    """

    key: str
    label: Promise | str
    meaning: Promise | str
    hits: tuple[str, ...]
    cases: tuple[str, ...]
    is_of_people: bool = False


MEASURES: Final = (
    Measure(
        "confirmed",
        _("Confirmed as solved by the consumer"),
        _(
            "Out of cases that ended as confirmed, not solved or unknown. What nobody has confirmed does not count as "
            "solved."
        ),
        hits=("confirmed",),
        cases=("confirmed", "not_solved", "unknown"),
        is_of_people=True,
    ),
    Measure(
        "in_60_days",
        _("Ended within 60 days"),
        _("Out of all cases received, whatever became of them."),
        hits=("in_60_days",),
        cases=("received",),
    ),
)
BY_KEY: Final = {measure.key: measure for measure in MEASURES}


def strata(measure: Measure, through: date) -> list[Stratum]:
    """The cases of the twelve months that end with this one (its first day), by city and mix, in one query."""
    since = later(through, 1 - MONTHS)
    rows = (
        MixCount.objects.filter(month__gte=since, month__lte=through)
        .order_by()
        .values_list("city", "category", "nature", "amount")
        .annotate(cases=Sum(_plus(measure.cases)), hits=Sum(_plus(measure.hits)))
        .filter(cases__gt=0)
    )
    return [
        Stratum(city, (category, nature, amount), cases, hits)
        for city, category, nature, amount, cases, hits in rows
    ]


def complete_years(first: date, today: date) -> Iterable[date]:
    """The last months, as first days, of the years from this month on that are complete by today: each begins in
    July, so that no two have a month in common, and nothing is told by their difference."""
    month = first
    while True:
        after = later(month, 1)
        if after - timedelta(days=1) + COMPLETE_AFTER > today:
            return
        if month.month == LAST_MONTH:
            yield month
        month = after


def _plus(names: tuple[str, ...]) -> F:
    whole = F(names[0])
    for name in names[1:]:
        whole = whole + F(name)  # type: ignore[assignment]  # a combination of columns is summed like one
    return whole
