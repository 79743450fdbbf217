"""The words by which an entry is found, and those that no text about one may use.

Chinese is indexed by characters and pairs of neighbours, so that words of two characters are found; words in letters
by their beginning. The index narrows, a look into the folded words decides.
"""

import json
import re
from collections.abc import Iterable
from functools import cache

from huaihai.brands.models import CatalogueGram, CatalogueRow
from huaihai.kit.text.normalise import fold
from huaihai.packs import country_folder

LONGEST_QUERY = 60  # characters
MOST_TOKENS = 6
BEGINNING = 3  # letters of a word that are indexed
_TOKEN = re.compile(r"[0-9a-z]+|[^\s0-9a-z]+")
_CODES = re.compile("[\x00\ud800-\udfff]")


def folded(parts: Iterable[str]) -> str:
    """Texts as they are kept for the search: each token with a space before it."""
    return "".join(f" {token}" for part in parts for token in _TOKEN.findall(fold(part)))


def asked(query: str) -> list[str]:
    """The tokens of a query as they stand in folded words, each once; a longer query is cut."""
    cleaned = fold(_CODES.sub("", query)[:LONGEST_QUERY])
    found = [f" {token}" if _is_letters(token) else token for token in _TOKEN.findall(cleaned)]
    return list(dict.fromkeys(found))[:MOST_TOKENS]


def grams_of(words: str) -> set[str]:
    """The parts of folded words that the index holds."""
    found: set[str] = set()
    for token in words.split():
        if _is_letters(token):
            found |= {token[:size] for size in range(1, BEGINNING + 1)}
        else:
            found |= set(token) | {token[at : at + 2] for at in range(len(token) - 1)}
    return found


def narrowing(tokens: Iterable[str]) -> set[str]:
    """The parts that a row must have in the index to hold these tokens."""
    found: set[str] = set()
    for token in tokens:
        bare = token.strip()
        if _is_letters(bare):
            found.add(bare[:BEGINNING])
        elif len(bare) == 1:
            found.add(bare)
        else:
            found |= {bare[at : at + 2] for at in range(len(bare) - 1)}
    return found


def index(row: CatalogueRow) -> None:
    """Write what is missing in a row's index and take away what is too much."""
    wanted = grams_of(row.folded)
    held = set(row.grams.values_list("gram", flat=True))
    if gone := held - wanted:
        row.grams.filter(gram__in=gone).delete()
    CatalogueGram.objects.bulk_create([CatalogueGram(row=row, gram=gram) for gram in sorted(wanted - held)])


def _is_letters(token: str) -> bool:
    return token[0] in "0123456789abcdefghijklmnopqrstuvwxyz"


def praised(text: str) -> str:
    """The first such word in a text, as it stands there (folded); empty if there is none."""
    found = _pattern().search(fold(text))
    return found.group() if found else ""


@cache
def _pattern() -> re.Pattern[str]:
    held = json.loads((country_folder() / "praise.json").read_text(encoding="utf-8"))
    english = "|".join(held["en"])
    return re.compile("|".join([*held["zh"], rf"(?<![a-z])(?:{english})(?![a-z])"]))
