"""What the assessors found, as evidence of an entry; and how far they agree, over a sheet and year."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from huaihai.brands.assessing.sheet import AXES, FEW
from huaihai.brands.models import Assessment, AssessmentRound, Entry
from huaihai.kit.clock import local_day
from huaihai.kit.computed import cache
from huaihai.supervision.measures.alpha import alpha

KEPT = 86_400  # seconds


def points_of(entry: Entry) -> dict[str, Any]:
    """ "distinctive" and "quality" of the newest round whose points are all in; nothing before.

    Until then nobody sees points of one assessor, here neither.
    """
    rows = AssessmentRound.objects.filter(entry=entry, completed_at__isnull=False)
    newest = rows.order_by("-completed_at", "-pk").first()
    if newest is None:
        return {}
    return {axis: {"points": newest.result["axes"][axis]} for axis in AXES}


@dataclass(frozen=True)
class YearOfSheet:
    """`units` items were judged, each by two assessors or three. `alpha` is None where these are too few to say, or all
    points are the same."""

    sheet: int
    year: int
    entries: int
    units: int
    alpha: float | None

    @property
    def is_few(self) -> bool:
        """Whether there are too few to say anything."""
        return self.units < FEW


def by_year() -> list[YearOfSheet]:
    """The newest first. One query; computed anew when a round was completed."""
    rounds = AssessmentRound.objects.filter(completed_at__isnull=False).count()
    found: list[YearOfSheet] | None = cache.get_or_set(f"brand-agreement:{rounds}", _computed, KEPT)
    return found or []


def _computed() -> list[YearOfSheet]:
    rows = Assessment.objects.filter(seat__state="done", round__completed_at__isnull=False)
    given: dict[tuple[int, int], dict[Any, list[dict[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for sheet, key, at, points in rows.values_list("sheet_version", "round", "round__completed_at", "points"):
        if at is not None:
            given[sheet, local_day(at).year][key].append(points)
    newest = sorted(given, key=lambda one: (one[1], one[0]), reverse=True)
    return [_year(sheet, year, list(given[sheet, year].values())) for sheet, year in newest]


def _year(sheet: int, year: int, rounds: list[list[dict[str, int]]]) -> YearOfSheet:
    units = [[one[key] for one in points] for points in rounds for key in points[0]]
    found = alpha(units, "interval") if len(units) >= FEW else None
    return YearOfSheet(sheet, year, len(rounds), len(units), None if found is None else float(found))
