"""The pages of the board, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.governance import charter
from huaihai.insight.board import cards, giving
from huaihai.insight.board.charts import over_time
from huaihai.insight.board.context import shown as context_figures
from huaihai.insight.board.reading import KINDS, all_months
from huaihai.insight.board.targets import telling
from huaihai.kit import clock, guards


@require_safe
@guards.public
def board(request: HttpRequest) -> HttpResponse:
    """The nine with their numbers."""
    return render(request, "insight/board/board.html", {"cards": cards.board(clock.today())})


@require_safe
@guards.public
def part(request: HttpRequest, key: str) -> HttpResponse:
    """One of the nine: every reading of its measures, how they are counted, all targets."""
    if charter.part(alliance.load(), key) is None:
        raise Http404
    today = clock.today()
    found = cards.one_part(key, today)
    assert found is not None  # noqa: S101 # it is one of the alliance's parts
    measures = []
    for one in found.measures:
        kind = KINDS.get(one.key)
        months = all_months(one.key, today=today) if kind else []
        chart = over_time(kind, one.title, months) if kind and months else None
        measures.append((one, chart, telling.history(one.key)))
    return render(request, "insight/board/part.html", {"card": found, "measures": measures})


@require_safe
@guards.public
def contribution(request: HttpRequest) -> HttpResponse:
    """What the alliance contributes, each number with its method and what it does not show."""
    today = clock.today()
    context = {"given": giving.given(today), "figures": context_figures.newest()}
    return render(request, "insight/board/contribution.html", context)
