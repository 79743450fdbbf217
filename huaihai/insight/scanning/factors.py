"""What all know beforehand: days of the week and the season, each series' own drawn to the whole file's."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from huaihai.insight.scanning.grains import Grain
from huaihai.insight.scanning.tails import Floats

BORROWED = 20.0  # expected cases of the file's pattern are mixed with a series' own
STRONGEST = (0.4, 2.5)  # a season's factors
FADING = 0.99  # a week's weight in the next of the same day
SMOOTH = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9.0  # over neighbouring weeks of the year


class Weekdays:
    """Seven factors a series, around one."""

    def __init__(self, series: int) -> None:
        self.seen = np.zeros((7, series), np.float32)
        self.due = np.zeros((7, series), np.float32)

    def of(self, day: int) -> Floats:
        """The factor of this day of the week (0 is Monday) for each series."""
        pooled = (self.seen[day].sum(dtype=float) + BORROWED) / (self.due[day].sum(dtype=float) + BORROWED)
        answer: Floats = (self.seen[day] + BORROWED * pooled) / (self.due[day] + BORROWED)
        return answer

    def learn(self, day: int, count: Floats, level: Floats) -> None:
        """`level` is what was due without the factor of the day."""
        self.seen[day] = FADING * self.seen[day] + count
        self.due[day] = FADING * self.due[day] + level


class Season:
    """Each part of the year against the year around it (a centred year), known once it has been through twice."""

    def __init__(self, grain: Grain, series: int, periods: int) -> None:
        self.grain = grain
        self.half = round(365.25 / grain.days / 2)
        self.is_worth_it = periods > 2 * self.half * 1.4
        if self.is_worth_it:
            self.seen = np.zeros((grain.year, series), np.float32)
            self.due = np.zeros((grain.year, series), np.float32)
            self.times = np.zeros(grain.year)
            self.bins: list[int] = []
            self.summed: list[Floats] = [np.zeros(series, np.float64)]
            self.counts: list[Floats] = []

    @property
    def is_known(self) -> bool:
        """Has every part of the year been seen with the year around it?"""
        return self.is_worth_it and bool((self.times > 0).all())

    def of(self, part: int) -> Floats | float:
        """The factor of this part of the year."""
        if not self.is_known:
            return 1.0
        if self.grain.year == 12:
            seen, due, times = self.seen[part], self.due[part], self.times[part]
        else:
            near = (np.arange(part - 2, part + 3)) % self.grain.year
            seen, due = SMOOTH @ self.seen[near] * 5, SMOOTH @ self.due[near] * 5
            times = self.times[near].sum() * self.grain.days / 7
        pooled = (seen.sum(dtype=float) + BORROWED) / (due.sum(dtype=float) + BORROWED)
        own = (seen + BORROWED * pooled) / (due + BORROWED)
        answer: Floats = np.clip(own, *STRONGEST) ** (times / (times + 1.0))
        return answer

    def learn(self, part: int, count: Floats) -> None:
        """The period half a year ago now has its year around it."""
        if not self.is_worth_it:
            return
        self.bins.append(part)
        self.counts.append(count.astype(np.float32))
        self.summed.append(self.summed[-1] + count)
        middle = len(self.bins) - 1 - self.half
        first = middle - self.half
        if first >= 0:
            around = (self.summed[-1] - self.summed[first]) / (2 * self.half + 1)
            self.seen[self.bins[middle]] += self.counts[middle]
            self.due[self.bins[middle]] += around.astype(np.float32)
            self.times[self.bins[middle]] += 1.0
            self.summed[first] = np.zeros(0)


def parts(starts: NDArray[Any], grain: Grain) -> tuple[list[int], list[int]]:
    """Day of the week and part of the year of each period, from the days they begin on (datetime64[D])."""
    days = starts.astype("datetime64[D]")
    weekday = ((days.astype(int) + 3) % 7).tolist()
    if grain.year == 12:
        return weekday, (days.astype("datetime64[M]").astype(int) % 12).tolist()
    into = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)
    return weekday, np.minimum(into // 7, 52).tolist()
