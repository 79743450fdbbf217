"""Both detectors over the day that ended, under one budget; and a whole file, as if each period had just ended."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from huaihai.insight.scanning import cylinders, events, tails
from huaihai.insight.scanning.baselines import parts
from huaihai.insight.scanning.cylinders import Chance, Cylinders, Expected
from huaihai.insight.scanning.events import Shaped, shape
from huaihai.insight.scanning.jobs import Alarm
from huaihai.insight.scanning.periods import DAY, MONTH, Grain
from huaihai.insight.scanning.tails import Floats
from huaihai.insight.scanning.watching import PLAINLY, PLAINLY_MORE, TWICE, UNUSUAL, Judged, Watch

ENOUGH_DAYS = 28
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
    is_grown = grown(shaped, given.get("older", []))
    found = from_series(shaped, given.get("groups", {}), limits["series"], is_grown)
    draws = given.get("replicates", REPLICATES), given.get("seed", SEED)
    found += from_scan(shaped, made, limits["scan"], draws, is_grown)
    plain = [alarm for alarm in found if alarm.observed > events.unremarkable(alarm.before, alarm.days)]
    alarms = events.continued(events.one_an_event(plain), given.get("open", []))
    answer["alarms"] = [asdict(alarm) for alarm in alarms]
    return answer


def grown(shaped: Shaped, older: Collection[str]) -> Floats:
    """Which series are past their first year, and were not silent until now."""
    named = [key if group == "all" else f"{key}/{group}" for key, group in shaped.names]
    seen = shaped.series > 0
    is_long_ago = seen[: max(len(shaped.days) - DAY.first_year, 0)].any(axis=0)
    is_awake = seen[-DAY.first_year : -max(cylinders.WINDOWS)].any(axis=0)
    answer: Floats = (np.isin(named, list(older)) | is_long_ago) & is_awake
    return answer


def limits_of(budget: dict[str, float], series: int) -> dict[str, float]:
    """The chance below which a night's cluster, or one series' day, is an alarm."""
    a_night = budget["alarms"] / budget["days"]
    return {
        "series": min(DAY.most, (1 - budget["scan"]) * a_night / max(series, 1)),
        "scan": min(budget["scan"] * a_night, 0.5),
    }


def from_series(
    shaped: Shaped, groups: Mapping[str, Sequence[str]], limit: float, is_grown: Floats
) -> list[Alarm]:
    """What the short-history detector says of the last day, having lived through all days before."""
    starts = np.array(shaped.days, "datetime64[D]")
    weekdays, years = parts(starts, DAY)
    watch = Watch(DAY, len(shaped.names), len(shaped.days), is_grown)
    for day, count in enumerate(shaped.series):
        judged = watch.step(count, weekdays[day], years[day])
    return series_alarms(shaped, groups, watch, judged, limit=limit)


def series_alarms(
    shaped: Shaped, groups: Mapping[str, Sequence[str]], watch: Watch, judged: Judged, *, limit: float
) -> list[Alarm]:
    """The last day of a watch that has lived through all of them."""
    if judged.is_gap:
        return []
    least = float(np.log(limit))
    return [
        events.of_series(shaped, groups, watch, judged, one=int(one), limit=least)
        for one in np.flatnonzero(judged.log_p < least)
    ]


def scan_of(
    counts: Floats, weekdays: Floats, made: cylinders.Zones, like: Expected | None = None
) -> Cylinders:
    """The cylinders that end on the last of these days."""
    expected = cylinders.expect(counts, np.asarray(weekdays), like)
    return Cylinders(made.inside, expected)


def from_scan(
    shaped: Shaped, made: cylinders.Zones, limit: float, draws: tuple[int, int], is_grown: Floats
) -> list[Alarm]:
    """The clusters of the last days that chance alone seldom brings, at most one a key and set of places.

    `draws`: how many, and their seed.
    """
    if not shaped.keys:
        return []
    weekdays, _years = parts(np.array(shaped.days, "datetime64[D]"), DAY)
    scan = scan_of(shaped.cells, np.array(weekdays), made)
    known = {
        name
        for (name, group), is_old in zip(shaped.names, is_grown, strict=True)
        if is_old and group == "all"
    }
    return clusters(shaped, made, scan, scan.chance(*draws), limit, known=known)


def clusters(
    shaped: Shaped,
    made: cylinders.Zones,
    scan: Cylinders,
    chance: Chance,
    limit: float,
    *,
    known: Collection[str] | None = None,
) -> list[Alarm]:
    """Alarms of the cylinders that pass what chance brings; with `known`, of these keys alone."""
    look, ratios, _seen, _due = scan.ratios(shaped.cells[-max(cylinders.WINDOWS) :][::-1])
    if not ratios.size:
        return []
    may = np.array([known is None or key in known for key in shaped.keys])
    least = chance.least(limit)
    found = []
    for best in _best(scan, look, ratios, chance, limit):
        index = int(look[best])
        key, _window, zone = scan.where(index)
        if may[key]:
            p = chance.p(float(ratios[best]))
            found.append(events.of_cluster(shaped, scan, index, made.names[zone], p=p, least=least))
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
    """An alarm. `window` periods together raised it (0: it is plain without a score); the figures are the period's.

    `before`: what the three months before held in as many periods, on average. `ordinary`: up to so many in this
    period, all else the same, would have been no alarm.
    """

    period: int
    series: int
    observed: float
    expected: float
    score: float
    window: int
    before: float
    ordinary: int


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
    events = Events(grain.quiet, series)
    for period in range(periods):
        count = counts[period].astype(np.float32)
        judged = watch.step(count, weekdays[period], years[period])
        limit = float(np.log(chance(grain, max(int(watch.is_born.sum()), 1), per_fortnight)))
        found = np.flatnonzero((judged.log_p < limit) | judged.is_plain)
        for one in found[np.argsort(judged.log_p[found], kind="stable")]:
            if events.is_news(period, int(one), float(count[one])):
                yield _raised(period, int(one), float(counts[period, one]), judged, watch, limit=limit)


def _raised(period: int, one: int, count: float, judged: Judged, watch: Watch, *, limit: float) -> Raised:
    last, before = (float(each[one]) for each in watch.beside())
    expected = float(judged.expected[one])
    least = max(PLAINLY * before - (last - count), expected)  # what is not above them is never told
    by_chance = max(_most_usual(judged, watch, one, count, limit=limit), _below(least))
    plain = _below(max(TWICE * before, before + PLAINLY_MORE, PLAINLY * expected))
    plain = max(plain, _most_usual(judged, watch, one, count, limit=UNUSUAL))
    if watch.grain is not MONTH:
        plain = by_chance
    return Raised(
        period,
        one,
        observed=count,
        expected=expected,
        score=float(tails.score_of(np.array(judged.log_p[one]))),
        window=int(judged.window[one]),
        before=before,
        ordinary=max(min(by_chance, plain), 0),
    )


def _most_usual(judged: Judged, watch: Watch, one: int, count: float, *, limit: float) -> int:
    """The most cases of this period, all else the same, that chance brings more often than `limit` (ln p)."""
    usual = [
        bound.most_usual(one, limit) - round(float(watch.window(length)[0][one]) - count)
        for length, bound in judged.bounds.items()
        if bound.is_old[one]
    ]
    return min(usual, default=10**9)


def _below(bound: float) -> int:
    """The largest whole number below a bound."""
    return int(np.ceil(bound)) - 1
