"""Made-up years of complaints at any volume, counted as the rollups count them. For tests and measurements alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from huaihai.insight.axes import Outcome, amount_keys, days_keys
from huaihai.insight.models import MonthCount
from huaihai.insight.releases.cells import MEASURES, Counts

CITIES = tuple(f"9{number:02}000" for number in range(1, 11))
COUNTIES = {city: tuple(f"{city[:4]}{number:02}" for number in range(1, 10)) for city in CITIES}
SHARES = {"category": 24, "nature": 12, "channel": 5, "amount": 6, "remedy": 7}
OUTCOMES = tuple(outcome.value for outcome in Outcome)


def world(
    volume: int,
    *,
    seed: int,
    year: int = 2026,
    months: int = 12,
    cities: tuple[str, ...] = CITIES,
    counties: Mapping[str, Sequence[str]] = COUNTIES,
    kinds: Mapping[str, int] = SHARES,
) -> Counts:
    """About `volume` cases a year: large and small cities, common and rare trades, seasons, lasting differences."""
    random = np.random.default_rng(seed)
    count = int(random.poisson(volume * months / 12))
    city = random.choice(len(cities), count, p=_shares(random, len(cities), 4.0))
    drawn = {
        "month": random.choice(months, count, p=_shares(random, months, 40.0)),
        "city": city,
        "county": random.integers(0, 10, count),  # the last: not known
        "outcome": random.choice(6, count, p=[0.05, 0.4, 0.2, 0.2, 0.1, 0.05]),
        "days": random.choice(5, count, p=[0.3, 0.4, 0.15, 0.1, 0.05]),
        "sum": random.lognormal(6, 1.5, count).astype(int) * 100,
    }
    for axis, many in kinds.items():
        drawn[axis] = random.choice(many, count, p=_shares(random, many, 0.8))
    drawn["second"] = np.where(random.random(count) < 0.3, random.integers(0, 6, count), drawn["remedy"])
    held = {city: counties[city] for city in cities}
    return Counts(_rows(drawn, held, year), cities, held)


def store(counts: Counts) -> None:
    """Put these counts where the rollups keep theirs."""
    names = ("month", "axis", "key", "city", "county")
    MonthCount.objects.bulk_create(
        (MonthCount(**dict(zip(names, name, strict=True)), **row) for name, row in counts.rows.items()),
        batch_size=500,
    )


def _shares(random: Any, many: int, evenness: float) -> Any:
    drawn = random.gamma(evenness, 1.0, many) + 1e-3
    return drawn / drawn.sum()


def _rows(drawn: dict[str, Any], held: dict[str, Sequence[str]], year: int) -> dict[Any, dict[str, int]]:
    found: dict[Any, Counter[str]] = {}
    cities = list(held)
    lists = {name: values.tolist() for name, values in drawn.items()}
    for index in range(len(lists["month"])):
        one = {name: values[index] for name, values in lists.items()}
        month, city = date(year, one["month"] + 1, 1), cities[one["city"]]
        outcome = OUTCOMES[one["outcome"]]
        money = one["sum"] if outcome == "confirmed" else 0
        for axis, key in _keys(one, outcome):
            _add(found, (month, axis, key, city, ""), outcome, money)
        if one["county"] < len(held[city]):
            _add(found, (month, "all", "all", city, held[city][one["county"]]), outcome, money)
    return {name: dict.fromkeys(MEASURES, 0) | dict(row) for name, row in found.items()}


def _keys(one: dict[str, Any], outcome: str) -> list[tuple[str, str]]:
    remedies = {"none"} if one["remedy"] == 6 else {f"r{one['remedy']}", f"r{min(one['second'], 5)}"}
    return [
        ("all", "all"),
        ("category", f"G{one['category']:02}"),
        ("nature", f"N{one['nature']:02}"),
        ("channel", f"c{one['channel']}"),
        ("amount", amount_keys()[one["amount"]]),
        ("days", "open" if outcome == "open" else days_keys()[one["days"]]),
        *(("remedy", remedy) for remedy in sorted(remedies)),
    ]


def _add(found: dict[Any, Counter[str]], name: Any, outcome: str, money: int) -> None:
    row = found.setdefault(name, Counter())
    row["received"] += 1
    row[outcome] += 1
    row["recovered_fen"] += money
    row["largest_fen"] = max(row["largest_fen"], money)
