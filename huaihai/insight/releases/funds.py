"""Money that consumers got back, by city and quarter; of a year where all its quarters are shown."""

from collections.abc import Mapping

from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.disclosure import money
from huaihai.insight.releases.cells import Key
from huaihai.insight.releases.counted import Counts
from huaihai.insight.releases.periods import grain_of, months_of, quarters_of
from huaihai.insight.releases.tables import MONEY, Grain


def cells(period: str, counts: Counts, known: Mapping[Key, int | None]) -> dict[Key, int | None]:
    """The sums in fen, None where withheld; empty where not even the total is safe. `known`: all other cells."""
    if grain_of(period) is Grain.YEAR:
        return _of_year(period, counts, known)
    months = months_of(period)
    parts = {
        city: money.Sum(
            counts.sum(months, Axis.ALL, WHOLE, city, measure=MONEY),
            counts.largest(months, city),
            counts.sum(months, Axis.ALL, WHOLE, city, measure="confirmed"),
        )
        for city in counts.cities
    }
    # where nobody may know how many were paid, a sum would tell that somebody was
    uncounted = [
        city for city in parts if known.get(Key(Axis.ALL, period, city, WHOLE, "confirmed"), 0) is None
    ]
    whole = money.Sum(
        sum(part.fen for part in parts.values()),
        max((part.largest_fen for part in parts.values()), default=0),
        sum(part.people for part in parts.values()),
    )
    if whole.is_sensitive or known.get(_confirmed(period), 0) is None:
        return {}
    hidden = money.withheld(parts, also=uncounted)
    is_whole_safe = money.total_is_safe(parts, hidden)
    found: dict[Key, int | None] = {
        _name(period, city): None if city in hidden else part.fen for city, part in parts.items()
    }
    found[_name(period, WHOLE)] = whole.fen if is_whole_safe else None
    return found


def _of_year(year: str, counts: Counts, known: Mapping[Key, int | None]) -> dict[Key, int | None]:
    """Sums of what is public already, so nothing new is told."""
    found: dict[Key, int | None] = {}
    for place in (*counts.cities, WHOLE):
        quarters = [known.get(_name(quarter, place)) for quarter in quarters_of(int(year))]
        told = [fen for fen in quarters if fen is not None]
        found[_name(year, place)] = sum(told) if len(told) == len(quarters) else None
    return found


def _name(period: str, place: str) -> Key:
    return Key(Axis.ALL, period, place, WHOLE, MONEY)


def _confirmed(period: str) -> Key:
    return Key(Axis.ALL, period, WHOLE, WHOLE, "confirmed")
