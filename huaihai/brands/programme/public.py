"""The criteria for everybody: what is looked at, how it counts, what follows from conduct, and on which legal basis."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.models import CriteriaVersion
from huaihai.brands.programme import content, shown, words
from huaihai.kit import clock, guards, local_words
from huaihai.kit.canonical import canonical
from huaihai.law.library.reading import held

MOST = 32_767  # what the column holds
LAW, FREE = "consumer-rights-law", (38, 45)  # no paid recommendation; who recommends answers for it


@require_safe
@guards.public
def current(request: HttpRequest) -> HttpResponse:
    """The criteria that count today; before the first, the proposal."""
    found = content.current(clock.today())
    return _page(request, found[0] if found else None)


@require_safe
@guards.public
def version(request: HttpRequest, number: int) -> HttpResponse:
    """An adopted version."""
    return _page(request, _adopted_or_404(number))


@require_safe
@guards.public
def as_file(_request: HttpRequest, number: int) -> HttpResponse:
    """An adopted version byte for byte as it was fixed: what its hash is made of."""
    found = _adopted_or_404(number)
    response = HttpResponse(canonical(found.content), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="criteria-{found.number}.json"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _page(request: HttpRequest, found: CriteriaVersion | None) -> HttpResponse:
    today = clock.today()
    kind = request.GET.get("kind", "")
    kind = kind if kind in words.KINDS else ""
    context: dict[str, Any] = {
        "version": found,
        "basis": standing.basis_on(today),
        "counts": found is not None and standing.criteria_on(today) == found,
        "versions": _others(found),
        "kind": kind,
        "kinds": words.KINDS.items(),
        "free": _free(),
    }
    if found is not None:
        read = content.criteria_of(found)
        context |= {
            "note": content.name_of(read.note),
            "months": read.look_back_months,
            "hearts": shown.hearts(read, kind),
            "axes": shown.axes(read, kind),
            "rules": shown.rules(read),
            "admission": shown.admission(read),
            "clocks": shown.clocks(read),
        }
    return render(request, "brands/programme/public/criteria.html", context)


def _adopted_or_404(number: int) -> CriteriaVersion:
    rows = CriteriaVersion.objects.filter(resolution__isnull=False).select_related("resolution")
    if number > MOST:
        raise Http404
    return get_object_or_404(rows, number=number)


def _others(found: CriteriaVersion | None) -> list[CriteriaVersion]:
    rows = CriteriaVersion.objects.filter(resolution__isnull=False).order_by("-number").defer("content")
    return [row for row in rows[:50] if found is None or row.pk != found.pk]


def _free() -> list[tuple[str, str]]:
    """The articles by which nothing may cost money: each in our words, and its citation."""
    law = held()[LAW]
    articles = [law.numbered(number) for number in FREE]
    return [
        (local_words.said(article.summary), law.citation(article))
        for article in articles
        if article is not None
    ]
