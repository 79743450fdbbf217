"""Early warning tried on years that were made up: `python -m benchmarks.scanning`. Outbreaks of three kinds in each.

Prints how many were found within 14 days of their begin, after how many days, and how many alarms a fortnight were
nobody's. Every year has its seed. Also the time of one night over 100 places and 200 keys, with 99 draws, on one core.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import argparse
import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

import numpy as np

from huaihai.insight.scanning import cylinders, events, nightly
from huaihai.insight.scanning.baselines import parts
from huaihai.insight.scanning.events import Shaped, shape_arrays
from huaihai.insight.scanning.jobs import QUIET_DAYS
from huaihai.insight.scanning.periods import DAY
from huaihai.insight.scanning.watching import Watch

CITIES, COUNTIES, KEYS, A_DAY = 10, 8, 30, 80.0
BEFORE, YEAR = 180, 365
WITHIN = 14  # days of its begin
AFTERWARDS = 28  # days in which an alarm is still that outbreak's
KINDS = ("small", "three cities", "rising season")
A_DAY_MORE = {"small": (1.5, 3.5), "three cities": (0.9, 1.6), "rising season": (2.5, 4.5)}  # in a county
WEEK = np.array([1.1, 1.15, 1.1, 1.05, 1.0, 0.8, 0.8])
DRAWS_EVERY, SHARES_EVERY = 126, 7  # days; the nightly run makes them anew each night


@dataclass(frozen=True)
class Outbreak:
    """Cases more than usual, of this kind."""

    kind: str
    key: int
    begin: int
    end: int


@dataclass
class Found:
    """Over all years."""

    days: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    false: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    fortnights: float = 0.0


def made_up(seed: int) -> tuple[Any, list[Outbreak]]:
    """Counts by day, key and place, and the outbreaks that are in them: two of each kind."""
    rng = np.random.default_rng(seed)
    places, days = CITIES * COUNTIES, BEFORE + YEAR
    size = rng.gamma(2.0, 1.0, places)
    rate = rng.gamma(0.7, 1.0, KEYS) + 0.1
    local = rng.gamma(8.0, 1 / 8.0, (KEYS, places))
    mean = rate[:, None] / rate.sum() * (size / size.sum()) * local * A_DAY
    t = np.arange(days)
    strength = rng.uniform(0.0, 0.5, KEYS)
    seasonal = rng.choice(KEYS, 2, replace=False)
    strength[seasonal] = 0.8
    phase = rng.random(KEYS)
    season = np.exp(strength * np.sin(2 * np.pi * (t[:, None] / 365.25 + phase)))
    growth = np.exp(rng.normal(0.1, 0.15, KEYS) * t[:, None] / 365.25)
    noise = rng.gamma(60.0, 1 / 60.0, (days, 1))  # every day has its own mood
    expected = (season * growth * noise * WEEK[t % 7, None])[:, :, None] * mean
    over = rng.uniform(1.0, 1.6, KEYS)[None, :, None]
    counts = rng.negative_binomial(
        np.maximum(expected / np.maximum(over - 1, 0.02), 1e-9), 1 / np.maximum(over, 1.02)
    )
    counts = counts.astype(np.float32)
    outbreaks = _inject(rng, counts, seasonal, phase)
    return counts, outbreaks


def _inject(rng: np.random.Generator, counts: Any, seasonal: Any, phase: Any) -> list[Outbreak]:
    others = rng.permutation([key for key in range(KEYS) if key not in seasonal])
    slots = BEFORE + 20 + 55 * np.arange(6) + rng.integers(0, 20, 6)
    found = []
    for number, kind in enumerate(KINDS * 2):
        begin, length = int(slots[number]), int(rng.integers(10, 22))
        key = int(others[number])
        if kind == "rising season":
            key = int(seasonal[number // 3])
            begin = BEFORE + int((1 - phase[key]) * 365.25 - BEFORE) % 365  # where the season rises fastest
            begin = min(begin, BEFORE + YEAR - 25)
        end = min(begin + length, BEFORE + YEAR)
        cities = rng.choice(CITIES, 3, replace=False) if kind == "three cities" else rng.choice(CITIES, 1)
        for city in cities:
            place = int(city) * COUNTIES + int(rng.integers(COUNTIES))
            counts[begin:end, key, place] += rng.poisson(rng.uniform(*A_DAY_MORE[kind]), end - begin)
        found.append(Outbreak(kind, key, begin, end))
    return found


def one_year(seed: int, found: Found) -> None:
    """Every night of a year, one after another, as the nightly run would have judged it."""
    counts, outbreaks = made_up(seed)
    shaped = _shaped(counts)
    groups = _groups()
    made = cylinders.make(_places(seed), groups)
    limits = nightly.limits_of(nightly.BUDGET, len(shaped.names))
    weekdays, years = parts(np.array(shaped.days, "datetime64[D]"), DAY)
    watch = Watch(DAY, len(shaped.names), len(shaped.days), np.ones(len(shaped.names), bool))
    open_alarms: list[dict[str, Any]] = []
    told: dict[int, int] = {}
    scan = chance = like = None
    for day in range(BEFORE + YEAR):
        judged = watch.step(shaped.series[day], weekdays[day], years[day])
        if day < BEFORE:
            continue
        then, on = shaped.until(day), np.array(weekdays[: day + 1])
        if (day - BEFORE) % SHARES_EVERY == 0:
            like = None
        scan = nightly.scan_of(counts[: day + 1], on, made, like)
        like = scan.expected
        if chance is None or (day - BEFORE) % DRAWS_EVERY == 0:
            chance = scan.chance(99, seed)
        alarms = nightly.series_alarms(then, groups, watch, judged, limit=limits["series"])
        alarms = events.one_an_event(alarms + nightly.clusters(then, made, scan, chance, limits["scan"]))
        for alarm in events.continued(alarms, open_alarms):
            if not alarm.continues:
                open_alarms.append({"identity": alarm.identity, "key": alarm.key, "places": alarm.places})
            mine = next(one for one in open_alarms if one["identity"] == alarm.identity)
            mine.update(since=min(mine.get("since", alarm.since), alarm.since), until=alarm.until)
            _count(alarm, day, outbreaks, told, found)
        open_alarms = [one for one in open_alarms if _age(one["until"], shaped.days[day]) <= QUIET_DAYS]
    for number, outbreak in enumerate(outbreaks):
        found.days[outbreak.kind].append(told.get(number))
    found.fortnights += YEAR / 14


def _count(alarm: Any, day: int, outbreaks: list[Outbreak], told: dict[int, int], found: Found) -> None:
    mine = [
        (number, one)
        for number, one in enumerate(outbreaks)
        if alarm.key in (f"k{one.key:02}", "all") and one.begin <= day <= one.end + AFTERWARDS
    ]
    for number, one in mine:
        if alarm.key != "all" and day - one.begin < WITHIN and day <= one.end:
            told.setdefault(number, day - one.begin)
    if not mine and not alarm.continues:
        found.false[alarm.detector] += 1


def _age(until: str, today: date) -> int:
    return (today - date.fromisoformat(until)).days


def _shaped(counts: Any) -> Shaped:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(counts.shape[0])]
    keys = [f"k{number:02}" for number in range(counts.shape[1])]
    places = [f"p{number:03}" for number in range(counts.shape[2])]
    return shape_arrays(days, keys, places, counts, groups=_groups(), sums={})


def _places(seed: int) -> dict[str, tuple[float, float]]:
    rng = np.random.default_rng(seed)
    points = {}
    for number in range(CITIES * COUNTIES):
        city = number // COUNTIES
        x, y = rng.normal(0, 0.3, 2)
        points[f"p{number:03}"] = (city % 4 + float(x), city // 4 + float(y))
    return points


def _groups() -> dict[str, list[str]]:
    return {
        f"c{city}": [f"p{city * COUNTIES + county:03}" for county in range(COUNTIES)]
        for city in range(CITIES)
    }


def one_night(places: int = 100, keys: int = 200, days: int = 365, draws: int = 99) -> float:
    """Processor seconds of one scan of this size."""
    rng = np.random.default_rng(8)
    points = {f"p{number:03}": (float(x), float(y)) for number, (x, y) in enumerate(rng.random((places, 2)))}
    groups = {f"c{city}": [f"p{one:03}" for one in range(places) if one % 10 == city] for city in range(10)}
    rate = rng.gamma(0.5, 1.0, (keys, places))
    counts = rng.poisson(rate / rate.sum() * 300, (days, keys, places)).astype(np.float32)
    began = time.process_time()
    made = cylinders.make(points, groups)
    scan = nightly.scan_of(counts, np.arange(days) % 7, made)
    scan.ratios(counts[-max(cylinders.WINDOWS) :][::-1])
    scan.chance(draws, 8)
    return time.process_time() - began


def print_found(found: Found) -> None:
    """The rates, by kind."""
    for kind in KINDS:
        days = found.days[kind]
        hits = [day for day in days if day is not None]
        share = len(hits) / max(len(days), 1)
        print(f"{kind:14} {len(days):4} outbreaks, found {share:6.1%}, after {median(hits or [0]):.0f} days")
    every = [day for days in found.days.values() for day in days]
    print(f"{'all':14} {len(every):4} outbreaks, found {sum(d is not None for d in every) / len(every):6.1%}")
    false = sum(found.false.values()) / found.fortnights
    print(
        f"false alarms a fortnight: {false:.2f}", dict(found.false), f"in {found.fortnights:.0f} fortnights"
    )


def main() -> None:
    """Try and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scanning", description=__doc__)
    parser.add_argument("--years", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the first year")
    asked = parser.parse_args()
    print(
        f"one night, 100 places, 200 keys, 365 days, 99 draws: {one_night():.1f} s of one processor",
        flush=True,
    )
    found = Found()
    for number in range(asked.years):
        one_year(asked.seed + number, found)
        if (number + 1) % 5 == 0:
            print(f"-- {number + 1} years", flush=True)
            print_found(found)
    print_found(found)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
