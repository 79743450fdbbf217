"""Finding cards by an English sentence: BM25 over the English words of each card, as nobody has collected sentences."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from huaihai.law.triage.bm25 import BM25
from huaihai.law.triage.cards import Card
from huaihai.law.triage.reading import tree

BY_WORD: Final = BM25(saturation=1.2, length=0.75, commonest=0.2)
TITLE: Final = 4  # times that the words of a title count
SHORTEST: Final = 3
_WORD: Final = re.compile(r"[a-z]+")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_ENDINGS: Final = ("ing", "ed", "es", "s", "e")


def is_meant(text: str) -> bool:
    """Whether there are English words and no Chinese character."""
    return _HAN.search(text) is None and bool(words(text))


def ranked(text: str) -> list[tuple[Card, float]]:
    """The cards that share a telling word with the text, best first."""
    weights, cards = _index(), tree().cards
    scores: dict[str, float] = defaultdict(float)
    for word in set(words(text)):
        for card, weight in weights.get(word, {}).items():
            scores[card] += weight
    return [(cards[card], score) for card, score in sorted(scores.items(), key=lambda one: (-one[1], one[0]))]


def words(text: str) -> list[str]:
    """The words, without their endings."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if len(word) >= SHORTEST]


def _stem(word: str) -> str:
    ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= SHORTEST), "")
    return word.removesuffix(ending)


@cache
def _index() -> Mapping[str, Mapping[str, float]]:
    """How much each word speaks for each card."""
    texts = {card.id: Counter(words(" ".join(_said(card)))) for card in tree().cards.values()}
    found: dict[str, dict[str, float]] = {}
    for word, card, weight in BY_WORD.weights(texts):
        found.setdefault(word, {})[card] = weight
    return found


def _said(card: Card) -> Iterator[str]:
    for _ in range(TITLE):
        yield from (card.title.en, card.short.en)
    yield card.answer.en
    yield from (right.words.en for right in card.rights)
    yield from (line.en for line in card.today)
