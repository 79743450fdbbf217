"""The tree for officers: the cards nearest to what was typed, what choosing one fills in, what stands beside it."""

from dataclasses import dataclass
from functools import cached_property

from huaihai.cases.consumer import choices
from huaihai.cases.models import Case
from huaihai.cases.triage import facts, where
from huaihai.cases.triage.facts import ShownOffice, ShownRight
from huaihai.kit import local_words
from huaihai.law.triage.cards import Card
from huaihai.law.triage.finding import find
from huaihai.law.triage.reading import tree

READ = 300  # characters of a story that are looked at
SHORTEST = 4
NEAREST = 3


@dataclass(frozen=True)
class Nearest:
    """One card to choose; `fills` is what the form holds once it is chosen, by the names of its fields."""

    card: Card
    is_chosen: bool
    fills: dict[str, str]

    @property
    def title(self) -> str:
        return local_words.said(self.card.title)

    @property
    def kind(self) -> str:
        return str(facts.way_of_help(self.card)[0])


@dataclass(frozen=True)
class Beside:
    """What an officer reads beside the form about the chosen card."""

    card: Card
    city: str

    @property
    def title(self) -> str:
        return local_words.said(self.card.title)

    @property
    def answer(self) -> str:
        return local_words.said(self.card.answer)

    @property
    def kind(self) -> str:
        return str(facts.way_of_help(self.card)[0])

    @cached_property
    def offices(self) -> list[ShownOffice]:
        city = where.city_of(self.city[:4] + "00")
        return [facts.shown_office(one, city) for one in facts.offices_of(self.card, tree())]

    @cached_property
    def rights(self) -> list[ShownRight]:
        return facts.rights_of(self.card, where.city_of(self.city[:4] + "00"))

    @property
    def remedies(self) -> str:
        return choices.remedy_list(list(self.card.remedies))

    @property
    def as_answer(self) -> str:
        """What can be said on the telephone, as text: the answer, what to do today, whom to call."""
        calls = [f"{office.name} {office.number}".strip() for office in self.offices]
        return "\n".join(filter(None, (self.answer, *facts.words_of(self.card.today), *calls)))


def of_case(case: Case) -> Beside | None:
    """What is read beside a case about the problem chosen for it; the law of where the business is comes first."""
    card = card_of(case.problem)
    body = case.lead or case.home
    return Beside(card, body.region_code if body else "") if card else None


def card_of(key: str) -> Card | None:
    """The card of this id, if there is one."""
    return tree().cards.get(key)


def nearest(text: str) -> list[Card]:
    """The cards that fit best to what was written down; none while it is short."""
    words = text.strip()[:READ]
    return [one.card for one in find(words, most=NEAREST)] if len(words) >= SHORTEST else []


def category_for(card: Card, typed: str) -> str:
    """What was chosen stays where it is among the card's trades; else the likeliest of these."""
    return typed if typed in card.trades or not card.trades else card.trades[0]
