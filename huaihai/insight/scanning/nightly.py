"""Both detectors over the day that ended, under one budget; and a whole file, as if each period had just ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from huaihai.insight.scanning import cylinders, events, tails
from huaihai.insight.scanning.baselines import parts
from huaihai.insight.scanning.cylinders import Chance, Cylinders, Expected
from huaihai.insight.scanning.events import Shaped, shape
from huaihai.insight.scanning.jobs import Alarm
from huaihai.insight.scanning.periods import DAY, Grain
from huaihai.insight.scanning.tails import Floats
from huaihai.insight.scanning.watching import Births, Judged, Watch

ENOUGH_DAYS = 28
NEW_FOR = 3  # nights in which a series never seen before is told
BUDGET = {"alarms": 1.0, "days": 14.0, "scan": 0.5}
REPLICATES, SEED = 99, 8


def judge(given: dict[str, Any]) -> dict[str, Any]:
    """See `jobs`."""
    shaped = shape(given)
    budget = {**BUDGET, **given.get("budget", {})}
    made = cylinders.make(given["places"], given.get("groups", {}))
    limits = limits_of(budget, len(shaped.names))
    answer: dict[str, Any] = {
        "as_of": given["as_of"],
        "days": len(shaped.days),
        "too_short": len(shaped.days) < ENOUGH_DAYS,
        "looked_at": {
            "series": len(shaped.names),
            "zones": len(made.names),
            "keys": len(shaped.keys),
            "windows": list(cylinders.WINDOWS),
        },
        "limits": limits,
        "alarms": [],
    }
    if answer["too_short"] or not shaped.names:
        return answer
    found = from_series(shaped, given.get("groups", {}), limits["series"])
    found += from_scan(
        shaped, made, limits["scan"], given.get("replicates", REPLICATES), given.get("seed", SEED)
    )
    alarms = events.continued(events.one_an_event(found), given.get("open", []))
    answer["alarms"] = [asdict(alarm) for alarm in alarms]
    return answer


def limits_of(budget: dict[str, float], series: int) -> dict[str, float]:
    """The chance below which a night's cluster, or one series' day, is an alarm."""
    a_night = budget["alarms"] / budget["days"]
    return {
        "series": min(DAY.most, (1 - budget["scan"]) * a_night / max(series, 1)),
        "scan": min(budget["scan"] * a_night, 0.5),
    }


def from_series(shaped: Shaped, groups: Mapping[str, Sequence[str]], limit: float) -> list[Alarm]:
    """What the short-history detector says of the last day, having lived through all days before."""
    starts = np.array(shaped.days, "datetime64[D]")
    weekdays, years = parts(starts, DAY)
    watch = Watch(DAY, len(shaped.names), len(shaped.days))
    births = Births(len(shaped.names), DAY.enough, 1.0 / BUDGET["days"])
    new: list[tuple[int, float, int]] = []
    for day, count in enumerate(shaped.series):
        judged = watch.step(count, weekdays[day], years[day])
        born = births.step(count)
        if day >= len(shaped.days) - NEW_FOR:
            new += [(one, log_p, len(shaped.days) - int(births.since[one]) + 1) for one, _n, log_p in born]
    return series_alarms(shaped, groups, watch, judged, limit=limit, new=new)


def series_alarms(
    shaped: Shaped,
    groups: Mapping[str, Sequence[str]],
    watch: Watch,
    judged: Judged,
    *,
    limit: float,
    new: Sequence[tuple[int, float, int]] = (),
) -> list[Alarm]:
    """The last day of a watch that has lived through all of them; `new` are series never seen before."""
    if judged.is_gap:
        return []
    found = [
        (int(one), float(judged.log_p[one]), int(judged.window[one]))
        for one in np.flatnonzero(judged.log_p < np.log(limit))
    ]
    return [events.of_series(shaped, groups, watch, each) for each in (*found, *new)]


def scan_of(
    counts: Floats, weekdays: Floats, made: cylinders.Zones, like: Expected | None = None
) -> Cylinders:
    """The cylinders that end on the last of these days."""
    expected = cylinders.expect(counts, np.asarray(weekdays), like)
    return Cylinders(made.inside, expected)


def from_scan(shaped: Shaped, made: cylinders.Zones, limit: float, replicates: int, seed: int) -> list[Alarm]:
    """The clusters of the last days that chance alone seldom brings, at most one a key and set of places."""
    if not shaped.keys:
        return []
    weekdays, _years = parts(np.array(shaped.days, "datetime64[D]"), DAY)
    scan = scan_of(shaped.cells, np.array(weekdays), made)
    return clusters(shaped, made, scan, scan.chance(replicates, seed), limit)


def clusters(
    shaped: Shaped, made: cylinders.Zones, scan: Cylinders, chance: Chance, limit: float
) -> list[Alarm]:
    """Alarms of the cylinders that pass what chance brings."""
    look, ratios, _seen, _due = scan.ratios(shaped.cells[-max(cylinders.WINDOWS) :][::-1])
    if not ratios.size:
        return []
    found = []
    for best in _best(scan, look, ratios, chance, limit):
        index = int(look[best])
        group = made.names[scan.where(index)[2]]
        found.append(events.of_cluster(shaped, scan, index, group, chance.p(float(ratios[best]))))
    return found


def _best(scan: Cylinders, look: Floats, ratios: Floats, chance: Chance, limit: float) -> list[int]:
    """Of each key the largest, then the largest that has no place in common with it, and so on."""
    taken: dict[int, Floats] = {}
    found = []
    high = np.flatnonzero(ratios > np.median(chance.largest))
    for best in high[np.argsort(-ratios[high])]:
        if chance.p(float(ratios[best])) > limit:
            break
        key, _window, zone = scan.where(int(look[best]))
        if key in taken and float((taken[key] * scan.inside[:, zone]).sum()) > 0:
            continue
        taken[key] = taken.get(key, 0) + scan.inside[:, zone]
        found.append(int(best))
    return found


FORTNIGHT = 14.0
PER_FORTNIGHT = 1.0  # false alarms over all series together, at most
CAUTION = 0.7  # of the budget is spent on chance as computed; the rest is for what no distribution knows
GROWN = 1.6  # an event is told again when a period has so many times the most that was told


@dataclass(frozen=True)
class Raised:
    """An alarm. `window` periods together raised it (0: a series never seen before); the figures are the period's."""

    period: int
    series: int
    observed: float
    expected: float
    score: float
    window: int


def chance(grain: Grain, series: int, per_fortnight: float = PER_FORTNIGHT) -> float:
    """The chance of an alarm that one series has in one period."""
    return min(grain.most, CAUTION * per_fortnight * grain.days / FORTNIGHT / max(series, 1))


class Events:
    """One alarm an event: what is still going on is not told again, unless it has grown much."""

    def __init__(self, quiet: int, series: int) -> None:
        self.quiet = quiet
        self.last = np.full(series, -(10**6))
        self.told = np.zeros(series)

    def is_news(self, period: int, one: int, count: float) -> bool:
        """Is this surprise the begin of an event, or much more of it?"""
        goes_on = period - self.last[one] <= self.quiet
        self.last[one] = period
        if goes_on and count < GROWN * self.told[one]:
            return False
        self.told[one] = max(count, self.told[one]) if goes_on else count
        return True


def replay(
    counts: Floats, starts: Floats, grain: Grain, per_fortnight: float = PER_FORTNIGHT
) -> Iterator[Raised]:
    """`counts` has a row for each period and a column for each series; `starts` the day each period begins on."""
    periods, series = counts.shape
    weekdays, years = parts(starts, grain)
    watch = Watch(grain, series, periods)
    births = Births(series, grain.enough, per_fortnight * grain.days / FORTNIGHT)
    events = Events(grain.quiet, series)
    for period in range(periods):
        count = counts[period].astype(np.float32)
        judged = watch.step(count, weekdays[period], years[period])
        limit = np.log(chance(grain, max(int(watch.is_born.sum()), 1), per_fortnight))
        if not judged.is_gap:
            found = [
                (int(one), float(judged.expected[one]), float(judged.log_p[one]), int(judged.window[one]))
                for one in np.flatnonzero(judged.log_p < limit)
            ]
            found += [(one, 0.0, log_p, 0) for one, _total, log_p in births.step(count)]
            yield from _raised(period, counts[period], found, events)


def _raised(
    period: int, count: Floats, found: list[tuple[int, float, float, int]], events: Events
) -> Iterator[Raised]:
    for one, expected, log_p, window in sorted(found, key=lambda each: each[2]):
        if events.is_news(period, one, float(count[one])):
            score = float(tails.score_of(np.array(log_p)))
            yield Raised(period, one, float(count[one]), expected, score, window)
