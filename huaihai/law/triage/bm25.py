"""How much each word of a document speaks for it among others.

BM25 after Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class BM25:
    """`saturation` is the field's k1 and `length` its b; words in more than `commonest` of all say nothing."""

    saturation: float
    length: float
    commonest: float = 1

    def weights[Key](self, documents: Mapping[Key, Counter[str]]) -> Iterator[tuple[str, Key, float]]:
        """Word, document, weight; for each word that a document holds."""
        mean = sum(document.total() for document in documents.values()) / max(1, len(documents))
        held_by = Counter(word for document in documents.values() for word in document)
        rarity = {
            word: math.log(1 + (len(documents) - many + 0.5) / (many + 0.5))
            for word, many in held_by.items()
            if many <= self.commonest * len(documents)
        }
        for key, document in documents.items():
            longer = self.saturation * (1 - self.length + self.length * document.total() / mean)
            for word, times in document.items():
                if word in rarity:
                    yield word, key, rarity[word] * times * (self.saturation + 1) / (times + longer)
