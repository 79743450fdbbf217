"""Which sets of places are looked at as one: circles of nearest neighbours, the groups, two and three of them, all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

MOST_NEIGHBOURS = 12  # places in a circle
MOST_GROUPS = 14  # of which all pairs and threes are taken

type Point = Sequence[float] | None


@dataclass(frozen=True)
class Zones:
    """`inside[z, p]` is 1 where the place is in the zone; `names` is a group's code, "all", or empty."""

    places: list[str]
    inside: Any
    names: list[str]

    def members(self, zone: int) -> list[str]:
        """The places of this zone."""
        return [self.places[one] for one in np.flatnonzero(self.inside[zone])]


def make(places: Mapping[str, Point], groups: Mapping[str, Sequence[str]]) -> Zones:
    """Every zone once. Circles are of the places that have coordinates; of equal distance, the first name."""
    names = sorted(places)
    number = {name: place for place, name in enumerate(names)}
    found: dict[frozenset[int], str] = {}
    sets = {
        code: frozenset(number[one] for one in members if one in number)
        for code, members in sorted(groups.items())
    }
    everywhere = frozenset(range(len(names)))
    found[everywhere] = "all"
    for code, members in sets.items():
        if members:
            found.setdefault(members, code)
    for circle in circles([places[name] for name in names]):
        found.setdefault(circle, "")
    cities = [members for members in sets.values() if members and members != everywhere]
    if len(cities) <= MOST_GROUPS:
        for several in (*combinations(cities, 2), *combinations(cities, 3)):
            found.setdefault(frozenset().union(*several), "")
    inside = np.zeros((len(found), len(names)), np.float32)
    for zone, members in enumerate(found):
        inside[zone, list(members)] = 1.0
    return Zones(names, inside, list(found.values()))


def circles(points: Sequence[Point], most: int = MOST_NEIGHBOURS) -> list[frozenset[int]]:
    """The nearest neighbours of each place with coordinates, one more each time."""
    placed = [place for place, point in enumerate(points) if point is not None]
    if not placed:
        return []
    xy = np.array([points[place] for place in placed], float)
    found = []
    for centre in range(len(placed)):
        away = np.hypot(*(xy - xy[centre]).T)
        order = np.argsort(away, kind="stable")[: min(most, max(len(placed) // 2, 1))]
        found += [frozenset(placed[one] for one in order[: size + 1]) for size in range(len(order))]
    return found
