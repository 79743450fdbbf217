"""Both detectors over the day that ended, under one budget, one alarm an event."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from huaihai.insight.scanning import cylinders, tails, zones
from huaihai.insight.scanning.births import Births
from huaihai.insight.scanning.cylinders import Chance, Cylinders, Expected
from huaihai.insight.scanning.factors import parts
from huaihai.insight.scanning.grains import DAY
from huaihai.insight.scanning.jobs import ALL, QUIET_DAYS, Alarm
from huaihai.insight.scanning.shaping import Shaped, shape
from huaihai.insight.scanning.tails import Floats
from huaihai.insight.scanning.watching import Judged, Watch

ENOUGH_DAYS = 28
NEW_FOR = 3  # nights in which a series never seen before is told
BUDGET = {"alarms": 1.0, "days": 14.0, "scan": 0.5}
REPLICATES, SEED = 99, 8


def judge(given: dict[str, Any]) -> dict[str, Any]:
    """See `jobs`."""
    shaped = shape(given)
    budget = {**BUDGET, **given.get("budget", {})}
    made = zones.make(given["places"], given.get("groups", {}))
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
    alarms = continued(one_an_event(found), given.get("open", []))
    answer["alarms"] = [asdict(alarm) for alarm in alarms]
    return answer


def limits_of(budget: dict[str, float], series: int) -> dict[str, float]:
    """The chance below which a night's cluster, or one series' day, is an alarm."""
    a_night = budget["alarms"] / budget["days"]
    return {
        "series": min(DAY.most, (1 - budget["scan"]) * a_night / max(series, 1)),
        "scan": min(budget["scan"] * a_night, 0.5),
    }


def from_series(shaped: Shaped, groups: dict[str, Sequence[str]], limit: float) -> list[Alarm]:
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
    return series_alarms(shaped, groups, watch, judged, limit, new)


def series_alarms(
    shaped: Shaped,
    groups: dict[str, Sequence[str]],
    watch: Watch,
    judged: Judged,
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
    return [_of_series(shaped, groups, watch, *each) for each in (*found, *new)]


def _of_series(
    shaped: Shaped, groups: dict[str, Sequence[str]], watch: Watch, one: int, log_p: float, window: int
) -> Alarm:
    key, group = shaped.names[one]
    observed = float(shaped.series[-window:, one].sum())
    is_new = window not in DAY.windows or watch.levels.age[one] < DAY.enough
    due = 0.0 if is_new else float(watch.window(window)[1][one])
    by_place = _places_of(shaped, groups, key, group, window, due)
    score = float(tails.score_of(np.array(log_p)))
    return _alarm(
        shaped,
        detector="series",
        key=key,
        group=group,
        window=window,
        observed=observed,
        expected=due,
        score=score,
        rate=1.0 / len(shaped.names),
        by_place=by_place,
    )


def _places_of(
    shaped: Shaped, groups: dict[str, Sequence[str]], key: str, group: str, window: int, due: float
) -> dict[str, list[float]]:
    if key in shaped.sums:
        since = len(shaped.days) - window
        held: dict[str, float] = {}
        for day, place, cases in shaped.sums[key]:
            if day >= since:
                held[place] = held.get(place, 0.0) + cases
        whole = sum(held.values()) or 1.0
        return {place: [cases, round(due * cases / whole, 2)] for place, cases in sorted(held.items())}
    chosen = shaped.cells if key == ALL else shaped.cells[:, [shaped.keys.index(key)], :]
    last, before = chosen[-window:].sum(axis=(0, 1)), chosen[:-window].sum(axis=(0, 1)) + 0.1
    inside = np.array([group == "all" or place in set(groups[group]) for place in shaped.places])
    usual = before / before[inside].sum() * due
    return {
        place: [float(last[at]), round(float(usual[at]), 2)]
        for at, place in enumerate(shaped.places)
        if inside[at]
    }


def scan_of(
    counts: Floats, weekdays: Floats, made: zones.Zones, like: Expected | None = None
) -> tuple[Cylinders, Expected]:
    """The cylinders that end on the last of these days."""
    expected = cylinders.expect(counts, np.asarray(weekdays), like)
    return Cylinders(made.inside, expected), expected


def from_scan(shaped: Shaped, made: zones.Zones, limit: float, replicates: int, seed: int) -> list[Alarm]:
    """The clusters of the last days that chance alone seldom brings, at most one a key and set of places."""
    if not shaped.keys:
        return []
    weekdays, _years = parts(np.array(shaped.days, "datetime64[D]"), DAY)
    scan, expected = scan_of(shaped.cells, np.array(weekdays), made)
    return clusters(shaped, made, scan, expected, scan.chance(replicates, seed), limit)


def clusters(
    shaped: Shaped, made: zones.Zones, scan: Cylinders, expected: Expected, chance: Chance, limit: float
) -> list[Alarm]:
    """Alarms of the cylinders that pass what chance brings."""
    look, ratios, seen, due = scan.ratios(shaped.cells[-max(cylinders.WINDOWS) :][::-1])
    if not ratios.size:
        return []
    found = []
    for best in _best(scan, look, ratios, made.inside, chance, limit):
        key, window, zone = scan.where(int(look[best]))
        p = chance.p(float(ratios[best]))
        by_place = _within(
            shaped, key, cylinders.WINDOWS[window], made.inside[zone], float(due[best]), expected
        )
        found.append(
            _alarm(
                shaped,
                detector="scan",
                key=shaped.keys[key],
                group=made.names[zone],
                window=cylinders.WINDOWS[window],
                observed=float(seen[best]),
                expected=float(due[best]),
                score=float(-np.log10(p)),
                rate=1.0,
                by_place=by_place,
            )
        )
    return found


def _best(
    scan: Cylinders, look: Floats, ratios: Floats, inside: Floats, chance: Chance, limit: float
) -> list[int]:
    """Of each key the largest, then the largest that has no place in common with it, and so on."""
    taken: dict[int, Floats] = {}
    found = []
    high = np.flatnonzero(ratios > np.median(chance.largest))
    for best in high[np.argsort(-ratios[high])]:
        if chance.p(float(ratios[best])) > limit:
            break
        key, _window, zone = scan.where(int(look[best]))
        if key in taken and float((taken[key] * inside[zone]).sum()) > 0:
            continue
        taken[key] = taken.get(key, 0) + inside[zone]
        found.append(int(best))
    return found


def _within(
    shaped: Shaped, key: int, window: int, inside: Floats, due: float, expected: Expected
) -> dict[str, list[float]]:
    last = shaped.cells[-window:, key, :].sum(axis=0)
    share = expected.share[key] * inside
    return {
        shaped.places[at]: [float(last[at]), round(float(due * share[at] / share.sum()), 2)]
        for at in np.flatnonzero(inside)
    }


def _alarm(
    shaped: Shaped,
    *,
    detector: str,
    key: str,
    group: str,
    window: int,
    observed: float,
    expected: float,
    score: float,
    rate: float,
    by_place: dict[str, list[float]],
) -> Alarm:
    until = shaped.days[-1]
    since = until - timedelta(days=window - 1)
    p = 10.0**-score
    places = list(by_place)
    first = places[0] if places else "all"
    return Alarm(
        identity=f"{key}/{since.isoformat()}/{first if group != 'all' else 'all'}",
        continues=False,
        detector=detector,
        key=key,
        places=places,
        group=group,
        since=since.isoformat(),
        until=until.isoformat(),
        observed=round(observed),
        expected=round(expected, 2),
        score=round(score, 2),
        p=p,
        recurrence_days=round(min(rate / max(p, 1e-12), 1e9), 1),
        by_place=by_place,
    )


def one_an_event(found: list[Alarm]) -> list[Alarm]:
    """Of alarms of one key with a place in common the one that happens most rarely; the rarest first."""
    kept: list[Alarm] = []
    for alarm in sorted(found, key=lambda each: (-each.recurrence_days, each.key, len(each.places))):
        if not any(one.key == alarm.key and set(one.places) & set(alarm.places) for one in kept):
            kept.append(alarm)
    return kept


def continued(found: list[Alarm], open_alarms: Sequence[dict[str, Any]]) -> list[Alarm]:
    """What is seen again keeps its identity and its first day."""
    known = sorted(open_alarms, key=lambda one: str(one["since"]))
    answer = []
    for alarm in found:
        earlier = next((one for one in known if _is_same(alarm, one)), None)
        if earlier is None:
            answer.append(alarm)
        else:
            answer.append(replace(alarm, identity=str(earlier["identity"]), continues=True))
    return answer


def _is_same(alarm: Alarm, earlier: dict[str, Any]) -> bool:
    gap = date.fromisoformat(alarm.since) - date.fromisoformat(str(earlier["until"]))
    return (
        alarm.key == earlier["key"]
        and bool(set(alarm.places) & set(earlier["places"]))
        and gap <= timedelta(days=QUIET_DAYS)
    )
