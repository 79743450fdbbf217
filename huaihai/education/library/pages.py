"""The law library, public: all sources, one source, one article, and the whole of a loaded official text."""

import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.education.library import citing, facts
from huaihai.education.library.facts import ArticleFacts, StatuteFacts
from huaihai.education.models import LawText, LawTextArticle, Publication
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.law.library import Article, held
from huaihai.law.sureness import Sureness


def words_of(text: LawText, key: str) -> list[LawTextArticle]:
    """The official words of an article or a run of articles, in order."""
    first, _to, last = key.partition("-to-")
    keys = [str(number) for number in range(int(first), int(last) + 1)] if last else [key]
    return list(text.articles.filter(key__in=keys))


def number_of(key: str) -> str:
    """第二十五条 or Article 25, for an article that only a loaded text holds."""
    number, _dash, branch = key.partition("-")
    article = Article("", key, "", "", Sureness.LAW, int(number), int(branch or 0))
    return local_words.said(article)


KEY: Final = re.compile(r"[0-9]{1,4}(-[0-9]{1,2})?")  # 25, 24-1: an article that only a loaded text may hold
ARTICLES_A_PAGE: Final = 50


@require_safe
@guards.same_for_all
def library(request: HttpRequest) -> HttpResponse:
    """Every source, grouped by what it is."""
    with_text = LawText.objects.order_by().values_list("statute", flat=True).distinct()
    return render(
        request, "education/library/index.html", {"groups": facts.groups(with_text, today=clock.today())}
    )


@require_safe
@guards.same_for_all
def statute(request: HttpRequest, key: str) -> HttpResponse:
    """One source: its dates, and its articles in our own words."""
    found = _statute(key)
    text = LawText.objects.shown(key, on=clock.today())
    page = page_of(citing.naming(_seen(request), key), request.GET.get("page"))
    context = {"statute": found, "articles": found.articles, "text": text, "page": page}
    return render(request, "education/library/statute.html", context)


@require_safe
@guards.same_for_all
def article(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """One article: what it says, how to cite it, how sure it is, what stands on it, who names it."""
    found = _statute(key)
    text = LawText.objects.shown(key, on=clock.today())
    known = found.statute.article(number)
    if known is None:
        return _only_loaded(request, found, text, number)
    one = ArticleFacts(known, found)
    before, after = one.neighbours
    context = {
        "statute": found,
        "article": one,
        "before": before,
        "after": after,
        "text": text,
        "official": words_of(text, number) if text and known.number is not None else [],
        "page": page_of(citing.naming(_seen(request), key, number), request.GET.get("page")),
    }
    return render(request, "education/library/article.html", context)


@require_safe
@guards.same_for_all
def text(request: HttpRequest, key: str) -> HttpResponse:
    """The official text as it was loaded, whole; `of` chooses an older one."""
    found = _statute(key)
    loaded = list(LawText.objects.of(key))
    asked = request.GET.get("of", "")
    newest = LawText.objects.shown(key, on=clock.today()) or (loaded[0] if loaded else None)
    chosen = next((one for one in loaded if str(one.pk) == asked), None) if asked else newest
    if chosen is None:
        raise Http404
    page = page_of(chosen.articles.order_by("position"), request.GET.get("page"), per_page=ARTICLES_A_PAGE)
    context: dict[str, Any] = {
        "statute": found,
        "text": chosen,
        "others": [one for one in loaded if one != chosen],
        "page": page,
        "articles": [(row, number_of(row.key)) for row in page.rows],
    }
    return render(request, "education/library/text.html", context)


def _only_loaded(
    request: HttpRequest, found: StatuteFacts, text: LawText | None, number: str
) -> HttpResponse:
    """An article that the library does not sum up, from the loaded text."""
    if text is None or not KEY.fullmatch(number):
        raise Http404
    words = words_of(text, number)
    if not words:
        raise Http404
    context = {"statute": found, "name": number_of(number), "text": text, "official": words}
    return render(request, "education/library/only_loaded.html", context)


def _statute(key: str) -> StatuteFacts:
    if key not in held():
        raise Http404
    return StatuteFacts(held()[key], clock.today())


def _seen(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return Publication.objects.visible_to(actor).published()
