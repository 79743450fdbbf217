"""Series that were never seen before: no baseline, so they are compared with how others of the file came into it."""

from bisect import bisect_left, insort

import numpy as np

from huaihai.insight.scanning.tails import Floats

FEWEST = 5  # cases since it was first seen; fewer are never an alarm
FEWEST_NOW = 3  # of them in the period that ended
SHARE = 0.1  # of the budget
RARE = np.log(1e-3)  # what is written as the chance of the first of its kind


class Births:
    """Cases of each young series since its first. One that passes all but as many as the budget allows is new."""

    def __init__(self, series: int, enough: int, per_period: float) -> None:
        self.enough = enough
        self.allowed = SHARE * per_period
        self.since = np.full(series, -1)
        self.total = np.zeros(series)
        self.told = np.zeros(series, bool)
        self.grown: list[float] = []  # totals of series that are no longer young, sorted
        self.periods = 0

    def step(self, count: Floats) -> list[tuple[int, float, float]]:
        """After a period: (series, its cases so far, ln p) for those that came into the file in an unusual way."""
        self.periods += 1
        newborn = (self.since < 0) & (count > 0)
        self.since[newborn] = self.periods
        age = self.periods - self.since
        young = (self.since >= 0) & (age < self.enough)
        self.total[young] += count[young]
        for one in np.flatnonzero((self.since > self.enough) & (age == self.enough)):
            insort(self.grown, float(self.total[one]))
        if self.periods <= self.enough:
            return []
        found = []
        for one in np.flatnonzero(
            young & ~self.told & (self.total >= FEWEST) & (count >= FEWEST_NOW) & (self.since > self.enough)
        ):
            larger = len(self.grown) - bisect_left(self.grown, self.total[one])
            if larger <= self.allowed * self.periods:
                self.told[one] = True
                found.append(
                    (
                        int(one),
                        float(self.total[one]),
                        float(np.log((larger + 1) / (len(self.grown) + 1)) + RARE),
                    )
                )
        return found
