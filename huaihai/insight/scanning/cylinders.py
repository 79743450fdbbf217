"""The prospective space-time scan: zones × the last days, for each key, with a Monte Carlo test.

Kulldorff, J. R. Stat. Soc. A 164 (2001): cylinders that end today. What a cylinder should hold comes from the
history of the key and of the place (expectation-based: Neill, Int. J. Forecasting 25 (2009)), raised by what the key
does outside the cylinder, as the permutation scan does (Kulldorff et al., PLoS Med. 2 (2005)): a trade whose season
comes everywhere is no cluster. The test draws new counts, overdispersed as the history is, and takes the largest
cylinder of each draw; a Gumbel distribution is laid through them (Abrams, Kulldorff and Kleinman, Stat. Methods Med.
Res. 19 (2010)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from huaihai.insight.scanning.tails import Floats

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


WINDOWS = (1, 2, 3, 5, 7, 10, 14, 21, 28)
FEWEST = 5  # cases in a cylinder; three that meet in a thin feed tell an officer nothing
RECENT = 56  # days before a window that tell the level of a key
YEAR = 14.0  # days' worth of the year's mean are mixed in
HALF_LIFE = 120.0  # of a day's weight in the shares of places
BORROWED = 10.0  # cases of the usual shares are mixed with a key's own
OUTSIDE = 4.0  # cases as expected are added outside, so that a few do not raise the expected much
MOST_TOGETHER = 5  # cases of one day and place that count as such
SAFELY = 1.25  # the median understates what a few lively months have
HALF_A_CASE = 0.5  # at least is remembered: what never came is not impossible
WIDEST = 0.6  # of a key's cases; a zone that holds more has no outside to be compared with
EULER = 0.5772156649
FROM_RANK = 0.1


@dataclass(frozen=True)
class Expected:
    """`share[k, p]` of a key's cases in each place; `due[k, w]` cases of a key in each window."""

    share: Floats
    due: Floats
    by_day: Floats  # weights of the last days, the last first, for drawing
    known: Floats  # cases that each share rests on
    spread: Floats  # variance over mean of each key's cases in one place and day


def expect(counts: Floats, weekdays: Floats, like: "Expected | None" = None) -> Expected:
    """From counts by day, key and place (the last day last) and the day of the week of each.

    With `like`, shares and spread are those of some nights ago, for a replay.
    """
    days = counts.shape[0]
    longest = max(WINDOWS)
    before = counts[: days - 1] if days <= longest + 14 else counts[: days - longest]
    share, known = (like.share, like.known) if like else _shares(before)
    by_key = counts.sum(axis=2)
    factor = _weekday_factors(by_key.sum(axis=1), weekdays)
    mean = by_key[: before.shape[0]].mean(axis=0)
    due = np.zeros((counts.shape[1], len(WINDOWS)), np.float32)
    for number, length in enumerate(WINDOWS):
        recent = by_key[max(days - length - RECENT, 0) : max(days - length, 1)]
        held = np.maximum(recent.sum(axis=0) + YEAR * mean, HALF_A_CASE)
        level = held / (recent.shape[0] + YEAR)
        due[:, number] = level * factor[-length:].sum()
    by_day = factor[-longest:][::-1]
    spread = like.spread if like else _spread(before, share)
    return Expected(share.astype(np.float32), due, by_day / by_day.sum(), known, spread)


def _shares(before: Floats) -> tuple[Floats, Floats]:
    weight = 0.5 ** (np.arange(before.shape[0])[::-1] / HALF_LIFE)
    weighted = np.tensordot(weight, before, axes=(0, 0))
    usual = (weighted.sum(axis=0) + 0.5) / (weighted.sum() + 0.5 * weighted.shape[1])
    known = weighted + BORROWED * usual
    return known / known.sum(axis=1, keepdims=True), known


def _weekday_factors(total: Floats, weekdays: Floats) -> Floats:
    mean = max(float(total.mean()), 1e-9)
    found = np.ones(7)
    for day in range(7):
        mine = total[weekdays == day]
        found[day] = (mine.sum() + 20.0) / (mine.size * mean + 20.0)
    return found[weekdays]


def _spread(before: Floats, share: Floats) -> Floats:
    """Variance over mean of a day's cases in one place, for each key: from how often cases come together.

    Of a negative binomial E[c(c-1)] = m² + (s-1) m. The median over months, so that an outbreak of the past says
    little; drawn to what all keys have.
    """
    months = max(before.shape[0] // 28, 1)
    excess, held = [], []
    for month in range(months):
        block = before[month * before.shape[0] // months : (month + 1) * before.shape[0] // months]
        level = block.sum(axis=(0, 2)) / block.shape[0]
        tempered = np.minimum(block, MOST_TOGETHER)
        chance = block.shape[0] * np.square(level[:, None] * share).sum(axis=1)
        excess.append((tempered * (tempered - 1)).sum(axis=(0, 2)) - chance)
        held.append(block.sum(axis=(0, 2)))
    usual = float(np.sum(excess)) / max(float(np.sum(held)), 1.0)
    each = (np.array(excess) + 4.0 * usual) / (np.array(held) + 4.0)
    mine = (np.mean(held, axis=0) * months * np.median(each, axis=0) + 60.0 * usual) / (
        np.sum(held, axis=0) + 60.0
    )
    answer: Floats = np.clip(1.0 + SAFELY * mine, 1.02, 3.0)
    return answer


class Cylinders:
    """All cylinders over these zones, for counts of the last days by key and place."""

    def __init__(self, inside: Floats, expected: Expected) -> None:
        self.inside = np.ascontiguousarray(inside.T)
        self.expected = expected
        within = expected.share @ self.inside  # key × zone
        self.due = (expected.due[:, :, None] * within[:, None, :]).astype(np.float32)
        self.due[np.broadcast_to(within[:, None, :] > WIDEST, self.due.shape)] = np.inf
        self.spread = np.repeat(expected.spread, len(WINDOWS) * inside.shape[0]).astype(np.float32)
        self.outside = (expected.due[:, :, None] * (1.0 - within[:, None, :])).astype(np.float32)

    def ratios(self, last_days: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Log likelihood ratios of all cylinders that hold more than expected: (flat index, ratio, seen, due).

        `last_days` is by day (the last first), key and place; the index is of key × window × zone.
        """
        summed = np.cumsum(last_days, axis=0, dtype=np.float32)[[length - 1 for length in WINDOWS]]
        by_key = np.ascontiguousarray(summed.transpose(1, 0, 2))
        seen = by_key.reshape(-1, by_key.shape[2]) @ self.inside
        due, outside = self.due.ravel(), self.outside.ravel()
        flat = seen.ravel()
        look = np.flatnonzero((flat >= FEWEST) & (flat > due))
        total = np.repeat(by_key.sum(axis=2).ravel(), self.inside.shape[1])[look] if look.size else flat[look]
        count = flat[look]
        raised = (total - count + OUTSIDE) / (outside[look] + OUTSIDE)
        mean = due[look] * np.maximum(raised, 1.0)
        more = count > mean
        look, count, mean = look[more], count[more], mean[more]
        return look, poisson_ratio(count, mean) / self.spread[look], count, mean

    def mean_of(self, days: Floats, index: int) -> float:
        """What this cylinder should hold, given the days of its window and key, by day and place."""
        key, window, zone = self.where(index)
        outside = float(days.sum()) - float((days.sum(axis=0) * self.inside[:, zone]).sum())
        raised = (outside + OUTSIDE) / (float(self.outside[key, window, zone]) + OUTSIDE)
        return float(self.due[key, window, zone]) * max(raised, 1.0)

    def where(self, index: int) -> tuple[int, int, int]:
        """Key, window and zone of a flat index."""
        key, window, zone = np.unravel_index(index, self.due.shape)
        return int(key), int(window), int(zone)

    def draw(self, rng: np.random.Generator) -> Floats:
        """Counts of the last days as chance alone would have them: a compound Poisson, negative binomial by cell."""
        expected = self.expected
        cells = (expected.due[:, -1:] * expected.share).astype(np.float64)
        cells *= rng.gamma(expected.known) / expected.known  # shares are known no better than that
        size = 1.0 - 1.0 / expected.spread  # of the logarithmic distribution
        clusters = cells * (-np.log1p(-size) * (1 - size) / size)[:, None]
        steps = np.cumsum(clusters.ravel())
        number = int(rng.poisson(steps[-1]))
        cell = np.minimum(np.searchsorted(steps, rng.random(number) * steps[-1]), steps.size - 1)
        together = rng.logseries(size[cell // cells.shape[1]])
        day = rng.choice(expected.by_day.size, number, p=expected.by_day)
        held = np.bincount(
            day * steps.size + cell, weights=together, minlength=expected.by_day.size * steps.size
        )
        answer: Floats = held.reshape(expected.by_day.size, *cells.shape).astype(np.float32)
        return answer

    def chance(self, replicates: int, seed: int) -> "Chance":
        """The largest ratio of each draw."""
        rng = np.random.default_rng(seed)
        largest = []
        for _each in range(replicates):
            _look, ratios, _seen, _due = self.ratios(self.draw(rng))
            largest.append(float(ratios.max()) if ratios.size else 0.0)
        return Chance(np.sort(largest))


def poisson_ratio(count: Floats, mean: Floats) -> Floats:
    """The log likelihood ratio of a Poisson count above its mean."""
    answer: Floats = count * np.log(count / mean) - (count - mean)
    return answer


class Chance:
    """What chance alone brings in a night: the largest ratios of the draws, sorted, and the Gumbel through them."""

    def __init__(self, largest: Floats) -> None:
        self.largest = largest
        self.scale = max(float(largest.std()) * 6**0.5 / np.pi, 1e-6)
        self.middle = float(largest.mean()) - EULER * self.scale

    def p(self, ratio: float) -> float:
        """The rank among the draws; beyond all but a few of them, the Gumbel distribution's."""
        rank = (1 + int((self.largest >= ratio).sum())) / (self.largest.size + 1)
        if self.largest.size < 19 or rank > FROM_RANK:
            return rank
        return max(-float(np.expm1(-np.exp(-(ratio - self.middle) / self.scale))), 1e-300)

    def least(self, limit: float) -> float:
        """The ratio from which p is at most `limit`, to a thousandth."""
        low, high = 0.0, max(float(self.largest[-1]), self.scale)
        while self.p(high) > limit:
            low, high = high, 2 * high
        while high - low > 1e-3:
            middle = (low + high) / 2
            low, high = (low, middle) if self.p(middle) <= limit else (middle, high)
        return high
