"""Words that somebody looks for, as an address and a page say them. A telephone stands in neither: the form is posted,
such words go on sealed, and their middle is not shown."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from huaihai.kit import phones, sealing

LONGEST = 80
SEALED, PLACE = f"{sealing.SUITE}|", "desk.search"


def telephone_masked(words: str) -> str:
    """First three and last two digits of a whole number of a person or a shop; "" for all other words."""
    plain = unicodedata.normalize("NFKC", words).strip()
    if phones.is_line(plain) or not (phones.mobile(plain) or phones.public_number(plain)):
        return ""
    return f"{plain[:3]}******{plain[-2:]}"


@dataclass(frozen=True, kw_only=True)
class Sought:
    """`masked` says what stands in the field for words that must not stand in an address; "" for all others."""

    masked: Callable[[str], str] = telephone_masked

    def words_in(self, asked: QueryDict) -> str:
        """What is looked for, as it was typed; what stood there masked and was left is what it was."""
        words = asked.get("q", "").replace("\x00", "").strip()
        if words.startswith(SEALED):
            return _opened(words)
        was = _opened(asked.get("was", ""))
        return was if was and words == self.shown(was) else words[:LONGEST]

    def is_bare(self, asked: QueryDict) -> bool:
        """Whether words stand as they are in an address in which they must not."""
        return bool(self.masked(asked.get("q", "").strip()))

    def shown(self, words: str) -> str:
        """What stands in the field."""
        return self.masked(words) or words

    def sealed(self, words: str) -> str:
        """What an address says of these words."""
        return sealing.seal(words, place=PLACE) if self.masked(words) else words

    def address(self, path: str, words: str) -> str:
        """Where these words are looked for."""
        return f"{path}?{urlencode({'q': self.sealed(words)})}"


SOUGHT = Sought()  # in the field of every page


def _opened(words: str) -> str:
    """Words that were sealed here; "" for anything else."""
    try:
        return sealing.unseal(words, place=PLACE)
    except sealing.CannotOpen:
        return ""
