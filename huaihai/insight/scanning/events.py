"""What was handed in, as arrays; what an alarm says of it: cases by place, and which alarms are one event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from huaihai.insight.scanning import tails
from huaihai.insight.scanning.cylinders import FEWEST, WINDOWS, Cylinders, poisson_ratio
from huaihai.insight.scanning.jobs import ALL, QUIET_DAYS, Alarm
from huaihai.insight.scanning.tails import Floats
from huaihai.insight.scanning.watching import PLAINLY, Judged, Watch


@dataclass(frozen=True)
class Shaped:
    """`cells` by day, key and place; `series` by day and series, each a key in a group ("all": everywhere)."""

    days: list[date]
    keys: list[str]
    places: list[str]
    cells: Floats
    series: Floats
    names: list[tuple[str, str]]  # key and group
    sums: dict[str, list[tuple[int, str, float]]]  # key of `sums`: day, place, cases

    def until(self, day: int) -> "Shaped":
        """As it was when the day of this number had ended."""
        return replace(
            self, days=self.days[: day + 1], cells=self.cells[: day + 1], series=self.series[: day + 1]
        )


def shape(given: dict[str, Any]) -> Shaped:
    """ValueError if a row has another form or a place is unknown."""
    last = date.fromisoformat(given["as_of"])
    cells = _rows(given["cells"], last)
    sums = _rows(given.get("sums", []), last)
    known = [one for one, *_rest in (*cells, *sums)]
    first = date.fromisoformat(given["since"]) if given.get("since") else min(known, default=last)
    days = [first + timedelta(days=number) for number in range(max((last - first).days + 1, 1))]
    places = sorted(given["places"])
    keys = sorted({key for _day, _place, key, _n in cells})
    counts = np.zeros((len(days), len(keys), len(places)), np.float32)
    place_at, key_at = ({name: at for at, name in enumerate(names)} for names in (places, keys))
    for day, place, key, number in cells:
        if place not in place_at:
            raise ValueError(f"unknown place {place!r}")
        if day >= first:
            counts[(day - first).days, key_at[key], place_at[place]] += number
    by_key: dict[str, list[tuple[int, str, float]]] = {}
    for day, place, key, number in sums:
        if day >= first:
            by_key.setdefault(key, []).append(((day - first).days, place, number))
    return shape_arrays(days, keys, places, counts, groups=given.get("groups", {}), sums=by_key)


def shape_arrays(
    days: list[date],
    keys: list[str],
    places: list[str],
    counts: Floats,
    *,
    groups: dict[str, list[str]],
    sums: dict[str, list[tuple[int, str, float]]],
) -> Shaped:
    """The same of counts that are an array already."""
    series, names = _series(counts, keys, places, groups, sums)
    return Shaped(days, keys, places, counts, series, names, sums)


def _rows(rows: Sequence[Sequence[Any]], last: date) -> list[tuple[date, str, str, float]]:
    try:
        read = [(date.fromisoformat(day), str(place), str(key), float(n)) for day, place, key, n in rows]
    except (TypeError, ValueError) as error:
        raise ValueError(f"rows are [day, place, key, n]: {error}") from error
    return [row for row in read if row[0] <= last]


def _series(
    counts: Floats,
    keys: list[str],
    places: list[str],
    groups: dict[str, list[str]],
    sums: dict[str, list[tuple[int, str, float]]],
) -> tuple[Floats, list[tuple[str, str]]]:
    columns = [counts.sum(axis=2), counts.sum(axis=(1, 2))[:, None]]
    names = [(key, "all") for key in keys] + [("all", "all")]
    for code, members in sorted(groups.items()):
        inside = np.array([place in set(members) for place in places])
        if inside.any() and not inside.all():
            columns.append(counts[:, :, inside].sum(axis=(1, 2))[:, None])
            names.append(("all", code))  # a key in a group is a zone of the scan
    added = np.zeros((counts.shape[0], len(sums)), np.float32)
    for number, rows in enumerate(sums.values()):
        for day, _place, cases in rows:
            added[day, number] += cases
    series = np.concatenate([*columns, added], axis=1)
    names += [(key, "all") for key in sums]
    seen = series.sum(axis=0) >= 3
    return series[:, seen], [name for name, is_seen in zip(names, seen, strict=True) if is_seen]


SPANS, SPAN = 3, 28  # of days before an alarm, that its reader compares with


def unremarkable(before: Sequence[int], days: int) -> int:
    """The most cases in so many days that are not plainly more than the three times 28 days before them."""
    return int(np.ceil(PLAINLY * sum(before) / (SPANS * SPAN) * days)) - 1


def of_series(
    shaped: Shaped,
    groups: Mapping[str, Sequence[str]],
    watch: Watch,
    judged: Judged,
    *,
    one: int,
    limit: float,
) -> Alarm:
    """An alarm of the detector about this series; `limit` is ln p."""
    window = int(judged.window[one])
    key, group = shaped.names[one]
    observed = float(shaped.series[-window:, one].sum())
    due = float(watch.window(window)[1][one])
    by_place = _places_of(shaped, groups, (key, group), window, due)
    score = float(tails.score_of(np.array(judged.log_p[one])))
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
        before=_spans(shaped.series[:, one], window),
        usual=judged.bounds[window].most_usual(one, limit),
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


def of_cluster(shaped: Shaped, scan: Cylinders, index: int, group: str, *, p: float, least: float) -> Alarm:
    """An alarm of the scan: the cylinder of this index, with its p; `least` is the ratio of an alarm."""
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
        before=_spans(shaped.cells[:, key, :] @ inside, window),
        usual=_most_below(due, least * float(scan.spread[index])),
    )


def _spans(counts: Floats, window: int) -> list[int]:
    """Cases in the three times 28 days before the last ones, the oldest first."""
    before = counts[: len(counts) - window]
    ends = [len(before) - SPAN * back for back in reversed(range(SPANS))]
    return [round(float(before[max(end - SPAN, 0) : max(end, 0)].sum())) for end in ends]


def _most_below(mean: float, ratio: float) -> int:
    """The most cases whose log likelihood ratio stays below this one."""
    count = max(int(mean), FEWEST - 1)
    while count + 1 <= mean or poisson_ratio(np.array(count + 1.0), np.array(max(mean, 1e-9))) < ratio:
        count += 1
    return count


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
    before: list[int],
    usual: int,
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
        before=before,
        based_on=[shaped.days[0].isoformat(), (since - timedelta(days=1)).isoformat()],
        ordinary=max(usual, unremarkable(before, window), FEWEST - 1),
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
