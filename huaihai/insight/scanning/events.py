"""What an alarm says: its cases by place, and which alarms are one event."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from huaihai.insight.scanning import tails
from huaihai.insight.scanning.cylinders import WINDOWS, Cylinders
from huaihai.insight.scanning.grains import DAY
from huaihai.insight.scanning.jobs import ALL, QUIET_DAYS, Alarm
from huaihai.insight.scanning.shaping import Shaped
from huaihai.insight.scanning.watching import Watch


def of_series(
    shaped: Shaped, groups: Mapping[str, Sequence[str]], watch: Watch, found: tuple[int, float, int]
) -> Alarm:
    """An alarm of the detector: series, ln p and length of the window."""
    one, log_p, window = found
    key, group = shaped.names[one]
    observed = float(shaped.series[-window:, one].sum())
    is_new = window not in DAY.windows or watch.levels.age[one] < DAY.enough
    due = 0.0 if is_new else float(watch.window(window)[1][one])
    by_place = _places_of(shaped, groups, (key, group), window, due)
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
    shaped: Shaped, groups: Mapping[str, Sequence[str]], name: tuple[str, str], window: int, due: float
) -> dict[str, list[float]]:
    key, group = name
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


def of_cluster(shaped: Shaped, scan: Cylinders, index: int, group: str, p: float) -> Alarm:
    """An alarm of the scan: the cylinder of this index."""
    key, number, zone = scan.where(index)
    window = WINDOWS[number]
    inside = scan.inside[:, zone]
    last = shaped.cells[-window:, key, :].sum(axis=0)
    share = scan.expected.share[key] * inside
    due = scan.mean_of(shaped.cells[-window:, key, :], index)
    by_place = {
        shaped.places[at]: [float(last[at]), round(float(due * share[at] / share.sum()), 2)]
        for at in np.flatnonzero(inside)
    }
    return _alarm(
        shaped,
        detector="scan",
        key=shaped.keys[key],
        group=group,
        window=window,
        observed=float((last * inside).sum()),
        expected=due,
        score=float(-np.log10(p)),
        rate=1.0,
        by_place=by_place,
    )


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
