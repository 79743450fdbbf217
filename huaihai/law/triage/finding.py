"""Finding cards by a sentence in one's own words: BM25 over the sentences of all cards, without a network.

Source of the measure: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from huaihai.law.triage import english
from huaihai.law.triage.cards import Card, Kind, Tree
from huaihai.law.triage.reading import tree
from huaihai.law.triage.sounds import parts

SATURATION: Final = 3.0  # k1
LENGTH: Final = 0.8  # b


@dataclass(frozen=True)
class Found:
    """A card and how well the sentence fits it."""

    card: Card
    score: float


class Index:
    """The sentences of a tree, ready to be asked."""

    def __init__(self, held: Tree) -> None:
        self._cards = tuple(held.cards.values())
        texts = [
            Counter(parts("。".join((card.title.zh, card.short.zh, *card.says, *card.things))))
            for card in self._cards
        ]
        lengths = [sum(text.values()) for text in texts]
        mean = sum(lengths) / max(1, len(lengths))
        self._weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, (text, length) in enumerate(zip(texts, lengths, strict=True)):
            longer = SATURATION * (1 - LENGTH + LENGTH * length / mean)
            for part, times in text.items():
                self._weights[part].append((at, times * (SATURATION + 1) / (times + longer)))
        self._rarity = {
            part: math.log(1 + (len(texts) - len(held_in) + 0.5) / (len(held_in) + 0.5))
            for part, held_in in self._weights.items()
        }

    def find(self, text: str, kinds: Collection[Kind]) -> list[Found]:
        """All cards of these kinds that share anything with the text, best first."""
        scores: dict[int, float] = defaultdict(float)
        for part in set(parts(text)):
            for at, weight in self._weights.get(part, ()):
                scores[at] += weight * self._rarity[part]
        found = [
            Found(self._cards[at], score) for at, score in scores.items() if self._cards[at].kind in kinds
        ]
        return sorted(found, key=lambda one: (-one.score, one.card.id))


@cache
def index() -> Index:
    """The index over the tree in the package."""
    return Index(tree())


def find(text: str, *, most: int = 3, kinds: Iterable[Kind] = tuple(Kind)) -> list[Found]:
    """The cards whose sentences sound most like this one, best first; none where nothing fits."""
    if english.is_meant(text):
        allowed = frozenset(kinds)
        return [Found(card, score) for card, score in english.ranked(text) if card.kind in allowed][:most]
    return index().find(text, frozenset(kinds))[:most]
