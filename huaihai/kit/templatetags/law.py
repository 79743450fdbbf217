"""Citations that lead to the law library. Load with `{% load law %}`.

`{{ line|cited }}` makes a link of every source and article that the library holds; the rest stays text. Addresses are
asked for by name: the pages stand in the education room.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huaihai.kit import local_words
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.library import Article, article_at, citations, held
from huaihai.law.library.citations import Place

register = template.Library()
_FIRST = re.compile(r"[0-9]{1,4}")


@register.filter
def cited(text: object) -> SafeString:
    """The text, escaped, with a link on every citation, in whichever script it is written."""
    return format_html_join("", "{}", ((piece,) for piece in _pieces(str(text or ""))))


@register.filter
def article_of(numbers: object, statute: str) -> str:
    """The page of the first of these numbers (“18–19”, “27、29”) of a source; that of the source if it has none."""
    source = held()[statute]
    first = _FIRST.search(str(numbers))
    article = source.numbered(int(first.group())) if first else None
    if article is None:
        return reverse("law-statute", args=[statute])
    return reverse("law-article", args=[statute, article.key])


@register.filter
def article_links(paths: Iterable[str]) -> SafeString:
    """Articles (`statute/key`) by their names, each with the way to it, those of one source together; what the library
    does not hold is left out."""
    found = [article for article in map(article_at, paths) if article is not None]
    groups = (_of_source(statute, list(articles)) for statute, articles in groupby(found, _statute_of))
    return format_html_join(" · ", "{}", ((group,) for group in groups))


def _statute_of(article: Article) -> str:
    return article.statute


def _of_source(statute: str, articles: list[Article]) -> SafeString:
    """法释〔2025〕4号第十五条、第十六条: the first link carries the name of the source."""
    is_english = local_words.is_foreign()
    name = local_words.said(held()[statute]) + (", " if is_english else "")
    rows = [
        (
            reverse("law-article", args=[statute, one.key]),
            name if one is articles[0] else "",
            local_words.said(one),
        )
        for one in articles
    ]
    return format_html_join(", " if is_english else "、", '<a href="{}">{}{}</a>', rows)


def _pieces(text: str) -> Iterator[str]:
    at = 0
    # Simplifying never changes the length, so places in one are places in the other.
    for place in citations.find(to_simplified(text)):
        yield local_words.tagged(text[at : place.start])
        yield format_html(
            '<a href="{}">{}</a>', _url(place), local_words.tagged(text[place.start : place.end])
        )
        at = place.end
    yield local_words.tagged(text[at:])


def _url(place: Place) -> str:
    articles = citations.articles_of(place)
    if articles:
        return reverse("law-article", args=[place.statute, articles[0].key])
    return reverse("law-statute", args=[place.statute])
