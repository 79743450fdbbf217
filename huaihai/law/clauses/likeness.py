"""What no sign finds: a stretch of a sentence compared with sentences that are known, unfair and fair ones.

Each is a row of single characters, pairs and threes, weighed by how rare they are in the register (cosine of tf-idf).
A stretch is a clause where it is near enough to what is known of it, and nearer than to anything fair.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from pathlib import Path
from typing import Final

from huaihai.law.clauses.register import FAIR_CODE, held
from huaihai.law.clauses.text import folded
from huaihai.packs import country_folder

NEAR: Final = 0.30  # of one: what is less alike is another thing
GRAMS: Final = (1, 2, 3)

type Vector = Mapping[str, float]


@dataclass(frozen=True)
class Known:
    """The sentences that are known: by number their code, and where each gram stands in them; of a code its middle."""

    codes: Sequence[str]
    rare: Mapping[str, float]
    places: Mapping[str, Sequence[tuple[int, float]]]
    middles: Mapping[str, Sequence[tuple[str, float]]]

    def nearest(self, stretch: str) -> tuple[str, float] | None:
        """The clause that this stretch of a folded sentence is most alike, and how much; None: none, or a fair one."""
        grams = _vector(_grams(stretch), self.rare)
        alike = _dots(grams, self.places)
        best: dict[str, float] = {}
        for number, score in alike.items():
            best[self.codes[number]] = max(best.get(self.codes[number], 0.0), score)
        fair = best.pop(FAIR_CODE, 0.0)
        middle = _dots(grams, self.middles)
        scored = [((score + middle.get(code, 0.0)) / 2, code) for code, score in best.items() if score > fair]
        score, code = max(scored, default=(0.0, ""))
        return (code, score) if score >= NEAR else None


def known() -> Known:
    """Of the register in use."""
    return _known_in(country_folder())


@cache
def _known_in(_folder: Path) -> Known:
    rows = list(_sentences())
    counted = [(code, _grams(folded(text))) for code, text in rows]
    by_code: dict[str, set[str]] = defaultdict(set)
    for code, grams in counted:
        by_code[code].update(grams)
    number = len(by_code)
    rare = {
        gram: log(1 + number / count)
        for gram, count in Counter(gram for grams in by_code.values() for gram in grams).items()
    }
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for at, (code, grams) in enumerate(counted):
        for gram, weight in _vector(grams, rare).items():
            places[gram].append((at, weight))
            sums[code][gram] += weight  # type: ignore[assignment]  # a counter of weights
    return Known([code for code, _grams_ in counted], rare, places, _middles(sums))


def _middles(sums: Mapping[str, Mapping[str, float]]) -> Mapping[str, Sequence[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for code, weights in sums.items():
        length = sqrt(sum(weight * weight for weight in weights.values()))
        for gram, weight in weights.items():
            found[gram].append((code, weight / length))
    return found


def _sentences() -> Iterator[tuple[str, str]]:
    register = held()
    for code, clause in register.clauses.items():
        yield code, clause.zh
        yield FAIR_CODE, clause.fair
        for wording in clause.wordings:
            yield code, wording
    yield from register.said


def _grams(text: str) -> Counter[str]:
    plain = "".join(character for character in text if character.isalnum())
    return Counter(plain[at : at + size] for size in GRAMS for at in range(len(plain) - size + 1))


def _vector(grams: Counter[str], rare: Mapping[str, float]) -> Vector:
    weights = {gram: (1 + log(count)) * rare[gram] for gram, count in grams.items() if gram in rare}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}


def _dots[K](grams: Vector, places: Mapping[str, Sequence[tuple[K, float]]]) -> dict[K, float]:
    found: dict[K, float] = defaultdict(float)
    for gram, weight in grams.items():
        for where, other in places.get(gram, ()):
            found[where] += weight * other
    return found
