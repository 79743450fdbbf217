"""How far a business's share can be told from chance, beside its peers. Pure; loads numpy and scipy.

Beta-binomial: the shares of peers scatter around their mean like a beta distribution, the cases of each like coins
with its share (J. O. Berger and others; for such profiling Normand, Glickman and Gatsonis, *JASA* 92 (1997), 803-814).
Mean and spread are not guessed: each pair on a grid counts by how well it explains the cases of all peers (an even
grid in the arcsine of the mean, which is Jeffreys' prior, and in the logarithm of the spread). So an interval says,
too, how little a few peers tell of their mean. Whoever takes the same grid gets the same numbers.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln

SURE: Final = 0.9
MEANS, SPREADS, BINS = 48, 20, 1200
FEWEST, MOST = 2.0, 100.0  # cases that the peers' mean is worth: far apart, or nearly alike
PER: Final = 1000  # shares are told in thousandths

type Array = NDArray[np.float64]


class Placed(NamedTuple):
    """A share as it is told, and between what it lies, in thousandths."""

    share: int
    low: int
    high: int


class Peers(NamedTuple):
    """The peers' mean, in thousandths, and the place of each business in the order given."""

    mean: int
    placed: list[Placed]


def place(counted: Sequence[tuple[int, int]]) -> Peers:
    """Of businesses with (hits, cases). Raises ValueError for none, and for more hits than cases."""
    if not counted or any(not 0 <= hits <= cases or not cases for hits, cases in counted):
        raise ValueError("hits out of cases are needed")
    pairs, times = np.unique(np.array(counted, dtype=np.int64), axis=0, return_counts=True)
    grid = _grid()
    hits, cases = pairs[:, :1], pairs[:, 1:]
    fits = betaln(grid.a + hits, grid.b + cases - hits) - betaln(grid.a, grid.b)  # pairs × grid
    whole = times @ fits
    mean = float(_weights(whole) @ (grid.a / (grid.a + grid.b)))
    placed = {
        (int(hit), int(case)): _placed(int(hit), int(case), _weights(whole - fit) @ grid.masses)
        for (hit, case), fit in zip(pairs, fits, strict=True)
    }
    return Peers(round(mean * PER), [placed[hit, case] for hit, case in counted])


def job(given: Sequence[Sequence[Sequence[int]]]) -> list[dict[str, Any]]:
    """What `insight/apart.py` runs: the peers of each group of (hits, cases)."""
    return [place([(hits, cases) for hits, cases in group])._asdict() for group in given]


class _Grid(NamedTuple):
    a: Array
    b: Array
    masses: Array  # grid × bins: how much of each distribution lies in each bin
    edges: Array


@cache
def _grid() -> _Grid:
    means = np.sin(np.pi / 2 * (np.arange(MEANS) + 0.5) / MEANS) ** 2
    spreads = np.geomspace(FEWEST, MOST, SPREADS)
    mean, spread = (one.ravel() for one in np.meshgrid(means, spreads))
    edges = np.sin(np.pi / 2 * np.arange(BINS + 1) / BINS) ** 2
    a, b = mean * spread, (1 - mean) * spread
    return _Grid(a, b, np.diff(betainc(a[:, None], b[:, None], edges), axis=1), edges)


def _weights(logarithms: NDArray[Any]) -> Array:
    found = np.exp(logarithms - logarithms.max())
    return np.asarray(found / found.sum())


def _placed(hits: int, cases: int, before: Array) -> Placed:
    """By Bayes: what was likely of a peer before its own cases, times how likely these are."""
    edges = _grid().edges
    middles = (edges[1:] + edges[:-1]) / 2
    likely = hits * np.log(middles) + (cases - hits) * np.log1p(-middles)
    after = before * np.exp(likely - likely.max())
    after /= after.sum()
    share = float(after @ middles)
    low, high = np.interp([(1 - SURE) / 2, (1 + SURE) / 2], np.concatenate([[0.0], np.cumsum(after)]), edges)
    return Placed(
        round(share * PER), int(np.floor(min(low, share) * PER)), int(np.ceil(max(high, share) * PER))
    )
