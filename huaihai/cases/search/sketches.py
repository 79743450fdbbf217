"""Nearly the same text, found without opening any: a short sketch of each document, under the key of its city.

MinHash (A. Broder, 1997): the smallest of many numberings of a text's shingles are the same in two texts as often as
these share shingles. Three such numbers make a band, kept as a token (`tokens`): texts that share seven shingles of ten
have one of ten bands in common in 98 of 100 cases, texts that share two of ten in 8. Whoever lacks the key of the city
cannot try a text out. What a band proposes is opened and compared (`nearness`).
"""

import hashlib
from collections.abc import Iterable
from typing import Final

from huaihai.cases.search import tokens
from huaihai.cases.search.folding import fold

LETTERS: Final = 4  # of a shingle
LEAST: Final = 40  # shingles of a text: fewer say nothing
BANDS, EACH = 10, 3
PRIME: Final = (1 << 61) - 1


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest())


NUMBERINGS: Final = tuple((_number(f"a{one}") | 1, _number(f"b{one}")) for one in range(BANDS * EACH))


def shingles(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """All runs of four letters, however the text was written; without figures, and without these names, by which form
    letters differ."""
    folded = fold(text)
    for name in sorted(filter(None, map(fold, without)), key=len, reverse=True):
        folded = folded.replace(name, "")
    letters = "".join(char for char in folded if char.isalpha())
    return frozenset(letters[place : place + LETTERS] for place in range(len(letters) - LETTERS + 1))


def of_bands(found: frozenset[str], *, city: str, salt: bytes) -> list[int]:
    """A token for each band; none of a text that is too short."""
    if len(found) < LEAST:
        return []
    numbers = [_number(one) for one in found]
    least = [min((a * number + b) % PRIME for number in numbers) for a, b in NUMBERINGS]
    bands = [f"likeness|{band}|{least[band * EACH : (band + 1) * EACH]}" for band in range(BANDS)]
    return tokens.of_filters(bands, city=city, salt=salt)


def nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of all shingles both have, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0
