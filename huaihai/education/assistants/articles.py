"""Articles for assistants: what is cited, in our own words and, where it was loaded, in the law's."""

from collections import Counter
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.education.assistants import sites
from huaihai.education.assistants.given import Given
from huaihai.education.library import facts
from huaihai.education.library.facts import StatuteFacts
from huaihai.education.library.pages import words_of
from huaihai.education.models import LawText
from huaihai.kit import clock, local_words
from huaihai.kit.text.normalise import fold
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.library import Article, Statute, article_at, held
from huaihai.law.library.citations import articles_of, find, missing
from huaihai.law.library.doubts import doubts
from huaihai.law.triage.reading import tree

MOST: Final = 10
NEAREST: Final = 3


def cited(given: Given) -> dict[str, Any]:
    """The articles that a citation names, or that hold its words; and the numbers that the library does not hold."""
    words = given.text("citation", needed=True)
    places = find(to_simplified(words))
    articles = list(dict.fromkeys(one for place in places for one in articles_of(place)))
    doubtful = [
        _("“%(cited)s”: %(doubt)s.") % {"cited": one.cited, "doubt": local_words.said(one)}
        for one in doubts(to_simplified(words), on=clock.today())
    ]
    if not places and not doubtful:
        articles = facts.articles(words, fold(words).split()) or _in_cards(fold(words))
    absent = [
        _("%(source)s, article %(number)d: the library does not hold it.")
        % {"source": local_words.said(held()[place.statute]), "number": number}
        for place in places
        for number in missing(place)
    ]
    answer: dict[str, Any] = {"articles": [_article(one) for one in articles[:MOST]]}
    if whole := [held()[place.statute] for place in places if place.is_whole]:
        answer["sources"] = [_source(one) for one in dict.fromkeys(whole)]
    if doubtful:
        answer["doubtful"] = doubtful[:MOST]
    if absent or not (articles or whole or doubtful):
        answer["not_held"] = absent[:MOST] or [
            _("The library holds nothing under these words. Give the law with its article, or other words.")
        ]
    return answer


def _in_cards(words: str) -> list[Article]:
    """Those on which the cards' sentences with these words stand (退一赔三), the most frequent first."""
    rights = (right for card in tree().cards.values() for right in card.rights)
    found = Counter(
        path for one in rights if words in fold(f"{one.words.zh}\n{one.words.en}") for path in one.articles
    )
    named = (article_at(path) for path, _count in found.most_common(NEAREST))
    return [one for one in named if one is not None]


def _article(one: Article) -> dict[str, Any]:
    source = held()[one.statute]
    row = {
        "citation": source.citation(one),
        "summary": local_words.said(one.summary),
        "official": _official(one),
        "in_force_from": one.in_force_from.isoformat() if one.in_force_from else "",
        "how_sure": local_words.said(one.sureness),
        "number_is_sure": one.is_numbered_surely,
        "checked": one.checked.isoformat(),
        "source": _source(source),
        "page": sites.address(reverse("law-article", args=[one.statute, one.key])),
    }
    return {name: value for name, value in row.items() if value not in ("", [])}


def _official(one: Article) -> list[str]:
    """The law's own words, where an official text was loaded."""
    text = LawText.objects.shown(one.statute, on=clock.today()) if one.number is not None else None
    return [row.words for row in words_of(text, one.key)] if text else []


def _source(one: Statute) -> dict[str, Any]:
    known = StatuteFacts(one, clock.today())
    row = {
        "name": one.full_name,
        "dates": known.dates,
        "standing": one.standing(clock.today()).value,
        "replaced_by": known.replaced_by.full_name if known.replaced_by else "",
        "only_in": known.place,
    }
    return {name: value for name, value in row.items() if value}
