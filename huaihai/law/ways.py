"""The lawful ways to have a dispute resolved, and which are left when one has ended. Rows of `ways.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


@dataclass(frozen=True)
class Way:
    """One way, with what to know before taking it."""

    code: str
    zh: str
    en: str
    advice_zh: str
    advice_en: str
    article: str
    sureness: Sureness


HELD: Final = Table(__name__, Way, "ways.csv")
NEGOTIATION: Way
MEDIATION: Way
COMPLAINT: Way | None
ALL: tuple[Way, ...]
BY_CODE: Mapping[str, Way]


def next_ways(*, tried: frozenset[Way] = frozenset()) -> tuple[Way, ...]:
    """The ways still open, in the order to suggest them.

    After an association's mediation the regulator comes last: it may refuse the same dispute.
    """
    left = [way for way in HELD.rows.values() if way not in tried]
    if HELD["mediation"] in tried:
        left.sort(key=lambda way: way.code == "complaint")
    return tuple(left)


if not TYPE_CHECKING:
    __getattr__ = HELD.supply(ALL=lambda: tuple(HELD.rows.values()), BY_CODE=lambda: HELD.rows)
