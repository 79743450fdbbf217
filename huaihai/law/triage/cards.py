"""What the tree is made of: pictures, offices, cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from huaihai.law.library.entries import Words
from huaihai.law.sureness import Sureness

US: Final = "us"  # the office of the alliance itself


class Kind(StrEnum):
    """Whether a problem is ours, and if not, why."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    LEGAL = "legal"
    URGENT = "urgent"


class First(StrEnum):
    """Whom to turn to first."""

    SHOP = "shop"
    PLATFORM = "platform"
    US = "us"
    OFFICE = "office"


class Sum(StrEnum):
    """What can be worked out without a complaint; the functions are in `law.amounts` and `law.deadlines`."""

    SEVEN_DAYS = "seven-days"
    THREEFOLD = "threefold"
    TENFOLD = "tenfold"
    PREPAID = "prepaid"


@dataclass(frozen=True)
class Picture:
    """One of the twelve: what it is about. `symbol` names the drawing."""

    id: str
    words: Words
    symbol: str


@dataclass(frozen=True)
class Office:
    """Whom to reach where it is not us: its number, which of a city may be dialled with the area code before it."""

    id: str
    name: Words
    number: str
    by_area: bool  # a call from another place needs the area code of the city
    bring: Words
    note: Words
    address: str  # of its site
    sureness: Sureness


@dataclass(frozen=True)
class Right:
    """What holds, in plain words, with the articles of the library (`statute/key`). `where`: a province, two digits."""

    words: Words
    articles: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True)
class Option:
    """One answer to the third question; `go` is the card it leads to."""

    words: Words
    go: str


@dataclass(frozen=True)
class Split:
    """A third question, asked only where law, office or sum changes by it."""

    ask: Words
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Card:
    """One problem. `short` stands on the tile, `at` names the pictures under which it stands.

    `says` are sentences by which people state it, `things` what such problems are about: both are for the search.
    """

    id: str
    kind: Kind
    title: Words
    short: Words
    answer: Words
    at: tuple[str, ...]
    says: tuple[str, ...]
    rights: tuple[Right, ...]
    today: tuple[Words, ...]
    sums: tuple[Sum, ...]
    never: tuple[Sum, ...]
    remedies: tuple[str, ...]
    first: First
    letter: str
    offices: tuple[str, ...]
    nature: str
    trades: tuple[str, ...]
    split: Split | None
    checked_on: date
    checked_by: str
    sureness: Sureness
    things: tuple[str, ...] = ()

    @property
    def is_ours(self) -> bool:
        return self.kind is Kind.OURS

    @property
    def outcome(self) -> tuple[object, ...]:
        """What the reader gets; two cards with the same one are one card."""
        articles = tuple(sorted({path for right in self.rights for path in right.articles}))
        return (
            *(
                self.kind,
                self.first,
                self.offices,
                self.nature,
                self.trades,
                self.sums,
                self.never,
                self.remedies,
            ),
            *(articles, tuple(words.zh for words in self.today), self.letter),
        )


@dataclass(frozen=True)
class Tree:
    """All of it. Cards stand in the order of the files, which is the order on the tiles.

    `none` are sentences that speak of no problem.
    """

    pictures: Mapping[str, Picture]
    offices: Mapping[str, Office]
    cards: Mapping[str, Card]
    none: tuple[str, ...] = ()

    def at(self, picture: str) -> tuple[Card, ...]:
        """The cards behind one picture."""
        return self._by_picture.get(picture, ())

    @cached_property
    def _by_picture(self) -> Mapping[str, tuple[Card, ...]]:
        found: dict[str, list[Card]] = {}
        for card in self.cards.values():
            for picture in card.at:
                found.setdefault(picture, []).append(card)
        return {
            picture: tuple(
                sorted(cards, key=lambda card: card.at.index(picture))
            )  # its own before others' too
            for picture, cards in found.items()
        }
