"""What was handed in, as arrays: counts by day, key and place, and the series that are watched besides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from huaihai.insight.scanning.tails import Floats


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
