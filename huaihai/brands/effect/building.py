"""The file of a year's report: matched sets as numbers without names, what was compared, how marks were used."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from huaihai.brands.effect import use
from huaihai.brands.effect.comparing import DRAWS, ENOUGH_CASES, ENOUGH_SETS, Compared, compare
from huaihai.brands.effect.matching import BEFORE, MOST, SHORTEST, matched
from huaihai.kit.signing import canonical

FORMAT = "huaihai-brands-effect-1"


def file_of(year: int, *, on: date) -> bytes:
    """The report of a year as canonical JSON, made on this day: up to the year's last day, or to yesterday."""
    until = min(date(year, 12, 31), on - timedelta(days=1))
    found = matched(until=until, seed=year)
    content: dict[str, Any] = {
        "format": FORMAT,
        "year": year,
        "made_on": on.isoformat(),
        "is_demo": settings.DEMO,
        "until": until.isoformat(),
        "rules": {
            "before_days": BEFORE.days,
            "shortest_days": SHORTEST.days,
            "others_a_set": MOST,
            "seed": year,
            "draws": DRAWS,
            "enough_sets": ENOUGH_SETS,
            "enough_cases": ENOUGH_CASES,
        },
        "holders": found.holders,
        "sets": [asdict(one) for one in found.sets],
        "compared": _compared(compare(found.sets, seed=year)) if found.sets else None,
        "use": use.counts(date(year, 1, 1), until),
    }
    return canonical(content)


def read(file: str) -> dict[str, Any]:
    """A stored report as values."""
    held: dict[str, Any] = json.loads(file)
    return held


def _compared(told: Compared) -> dict[str, Any]:
    return {
        key: f"{value:.3f}" if isinstance(value, float) else value for key, value in asdict(told).items()
    } | {"verdict": told.verdict.value}
