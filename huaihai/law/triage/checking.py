"""What is wrong with the tree, in sentences for its editors."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

from huaihai.law import kinds, places, remedies
from huaihai.law.errors import UnknownPlace
from huaihai.law.library import reading as library
from huaihai.law.triage.cards import US, Card, First, Kind, Tree

LEAST_SAYS: Final = 8
MOST_OPTIONS: Final = 7
MOST_TODAY: Final = 4
GOOD_FOR: Final = timedelta(days=366)
LONGEST_TITLE: Final = 30  # characters
LONGEST_SHORT: Final = 16


def problems(tree: Tree, *, on: date) -> list[str]:
    """Everything that does not hold on this day, card by card."""
    found = [f"{card.id}: {problem}" for card in tree.cards.values() for problem in _of_card(card, tree, on)]
    return found + list(_twins(tree)) + list(_unused(tree))


def _of_card(card: Card, tree: Tree, on: date) -> Iterator[str]:
    yield from chain(
        _words(card),
        _rights(card),
        _codes(card),
        _offices(card, tree),
        _pictures(card, tree),
        _split(card, tree),
    )
    if card.checked_on > on:
        yield f"checked on {card.checked_on}, a day to come"
    elif on - card.checked_on > GOOD_FOR:
        yield f"checked on {card.checked_on}, more than a year ago"


def _words(card: Card) -> Iterator[str]:
    if len(set(card.says)) < LEAST_SAYS:
        yield f"{len(set(card.says))} says, at least {LEAST_SAYS}"
    if len(set(card.says)) < len(card.says):
        yield "a sentence of says stands twice"
    if len(card.title.zh) > LONGEST_TITLE:
        yield f"title has {len(card.title.zh)} characters, at most {LONGEST_TITLE}"
    if len(card.short.zh) > LONGEST_SHORT:
        yield f"short has {len(card.short.zh)} characters, at most {LONGEST_SHORT}"
    if not card.answer or not card.title.en or not card.answer.en:
        yield "answer or English is missing"
    if len(card.today) > MOST_TODAY:
        yield f"{len(card.today)} lines for today, at most {MOST_TODAY}"


def _rights(card: Card) -> Iterator[str]:
    held = library.held()
    for right in card.rights:
        if right.where and not _is_province(right.where):
            yield f"{right.where} is no province"
        for path in right.articles:
            statute, _, article = path.partition("/")
            if statute not in held or held[statute].article(article) is None:
                yield f"{path} is not in the library"
    if card.is_ours and not any(right.articles for right in card.rights):
        yield "no right with an article"


def _is_province(code: str) -> bool:
    try:
        return places.place(code).level == "province"
    except UnknownPlace:
        return False


def _codes(card: Card) -> Iterator[str]:
    unknown = {code for code in (card.nature, *card.trades) if code and code not in kinds.BY_CODE}
    unknown |= {code for code in card.remedies if code not in remedies.BY_CODE}
    if unknown:
        yield f"unknown: {', '.join(sorted(unknown))}"
    if card.is_ours and not (card.nature and card.trades and card.remedies):
        yield "ours, without nature, trades or remedies"
    if both := set(card.sums) & set(card.never):
        yield f"{', '.join(sorted(both))} is both worked out and never to be asked for"
    if card.first in (First.SHOP, First.PLATFORM) and card.is_ours and not card.letter:
        yield "the shop or platform comes first, and there is no letter"


def _offices(card: Card, tree: Tree) -> Iterator[str]:
    if unknown := [office for office in card.offices if office not in tree.offices]:
        yield f"unknown offices: {', '.join(unknown)}"
    if not card.offices:
        yield "no office"
    if card.is_ours and US not in card.offices:
        yield "ours, and we are not among its offices"


def _pictures(card: Card, tree: Tree) -> Iterator[str]:
    if unknown := [picture for picture in card.at if picture not in tree.pictures]:
        yield f"unknown pictures: {', '.join(unknown)}"
    if card.kind is Kind.OURS and not card.at and not _leads_to(card.id, tree):
        yield "no tap leads to it"


def _leads_to(card: str, tree: Tree) -> bool:
    return any(option.go == card for one in tree.cards.values() if one.split for option in one.split.options)


def _split(card: Card, tree: Tree) -> Iterator[str]:
    if card.split is None:
        return
    leads = [option.go for option in card.split.options]
    if len(leads) > MOST_OPTIONS:
        yield f"{len(leads)} options, at most {MOST_OPTIONS}"
    if unknown := [lead for lead in leads if lead not in tree.cards]:
        yield f"leads to nowhere: {', '.join(unknown)}"
    if len(set(leads)) < 2:
        yield "all options lead to one card"
    deeper = [lead for lead in leads if lead != card.id and lead in tree.cards and tree.cards[lead].split]
    if deeper:
        yield f"a fourth tap: {', '.join(deeper)}"


def _twins(tree: Tree) -> Iterator[str]:
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    said: dict[str, set[str]] = defaultdict(set)
    for card in tree.cards.values():
        alike[card.outcome].append(card.id)
        for sentence in card.says:
            said[sentence].add(card.id)
    yield from (f"{', '.join(ids)}: the same outcome" for ids in alike.values() if len(ids) > 1)
    yield from (f"{', '.join(sorted(ids))}: both say “{one}”" for one, ids in said.items() if len(ids) > 1)


def _unused(tree: Tree) -> Iterator[str]:
    named = {office for card in tree.cards.values() for office in card.offices}
    yield from (f"office {office}: no card names it" for office in sorted(set(tree.offices) - named - {US}))
    yield from (
        f"picture {picture}: no card stands at it" for picture in tree.pictures if not tree.at(picture)
    )
