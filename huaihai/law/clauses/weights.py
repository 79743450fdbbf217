"""How much each run of one to three characters speaks for a clause, or for a fair sentence.

Learnt from sentences whose clause is known (`learning.py`), kept in `clauses/weights.csv`: its first row holds the
fingerprint of those sentences and, for each clause and for what is fair, how much speaks for it from the start; every
other row a run of characters, how rare it is among the sentences, and its weights by the place of the clause in that
first row. Weights are hundredths.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from pathlib import Path
from typing import Final

from huaihai.law.clauses.text import compared
from huaihai.packs import country_folder

FILE: Final = "clauses/weights.csv"
LONGEST: Final = 3  # characters of a run
HUNDREDTHS: Final = 100

type Gram = tuple[float, tuple[tuple[int, float], ...]]  # how rare it is, and its weights


@dataclass(frozen=True)
class Weights:
    """The whole of them. `names` has the clauses and NO_CLAUSE, `start` what speaks for each before
    anything is read; `learnt_from` is the fingerprint of the sentences."""

    names: tuple[str, ...]
    start: tuple[float, ...]
    grams: Mapping[str, Gram]
    learnt_from: str = ""

    def scores(self, sentence: str) -> list[float]:
        """What speaks for each of `names`."""
        scores = list(self.start)
        for gram, amount in self.amounts(sentence).items():
            for place, weight in self.grams[gram][1]:
                scores[place] += amount * weight
        return scores

    def amounts(self, sentence: str) -> dict[str, float]:
        """How much there is of each known run; together of length one, so that long sentences count no more."""
        counts = Counter(gram for gram in grams(compared(sentence)) if gram in self.grams)
        amounts = {gram: (1 + log(count)) * self.grams[gram][0] for gram, count in counts.items()}
        length = sqrt(sum(amount * amount for amount in amounts.values())) or 1.0
        return {gram: amount / length for gram, amount in amounts.items()}


def held() -> Weights | None:
    """Of the country in use; None where it has none."""
    return _held_in(country_folder())


@cache
def _held_in(folder: Path) -> Weights | None:
    path = folder / FILE
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        _none, learnt_from, start = next(rows)
        starts = [_pair(one) for one in start.split()]
        found = {gram: (float(rare), tuple(_places(weights))) for gram, rare, weights in rows}
    return Weights(tuple(name for name, _ in starts), tuple(one for _, one in starts), found, learnt_from)


def _places(written: str) -> Iterator[tuple[int, float]]:
    for one in written.split():
        place, weight = _pair(one)
        yield int(place), weight


def _pair(written: str) -> tuple[str, float]:
    name, _colon, weight = written.rpartition(":")
    return name, int(weight) / HUNDREDTHS


def grams(text: str) -> Iterator[str]:
    """Each run of one to three characters, as often as it stands there."""
    for length in range(1, LONGEST + 1):
        for at in range(len(text) - length + 1):
            yield text[at : at + length]


def written(weights: Weights) -> Iterator[Sequence[str]]:
    """The rows of the file, its head first."""
    yield "gram", "rare", "weights"
    yield "", weights.learnt_from, " ".join(map(_spelt, weights.names, weights.start))
    for gram, (rare, of) in sorted(weights.grams.items()):
        yield gram, f"{rare:.2f}", " ".join(_spelt(place, weight) for place, weight in of)


def _spelt(name: str | int, weight: float) -> str:
    return f"{name}:{round(weight * HUNDREDTHS)}"
