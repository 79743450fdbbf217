"""The search over what is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from huaihai import reactions
from huaihai.businesses.register.doors import Door
from huaihai.education import search as searching
from huaihai.education.library import shown as law_shown
from huaihai.education.public import shown
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def search(request: HttpRequest) -> HttpResponse:
    """What is published and holds all words of `q`."""
    query = request.GET.get("q", "").strip()
    words = searching.words_of(query)
    page = page_of(searching.find(shown.seen(request), words), request.GET.get("page"))
    hits = [
        searching.Hit(row, searching.marked(row.title, words), searching.snippet(row.plain, words))
        for row in page.rows
    ]
    context = {
        "query": query[: searching.LONGEST_QUERY],
        "words": words,
        "page": page,
        "hits": hits,
        "doors": _doors(query) if page.number == 1 else [],
        "articles": law_shown.found(query, words, today=clock.today()) if page.number == 1 else [],
    }
    return render(request, "education/search.html", context)


def _doors(query: str) -> list[Door]:
    """What rooms above find."""
    return [door for name in reactions.SEARCH for door in import_string(name)(query, on=clock.today())]
