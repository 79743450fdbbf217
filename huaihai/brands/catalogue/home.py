"""What other rooms show of the catalogue: a few cards for the home page, hits for the site's search."""

from dataclasses import dataclass, field
from datetime import date

from huaihai.brands import standing
from huaihai.brands.catalogue import facets, finding, words
from huaihai.brands.catalogue.asked import Asked
from huaihai.brands.catalogue.feed import title
from huaihai.brands.catalogue.telling import Card, card
from huaihai.brands.models import CatalogueRow
from huaihai.businesses.register.doors import Door


@dataclass(frozen=True)
class OnHome:
    """`cards` may be empty: then the page explains the three hearts instead. `heading` as the form of the day wants."""

    heading: str
    gives_title: bool
    cards: list[Card] = field(default_factory=list)


def shown(limit: int = 3, *, on: date) -> OnHome:
    """The newest entries of the directory (with a basis: of those with a mark in force); three queries."""
    gives_title = standing.gives_title(on)
    wanted = Asked(held="1" if gives_title else "", sort=facets.NEWEST)
    rows = finding.first(finding.found(wanted, on=on), limit)
    cards = [card(row, on=on, gives_title=gives_title) for row in rows]
    return OnHome(title(gives_title=gives_title), gives_title, cards)


def found(query: str, *, on: date, limit: int = 5) -> list[Card]:
    """The first entries that hold all words of a query, for the site's search; none for a query without words."""
    if not words.asked(query):
        return []
    rows: list[CatalogueRow] = finding.first(finding.found(Asked(q=query), on=on), limit)
    gives_title = standing.gives_title(on) if rows else False
    return [card(row, on=on, gives_title=gives_title) for row in rows]


def doors(query: str, *, on: date) -> list[Door]:
    """The same as doors, for `reactions.SEARCH`."""
    return [
        Door(card.name, card.url, " · ".join(filter(None, (card.kind, card.where, card.line))))
        for card in found(query, on=on)
    ]
