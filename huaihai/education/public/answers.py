"""Cards of problems that answer a search."""

from dataclasses import dataclass

from huaihai import alliance
from huaihai.education.search import LONGEST_QUERY
from huaihai.kit import local_words
from huaihai.kit.text.scripts import to_simplified
from huaihai.kit.ways import way
from huaihai.law.triage.cards import Card
from huaihai.law.triage.finding import find
from huaihai.law.triage.reading import tree

MOST = 3


@dataclass(frozen=True)
class Answer:
    """A card in the reader's language. `office` with its number where it is not us; `url` "" where it has no page."""

    title: str
    text: str
    url: str
    office: str
    number: str


def found(query: str) -> list[Answer]:
    """The cards that the words fit best; none for a number or the name of a place alone."""
    words = to_simplified(query[:LONGEST_QUERY]).strip()
    if not any(char.isalpha() for char in words) or words in _places():
        return []
    return [_answer(one.card) for one in find(words, most=MOST)]


def _places() -> set[str]:
    cities = alliance.load().cities
    names = {name for city in cities for name in (city.name, *(county.name for county in city.counties))}
    return names | {f"{city.name}市" for city in cities}


def _answer(card: Card) -> Answer:
    offices = [tree().offices[name] for name in card.offices if name in tree().offices]
    office = next((one for one in offices if one.number), None)
    return Answer(
        local_words.said(card.title),
        local_words.said(card.answer),
        way("triage-card", card.id),
        local_words.said(office.name) if office else "",
        office.number if office else "",
    )
