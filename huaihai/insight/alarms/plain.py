"""The month that anybody would have seen without an alarm: the yardstick for days gained, and for what was missed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from huaihai.insight.alarms import facts, keys
from huaihai.insight.models import Alarm, MonthCount
from huaihai.insight.months import between, first_day, later
from huaihai.insight.scanning.scores import MONTHS, WITHIN, is_plain
from huaihai.kit.clock import local_moment

DAY: Final = timedelta(days=1)
YEAR: Final = 12  # months; nothing is said of a series in its first


def first_plain(count: Callable[[date], int], months: Iterable[date], *, ended: date) -> date | None:
    """The day after the first of these months that anybody would have seen; only of those over by `ended`."""
    for month in months:
        after = later(month, 1)
        if after > ended + DAY:
            return None
        before = [count(later(month, -back)) for back in range(MONTHS, 0, -1)]
        if is_plain(count(month), before):
            return after
    return None


def looked_in(day: date) -> list[date]:
    """The months in which it is looked for, of what began on this day."""
    begin = first_day(day)
    return between(begin, later(begin, WITHIN - 1))


def note(day: date) -> None:
    """After this night: the alarms whose complaints have had such a month by now. Two queries, one more an alarm."""
    oldest = local_moment(later(first_day(day), -WITHIN - 1))
    known = keys.load()
    for alarm in Alarm.objects.filter(plain_on=None, raised_at__gte=oldest):
        months = looked_in(alarm.since)
        counted = _by_month(facts.by_day(alarm, known, later(months[0], -MONTHS), day))
        found = first_plain(counted.__getitem__, months, ended=day)
        if found is not None:
            Alarm.objects.filter(pk=alarm.pk).update(plain_on=found)


def _by_month(days: Mapping[date, int]) -> Counter[date]:
    counted: Counter[date] = Counter()
    for day, n in days.items():
        counted[first_day(day)] += n
    return counted


@dataclass(frozen=True)
class Trades:
    """Complaints a month of each trade in each city (codes), over some years. One query."""

    counts: Mapping[tuple[str, str], Mapping[date, int]]

    @classmethod
    def of(cls, year: int) -> "Trades":
        """From two years before to half a year after."""
        rows = MonthCount.objects.filter(
            axis="category", county="", month__gte=date(year - 2, 1, 1), month__lt=date(year + 1, 8, 1)
        )
        counts: dict[tuple[str, str], Counter[date]] = {}
        for city, trade, month, n in rows.values_list("city", "key", "month", "received").order_by():
            counts.setdefault((city, trade), Counter())[month] = n
        return cls(counts)

    def together(self, cities: Iterable[str], trades: Iterable[str]) -> Callable[[date], int]:
        """What a month holds of these trades in these cities."""
        wanted = [held for pair in self._pairs(cities, trades) if (held := self.counts.get(pair))]
        return lambda month: sum(held.get(month, 0) for held in wanted)

    def events(self, year: int, *, ended: date) -> Iterator[tuple[date, str, str]]:
        """Month, city and trade: the first of months that anybody would have seen, past the trade's first year."""
        months = [
            month for month in between(date(year, 1, 1), date(year, 12, 1)) if later(month, 1) <= ended + DAY
        ]
        for (city, trade), held in sorted(self.counts.items()):
            born = min(month for month, n in held.items() if n) if any(held.values()) else date.max
            for month in months:
                if (
                    later(born, YEAR) <= month
                    and _stands(held, month)
                    and not _stands(held, later(month, -1))
                ):
                    yield month, city, trade

    def _pairs(self, cities: Iterable[str], trades: Iterable[str]) -> Iterator[tuple[str, str]]:
        named = list(trades)
        yield from ((city, trade) for city in cities for trade in named)


def _stands(held: Mapping[date, int], month: date) -> bool:
    return is_plain(held.get(month, 0), [held.get(later(month, -back), 0) for back in range(MONTHS, 0, -1)])
